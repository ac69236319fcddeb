/* Views of responses for SQL and BI tools: the columns of the codebook. */
#include <stdio.h>

#include "base/i18n.h"
#include "ctl.h"
#include "db/view.h"
#include "export/variables.h"

static const long *numbers_of(struct arena *a, const struct export_variable *x)
{
	long *v;

	if (!x->coded)
		return NULL;
	v = ARENA_ARRAY(a, x->place.answers, long);
	for (size_t i = 0; i < x->place.answers; i++)
		v[i] = export_option_number(x->question, i);
	return v;
}

static struct db_view_variable column(struct arena *a, const struct export_variable *x)
{
	struct db_view_variable v = {.name = x->name,
	    .at = x->place.at,
	    .width = x->place.width,
	    .set = x->place.set,
	    .first = x->place.first,
	    .numbers = numbers_of(a, x),
	    .n = x->place.answers};

	if (x->place.set)
		v.bit = (unsigned)(x->option - x->question->options);
	return v;
}

static enum ctl_exit make(
    struct ctl *ctl, struct form_loader *l, const struct db_view_version *version)
{
	const struct export_variables *x;
	const struct form_fault *faults;
	struct db_view_variable *v;
	const char *name;
	struct form *f;
	size_t n;
	enum err e =
	    form_load(l, ctl->arena, version->xml, version->n_xml, NULL, &f, &faults, &n);

	if (e != ERR_OK)
		return ctl_err(e, version->questionnaire);
	x = export_variables_new(ctl->arena, f);
	v = ARENA_ARRAY(ctl->arena, x->n, struct db_view_variable);
	for (size_t i = 0; i < x->n; i++)
		v[i] = column(ctl->arena, &x->v[i]);
	e = db_view_make(ctl->db, ctl->arena, version, f->vector, v, x->n, &name);
	if (e == ERR_OK)
		printf("%s\n", name);
	form_free(&f);
	return e == ERR_OK ? CTL_OK : ctl_err(e, version->questionnaire);
}

enum ctl_exit ctl_views(struct ctl *ctl, int argc, char **argv)
{
	struct form_loader *l = ctl_loader(ctl);
	struct db_view_version *v;
	enum ctl_exit status = CTL_OK;
	size_t n;
	enum err e;

	if (argc != 1) {
		form_loader_free(&l);
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	}
	if (l == NULL)
		return CTL_FAILED;
	e = db_view_versions(ctl->db, ctl->arena, &v, &n);
	if (e != ERR_OK)
		status = ctl_err(e, argv[0]);
	for (size_t i = 0; e == ERR_OK && status == CTL_OK && i < n; i++)
		status = make(ctl, l, &v[i]);
	form_loader_free(&l);
	return status;
}
