/*
 * smallest-insert: the least a FastCGI program can do that stores a form, for
 * tests/bench/run.
 *
 * usage: smallest-insert THREADS DB-SOCKET DB-USER DATABASE CAMPAIGN KEY SEALED-BYTES
 *            LOCATION < LISTENING-SOCKET
 *
 * Reads the body, puts one row into the table ballot, redirects to LOCATION.
 */
#include <fcgiapp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "insert.h"

static char **arguments;

static void *serve(void *unused)
{
	struct insert *i = insert_new(arguments[2], arguments[3], arguments[4],
	    (unsigned)atoi(arguments[5]), (unsigned)atoi(arguments[6]),
	    (size_t)atoi(arguments[7]));
	char body[65536];
	FCGX_Request r;

	FCGX_InitRequest(&r, 0, 0);
	while (FCGX_Accept_r(&r) == 0) {
		while (FCGX_GetStr(body, sizeof(body), r.in) == (int)sizeof(body))
			;
		insert_run(i);
		FCGX_FPrintF(r.out,
		    "Status: 303 See Other\r\nLocation: %s\r\n"
		    "Content-Type: text/html; charset=utf-8\r\n"
		    "Content-Length: 0\r\n\r\n",
		    arguments[8]);
		FCGX_Finish_r(&r);
	}
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t t;

	if (argc != 9)
		return fputs("usage: see the source\n", stderr), 2;
	arguments = argv;
	FCGX_Init();
	for (int i = 1; i < atoi(argv[1]); i++)
		if (pthread_create(&t, NULL, serve, NULL) != 0)
			return 1;
	serve(NULL);
	return 0;
}
