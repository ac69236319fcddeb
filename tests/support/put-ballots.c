/*
 * put-ballots: fills a ballot box for the tests, as otklik-survey would.
 *
 * usage: put-ballots CONFIG CAMPAIGN FIRST COUNT [KEY=VALUE]...
 *
 *   threads=N    connections (4)
 *   day=DATE     day of submission (today)
 *   channel=C    channel mark ("")
 *   version=N    form version to claim (the campaign's)
 *   fault=seal   the sealed text is damaged; =answers: the encoding inside
 *   again=1      send each ballot a second time
 *   trap=1       marked as if the field nobody sees had been filled in
 *   text=T       the text in every text item instead of "ballot-i"
 *
 * Ballot number i answers every item by i (see fill()) and carries the text
 * "ballot-i" in every text item.  Its key is made from i, so that a number
 * is one ballot however often it is sent.  Sends until the database says that
 * it is stored; prints "item INDEX TYPE VALUES" for each item, then
 * "stored COUNT duplicate COUNT".
 */
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"
#include "box/seal.h"
#include "db/ballot.h"
#include "db/campaign.h"
#include "form/answer.h"
#include "form/load.h"

#define THREADS_MAX 32
#define ATTEMPTS 2000
#define PAUSE_MS 20

struct job {
	struct config config;
	struct db_campaign campaign;
	const struct form *form;
	uint32_t key_id, version;
	uint8_t public_key[BOX_PUBLIC_BYTES];
	long first, count, threads;
	day_t day;
	const char *channel, *fault, *text;
	int again, trap;
};

struct worker {
	const struct job *job;
	long slot, stored, duplicate;
	pthread_t thread;
};

static _Noreturn void die(const char *what, enum err e)
{
	fprintf(stderr, "put-ballots: %s: %s\n", what, err_name(e));
	exit(1);
}

static const struct form_question *question_of(const struct form *f, size_t item)
{
	return &f->questions[f->items[item].question];
}

/* How many values of an item ballots go through, one after another. */
static unsigned values(const struct form *f, size_t item)
{
	const struct form_question *q = question_of(f, item);

	switch (q->type) {
	case FORM_SINGLE:
	case FORM_MATRIX:
	case FORM_REF:
		return (unsigned)q->n_options;
	case FORM_SCALE:
		return (unsigned)(q->max - q->min + 1);
	case FORM_CSI:
		return 10;
	default:
		return 0;
	}
}

/* Ballot i: value 1 + i mod values of every item; the other kinds are empty. */
static void fill(struct arena *a, struct form_answers *ans, long i, const char *given)
{
	const struct form *f = ans->form;
	const char *text = given != NULL ? given : arena_printf(a, "ballot-%ld", i);

	for (size_t j = 0; j < f->n_items; j++) {
		struct form_answer *v = &ans->v[j];
		unsigned n = values(f, j);

		if (question_of(f, j)->type == FORM_CSI) {
			v->rating = (uint8_t)(1 + i % 10);
			v->importance = (uint8_t)(1 + (i + 3) % 10);
		} else if (n > 0) {
			v->choice = (uint16_t)(1 + i % (long)n);
		} else if (question_of(f, j)->type == FORM_TEXT) {
			v->text = text;
		} else if (question_of(f, j)->type == FORM_MATRIX_TEXT && i % 2 == 0) {
			v->text = text;
		} else if (question_of(f, j)->type == FORM_MATRIX_TEXT) {
			v->choice = 1;
		}
	}
	/* Items another answer switches off would be refused when decoded. */
	form_drop_hidden(ans);
}

static void seal(const struct job *job, struct arena *a, long i, struct buf *out)
{
	struct form_answers *ans = form_answers_new(a, job->form);
	struct buf plain = {0};
	struct box_ballot b = {.version = job->version,
	    .day = job->day,
	    .channel = job->channel,
	    .language = "",
	    .marks = job->trap ? BOX_MARK_TRAP : 0};
	enum err e;

	fill(a, ans, i, job->text);
	form_encode(ans, &plain);
	if (strcmp(job->fault, "answers") == 0)
		plain.data[plain.len / 2] ^= 0xff;
	b.answers = plain.data;
	b.n_answers = plain.len;
	e = box_seal(job->public_key, &b, out);
	if (e != ERR_OK)
		die("seal", e);
	if (strcmp(job->fault, "seal") == 0)
		out->data[out->len / 2] ^= 1;
	buf_free(&plain);
}

static void ballot_key(const struct job *job, long i, uint8_t key[BOX_BALLOT_KEY_BYTES])
{
	struct box_token t = {.campaign = job->campaign.id};

	memcpy(t.nonce, &i, sizeof(i));
	box_ballot_key(&t, key);
}

/* As a browser's owner would: again and again until it is acknowledged. */
static enum err send(
    struct db *db, const struct worker *w, const uint8_t *key, const struct buf *sealed)
{
	const struct job *job = w->job;
	const struct timespec pause = {0, PAUSE_MS * 1000000L};
	char name[32];
	enum err e = ERR_UNAVAILABLE;

