/* Which command is meant, and its help. */
#ifndef OTKLIK_CTL_COMMAND_H
#define OTKLIK_CTL_COMMAND_H

#include "ctl.h"

/*
 * Reads the options before the command.  Returns the index of the command's
 * first word (argc if there is none), or 0 after saying what is wrong.
 */
int command_globals(int argc, char **argv, const char **config_r);

/* Finds the command in the table and runs it; --help prints its help. */
int command_run(struct ctl *ctl, int argc, char **argv);

#endif
