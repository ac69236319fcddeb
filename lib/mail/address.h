/* Lists of e-mail addresses as people paste or upload them. */
#ifndef OTKLIK_MAIL_ADDRESS_H
#define OTKLIK_MAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * An address fit for an envelope and a header as it stands: the dot-string of
 * RFC 5321, 4.1.2, at a domain of two labels or more, in ASCII.  So nothing in it
 * can end a line, name a second address or need quoting.
 */
bool mail_is_address(const char *s);

enum mail_fault_kind {
	MAIL_FAULT_NONE_IN_LINE = 1, /* nothing that looks like an address */
	MAIL_FAULT_SEVERAL,          /* more than one in a line */
	MAIL_FAULT_ADDRESS           /* it looks like one and is none */
};

struct mail_fault {
	size_t line; /* from 1 */
	const char *text;
	enum mail_fault_kind kind;
};

struct mail_list {
	const char **v; /* each address once, in the order of the lines */
	size_t n;
	size_t twice; /* lines left out: their address stands in the list already */
	bool heading; /* the first line was taken for names of columns */
	const struct mail_fault *faults;
	size_t n_faults;
};

/*
 * Takes a text apart, one address a line: alone, as "Name <address>", or in one of
 * the cells of a line separated by ';', ',' or tabs, quoted or not.  Empty lines
 * are passed over, and so is a first line of several cells without an address.
 * Every other line without exactly one good address is a fault.  Lives in the arena.
 */
void mail_list_read(struct arena *a, const char *text, struct mail_list *list_r);

#endif
