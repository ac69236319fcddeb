/* The questions on the results page: a table each, texts, «Создать боль». */
#include "base/i18n.h"
#include "base/text.h"
#include "db/remark.h"
#include "sheet-private.h"

const char *sheet_decimal(const struct sheet *s, struct stat_figure f)
{
	return stat_figure_text(s->arena, f, ',');
}

const char *sheet_percent(const struct sheet *s, struct stat_figure f)
{
	return f.known ? arena_printf(s->arena, "%s %%", sheet_decimal(s, f)) : "—";
}

const char *sheet_interval(const struct sheet *s, struct stat_interval v)
{
	return v.low.known ? arena_printf(s->arena, "%s–%s", sheet_decimal(s, v.low),
				 sheet_decimal(s, v.high))
			   : "—";
}

const char *sheet_interval_note(void)
{
	return _(
	    "Intervals of confidence (95 %): of shares by Wilson's formula, of means and "
	    "NPS by Student's distribution (mean ± t·s/√n; none where all gave the "
	    "same mark). They say what chance does to a random sample, and nothing "
	    "about those who did not answer.");
}

const char *sheet_base(const struct sheet *s, const struct stat_estimate *e)
{
	return e->most > e->base ? arena_printf(s->arena, "%u–%u", e->base, e->most)
				 : sheet_count(s, e->base);
}

const char *sheet_count(const struct sheet *s, uint32_t n)
{
	return arena_printf(s->arena, "%u", n);
}

/* «Создать боль» of a row, or of one text of it. */
static void write_pain_link(
    const struct sheet *s, const struct stat_row *r, const struct db_remark *text)
{
	if (!worker_may_edit(s->worker))
		return;
	html_link(s->h, s->req->base_path,
	    arena_printf(s->arena, "/admin/pain/new?campaign=%s&item=%s%s%s%s",
		s->r->campaign.code, admin_url_part(s->arena, r->item->id),
		text ? "&text=" : "", text ? text->id : "", s->r->more),
	    _("Create a pain"));
}

void sheet_pain_cell(const struct sheet *s, const struct stat_row *r)
{
	html_cell_open(s->h, false);
	write_pain_link(s, r, NULL);
	html_close(s->h);
}

static void pain_line(const struct sheet *s, const struct stat_row *r)
{
	html_open(s->h, "p", NULL);
	write_pain_link(s, r, NULL);
	html_close(s->h);
}

void sheet_hidden_cell(const struct sheet *s)
{
	html_cell_open(s->h, false);
	html_element(s->h, "em", _("hidden: small group"), NULL);
	html_close(s->h);
}

/* A share with its bar; the bar only repeats the figure. */
static void share_cell(const struct sheet *s, struct stat_figure f)
{
	html_cell_open(s->h, true);
	html_text(s->h, sheet_percent(s, f));
	if (f.known)
		html_element(s->h, "meter", "", "min", "0", "max", "100", "value",
		    stat_figure_text(s->arena, f, '.'), "aria-hidden", "true", NULL);
	html_close(s->h);
}

static void write_base(const struct sheet *s, const struct stat_row *r)
{
	struct stat_share share = stat_share_row(r);

	if (r->hidden) {
		html_element(
		    s->h, "p", _("Hidden: small group or all answers alike."), NULL);
		return;
	}
	html_open(s->h, "p", NULL);
	html_textf(s->h, _("Answered: %u."), r->n);
	if (r->sided) {
		html_textf(s->h, " ");
		html_textf(s->h, _("Base: %u."), r->base);
	}
	if (share.satisfied.known) {
		html_text(s->h, " ");
		html_textf(s->h, _("Satisfied %s, dissatisfied %s, balance %s."),
		    sheet_percent(s, share.satisfied),
		    sheet_percent(s, share.dissatisfied),
		    sheet_decimal(s, share.balance));
		html_text(s->h, " ");
		html_textf(s->h,
		    _("With 95 %% confidence: satisfied %s %%, dissatisfied %s %%."),
		    sheet_interval(s, stat_interval_share(r->satisfied, r->base)),
		    sheet_interval(s, stat_interval_share(r->dissatisfied, r->base)));
	}
	html_close(s->h);
}

