#include "http/record-private.h"

#include <assert.h>
#include <errno.h>
#include <fastcgi.h>
#include <stdint.h>
#include <sys/uio.h>

#define CONTENT_MAX 65528 /* of one record: the most that leaves it aligned */

/* One system call's worth: a record of content, and the two that end it. */
struct parcel {
	FCGI_Header head;
	struct {
		FCGI_Header output;
		FCGI_EndRequestRecord request;
	} end;
	struct iovec v[HTTP_PIECES_MAX + 2];
	int n;
};

static FCGI_Header header(int type, int request_id, size_t length)
{
	return (FCGI_Header){.version = FCGI_VERSION_1,
	    .type = (unsigned char)type,
	    .requestIdB1 = (unsigned char)(request_id >> 8),
	    .requestIdB0 = (unsigned char)request_id,
	    .contentLengthB1 = (unsigned char)(length >> 8),
	    .contentLengthB0 = (unsigned char)length};
}

static void add(struct parcel *p, const void *bytes, size_t n)
{
	/* struct iovec has no const; what is written is only read. */
	p->v[p->n++] = (struct iovec){(void *)(uintptr_t)bytes, n};
}

/* Puts what fits of the pieces into a record, from *at in the first of them on. */
static void add_content(struct parcel *p, int request_id, const struct http_piece **v,
    size_t *left, size_t *at)
{
	size_t length = 0;

	add(p, &p->head, sizeof(p->head));
	while (*left > 0 && length < CONTENT_MAX) {
		size_t n = (*v)->n - *at, room = CONTENT_MAX - length;

		if (n > room)
			n = room;
		if (n > 0)
			add(p, (const char *)(*v)->p + *at, n);
		length += n;
		*at += n;
		if (*at == (*v)->n) {
			(*v)++;
			(*left)--;
			*at = 0;
		}
	}
	p->head = header(FCGI_STDOUT, request_id, length);
	if (length == 0)
		p->n = 0;
}

static void add_end(struct parcel *p, int request_id)
{
	p->end.output = header(FCGI_STDOUT, request_id, 0);
	p->end.request.header =
	    header(FCGI_END_REQUEST, request_id, sizeof(p->end.request.body));
	p->end.request.body =
	    (FCGI_EndRequestBody){.protocolStatus = FCGI_REQUEST_COMPLETE};
	add(p, &p->end, sizeof(p->end));
}

static bool send_all(int fd, struct iovec *v, int n)
{
	while (n > 0) {
		ssize_t sent = writev(fd, v, n);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		while (n > 0 && (size_t)sent >= v->iov_len) {
			sent -= (ssize_t)v->iov_len;
			v++;
			n--;
		}
		if (n > 0) {
			v->iov_base = (char *)v->iov_base + sent;
			v->iov_len -= (size_t)sent;
		}
	}
	return true;
}

bool http_record_send(
    int fd, int request_id, const struct http_piece *v, size_t n, bool ends)
{
	size_t at = 0;

	assert(n <= HTTP_PIECES_MAX);
	do {
		struct parcel p = {.n = 0};

		add_content(&p, request_id, &v, &n, &at);
		if (n == 0 && ends)
			add_end(&p, request_id);
		if (!send_all(fd, p.v, p.n))
			return false;
	} while (n > 0);
	return true;
}
