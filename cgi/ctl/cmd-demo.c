#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ctl.h"
#include "db/agency.h"
#include "db/demo.h"
#include "demo.h"

#define TEXTS_MAX (256 * 1024) /* bytes of the file */
#define START_AFTER 30         /* days from the start of the quarter */
#define LASTS 13               /* days, where the procedure sets no length */
#define OPEN_FOR 365           /* days, until it is filled */

struct arguments {
	const char *agency;
	long rounds, answers, seed;
};

struct load {
	struct ctl *ctl;
	struct arguments args;
	struct demo_texts texts;
	struct form_loader *loader;
	unsigned campaigns, answers; /* filled now */
};

/* A quarter of a questionnaire. */
struct quarter {
	int round, year, quarter; /* 0 … 3 */
	day_t opens_on, closes_on;
};

static const struct option options[] = {{"agency", required_argument, NULL, 'a'},
    {"rounds", required_argument, NULL, 'r'}, {"answers", required_argument, NULL, 'n'},
    {"seed", required_argument, NULL, 's'}, {NULL, 0, NULL, 0}};

static bool read_arguments(int argc, char **argv, struct arguments *r)
{
	int o;

	*r = (struct arguments){.rounds = 4, .answers = 160, .seed = 1};
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		enum err e = ERR_OK;

		if (o == 'a')
			r->agency = optarg;
		else if (o == 'r')
			e = text_int(optarg, 1, 12, &r->rounds);
		else if (o == 'n')
			e = text_int(optarg, 30, 100000, &r->answers);
		else if (o == 's')
			e = text_int(optarg, 0, 1000000000, &r->seed);
		else
			return false;
		if (e != ERR_OK)
			return false;
	}
	return optind == argc;
}

/* The round's quarter; the last one is the quarter before today's. */
static struct quarter quarter_of(
    const struct arguments *args, const struct procedure *p, bool internal, int round)
{
	int days = internal ? p->internal_days : p->external_days;
	struct quarter q = {.round = round};
	int year, month, mday, n;

	day_to_date(day_today(p->utc_offset), &year, &month, &mday);
	n = year * 4 + (month - 1) / 3 - (int)args->rounds + round;
	q.year = n / 4;
	q.quarter = n % 4;
	q.opens_on = day_from_date(q.year, q.quarter * 3 + 1, 1) + START_AFTER;
	q.opens_on -= (q.opens_on + 3) % 7; /* a Monday */
	q.closes_on = q.opens_on + (days > 0 ? days * 7 / 5 - 1 : LASTS);
	return q;
}

static const char *code_of(struct load *l, const struct procedure *p,
    const char *questionnaire, const struct quarter *q)
{
	return arena_printf(l->ctl->arena, "demo-%s-%d-%d",
	    procedure_campaign_code(l->ctl->arena, p, questionnaire), q->year,
	    q->quarter + 1);
}

/* ---- opening */

static enum ctl_exit open_round(struct load *l, const struct procedure *p,
    const struct db_questionnaire *q, const struct quarter *when)
{
	struct config config = l->ctl->config;
	struct db_campaign_new c = {.version_id = q->version_id,
	    .opens_on = when->opens_on,
	    .closes_on = day_today(p->utc_offset) + OPEN_FOR,
	    .k = config.k,
	    .access = DB_ACCESS_GROUP,
	    .demo = true};
	uint32_t id;
	enum err e;

	c.code = code_of(l, p, q->code, when);
	c.title = arena_printf(l->ctl->arena, "%s %s %d. %s", l->texts.title.v[0],
	    l->texts.quarters.v[when->quarter], when->year, q->title);
	/* The rule itself, also where the settings are for trying out. */
	config.batch_min = 0;
	c.batch_min = db_campaign_batch(&config, &(struct db_campaign){.k = c.k});
	e = db_campaign_open(l->ctl->db, &c, &id);
	return e == ERR_OK || e == ERR_DUPLICATE ? CTL_OK : ctl_err(e, c.code);
}

/* ---- filling */

