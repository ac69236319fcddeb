#include "pains.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum err pains_agencies(
    struct worker *w, struct arena *a, struct db_agency **v_r, size_t *n_r)
{
	struct db_agency *v;
	size_t n, kept = 0;
	enum err e = db_agency_list(w->db, a, &v, &n);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (worker_may_see(w, v[i].id))
			v[kept++] = v[i];
	if (kept == 0)
		return ERR_NOT_FOUND;
	*v_r = v;
	*n_r = kept;
	return ERR_OK;
}

/* A form carries the map it belongs to among its fields. */
static const char *param(const struct http_request *req, const char *name)
{
	return http_param(req->method == HTTP_POST ? &req->form : &req->query, name);
}

static enum err choose_agency(
    struct worker *w, const struct http_request *req, struct db_agency *g_r)
{
	const char *code = param(req, "agency");
	struct db_agency *v;
	size_t n;
	enum err e = pains_agencies(w, req->arena, &v, &n);

	if (code == NULL && req->method == HTTP_POST)
		return ERR_INVALID;
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		if (code == NULL || text_equal(code, v[i].code)) {
			*g_r = v[i];
			return ERR_OK;
		}
	}
	return e == ERR_OK ? ERR_NOT_FOUND : e;
}

/* --- which rows, in which order --- */

static bool is_shown(const char *show, const struct db_pain *p)
{
	return text_equal(show, "all") ||
	       db_pain_is_open(p) == !text_equal(show, "closed");
}

/* Hundredths, to be compared; -1 = not assessed. */
static long prevalence(const struct db_pain *p)
{
	return p->prevalence ? (long)(strtod(p->prevalence, NULL) * 100 + 0.5) : -1;
}

static bool is_widest(const struct db_pain *v, size_t n, const struct db_pain *p)
{
	if (prevalence(p) <= 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (db_pain_is_open(&v[i]) &&
		    v[i].prevalence_unit == p->prevalence_unit &&
		    prevalence(&v[i]) > prevalence(p))
			return false;
	return true;
}

static int by_number(const void *a, const void *b)
{
	size_t x = ((const struct pain_line *)a)->number;
	size_t y = ((const struct pain_line *)b)->number;

	return (x > y) - (x < y);
}

static int by_process(const void *a, const void *b)
{
	int order = strcmp(((const struct pain_line *)a)->pain->process,
	    ((const struct pain_line *)b)->pain->process);

	return order ? order : by_number(a, b);
}

static int by_priority(const void *a, const void *b)
{
	int order = ((const struct pain_line *)a)->pain->priority -
		    ((const struct pain_line *)b)->pain->priority;

	return order ? order : by_number(a, b);
}

static int by_prevalence(const void *a, const void *b)
{
	const struct db_pain *p = ((const struct pain_line *)a)->pain;
	const struct db_pain *q = ((const struct pain_line *)b)->pain;

	if (p->prevalence_unit != q->prevalence_unit)
		return (int)p->prevalence_unit - (int)q->prevalence_unit;
	if (prevalence(p) != prevalence(q))
		return prevalence(p) < prevalence(q) ? -1 : 1;
	return by_number(a, b);
}

/* Rows without a day come last. */
static int by_due(const void *a, const void *b)
{
	day_t x = ((const struct pain_line *)a)->pain->due_on;
	day_t y = ((const struct pain_line *)b)->pain->due_on;

	if (x == y)
		return by_number(a, b);
	if (x == DAY_NONE || y == DAY_NONE)
		return x == DAY_NONE ? 1 : -1;
	return x < y ? -1 : 1;
}

static int by_queue(const void *a, const void *b)
{
	int x = ((const struct pain_line *)a)->pain->queue;
	int y = ((const struct pain_line *)b)->pain->queue;

	if (x == y)
		return by_number(a, b);
	if (x == 0 || y == 0)
		return x == 0 ? 1 : -1;
	return x - y;
}

static int overdue_first(const void *a, const void *b)
{
	bool x = ((const struct pain_line *)a)->overdue;
	bool y = ((const struct pain_line *)b)->overdue;

	if (x != y)
		return x ? -1 : 1;
	return x ? by_due(a, b) : by_priority(a, b);
}

static const struct order {
	const char *key;
	int (*compare)(const void *, const void *);
} orders[] = {{"number", by_number}, {"process", by_process}, {"priority", by_priority},
    {"prevalence", by_prevalence}, {"due", by_due}, {"queue", by_queue}};

static void reverse(struct pain_line *v, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct pain_line x = v[i];

		v[i] = v[n - 1 - i];
		v[n - 1 - i] = x;
	}
}

