#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "count.h"
#include "stat/tally.h"

#define PART 1000 /* ballots whose texts are in memory at one time */

struct batch {
	struct counter *c;
	const struct db_campaign *campaign;
	const struct periods *periods;
	const struct rule *rule;
	struct arena *a;
	struct opened *opened; /* those that count, and behind them */
	size_t n_opened;
	size_t n_held;               /* those that go into quarantine */
	uint8_t *counted, *rejected; /* keys of the ballots, in the order of keys */
	size_t n_counted, n_rejected;
};

static const struct box_key *find_key(const struct periods *p, uint32_t id)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].row.id == id)
			return &p->v[i].key;
	}
	return NULL;
}

/* A day of the campaign; web nodes' clocks may be a day off at its ends. */
static bool day_fits(const struct db_campaign *campaign, day_t day)
{
	return day != DAY_NONE && day >= campaign->opens_on - 1 &&
	       day <= day_today(campaign->utc_offset) + 1;
}

/* A language of the form, in its own words; NULL: there is only one. */
static const char *language_of(const struct form *f, const char *code)
{
	const struct form_language *l = form_language_find(f, code);

	if (f->n_languages < 2)
		return NULL;
	return l != NULL ? l->code : COUNT_OTHER;
}

/* What is stored of a response besides the answers; of internal ones nothing. */
static bool set_marks(
    const struct db_campaign *campaign, const struct box_ballot *b, struct opened *o)
{
	o->day = DAY_NONE;
	o->channel = o->language = NULL;
	if (campaign->audience == FORM_INTERNAL)
		return true;
	if (!day_fits(campaign, b->day))
		return false;
	o->day = b->day;
	if (b->channel[0] != '\0')
		o->channel = box_is_channel(b->channel) ? b->channel : COUNT_OTHER;
	o->language = language_of(o->form, b->language);
	return true;
}

/* ERR_FORGED: this ballot is no good; anything else stops the batch. */
static enum err open_one(struct batch *b, struct arena *scratch,
    const struct db_count_sealed *s, struct opened *o_r)
{
	const struct box_key *key = find_key(b->periods, s->key_id);
	struct box_ballot plain;
	struct opened o;
	enum err e;

	if (key == NULL)
		return ERR_INTERNAL;
	e = box_open(scratch, key->public_key, key->secret_key, s->p, s->n, &plain);
	if (e == ERR_OK)
		e = count_version(b->c, b->campaign, plain.version, &o.form);
	if (e == ERR_OK)
		e = form_decode(b->a, o.form, plain.answers, plain.n_answers, &o.answers);
	if (e != ERR_OK)
		return e;
	o.version_id = plain.version;
	o.trapped = plain.marks & BOX_MARK_TRAP;
	o.spam = 0;
	if (o.form->vector > DB_VECTOR_MAX || !set_marks(b->campaign, &plain, &o))
		return ERR_FORGED;
	if (o.channel != NULL)
		o.channel = arena_strdup(b->a, o.channel);
	*o_r = o;
	return ERR_OK;
}

static void add_key(uint8_t *list, size_t *n, const uint8_t key[BOX_BALLOT_KEY_BYTES])
{
	memcpy(list + *n * BOX_BALLOT_KEY_BYTES, key, BOX_BALLOT_KEY_BYTES);
	(*n)++;
}

static enum err open_sealed(
    struct batch *b, struct arena *scratch, const struct db_count_sealed *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum err e = open_one(b, scratch, &v[i], &b->opened[b->n_opened]);

		if (e == ERR_OK) {
			b->n_opened++;
			add_key(b->counted, &b->n_counted, v[i].key);
		} else if (e == ERR_FORGED) {
			add_key(b->rejected, &b->n_rejected, v[i].key);
		} else {
			return e;
		}
	}
	return ERR_OK;
}

static enum err open_part(struct batch *b, struct arena *scratch,
    const struct db_count_ballot *ballots, size_t n)
{
	struct db_count_sealed *sealed;
	size_t n_sealed;
	enum err e = db_count_sealed(b->c->db, scratch, ballots, n, &sealed, &n_sealed);

	if (e == ERR_OK && n_sealed != n)
		e = ERR_CONFLICT; /* another counter was faster */
	return e == ERR_OK ? open_sealed(b, scratch, sealed, n_sealed) : e;
}

/* Part by part: sealed and plain texts would fill more memory than the answers. */
static enum err open_all(struct batch *b, const struct db_count_ballot *ballots, size_t n)
{
	struct arena *scratch = arena_new();
	enum err e = ERR_OK;

	b->opened = ARENA_ARRAY(b->a, n, struct opened);
	b->counted = arena_array(b->a, n, BOX_BALLOT_KEY_BYTES);
	b->rejected = arena_array(b->a, n, BOX_BALLOT_KEY_BYTES);
	for (size_t i = 0; i < n && e == ERR_OK; i += PART) {
		e = open_part(b, scratch, ballots + i, n - i < PART ? n - i : PART);
		arena_reset(scratch);
	}
	arena_free(&scratch);
	return e;
}

