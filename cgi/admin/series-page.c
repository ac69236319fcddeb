/* Rounds, periods and groups on pages. */
#include <math.h>

#include "base/i18n.h"
#include "base/text.h"
#include "html/chart.h"
#include "series-write.h"

static const struct stat_line *line_at(const struct series *v, size_t i)
{
	return &v->trend->lines[i];
}

/* --- cells --- */

static void write_change(const struct sheet *s, const struct stat_difference *d)
{
	const bool marked = d->change == STAT_CHANGE_UP || d->change == STAT_CHANGE_DOWN;

	html_open(s->h, "br", NULL);
	html_open(s->h, "span", "class",
	    arena_printf(s->arena, "change %s", stat_change_name(d->change)), NULL);
	html_text(s->h, series_change(s->arena, d));
	if (marked) {
		html_open(s->h, "span", "class", "hidden", NULL);
		html_textf(s->h, " (%s)", series_change_words(d->change));
		html_close(s->h);
	}
	html_close(s->h);
}

/* The base; of groups with the interval, and said to be small. */
static void write_base(
    const struct sheet *s, const struct series *of, const struct stat_value *v)
{
	const struct stat_interval i = series_interval(v);

	html_element(s->h, "small", arena_printf(s->arena, "n = %u", v->estimate.base),
	    "class", "base", NULL);
	if (of->by != SERIES_CUT)
		return;
	if (i.low.known)
		html_element(s->h, "small",
		    arena_printf(s->arena, "(%s)", sheet_interval(s, i)), "class", "base",
		    NULL);
	if (series_has_small_base(v) && v->estimate.base > 0)
		html_element(
		    s->h, "small", export_rough_words(s->arena), "class", "remark", NULL);
}

static void write_value(const struct sheet *s, const struct series *of,
    const struct stat_value *v, bool compared)
{
	const char *remark = series_remark(v);

	html_cell_open(s->h, true);
	if (!v->absent && !v->hidden) {
		html_text(s->h, v->estimate.value.known
				    ? sheet_decimal(s, v->estimate.value)
				    : _("no data"));
		if (compared && v->difference.change != STAT_CHANGE_NO_DATA)
			write_change(s, &v->difference);
		write_base(s, of, v);
	}
	if (remark)
		html_element(s->h, "small", remark, "class", "remark", NULL);
	html_close(s->h);
}

/* --- a column a round --- */

static void write_head(const struct sheet *s, const struct series *v, const char *caption,
    bool hidden, const char *what)
{
	struct html_column *columns = ARENA_ARRAY(s->arena, v->n + 1, struct html_column);

	columns[0] = (struct html_column){what, NULL, false};
	for (size_t i = 0; i < v->n; i++)
		columns[i + 1] = (struct html_column){v->points[i].label, NULL, true};
	html_table_begin(s->h, &(struct html_table){.caption = caption,
				   .caption_hidden = hidden,
				   .columns = columns,
				   .n_columns = v->n + 1});
}

static void write_responses(const struct sheet *s, const struct series *v)
{
	html_row(s->h);
	html_cell_head(s->h, _("Responses"));
	for (size_t i = 0; i < v->n; i++) {
		const char *n = sheet_count(s, v->points[i].table->responses);

		html_cell_open(s->h, true);
		if (v->points[i].path)
			html_link(s->h, s->req->base_path, v->points[i].path, n);
		else
			html_text(s->h, n);
		html_close(s->h);
	}
	html_row_end(s->h);
}

static void write_line(const struct sheet *s, const struct series *v,
    const struct stat_line *l, const char *name)
{
	html_row(s->h);
	html_cell_head(s->h, name);
	for (size_t i = 0; i < v->n; i++)
		write_value(s, v, &l->v[i], true);
	html_row_end(s->h);
}

static void write_named(
    const struct sheet *s, const struct series *v, const struct stat_line *l)
{
	write_line(s, v, l, series_line_name(s->arena, v, l));
}

static void write_indices(const struct sheet *s, const struct series *v)
{
	html_element(s->h, "h2", _("Indices"), NULL);
	write_head(s, v, _("Indices"), true, _("Index"));
	write_responses(s, v);
	for (size_t i = 0; i < v->trend->n_lines; i++)
		if (series_is_index(line_at(v, i)))
			write_named(s, v, line_at(v, i));
	html_table_end(s->h);
}

static void write_main(const struct sheet *s, const struct series *v)
{
	html_element(s->h, "h2", _("Questions"), NULL);
	write_head(s, v, _("Main figures of the questions"), true, _("Question"));
	for (size_t i = 0; i < v->trend->n_lines; i++)
		if (series_is_main(line_at(v, i)))
			write_named(s, v, line_at(v, i));
	html_table_end(s->h);
}

/* The question whose answers are asked for, or SIZE_MAX. */
static size_t asked_item(const struct sheet *s, const struct series *v)
{
	const char *id = http_param(&s->req->query, "question");

	return id ? form_item_find(v->trend->form, id) : SIZE_MAX;
}

