#include <string.h>

#include "demo.h"

#define QUARTERS 4

static const char *const audiences[] = {
    [FORM_EXTERNAL] = "external ", [FORM_INTERNAL] = "internal "};
static const char *const kinds[] = {[DEMO_PRAISE] = "praise",
    [DEMO_PROBLEM] = "problem",
    [DEMO_PROPOSAL] = "proposal",
    [DEMO_NEED] = "need",
    [DEMO_EFFECT] = "effect",
    [DEMO_OTHER] = "other"};

/* The list under a heading "external praise", or NULL. */
static struct demo_list *list_of(struct demo_texts *t, const char *heading)
{
	if (strcmp(heading, "title") == 0)
		return &t->title;
	if (strcmp(heading, "quarters") == 0)
		return &t->quarters;
	for (int i = FORM_EXTERNAL; i <= FORM_INTERNAL; i++) {
		size_t n = strlen(audiences[i]);

		for (int k = 0; k < DEMO_KINDS && !strncmp(heading, audiences[i], n); k++)
			if (strcmp(heading + n, kinds[k]) == 0)
				return &t->remarks[i][k];
	}
	return NULL;
}

/* "[external praise]" without its brackets, or NULL. */
static const char *heading_in(char *line)
{
	size_t n = strlen(line);

	if (line[0] != '[' || line[n - 1] != ']')
		return NULL;
	line[n - 1] = '\0';
	return line + 1;
}

/* The first list that is too short, by its heading; NULL if none is. */
static const char *too_short(const struct demo_texts *t, struct arena *a)
{
	if (t->title.n != 1)
		return "title";
	if (t->quarters.n != QUARTERS)
		return "quarters";
	for (int i = FORM_EXTERNAL; i <= FORM_INTERNAL; i++)
		for (int k = 0; k < DEMO_KINDS; k++)
			if (t->remarks[i][k].n == 0)
				return arena_printf(a, "%s%s", audiences[i], kinds[k]);
	return NULL;
}

static size_t count_lines(const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

enum err demo_texts_read(
    struct arena *a, char *text, struct demo_texts *t_r, const char **fault_r)
{
	struct demo_texts t = {0};
	struct demo_list *list = NULL;
	const char *heading, **room = ARENA_ARRAY(a, count_lines(text), const char *);
	char *rest = text, *line;

	/* The lists follow one another in the room, as their texts do in the file. */
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (line[0] == '\0' || line[0] == '#')
			continue;
		heading = heading_in(line);
		if (heading != NULL) {
			list = list_of(&t, heading);
			if (list == NULL || list->n > 0) {
				*fault_r = heading;
				return ERR_INVALID;
			}
			list->v = room;
		} else if (list != NULL) {
			*room++ = line;
			list->n++;
		}
	}
	heading = too_short(&t, a);
	if (heading != NULL) {
		*fault_r = heading;
		return ERR_INVALID;
	}
	*t_r = t;
	return ERR_OK;
}