static enum err seal(struct load *l, const struct db_campaign *c,
    const uint8_t public_key[BOX_PUBLIC_BYTES], const struct demo_round *r, uint64_t i,
    const struct procedure *p, day_t closes_on, struct db_demo_ballot *b_r)
{
	struct arena *a = arena_new();
	struct form_answers *ans;
	struct box_token token = {.campaign = c->id};
	struct box_ballot b = {.version = c->version_id, .day = DAY_NONE, .language = ""};
	struct buf plain = {0}, sealed = {0};
	enum err e = demo_answer(a, r, i, &ans);

	if (e == ERR_OK) {
		form_encode(ans, &plain);
		b.answers = plain.data;
		b.n_answers = plain.len;
		b.channel = demo_channel(r, i, p);
		if (c->audience == FORM_EXTERNAL && ans->form->n_languages > 1)
			b.language = ans->form->languages[0].code;
		if (c->audience == FORM_EXTERNAL)
			b.day = demo_day(r, i, c->opens_on, closes_on);
		e = box_seal(public_key, &b, &sealed);
	}
	if (e == ERR_OK) {
		randombytes_buf(token.nonce, sizeof(token.nonce));
		box_ballot_key(&token, b_r->key);
		b_r->sealed = arena_memdup(l->ctl->arena, sealed.data, sealed.len);
		b_r->n_sealed = sealed.len;
	}
	buf_free(&plain);
	buf_free(&sealed);
	arena_free(&a);
	return e;
}

static size_t answers_of(
    const struct load *l, const struct db_campaign *c, const struct demo_round *r)
{
	struct demo_random x = demo_random_of(r->seed, c->code, 0);
	double n = (double)l->args.answers * (0.8 + 0.5 * demo_even(&x));

	return (size_t)(c->audience == FORM_INTERNAL ? n / 3 : n);
}

static enum err fill(struct load *l, const struct db_campaign *c,
    const struct procedure *p, const struct form *f, const struct quarter *when)
{
	struct demo_round r = {.form = f,
	    .texts = &l->texts,
	    .seed = demo_random_of((uint64_t)l->args.seed, c->agency_code, 0).state,
	    .round = when->round};
	size_t n = answers_of(l, c, &r);
	struct db_demo_ballot *v = ARENA_ARRAY(l->ctl->arena, n, struct db_demo_ballot);
	uint8_t public_key[BOX_PUBLIC_BYTES];
	uint32_t key_id;
	enum err e =
	    db_campaign_key(l->ctl->db, c, day_today(c->utc_offset), &key_id, public_key);

	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = seal(l, c, public_key, &r, i, p, when->closes_on, &v[i]);
	if (e == ERR_OK)
		e = db_demo_fill(l->ctl->db, c, key_id, v, n, when->closes_on);
	if (e == ERR_OK) {
		printf(_("%s: %zu answers\n"), c->code, n);
		l->campaigns++;
		l->answers += (unsigned)n;
	}
	return e;
}

static enum ctl_exit fill_round(struct load *l, const struct procedure *p,
    const struct db_questionnaire *q, const struct form *f, const struct quarter *when)
{
	const char *code = code_of(l, p, q->code, when);
	struct db_campaign c;
	enum err e = db_campaign_by_code(l->ctl->db, l->ctl->arena, code, &c);

	/* A campaign of somebody else that has the code is none of ours either. */
	if (e == ERR_OK && db_demo_is_empty(&c) && c.version_id == q->version_id)
		e = fill(l, &c, p, f, when);
	return e == ERR_OK ? CTL_OK : ctl_err(e, code);
}

/* ---- every questionnaire */

static enum err load_form(
    struct load *l, const struct db_questionnaire *q, struct form **f_r)
{
	const struct form_fault *faults;
	const char *xml;
	size_t len, n;
	enum err e = db_version_xml(l->ctl->db, l->ctl->arena, q->version_id, &xml, &len);

	return e == ERR_OK
		   ? form_load(l->loader, l->ctl->arena, xml, len, NULL, f_r, &faults, &n)
		   : e;
}

/* Messages to the agency have no rounds. */
static enum ctl_exit one_questionnaire(
    struct load *l, const struct procedure *p, const struct db_questionnaire *q, bool now)
{
	bool internal = q->audience == FORM_INTERNAL;
	enum ctl_exit status = CTL_OK;
	struct form *f;
	enum err e = load_form(l, q, &f);

