/*
 * The one set of error codes.  Every fallible function returns enum err;
 * its outputs end in _r and are untouched unless it returns ERR_OK.
 */
#ifndef OTKLIK_BASE_ERR_H
#define OTKLIK_BASE_ERR_H

enum err {
	ERR_OK = 0,
	ERR_INVALID,     /* input from outside breaks a rule */
	ERR_TOO_LARGE,   /* input is over a limit */
	ERR_MEDIA_TYPE,  /* a body of a kind this place does not take */
	ERR_NOT_FOUND,   /* no such thing, or not for this caller */
	ERR_METHOD,      /* the resource exists, the HTTP method does not */
	ERR_DENIED,      /* known caller without the right */
	ERR_LOGIN,       /* no valid session: log in first */
	ERR_DUPLICATE,   /* the key is stored already */
	ERR_CONFLICT,    /* somebody else has saved meanwhile */
	ERR_EXPIRED,     /* signed token older than its life */
	ERR_FORGED,      /* signature, seal or encoding does not fit */
	ERR_NOT_OPEN,    /* campaign not open yet */
	ERR_CLOSED,      /* campaign closed */
	ERR_UNAVAILABLE, /* database away, lock lost: the same call may work later */
	ERR_IO,          /* file or socket */
	ERR_CONFIG,      /* settings or installed files are wrong */
	ERR_INTERNAL     /* a bug or a broken installation */
};

#define ERR_CHECK __attribute__((warn_unused_result))

/* Short English name for logs, never NULL. */
const char *err_name(enum err e);

#endif
