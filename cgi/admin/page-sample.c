/*
 * GET and POST /admin/sample — how many to ask, and of whom: the size of a sample and
 * a plan of quotas; recorded with a survey when it is one (UM-4.3-1, UM-4.3-2).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "db/sampling.h"
#include "results.h"
#include "stat/sample-size.h"

#define PEOPLE_MAX 2000000000L
#define GROUPS_MAX 100
#define GROUPS_CHARS 10000

struct group {
	const char *name;
	uint32_t size;
};

struct view {
	struct worker *worker;
	const struct http_request *req;
	struct http_response *res;
	struct html *h;
	const struct http_params *given;
	struct db_campaign campaign; /* code NULL: none */
	struct db_sampling recorded; /* sample 0: none */
	struct stat_sample s;
	int rate; /* per cent who usually answer */
	struct group groups[GROUPS_MAX];
	size_t n_groups;
	bool computed;
	uint32_t sample;
	struct html_fault_link faults[6];
	size_t n_faults;
};

/* --- what was typed --- */

static const char *typed(const struct view *v, const char *name, const char *preset)
{
	const char *value = http_param(v->given, name);

	return value != NULL ? value : preset;
}

static const char *fault_of(const struct view *v, const char *name)
{
	for (size_t i = 0; i < v->n_faults; i++)
		if (text_equal(v->faults[i].id, name))
			return v->faults[i].text;
	return NULL;
}

static void fault(struct view *v, const char *name, const char *text)
{
	v->faults[v->n_faults++] = (struct html_fault_link){name, text};
}

static long read_number(struct view *v, const char *name, const char *preset, long min,
    long max, const char *complaint)
{
	const char *clean;
	long number = 0;

	if (text_clean(v->req->arena, typed(v, name, preset), 40, &clean) != ERR_OK ||
	    text_int(clean, min, max, &number) != ERR_OK)
		fault(v, name, complaint);
	return number;
}

/* "5", "2,5", "2.5": tenths of a percentage point. */
static int read_margin(struct view *v)
{
	const char *s = typed(v, "margin", "5");
	char *end;
	double margin;

	s = arena_strdup(v->req->arena, s);
	for (char *comma = strchr(s, ','); comma != NULL; comma = NULL)
		*comma = '.';
	margin = strtod(s, &end);
	if (end == s || *end != '\0' || !(margin >= 0.1 && margin <= 50)) {
		fault(
		    v, "margin", _("Give the margin of error from 0.1 to 50 per cent."));
		return 50;
	}
	return (int)(margin * 10 + 0.5);
}

/* A line is a name, a semicolon, a size. */
static bool read_group(struct view *v, char *line)
{
	char *semicolon = strrchr(line, ';');
	const char *name, *size;
	long number;

	if (*line == '\0')
		return true;
	if (semicolon == NULL || v->n_groups == GROUPS_MAX)
		return false;
	*semicolon = '\0';
	if (text_clean(v->req->arena, line, 200, &name) != ERR_OK || *name == '\0' ||
	    text_clean(v->req->arena, semicolon + 1, 40, &size) != ERR_OK ||
	    text_int(size, 0, PEOPLE_MAX, &number) != ERR_OK)
		return false;
	v->groups[v->n_groups++] = (struct group){name, (uint32_t)number};
	return true;
}

static void read_groups(struct view *v)
{
	const char *clean;
	char *rest, *text;
	bool good = text_clean(v->req->arena, typed(v, "groups", ""), GROUPS_CHARS,
			&clean) == ERR_OK;

	if (good) {
		text = arena_strdup(v->req->arena, clean);
		for (char *line = strtok_r(text, "\n", &rest); good && line != NULL;
		     line = strtok_r(NULL, "\n", &rest))
			good = read_group(v, line);
	}
	if (!good)
		fault(v, "groups",
		    _("One group a line: its name, a semicolon, how many are in it. "
		      "At most 100 groups."));
}

static void read_form(struct view *v)
{
	const char *population = typed(v, "population", "");

	v->s.confidence = (int)read_number(
	    v, "confidence", "95", 90, 99, _("Choose 90, 95 or 99 per cent."));
	if (v->s.confidence != 90 && v->s.confidence != 95 && v->s.confidence != 99)
		v->s.confidence = 95;
	v->s.margin = read_margin(v);
	v->s.share = (int)read_number(
	    v, "share", "50", 1, 99, _("Give a share from 1 to 99 per cent."));
	v->rate = (int)read_number(
	    v, "rate", "100", 1, 100, _("Give a share from 1 to 100 per cent."));
	if (*population != '\0')
		v->s.population = (uint32_t)read_number(v, "population", "", 1,
		    PEOPLE_MAX, _("Give a number of people, or leave the field empty."));
	read_groups(v);
	v->computed = v->n_faults == 0 && http_param(v->given, "confidence") != NULL;
	if (v->computed)
		v->sample = stat_sample_size(&v->s);
}