/* ---- what is written */

static struct db_count_response *make_responses(
    struct batch *b, const struct opened *opened, size_t n)
{
	struct db_count_response *v = ARENA_ARRAY(b->a, n, struct db_count_response);

	for (size_t i = 0; i < n; i++) {
		const struct opened *o = &opened[i];
		uint8_t *vector = arena_alloc(b->a, o->form->vector);

		form_vector(o->answers, vector);
		v[i].marks = (struct db_count_marks){
		    o->version_id, o->day, o->channel, o->language};
		v[i].vector = vector;
		v[i].n_vector = o->form->vector;
	}
	if (b->campaign->audience == FORM_EXTERNAL)
		count_coarsen(b->a, v, n, b->rule->k);
	return v;
}

static size_t count_texts(const struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_opened; i++) {
		const struct opened *o = &b->opened[i];

		for (size_t j = 0; j < o->form->n_items; j++)
			n += o->answers->v[j].text != NULL;
	}
	return n;
}

/* Free texts; those of the agency's own staff belong to no response, but for the
   parts of a message. */
static struct db_count_remark *make_remarks(
    struct batch *b, const struct count_place *places, size_t *n_r)
{
	bool detached = b->campaign->audience == FORM_INTERNAL && !b->rule->daily;
	struct db_count_remark *v =
	    ARENA_ARRAY(b->a, count_texts(b), struct db_count_remark);
	size_t n = 0;

	for (size_t i = 0; i < b->n_opened; i++) {
		const struct opened *o = &b->opened[i];

		for (size_t j = 0; j < o->form->n_items; j++) {
			if (o->answers->v[j].text == NULL)
				continue;
			randombytes_buf(v[n].id, sizeof(v[n].id));
			v[n].version_id = o->version_id;
			v[n].item = (uint16_t)j;
			v[n].block = detached ? NULL : places[i].block;
			v[n].place = places[i].place;
			v[n].text = o->answers->v[j].text;
			n++;
		}
	}
	count_shuffle(v, n, sizeof(*v));
	*n_r = n;
	return v;
}

/* The responses of those that count, and their texts. */
static void make_blocks(struct batch *b, struct db_count_batch *out)
{
	const struct db_count_response *v = make_responses(b, b->opened, b->n_opened);
	struct count_place *places = ARENA_ARRAY(b->a, b->n_opened, struct count_place);

	out->blocks = count_blocks(b->a, v, b->n_opened,
	    b->campaign->audience == FORM_INTERNAL ? 1 : DB_BLOCK_MAX, places,
	    &out->n_blocks);
	out->remarks = make_remarks(b, places, &out->n_remarks);
}

/* Appends what the ballots of one version add to the tallies. */
static void tally_version(struct batch *b, uint32_t version, bool number_only,
    struct db_count_cell **v, size_t *n)
{
	struct stat_tally *t = NULL;
	const struct stat_cell *cells;
	struct db_count_cell *all;
	size_t n_cells;

	for (size_t i = 0; i < b->n_opened; i++) {
		const struct opened *o = &b->opened[i];

		if (o->version_id != version)
			continue;
		if (t == NULL)
			t = stat_tally_new(b->a, o->form);
		stat_tally_add(t, o->answers);
	}
	cells = stat_tally_cells(t, b->a, &n_cells);
	all = ARENA_ARRAY(b->a, *n + n_cells, struct db_count_cell);
	if (*n > 0)
		memcpy(all, *v, *n * sizeof(*all));
	for (size_t i = 0; i < n_cells; i++) {
		if (number_only && cells[i].item != STAT_WHOLE)
			continue;
		all[(*n)++] = (struct db_count_cell){
		    version, cells[i].item, cells[i].cell, cells[i].n};
	}
	*v = all;
}

/* The smallest version above `last`; 0 = none.  Tallies are added to in one
   fixed order, so that transactions do not lock each other out. */
static uint32_t next_version(const struct batch *b, uint32_t last)
{
	uint32_t next = 0;

	for (size_t i = 0; i < b->n_opened; i++) {
		uint32_t id = b->opened[i].version_id;

		if (id > last && (next == 0 || id < next))
			next = id;
	}
	return next;
}

static struct db_count_cell *make_cells(struct batch *b, bool number_only, size_t *n_r)
{
	struct db_count_cell *v = NULL;
	uint32_t version = 0;

	*n_r = 0;
	while ((version = next_version(b, version)) != 0)
		tally_version(b, version, number_only, &v, n_r);
	return v;
}

/* ---- quarantine */

/* What looks like spam to the back, each part still in its random order. */
static void set_held_apart(struct batch *b)
{
	struct opened *held = ARENA_ARRAY(b->a, b->n_opened, struct opened);
	size_t good = 0;

	for (size_t i = 0; i < b->n_opened; i++) {
		if (b->opened[i].spam != 0)
			held[b->n_held++] = b->opened[i];
		else
			b->opened[good++] = b->opened[i];
	}
	memcpy(b->opened + good, held, b->n_held * sizeof(*held));
	b->n_opened = good;
}

