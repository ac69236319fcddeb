/*
 * A web server's configuration as a tree: directives with their words, blocks with
 * what stands in them, included files in the place of their include.
 */
#ifndef OTKLIK_CTL_WEB_TREE_H
#define OTKLIK_CTL_WEB_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/arena.h"

struct web_node {
	const char **word; /* word[0] is the directive; lower case for Apache */
	size_t n;
	struct web_node *parent, *first, *last, *next;
	time_t changed; /* of the root: when the newest of its files was */
};

/*
 * The tree of a file; its root has no words.  NULL: it cannot be read or understood,
 * *fault_r (in the arena) says what.
 */
struct web_node *web_nginx_read(struct arena *a, const char *file, const char **fault_r);
struct web_node *web_apache_read(struct arena *a, const char *file, const char **fault_r);

/* The node behind this one in the order of the files, within root; NULL at the end. */
struct web_node *web_next(const struct web_node *root, struct web_node *node);

/* The last child of that name, or NULL. */
struct web_node *web_child(const struct web_node *node, const char *name);

/* The same of the nearest block around that has one, this one first. */
struct web_node *web_inherited(const struct web_node *node, const char *name);

/* The i-th word, "" if there is none. */
const char *web_word(const struct web_node *node, size_t i);

/* For the readers. */
struct web_node *web_add(struct arena *a, struct web_node *parent);
void web_add_word(struct arena *a, struct web_node *node, const char *word);
char *web_file(struct arena *a, const char *path, time_t *newest, const char **fault_r);
#define WEB_DEPTH_MAX 20 /* of includes */

#endif
