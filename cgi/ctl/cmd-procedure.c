#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "ctl.h"
#include "db/agency.h"

struct load {
	struct ctl *ctl;
	struct form_loader *loader;
	const char *dir;
	struct procedure *procedure;
	uint16_t agency;
};

/* DIR itself, or the folder of that name in forms_dir. */
static const char *find_dir(struct ctl *ctl, const char *name)
{
	const char *in_forms;
	struct stat st;

	if (strchr(name, '/') != NULL || (stat(name, &st) == 0 && S_ISDIR(st.st_mode)))
		return name;
	in_forms = arena_printf(ctl->arena, "%s/%s", ctl->config.forms_dir, name);
	return stat(in_forms, &st) == 0 ? in_forms : name;
}

static enum ctl_exit load_agency(struct load *l)
{
	struct ctl *ctl = l->ctl;
	const char *path = arena_printf(ctl->arena, "%s/procedure.xml", l->dir);
	const struct form_fault *faults = NULL;
	struct db_agency g = {0};
	size_t n = 0;
	enum err e;

	g.procedure_xml = ctl_read_file(ctl, path, FORM_FILE_MAX, &g.procedure_len);
	if (g.procedure_xml == NULL)
		return CTL_FAILED;
	e = procedure_load(l->loader, ctl->arena, g.procedure_xml, g.procedure_len,
	    &l->procedure, &faults, &n);
	if (e == ERR_INVALID) {
		ctl_print_faults(path, faults, n);
		return CTL_FAILED;
	}
	if (e != ERR_OK)
		return ctl_err(e, path);
	g.code = l->procedure->id;
	g.name = l->procedure->agency;
	g.utc_offset = l->procedure->utc_offset;
	e = db_agency_put(ctl->db, &g, &l->agency);
	return e == ERR_OK ? CTL_OK : ctl_err(e, g.code);
}

static enum ctl_exit store(
    struct load *l, const struct form *f, const char *xml, size_t len)
{
	day_t today = day_today(l->procedure->utc_offset);
	int version;
	bool added;
	enum err e = db_version_put(l->ctl->db, l->agency, f->id, f->audience, f->title,
	    xml, len, today, &version, &added);

	if (e == ERR_CONFLICT)
		return ctl_fail(
		    _("%s: a questionnaire never changes its audience"), f->id);
	if (e != ERR_OK)
		return ctl_err(e, f->id);
	printf(added ? _("%s: version %d\n") : _("%s: version %d, unchanged\n"), f->id,
	    version);
	return CTL_OK;
}

static enum ctl_exit load_questionnaire(struct load *l, const char *name)
{
	struct ctl *ctl = l->ctl;
	const char *path = arena_printf(ctl->arena, "%s/%s", l->dir, name);
	const struct form_fault *faults = NULL;
	enum ctl_exit status = CTL_FAILED;
	const char *frozen;
	struct form *f = NULL;
	size_t len, n = 0;
	char *xml = ctl_read_file(ctl, path, FORM_FILE_MAX, &len);
	enum err e;

	if (xml == NULL)
		return CTL_FAILED;
	e = form_load(l->loader, ctl->arena, xml, len, l->procedure, &f, &faults, &n);
	if (e == ERR_OK)
		e = form_freeze(
		    l->loader, ctl->arena, xml, len, l->procedure, &frozen, &len);
	if (e == ERR_OK)
		status = store(l, f, frozen, len);
	else if (e == ERR_INVALID && n > 0)
		ctl_print_faults(path, faults, n);
	else
		ctl_err(e, path);
	form_free(&f);
	return status;
}

enum ctl_exit ctl_procedure_load(struct ctl *ctl, int argc, char **argv)
{
	struct load l = {.ctl = ctl};
	enum ctl_exit status;

	if (argc != 2)
		return ctl_misused(_("a folder is needed"));
	l.loader = ctl_loader(ctl);
	if (l.loader == NULL)
		return CTL_FAILED;
	l.dir = find_dir(ctl, argv[1]);
	status = load_agency(&l);
	for (size_t i = 0; status == CTL_OK && i < l.procedure->n_questionnaires; i++)
		status = load_questionnaire(&l, l.procedure->questionnaires[i]);
	procedure_free(&l.procedure);
	form_loader_free(&l.loader);
	return status;
}