static void sort_lines(struct pain_map *m, const char *sort)
{
	bool down = sort && *sort == '-';

	qsort(m->v, m->n, sizeof(*m->v), overdue_first);
	for (size_t i = 0; sort && i < sizeof(orders) / sizeof(orders[0]); i++) {
		if (!text_equal(sort + down, orders[i].key))
			continue;
		qsort(m->v, m->n, sizeof(*m->v), orders[i].compare);
		if (down)
			reverse(m->v, m->n);
		m->sort = sort;
	}
}

bool pains_is_overdue(const struct db_pain *p, day_t today)
{
	return db_pain_is_open(p) && p->due_on != DAY_NONE && p->due_on < today;
}

static void choose_lines(
    struct arena *a, struct pain_map *m, const struct db_pain *v, size_t n)
{
	day_t today = day_today(m->agency.utc_offset);

	m->v = ARENA_ARRAY(a, n, struct pain_line);
	m->total = n;
	for (size_t i = 0; i < n; i++) {
		const struct db_pain *p = &v[i];

		if (!is_shown(m->show, p))
			continue;
		m->v[m->n++] = (struct pain_line){.pain = p,
		    .number = i + 1,
		    .overdue = pains_is_overdue(p, today),
		    .widest = db_pain_is_open(p) && is_widest(v, n, p)};
	}
}

static const char *known_show(const char *show)
{
	if (text_equal(show, "all"))
		return "all";
	return text_equal(show, "closed") ? "closed" : "open";
}

enum err pains_load(
    struct worker *w, const struct http_request *req, struct pain_map *m_r)
{
	struct pain_map m = {.show = known_show(http_param(&req->query, "show"))};
	struct db_pain *v;
	size_t n;
	enum err e = choose_agency(w, req, &m.agency);

	if (text_equal(param(req, "audience"), "internal"))
		m.audience = FORM_INTERNAL;
	if (e == ERR_OK)
		e = db_pain_list(w->db, req->arena, m.agency.id, m.audience, &v, &n);
	if (e == ERR_OK)
		e = worker_procedure(w, req->arena, m.agency.code, &m.procedure);
	if (e != ERR_OK)
		return e;
	choose_lines(req->arena, &m, v, n);
	sort_lines(&m, http_param(&req->query, "sort"));
	*m_r = m;
	return ERR_OK;
}

void pains_free(struct pain_map *m)
{
	procedure_free(&m->procedure);
}

const char *pains_query(struct arena *a, const struct pain_map *m)
{
	return arena_printf(a, "agency=%s&audience=%s", m->agency.code,
	    m->audience == FORM_INTERNAL ? "internal" : "external");
}

/* --- words --- */

const char *pains_kind(enum db_pain_kind kind)
{
	return kind == DB_PAIN_NEED ? _("need") : _("problem");
}

const char *pains_unit(enum db_pain_unit unit)
{
	switch (unit) {
	case DB_PAIN_ASKED:
		return _("per cent of those asked");
	case DB_PAIN_APPEALS:
		return _("per cent of appeals");
	case DB_PAIN_APPEAL_COUNT:
		break;
	}
	return _("number of appeals");
}

const char *pains_status(enum db_pain_status status)
{
	switch (status) {
	case DB_PAIN_FOUND:
		return _("found");
	case DB_PAIN_WORK:
		return _("being worked on");
	case DB_PAIN_DONE:
		return _("done away with");
	case DB_PAIN_REJECTED:
		break;
	}
	return _("rejected");
}

const char *pains_priority(int priority)
{
	switch (priority) {
	case 1:
		return _("highest");
	case 2:
		return _("high priority");
	case 3:
		return _("medium priority");
	default:
		return _("low priority");
	}
}

