/* How far a survey has come with the plan of its sample: in all, and group by group. */
#include "base/i18n.h"
#include "base/text.h"
#include "form/lineage.h"
#include "sample.h"
#include "stat/cut.h"

/* Several answers of one person would be in several groups. */
bool sample_is_quota_item(const struct form *f, size_t item)
{
	enum form_type type;

	if (!stat_cut_by(f, item))
		return false;
	type = f->questions[f->items[item].question].type;
	return type == FORM_SINGLE || type == FORM_REF;
}

static bool is_of_group(const struct form_option *o, const char *group)
{
	return text_equal(o->text, group) || text_equal(o->code, group) ||
	       (o->group != NULL && text_equal(o->group, group));
}

static bool is_known(const struct form_question *q, const char *group)
{
	for (size_t i = 0; i < q->n_options; i++)
		if (is_of_group(&q->options[i], group))
			return true;
	return false;
}

const char *sample_unknown_group(const struct sample *p, const struct form_question *q)
{
	for (size_t i = 0; i < p->n_groups; i++)
		if (!is_known(q, p->groups[i].name))
			return p->groups[i].name;
	return NULL;
}

/* --- what was received --- */

/* By group of the plan; and of what is in none of them. */
struct groups {
	uint32_t *received;
	uint32_t rest;    /* answers that name no group, or none given */
	uint32_t unknown; /* not opened yet, or of a version that asks otherwise */
};

static uint32_t received(const struct stat_row *r, const char *group)
{
	uint32_t n = 0;

	for (size_t i = 0; i < r->question->n_options; i++)
		if (is_of_group(&r->question->options[i], group))
			n += r->counts[i];
	return n;
}

/* item SIZE_MAX: it asks for the group otherwise.  Of too few only their number is
   shown, also not as a difference between two sums. */
static void add_version(struct groups *g, const struct db_sampling *plan,
    const struct results *r, size_t item)
{
	uint32_t rest = r->table->responses;

	if (item == SIZE_MAX || r->view != STAT_VIEW_RESULTS) {
		g->unknown += rest;
		return;
	}
	for (size_t i = 0; i < plan->n_quotas; i++) {
		uint32_t n = received(&r->table->rows[item], plan->quotas[i].name);

		g->received[i] += n;
		rest -= n < rest ? n : rest; /* two groups may name one answer */
	}
	g->rest += rest;
}

/* The item of another version with the same answers, or SIZE_MAX. */
static size_t item_alike(
    struct arena *a, const struct form *other, const struct form *shown, size_t item)
{
	size_t n;
	const struct form_lineage *v = form_lineage(a, other, shown, &n);

	for (size_t i = 0; i < n; i++)
		if (v[i].new_item == item && v[i].kind <= FORM_LINEAGE_WORDING)
			return v[i].old_item;
	return SIZE_MAX;
}

static enum err add_other_version(const struct sheet *s, const struct db_sampling *plan,
    int version, size_t item, struct groups *g)
{
	struct results r;
	enum err e =
	    results_load_version(s->worker, s->req, s->r->campaign.code, version, &r);

	if (e == ERR_OK)
		add_version(g, plan, &r, item_alike(s->arena, r.form, s->r->form, item));
	return e;
}

static enum err count_groups(
    const struct sheet *s, const struct db_sampling *plan, size_t item, struct groups *g)
{
	const struct results *r = s->r;
	enum err e = ERR_OK;

	*g = (struct groups){.received = ARENA_ARRAY(s->arena, plan->n_quotas, uint32_t),
	    .unknown = r->waiting};
	add_version(g, plan, r, item);
	for (size_t i = 0; e == ERR_OK && i < r->n_versions; i++)
		if (r->versions[i].version != r->campaign.version &&
		    r->versions[i].responses > 0)
			e = add_other_version(s, plan, r->versions[i].version, item, g);
	return e;
}

/* --- the page --- */

static const char *of_plan(struct arena *a, uint64_t n, uint32_t wanted)
{
	return arena_printf(a, _("%llu of %u"), (unsigned long long)n, wanted);
}

static void group_row(const struct sheet *s, const struct db_quota *q, uint32_t n)
{
	html_row(s->h);
	html_cell_head(s->h, q->name);
	html_cell_number(s->h, sheet_count(s, q->size));
	html_cell_number(s->h, of_plan(s->arena, n, q->wanted));
	html_cell_number(s->h, sheet_count(s, n < q->wanted ? q->wanted - n : 0));
	html_row_end(s->h);
}

/* Responses that are in no group. */
static void other_row(const struct sheet *s, const char *name, uint32_t n)
{
	html_row(s->h);
	html_cell_head(s->h, name);
	html_cell_number(s->h, NULL);
	html_cell_number(s->h, sheet_count(s, n));
	html_cell_number(s->h, NULL);
	html_row_end(s->h);
}

static void write_table(const struct sheet *s, const struct db_sampling *plan,
    size_t item, const struct groups *g)
{
	const struct html_column columns[] = {{_("Group"), NULL, false},
	    {_("In it"), NULL, true}, {_("Received of the plan"), NULL, true},
	    {_("Still wanted"), NULL, true}};

	html_table_begin(
	    s->h, &(struct html_table){
		      .caption = arena_printf(s->arena, _("Quotas by the answers to: %s"),
			  export_item_text(&s->r->table->rows[item])),
		      .columns = columns,
		      .n_columns = 4});
	for (size_t i = 0; i < plan->n_quotas; i++)
		group_row(s, &plan->quotas[i], g->received[i]);
	other_row(s, _("Outside the groups of the plan, or no answer"), g->rest);
	if (g->unknown > 0)
		other_row(s, _("In the ballot box, or of a version that asks otherwise"),
		    g->unknown);
	html_table_end(s->h);
}

/* By answers of clients; of the agency's own staff no group is shown. */
static enum err write_groups(const struct sheet *s, const struct db_sampling *plan)
{
	const struct results *r = s->r;
	size_t item =
	    plan->quota_item ? form_item_find(r->form, plan->quota_item) : SIZE_MAX;
	struct groups g;
	enum err e;

	if (r->campaign.audience != FORM_EXTERNAL || r->view != STAT_VIEW_RESULTS ||
	    r->filter != NULL || item == SIZE_MAX || !sample_is_quota_item(r->form, item))
		return ERR_OK;
	e = count_groups(s, plan, item, &g);
	if (e == ERR_OK)
		write_table(s, plan, item, &g);
	return e;
}

/* Of all versions, and what waits in the box. */
static uint64_t received_in_all(const struct results *r)
{
	uint64_t n = r->waiting;

	for (size_t i = 0; i < r->n_versions; i++)
		n += r->versions[i].responses;
	return n;
}

static enum err write_plan(const struct sheet *s, const struct db_sampling *plan)
{
	html_element(s->h, "h2", _("Plan of the sample"), NULL);
	html_open(s->h, "dl", "class", "facts", NULL);
	admin_fact(s->h, _("Received of the plan"),
	    of_plan(s->arena, received_in_all(s->r), plan->sample));
	sample_write_facts(s->h, s->arena, plan);
	html_close(s->h);
	if (plan->after != NULL)
		admin_link_line(s->h, s->req,
		    arena_printf(s->arena, "/admin/campaign/%s", plan->after),
		    arena_printf(s->arena, _("An additional survey to %s"), plan->after));
	return write_groups(s, plan);
}

enum err sample_write_progress(const struct sheet *s)
{
	struct db_sampling plan;
	enum err e = db_sampling_get(s->worker->db, s->arena, s->r->campaign.id, &plan);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	return e == ERR_OK ? write_plan(s, &plan) : e;
}
