/*
 * Letters through the agency's SMTP server (libcurl): one to each address, one
 * connection for many.  Nothing of them is logged.
 */
#ifndef OTKLIK_MAIL_MAIL_H
#define OTKLIK_MAIL_MAIL_H

#include <stdbool.h>

#include "base/config.h"
#include "base/err.h"

struct mail;

/* Once in a process, before its threads. */
ERR_CHECK enum err mail_init(void);

/* Do the settings name a server and a sender? */
bool mail_is_set(const struct config *c);

/*
 * Makes ready; nothing is sent and no connection opened yet.  ERR_CONFIG: the
 * password file cannot be read (said in the log).
 */
ERR_CHECK enum err mail_open(const struct config *c, struct mail **m_r);
/* Ends the connection, wipes and releases.  Accepts NULL in *m. */
void mail_close(struct mail **m);

struct mail_letter {
	const char *to;   /* mail_is_address() */
	const char *from; /* name of the sender, shown before the address */
	const char *subject, *text;
};

enum mail_result {
	MAIL_SENT,    /* the server has taken it over */
	MAIL_REFUSED, /* the server does not take letters to this address */
	MAIL_DOWN,    /* the server cannot be reached or takes nothing: not sent */
	MAIL_UNSURE   /* the connection broke when it may have been taken over */
};

/*
 * Sends one letter.  Line ends in its subject and its sender's name become spaces.
 * After MAIL_DOWN and MAIL_UNSURE the next one opens a connection of its own.
 */
enum mail_result mail_send(struct mail *m, const struct mail_letter *l);

/*
 * What went wrong last, as a short phrase without addresses, to be translated.
 */
const char *mail_trouble(const struct mail *m);

/* "=?UTF-8?B?…?=" words for a header (RFC 2047), folded; ASCII text as it stands. */
char *mail_header_text(struct arena *a, const char *s);

#endif
