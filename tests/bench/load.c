/*
 * load: a browser that is never tired, for tests/bench/run.
 *
 * usage: load PORT PATH CONNECTIONS [KEY=VALUE]...
 *
 *   seconds=N    ask for PATH so long, on every connection (3)
 *   count=N      or so many times in all
 *   body=FILE    POST the form in FILE instead, once for each line of
 *   tokens=FILE  this, which takes the place of @ in it (all of one length)
 *   find=TEXT    print what stands between TEXT and the next quote in each answer
 *   status=N     the status every answer must have (200)
 *   cookie=TEXT  send this cookie along
 *
 * Talks to 127.0.0.1 on kept connections, each of which has one request under
 * way.  Prints one line of JSON on standard error when done; an answer of
 * another status, or without a Content-Length, ends it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"

#define CONNECTIONS_MAX 256
#define ANSWER_MAX (16 << 20)

struct job {
	const char *path, *find, *cookie;
	long port, connections, seconds, count, status;
	char *body, *tokens; /* NULL: GET */
	size_t n_token;      /* length of one */
};

struct connection {
	int fd;
	struct buf out; /* the request */
	size_t sent;
	char *in; /* the answer */
	size_t n;
	double since;
	bool waits_to_send;
};

static struct job job = {.seconds = 3, .status = 200};
static struct connection connections[CONNECTIONS_MAX];
static int poller;
static long asked, answered;
static size_t bytes, size_first;
static double start, *waits;
static size_t waits_room;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "load: %s%s%s\n", what, errno != 0 ? ": " : "",
	    errno != 0 ? strerror(errno) : "");
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "re");
	struct buf b = {0};
	char part[4096];
	size_t n;

	if (f == NULL)
		die(path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	buf_puts(&b, "");
	return (char *)b.data;
}

static void use_tokens(const char *path)
{
	job.tokens = read_file(path);
	job.n_token = strcspn(job.tokens, "\n");
	if (job.n_token == 0)
		die("no tokens");
	job.count = (long)(strlen(job.tokens) / (job.n_token + 1));
}

/* ---- one request */

static void write_body(struct buf *b, long nth)
{
	const char *at = strchr(job.body, '@');

	buf_add(b, job.body, (size_t)(at - job.body));
	buf_add(b, job.tokens + (size_t)nth * (job.n_token + 1), job.n_token);
	buf_puts(b, at + 1);
}

static void write_request(struct buf *b, long nth)
{
	buf_clear(b);
	buf_printf(b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n",
	    job.body != NULL ? "POST" : "GET", job.path);
	if (job.body != NULL)
		buf_printf(b,
		    "Content-Type: application/x-www-form-urlencoded\r\n"
		    "Content-Length: %zu\r\n",
		    strlen(job.body) - 1 + job.n_token);
	if (job.cookie != NULL)
		buf_printf(b, "Cookie: %s\r\n", job.cookie);
	buf_puts(b, "\r\n");
	if (job.body != NULL)
		write_body(b, nth);
}

static void watch(const struct connection *c, int operation, uint32_t events)
{
	struct epoll_event e = {
	    .events = events, .data.u32 = (uint32_t)(c - connections)};

	if (epoll_ctl(poller, operation, c->fd, &e) != 0)
		die("epoll_ctl");
}

static void send_rest(struct connection *c)
{
	while (c->sent < c->out.len) {
		ssize_t n = write(c->fd, c->out.data + c->sent, c->out.len - c->sent);

		if (n < 0 && errno == EAGAIN) {
			watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
			c->waits_to_send = true;
			return;
		}
		if (n < 0)
			die("write");
		c->sent += (size_t)n;
	}
	if (c->waits_to_send)
		watch(c, EPOLL_CTL_MOD, EPOLLIN);
	c->waits_to_send = false;
}

static bool is_over(void)
{
	return job.count > 0 ? asked == job.count : now() - start > (double)job.seconds;
}

static void ask(struct connection *c)
{
	if (is_over())
		return;
	write_request(&c->out, asked++);
	c->sent = c->n = 0;
	c->since = now();
	send_rest(c);
}

static void open_connection(struct connection *c)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)job.port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int yes = 1;

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&a, sizeof(a)) != 0)
		die("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (c->in == NULL && (c->in = malloc(ANSWER_MAX + 1)) == NULL)
		die("memory");
	watch(c, EPOLL_CTL_ADD, EPOLLIN);
}

/* ---- one answer */

static const char *header(const char *in, const char *name)
{
	const char *at = strcasestr(in, name);

	return at == NULL ? NULL : at + strlen(name);
}

