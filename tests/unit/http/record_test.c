#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <fastcgi.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "http/record-private.h"

#define REQUEST 258

/* What the web server's side gets. */
struct peer {
	int fd;
	struct buf got;
};

static void *receive(void *ctx)
{
	struct peer *p = ctx;
	char part[4096];
	ssize_t n;

	while ((n = read(p->fd, part, sizeof(part))) > 0)
		buf_add(&p->got, part, (size_t)n);
	return NULL;
}

/* Sends the pieces over a socket that takes little at a time. */
static struct buf sent(const struct http_piece *v, size_t n, bool ends)
{
	struct peer peer = {0};
	int pair[2], little = 1;
	pthread_t thread;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &little, sizeof(little));
	peer.fd = pair[1];
	assert_int_equal(pthread_create(&thread, NULL, receive, &peer), 0);
	assert_true(http_record_send(pair[0], REQUEST, v, n, ends));
	close(pair[0]);
	pthread_join(thread, NULL);
	close(pair[1]);
	return peer.got;
}

/* Adds the content of the records to *out; 1 for each end found. */
static int unpack(const struct buf *b, struct buf *out)
{
	int ends = 0;

	for (size_t at = 0; at < b->len;) {
		const FCGI_Header *h = (const FCGI_Header *)(b->data + at);
		size_t n = (size_t)h->contentLengthB1 << 8 | h->contentLengthB0;

		assert_int_equal(h->version, 1);
		assert_int_equal(h->requestIdB1 << 8 | h->requestIdB0, REQUEST);
		assert_int_equal(h->paddingLength, 0);
		at += sizeof(*h);
		assert_true(at + n <= b->len);
		assert_int_equal(ends, 0);
		if (h->type == FCGI_END_REQUEST) {
			assert_int_equal(n, 8);
			assert_int_equal(at + n, b->len);
			ends++;
		} else {
			assert_int_equal(h->type, FCGI_STDOUT);
			buf_add(out, b->data + at, n);
		}
		at += n;
	}
	return ends;
}

static void check(size_t first, size_t second)
{
	uint8_t *bytes = malloc(first + second + 1);

	for (size_t i = 0; i < first + second; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251);
	for (int ends = 0; ends < 2; ends++) {
		struct http_piece v[] = {{bytes, first}, {bytes + first, second}};
		struct buf got = sent(v, 2, ends), content = {0};

		assert_int_equal(unpack(&got, &content), ends);
		assert_int_equal(content.len, first + second);
		if (content.len > 0)
			assert_memory_equal(content.data, bytes, content.len);
		buf_free(&got);
		buf_free(&content);
	}
	free(bytes);
}

static void test_pieces_of_all_sizes(void **state)
{
	(void)state;
	check(0, 0);
	check(1, 0);
	check(0, 1);
	check(300, 30000);
	check(300, 65528 - 300); /* one record, full */
	check(300, 65528 - 299);
	check(65528, 65528);
	check(70000, 1 << 20);
}

static void test_a_peer_that_is_gone(void **state)
{
	const struct http_piece v[] = {{"x", 1}};
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	close(pair[1]);
	assert_false(http_record_send(pair[0], REQUEST, v, 1, true));
	close(pair[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pieces_of_all_sizes),
	    cmocka_unit_test(test_a_peer_that_is_gone),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
