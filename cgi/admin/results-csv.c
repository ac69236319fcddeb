/*
 * results.csv: one figure a line, for Russian spreadsheets: UTF-8 with BOM, ';',
 * decimal comma.  A text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
#include "base/i18n.h"
#include "filter.h"
#include "stat/interval.h"

struct csv {
	struct buf *out;
	struct arena *arena;
	bool started; /* the line has a cell */
};

static void cell(struct csv *c, const char *s)
{
	if (c->started)
		buf_puts(c->out, ";");
	c->started = true;
	buf_puts(c->out, "\"");
	for (s = export_cell_text(c->arena, s); *s; s++) {
		if (*s == '"')
			buf_puts(c->out, "\"");
		buf_add(c->out, s, 1);
	}
	buf_puts(c->out, "\"");
}

/* A number of our own making; "" for none. */
static void number(struct csv *c, const char *figure)
{
	if (c->started)
		buf_puts(c->out, ";");
	c->started = true;
	buf_puts(c->out, figure ? figure : "");
}

static void line_end(struct csv *c)
{
	buf_puts(c->out, "\r\n");
	c->started = false;
}

/* One line: item, measure, option, count, value, its interval. */
struct line {
	const struct stat_row *row; /* NULL: of the whole questionnaire */
	const char *measure, *option;
	const int64_t *count; /* NULL = none */
	struct stat_figure value;
	struct stat_interval interval; /* unknown: none */
};

static void write_line(struct csv *c, const struct line *l)
{
	const struct stat_row *r = l->row;

	/* A bare "4.1" would become a date in a spreadsheet. */
	cell(c, r ? arena_printf(c->arena, "№ %s", r->item->id) : "");
	cell(c, r ? r->question->text : "");
	cell(c, r && r->item->text ? r->item->text : "");
	cell(c, l->measure);
	cell(c, l->option ? l->option : "");
	number(c, l->count ? arena_printf(c->arena, "%lld", (long long)*l->count) : NULL);
	number(c, stat_figure_text(c->arena, l->value, ','));
	number(c, stat_figure_text(c->arena, l->interval.low, ','));
	number(c, stat_figure_text(c->arena, l->interval.high, ','));
	line_end(c);
}

static void write_figure(struct csv *c, const struct stat_row *r, const char *measure,
    struct stat_figure value)
{
	write_line(c, &(struct line){.row = r, .measure = measure, .value = value});
}

/* With 95 % confidence (stat/interval.h). */
static void write_estimate(struct csv *c, const struct stat_row *r, const char *measure,
    struct stat_figure value, struct stat_interval interval)
{
	write_line(
	    c, &(struct line){
		   .row = r, .measure = measure, .value = value, .interval = interval});
}

static void write_count(struct csv *c, const struct stat_row *r, const char *measure,
    const char *option, int64_t count, struct stat_figure share)
{
	write_line(c, &(struct line){.row = r,
			  .measure = measure,
			  .option = option,
			  .count = &count,
			  .value = share});
}

/* n of those who answered the row. */
static void write_part(struct csv *c, const struct stat_row *r, const char *measure,
    const char *option, uint32_t n)
{
	const int64_t count = n;

	write_line(c, &(struct line){.row = r,
			  .measure = measure,
			  .option = option,
			  .count = &count,
			  .value = stat_percent(n, r->n),
			  .interval = stat_interval_share(n, r->n)});
}

static void write_marks(struct csv *c, const struct stat_row *r, const char *measure,
    const uint32_t *v, size_t n, int first)
{
	for (size_t i = 0; i < n; i++)
		write_part(
		    c, r, measure, arena_printf(c->arena, "%d", first + (int)i), v[i]);
}

static void write_csi(struct csv *c, const struct stat_row *r)
{
	write_estimate(c, r, _("Mean rating"), stat_rating_mean(r),
	    stat_interval_mean(r->ratings, STAT_MARKS, 1));
	write_estimate(c, r, _("Mean importance"), stat_importance_mean(r),
	    stat_interval_mean(r->importances, STAT_MARKS, 1));
	write_figure(c, r, "CSI", stat_csi_row(r).value);
	write_figure(
	    c, r, _("Ratings 8–10, %"), stat_share_high(r->ratings, STAT_MARKS, 1));
	write_figure(c, r, _("Importances 8–10, %"),
	    stat_share_high(r->importances, STAT_MARKS, 1));
	write_marks(c, r, _("Rating"), r->ratings, STAT_MARKS, 1);
	write_marks(c, r, _("Importance"), r->importances, STAT_MARKS, 1);
}

