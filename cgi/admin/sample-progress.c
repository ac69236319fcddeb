/* How far a survey has come with the plan of its sample: in all, and group by group. */
#include "base/i18n.h"
#include "base/text.h"
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

bool sample_is_of_group(const struct form_option *o, const char *group)
{
	return text_equal(o->text, group) || text_equal(o->code, group) ||
	       (o->group != NULL && text_equal(o->group, group));
}

static uint32_t received(const struct stat_row *r, const char *group)
{
	uint32_t n = 0;

	for (size_t i = 0; i < r->question->n_options; i++)
		if (sample_is_of_group(&r->question->options[i], group))
			n += r->counts[i];
	return n;
}

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

/* Who is in none of the groups, or has not said. */
static void rest_row(const struct sheet *s, uint32_t n)
{
	html_row(s->h);
	html_cell_head(s->h, _("In no group of the plan, or no answer"));
	html_cell_number(s->h, NULL);
	html_cell_number(s->h, sheet_count(s, n));
	html_cell_number(s->h, NULL);
	html_row_end(s->h);
}

/* By answers of clients; of the agency's own staff no group is shown. */
static void write_groups(const struct sheet *s, const struct db_sampling *plan)
{
	const struct results *r = s->r;
	size_t item =
	    plan->quota_item ? form_item_find(r->form, plan->quota_item) : SIZE_MAX;
	uint32_t rest = r->table->responses;
	const struct html_column columns[] = {{_("Group"), NULL, false},
	    {_("In it"), NULL, true}, {_("Received of the plan"), NULL, true},
	    {_("Still wanted"), NULL, true}};

	if (r->campaign.audience != FORM_EXTERNAL || r->view != STAT_VIEW_RESULTS ||
	    r->filter != NULL || item == SIZE_MAX || !sample_is_quota_item(r->form, item))
		return;
	html_table_begin(
	    s->h, &(struct html_table){
		      .caption = arena_printf(s->arena, _("Quotas by the answers to: %s"),
			  export_item_text(&r->table->rows[item])),
		      .columns = columns,
		      .n_columns = 4});
	for (size_t i = 0; i < plan->n_quotas; i++) {
		uint32_t n = received(&r->table->rows[item], plan->quotas[i].name);

		group_row(s, &plan->quotas[i], n);
		rest -= n < rest ? n : rest; /* two groups may name one answer */
	}
	rest_row(s, rest);
	html_table_end(s->h);
}

/* Of all versions, and what waits in the box. */
static uint64_t received_in_all(const struct results *r)
{
	uint64_t n = r->waiting;

	for (size_t i = 0; i < r->n_versions; i++)
		n += r->versions[i].responses;
	return n;
}

static void write_plan(const struct sheet *s, const struct db_sampling *plan)
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
	write_groups(s, plan);
}

enum err sample_write_progress(const struct sheet *s)
{
	struct db_sampling plan;
	enum err e = db_sampling_get(s->worker->db, s->arena, s->r->campaign.id, &plan);

	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	if (e == ERR_OK)
		write_plan(s, &plan);
	return e;
}
