#include "appeals.h"

#include "base/i18n.h"
#include "base/text.h"

bool appeals_may_answer(const struct worker *w)
{
	return w->session.staff.role == DB_ROLE_OPERATOR ||
	       w->session.staff.role == DB_ROLE_ADMIN;
}

const char *appeals_kind(enum db_appeal_kind kind)
{
	static const char *const names[] = {
	    NULL, N_("Appeal"), N_("Complaint"), N_("Proposal")};

	return _(names[kind]);
}

const char *appeals_outcome(enum db_appeal_outcome outcome)
{
	static const char *const names[] = {NULL, N_("under consideration"),
	    N_("positive result"), N_("refused (negative result)"), N_("in part"),
	    N_("other (passed on, withdrawn)")};

	return _(names[outcome]);
}

const char *appeals_state(const struct db_appeal *p)
{
	if (p->outcome != DB_OUTCOME_PENDING)
		return appeals_outcome(p->outcome);
	return p->overdue ? _("overdue") : _("under consideration");
}

/* An entry that the procedure no longer has is shown by its id. */
static const char *name_of(
    struct arena *a, const struct procedure *p, const char *list, const char *id)
{
	const struct procedure_list *l = procedure_list(p, list);

	if (*id == '\0')
		return NULL;
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (text_equal(l->v[i].id, id))
			return arena_strdup(a, l->v[i].text);
	return id;
}

enum err appeals_choices(struct worker *w, struct arena *a, const struct db_appeal *p,
    struct appeal_choices *c_r)
{
	struct procedure *procedure;
	enum err e = worker_procedure(w, a, p->agency_code, &procedure);

	if (e != ERR_OK)
		return e;
	c_r->organisation = name_of(a, procedure, "organisations", p->organisation);
	c_r->topic = name_of(a, procedure, "topics", p->topic);
	c_r->reason = name_of(a, procedure, "reasons", p->reason);
	procedure_free(&procedure);
	return ERR_OK;
}

enum err appeals_get(
    struct worker *w, const struct http_request *req, struct db_appeal *p_r)
{
	long id;

	if (text_int(req->segment[0], 1, UINT32_MAX, &id) != ERR_OK)
		return ERR_NOT_FOUND;
	return db_appeal_get(
	    w->db, req->arena, w->session.staff.agency_id, (uint32_t)id, p_r);
}

static enum err count(struct worker *w, enum db_appeal_state state, uint32_t *n_r)
{
	return db_appeal_count(w->db,
	    &(struct db_appeal_filter){
		.agency_id = w->session.staff.agency_id, .state = state},
	    n_r);
}

enum err appeals_write_waiting(
    struct html *h, struct worker *w, const struct http_request *req)
{
	uint32_t waiting, overdue = 0;
	enum err e = count(w, DB_APPEAL_WAITING, &waiting);

	if (e == ERR_OK)
		e = count(w, DB_APPEAL_OVERDUE, &overdue);
	if (e != ERR_OK || waiting == 0)
		return e;
	html_element(h, "h2", _("Appeals waiting for a reply"), NULL);
	html_open(h, "p", NULL);
	html_link(h, req->base_path, "/admin/appeals?state=waiting",
	    arena_printf(req->arena, _("Waiting: %u"), waiting));
	if (overdue > 0) {
		html_text(h, " · ");
		html_link(h, req->base_path, "/admin/appeals?state=overdue",
		    arena_printf(req->arena, _("overdue: %u"), overdue));
	}
	html_close(h);
	return ERR_OK;
}
