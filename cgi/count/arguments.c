#include "arguments.h"

#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"

#define CONFIG_DEFAULT OTKLIK_SYSCONFDIR "/otklik.conf"
#define EVERY_MAX 86400

static const struct option options[] = {{"config", required_argument, NULL, 'c'},
    {"every", required_argument, NULL, 'e'}, {"help", no_argument, NULL, 'h'},
    {"keys", required_argument, NULL, 'k'}, {"once", no_argument, NULL, 'o'},
    {NULL, 0, NULL, 0}};

static const char usage[] =
    "usage: otklik-count [-c FILE] [--once | --every SECONDS] [--keys DIR]\n\n"
    "Makes the keys campaigns need, opens the boxes that are due, ends campaigns\n"
    "after their final count.\n\n"
    "  -c, --config FILE  settings (default: " CONFIG_DEFAULT ")\n"
    "  --once             one pass (default)\n"
    "  --every SECONDS    a pass every so many seconds, until SIGTERM\n"
    "  --keys DIR         private keys (default: the setting key_dir)\n\n"
    "Exit status: 0 done, 1 failed, 2 wrong use.\n";

static int misused(void)
{
	fputs(usage, stderr);
	return 2;
}

int arguments_read(int argc, char **argv, struct arena *a, struct arguments *args_r,
    struct config *config_r)
{
	const char *path = NULL, *fault = "";
	long every = 0;
	int o;

	*args_r = (struct arguments){NULL, 0};
	while ((o = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (o == 'h') {
			fputs(usage, stdout);
			return 0;
		}
		if (o == 'c')
			path = optarg;
		else if (o == 'k')
			args_r->key_dir = optarg;
		else if (o == 'o')
			every = 0;
		else if (o != 'e' || text_int(optarg, 1, EVERY_MAX, &every) != ERR_OK)
			return misused();
	}
	if (optind != argc)
		return misused();
	args_r->every = (int)every;
	if (path == NULL && access(CONFIG_DEFAULT, F_OK) == 0)
		path = CONFIG_DEFAULT;
	if (config_load(a, path, config_r, &fault) != ERR_OK) {
		fprintf(stderr, "otklik-count: %s\n", fault);
		return 1;
	}
	return ARGUMENTS_GO;
}
