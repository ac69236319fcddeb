/* One connection of the web server: the FastCGI requests that come over it. */
#ifndef OTKLIK_HTTP_CONNECTION_PRIVATE_H
#define OTKLIK_HTTP_CONNECTION_PRIVATE_H

#include "http/server.h"

struct http_slot {
	const struct http_app *app;
	void *worker;
	int stop_fd; /* readable from the moment the program is to end */
	struct arena *arena;
	struct buf body;
};

/* Answers all requests of the connection and closes it. */
void http_connection_serve(struct http_slot *slot, int fd);

#endif