	if (e != ERR_OK)
		return ctl_err(e, q->code);
	for (int i = 0; i < l->args.rounds && status == CTL_OK && !f->daily; i++) {
		struct quarter when = quarter_of(&l->args, p, internal, i);

		status = now ? fill_round(l, p, q, f, &when) : open_round(l, p, q, &when);
	}
	form_free(&f);
	return status;
}

/* Opens the campaigns, or (now) fills them. */
static enum ctl_exit every_questionnaire(struct load *l, bool now)
{
	struct db_questionnaire *v;
	enum ctl_exit status = CTL_OK;
	size_t n, found = 0;
	enum err e = db_questionnaire_list(l->ctl->db, l->ctl->arena, 0, &v, &n);

	if (e != ERR_OK)
		return ctl_err(e, "demo load");
	for (size_t i = 0; i < n && status == CTL_OK; i++) {
		struct procedure *p = NULL;

		if (l->args.agency && strcmp(v[i].agency_code, l->args.agency) != 0)
			continue;
		found++;
		status = ctl_procedure(l->ctl, v[i].agency_code, &p);
		if (status == CTL_OK)
			status = one_questionnaire(l, p, &v[i], now);
		procedure_free(&p);
	}
	if (status == CTL_OK && found == 0)
		return ctl_fail(_("no procedure is loaded"));
	return status;
}

static enum ctl_exit read_texts(struct load *l)
{
	const char *fault, *path = arena_printf(l->ctl->arena, "%s/demo/texts.txt",
			       l->ctl->config.forms_dir);
	size_t len;
	char *text = ctl_read_file(l->ctl, path, TEXTS_MAX, &len);

	if (text == NULL)
		return CTL_FAILED;
	if (demo_texts_read(l->ctl->arena, text, &l->texts, &fault) != ERR_OK)
		return ctl_fail(_("%s: unknown, repeated or empty: [%s]"), path, fault);
	return CTL_OK;
}

/*
 * The days lie in the past, the box does not: it is open while it is filled, and
 * its last day is set to the round's in the same transaction, so that the next
 * pass of the count is the final one by its own rules.
 */
enum ctl_exit ctl_demo_load(struct ctl *ctl, int argc, char **argv)
{
	struct load l = {.ctl = ctl};
	enum ctl_exit status;

	if (!read_arguments(argc, argv, &l.args))
		return ctl_misused(_("see otklikctl demo load --help"));
	if (sodium_init() < 0)
		return ctl_err(ERR_INTERNAL, argv[0]);
	status = read_texts(&l);
	if (status != CTL_OK)
		return status;
	l.loader = ctl_loader(ctl);
	if (l.loader == NULL)
		return CTL_FAILED;
	status = every_questionnaire(&l, false);
	if (status == CTL_OK)
		status = ctl_count_once(ctl); /* makes the keys */
	if (status == CTL_OK)
		status = every_questionnaire(&l, true);
	if (status == CTL_OK && l.campaigns > 0)
		status = ctl_count_once(ctl);
	form_loader_free(&l.loader);
	if (status == CTL_OK)
		printf(_("demonstration: %u campaigns filled with %u answers\n"),
		    l.campaigns, l.answers);
	return status;
}

enum ctl_exit ctl_demo_remove(struct ctl *ctl, int argc, char **argv)
{
	struct db_demo_removed r;
	uint64_t unfilled;
	enum err e;

	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	e = db_demo_abandon(ctl->db, &unfilled);
	if (e != ERR_OK)
		return ctl_err(e, argv[0]);
	if (unfilled > 0 && ctl_count_once(ctl) != CTL_OK)
		return CTL_FAILED; /* their keys would stay for ever */
	e = db_demo_remove(ctl->db, &r);
	if (e != ERR_OK)
		return ctl_err(e, argv[0]);
	printf(_("removed: %llu demonstration campaigns, %llu answers, %llu texts, "
		 "%llu pains\n"),
	    (unsigned long long)r.campaigns, (unsigned long long)r.responses,
	    (unsigned long long)r.texts, (unsigned long long)r.pains);
	return CTL_OK;
}
