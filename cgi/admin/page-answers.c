/*
 * GET /admin/campaign/:code/answers.csv, answers-numbers.csv, answers.sps — the
 * responses of an external campaign one by one: the day, the channel, the language,
 * what was chosen, no free answers.  They are sorted by just that, so that their order
 * says nothing more.  Each file is noted in the audit log before it is made.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "db/response.h"
#include "export/variables.h"
#include "filter.h"

struct answers {
	struct results results;
	struct stat_cut cut;
	bool filtered;
	enum export_coding coding;
	const struct export_variables *variables;
	/* those of one day, channel and language, not sorted yet */
	struct arena *group;
	struct export_marks marks;
	struct buf vectors;
	size_t n;
	struct arena *row; /* of one line */
	struct buf line;
	FILE *file;
};

/* May they leave the house one by one?  Never those of the agency's own staff. */
static enum err load(struct worker *w, const struct http_request *req, struct answers *x)
{
	enum err e = results_load(w, req, req->segment[0], &x->results);

	if (e != ERR_OK)
		return e;
	if (!worker_may_edit(w) || x->results.campaign.audience != FORM_EXTERNAL ||
	    x->results.view != STAT_VIEW_RESULTS)
		return ERR_DENIED;
	x->filtered = filter_is_set(req);
	if (x->filtered)
		e = filter_cut(req, x->results.form, &x->cut);
	x->variables = export_variables_new(req->arena, x->results.form);
	return e;
}

static const char *file_name(
    const struct http_request *req, const struct answers *x, const char *ending)
{
	return arena_printf(req->arena, "%s-%s", x->results.campaign.code, ending);
}

/* Writes the line that was made, and forgets it. */
static enum err put_line(struct answers *x)
{
	bool written = fwrite(x->line.data, 1, x->line.len, x->file) == x->line.len;

	buf_clear(&x->line);
	return written ? ERR_OK : ERR_IO;
}

static int by_bytes(const void *a, const void *b, void *width)
{
	return memcmp(a, b, *(const size_t *)width);
}

/* Sorts and writes the responses of the group, and begins the next. */
static enum err end_group(struct answers *x)
{
	size_t width = x->results.form->vector;
	enum err e = ERR_OK;

	if (x->vectors.len > 0)
		qsort_r(x->vectors.data, x->n, width, by_bytes, &width);
	for (size_t i = 0; i < x->n && e == ERR_OK; i++) {
		export_answers_line(x->row, x->variables, x->coding, &x->marks,
		    x->vectors.data + i * width, &x->line);
		arena_reset(x->row);
		e = put_line(x);
	}
	buf_clear(&x->vectors);
	x->n = 0;
	arena_reset(x->group);
	return e;
}

static bool is_of_group(const struct answers *x, const struct db_responses *r)
{
	return r->day == x->marks.day && text_equal(r->channel, x->marks.channel) &&
	       text_equal(r->language, x->marks.language);
}

static const char *kept(struct arena *a, const char *s)
{
	return s != NULL ? arena_strdup(a, s) : NULL;
}

static enum err add_responses(void *ctx, const struct db_responses *r)
{
	struct answers *x = ctx;
	const size_t width = x->results.form->vector;
	enum err e = ERR_OK;

	if (x->filtered && !stat_cut_marks_hold(&x->cut, r->day, r->channel, r->language))
		return ERR_OK;
	if (!is_of_group(x, r)) {
		e = end_group(x);
		x->marks = (struct export_marks){
		    r->day, kept(x->group, r->channel), kept(x->group, r->language)};
	}
	for (size_t i = 0; i < r->n && e == ERR_OK; i++) {
		if (x->filtered && !stat_cut_terms_hold(&x->cut, r->vectors + i * width))
			continue;
		buf_add(&x->vectors, r->vectors + i * width, width);
		x->n++;
	}
	return e;
}

static enum err write_lines(struct worker *w, struct answers *x)
{
	enum err e;

	x->row = arena_new();
	x->group = arena_new();
	x->marks.day = DAY_NONE;
	export_answers_head(x->row, x->variables, &x->line);
	e = put_line(x);
	if (e == ERR_OK)
		e = db_response_walk_sorted(w->db, x->results.campaign.id,
		    x->results.campaign.version_id, x->results.form->vector,
		    add_responses, x);
	if (e == ERR_OK)
		e = end_group(x);
	if (e == ERR_OK && fflush(x->file) != 0)
		e = ERR_IO;
	arena_free(&x->row);
	arena_free(&x->group);
	buf_free(&x->vectors);
	buf_free(&x->line);
	return e;
}

/* Written to a file without a name first: whole, or not at all. */
static enum err give_lines(struct worker *w, struct http_request *req,
    struct http_response *res, enum export_coding coding, const char *ending)
{
	struct answers x = {.coding = coding};
	enum err e = load(w, req, &x);

	if (e == ERR_OK)
		e = results_note_file(w, req, &x.results, "answers.export", x.filtered);
	if (e != ERR_OK)
		return e;
	x.file = tmpfile();
	if (x.file == NULL) {
		log_error("no temporary file for an export: %d", errno);
		return ERR_UNAVAILABLE;
	}
	res->file = x.file; /* closed whatever happens now */
	e = write_lines(w, &x);
	res->content_type = "text/csv; charset=utf-8";
	res->filename = file_name(req, &x, ending);
	return e == ERR_IO ? ERR_UNAVAILABLE : e;
}

enum err page_answers_csv(
    void *worker, struct http_request *req, struct http_response *res)
{
	return give_lines(worker, req, res, EXPORT_CODES, "answers.csv");
}

enum err page_answers_numbers(
    void *worker, struct http_request *req, struct http_response *res)
{
	return give_lines(worker, req, res, EXPORT_NUMBERS, "answers-numbers.csv");
}

enum err page_answers_syntax(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct answers x = {.coding = EXPORT_NUMBERS};
	enum err e = load(worker, req, &x);

	if (e != ERR_OK)
		return e;
	export_answers_syntax(req->arena, x.variables,
	    file_name(req, &x, "answers-numbers.csv"), &res->body);
	res->content_type = "text/plain; charset=utf-8";
	res->filename = file_name(req, &x, "answers.sps");
	return ERR_OK;
}