/* What so few answers are worth, said plainly. */
static void write_rough(const struct sheet *s, const struct stat_row *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		if (!stat_interval_is_rough(&rows[i]))
			continue;
		html_notice(s->h, "warning",
		    n_rows == 1
			? export_rough_row(s->arena)
			: arena_printf(s->arena,
			      _("Some rows have fewer than %d answers in the base: their "
				"figures are rough, do not decide on them alone."),
			      STAT_USABLE_BASE));
		return;
	}
}

static void option_row(
    const struct sheet *s, const struct stat_row *r, const char *text, uint32_t n)
{
	struct stat_figure share = stat_percent(n, r->n);

	html_row(s->h);
	html_cell_head(s->h, text);
	html_cell_number(s->h, sheet_count(s, n));
	share_cell(s, share);
	html_cell_number(s->h, sheet_interval(s, stat_interval_share(n, r->n)));
	html_row_end(s->h);
}

/* Reasons and topics stand beside the total of the period (AMB-27). */
static void total_row(const struct sheet *s, const struct stat_row *r)
{
	html_row(s->h);
	html_cell_head(s->h, _("Total for the period"));
	html_cell_number(s->h, sheet_count(s, r->n));
	html_cell(s->h, "");
	html_cell(s->h, "");
	html_row_end(s->h);
}

static void option_table_begin(
    const struct sheet *s, const char *caption, const char *what)
{
	const struct html_column columns[] = {{what, NULL, false},
	    {_("Answers"), NULL, true}, {_("Share"), NULL, true},
	    {_("Interval (95 %), %"), NULL, true}};

	html_table_begin(s->h, &(struct html_table){.caption = caption,
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 4});
}

static void write_options(const struct sheet *s, const struct stat_row *r)
{
	write_base(s, r);
	if (r->hidden)
		return;
	option_table_begin(s, r->question->text, _("Answer"));
	for (size_t i = 0; i < r->n_counts; i++)
		/* A list of services is long: only those somebody chose. */
		if (r->question->type != FORM_REF || r->counts[i] > 0)
			option_row(s, r, r->question->options[i].text, r->counts[i]);
	if (r->question->feeds & (FORM_FEED_REASON | FORM_FEED_TOPIC))
		total_row(s, r);
	html_table_end(s->h);
}

/* "NPS (scale 0–10, critics 0–6): 10,0; with 95 % confidence −5,0–25,0." */
static void write_estimate(
    const struct sheet *s, const char *name, const struct stat_estimate *e)
{
	html_text(s->h, " ");
	html_textf(s->h, _("%s: %s; with 95 %% confidence %s; base %s."), name,
	    e->value.known ? sheet_decimal(s, e->value) : "—",
	    sheet_interval(s, stat_interval_of(e)), sheet_base(s, e));
}

static void write_scale_indices(const struct sheet *s, const struct stat_row *r)
{
	const struct form_question *q = r->question;
	const struct stat_estimate of_nps = stat_nps_estimate(r);
	const struct stat_estimate ease = stat_ease_estimate(r);
	const struct stat_nps nps = stat_nps(r);

	if (q->feeds & FORM_FEED_NPS) {
		write_estimate(s, export_nps_name(s->arena, q), &of_nps);
		html_text(s->h, " ");
		html_textf(s->h, _("Promoters %u, passives %u, critics %u."),
		    nps.promoters, nps.passives, nps.critics);
	}
	if (q->feeds & FORM_FEED_CES)
		write_estimate(s, export_ease_name(s->arena, q), &ease);
}

static void write_scale(const struct sheet *s, const struct stat_row *r)
{
	write_base(s, r);
	if (r->hidden)
		return;
	html_open(s->h, "p", NULL);
	html_textf(
	    s->h, _("Mean: %s."), r->n ? sheet_decimal(s, stat_scale_mean(r)) : "—");
	html_text(s->h, " ");
	html_textf(s->h, _("Mean with 95 %% confidence: %s."),
	    sheet_interval(
		s, stat_interval_mean(r->counts, r->n_counts, r->question->min)));
	write_scale_indices(s, r);
	html_close(s->h);
	option_table_begin(s, r->question->text, _("Mark"));
	for (size_t i = 0; i < r->n_counts; i++)
		option_row(s, r, arena_printf(s->arena, "%d", r->question->min + (int)i),
		    r->counts[i]);
	html_table_end(s->h);
}

/* --- matrices: a line a row --- */

