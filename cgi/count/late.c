#include "count.h"
#include "stat/suppress.h"

bool count_is_late(const struct db_campaign *campaign, const struct rule *rule)
{
	return campaign->permanent && campaign->audience == FORM_INTERNAL &&
	       rule->trial == 0 && !rule->daily;
}

void count_set_late(struct arena *a, struct db_count_batch *out)
{
	struct db_count_cell *now = ARENA_ARRAY(a, out->n_cells, struct db_count_cell);
	struct db_count_cell *late = ARENA_ARRAY(a, out->n_cells, struct db_count_cell);
	size_t n = 0;

	for (size_t i = 0; i < out->n_cells; i++) {
		if (out->cells[i].item == STAT_WHOLE)
			now[n++] = out->cells[i];
		else
			late[out->n_late++] = out->cells[i];
	}
	out->cells = now;
	out->n_cells = n;
	out->late = late;
}

/* By the rule of tables, as if these cells were one.  Texts are read one by one: there
   is no table of them to wait for. */
static void judge(const struct late *l, const struct form *f,
    const struct db_count_cell *v, size_t n, bool *ripe)
{
	const struct stat_rules rules = {.internal = true, .final = true, .k = (int)l->k};
	struct stat_tally *t = stat_tally_new(l->a, f);
	struct stat_table *table;

	stat_tally_put(t, STAT_WHOLE, 0, (uint32_t)l->k);
	for (size_t i = 0; i < n; i++)
		stat_tally_put(t, v[i].item, v[i].cell, v[i].n);
	table = stat_tabulate(l->a, f, t);
	stat_suppress(&rules, table);
	for (size_t i = 0; i < n; i++)
		ripe[i] = v[i].item < table->n_rows &&
			  (!table->rows[v[i].item].hidden ||
			      table->rows[v[i].item].question->type == FORM_TEXT);
}

enum err count_ripen(void *ctx, const struct db_count_cell *v, size_t n, bool *ripe)
{
	const struct late *l = ctx;
	const struct form *f;
	size_t end;
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i = end) {
		for (end = i + 1; end < n && v[end].version_id == v[i].version_id;)
			end++;
		e = count_version(l->c, l->campaign, v[i].version_id, &f);
		if (e == ERR_OK)
			judge(l, f, v + i, end - i, ripe + i);
	}
	return e;
}
