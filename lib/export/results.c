#include "export/results.h"

#include "base/i18n.h"
#include "export/book.h"
#include "export/words.h"
#include "stat/interval.h"
#include "stat/recommend.h"

struct writer {
	struct export_book *book;
	struct arena *arena;
	const struct export_results *r;
};

static void heads(const struct writer *w, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		export_book_head(w->book, v[i]);
}

#define HEADS(w, ...)                                  \
	heads((w), (const char *const[]){__VA_ARGS__}, \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static const char *numbered(const struct writer *w, const struct stat_row *r)
{
	const char *number = export_item_number(r);

	return *number ? arena_printf(w->arena, "%s. %s", number, export_item_text(r))
		       : export_item_text(r);
}

/* --- summary --- */

static void write_facts(const struct writer *w)
{
	for (size_t i = 0; i < w->r->n_facts; i++) {
		const struct export_fact *f = &w->r->facts[i];

		export_book_head(w->book, f->name);
		if (f->text)
			export_book_text(w->book, f->text);
		else
			export_book_number(w->book, f->number);
		export_book_row_end(w->book);
	}
}

static void write_index(
    const struct writer *w, const char *name, struct stat_figure v, const char *level)
{
	export_book_text(w->book, name);
	export_book_figure(w->book, v);
	export_book_text(w->book, v.known ? level : NULL);
	export_book_row_end(w->book);
}

static void write_csi_indices(const struct writer *w)
{
	const struct stat_csi *csi = w->r->csi;

	write_index(w, "CSI", csi->overall.value, export_level(csi->overall.level));
	for (size_t i = 0; i < csi->n_blocks; i++)
		write_index(w,
		    arena_printf(w->arena, "CSI %s",
			export_block_name(w->arena, csi->blocks[i].name)),
		    csi->blocks[i].index.value, export_level(csi->blocks[i].index.level));
	if (csi->has_own_scale)
		write_index(w, _("Overall without rows on a scale of their own"),
		    csi->without_own_scale.value,
		    export_level(csi->without_own_scale.level));
	if (csi->has_excluded)
		write_index(w, _("Overall with the rows that do not count"),
		    csi->with_excluded.value, export_level(csi->with_excluded.level));
}

static void write_satisfaction(const struct writer *w)
{
	const struct stat_satisfaction *s = w->r->satisfaction;

	if (s->has_overall)
		write_index(w, _("Satisfaction overall, %"), s->overall, NULL);
	for (size_t i = 0; i < s->n_dimensions; i++)
		write_index(w,
		    arena_printf(w->arena, "%s: %s", _("Dimension, satisfied, %"),
			s->dimensions[i].name),
		    s->dimensions[i].satisfied, NULL);
	if (s->n_dimensions > 0)
		write_index(w, _("Satisfaction index, %"), s->index, NULL);
}

/* One line an item: who answered and the one figure of its kind. */
static void write_item(const struct writer *w, const struct stat_row *r)
{
	export_book_text(w->book, arena_printf(w->arena, "№ %s", r->item->id));
	export_book_text(w->book, r->question->text);
	export_book_text(w->book, r->item->text);
	if (r->hidden) {
		export_book_text(w->book, _("Hidden: small group"));
	} else {
		export_book_number(w->book, r->n);
		export_book_number(w->book, r->base);
		export_book_figure(
		    w->book, r->question->type == FORM_CSI     ? stat_rating_mean(r)
			     : r->question->type == FORM_SCALE ? stat_scale_mean(r)
							       : (struct stat_figure){0});
		export_book_figure(w->book, r->question->type == FORM_CSI
						? stat_csi_row(r).value
						: (struct stat_figure){0});
		export_book_figure(w->book, stat_share_row(r).satisfied);
		export_book_figure(w->book, stat_share_row(r).dissatisfied);
	}
	export_book_row_end(w->book);
}

static void write_summary(const struct writer *w)
{
	static const int widths[] = {30, 40, 40, 10, 10, 10, 10, 14, 16};

	export_book_sheet(w->book, _("Summary"), widths, 9);
	write_facts(w);
	if (w->r->table->hidden)
		return;
	export_book_row_end(w->book);
	if (w->r->csi->any)
		write_csi_indices(w);
	if (w->r->satisfaction->any)
		write_satisfaction(w);
	export_book_row_end(w->book);
	HEADS(w, _("Item"), _("Question"), _("Row"), _("Answered"), _("Base"), _("Mean"),
	    "CSI", _("Satisfied, %"), _("Dissatisfied, %"));
	export_book_row_end(w->book);
	for (size_t i = 0; i < w->r->table->n_rows; i++)
		write_item(w, &w->r->table->rows[i]);
}

/* --- a question --- */

static bool write_hidden(const struct writer *w, const struct stat_row *r)
{
	if (!r->hidden)
		return false;
	export_book_text(w->book, _("Hidden: small group"));
	export_book_row_end(w->book);
	return true;
}

static void figure_line(
    const struct writer *w, const char *name, struct stat_figure value)
{
	export_book_text(w->book, name);
	export_book_figure(w->book, value);
	export_book_row_end(w->book);
}

static void count_line(const struct writer *w, const char *name, int64_t n)
{
	export_book_text(w->book, name);
	export_book_number(w->book, n);
	export_book_row_end(w->book);
}

static void write_interval(const struct writer *w, struct stat_interval v)
{
	export_book_figure(w->book, v.low);
	export_book_figure(w->book, v.high);
}

static void interval_line(
    const struct writer *w, const char *name, struct stat_interval v)
{
	export_book_text(w->book, name);
	write_interval(w, v);
	export_book_row_end(w->book);
}

static void share_line(
    const struct writer *w, const char *name, uint32_t n, const struct stat_row *r)
{
	export_book_text(w->book, name);
	export_book_number(w->book, n);
	export_book_figure(w->book, stat_percent(n, r->n));
	write_interval(w, stat_interval_share(n, r->n));
	export_book_row_end(w->book);
}

static void write_base(const struct writer *w, const struct stat_row *r)
{
	struct stat_share share = stat_share_row(r);

	count_line(w, _("Answered"), r->n);
	if (!r->sided)
		return;
	count_line(w, _("Base"), r->base);
	figure_line(w, _("Satisfied, %"), share.satisfied);
	interval_line(w, _("Satisfied, interval (95 %)"),
	    stat_interval_share(r->satisfied, r->base));
	figure_line(w, _("Dissatisfied, %"), share.dissatisfied);
	figure_line(w, _("Balance"), share.balance);
}

static void share_heads(const struct writer *w, const char *what)
{
	export_book_row_end(w->book);
	HEADS(w, what, _("Number of answers"), _("Share, %"), _("95 %: from"),
	    _("95 %: to"));
	export_book_row_end(w->book);
}

static void write_options(const struct writer *w, const struct stat_row *r)
{
	if (write_hidden(w, r))
		return;
	write_base(w, r);
	share_heads(w, _("Answer"));
	for (size_t i = 0; i < r->n_counts; i++)
		share_line(w, r->question->options[i].text, r->counts[i], r);
}

static void write_scale(const struct writer *w, const struct stat_row *r)
{
	if (write_hidden(w, r))
		return;
	write_base(w, r);
	figure_line(w, _("Mean"), stat_scale_mean(r));
	interval_line(w, _("Mean, interval (95 %)"),
	    stat_interval_mean(r->counts, r->n_counts, r->question->min));
	if (r->question->feeds & FORM_FEED_NPS)
		figure_line(w, "NPS", stat_nps(r).value);
	if (r->question->feeds & FORM_FEED_CES)
		figure_line(w, _("Marks 8–10, %"), stat_ease_share(r));
	share_heads(w, _("Mark"));
	for (size_t i = 0; i < r->n_counts; i++)
		share_line(w, arena_printf(w->arena, "%d", r->question->min + (int)i),
		    r->counts[i], r);
}

/* --- rows of a matrix, of csi: a line each --- */

static void interval_heads(const struct writer *w, const char *what)
{
	export_book_head(
	    w->book, arena_printf(w->arena, "%s, %s", what, _("95 %: from")));
	export_book_head(w->book, arena_printf(w->arena, "%s, %s", what, _("95 %: to")));
}

static void matrix_heads(
    const struct writer *w, const struct form_question *q, bool sided)
{
	HEADS(w, _("Row"), _("Answered"));
	for (size_t i = 0; i < q->n_options; i++) {
		export_book_head(w->book, q->options[i].text);
		export_book_head(
		    w->book, arena_printf(w->arena, "%s, %%", q->options[i].text));
	}
	if (sided)
		HEADS(w, _("Base"), _("Satisfied, %"), _("Dissatisfied, %"), _("Balance"),
		    _("Satisfied, 95 %: from"), _("Satisfied, 95 %: to"));
	for (size_t i = 0; i < q->n_options; i++)
		interval_heads(w, q->options[i].text);
	export_book_row_end(w->book);
}

static void matrix_line(const struct writer *w, const struct stat_row *r)
{
	struct stat_share share = stat_share_row(r);

	export_book_text(w->book, numbered(w, r));
	if (write_hidden(w, r))
		return;
	export_book_number(w->book, r->n);
	for (size_t i = 0; i < r->n_counts; i++) {
		export_book_number(w->book, r->counts[i]);
		export_book_figure(w->book, stat_percent(r->counts[i], r->n));
	}
	if (r->sided) {
		export_book_number(w->book, r->base);
		export_book_figure(w->book, share.satisfied);
		export_book_figure(w->book, share.dissatisfied);
		export_book_figure(w->book, share.balance);
		write_interval(w, stat_interval_share(r->satisfied, r->base));
	}
	for (size_t i = 0; i < r->n_counts; i++)
		write_interval(w, stat_interval_share(r->counts[i], r->n));
	export_book_row_end(w->book);
}

static void csi_heads(const struct writer *w)
{
	HEADS(w, _("Criterion"), _("Answered"), _("Mean rating"), _("Mean importance"),
	    "CSI", _("Level"), _("Ratings 8–10, %"), _("Importances 8–10, %"));
	for (int i = 1; i <= STAT_MARKS; i++)
		export_book_head(
		    w->book, arena_printf(w->arena, "%s %d", _("Rating"), i));
	for (int i = 1; i <= STAT_MARKS; i++)
		export_book_head(
		    w->book, arena_printf(w->arena, "%s %d", _("Importance"), i));
	interval_heads(w, _("Mean rating"));
	interval_heads(w, _("Mean importance"));
	export_book_row_end(w->book);
}

static void csi_line(const struct writer *w, const struct stat_row *r)
{
	struct stat_index index = stat_csi_row(r);

	export_book_text(w->book, numbered(w, r));
	if (write_hidden(w, r))
		return;
	export_book_number(w->book, r->n);
	export_book_figure(w->book, stat_rating_mean(r));
	export_book_figure(w->book, stat_importance_mean(r));
	export_book_figure(w->book, index.value);
	export_book_text(w->book, index.value.known ? export_level(index.level) : NULL);
	export_book_figure(w->book, stat_share_high(r->ratings, STAT_MARKS, 1));
	export_book_figure(w->book, stat_share_high(r->importances, STAT_MARKS, 1));
	for (size_t i = 0; i < STAT_MARKS; i++)
		export_book_number(w->book, r->ratings[i]);
	for (size_t i = 0; i < STAT_MARKS; i++)
		export_book_number(w->book, r->importances[i]);
	write_interval(w, stat_interval_mean(r->ratings, STAT_MARKS, 1));
	write_interval(w, stat_interval_mean(r->importances, STAT_MARKS, 1));
	export_book_row_end(w->book);
}

static void matrix_text_line(const struct writer *w, const struct stat_row *r)
{
	export_book_text(w->book, numbered(w, r));
	if (write_hidden(w, r))
		return;
	export_book_number(w->book, r->n);
	export_book_number(w->book, r->texts);
	export_book_number(w->book, r->counts[0]);
	export_book_figure(w->book, stat_percent(r->counts[0], r->n));
	export_book_row_end(w->book);
}

static void write_rows(const struct writer *w, const struct form_question *q,
    const struct stat_row *rows,
    void (*line)(const struct writer *w, const struct stat_row *r))
{
	for (size_t i = 0; i < q->items; i++)
		line(w, &rows[i]);
}

static void write_figures(
    const struct writer *w, const struct form_question *q, const struct stat_row *rows)
{
	switch (q->type) {
	case FORM_CSI:
		csi_heads(w);
		write_rows(w, q, rows, csi_line);
		break;
	case FORM_MATRIX:
		matrix_heads(w, q, rows[0].sided);
		write_rows(w, q, rows, matrix_line);
		break;
	case FORM_MATRIX_TEXT:
		HEADS(w, _("Row"), _("Answered"), _("Texts"), q->options[0].text,
		    arena_printf(w->arena, "%s, %%", q->options[0].text));
		export_book_row_end(w->book);
		write_rows(w, q, rows, matrix_text_line);
		break;
	case FORM_SCALE:
		write_scale(w, rows);
		break;
	case FORM_SINGLE:
	case FORM_MULTI:
	case FORM_REF:
		write_options(w, rows);
		break;
	case FORM_TEXT:
		if (!write_hidden(w, rows))
			write_base(w, rows);
		break;
	}
}

static void write_question(const struct writer *w, const struct form_question *q)
{
	static const int widths[] = {60, 14, 14, 14};

	export_book_sheet(w->book, arena_printf(w->arena, "№ %s", q->id), widths, 4);
	export_book_head(w->book,
	    *q->number ? arena_printf(w->arena, "%s. %s", q->number, q->text) : q->text);
	export_book_row_end(w->book);
	export_book_row_end(w->book);
	write_figures(w, q, &w->r->table->rows[q->item]);
}

enum err export_results_xlsx(
    struct arena *a, const struct export_results *r, struct buf *out)
{
	struct writer w = {.arena = a, .r = r};
	const struct form *f = r->table->form;
	enum err e = export_book_new(a, &w.book);

	if (e != ERR_OK)
		return e;
	write_summary(&w);
	for (size_t i = 0; i < f->n_questions && !r->table->hidden; i++)
		write_question(&w, &f->questions[i]);
	e = export_book_finish(w.book, out);
	export_book_free(&w.book);
	return e;
}
