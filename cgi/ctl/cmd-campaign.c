#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ctl.h"
#include "db/agency.h"
#include "db/campaign.h"

#define WORKING_DAYS_MAX 1000

struct arguments {
	const char *questionnaire, *agency, *code, *opens, *closes, *working_days, *k,
	    *access;
	bool permanent;
};

static const struct option options[] = {{"agency", required_argument, NULL, 'a'},
    {"code", required_argument, NULL, 'c'}, {"opens", required_argument, NULL, 'o'},
    {"closes", required_argument, NULL, 'e'},
    {"working-days", required_argument, NULL, 'w'}, {"permanent", no_argument, NULL, 'p'},
    {"k", required_argument, NULL, 'k'}, {"access", required_argument, NULL, 'g'},
    {NULL, 0, NULL, 0}};

static bool read_arguments(int argc, char **argv, struct arguments *r)
{
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (o) {
		case 'a':
			r->agency = optarg;
			break;
		case 'c':
			r->code = optarg;
			break;
		case 'o':
			r->opens = optarg;
			break;
		case 'e':
			r->closes = optarg;
			break;
		case 'w':
			r->working_days = optarg;
			break;
		case 'p':
			r->permanent = true;
			break;
		case 'k':
			r->k = optarg;
			break;
		case 'g':
			r->access = optarg;
			break;
		default:
			return false;
		}
	}
	if (optind + 1 != argc)
		return false;
	r->questionnaire = argv[optind];
	return (r->closes != NULL) + (r->working_days != NULL) + r->permanent <= 1;
}

/* The questionnaire of that code; several agencies may have it. */
static enum ctl_exit find_questionnaire(
    struct ctl *ctl, const struct arguments *args, struct db_questionnaire *q_r)
{
	struct db_questionnaire *v;
	size_t n, found = 0;
	enum err e = db_questionnaire_list(ctl->db, ctl->arena, 0, &v, &n);

	if (e != ERR_OK)
		return ctl_err(e, args->questionnaire);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(v[i].code, args->questionnaire) != 0 ||
		    (args->agency != NULL && strcmp(v[i].agency_code, args->agency) != 0))
			continue;
		*q_r = v[i];
		found++;
	}
	if (found == 0)
		return ctl_fail(
		    _("%s: no such questionnaire is loaded"), args->questionnaire);
	if (found > 1)
		return ctl_fail(
		    _("%s: several agencies have it; say --agency"), args->questionnaire);
	return CTL_OK;
}

enum ctl_exit ctl_procedure(struct ctl *ctl, const char *agency, struct procedure **p_r)
{
	struct form_loader *l = ctl_loader(ctl);
	const struct form_fault *faults;
	struct db_agency g;
	size_t n;
	enum err e;

	if (l == NULL)
		return CTL_FAILED;
	e = db_agency_by_code(ctl->db, ctl->arena, agency, &g);
	if (e == ERR_OK)
		e = procedure_load(
		    l, ctl->arena, g.procedure_xml, g.procedure_len, p_r, &faults, &n);
	form_loader_free(&l);
	return e == ERR_OK ? CTL_OK : ctl_err(e, agency);
}

/* The n-th working day from the first one on (NE-21-3, NE-21-4; AMB-18). */
static enum ctl_exit nth_working_day(struct ctl *ctl, day_t first, long n, day_t *day_r)
{
	struct calendar *c;
	const char *fault = "";
	bool provisional = false;

	if (calendar_load(ctl->config.calendar_dir, &c, &fault) != ERR_OK)
		return ctl_fail(_("calendar: %s"), fault);
	*day_r = calendar_nth(c, first, (int)n, &provisional);
	calendar_free(&c);
	if (provisional)
		ctl_fail(_("warning: no calendar for that year; the last day is "
			   "provisional"));
	return CTL_OK;
}

static enum ctl_exit set_end(struct ctl *ctl, const struct arguments *args,
    const struct procedure *p, enum form_audience audience, struct db_campaign_new *c)
{
	long n = audience == FORM_INTERNAL ? p->internal_days : p->external_days;

	c->closes_on = DAY_NONE;
	c->permanent = args->permanent;
	if (args->closes != NULL && day_parse(args->closes, &c->closes_on) != ERR_OK)
		return ctl_misused(_("not a date: %s"), args->closes);
	if (args->working_days != NULL &&
	    text_int(args->working_days, 1, WORKING_DAYS_MAX, &n) != ERR_OK)
		return ctl_misused(_("not a number of days: %s"), args->working_days);
	if (args->closes != NULL || args->permanent)
		return CTL_OK;
	if (n == 0 && p->permanent) {
		c->permanent = true;
		return CTL_OK;
	}
	if (n == 0)
		return ctl_misused(_("the procedure sets no length: say --closes, "
				     "--working-days or --permanent"));
	return nth_working_day(ctl, c->opens_on, n, &c->closes_on);
}

