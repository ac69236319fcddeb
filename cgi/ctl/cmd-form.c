#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "ctl.h"

/* procedure.xml of a folder, for its reference lists; NULL if there is none. */
static struct procedure *procedure_in(
    struct ctl *ctl, struct form_loader *l, const char *dir)
{
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

/* Parts that stay in the first language: no fault, but the agency ought to know. */
static void print_untranslated(struct ctl *ctl, const char *file, const char *xml,
    size_t len, const struct procedure *p)
{
	const struct form_fault *v;
	size_t n;

	form_untranslated(ctl->arena, xml, len, p, &v, &n);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, _("%s:%d: warning: %s\n"), file, v[i].line, v[i].text);
}

/* dir: folder of the procedure; NULL = that of the file. */
static enum ctl_exit check(
    struct ctl *ctl, struct form_loader *l, const char *file, const char *dir)
{
	const char *beside = dirname(arena_strdup(ctl->arena, file));
	struct procedure *p = procedure_in(ctl, l, dir == NULL ? beside : dir);
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
	if (e == ERR_OK)
		print_untranslated(ctl, file, xml, len, p);
	form_free(&f);
	procedure_free(&p);
	return e == ERR_OK ? CTL_OK : CTL_FAILED;
}

enum ctl_exit ctl_form_check(struct ctl *ctl, int argc, char **argv)
{
	static const struct option options[] = {
	    {"procedure", required_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
	enum ctl_exit status = CTL_OK;
	const char *dir = NULL;
	struct form_loader *l;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'p')
			return CTL_USAGE;
		dir = optarg;
	}
	if (optind == argc)
		return ctl_misused(_("a file is needed"));
	l = ctl_loader(ctl);
	if (l == NULL)
		return CTL_FAILED;
	for (int i = optind; i < argc; i++) {
		if (check(ctl, l, argv[i], dir) != CTL_OK)
			status = CTL_FAILED;
	}
	form_loader_free(&l);
	return status;
}