/* --- the page --- */

static void write_field(const struct view *v, const char *type, const char *name,
    const char *label, const char *preset, const char *hint)
{
	html_field(v->h, &(struct html_field){.type = type,
			     .name = name,
			     .label = label,
			     .value = typed(v, name, preset),
			     .hint = hint,
			     .fault = fault_of(v, name),
			     .inputmode = text_equal(type, "text") ? "decimal" : NULL});
}

static void write_form(const struct view *v)
{
	struct html *h = v->h;

	html_open(h, "form", "method", "get", "action",
	    html_path(h, v->req->base_path, "/admin/sample"), NULL);
	if (v->campaign.code != NULL)
		html_hidden(h, "campaign", v->campaign.code);
	write_field(v, "text", "population", _("How many there are in all"), "",
	    _("The general population: clients in a period, members of staff. Empty: "
	      "not known, or very many."));
	html_field(h, &(struct html_field){.type = "select",
			  .name = "confidence",
			  .label = _("Confidence"),
			  .value = typed(v, "confidence", "95"),
			  .fault = fault_of(v, "confidence"),
			  .options = (const struct html_option[]){{"90", "90 %", NULL},
			      {"95", "95 %", NULL}, {"99", "99 %", NULL}},
			  .n_options = 3});
	write_field(v, "text", "margin", _("Margin of error, per cent"), "5", NULL);
	write_field(v, "text", "share", _("Expected share, per cent"), "50",
	    _("50 is the safest; another one if an earlier survey tells it."));
	write_field(v, "text", "rate", _("How many of those asked answer, per cent"),
	    "100", NULL);
	write_field(v, "textarea", "groups", _("Groups for quotas"), "",
	    _("One group a line: its name, a semicolon, how many are in it."));
	html_button(h, NULL, NULL, _("Compute"), NULL);
	html_close(h);
}

static void write_number(const struct view *v, const char *name, uint64_t n)
{
	admin_fact(
	    v->h, name, arena_printf(v->req->arena, "%llu", (unsigned long long)n));
}

/* Those to be asked so that so many answer. */
static uint64_t to_ask(const struct view *v, uint32_t answers)
{
	return ((uint64_t)answers * 100 + (uint64_t)v->rate - 1) / (uint64_t)v->rate;
}

static void write_quotas(const struct view *v)
{
	const struct html_column columns[] = {{_("Group"), NULL, false},
	    {_("In it"), NULL, true}, {_("Answers wanted"), NULL, true},
	    {_("To be asked"), NULL, true}};
	uint32_t sizes[GROUPS_MAX], quotas[GROUPS_MAX];
	struct arena *a = v->req->arena;

	if (v->n_groups == 0)
		return;
	for (size_t i = 0; i < v->n_groups; i++)
		sizes[i] = v->groups[i].size;
	stat_quotas(sizes, v->n_groups, v->sample, quotas);
	html_table_begin(v->h,
	    &(struct html_table){
		.caption = _("Plan of quotas"), .columns = columns, .n_columns = 4});
	for (size_t i = 0; i < v->n_groups; i++) {
		html_row(v->h);
		html_cell_head(v->h, v->groups[i].name);
		html_cell_number(v->h, arena_printf(a, "%u", sizes[i]));
		html_cell_number(v->h, arena_printf(a, "%u", quotas[i]));
		html_cell_number(v->h,
		    arena_printf(a, "%llu", (unsigned long long)to_ask(v, quotas[i])));
		html_row_end(v->h);
	}
	html_table_end(v->h);
}

/* Of all, or of a group, more than there are. */
static bool is_short_of_people(const struct view *v)
{
	uint32_t sizes[GROUPS_MAX], quotas[GROUPS_MAX];

	if (v->s.population > 0 && to_ask(v, v->sample) > v->s.population)
		return true;
	for (size_t i = 0; i < v->n_groups; i++)
		sizes[i] = v->groups[i].size;
	stat_quotas(sizes, v->n_groups, v->sample, quotas);
	for (size_t i = 0; i < v->n_groups; i++)
		if (to_ask(v, quotas[i]) > sizes[i])
			return true;
	return false;
}

static void write_keep(const struct view *v)
{
	static const char *const names[] = {
	    "population", "confidence", "margin", "share", "rate", "groups"};

	if (v->campaign.code == NULL || !worker_may_edit(v->worker))
		return;
	admin_form(v->h, v->worker, v->req, "/admin/sample");
	html_hidden(v->h, "campaign", v->campaign.code);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		html_hidden(v->h, names[i], typed(v, names[i], ""));
	html_button(v->h, NULL, NULL, _("Record it with the survey"), NULL);
	html_close(v->h);
}

