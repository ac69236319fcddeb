/*
 * Tallies: for every item of a form version the number of responses in each
 * cell.  Written by the count, read by every table of results.
 *
 * Cells of an item:
 *   single, matrix, ref, scale   the value as in the vector: option index + 1,
 *                                mark - min + 1
 *   multi                        0 = answered at all; option index + 1
 *   csi                          rating 1…10; 100 + importance 1…10
 *   text                         0 = a text was given
 *   matrix-text                  0 = a text was given; 1 = the exclusive check
 * and item STAT_WHOLE, cell 0: the responses of the questionnaire.
 */
#ifndef OTKLIK_STAT_TALLY_H
#define OTKLIK_STAT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "form/answer.h"

#define STAT_WHOLE 65535
#define STAT_CELL_IMPORTANCE 100

struct stat_cell {
	uint16_t item, cell;
	uint32_t n;
};

struct stat_tally;

struct stat_tally *stat_tally_new(struct arena *a, const struct form *f);
/* Adds one response (texts count through ans->v[].text). */
void stat_tally_add(struct stat_tally *t, const struct form_answers *ans);
/* The same of its vector (form/answer.h), which holds no texts.  ERR_FORGED: it holds a
   value the form does not offer; the response is counted in part. */
ERR_CHECK enum err stat_tally_add_vector(struct stat_tally *t, const uint8_t *vector);
/* Adds n to a cell read from the database; unknown cells are ignored. */
void stat_tally_put(struct stat_tally *t, uint16_t item, uint16_t cell, uint32_t n);
uint32_t stat_tally_get(const struct stat_tally *t, uint16_t item, uint16_t cell);
/* A new tally of those in whole but not in part, which is of some of them. */
struct stat_tally *stat_tally_less(
    struct arena *a, const struct stat_tally *whole, const struct stat_tally *part);
/* Every cell that is not 0, ordered by item and cell. */
const struct stat_cell *stat_tally_cells(
    const struct stat_tally *t, struct arena *a, size_t *n_r);

#endif