	snprintf(name, sizeof(name), "test-%ld", w->slot);
	for (int i = 0; i < ATTEMPTS && e == ERR_UNAVAILABLE; i++) {
		if (i > 0)
			nanosleep(&pause, NULL);
		e = db_ballot_put(db, name, key, job->campaign.id, job->key_id,
		    sealed->data, sealed->len);
	}
	return e;
}

static void *work(void *ctx)
{
	struct worker *w = ctx;
	const struct job *job = w->job;
	struct db *db = db_new(&job->config);
	struct arena *a = arena_new();

	for (long i = w->slot; i < job->count; i += job->threads) {
		uint8_t key[BOX_BALLOT_KEY_BYTES];
		struct buf sealed = {0};

		seal(job, a, job->first + i, &sealed);
		ballot_key(job, job->first + i, key);
		for (int n = 0; n <= job->again; n++) {
			enum err e = send(db, w, key, &sealed);

			if (e != ERR_OK && e != ERR_DUPLICATE)
				die("put", e);
			w->stored += e == ERR_OK;
			w->duplicate += e == ERR_DUPLICATE;
		}
		buf_free(&sealed);
		arena_reset(a);
	}
	arena_free(&a);
	db_free(&db);
	return NULL;
}

static void option(struct job *job, const char *s)
{
	const char *value = strchr(s, '=');
	long n = 0;

	if (value == NULL)
		die(s, ERR_INVALID);
	value++;
	if (text_starts(s, "channel=")) {
		job->channel = value;
	} else if (text_starts(s, "text=")) {
		job->text = value;
	} else if (text_starts(s, "fault=")) {
		job->fault = value;
	} else if (text_starts(s, "day=")) {
		if (day_parse(value, &job->day) != ERR_OK)
			die(s, ERR_INVALID);
	} else if (text_int(value, 0, 1000000, &n) != ERR_OK) {
		die(s, ERR_INVALID);
	} else if (text_starts(s, "threads=") && n > 0 && n <= THREADS_MAX) {
		job->threads = n;
	} else if (text_starts(s, "version=")) {
		job->version = (uint32_t)n;
	} else if (text_starts(s, "trap=")) {
		job->trap = (int)n;
	} else if (text_starts(s, "again=")) {
		job->again = (int)n;
	} else {
		die(s, ERR_INVALID);
	}
}

static struct form *load_form(const struct job *job, struct db *db, struct arena *a)
{
	const struct form_fault *faults;
	struct form_loader *l;
	struct form *f;
	const char *xml;
	size_t len, n;
	enum err e = form_loader_new(job->config.forms_dir, &l);

	if (e == ERR_OK)
		e = db_version_xml(db, a, job->campaign.version_id, &xml, &len);
	if (e == ERR_OK)
		e = form_load(l, a, xml, len, NULL, &f, &faults, &n);
	if (e != ERR_OK)
		die("form", e);
	form_loader_free(&l);
	return f;
}

static void run(const struct job *job)
{
	struct worker w[THREADS_MAX] = {{0}};
	long stored = 0, duplicate = 0;

	for (long i = 0; i < job->threads; i++) {
		w[i] = (struct worker){.job = job, .slot = i};
		if (pthread_create(&w[i].thread, NULL, work, &w[i]) != 0)
			die("thread", ERR_INTERNAL);
	}
	for (long i = 0; i < job->threads; i++) {
		pthread_join(w[i].thread, NULL);
		stored += w[i].stored;
		duplicate += w[i].duplicate;
	}
	for (size_t j = 0; j < job->form->n_items; j++)
		printf("item %zu %d %u\n", j, (int)question_of(job->form, j)->type,
		    values(job->form, j));
	printf("stored %ld duplicate %ld\n", stored, duplicate);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct job job = {.threads = 4, .channel = "", .fault = ""};
	const char *fault = "";
	struct form *form;
	struct db *db;
	enum err e;

	log_init("put-ballots");
	if (argc < 5 || text_int(argv[3], 0, 100000000, &job.first) != ERR_OK ||
	    text_int(argv[4], 1, 10000000, &job.count) != ERR_OK)
		die("usage: put-ballots CONFIG CAMPAIGN FIRST COUNT [KEY=VALUE]...",
		    ERR_INVALID);
	if (config_load(a, argv[1], &job.config, &fault) != ERR_OK)
		die(fault, ERR_CONFIG);
	db = db_new(&job.config);
	e = db_campaign_by_code(db, a, argv[2], &job.campaign);
	if (e != ERR_OK)
		die("campaign", e);
	job.day = job.campaign.audience == FORM_INTERNAL
		      ? DAY_NONE
		      : day_today(job.campaign.utc_offset);
	job.version = job.campaign.version_id;
	for (int i = 5; i < argc; i++)
		option(&job, argv[i]);
	e = db_campaign_key(db, &job.campaign,
	    job.day == DAY_NONE ? day_today(job.campaign.utc_offset) : job.day,
	    &job.key_id, job.public_key);
	if (e != ERR_OK)
		die("key", e);
	form = load_form(&job, db, a);
	job.form = form;
	run(&job);
	form_free(&form);
	db_free(&db);
	arena_free(&a);
	return 0;
}
