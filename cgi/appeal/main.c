/* otklik-appeal: takes appeals, complaints and proposals, and reads nothing back. */
#include <getopt.h>
#include <stdio.h>

#include "appeal.h"
#include "base/log.h"

static const struct http_route routes[] = {
    {HTTP_GET, "/appeal", 0, appeal_get_form},
    {HTTP_POST, "/appeal", 0, appeal_post_form},
    {HTTP_GET, "/appeal/thanks", 0, appeal_get_thanks},
    {0, NULL, 0, NULL},
};

static const char usage[] =
    "usage: otklik-appeal [-c FILE] [-s SOCKET]\n"
    "  -c FILE    settings (default: " OTKLIK_SYSCONFDIR "/otklik.conf)\n"
    "  -s SOCKET  listen on this unix socket instead of the one handed over\n"
    "             on descriptor 0 (spawn-fcgi) or 3 (systemd)\n";

static enum err serve(struct appeal *s, const char *socket)
{
	const struct http_app app = {routes, s->config.base_path, s->config.threads, s,
	    worker_new, worker_free, NULL, appeal_fail};
	int fd;
	enum err e = http_listen(socket, &fd);

	return e != ERR_OK ? e : http_serve(&app, fd);
}

int main(int argc, char **argv)
{
	static const struct option longer[] = {{"help", no_argument, NULL, 'h'}, {0}};
	const char *file = OTKLIK_SYSCONFDIR "/otklik.conf", *socket = NULL;
	struct appeal s = {0};
	enum err e;
	int c;

	log_init("otklik-appeal");
	while ((c = getopt_long(argc, argv, "c:s:", longer, NULL)) != -1) {
		if (c == 'c')
			file = optarg;
		else if (c == 's')
			socket = optarg;
		else
			return fputs(usage, c == 'h' ? stdout : stderr), c == 'h' ? 0 : 2;
	}
	e = appeal_open(&s, file);
	if (e == ERR_OK)
		e = serve(&s, socket);
	appeal_close(&s);
	return e != ERR_OK;
}
