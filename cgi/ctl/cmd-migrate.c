#include <stdio.h>

#include "base/i18n.h"
#include "ctl.h"
#include "db/migrate.h"

enum ctl_exit ctl_migrate(struct ctl *ctl, int argc, char **argv)
{
	const char *fault;
	size_t applied;
	enum err e;

	if (argc != 1)
		return ctl_misused(_("%s takes no arguments"), argv[0]);
	e = db_migrate(ctl->db, ctl->arena, ctl->config.schema_dir, &applied, &fault);
	if (e == ERR_UNAVAILABLE)
		return ctl_err(e, "migrate");
	if (e != ERR_OK)
		return ctl_fail("%s", fault);
	printf(_("migrations applied: %zu\n"), applied);
	return CTL_OK;
}