/* Length of the whole answer; 0 while its head has not come. */
static size_t answer_length(const struct connection *c)
{
	const char *end, *length;

	c->in[c->n] = '\0';
	end = strstr(c->in, "\r\n\r\n");
	if (end == NULL)
		return 0;
	length = header(c->in, "\r\nContent-Length: ");
	if (length == NULL || length > end) {
		fprintf(stderr, "%.*s\n", (int)(end - c->in), c->in);
		die("no Content-Length");
	}
	return (size_t)(end - c->in) + 4 + strtoul(length, NULL, 10);
}

static void print_found(const struct connection *c)
{
	const char *at = strstr(c->in, job.find);

	if (at == NULL)
		die("what is to be found is not in the answer");
	at += strlen(job.find);
	printf("%.*s\n", (int)strcspn(at, "\""), at);
}

static void take(struct connection *c, size_t length)
{
	if (strtol(c->in + 9, NULL, 10) != job.status) {
		fprintf(stderr, "%.2000s\n", c->in);
		errno = 0;
		die("unexpected answer");
	}
	if (size_first == 0)
		size_first = length;
	bytes += length;
	if ((size_t)answered == waits_room) {
		waits_room = waits_room * 2 + 1024;
		waits = reallocarray(waits, waits_room, sizeof(*waits));
		if (waits == NULL)
			die("memory");
	}
	waits[answered++] = now() - c->since;
	if (job.find != NULL)
		print_found(c);
}

/* The server may end a connection after an answer. */
static void renew(struct connection *c)
{
	const char *end = header(c->in, "\r\nConnection: ");

	if (end == NULL || strncasecmp(end, "close", 5) != 0)
		return;
	close(c->fd);
	open_connection(c);
}

static void receive(struct connection *c)
{
	ssize_t n = recv(c->fd, c->in + c->n, ANSWER_MAX - c->n, MSG_DONTWAIT);
	size_t length;

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0)
		die("the connection broke");
	c->n += (size_t)n;
	length = answer_length(c);
	if (length > ANSWER_MAX)
		die("an answer too long");
	if (length == 0 || c->n < length)
		return;
	take(c, length);
	renew(c);
	ask(c);
}

/* ---- all of them */

static void run(void)
{
	struct epoll_event events[CONNECTIONS_MAX];

	poller = epoll_create1(EPOLL_CLOEXEC);
	for (long i = 0; i < job.connections; i++)
		open_connection(&connections[i]);
	start = now();
	for (long i = 0; i < job.connections; i++)
		ask(&connections[i]);
	while (answered < asked) {
		int n = epoll_wait(poller, events, CONNECTIONS_MAX, 30000);

		if (n <= 0)
			die("no answer within 30 s");
		for (int i = 0; i < n; i++) {
			struct connection *c = &connections[events[i].data.u32];

			if (events[i].events & EPOLLOUT)
				send_rest(c);
			if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
				receive(c);
		}
	}
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void report(void)
{
	double seconds = now() - start;

	qsort(waits, (size_t)answered, sizeof(*waits), by_value);
	fprintf(stderr,
	    "{\"requests\": %ld, \"seconds\": %.3f, \"per_second\": %.1f, "
	    "\"ms_median\": %.2f, \"ms_p99\": %.2f, \"bytes_each\": %zu}\n",
	    answered, seconds, (double)answered / seconds, waits[answered / 2] * 1e3,
	    waits[answered - 1 - answered / 100] * 1e3, size_first);
}

static void option(const char *s)
{
	const char *value = strchr(s, '=');

	if (value == NULL)
		die(s);
	value++;
	if (text_starts(s, "body="))
		job.body = read_file(value);
	else if (text_starts(s, "tokens="))
		use_tokens(value);
	else if (text_starts(s, "find="))
		job.find = value;
	else if (text_starts(s, "cookie="))
		job.cookie = value;
	else if (text_starts(s, "seconds="))
		job.seconds = strtol(value, NULL, 10);
	else if (text_starts(s, "count="))
		job.count = strtol(value, NULL, 10);
	else if (text_starts(s, "status="))
		job.status = strtol(value, NULL, 10);
	else
		die(s);
}

int main(int argc, char **argv)
{
	if (argc < 4 || text_int(argv[1], 1, 65535, &job.port) != ERR_OK ||
	    text_int(argv[3], 1, CONNECTIONS_MAX, &job.connections) != ERR_OK)
		die("usage: load PORT PATH CONNECTIONS [KEY=VALUE]...");
	job.path = argv[2];
	for (int i = 4; i < argc; i++)
		option(argv[i]);
	if ((job.body == NULL) != (job.tokens == NULL) ||
	    (job.body != NULL && strchr(job.body, '@') == NULL))
		die("body and tokens belong together");
	run();
	report();
	return 0;
}