const char *sheet_numbered(const struct sheet *s, const struct stat_row *r)
{
	const char *number = export_item_number(r);

	if (*number)
		return arena_printf(s->arena, "%s. %s", number, export_item_text(r));
	return r->item->composite ? arena_printf(s->arena, "– %s", export_item_text(r))
				  : export_item_text(r);
}

static void matrix_row(const struct sheet *s, const struct stat_row *r)
{
	struct stat_share share = stat_share_row(r);

	html_row(s->h);
	html_cell_head(s->h, sheet_numbered(s, r));
	if (r->hidden) {
		sheet_hidden_cell(s);
		for (size_t i = 1; i < r->n_counts + 2 + 3 * (size_t)r->sided; i++)
			html_cell(s->h, "");
		html_row_end(s->h);
		return;
	}
	html_cell_number(s->h, sheet_count(s, r->n));
	for (size_t i = 0; i < r->n_counts; i++)
		html_cell_number(
		    s->h, r->n ? arena_printf(s->arena, "%u (%s)", r->counts[i],
				     sheet_percent(s, stat_percent(r->counts[i], r->n)))
			       : "0");
	if (r->sided) {
		html_cell_number(s->h, sheet_count(s, r->base));
		html_cell_number(s->h, sheet_percent(s, share.satisfied));
		html_cell_number(s->h, sheet_decimal(s, share.balance));
	}
	sheet_pain_cell(s, r);
	html_row_end(s->h);
}

/* One line a row: the interval of the satisfied and of each answer. */
static void interval_row(const struct sheet *s, const struct stat_row *r)
{
	if (r->hidden)
		return;
	html_row(s->h);
	html_cell_head(s->h, sheet_numbered(s, r));
	if (r->sided) {
		html_cell_number(
		    s->h, sheet_interval(s, stat_interval_share(r->satisfied, r->base)));
		html_cell_number(s->h,
		    sheet_interval(s, stat_interval_share(r->dissatisfied, r->base)));
	}
	for (size_t i = 0; i < r->n_counts; i++)
		html_cell_number(
		    s->h, sheet_interval(s, stat_interval_share(r->counts[i], r->n)));
	html_row_end(s->h);
}

void sheet_intervals_begin(
    const struct sheet *s, const struct html_column *columns, size_t n)
{
	html_open(s->h, "details", NULL);
	html_element(s->h, "summary", _("Confidence intervals"), NULL);
	html_table_begin(
	    s->h, &(struct html_table){.caption = _("Intervals of confidence (95 %)"),
		      .columns = columns,
		      .n_columns = n});
}

void sheet_intervals_end(const struct sheet *s)
{
	html_table_end(s->h);
	html_close(s->h);
}

static void write_matrix_intervals(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, q->n_options + 3, struct html_column);
	size_t n = 0;

	columns[n++] = (struct html_column){_("Row"), NULL, false};
	if (rows[0].sided) {
		columns[n++] = (struct html_column){_("Satisfied, %"), NULL, true};
		columns[n++] = (struct html_column){_("Dissatisfied, %"), NULL, true};
	}
	for (size_t i = 0; i < q->n_options; i++)
		columns[n++] = (struct html_column){
		    arena_printf(s->arena, "%s, %%", q->options[i].text), NULL, true};
	sheet_intervals_begin(s, columns, n);
	for (size_t i = 0; i < q->items; i++)
		interval_row(s, &rows[i]);
	sheet_intervals_end(s);
}

static void write_matrix(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, q->n_options + 6, struct html_column);
	size_t n = 0;

	columns[n++] = (struct html_column){_("Row"), NULL, false};
	columns[n++] = (struct html_column){_("Answered"), NULL, true};
	for (size_t i = 0; i < q->n_options; i++)
		columns[n++] = (struct html_column){q->options[i].text, NULL, true};
	if (rows[0].sided) {
		columns[n++] = (struct html_column){_("Base"), NULL, true};
		columns[n++] = (struct html_column){_("Satisfied"), NULL, true};
		columns[n++] = (struct html_column){_("Balance"), NULL, true};
	}
	columns[n++] = (struct html_column){_("Action"), NULL, false};
	html_table_begin(s->h, &(struct html_table){.caption = q->text,
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = n});
	for (size_t i = 0; i < q->items; i++)
		matrix_row(s, &rows[i]);
	html_table_end(s->h);
	write_matrix_intervals(s, q, rows);
}

