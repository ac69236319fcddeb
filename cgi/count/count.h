/*
 * otklik-count: the only program that can open the ballot box.  One pass goes
 * over every campaign: keys (keys.c), which ballots are due (plan.c), opening
 * them (open.c, batch.c, coarsen.c, blocks.c), ending count periods (finish.c); then it
 * drops old counted ballots (purge.c).
 */
#ifndef OTKLIK_COUNT_COUNT_H
#define OTKLIK_COUNT_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/err.h"
#include "box/key.h"
#include "db/campaign.h"
#include "db/count.h"
#include "form/answer.h"
#include "form/load.h"

/*
 * Seconds after the last moment at which a form may be sent, for the clocks of
 * web nodes and for requests under way, before a period ends for good.
 */
#define COUNT_MARGIN 300

#define COUNT_BATCH 10000             /* ballots of one transaction */
#define COUNT_BATCH_BYTES (32u << 20) /* sealed bytes of one transaction, about */
#define COUNT_OTHER "other"           /* channel, language: «прочее» */

struct counter {
	const struct config *config;
	const char *key_dir;
	struct db *db;
	struct form_loader *loader;
	struct arena *arena;      /* of one pass */
	struct version *versions; /* forms loaded so far (versions.c) */
	uint32_t *lost;           /* keys whose loss was told */
	size_t n_lost;
	bool spent; /* private files may wait for their destruction */
};

/* A count period of a campaign that can be opened. */
struct period {
	struct db_count_key row;
	struct box_key key;
	bool past; /* month that is over, form life and margin included */
};

struct periods {
	struct period *v;
	size_t n;
};

/* ---- pass.c */

/* Everything that is due now.  The first error that ends a pass is returned. */
ERR_CHECK enum err count_pass(struct counter *c);
/* Releases what the counter holds. */
void count_free(struct counter *c);

/* ---- lock.c */

/* Blocks SIGTERM and SIGINT: from now on they are asked for, not suffered. */
void count_signals_block(void);
/* Waits so long; true as soon as the program is to stop. */
bool count_stopped(unsigned ms);
/*
 * Takes the lock of the key directory, made (0700) if need be; waits for
 * another counter.  ERR_CLOSED: told to stop.
 */
ERR_CHECK enum err count_lock(const char *dir, int *fd_r);
void count_unlock(int fd);

/* ---- spam.c */

/* One opened ballot; nothing here says which sealed one it was. */
struct opened {
	const struct form *form;
	struct form_answers *answers;
	uint32_t version_id;
	day_t day;
	const char *channel, *language;
	bool trapped;  /* BOX_MARK_TRAP */
	unsigned spam; /* db_spam: the first rule it falls under; 0 = none */
};

/* Judges ballots opened together by their content alone: fills in spam. */
void count_spam(struct arena *a, struct opened *v, size_t n, unsigned rules);

/* ---- keys.c */

/* Makes the keys the campaign needs and reads those it has; wipe after use. */
ERR_CHECK enum err count_periods(struct counter *c, const struct db_campaign *campaign,
    int64_t now, struct periods *p_r);
void count_periods_wipe(struct periods *p);
/* Destroys private files of spent keys. */
ERR_CHECK enum err count_destroy_spent(struct counter *c);

/* ---- plan.c */

/* The rules in force: the campaign's own, but never below our configuration. */
struct rule {
	size_t k, batch;
	size_t trial; /* trying out: everything is opened when so many wait; 0 = no */
	bool daily;   /* messages: opened once a day, whatever waits, kept together */
	day_t due;    /* daily, not opened yet on this day; else DAY_NONE */
};
struct rule count_rule(
    const struct config *config, const struct db_campaign *campaign, day_t today);

/* What waits: of past months of a permanent campaign, and the rest. */
struct waiting {
	size_t past, current;
};

/*
 * What to open: all of the past months, and of the rest (together with past
 * months that are not opened) so many chosen at random.  Of a box opened daily:
 * everything or nothing.
 */
struct plan {
	bool past;
	size_t current;
};
struct plan count_plan(const struct db_campaign *campaign, const struct rule *r,
    const struct waiting *w, bool over);

/*
 * Into how many batches of about equal size (a transaction each) to divide them:
 * by number and by bytes, which may be exceeded, but none below k.
 */
