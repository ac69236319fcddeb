/*
 * fill: plausible answers for tests/bench/run, sealed and put into the box of a
 * campaign as otklik-survey would.
 *
 * usage: fill CONFIG CAMPAIGN FIRST COUNT THREADS SEED
 *
 * The answers are those of `otklikctl demo`: those of respondent i depend on i and
 * the seed alone.  Ends with status 1 if a ballot could not be stored.
 */
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../cgi/ctl/demo.h"
#include "base/log.h"
#include "base/text.h"
#include "box/seal.h"
#include "db/ballot.h"
#include "db/campaign.h"
#include "db/queue.h"
#include "form/load.h"

#define THREADS_MAX 64
#define ATTEMPTS 100
#define PAUSE_MS 200
#define TEXTS_MAX (256 * 1024)

struct job {
	struct config config;
	struct db_campaign campaign;
	struct demo_texts texts;
	struct demo_round round;
	struct db_queue *queue;
	uint32_t key_id;
	uint8_t public_key[BOX_PUBLIC_BYTES];
	day_t day;
	long first, count, threads;
};

struct worker {
	const struct job *job;
	long slot;
	pthread_t thread;
};

static _Noreturn void die(const char *what, enum err e)
{
	fprintf(stderr, "fill: %s: %s\n", what, err_name(e));
	exit(1);
}

static void must(enum err e, const char *what)
{
	if (e != ERR_OK)
		die(what, e);
}

/* Again and again while the database is busy; the key makes it one ballot. */
static enum err send(const struct job *job, struct db *db,
    const uint8_t key[BOX_BALLOT_KEY_BYTES], const struct buf *sealed)
{
	const struct timespec pause = {0, PAUSE_MS * 1000000L};
	enum err e = ERR_UNAVAILABLE;

	for (int i = 0; i < ATTEMPTS && e == ERR_UNAVAILABLE; i++) {
		if (i > 0)
			nanosleep(&pause, NULL);
		e = db_ballot_put(db, "fill", key, job->campaign.id, job->key_id,
		    sealed->data, sealed->len);
	}
	return e == ERR_DUPLICATE ? ERR_OK : e;
}

static void put(const struct job *job, struct db *db, struct arena *a, long i)
{
	struct box_ballot b = {.version = job->campaign.version_id,
	    .day = job->day,
	    .channel = "",
	    .language = ""};
	uint8_t key[BOX_BALLOT_KEY_BYTES];
	struct buf plain = {0}, sealed = {0};
	struct form_answers *ans;

	must(demo_answer(a, &job->round, (uint64_t)i, &ans), "answers");
	form_encode(ans, &plain);
	b.answers = plain.data;
	b.n_answers = plain.len;
	must(box_seal(job->public_key, &b, &sealed), "seal");
	randombytes_buf(key, sizeof(key));
	must(send(job, db, key, &sealed), "put");
	buf_free(&plain);
	buf_free(&sealed);
}

static void *work(void *ctx)
{
	const struct worker *w = ctx;
	const struct job *job = w->job;
	struct db *db = db_new(&job->config);
	struct arena *a = arena_new();

	db_use_queue(db, job->queue);
	for (long i = w->slot; i < job->count; i += job->threads) {
		put(job, db, a, job->first + i);
		arena_reset(a);
	}
	arena_free(&a);
	db_free(&db);
	return NULL;
}

static void run(const struct job *job)
{
	struct worker w[THREADS_MAX];

	for (long i = 0; i < job->threads; i++) {
		w[i] = (struct worker){.job = job, .slot = i};
		if (pthread_create(&w[i].thread, NULL, work, &w[i]) != 0)
			die("thread", ERR_INTERNAL);
	}
	for (long i = 0; i < job->threads; i++)
		pthread_join(w[i].thread, NULL);
}

static void read_texts(struct job *job, struct arena *a)
{
	const char *path = arena_printf(a, "%s/demo/texts.txt", job->config.forms_dir);
	char *text = arena_alloc(a, TEXTS_MAX);
	FILE *f = fopen(path, "re");
	const char *fault = path;

	if (f == NULL)
		die(path, ERR_IO);
	text[fread(text, 1, TEXTS_MAX - 1, f)] = '\0';
	fclose(f);
	must(demo_texts_read(a, text, &job->texts, &fault), fault);
}

static void load_campaign(struct job *job, struct arena *a, const char *code)
{
	struct db *db = db_new(&job->config);
	const struct form_fault *faults;
	struct form_loader *l;
	struct form *f;
	const char *xml;
	size_t len, n;

	must(db_campaign_by_code(db, a, code, &job->campaign), "campaign");
	job->day = day_today(job->campaign.utc_offset);
	must(db_campaign_key(db, &job->campaign, job->day, &job->key_id, job->public_key),
	    "key");
	must(form_loader_new(job->config.forms_dir, &l), "schemas");
	must(db_version_xml(db, a, job->campaign.version_id, &xml, &len), "form");
	must(form_load(l, a, xml, len, NULL, &f, &faults, &n), "form");
	form_loader_free(&l);
	job->round.form = f;
	job->round.texts = &job->texts;
	db_free(&db);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct job job = {.queue = db_queue_new()};
	const char *fault = "";
	long seed;

	log_init("fill");
	if (argc != 7 || text_int(argv[3], 0, 100000000, &job.first) != ERR_OK ||
	    text_int(argv[4], 1, 10000000, &job.count) != ERR_OK ||
	    text_int(argv[5], 1, THREADS_MAX, &job.threads) != ERR_OK ||
	    text_int(argv[6], 0, 1000000000, &seed) != ERR_OK)
		die("usage: fill CONFIG CAMPAIGN FIRST COUNT THREADS SEED", ERR_INVALID);
	must(config_load(a, argv[1], &job.config, &fault), fault);
	job.round.seed = (uint64_t)seed;
	read_texts(&job, a);
	load_campaign(&job, a, argv[2]);
	run(&job);
	db_queue_free(&job.queue);
	arena_free(&a);
	return 0;
}
