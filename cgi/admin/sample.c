#include "sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define PEOPLE_MAX 2000000000L
#define GROUPS_CHARS 10000

static const char *const names[] = {
    "population", "confidence", "margin", "share", "rate", "groups"};
#define N_NAMES (sizeof(names) / sizeof(names[0]))

/* --- what was typed --- */

const char *sample_typed(const struct sample *p, const char *name, const char *preset)
{
	const char *value = http_param(p->given, name);

	return value != NULL ? value : preset;
}

static void fault(struct sample *p, const char *name, const char *text)
{
	p->faults[p->n_faults++] = (struct html_fault_link){name, text};
}

static long read_number(struct sample *p, const char *name, const char *preset, long min,
    long max, const char *complaint)
{
	const char *clean;
	long number = 0;

	if (text_clean(p->arena, sample_typed(p, name, preset), 40, &clean) != ERR_OK ||
	    text_int(clean, min, max, &number) != ERR_OK)
		fault(p, name, complaint);
	return number;
}

/* "5", "2,5", "2.5": tenths of a percentage point. */
static int read_margin(struct sample *p)
{
	const char *s = sample_typed(p, "margin", "5");
	char *end;
	double margin;

	s = arena_strdup(p->arena, s);
	for (char *comma = strchr(s, ','); comma != NULL; comma = NULL)
		*comma = '.';
	margin = strtod(s, &end);
	if (end == s || *end != '\0' || !(margin >= 0.1 && margin <= 50)) {
		fault(
		    p, "margin", _("Give the margin of error from 0.1 to 50 per cent."));
		return 50;
	}
	return (int)(margin * 10 + 0.5);
}

/* A line is a name, a semicolon, a size. */
static bool read_group(struct sample *p, char *line)
{
	char *semicolon = strrchr(line, ';');
	const char *name, *size;
	long number;

	if (*line == '\0')
		return true;
	if (semicolon == NULL || p->n_groups == SAMPLE_GROUPS_MAX)
		return false;
	*semicolon = '\0';
	if (text_clean(p->arena, line, 200, &name) != ERR_OK || *name == '\0' ||
	    text_clean(p->arena, semicolon + 1, 40, &size) != ERR_OK ||
	    text_int(size, 0, PEOPLE_MAX, &number) != ERR_OK)
		return false;
	p->groups[p->n_groups++] = (struct db_quota){name, (uint32_t)number, 0};
	return true;
}

static bool read_groups(struct sample *p)
{
	const char *clean;
	char *rest, *text;
	bool good = text_clean(p->arena, sample_typed(p, "groups", ""), GROUPS_CHARS,
			&clean) == ERR_OK;

	if (good) {
		text = arena_strdup(p->arena, clean);
		for (char *line = strtok_r(text, "\n", &rest); good && line != NULL;
		     line = strtok_r(NULL, "\n", &rest))
			good = read_group(p, line);
	}
	if (!good)
		fault(p, "groups",
		    _("One group a line: its name, a semicolon, how many are in it. "
		      "At most 100 groups."));
	return good;
}

/* Quotas of another whole than the population would be wrong without a sound; if it is
   not given, the groups are the whole. */
static void check_sum(struct sample *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_groups; i++)
		sum += p->groups[i].size;
	if (sum > PEOPLE_MAX)
		fault(p, "groups",
		    arena_printf(p->arena, _("The groups make more than %ld together."),
			PEOPLE_MAX));
	else if (p->s.population == 0)
		p->s.population = (uint32_t)sum;
	else if (p->n_groups > 0 && sum != p->s.population)
		fault(p, "groups",
		    arena_printf(p->arena,
			_("The groups make %llu together, and in all there are %u."),
			(unsigned long long)sum, p->s.population));
}

static void read_rules(struct sample *p)
{
	const char *population = sample_typed(p, "population", "");

	p->s.confidence = (int)read_number(
	    p, "confidence", "95", 90, 99, _("Choose 90, 95 or 99 per cent."));
	if (p->s.confidence != 90 && p->s.confidence != 95 && p->s.confidence != 99)
		p->s.confidence = 95;
	p->s.margin = read_margin(p);
	p->s.share = (int)read_number(
	    p, "share", "50", 1, 99, _("Give a share from 1 to 99 per cent."));
	p->rate = (int)read_number(
	    p, "rate", "100", 1, 100, _("Give a share from 1 to 100 per cent."));
	if (*population != '\0')
		p->s.population = (uint32_t)read_number(p, "population", "", 1,
		    PEOPLE_MAX, _("Give a number of people, or leave the field empty."));
}

static void compute(struct sample *p)
{
	uint32_t sizes[SAMPLE_GROUPS_MAX], quotas[SAMPLE_GROUPS_MAX];

	p->sample = stat_sample_size(&p->s);
	for (size_t i = 0; i < p->n_groups; i++)
		sizes[i] = p->groups[i].size;
	stat_quotas(sizes, p->n_groups, p->sample, quotas);
	for (size_t i = 0; i < p->n_groups; i++)
		p->groups[i].wanted = quotas[i];
}

void sample_read(struct sample *p, struct arena *a, const struct http_params *given)
{
	*p = (struct sample){.arena = a, .given = given};
	read_rules(p);
	if (read_groups(p))
		check_sum(p);
	p->computed = p->n_faults == 0 && http_param(given, "confidence") != NULL;
	if (p->computed)
		compute(p);
}

/* --- what becomes of it --- */

uint64_t sample_to_ask(const struct sample *p, uint32_t answers)
{
	return ((uint64_t)answers * 100 + (uint64_t)p->rate - 1) / (uint64_t)p->rate;
}

struct db_sampling sample_plan(const struct sample *p)
{
	return (struct db_sampling){.population = p->s.population,
	    .sample = p->sample,
	    .confidence = p->s.confidence,
	    .margin = p->s.margin,
	    .share = p->s.share,
	    .rate = p->rate,
	    .quotas = p->groups,
	    .n_quotas = p->n_groups};
}

void sample_hidden(struct html *h, const struct sample *p)
{
	for (size_t i = 0; i < N_NAMES; i++)
		html_hidden(h, names[i], sample_typed(p, names[i], ""));
}

void sample_write_facts(struct html *h, struct arena *a, const struct db_sampling *s)
{
	if (s->population > 0)
		admin_fact(
		    h, _("General population"), arena_printf(a, "%u", s->population));
	admin_fact(h, _("Sample"), arena_printf(a, "%u", s->sample));
	admin_fact(h, _("Confidence and margin of error"),
	    arena_printf(
		a, "%d %%, ±%s %%", s->confidence, text_ratio(a, s->margin, 10, 1, ',')));
	admin_fact(h, _("Expected share"), arena_printf(a, "%d %%", s->share));
	admin_fact(
	    h, _("Of those invited are to answer"), arena_printf(a, "%d %%", s->rate));
}