static void write_outcome(const struct view *v)
{
	if (!v->computed)
		return;
	html_element(v->h, "h2", _("The sample"), NULL);
	html_open(v->h, "dl", "class", "facts", NULL);
	write_number(v, _("Answers wanted"), v->sample);
	write_number(v, _("To be asked"), to_ask(v, v->sample));
	html_close(v->h);
	write_quotas(v);
	if (is_short_of_people(v))
		html_notice(v->h, "warning",
		    _("More would have to be asked than there are, in all or in a "
		      "group: ask everybody, and expect fewer answers than wanted."));
	html_element(v->h, "p",
	    _("For a simple random sample and a share: z²p(1−p)/e², for a finite "
	      "population divided by 1 + (n − 1)/N. A link that anybody may open makes "
	      "no random sample: then the figure is a guide only."),
	    "class", "hint", NULL);
	write_keep(v);
}

static void write_recorded(const struct view *v)
{
	if (v->recorded.sample == 0)
		return;
	html_element(v->h, "h2", _("Recorded with the survey"), NULL);
	html_open(v->h, "dl", "class", "facts", NULL);
	if (v->recorded.population > 0)
		write_number(v, _("General population"), v->recorded.population);
	write_number(v, _("Sample"), v->recorded.sample);
	admin_fact(v->h, _("Confidence and margin of error"),
	    arena_printf(v->req->arena, "%d %%, ±%s %%", v->recorded.confidence,
		text_ratio(v->req->arena, v->recorded.margin, 10, 1, ',')));
	html_close(v->h);
}

static void write_page(struct view *v)
{
	const char *heading = _("Size of a sample and quotas");
	struct admin_page page;

	if (v->n_faults > 0)
		v->res->status = 422;
	v->h =
	    admin_page_begin_titled(&page, v->worker, v->req, v->res, ADMIN_TAB_CAMPAIGNS,
		v->n_faults > 0 ? arena_printf(v->req->arena, _("Error: %s"), heading)
				: heading,
		heading);
	html_fault_summary(v->h, v->faults, v->n_faults);
	if (v->campaign.code != NULL)
		admin_link_line(v->h, v->req,
		    arena_printf(v->req->arena, "/admin/campaign/%s", v->campaign.code),
		    v->campaign.title);
	write_recorded(v);
	write_outcome(v);
	write_form(v);
	if (worker_may_edit(v->worker))
		admin_link_line(
		    v->h, v->req, "/admin/campaign/new", _("Open an additional survey"));
	admin_page_end(&page);
}

static enum err begin(struct view *v)
{
	const char *code = http_param(v->given, "campaign");
	enum err e;

	if (code == NULL || *code == '\0')
		return ERR_OK;
	e = results_campaign(v->worker, v->req->arena, code, &v->campaign);
	if (e == ERR_OK)
		e = db_sampling_get(v->worker->db, v->campaign.id, &v->recorded);
	return v->campaign.code != NULL && e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err page_sample_get(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res, .given = &req->query};
	enum err e = begin(&v);

	if (e != ERR_OK)
		return e;
	read_form(&v);
	write_page(&v);
	return ERR_OK;
}

static enum err record(struct view *v)
{
	struct arena *a = v->req->arena;
	struct db_sampling s = {v->s.population, v->sample, v->s.confidence, v->s.margin};
	struct db_audit audit = {.staff_id = v->worker->session.staff.id,
	    .action = "campaign.sample",
	    .object = arena_printf(a, "campaign %s", v->campaign.code),
	    .after = arena_printf(a,
		"{\"population\": %u, \"sample\": %u, \"confidence\": %d, \"margin\": "
		"%d}",
		s.population, s.sample, s.confidence, s.margin)};
	enum err e = db_sampling_save(v->worker->db, v->campaign.id, &s, &audit);

	if (e == ERR_OK)
		http_redirect(v->res, a, v->req->base_path,
		    arena_printf(a, "/admin/sample?campaign=%s", v->campaign.code));
	return e;
}

enum err page_sample_save(
    void *worker, struct http_request *req, struct http_response *res)
{
	struct view v = {.worker = worker, .req = req, .res = res, .given = &req->form};
	enum err e = begin(&v);

	if (e != ERR_OK)
		return e;
	if (v.campaign.code == NULL)
		return ERR_NOT_FOUND;
	if (!worker_may_edit(worker))
		return ERR_DENIED;
	read_form(&v);
	if (v.computed)
		return record(&v);
	write_page(&v);
	return ERR_OK;
}
