/* A small questionnaire made by hand and the shortest ways to answer it. */
#ifndef OTKLIK_TESTS_UNIT_STAT_SAMPLE_H
#define OTKLIK_TESTS_UNIT_STAT_SAMPLE_H

#include "base/arena.h"
#include "form/answer.h"
#include "stat/tally.h"

/* Items of the sample, in order. */
enum sample_item {
	SAMPLE_CSI_1,
	SAMPLE_CSI_2,
	SAMPLE_CSI_3,
	SAMPLE_CSI_4,   /* the four of the table in the domain notes: blocks below */
	SAMPLE_CSI_5_1, /* parts of the composite row 5 */
	SAMPLE_CSI_5_2,
	SAMPLE_CSI_OWN,  /* rated on a scale of its own */
	SAMPLE_CSI_OUT,  /* set not to count */
	SAMPLE_SINGLE,   /* overall satisfaction, SAT4U */
	SAMPLE_MATRIX_1, /* dimension «Быт», SAT4U */
	SAMPLE_MATRIX_2,
	SAMPLE_MATRIX_3, /* dimension «Коллеги» */
	SAMPLE_MATRIX_4, /* of no dimension */
	SAMPLE_MULTI,
	SAMPLE_SCALE_0, /* 0…10, NPS */
	SAMPLE_SCALE_1, /* 1…10, NPS and CES */
	SAMPLE_MATRIX_TEXT,
	SAMPLE_TEXT,
	SAMPLE_ITEMS
};

const struct form *sample_form(void);

/* Tallies of n responses made by fill(answers of response i, i). */
struct stat_tally *sample_tally(
    struct arena *a, size_t n, void (*fill)(struct form_answer *v, size_t i));

/* The vector of SAMPLE_ITEMS answers. */
const uint8_t *sample_vector(struct arena *a, const struct form_answer *v);

/* A csi mark pair. */
void sample_csi(struct form_answer *v, int rating, int importance);

#endif
