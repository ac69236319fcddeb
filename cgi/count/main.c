/* otklik-count: opens the ballot box; see count.h. */
#include "arguments.h"
#include "base/log.h"
#include "count.h"

#define PATIENCE 120 /* seconds a statement may take */

static enum err one_pass(struct counter *c)
{
	int lock;
	enum err e = count_lock(c->key_dir, &lock);

	if (e != ERR_OK)
		return e;
	e = count_pass(c);
	count_unlock(lock);
	return e;
}

static int run(struct counter *c, const struct arguments *args)
{
	enum err e;

	do {
		e = one_pass(c);
		if (e != ERR_OK && e != ERR_CLOSED)
			log_error("pass ended early: %s", err_name(e));
	} while (args->every > 0 && !count_stopped((unsigned)args->every * 1000));
	return e == ERR_OK || e == ERR_CLOSED || args->every > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena *settings = arena_new();
	struct config config;
	struct arguments args;
	struct counter c = {.config = &config, .arena = arena_new(), .spent = true};
	int status = arguments_read(argc, argv, settings, &args, &config);

	log_init("otklik-count");
	if (status == ARGUMENTS_GO) {
		count_signals_block();
		c.key_dir = args.key_dir == NULL ? config.key_dir : args.key_dir;
		c.db = db_new(&config);
		db_set_patience(c.db, PATIENCE);
		if (form_loader_new(config.forms_dir, &c.loader) == ERR_OK)
			status = run(&c, &args);
		else
			status = 1;
	}
	count_free(&c);
	arena_free(&settings);
	return status;
}