const char *pains_prevalence(struct arena *a, const struct db_pain *p)
{
	char *s;
	long n;

	if (p->prevalence == NULL)
		return NULL;
	if (p->prevalence_unit == DB_PAIN_APPEAL_COUNT &&
	    text_int(p->prevalence, 0, LONG_MAX, &n) == ERR_OK)
		return arena_printf(
		    a, ngettext("%ld appeal", "%ld appeals", (unsigned long)n), n);
	s = arena_printf(a, "%s %s", p->prevalence, pains_unit(p->prevalence_unit));
	for (char *c = s; *c && *c != ' '; c++)
		if (*c == '.')
			*c = ',';
	return s;
}

const char *pains_due(struct arena *a, const struct db_pain *p)
{
	if (p->due_on == DAY_NONE)
		return p->due_text;
	if (*p->due_text == '\0')
		return day_russian(a, p->due_on);
	return arena_printf(a, "%s (%s)", day_russian(a, p->due_on), p->due_text);
}

/* Indicators change with what was done, not with what was planned. */
enum err pains_carried_out(
    struct worker *w, const struct db_pain *p, int utc_offset, day_t *day_r)
{
	int64_t at;
	enum err e = db_pain_done_at(w->db, p->id, &at);

	if (e == ERR_OK)
		*day_r = (day_t)((at + utc_offset * INT64_C(60)) / 86400);
	else if (e == ERR_NOT_FOUND)
		*day_r = p->due_on;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

bool pains_suggests_highest(const struct pain_line *l)
{
	return db_pain_is_open(l->pain) && l->pain->priority != 1 &&
	       (l->pain->linked || l->widest);
}

/* --- cells --- */

static void hint(struct html *h, const char *text)
{
	if (text != NULL && *text != '\0')
		html_element(h, "p", text, "class", "hint", NULL);
}

static void write_measures(struct html *h, const struct db_pain *p)
{
	html_cell_open(h, false);
	if (p->n_measures > 0)
		html_open(h, "ol", NULL);
	for (size_t i = 0; i < p->n_measures; i++) {
		html_open(h, "li", NULL);
		html_text(h, p->measures[i].text);
		if (p->measures[i].reengineering)
			html_textf(h, " (%s)", _("re-engineering"));
		html_close(h);
	}
	if (p->n_measures > 0)
		html_close(h);
	html_close(h);
}

static void write_priority(struct html *h, const struct pain_line *l, bool remarks)
{
	html_cell_open(h, false);
	html_text(h, pains_priority(l->pain->priority));
	hint(h, l->pain->priority_method);
	if (l->pain->linked)
		hint(h, _("linked with other processes"));
	if (remarks && pains_suggests_highest(l))
		hint(h, l->pain->linked ? _("The order suggests the highest priority.")
					: _("The most widespread: the order suggests the "
					    "highest priority."));
	html_close(h);
}

static void write_due(
    struct html *h, struct arena *a, const struct pain_line *l, bool remarks)
{
	html_cell_open(h, false);
	html_text(h, pains_due(a, l->pain));
	if (remarks && l->overdue)
		html_element(h, "p", _("overdue"), "class", "fault", NULL);
	html_close(h);
}

void pains_write_cells(struct html *h, struct arena *a, const struct pain_map *m,
    const struct pain_line *l, bool remarks)
{
	const struct db_pain *p = l->pain;

	html_cell_open(h, false);
	html_text(h, p->process);
	hint(h, p->process_group);
	html_close(h);
	html_cell_open(h, false);
	html_textf(h, "%s: ", p->kind == DB_PAIN_NEED ? _("Need") : _("Problem"));
	html_lines(h, p->text);
	hint(h, p->organisation);
	html_close(h);
	html_cell_open(h, false);
	html_text(h, pains_prevalence(a, p) ? pains_prevalence(a, p) : "—");
	hint(h, p->prevalence_method);
	html_close(h);
	write_priority(h, l, remarks);
	write_measures(h, p);
	html_cell(h, p->responsible);
	write_due(h, a, l, remarks);
	if (m->procedure->n_pain_headings > 8)
		html_cell_number(h, p->queue ? arena_printf(a, "%d", p->queue) : NULL);
}
