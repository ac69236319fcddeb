/*
 * How many must be asked, and of whom: for an additional round (UM-4.3) and a plan
 * of quotas of a representative study.
 */
#ifndef OTKLIK_STAT_SAMPLE_SIZE_H
#define OTKLIK_STAT_SAMPLE_SIZE_H

#include <stddef.h>
#include <stdint.h>

struct stat_sample {
	int confidence;      /* per cent: 90, 95 or 99 */
	int margin;          /* of error: tenths of a percentage point, 1…500 */
	int share;           /* expected share in per cent, 1…99; 50 is the safest */
	uint32_t population; /* 0 = not known, or very many */
};

/*
 * Least number of answers of a simple random sample that keeps the margin: z²p(1−p)/e²
 * (W. G. Cochran, Sampling Techniques, 1977, 4.4), with the correction for a finite
 * population n/(1 + (n − 1)/N), rounded up; never more than the population.
 */
uint32_t stat_sample_size(const struct stat_sample *s);

/*
 * Shares a sample out over groups in proportion to their sizes; what rounding leaves
 * goes to the largest remainders, so that the quotas add up.  All 0 when the groups
 * are empty.
 */
void stat_quotas(const uint32_t *sizes, size_t n, uint32_t sample, uint32_t *quotas_r);

#endif
