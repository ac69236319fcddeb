/* otklikctl: sets up and operates an installation; see `otklikctl --help`. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "command.h"

#define CONFIG_DEFAULT OTKLIK_SYSCONFDIR "/otklik.conf"
#define MIGRATION_SECONDS 3600

/* The operator's language, not the installation's: LC_ALL, LC_MESSAGES, LANG. */
static const char *language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL && v[0] != '\0')
			return strncmp(v, "ru", 2) == 0 ? "ru" : "en";
	}
	return "en";
}

int main(int argc, char **argv)
{
	struct ctl ctl = {.arena = arena_new()};
	const char *fault = "", *lang = language();
	int first = command_globals(argc, argv, &ctl.config_path);
	int status = CTL_USAGE;

	log_init("otklikctl");
	if (ctl.config_path == NULL && access(CONFIG_DEFAULT, F_OK) == 0)
		ctl.config_path = CONFIG_DEFAULT;
	if (first > 0 &&
	    config_load(ctl.arena, ctl.config_path, &ctl.config, &fault) != ERR_OK) {
		status = ctl_fail("%s", fault);
	} else if (first > 0) {
		if (i18n_init(ctl.config.locale_dir, lang) != ERR_OK)
			ctl_fail("no C.UTF-8 locale: texts are in English");
		ctl.db = db_new(&ctl.config);
		db_set_patience(ctl.db, MIGRATION_SECONDS);
		status = command_run(&ctl, argc - first, argv + first);
	}
	db_free(&ctl.db);
	arena_free(&ctl.arena);
	return status;
}
