/* The command line of otklik-count. */
#ifndef OTKLIK_COUNT_ARGUMENTS_H
#define OTKLIK_COUNT_ARGUMENTS_H

#include "base/arena.h"
#include "base/config.h"

struct arguments {
	const char *key_dir; /* NULL: as the settings say */
	int every;           /* seconds between passes; 0 = one pass */
};

#define ARGUMENTS_GO (-1)

/*
 * Reads the command line and the settings.  Returns ARGUMENTS_GO, or the exit
 * status after saying why: 0 (--help), 1 (settings), 2 (wrong use).
 */
int arguments_read(int argc, char **argv, struct arena *a, struct arguments *args_r,
    struct config *config_r);

#endif
