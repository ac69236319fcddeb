/*
 * The canary: requests with marks that occur nowhere else, sent through the real
 * web server, and a search for the marks in everything that was written since.
 */
#ifndef OTKLIK_CTL_CANARY_H
#define OTKLIK_CTL_CANARY_H

#include <stdint.h>
#include <time.h>

#include "db/campaign.h"
#include "doctor.h"

enum canary_mark {
	CANARY_ANSWER,    /* typed into the form */
	CANARY_AGENT,     /* the browser's name, a cookie and the page it came from */
	CANARY_SOURCE,    /* the address it was sent from; NULL: not a known one */
	CANARY_FORWARDED, /* the address proxies are said to have got it from */
	CANARY_TICKET,    /* secret of a one-time link; NULL: none */
	CANARY_MARKS
};

struct canary {
	struct doctor *doctor;
	const struct canary_options *options;
	const char *mark[CANARY_MARKS];
	const char *found[CANARY_MARKS]; /* places, or NULL */
	size_t n_found[CANARY_MARKS];
	time_t since;
	struct db_campaign open, circle; /* code NULL: could not be opened */
	const char *statuses;            /* of the requests, as they came */
	bool sent;                       /* and each as it should be */
	size_t files, unread;
};

/* canary-send.c: the requests; sets statuses and sent. */
void canary_send(struct canary *c);

/* canary-campaign.c: the two campaigns, made if need be, and a link of the second. */
void canary_campaigns(struct canary *c);

/* canary-search.c: everything below a folder that was written since, or with all,
   everything; what a command prints. */
void canary_search_folder(struct canary *c, const char *folder, bool all);
void canary_search_command(struct canary *c, const char *place, char *const argv[]);

#endif
