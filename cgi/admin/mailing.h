/*
 * A mailing of one-time links on its way: the addresses and the letter are in the
 * page of who sends it and, while a request lasts, in memory; nowhere else.
 */
#ifndef OTKLIK_ADMIN_MAILING_H
#define OTKLIK_ADMIN_MAILING_H

#include "admin.h"
#include "db/mailing.h"
#include "mail/address.h"

#define MAILING_MAX 5000 /* addresses of one list */
#define MAILING_STEP 50  /* letters of one request */
#define MAILING_SHARE 4  /* of so many threads one at most sends letters */

/* What became of an address in a step, as db_mailing.results has it. */
enum mailing_mark {
	MAILING_WAITING = 'n', /* its turn has not come yet */
	MAILING_LEFT = 'l',    /* the step has ended before its turn came */
	MAILING_TRYING = 't',  /* under way; of a step that ended: unsure */
	MAILING_SENT = 's',    /* taken over by the mail server */
	MAILING_REFUSED = 'r', /* refused by it; the link is void */
	MAILING_UNSURE = 'u'   /* broken off: may have gone out, with a void link */
};

struct mailing {
	struct worker *worker;
	const struct http_request *req;
	struct db_campaign campaign;
	struct mail_list list; /* still to be sent to, in the order of sending */
	const char *subject, *text;
	struct db_mailing step; /* its number and what became of the first addresses */
	const char *trouble;    /* why it stopped early, in words; or NULL */
	bool busy;              /* this very step is being sent by another request */
	bool crowded;           /* too many others send: nothing has been done */
};

/* The subject and the text to begin with. */
void mailing_preset(struct mailing *m);

/*
 * What is wrong with the subject and the text, in words; NULL for what is right.
 * The text must hold the place of the link once, and no unknown place.
 */
const char *mailing_subject_fault(const struct mailing *m);
const char *mailing_text_fault(const struct mailing *m);

/* The subject, the text with the places filled in. */
const char *mailing_subject(const struct mailing *m);
const char *mailing_text(const struct mailing *m, const char *link);

/* Mixes the list, so that its order says nothing. */
void mailing_shuffle(struct mailing *m);

/* A number for the first step; the number of the one behind this. */
void mailing_first_step(struct mailing *m);
void mailing_next_step(struct mailing *m, uint8_t id_r[DB_MAILING_ID]);

/*
 * Sends the step: makes a fresh link for each of the first MAILING_STEP addresses
 * and sends it, for some seconds at most; links whose letters did not go out are
 * made void.  A step that has been sent is not sent again: its outcome is read.
 */
ERR_CHECK enum err mailing_send(struct mailing *m);

#endif