static bool has_lines(const struct series *v, size_t item)
{
	for (size_t i = 0; i < v->trend->n_lines; i++)
		if (line_at(v, i)->item == item)
			return true;
	return false;
}

static void write_item_choice(const struct sheet *s, const struct series *v)
{
	const struct form *f = v->trend->form;
	struct html_option *options =
	    ARENA_ARRAY(s->arena, f->n_items + 1, struct html_option);
	const char *const kept[] = {"by", "split", "groups"};
	size_t n = 0;

	options[n++] = (struct html_option){"", _("choose"), NULL};
	for (size_t i = 0; i < f->n_items; i++) {
		const struct form_question *q = &f->questions[f->items[i].question];

		if (has_lines(v, i))
			options[n++] = (struct html_option){f->items[i].id,
			    arena_printf(s->arena, "%s. %s", f->items[i].id,
				f->items[i].text ? f->items[i].text : q->text),
			    NULL};
	}
	html_open(s->h, "form", "method", "get", "action",
	    html_path(s->h, s->req->base_path, s->req->path), NULL);
	filter_hidden(s->h, s->req);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (http_param(&s->req->query, kept[i]))
			html_hidden(s->h, kept[i], http_param(&s->req->query, kept[i]));
	html_field(s->h, &(struct html_field){.type = "select",
			     .name = "question",
			     .label = _("Answers to a question"),
			     .value = http_param(&s->req->query, "question"),
			     .options = options,
			     .n_options = n});
	html_button(s->h, NULL, NULL, _("Show"), "quiet");
	html_close(s->h);
}

static const char *question_caption(
    const struct sheet *s, const struct series *v, size_t item)
{
	const struct form *f = v->trend->form;
	const struct form_item *i = &f->items[item];

	return arena_printf(s->arena, "%s. %s", i->id,
	    i->text ? i->text : f->questions[i->question].text);
}

static void write_item(const struct sheet *s, const struct series *v)
{
	size_t item = asked_item(s, v);

	if (item == SIZE_MAX)
		return;
	write_head(s, v, question_caption(s, v, item), false, _("Answer"));
	for (size_t i = 0; i < v->trend->n_lines; i++)
		if (line_at(v, i)->item == item)
			write_line(s, v, line_at(v, i),
			    series_short_name(s->arena, v, line_at(v, i)));
	html_table_end(s->h);
}

/* --- the chart of the indices --- */

static double plotted(const struct stat_value *v)
{
	return v->absent || v->hidden || !v->estimate.value.known
		   ? NAN
		   : stat_figure_double(v->estimate.value);
}

static struct html_trend_line chart_line(
    const struct sheet *s, const struct series *v, const struct stat_line *l)
{
	double *values = ARENA_ARRAY(s->arena, v->n, double);
	const char **texts = ARENA_ARRAY(s->arena, v->n, const char *);

	for (size_t i = 0; i < v->n; i++) {
		values[i] = plotted(&l->v[i]);
		texts[i] =
		    isnan(values[i]) ? "" : sheet_decimal(s, l->v[i].estimate.value);
	}
	return (struct html_trend_line){
	    .name = series_line_name(s->arena, v, l), .v = values, .texts = texts};
}

static void write_chart(const struct sheet *s, const struct series *v)
{
	struct html_trend_line lines[HTML_TREND_LINES];
	const char **labels = ARENA_ARRAY(s->arena, v->n, const char *);
	size_t n = 0;

	/* A line from agency to agency would say nothing. */
	if (v->n < 2 || v->by == SERIES_AGENCIES)
		return;
	for (size_t i = 0; i < v->n; i++)
		labels[i] = v->points[i].mark;
	for (size_t i = 0; i < v->trend->n_lines && n < HTML_TREND_LINES; i++)
		if (line_at(v, i)->item == SIZE_MAX)
			lines[n++] = chart_line(s, v, line_at(v, i));
	if (n == 0)
		return;
	html_chart_trend(s->h, &(struct html_trend){.id = "indices",
				   .title = _("How the indices went"),
				   .min = 0,
				   .max = 100,
				   .labels = labels,
				   .n_labels = v->n,
				   .v = lines,
				   .n = n});
}

/* --- what is not compared, how the tests work --- */

static void write_left_out(const struct sheet *s, const struct series *v)
{
	const char *unsure = filter_unsure_words(s->arena, &v->results.unsure);

	if (v->n_omitted == 0 && (!v->trend || v->trend->n_left == 0) && !unsure)
		return;
	html_element(s->h, "h2", _("What is left out"), NULL);
	html_open(s->h, "ul", NULL);
	for (size_t i = 0; i < v->n_omitted; i++)
		html_element(s->h, "li", v->omitted[i], NULL);
	for (size_t i = 0; v->trend && i < v->trend->n_left; i++)
		html_element(
		    s->h, "li", series_left_out(s->arena, v, &v->trend->left[i]), NULL);
	if (unsure)
		html_element(s->h, "li", unsure, NULL);
	html_close(s->h);
}

