/* The plan of a sample: as typed, as carried to the survey it is for, as followed. */
#ifndef OTKLIK_ADMIN_SAMPLE_H
#define OTKLIK_ADMIN_SAMPLE_H

#include "db/sampling.h"
#include "sheet.h"
#include "stat/sample-size.h"

#define SAMPLE_GROUPS_MAX 100

struct sample {
	struct arena *arena;
	const struct http_params *given;
	struct stat_sample s;
	int rate; /* per cent who usually answer */
	struct db_quota groups[SAMPLE_GROUPS_MAX];
	size_t n_groups;
	bool computed; /* asked for, and without a fault */
	uint32_t sample;
	struct html_fault_link faults[8];
	size_t n_faults;
};

/* Reads the fields of a plan and computes it; the arena and what is given live as
   long. */
void sample_read(struct sample *p, struct arena *a, const struct http_params *given);
/* A field as it was typed, else preset. */
const char *sample_typed(const struct sample *p, const char *name, const char *preset);
/* Those to be asked so that so many answer. */
uint64_t sample_to_ask(const struct sample *p, uint32_t answers);
/* What is recorded; borrows from the plan. */
struct db_sampling sample_plan(const struct sample *p);

/* The fields of the plan as hidden ones. */
void sample_hidden(struct html *h, const struct sample *p);

/* May answers to the item tell the group of a response? */
bool sample_is_quota_item(const struct form *f, size_t item);
/* Name of the first group of the plan that no answer to the question belongs to; NULL:
   of none. */
const char *sample_unknown_group(const struct sample *p, const struct form_question *q);

/* On the results page: received of what was planned, of all versions that ask for the
   group alike; nothing without a plan. */
ERR_CHECK enum err sample_write_progress(const struct sheet *s);
/* Population, confidence, share as facts of a <dl>. */
void sample_write_facts(struct html *h, struct arena *a, const struct db_sampling *s);

#endif