static void write_options(struct csv *c, const struct stat_row *r)
{
	struct stat_share share = stat_share_row(r);

	for (size_t i = 0; i < r->n_counts && i < r->question->n_options; i++)
		write_part(
		    c, r, _("Answers"), r->question->options[i].text, r->counts[i]);
	if (!r->sided)
		return;
	write_estimate(c, r, _("Satisfied, %"), share.satisfied,
	    stat_interval_share(r->satisfied, r->base));
	write_estimate(c, r, _("Dissatisfied, %"), share.dissatisfied,
	    stat_interval_share(r->dissatisfied, r->base));
	write_figure(c, r, _("Balance"), share.balance);
}

static void write_scale(struct csv *c, const struct stat_row *r)
{
	write_marks(c, r, _("Mark"), r->counts, r->n_counts, r->question->min);
	write_estimate(c, r, _("Mean"), stat_scale_mean(r),
	    stat_interval_mean(r->counts, r->n_counts, r->question->min));
	if (r->question->feeds & FORM_FEED_NPS)
		write_figure(c, r, "NPS", stat_nps(r).value);
	if (r->question->feeds & FORM_FEED_CES)
		write_figure(c, r, _("Marks 8–10, %"), stat_ease_share(r));
}

static void write_row(struct csv *c, const struct stat_row *r)
{
	struct stat_figure none = {0};

	if (r->hidden) {
		write_figure(c, r, _("Hidden: small group"), none);
		return;
	}
	write_count(c, r, _("Answered"), NULL, r->n, none);
	if (r->sided)
		write_count(c, r, _("Base"), NULL, r->base, none);
	if (r->question->type == FORM_CSI)
		write_csi(c, r);
	else if (r->question->type == FORM_SCALE)
		write_scale(c, r);
	else
		write_options(c, r);
}

static void write_indices(struct csv *c, const struct results *r)
{
	const struct stat_csi *csi = r->csi;
	const struct stat_satisfaction *s = r->satisfaction;

	if (csi->any)
		write_figure(c, NULL, "CSI", csi->overall.value);
	for (size_t i = 0; i < csi->n_blocks; i++)
		write_figure(c, NULL,
		    arena_printf(c->arena, "CSI %s",
			export_block_name(c->arena, csi->blocks[i].name)),
		    csi->blocks[i].index.value);
	if (!s->any)
		return;
	if (s->has_overall)
		write_figure(c, NULL, _("Satisfaction overall, %"), s->overall);
	for (size_t i = 0; i < s->n_dimensions; i++)
		write_line(c, &(struct line){.measure = _("Dimension, satisfied, %"),
				  .option = s->dimensions[i].name,
				  .value = s->dimensions[i].satisfied});
	if (s->n_dimensions > 0)
		write_figure(c, NULL, _("Satisfaction index, %"), s->index);
}

static void write_head(struct csv *c)
{
	cell(c, _("Item"));
	cell(c, _("Question"));
	cell(c, _("Row"));
	cell(c, _("Indicator"));
	cell(c, _("Answer"));
	cell(c, _("Number of answers"));
	cell(c, _("Value or share, %"));
	cell(c, _("95 %: from"));
	cell(c, _("95 %: to"));
	line_end(c);
}

enum err page_result_csv(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct csv c = {.out = &res->body, .arena = req->arena};
	struct stat_figure none = {0};
	struct results r;
	enum err e = results_load(worker, req, req->segment[0], &r);

	if (e == ERR_OK)
		e = filter_apply(worker, req, &r);
	if (e == ERR_DENIED) {
		filter_refuse(worker, req, res, &r);
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	res->content_type = "text/csv; charset=utf-8";
	res->filename = arena_printf(req->arena, "%s.csv", r.campaign.code);
	buf_puts(c.out, "\xEF\xBB\xBF");
	write_head(&c);
	if (r.campaign.demo)
		write_line(&c, &(struct line){.measure = _("Demonstration data")});
	if (r.filter)
		write_line(
		    &c, &(struct line){.measure = _("Filter"), .option = r.filter});
	write_count(&c, NULL, _("Responses"), NULL, r.table->responses, none);
	if (r.view == STAT_VIEW_RESULTS) {
		write_indices(&c, &r);
		for (size_t i = 0; i < r.table->n_rows; i++)
			write_row(&c, &r.table->rows[i]);
	}
	return ERR_OK;
}