size_t count_batches(const struct db_count_ballot *v, size_t n, size_t k);

/* ---- open.c */

/* Opens what is due of one campaign. */
ERR_CHECK enum err count_open(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, bool over);

/* ---- batch.c */

/* Opens these ballots in one transaction; final: nothing is left for later. */
ERR_CHECK enum err count_batch(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, const struct db_count_ballot *ballots, size_t n,
    const struct rule *rule, bool final);

/* Counts opened ballots that were in quarantine, beside what takes them from there. */
ERR_CHECK enum err count_put(struct counter *c, const struct db_campaign *campaign,
    struct opened *v, size_t n, const struct db_count_released *released);

/* ---- late.c */

/*
 * Of a permanent internal campaign each month is opened apart, and tables of two months
 * can be subtracted from each other: what is new of an item is added to its table only
 * once at least k have answered and not all alike.
 */
bool count_is_late(const struct db_campaign *campaign, const struct rule *rule);
/* Moves the cells of items from the batch's cells to its late ones. */
void count_set_late(struct arena *a, struct db_count_batch *out);

/* Whose cells count_ripen() judges. */
struct late {
	struct counter *c;
	const struct db_campaign *campaign;
	size_t k;
	struct arena *a;
};
/* A db_count_ripen(); ctx: struct late. */
enum err count_ripen(void *ctx, const struct db_count_cell *v, size_t n, bool *ripe);

/* ---- release.c */

/* Counts what staff have released from quarantine since. */
ERR_CHECK enum err count_release(
    struct counter *c, const struct db_campaign *campaigns, size_t n);

/* ---- versions.c */

/* The form of a version, if it belongs to the campaign's questionnaire. */
ERR_CHECK enum err count_version(struct counter *c, const struct db_campaign *campaign,
    uint32_t version_id, const struct form **f_r);
void count_versions_free(struct counter *c);

/* ---- coarsen.c */

/*
 * A day or a channel that fewer than k of the responses share becomes its month (no day
 * at all if that is not enough), or «прочее»; and the next smallest ones too, until none
 * of these is shared by fewer than k.  The same of a language, among those of its
 * version, day and channel: few who speak it may be known by sight.
 */
void count_coarsen(struct arena *a, struct db_count_response *v, size_t n, size_t k);
/*
 * Fewer than k of a batch that are shown apart from it, coarsened already: their month
 * is kept only if k of the whole batch share it.
 */
void count_coarsen_few(struct db_count_response *v, size_t n, const struct opened *batch,
    size_t n_batch, size_t k);

/* ---- blocks.c */

/* As strcmp(); NULL before any text. */
int count_compare(const char *x, const char *y);

/* Where a response went. */
struct count_place {
	const uint8_t *block; /* its id, borrowed from the blocks */
	uint16_t place;
};

/*
 * Puts responses of the same marks together, at most `most` in a block (1 …
 * DB_BLOCK_MAX), sorted by their vectors: whatever order they came in, the blocks are the
 * same but for their random ids.  One each for internal campaigns: which of them were
 * opened together, the messages of a day or the answers of a month, shall not stand in
 * the table. *n_r blocks; places[i] is that of v[i].  All in the arena.
 */
struct db_count_block *count_blocks(struct arena *a, const struct db_count_response *v,
    size_t n, size_t most, struct count_place *places, size_t *n_r);

/* ---- shuffle.c */

/* Fisher-Yates with randombytes_uniform(). */
void count_shuffle(void *v, size_t n, size_t size);

#define COUNT_RUN 64

/*
 * Puts ballots whose keys follow one another side by side, in runs of COUNT_RUN,
 * and shuffles the runs.  Neighbours by key share pages of the table: a batch cut
 * from this order touches a tenth of those that one cut from a full shuffle does,
 * which decides once the box is larger than the database's memory.  Keys are
 * hashes: they tell nothing of who sent what, or when.
 */
void count_gather(struct db_count_ballot *v, size_t n);

/* ---- finish.c */

/* Ends periods and the campaign itself when their time is over and their box
   is empty. */
ERR_CHECK enum err count_finish(struct counter *c, const struct db_campaign *campaign,
    const struct periods *periods, bool over);

/* ---- purge.c */

/* Drops ballots counted more than 48 hours ago. */
ERR_CHECK enum err count_purge(struct counter *c);

#endif