static void write_method(const struct sheet *s)
{
	html_element(s->h, "p",
	    arena_printf(s->arena,
		_("▲ significantly more, ▼ significantly less (two-sided test, 5 %%), ≈ "
		  "may "
		  "be chance, ? no test: fewer than %d answers on a side, fewer than 5 "
		  "expected of a kind, or all alike. Shares: z test of two proportions; "
		  "means and NPS: Welch's test (Student's where all of one side gave the "
		  "same mark); indices of several rows: normal test with the largest "
		  "error "
		  "they may have, since tallies do not tell how the marks of one person "
		  "go "
		  "together. Each difference is tested by itself: of twenty where "
		  "nothing "
		  "changed one is marked."),
		STAT_USABLE_BASE),
	    "class", "hint", NULL);
}

void series_write(const struct sheet *s, const struct series *v)
{
	if (v->trend != NULL) {
		write_method(s);
		write_indices(s, v);
		write_chart(s, v);
		write_main(s, v);
		write_item_choice(s, v);
		write_item(s, v);
	}
	write_left_out(s, v);
}

/* --- a row a group --- */

/* Names of the columns: of the indices, or of the answers to one question. */
static bool is_column(const struct stat_line *l, size_t item)
{
	return item == SIZE_MAX ? series_is_index(l) : l->item == item;
}

/* Those at a place of the trend. */
static void write_group_values(
    const struct sheet *s, const struct series *v, size_t point, size_t item)
{
	for (size_t i = 0; i < v->trend->n_lines; i++)
		if (is_column(line_at(v, i), item))
			write_value(s, v, &line_at(v, i)->v[point], v->total != NULL);
}

static void write_group(
    const struct sheet *s, const struct series *v, size_t point, size_t item)
{
	const struct series_point *p = &v->points[point];

	html_row(s->h);
	html_open(s->h, "th", "scope", "row", NULL);
	if (p->path)
		html_link(s->h, s->req->base_path, p->path, p->label);
	else
		html_text(s->h, p->label);
	html_close(s->h);
	html_cell_number(s->h, sheet_count(s, p->table->responses));
	write_group_values(s, v, point, item);
	html_row_end(s->h);
}

static void write_total(const struct sheet *s, const struct series *v, size_t item)
{
	html_row(s->h);
	html_cell_head(s->h, _("All"));
	html_cell_number(s->h, sheet_count(s, v->total->responses));
	write_group_values(s, v, v->n, item);
	html_row_end(s->h);
}

static void write_groups(
    const struct sheet *s, const struct series *v, const char *caption, size_t item)
{
	struct html_column *columns =
	    ARENA_ARRAY(s->arena, v->trend->n_lines + 2, struct html_column);
	size_t n = 0;

	columns[n++] = (struct html_column){_("Group"), NULL, false};
	columns[n++] = (struct html_column){_("Responses"), NULL, true};
	for (size_t i = 0; i < v->trend->n_lines; i++)
		if (is_column(line_at(v, i), item))
			columns[n++] = (struct html_column){
			    item == SIZE_MAX
				? series_line_name(s->arena, v, line_at(v, i))
				: series_short_name(s->arena, v, line_at(v, i)),
			    NULL, true};
	html_table_begin(s->h, &(struct html_table){.caption = caption,
				   .caption_hidden = item == SIZE_MAX,
				   .columns = columns,
				   .n_columns = n});
	if (v->total != NULL)
		write_total(s, v, item);
	for (size_t i = 0; i < v->n; i++)
		write_group(s, v, i, item);
	html_table_end(s->h);
}

static void write_group_method(const struct sheet *s, const struct series *v)
{
	html_element(s->h, "p",
	    arena_printf(s->arena,
		_("Fewer than %d answers in a group are no usable base: do not decide on "
		  "them alone. In brackets: the interval of confidence (95 %%)."),
		STAT_USABLE_BASE),
	    "class", "hint", NULL);
	if (v->total == NULL)
		return;
	html_element(s->h, "p",
	    arena_printf(s->arena,
		_("Below a figure: how far the group is from all other respondents "
		  "together. "
		  "▲ significantly more, ▼ significantly less (5 %%), ≈ may be chance, ? "
		  "no "
		  "test: fewer than %d answers on a side, fewer than 5 expected of a "
		  "kind, "
		  "or all alike. Shares: pooled z test; means and NPS: Welch's test "
		  "(Student's where all of one side gave the same mark); indices: normal "
		  "test with the largest error they may have. p is corrected over the "
		  "groups "
		  "of a figure by Holm's method: "
		  "where no group differs, one is marked in at most 5 of 100 figures."),
		STAT_USABLE_BASE),
	    "class", "hint", NULL);
}

void series_write_groups(const struct sheet *s, const struct series *v)
{
	size_t item;

	if (v->trend == NULL)
		return;
	html_element(s->h, "h2", _("Indices"), NULL);
	write_groups(s, v, _("Indices of the groups"), SIZE_MAX);
	write_group_method(s, v);
	write_item_choice(s, v);
	item = asked_item(s, v);
	if (item != SIZE_MAX)
		write_groups(s, v, question_caption(s, v, item), item);
	write_left_out(s, v);
}
