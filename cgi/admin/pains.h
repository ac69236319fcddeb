/* The pain map of an agency and an audience, and how its rows are said. */
#ifndef OTKLIK_ADMIN_PAINS_H
#define OTKLIK_ADMIN_PAINS_H

#include "admin.h"
#include "db/agency.h"
#include "db/pain.h"

/* A row and its place: the number of column 1 never changes, rows stay. */
struct pain_line {
	const struct db_pain *pain;
	size_t number; /* from 1, by order of entry */
	bool overdue;
	bool widest; /* the most widespread of its unit (NE-18-2) */
};

struct pain_map {
	struct db_agency agency;
	enum form_audience audience;
	struct procedure *procedure; /* pains_free() */
	struct pain_line *v;         /* as chosen by show and sort */
	size_t n;
	size_t total;     /* rows there are, closed ones too */
	const char *show; /* "open", "closed", "all" */
	const char *sort; /* key with or without '-', or NULL */
};

/*
 * The map that agency=, audience=, show= and sort= of the query (of a POST: of the
 * form) name; by default the first agency one may see, external clients, open
 * rows, overdue first.  ERR_NOT_FOUND: no such agency for this person.
 */
ERR_CHECK enum err pains_load(
    struct worker *w, const struct http_request *req, struct pain_map *m_r);
void pains_free(struct pain_map *m);

/* "agency=…&audience=…" of the map. */
const char *pains_query(struct arena *a, const struct pain_map *m);

/* Agencies one may see; *n_r at least 1 or ERR_NOT_FOUND. */
ERR_CHECK enum err pains_agencies(
    struct worker *w, struct arena *a, struct db_agency **v_r, size_t *n_r);

const char *pains_kind(enum db_pain_kind kind);
const char *pains_unit(enum db_pain_unit unit);
const char *pains_status(enum db_pain_status status);
const char *pains_priority(int priority);
/* "66,7 % опрошенных"; NULL if not assessed. */
const char *pains_prevalence(struct arena *a, const struct db_pain *p);
/* Day or words; "" for none. */
const char *pains_due(struct arena *a, const struct db_pain *p);
/* The agency's day the measures were carried out: done, else due; or DAY_NONE. */
ERR_CHECK enum err pains_carried_out(
    struct worker *w, const struct db_pain *p, int utc_offset, day_t *day_r);
/* Still open, and its term is over on the agency's day? */
bool pains_is_overdue(const struct db_pain *p, day_t today);
/* Should the highest priority be suggested? */
bool pains_suggests_highest(const struct pain_line *l);

/*
 * The cells of columns 2 to 8, and 9 if the procedure has it; with remarks: what
 * is overdue, what priority the order suggests.
 */
void pains_write_cells(struct html *h, struct arena *a, const struct pain_map *m,
    const struct pain_line *l, bool remarks);

#endif
