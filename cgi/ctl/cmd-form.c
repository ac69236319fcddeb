#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ctl.h"

/* The procedure of the file's folder, for its reference lists; NULL if none. */
static struct procedure *procedure_beside(
    struct ctl *ctl, struct form_loader *l, const char *file)
{
	const char *dir = dirname(arena_strdup(ctl->arena, file));
	const char *path = arena_printf(ctl->arena, "%s/procedure.xml", dir);
	const struct form_fault *faults;
	struct procedure *p;
	size_t len, n;
	char *xml;

	if (access(path, F_OK) != 0)
		return NULL;
	xml = ctl_read_file(ctl, path, FORM_FILE_MAX, &len);
	if (xml == NULL)
		return NULL;
	if (procedure_load(l, ctl->arena, xml, len, &p, &faults, &n) == ERR_OK)
		return p;
	ctl_print_faults(path, faults, n);
	return NULL;
}

static enum ctl_exit check(struct ctl *ctl, struct form_loader *l, const char *file)
{
	struct procedure *p = procedure_beside(ctl, l, file);
	const struct form_fault *faults = NULL;
	struct form *f = NULL;
	size_t len, n = 0;
	char *xml = ctl_read_file(ctl, file, FORM_FILE_MAX, &len);
	enum err e = ERR_IO;

	if (xml != NULL)
		e = form_load(l, ctl->arena, xml, len, p, &f, &faults, &n);
	if (e == ERR_INVALID)
		ctl_print_faults(file, faults, n);
	else if (e == ERR_TOO_LARGE)
		ctl_fail(_("%s: larger than %zu bytes"), file, (size_t)FORM_FILE_MAX);
	else if (e != ERR_OK && xml != NULL)
		ctl_err(e, file);
	form_free(&f);
	procedure_free(&p);
	return e == ERR_OK ? CTL_OK : CTL_FAILED;
}

enum ctl_exit ctl_form_check(struct ctl *ctl, int argc, char **argv)
{
	enum ctl_exit status = CTL_OK;
	struct form_loader *l;

	if (argc < 2)
		return ctl_misused(_("a file is needed"));
	l = ctl_loader(ctl);
	if (l == NULL)
		return CTL_FAILED;
	for (int i = 1; i < argc; i++) {
		if (check(ctl, l, argv[i]) != CTL_OK)
			status = CTL_FAILED;
	}
	form_loader_free(&l);
	return status;
}
