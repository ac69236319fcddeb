#include "web-tree.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_BYTES_MAX (4u << 20)

struct web_node *web_add(struct arena *a, struct web_node *parent)
{
	struct web_node *n = ARENA_NEW(a, struct web_node);

	n->parent = parent;
	if (parent == NULL)
		return n;
	if (parent->last == NULL)
		parent->first = n;
	else
		parent->last->next = n;
	parent->last = n;
	return n;
}

void web_add_word(struct arena *a, struct web_node *node, const char *word)
{
	const char **v = ARENA_ARRAY(a, node->n + 1, const char *);

	if (node->n > 0)
		memcpy(v, node->word, node->n * sizeof(*v));
	v[node->n++] = word;
	node->word = v;
}

char *web_file(struct arena *a, const char *path, time_t *newest, const char **fault_r)
{
	FILE *in = fopen(path, "re");
	struct stat st;
	char *text;

	if (in == NULL || fstat(fileno(in), &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > FILE_BYTES_MAX) {
		*fault_r =
		    arena_printf(a, "%s: %s", path, in == NULL ? strerror(errno) : "?");
		if (in != NULL)
			fclose(in);
		return NULL;
	}
	text = arena_alloc(a, (size_t)st.st_size + 1);
	text[fread(text, 1, (size_t)st.st_size, in)] = '\0';
	fclose(in);
	if (st.st_mtime > *newest)
		*newest = st.st_mtime;
	return text;
}

struct web_node *web_next(const struct web_node *root, struct web_node *node)
{
	if (node->first != NULL)
		return node->first;
	while (node != root && node->next == NULL)
		node = node->parent;
	return node == root ? NULL : node->next;
}

struct web_node *web_child(const struct web_node *node, const char *name)
{
	struct web_node *found = NULL;

	for (struct web_node *n = node->first; n != NULL; n = n->next)
		if (strcmp(web_word(n, 0), name) == 0)
			found = n;
	return found;
}

struct web_node *web_inherited(const struct web_node *node, const char *name)
{
	struct web_node *found = NULL;

	for (; node != NULL && found == NULL; node = node->parent)
		found = web_child(node, name);
	return found;
}

const char *web_word(const struct web_node *node, size_t i)
{
	return node != NULL && i < node->n ? node->word[i] : "";
}