static enum ctl_exit set_terms(struct ctl *ctl, const struct arguments *args,
    const struct procedure *p, enum form_audience audience, struct db_campaign_new *c)
{
	long k = ctl->config.k;
	enum ctl_exit status;

	c->opens_on = day_today(p->utc_offset);
	if (args->opens != NULL && day_parse(args->opens, &c->opens_on) != ERR_OK)
		return ctl_misused(_("not a date: %s"), args->opens);
	status = set_end(ctl, args, p, audience, c);
	if (status != CTL_OK)
		return status;
	if (c->closes_on != DAY_NONE && c->closes_on < c->opens_on)
		return ctl_misused(_("the last day is before the first"));
	if (args->k != NULL && text_int(args->k, ctl->config.k, 1000, &k) != ERR_OK)
		return ctl_misused(
		    _("k is at least %d, as the settings say"), ctl->config.k);
	c->k = (int)k;
	c->batch_min = db_campaign_trial_batch(&ctl->config);
	if (c->batch_min == 0)
		c->batch_min =
		    db_campaign_batch(&ctl->config, &(struct db_campaign){.k = (int)k});
	return CTL_OK;
}

static enum ctl_exit check_code(const char *code)
{
	/* /admin/campaign/new is a page. */
	if (!db_is_code(code) || strcmp(code, "new") == 0)
		return ctl_misused(
		    _("a code has a-z 0-9 -, at most %d: %s"), DB_CODE_MAX, code);
	return CTL_OK;
}

/* Who may answer. */
static enum ctl_exit set_access(const struct arguments *args, struct db_campaign_new *c)
{
	c->access = DB_ACCESS_OPEN;
	if (args->access == NULL || strcmp(args->access, "open") == 0)
		return CTL_OK;
	if (strcmp(args->access, "group") == 0)
		c->access = DB_ACCESS_GROUP;
	else if (strcmp(args->access, "ticket") == 0)
		c->access = DB_ACCESS_TICKET;
	else
		return ctl_misused(_("not a kind of access: %s"), args->access);
	return CTL_OK;
}

/* Nothing can be sealed before the key of the box is made. */
static void print_open(struct ctl *ctl, const struct db_campaign_new *c)
{
	if (c->permanent)
		printf(_("%s: open from %s, permanent\n"), c->code,
		    day_iso(ctl->arena, c->opens_on));
	else
		printf(_("%s: open from %s to %s\n"), c->code,
		    day_iso(ctl->arena, c->opens_on), day_iso(ctl->arena, c->closes_on));
	printf(_("Answers are taken after the next run of otklik-count.\n"));
}

enum ctl_exit ctl_campaign_open(struct ctl *ctl, int argc, char **argv)
{
	struct arguments args = {0};
	struct db_campaign_new c = {0};
	struct db_questionnaire q = {0};
	struct procedure *p = NULL;
	enum ctl_exit status;
	uint32_t id;
	enum err e;

	if (!read_arguments(argc, argv, &args))
		return ctl_misused(_("see otklikctl campaign open --help"));
	status = args.code == NULL ? CTL_OK : check_code(args.code);
	if (status == CTL_OK)
		status = find_questionnaire(ctl, &args, &q);
	if (status == CTL_OK)
		status = ctl_procedure(ctl, q.agency_code, &p);
	if (status == CTL_OK)
		status = set_terms(ctl, &args, p, q.audience, &c);
	if (status == CTL_OK)
		status = set_access(&args, &c);
	if (status == CTL_OK && args.code == NULL)
		args.code = procedure_campaign_code(ctl->arena, p, q.code);
	procedure_free(&p);
	if (status != CTL_OK)
		return status;
	c.code = args.code;
	c.version_id = q.version_id;
	e = db_campaign_open(ctl->db, &c, &id);
	if (e == ERR_INVALID)
		return ctl_fail(_("%s is opened daily: one-time links would tell whose "
				  "message it is"),
		    q.code);
	if (e != ERR_OK)
		return ctl_err(e, c.code);
	print_open(ctl, &c);
	if (c.access != DB_ACCESS_OPEN)
		printf(_("%s: make its links on the staff pages\n"), c.code);
	return CTL_OK;
}

enum ctl_exit ctl_campaign_close(struct ctl *ctl, int argc, char **argv)
{
	struct db_campaign c;
	enum err e;

	if (argc != 2)
		return ctl_misused(_("a campaign code is needed"));
	e = db_campaign_by_code(ctl->db, ctl->arena, argv[1], &c);
	if (e == ERR_OK)
		e = db_campaign_close(ctl->db, &c, time(NULL));
	if (e == ERR_CLOSED)
		return ctl_fail(_("%s: closed already"), argv[1]);
	return e == ERR_OK ? CTL_OK : ctl_err(e, argv[1]);
}

static const char *phase_name(const struct db_campaign *c)
{
	if (c->state == DB_CAMPAIGN_COUNTED)
		return _("counted");
	switch (db_campaign_phase(c, time(NULL))) {
	case DB_PHASE_EARLY:
		return _("not open yet");
	case DB_PHASE_OPEN:
		return _("open");
	case DB_PHASE_GRACE:
	case DB_PHASE_OVER:
		break;
	}
	return _("closed");
}

enum ctl_exit ctl_campaign_list(struct ctl *ctl, int argc, char **argv)
{
	struct db_campaign *v;
	size_t n;
	enum err e;

	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	e = db_campaign_list(ctl->db, ctl->arena, 0, &v, &n);
	if (e != ERR_OK)
		return ctl_err(e, argv[0]);
	for (size_t i = 0; i < n; i++)
		printf("%s\t%s\t%s/%s v%d\t%s..%s\n", v[i].code, phase_name(&v[i]),
		    v[i].agency_code, v[i].questionnaire, v[i].version,
		    day_iso(ctl->arena, v[i].opens_on),
		    v[i].permanent ? "" : day_iso(ctl->arena, v[i].closes_on));
	return CTL_OK;
}