static void matrix_text_row(const struct sheet *s, const struct stat_row *r)
{
	html_row(s->h);
	html_cell_head(s->h, sheet_numbered(s, r));
	if (r->hidden) {
		sheet_hidden_cell(s);
		html_cell(s->h, "");
		html_cell(s->h, "");
		html_row_end(s->h);
		return;
	}
	html_cell_number(s->h, sheet_count(s, r->n));
	html_cell_number(s->h, sheet_count(s, r->texts));
	html_cell_number(s->h, arena_printf(s->arena, "%u (%s)", r->counts[0],
				   sheet_percent(s, stat_percent(r->counts[0], r->n))));
	sheet_pain_cell(s, r);
	html_row_end(s->h);
}

static void write_matrix_text(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	const struct html_column columns[] = {{_("Row"), NULL, false},
	    {_("Answered"), NULL, true}, {_("Texts"), NULL, true},
	    {q->options[0].text, NULL, true}, {_("Action"), NULL, false}};

	html_table_begin(s->h, &(struct html_table){.caption = q->text,
				   .caption_hidden = true,
				   .columns = columns,
				   .n_columns = 5});
	for (size_t i = 0; i < q->items; i++)
		matrix_text_row(s, &rows[i]);
	html_table_end(s->h);
}

/* --- texts --- */

static enum err write_texts(const struct sheet *s, const struct stat_row *r)
{
	size_t item = (size_t)(r->item - s->r->form->items);
	struct db_remark *v;
	size_t n, total;
	enum err e;

	/* Messages are read whole, in their own list. */
	if (!results_has_texts(s->r, r) || results_are_messages(s->r))
		return ERR_OK;
	e = results_text_list(
	    s->worker, s->arena, s->r, item, 0, RESULTS_TEXTS_SHOWN, &v, &n, &total);
	if (e != ERR_OK || total == 0)
		return e;
	if (r->item->text)
		html_element(s->h, "h4", sheet_numbered(s, r), NULL);
	html_open(s->h, "ul", "class", "texts", NULL);
	for (size_t i = 0; i < n; i++) {
		html_open(s->h, "li", NULL);
		html_lines(s->h, v[i].text);
		html_text(s->h, " ");
		write_pain_link(s, r, &v[i]);
		html_close(s->h);
	}
	html_close(s->h);
	admin_link_line(s->h, s->req,
	    arena_printf(s->arena, "/admin/campaign/%s/text/%s%s", s->r->campaign.code,
		admin_url_part(s->arena, r->item->id), s->r->query),
	    arena_printf(s->arena, _("All texts (%zu)"), total));
	return ERR_OK;
}

static void write_figures(
    const struct sheet *s, const struct form_question *q, const struct stat_row *rows)
{
	switch (q->type) {
	case FORM_CSI:
		sheet_csi(s, q, rows);
		break;
	case FORM_MATRIX:
		write_matrix(s, q, rows);
		break;
	case FORM_MATRIX_TEXT:
		write_matrix_text(s, q, rows);
		break;
	case FORM_SCALE:
		write_scale(s, rows);
		pain_line(s, rows);
		break;
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_REF:
		write_options(s, rows);
		pain_line(s, rows);
		break;
	case FORM_TEXT:
		write_base(s, rows);
		pain_line(s, rows);
		break;
	}
}

enum err sheet_question(const struct sheet *s, const struct form_question *q)
{
	const struct stat_row *rows = &s->r->table->rows[q->item];
	enum err e = ERR_OK;

	html_open(s->h, "section", "class", "question", "id",
	    arena_printf(s->arena, "q%s", q->id), NULL);
	html_element(s->h, "h3",
	    *q->number ? arena_printf(s->arena, "%s. %s", q->number, q->text) : q->text,
	    NULL);
	if (q->type != FORM_TEXT && q->type != FORM_MATRIX_TEXT)
		write_rough(s, rows, q->items);
	sheet_chart(s, q, rows);
	if (q->type == FORM_CSI)
		sheet_gaps(s, q, rows);
	write_figures(s, q, rows);
	for (size_t i = 0; i < q->items && e == ERR_OK; i++)
		e = write_texts(s, &rows[i]);
	html_close(s->h);
	return e;
}
