/* otklik-admin: staff pages, from the count of answers to the pain map. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "admin.h"
#include "base/i18n.h"
#include "base/log.h"
#include "mail/mail.h"
#include "stat/csi.h"

static int usage(FILE *to, int status)
{
	fputs("usage: otklik-admin [-c FILE] [-s SOCKET]\n"
	      "  -c FILE    settings (default: " OTKLIK_SYSCONFDIR "/otklik.conf)\n"
	      "  -s SOCKET  listen on this unix socket instead of the one handed over\n"
	      "             on descriptor 0 (spawn-fcgi) or 3 (systemd)\n",
	    to);
	return status;
}

static enum err serve(struct admin *admin, const char *socket)
{
	const struct config *c = &admin->config;
	const struct http_app app = {admin_routes, c->base_path, c->threads, admin,
	    worker_new, worker_free, admin_gate, admin_fail};
	enum err e = i18n_init(c->locale_dir, c->language);
	int fd;

	stat_levels_set((struct stat_levels){c->csi_low, c->csi_high});
	if (e == ERR_OK)
		e = mail_init();
	if (e == ERR_OK)
		e = box_token_key_load(c->entry_key_file, &admin->key);
	if (e == ERR_OK)
		e = http_listen(socket, &fd);
	if (e == ERR_OK)
		e = http_serve(&app, fd);
	explicit_bzero(&admin->key, sizeof(admin->key));
	return e;
}

int main(int argc, char **argv)
{
	static const struct option longer[] = {{"help", no_argument, NULL, 'h'}, {0}};
	const char *file = OTKLIK_SYSCONFDIR "/otklik.conf", *socket = NULL, *fault;
	struct arena *arena = arena_new();
	struct admin admin;
	enum err e;
	int c;

	log_init("otklik-admin");
	while ((c = getopt_long(argc, argv, "c:s:h", longer, NULL)) != -1) {
		if (c != 'c' && c != 's')
			return usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
		*(c == 'c' ? &file : &socket) = optarg;
	}
	e = config_load(arena, file, &admin.config, &fault);
	if (e != ERR_OK)
		log_error("%s", fault);
	else
		e = serve(&admin, socket);
	arena_free(&arena);
	return e != ERR_OK;
}
