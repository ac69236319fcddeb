/*
 * smallest-page: the least a FastCGI program can do, for tests/bench/run.
 *
 * usage: smallest-page THREADS FILE < LISTENING-SOCKET
 *
 * Answers every request with the bytes of FILE (head and body, as CGI has them).
 */
#include <fcgiapp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static char page[1 << 20];
static int page_len;

static void *serve(void *unused)
{
	FCGX_Request r;

	FCGX_InitRequest(&r, 0, 0);
	while (FCGX_Accept_r(&r) == 0) {
		FCGX_PutStr(page, page_len, r.out);
		FCGX_Finish_r(&r);
	}
	return unused;
}

int main(int argc, char **argv)
{
	int threads = argc == 3 ? atoi(argv[1]) : 0;
	FILE *f = argc == 3 ? fopen(argv[2], "re") : NULL;
	pthread_t t;

	if (f == NULL || threads < 1)
		return fputs("usage: smallest-page THREADS FILE\n", stderr), 2;
	page_len = (int)fread(page, 1, sizeof(page), f);
	fclose(f);
	FCGX_Init();
	for (int i = 1; i < threads; i++)
		if (pthread_create(&t, NULL, serve, NULL) != 0)
			return 1;
	serve(NULL);
	return 0;
}
