/* Results of a campaign as a workbook: a summary, every figure in one list, then a
   sheet a question. */
#ifndef OTKLIK_EXPORT_RESULTS_H
#define OTKLIK_EXPORT_RESULTS_H

#include "base/buf.h"
#include "base/err.h"
#include "stat/csi.h"
#include "stat/satisfaction.h"

/* A line at the head of the summary: a text, or a number when text is NULL. */
struct export_fact {
	const char *name, *text;
	int64_t number;
};

struct export_results {
	const struct export_fact *facts;
	size_t n_facts;
	const struct stat_table *table; /* small groups hidden; a hidden table gives
					   the facts alone */
	const struct stat_csi *csi;
	const struct stat_satisfaction *satisfaction;
};

/* Appends the .xlsx file to out.  ERR_IO: no room for temporary files. */
ERR_CHECK enum err export_results_xlsx(
    struct arena *a, const struct export_results *r, struct buf *out);

#endif
