/*
 * Reading form and procedure files: libxml2 without network, DTD or entities,
 * size limit, RELAX NG schema, then the rules a schema cannot say.
 */
#ifndef OTKLIK_FORM_LOAD_H
#define OTKLIK_FORM_LOAD_H

#include "form/form.h"
#include "form/procedure.h"

#define FORM_FILE_MAX (1024 * 1024) /* bytes */

struct form_loader;

/*
 * Compiles the schemas dir/questionnaire.rng and dir/procedure.rng once.
 * A loader is used by one thread at a time.
 */
ERR_CHECK enum err form_loader_new(const char *dir, struct form_loader **l_r);
void form_loader_free(struct form_loader **l);

/*
 * Reads a questionnaire into a form of its own arena (form_free()).  Reference
 * lists that the file names but does not hold come from proc, and so do the
 * agency's names in notices: {орган}, {органа}, {органе}; {анкета} and {минут}
 * are the form's.  proc may be NULL for a frozen version, which holds all that;
 * it is not needed afterwards.
 * ERR_INVALID: *faults_r (in a, *n_r of them, at least one) say all that is
 * wrong with line numbers; *f_r is untouched.
 */
ERR_CHECK enum err form_load(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, const struct procedure *proc, struct form **f_r,
    const struct form_fault **faults_r, size_t *n_r);

/*
 * The same with the texts in a language the file declares; what is not translated
 * stays in the first one, and so does all for NULL and any other code.  Only
 * texts differ: answers and their encoding are those of every language.
 */
ERR_CHECK enum err form_load_in(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, const struct procedure *proc, const char *language, struct form **f_r,
    const struct form_fault **faults_r, size_t *n_r);

/*
 * What is not translated into each of the languages a file declares, with lines;
 * no faults, since such texts are shown in the first language.  Lists that the file
 * does not hold are those of proc (NULL: nothing is said of them).
 */
void form_untranslated(struct arena *a, const char *xml, size_t len,
    const struct procedure *proc, const struct form_fault **v_r, size_t *n_r);

/*
 * The text of the file with every reference list written into it and the
 * notices filled in (agency name): what is stored as a frozen version.
 * form_load(NULL proc) of the result gives the same form, and freezing it again
 * the same bytes.  ERR_INVALID: form_load() would say why.
 */
ERR_CHECK enum err form_freeze(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, const struct procedure *proc, const char **xml_r, size_t *len_r);

/*
 * dir/blank-external.xml or blank-internal.xml: what a new questionnaire begins
 * with, still without questions.  Lives in the arena.  ERR_CONFIG: it cannot be
 * read.
 */
ERR_CHECK enum err form_blank(struct arena *a, const char *dir,
    enum form_audience audience, const char **xml_r, size_t *len_r);

/* Reads procedure.xml likewise. */
ERR_CHECK enum err procedure_load(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, struct procedure **p_r, const struct form_fault **faults_r, size_t *n_r);

#endif
