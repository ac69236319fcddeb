/*
 * A document of headings, paragraphs, lists and tables, built once and written as a
 * page (by the caller) or as an OpenDocument text, which every office opens.
 */
#ifndef OTKLIK_EXPORT_DOCUMENT_H
#define OTKLIK_EXPORT_DOCUMENT_H

#include "export/grid.h"

enum export_block_kind {
	EXPORT_HEADING,
	EXPORT_PARAGRAPH,
	EXPORT_NOTE, /* how a figure was made, what it does not say */
	EXPORT_ITEM, /* of a list */
	EXPORT_GRID,
	EXPORT_OWN /* what only the caller's page shows: a chart */
};

struct export_block {
	enum export_block_kind kind;
	int level;        /* of a heading: 1 … 3 */
	const char *text; /* heading, paragraph, note, item */
	const struct export_grid *grid;
	const void *own;
};

struct export_document {
	struct arena *arena;
	const char *title;  /* at the head of the first page */
	const char *header; /* at the top of every page */
	struct export_block *v;
	size_t n, room;
};

/* Texts, grids and what is the caller's own are borrowed.  Lives in the arena. */
struct export_document *export_document_new(
    struct arena *a, const char *title, const char *header);
void export_document_heading(struct export_document *d, int level, const char *text);
/* A paragraph, a note or an item. */
void export_document_text(
    struct export_document *d, enum export_block_kind kind, const char *text);
void export_document_grid(struct export_document *d, const struct export_grid *g);
void export_document_own(struct export_document *d, const void *own);

/*
 * Appends it to out as an .odt file (OpenDocument 1.2: A4, header, page numbers):
 * numbers as printed, texts as texts.  ERR_IO.
 */
ERR_CHECK enum err export_document_odt(const struct export_document *d, struct buf *out);

#endif
