/* What people fill in: read from the controls, cleaned, checked. */
#ifndef OTKLIK_APPEAL_FIELDS_H
#define OTKLIK_APPEAL_FIELDS_H

#include "form/procedure.h"
#include "http/request.h"

/* In the order of the page. */
enum field {
	FIELD_KIND,
	FIELD_ORGANISATION,
	FIELD_TOPIC,
	FIELD_REASON,
	FIELD_TEXT,
	FIELD_NAME,
	FIELD_EMAIL,
	FIELD_POSTAL,
	FIELD_CONSENT,
	FIELDS
};

/* Names of the controls, and most characters of each; 0 = not free text. */
extern const char *const field_names[FIELDS];
extern const size_t field_chars[FIELDS];
/* Of the control that people do not see: only programs fill it in. */
#define FIELD_TRAP "homepage"

struct fields {
	const char *value[FIELDS]; /* as typed where it is faulty; never NULL */
	const char *fault[FIELDS]; /* what is wrong, in words; NULL = nothing */
	size_t n_faults;
	const char *trap;
};

/* Id of the procedure's list a field chooses from, or NULL. */
const char *field_list(enum field f);

/*
 * Reads and checks a posted form.  Whoever leaves name and addresses out gets no
 * reply (59-ФЗ, article 11); for one, a name, an address of either kind and the
 * consent are needed.  All lives in the arena.
 */
void fields_read(struct arena *a, const struct http_params *form,
    const struct procedure *p, struct fields *f_r);

/* Is a reply wanted: was anything given that tells who it is? */
bool fields_name_sender(const struct fields *f);

#endif
