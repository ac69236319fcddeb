/* The listening socket this process made itself, if it did. */
#ifndef OTKLIK_HTTP_LISTEN_PRIVATE_H
#define OTKLIK_HTTP_LISTEN_PRIVATE_H

#include <stdbool.h>

/* Did http_listen() make it, so that nobody else answers its queue? */
bool http_listen_is_own(int fd);

/* Removes its path from the file system; nothing for a socket handed over. */
void http_listen_remove(void);

#endif
