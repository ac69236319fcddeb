/* GET /admin/pain/:id/history — every state a row has had. */
#include <time.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "pain-facts.h"

/* "22.11.2026 14:05" by the agency's clock. */
static const char *moment(struct arena *a, int64_t at, int utc_offset)
{
	time_t t = (time_t)(at + (int64_t)utc_offset * 60);
	struct tm tm;
	char buf[32];

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(buf, sizeof(buf), "%d.%m.%Y %H:%M", &tm) == 0)
		return "";
	return arena_strdup(a, buf);
}

static void write_change(
    struct html *h, const char *name, const char *before, const char *after)
{
	html_open(h, "li", NULL);
	html_textf(h, "%s: ", name);
	html_open(h, "del", NULL);
	html_lines(h, *before ? before : "—");
	html_close(h);
	html_text(h, " → ");
	html_open(h, "ins", NULL);
	html_lines(h, *after ? after : "—");
	html_close(h);
	html_close(h);
}

/* What changed from one state to the next; all of it for the first. */
static void write_changes(struct html *h, struct arena *a, const struct db_pain *before,
    const struct db_pain *after)
{
	struct pain_fact v[PAIN_FACTS], w[PAIN_FACTS];

	if (before == NULL) {
		pain_facts_write(h, a, after);
		return;
	}
	pain_facts(a, before, v);
	pain_facts(a, after, w);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < PAIN_FACTS; i++)
		if (!text_equal(v[i].value, w[i].value))
			write_change(h, v[i].name, v[i].value, w[i].value);
	html_close(h);
}

struct history {
	const struct db_pain_state *states; /* newest first */
	struct db_pain *pains;
	size_t n;
	int utc_offset;
};

static void write_table(struct html *h, struct arena *a, const struct history *y)
{
	const struct html_column columns[] = {{_("Revision"), NULL, true},
	    {_("When"), NULL, false}, {_("Who"), NULL, false}, {_("What"), NULL, false}};

	html_table_begin(h, &(struct html_table){.caption = _("History"),
				.caption_hidden = true,
				.columns = columns,
				.n_columns = 4});
	for (size_t i = 0; i < y->n; i++) {
		html_row(h);
		html_cell_number(h, arena_printf(a, "%u", y->states[i].revision));
		html_cell(h, moment(a, y->states[i].at, y->utc_offset));
		html_cell(h, y->states[i].staff);
		html_cell_open(h, false);
		write_changes(h, a, i + 1 < y->n ? &y->pains[i + 1] : NULL, &y->pains[i]);
		html_close(h);
		html_row_end(h);
	}
	html_table_end(h);
}

static enum err load(
    struct worker *w, struct arena *a, const struct db_pain *p, struct history *y_r)
{
	struct history y = {0};
	struct db_pain_state *v;
	struct db_agency *agencies;
	size_t n;
	enum err e = db_pain_history(w->db, a, p->id, &v, &y.n);

	if (e == ERR_OK)
		e = pains_agencies(w, a, &agencies, &n);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (agencies[i].id == p->agency_id)
			y.utc_offset = agencies[i].utc_offset;
	y.states = v;
	y.pains = ARENA_ARRAY(a, y.n, struct db_pain);
	for (size_t i = 0; i < y.n; i++) {
		if (pain_facts_parse(a, v[i].state, &y.pains[i]) != ERR_OK) {
			log_error("history of pain %u does not parse", (unsigned)p->id);
			return ERR_INTERNAL;
		}
	}
	*y_r = y;
	return ERR_OK;
}

enum err page_pain_history(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct worker *w = worker;
	struct admin_page page;
	struct history y;
	struct db_pain p;
	struct html *h;
	long id;
	enum err e;

	if (text_int(req->segment[0], 1, UINT32_MAX, &id) != ERR_OK)
		return ERR_NOT_FOUND;
	e = db_pain_get(w->db, req->arena, w->session.staff.agency_id, (uint32_t)id, &p);
	if (e == ERR_OK)
		e = load(w, req->arena, &p, &y);
	if (e != ERR_OK)
		return e;
	h = admin_page_begin(
	    &page, w, req, res, ADMIN_TAB_PAIN, _("History of a pain map row"));
	admin_link_line(h, req, arena_printf(req->arena, "/admin/pain/%u", p.id), p.text);
	write_table(h, req->arena, &y);
	admin_page_end(&page);
	return ERR_OK;
}
