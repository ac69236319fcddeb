#include "export/document.h"

#include <string.h>

#define ROOM 64

struct export_document *export_document_new(
    struct arena *a, const char *title, const char *header)
{
	struct export_document *d = ARENA_NEW(a, struct export_document);

	d->arena = a;
	d->title = title;
	d->header = header;
	return d;
}

static void put(struct export_document *d, struct export_block block)
{
	struct export_block *v;

	if (d->n == d->room) {
		d->room = 2 * d->room + ROOM;
		v = ARENA_ARRAY(d->arena, d->room, struct export_block);
		if (d->n > 0)
			memcpy(v, d->v, d->n * sizeof(*v));
		d->v = v;
	}
	d->v[d->n++] = block;
}

void export_document_heading(struct export_document *d, int level, const char *text)
{
	put(d,
	    (struct export_block){.kind = EXPORT_HEADING, .level = level, .text = text});
}

void export_document_text(
    struct export_document *d, enum export_block_kind kind, const char *text)
{
	put(d, (struct export_block){.kind = kind, .text = text});
}

void export_document_grid(struct export_document *d, const struct export_grid *g)
{
	put(d, (struct export_block){.kind = EXPORT_GRID, .grid = g});
}

void export_document_own(struct export_document *d, const void *own)
{
	put(d, (struct export_block){.kind = EXPORT_OWN, .own = own});
}
