/* Free answers in the report: as they were written, and as they were coded. */
#include "base/i18n.h"
#include "base/text.h"
#include "coding.h"
#include "report.h"

#define TEXTS_MAX 20 /* different free answers shown of an item */

/* --- as they were coded --- */

/* Texts of the survey that may be read. */
static enum err count_texts(struct report *r, struct report_survey *s)
{
	const struct results *x = &s->results;
	enum err e = ERR_OK;

	for (size_t i = 0; i < x->table->n_rows && e == ERR_OK; i++) {
		struct db_remark *v;
		size_t n, total = 0;

		if (results_has_texts(x, &x->table->rows[i]))
			e = results_text_list(
			    r->worker, r->arena, x, i, 0, 0, &v, &n, &total);
		s->texts += total;
	}
	return e;
}

/* Of texts that nobody may read nothing is counted either. */
static bool may_be_read(const struct results *x, const struct db_coding *c)
{
	return c->item < x->table->n_rows &&
	       results_has_texts(x, &x->table->rows[c->item]) &&
	       (x->texts == NULL || results_text_is_inside(x, c->remark));
}

enum err report_read_coding(struct report *r, struct report_survey *s)
{
	const struct results *x = &s->results;
	struct db_coding *v;
	size_t n;
	enum err e = count_texts(r, s);

	if (e != ERR_OK || s->texts == 0)
		return e;
	e = db_coding_list(
	    r->worker->db, r->arena, x->campaign.id, x->campaign.version_id, &v, &n);
	if (e != ERR_OK)
		return e;
	s->coded = v;
	for (size_t i = 0; i < n; i++) {
		if (!may_be_read(x, &v[i]))
			continue;
		s->texts_read +=
		    s->n_coded == 0 || !text_equal(v[i].remark, v[s->n_coded - 1].remark);
		v[s->n_coded++] = v[i];
	}
	return ERR_OK;
}

bool report_has_topics(const struct report *r, const struct report_survey *s)
{
	return procedure_list(r->procedure, "topics") != NULL && s->n_coded > 0;
}

static void write_topics(struct report *r, const struct report_survey *s)
{
	const struct procedure_list *topics = procedure_list(r->procedure, "topics");
	struct export_grid *g =
	    export_grid_new(r->arena, report_caption(r, s, _("Topics of free answers")));

	g->note = arena_printf(r->arena,
	    _("Texts read and coded: %zu. A text may have several topics."),
	    s->texts_read);
	export_grid_column(g, _("Topic"), false);
	export_grid_column(g, _("Texts"), true);
	export_grid_column(g, _("Share of the texts read, %"), true);
	for (size_t i = 0; i < topics->n; i++) {
		size_t texts = coding_count_topic(s->coded, s->n_coded, topics->v[i].id);

		if (texts == 0)
			continue;
		export_grid_text(g, topics->v[i].text);
		export_grid_number(g, (int64_t)texts);
		export_grid_figure(
		    g, stat_percent((int64_t)texts, (int64_t)s->texts_read));
	}
	export_document_grid(r->doc, g);
}

void report_topics(struct report *r)
{
	bool begun = false;

	for (size_t i = 0; i < r->n; i++) {
		if (!report_has_topics(r, &r->v[i]))
			continue;
		if (!begun)
			export_document_heading(r->doc, 1, _("Topics of free answers"));
		begun = true;
		write_topics(r, &r->v[i]);
	}
}

/* --- as they were written --- */

/* How many of the texts say the same as v[i]; 0 if an earlier one did. */
static size_t repeats(const struct db_remark *v, size_t n, size_t i)
{
	size_t same = 0;

	for (size_t j = 0; j < n; j++) {
		if (!text_equal(v[j].text, v[i].text))
			continue;
		if (j < i)
			return 0;
		same++;
	}
	return same;
}

enum err report_texts(
    struct report *r, const struct report_survey *s, const struct stat_row *row)
{
	struct db_remark *v;
	size_t n, total, shown = 0, covered = 0;
	enum err e;

	if (!results_has_texts(&s->results, row))
		return ERR_OK;
	e = results_text_list(r->worker, r->arena, &s->results,
	    (size_t)(row->item - s->results.form->items), 0, REPORT_TEXTS, &v, &n,
	    &total);
	if (e != ERR_OK || total == 0)
		return e;
	export_document_heading(r->doc, 3,
	    arena_printf(
		r->arena, _("%s: free answers, %zu"), report_row_title(r, row), total));
	for (size_t i = 0; i < n && shown < TEXTS_MAX; i++) {
		size_t same = repeats(v, n, i);

		if (same == 0)
			continue;
		export_document_text(r->doc, EXPORT_ITEM,
		    same == 1
			? v[i].text
			: arena_printf(r->arena, _("%s (%zu times)"), v[i].text, same));
		covered += same;
		shown++;
	}
	if (total > covered)
		export_document_text(r->doc, EXPORT_NOTE,
		    arena_printf(r->arena,
			_("Shown: %zu of them, taken at random; all of them stand in the "
			  "results of the survey."),
			covered));
	return ERR_OK;
}
