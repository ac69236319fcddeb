/*
 * One answer of a stored vector (form/answer.h), read where it stands: what
 * walks over every response of a campaign decodes nothing and allocates nothing.
 */
#ifndef OTKLIK_STAT_PLACE_H
#define OTKLIK_STAT_PLACE_H

#include "form/form.h"

struct stat_place {
	size_t item;
	size_t at, width; /* bytes of the vector */
	size_t answers;   /* there are to choose from */
	int first;        /* mark that answer 0 is, of a scale or csi mark */
	bool set;         /* several may be chosen: bit i of the value is answer i */
	bool list;        /* answers are entries of a reference list: many, few chosen */
	bool importance;  /* of a csi row: the importance, not the rating */
};

/*
 * Of an item that is chosen from given answers (all but texts); of a csi row the
 * rating, or with `importance` the other mark.  False: there is no such.
 */
bool stat_place_of(
    const struct form *f, size_t item, bool importance, struct stat_place *p_r);

/*
 * The same by name: "4.1"; of a csi row "7.1.rating" ("7.1" too) and
 * "7.1.importance".
 */
bool stat_place_named(const struct form *f, const char *name, struct stat_place *p_r);
/* Its one name: of a csi row always with the mark.  May lie in the arena. */
const char *stat_place_name(
    struct arena *a, const struct form *f, const struct stat_place *p);

/* Answer + 1, 0 for none; of a set its bits. */
static inline uint64_t stat_place_read(const struct stat_place *p, const uint8_t *vector)
{
	uint64_t v = 0;

	for (size_t i = 0; i < p->width; i++)
		v = v << 8 | vector[p->at + i];
	return v;
}

#endif
