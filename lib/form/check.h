/*
 * A draft while it is being written: what is wrong with it and in which
 * question, and the form as far as it can be shown.
 */
#ifndef OTKLIK_FORM_CHECK_H
#define OTKLIK_FORM_CHECK_H

#include "form/load.h"

/* A fault and the part it stands in; "" for none. */
struct form_place {
	int line; /* 0 = the whole file */
	const char *text;
	const char *question, *section, *set; /* ids */
};

/*
 * Every fault of a text that form_edit_open() takes, in the order of lines; none
 * means that form_load() takes it.  Lives in the arena.
 */
void form_check_faults(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, const struct procedure *proc, const struct form_place **v_r, size_t *n_r);

/*
 * The form without the questions that cannot be shown yet; *left_out_r of them.
 * language as in form_load_in().
 * ERR_INVALID: something outside the questions keeps it from being shown.
 */
ERR_CHECK enum err form_check_show(struct form_loader *l, struct arena *a,
    const char *xml, size_t len, const struct procedure *proc, const char *language,
    struct form **f_r, size_t *left_out_r);

#endif
