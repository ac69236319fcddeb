/*
 * The one INSERT of a ballot with nothing around it, for the programs that
 * otklik-survey is measured against.
 */
#ifndef OTKLIK_TESTS_BENCH_INSERT_H
#define OTKLIK_TESTS_BENCH_INSERT_H

#include <stddef.h>

struct insert;

/*
 * A connection with the statement prepared.  Ballots get a random key and
 * n_sealed bytes that are the same every time.  Any fault ends the process.
 */
struct insert *insert_new(const char *socket, const char *user, const char *database,
    unsigned campaign_id, unsigned key_id, size_t n_sealed);

/* One row, committed. */
void insert_run(struct insert *i);

#endif
