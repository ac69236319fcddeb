/*
 * insert-loop: the bare INSERT, without web server or form, for tests/bench/run.
 *
 * usage: insert-loop THREADS SECONDS DB-SOCKET DB-USER DATABASE CAMPAIGN KEY
 *            SEALED-BYTES
 *
 * Prints the rows committed a second.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "insert.h"

#define THREADS_MAX 256

struct worker {
	pthread_t thread;
	struct insert *insert;
	double end;
	long done;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *work(void *ctx)
{
	struct worker *w = ctx;

	for (; now() < w->end; w->done++)
		insert_run(w->insert);
	return NULL;
}

int main(int argc, char **argv)
{
	static struct worker w[THREADS_MAX];
	int n = argc == 9 ? atoi(argv[1]) : 0;
	double start;
	long done = 0;

	if (n < 1 || n > THREADS_MAX)
		return fputs("usage: see the source\n", stderr), 2;
	for (int i = 0; i < n; i++)
		w[i].insert =
		    insert_new(argv[3], argv[4], argv[5], (unsigned)atoi(argv[6]),
			(unsigned)atoi(argv[7]), (size_t)atoi(argv[8]));
	start = now();
	for (int i = 0; i < n; i++) {
		w[i].end = start + atof(argv[2]);
		if (pthread_create(&w[i].thread, NULL, work, &w[i]) != 0)
			return 1;
	}
	for (int i = 0; i < n; i++) {
		pthread_join(w[i].thread, NULL);
		done += w[i].done;
	}
	printf("%.1f\n", (double)done / (now() - start));
	return 0;
}