static unsigned rule_number(unsigned spam)
{
	unsigned i = 0;

	while (i + 1 < DB_SPAM_RULES && !(spam >> i & 1))
		i++;
	return i;
}

static void take_texts(struct arena *a, const struct opened *o, struct db_count_held *h)
{
	struct db_count_remark *v =
	    ARENA_ARRAY(a, o->form->n_items, struct db_count_remark);

	for (size_t j = 0; j < o->form->n_items; j++) {
		if (o->answers->v[j].text == NULL)
			continue;
		v[h->n_texts].item = (uint16_t)j;
		v[h->n_texts++].text = o->answers->v[j].text;
	}
	h->texts = v;
}

/* Of the agency's own staff, and of fewer than k in all, nothing but the number. */
static void make_held(struct batch *b, bool few, struct db_count_batch *out)
{
	const struct opened *opened = b->opened + b->n_opened;
	struct db_count_response *responses;
	struct db_count_held *v;

	for (size_t i = 0; i < b->n_held; i++)
		out->held_by_rule[rule_number(opened[i].spam)]++;
	if (few || b->campaign->audience == FORM_INTERNAL)
		return;
	responses = make_responses(b, opened, b->n_held);
	if (b->rule->trial == 0)
		count_coarsen_few(
		    responses, b->n_held, b->opened, b->n_opened + b->n_held, b->rule->k);
	v = ARENA_ARRAY(b->a, b->n_held, struct db_count_held);
	for (size_t i = 0; i < b->n_held; i++) {
		randombytes_buf(v[i].key, sizeof(v[i].key));
		v[i].response = responses[i];
		v[i].rule = rule_number(opened[i].spam);
		take_texts(b->a, &opened[i], &v[i]);
	}
	out->held = v;
	out->n_held = b->n_held;
}

static bool is_few(const struct batch *b, size_t n)
{
	return n < b->rule->k && b->rule->trial == 0 && !b->rule->daily;
}

/* Of the agency's own staff nothing that is put apart can be read and released: no rule
   that judges what they wrote, whoever opened the campaign. */
static unsigned rules_of(const struct db_campaign *campaign)
{
	return campaign->audience == FORM_INTERNAL ? campaign->spam_rules & DB_SPAM_TRAP
						   : campaign->spam_rules;
}

/* A batch in which too few count is put off, without a trace of who was in it. */
static enum err store(struct batch *b, bool final)
{
	size_t all = b->n_opened;
	struct db_count_batch out = {.campaign_id = b->campaign->id,
	    .counted = b->counted,
	    .n_counted = b->n_counted,
	    .rejected = b->rejected,
	    .n_rejected = b->n_rejected,
	    .final = final,
	    .opened_on = b->rule->due};
	struct late late = {b->c, b->campaign, b->rule->k, b->a};
	bool few;
	enum err e;

	count_shuffle(b->opened, b->n_opened, sizeof(*b->opened));
	count_spam(b->a, b->opened, b->n_opened, rules_of(b->campaign));
	set_held_apart(b);
	few = is_few(b, b->n_opened);
	if (few && !final) {
		/* Broken ballots or spam made it too small: choose again next time. */
		out.n_counted = 0;
	} else {
		out.cells = make_cells(b, few, &out.n_cells);
		make_held(b, is_few(b, all), &out);
	}
	if (!few)
		make_blocks(b, &out);
	if (count_is_late(b->campaign, b->rule)) {
		count_set_late(b->a, &out);
		out.ripen = count_ripen;
		out.ripen_ctx = &late;
	}
	e = db_count_store(b->c->db, &out);
	if (e == ERR_OK && out.n_rejected > 0)
		log_error("campaign %s: %zu ballots could not be opened%s",
		    b->campaign->code, out.n_rejected, final ? ", given up" : "");
	return e;
}

/* They were coarsened when they were opened; one alone stays as it is. */
enum err count_put(struct counter *c, const struct db_campaign *campaign,
    struct opened *v, size_t n, const struct db_count_released *released)
{
	static const struct rule alone = {.k = 1, .due = DAY_NONE};
	struct db_count_batch out = {.campaign_id = campaign->id,
	    .opened_on = DAY_NONE,
	    .released = released,
	    .n_released = n};
	struct batch b = {.c = c,
	    .campaign = campaign,
	    .rule = &alone,
	    .a = arena_new(),
	    .opened = v,
	    .n_opened = n};
	enum err e;

	count_shuffle(v, n, sizeof(*v));
	out.cells = make_cells(&b, false, &out.n_cells);
	make_blocks(&b, &out);
	e = db_count_store(c->db, &out);
	arena_free(&b.a);
	return e;
}

enum err count_batch(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, const struct db_count_ballot *ballots, size_t n,
    const struct rule *rule, bool final)
{
	struct batch b = {.c = c,
	    .campaign = campaign,
	    .periods = periods,
	    .rule = rule,
	    .a = arena_new()};
	enum err e = open_all(&b, ballots, n);

	if (e == ERR_OK)
		e = store(&b, final);
	arena_free(&b.a);
	return e;
}
