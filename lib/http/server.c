#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "http/connection-private.h"
#include "http/listen-private.h"

#define OUT_OF_FILES_NS (100 * 1000 * 1000)

struct server {
	const struct http_app *app;
	int listen_fd, stop_fd;
	bool drains; /* at the end, answer what waits in the queue as well */
	atomic_bool stopping;
	pthread_t main_thread;
	atomic_int error; /* enum err: why a thread gave up */
};

struct thread {
	pthread_t id;
	int slot;
	struct server *server;
};

static void give_up(struct server *s, enum err e)
{
	atomic_store(&s->error, (int)e);
	pthread_kill(s->main_thread, SIGTERM);
}

/* Accepts if it can; a failure that will not pass ends the server. */
static int try_accept(struct server *s)
{
	const struct timespec pause = {.tv_nsec = OUT_OF_FILES_NS};
	int fd = accept4(s->listen_fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0)
		return fd;
	switch (errno) {
	case EBADF:
	case EINVAL:
	case ENOTSOCK:
	case EOPNOTSUPP:
		log_error("the listening socket is broken: %s", strerror(errno));
		give_up(s, ERR_IO);
		nanosleep(&pause, NULL);
		break;
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
		log_error("no connection can be accepted: %s", strerror(errno));
		nanosleep(&pause, NULL);
		break;
	default: /* another process took it, or the peer went away */
		break;
	}
	return -1;
}

/*
 * What a thread waits at: EPOLLEXCLUSIVE wakes one of them for each connection
 * (a lock around accept would hand them over one by one, and on a busy machine
 * each turn costs a scheduler's round).
 */
static int waiting_place(const struct server *s)
{
	struct epoll_event connection = {.events = EPOLLIN | EPOLLEXCLUSIVE};
	struct epoll_event stop = {.events = EPOLLIN};
	int fd = epoll_create1(EPOLL_CLOEXEC);

	if (fd < 0 || epoll_ctl(fd, EPOLL_CTL_ADD, s->listen_fd, &connection) != 0 ||
	    epoll_ctl(fd, EPOLL_CTL_ADD, s->stop_fd, &stop) != 0) {
		log_error("cannot wait for connections: %s", strerror(errno));
		abort();
	}
	return fd;
}

/*
 * The next connection; -1 when the server is to end.  Under load one is in the
 * queue already and is taken without waiting.
 */
static int next_connection(struct server *s, int place)
{
	struct epoll_event unused[2];

	for (;;) {
		bool stopping = atomic_load(&s->stopping);
		int fd = stopping && !s->drains ? -1 : try_accept(s);

		if (fd >= 0 || stopping)
			return fd;
		epoll_wait(place, unused, 2, -1);
	}
}

static void *run(void *argument)
{
	struct thread *t = argument;
	struct server *s = t->server;
	struct http_slot slot = {.app = s->app, .stop_fd = s->stop_fd};
	enum err e = s->app->worker_new(s->app->shared, t->slot, &slot.worker);
	int fd, place;

	if (e != ERR_OK) {
		log_error("worker %d does not start: %s", t->slot, err_name(e));
		give_up(s, e);
		return NULL;
	}
	slot.arena = arena_new();
	place = waiting_place(s);
	while ((fd = next_connection(s, place)) >= 0)
		http_connection_serve(&slot, fd);
	close(place);
	arena_free(&slot.arena);
	buf_free(&slot.body);
	s->app->worker_free(&slot.worker);
	return NULL;
}

/*
 * Both stop signals wait for sigwait() and break into no thread's work.  They
 * are blocked before FCGX_Init() installs a handler that would swallow one;
 * SIGPIPE is set after it for the same reason.
 */
static enum err init_signals(sigset_t *stop)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigemptyset(stop);
	sigaddset(stop, SIGTERM);
	sigaddset(stop, SIGINT);
	pthread_sigmask(SIG_BLOCK, stop, NULL);
	if (FCGX_Init() != 0)
		return ERR_INTERNAL;
	sigaction(SIGPIPE, &ignore, NULL);
	return ERR_OK;
}

static int start_threads(struct server *s, struct thread *v)
{
	int n = 0;

	while (n < s->app->threads) {
		v[n] = (struct thread){.slot = n, .server = s};
		if (pthread_create(&v[n].id, NULL, run, &v[n]) != 0) {
			log_error("thread %d does not start", n);
			give_up(s, ERR_UNAVAILABLE);
			break;
		}
		n++;
	}
	return n;
}

static void stop_threads(struct server *s, struct thread *v, int n)
{
	const uint64_t one = 1;

	/* Whoever comes now sees no socket instead of a queue that ends. */
	http_listen_remove();
	atomic_store(&s->stopping, true);
	if (write(s->stop_fd, &one, sizeof(one)) != sizeof(one))
		abort(); /* an eventfd of ours that takes no number */
	for (int i = 0; i < n; i++)
		pthread_join(v[i].id, NULL);
}

enum err http_serve(const struct http_app *app, int fd)
{
	struct server s = {.app = app, .listen_fd = fd, .main_thread = pthread_self()};
	struct thread *threads;
	int n, signal_number;
	sigset_t stop;

	if (init_signals(&stop) != ERR_OK)
		return ERR_INTERNAL;
	s.stop_fd = eventfd(0, EFD_CLOEXEC);
	/* Another process may take the connection between poll and accept. */
	if (s.stop_fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
		return ERR_IO;
	s.drains = http_listen_is_own(fd);
	threads = calloc((size_t)app->threads, sizeof(*threads));
	if (threads == NULL)
		abort();
	n = start_threads(&s, threads);
	sigwait(&stop, &signal_number);
	stop_threads(&s, threads, n);
	free(threads);
	close(s.stop_fd);
	return (enum err)atomic_load(&s.error);
}
