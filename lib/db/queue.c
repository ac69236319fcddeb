#include "db/queue.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "db/connection-private.h"

#define ROWS_MAX 32
#define BYTES_MAX (1u << 20) /* well below max_allowed_packet */
#define WIDTH_MAX 8

/* A row on its way; it lives on the stack of the thread that handed it in. */
struct entry {
	struct entry *next;
	const struct db_value *row;
	size_t width;
	sem_t turn; /* posted when the row is stored, or its thread is to store */
	bool leads;
	bool unsure;
	enum err e;
};

struct db_queue {
	pthread_mutex_t lock;
	struct entry *first, **last;
	bool busy; /* a thread stores what it has taken, or is about to */
};

struct db_queue *db_queue_new(void)
{
	struct db_queue *q = calloc(1, sizeof(*q));

	if (q == NULL || pthread_mutex_init(&q->lock, NULL) != 0)
		abort();
	q->last = &q->first;
	return q;
}

void db_queue_free(struct db_queue **q)
{
	if (*q == NULL)
		return;
	pthread_mutex_destroy(&(*q)->lock);
	free(*q);
	*q = NULL;
}

void db_use_queue(struct db *db, struct db_queue *q)
{
	db->queue = q;
}

bool db_has_queue(const struct db *db)
{
	return db->queue != NULL;
}

static size_t bytes_of(const struct entry *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->width; i++)
		if (e->row[i].type == DB_TEXT || e->row[i].type == DB_BLOB)
			n += e->row[i].v.bytes.n;
	return n;
}

/* Takes the rows that go together from the head of the queue. */
static struct entry *take(struct db_queue *q, size_t *n_r)
{
	struct entry *head = q->first, **end = &q->first;
	size_t n = 0, bytes = 0;

	while (*end != NULL && n < ROWS_MAX) {
		bytes += bytes_of(*end);
		if (n > 0 && bytes > BYTES_MAX)
			break;
		end = &(*end)->next;
		n++;
	}
	q->first = *end;
	*end = NULL;
	if (q->first == NULL)
		q->last = &q->first;
	*n_r = n;
	return head;
}

static enum err store(
    struct db *db, const struct db_sql *sql, const struct entry *list, size_t n)
{
	struct db_value rows[ROWS_MAX * WIDTH_MAX];
	size_t width = list->width, at = 0;

	if (n == 1)
		return db_run(db, sql, list->row, width, NULL);
	for (; list != NULL; list = list->next)
		for (size_t i = 0; i < width; i++)
			rows[at++] = list->row[i];
	return db_run_rows(db, sql, rows, n, width);
}

/* Whose row is now at the head of the queue stores next. */
static void hand_over(struct db_queue *q)
{
	struct entry *next;

	pthread_mutex_lock(&q->lock);
	next = q->first;
	q->busy = next != NULL;
	pthread_mutex_unlock(&q->lock);
	if (next != NULL) {
		next->leads = true;
		sem_post(&next->turn);
	}
}

/* Stores the head of the queue, where the row of this thread is. */
static void lead(
    struct db_queue *q, struct db *db, const struct db_sql *sql, const struct entry *own)
{
	struct entry *list, *next;
	bool unsure;
	enum err e;
	size_t n;

	pthread_mutex_lock(&q->lock);
	list = take(q, &n);
	pthread_mutex_unlock(&q->lock);
	e = store(db, sql, list, n);
	unsure = e == ERR_UNAVAILABLE && db_is_unsure(db);
	hand_over(q);
	for (; list != NULL; list = next) {
		next = list->next; /* it is gone as soon as its thread knows */
		list->e = e;
		list->unsure = unsure;
		if (list != own)
			sem_post(&list->turn);
	}
}

static void wait_for_turn(struct entry *e)
{
	while (sem_wait(&e->turn) != 0)
		if (errno != EINTR)
			abort();
}

enum err db_queue_run(struct db *db, const struct db_sql *sql, const struct db_value *row,
    size_t width, bool *unsure_r)
{
	struct db_queue *q = db->queue;
	struct entry e = {.row = row, .width = width};
	bool alone;

	if (width > WIDTH_MAX || db->in_transaction || sem_init(&e.turn, 0, 0) != 0)
		abort();
	pthread_mutex_lock(&q->lock);
	*q->last = &e;
	q->last = &e.next;
	alone = !q->busy;
	q->busy = true;
	pthread_mutex_unlock(&q->lock);
	if (!alone)
		wait_for_turn(&e);
	if (alone || e.leads)
		lead(q, db, sql, &e);
	sem_destroy(&e.turn);
	*unsure_r = e.unsure;
	return e.e;
}
