#include "export/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "export/words.h"

#define SHEET_NAME_CHARS 31 /* more a spreadsheet refuses */
#define READ_BYTES 65536

struct export_book {
	struct arena *arena;
	char *folder, *path;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *text, *digits[3]; /* digits: by number behind the point */
	lxw_row_t row;
	lxw_col_t column;
	bool failed;
};

static void make_formats(struct export_book *b)
{
	static const char *const patterns[] = {"0", "0.0", "0.00"};

	b->head = workbook_add_format(b->book);
	format_set_bold(b->head);
	format_set_text_wrap(b->head);
	format_set_align(b->head, LXW_ALIGN_VERTICAL_TOP);
	b->text = workbook_add_format(b->book);
	format_set_text_wrap(b->text);
	format_set_align(b->text, LXW_ALIGN_VERTICAL_TOP);
	for (size_t i = 0; i < 3; i++) {
		b->digits[i] = workbook_add_format(b->book);
		format_set_num_format(b->digits[i], patterns[i]);
		format_set_align(b->digits[i], LXW_ALIGN_VERTICAL_TOP);
	}
}

enum err export_book_new(struct arena *a, struct export_book **b_r)
{
	struct export_book *b = ARENA_NEW(a, struct export_book);
	const char *below = getenv("TMPDIR");

	b->arena = a;
	b->folder = arena_printf(a, "%s/otklik.XXXXXX", below ? below : "/tmp");
	if (mkdtemp(b->folder) == NULL)
		return ERR_IO;
	b->path = arena_printf(a, "%s/book.xlsx", b->folder);
	b->book = workbook_new_opt(b->path,
	    &(lxw_workbook_options){.constant_memory = LXW_TRUE, .tmpdir = b->folder});
	if (b->book == NULL) {
		export_book_free(&b);
		return ERR_IO;
	}
	make_formats(b);
	*b_r = b;
	return ERR_OK;
}

/* At most 31 characters, none of []:*?/\ and no apostrophe at an end. */
static const char *sheet_name(struct export_book *b, const char *name)
{
	char *s = arena_strdup(b->arena, name);
	size_t chars = 0;

	for (char *p = s; *p; p++) {
		if (strchr("[]:*?/\\'", *p))
			*p = '_';
		if ((*p & 0xC0) != 0x80 && ++chars > SHEET_NAME_CHARS) {
			*p = '\0';
			break;
		}
	}
	return s;
}

void export_book_sheet(
    struct export_book *b, const char *name, const int *widths, size_t n)
{
	b->sheet = workbook_add_worksheet(b->book, sheet_name(b, name));
	if (b->sheet == NULL) /* the name is taken: one of the library's own */
		b->sheet = workbook_add_worksheet(b->book, NULL);
	b->failed |= b->sheet == NULL;
	b->row = 0;
	b->column = 0;
	for (size_t i = 0; i < n && b->sheet; i++)
		worksheet_set_column(
		    b->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
}

static void put_text(struct export_book *b, const char *s, lxw_format *format)
{
	lxw_col_t at = b->column++;

	if (s && *s && b->sheet)
		b->failed |= worksheet_write_string(b->sheet, b->row, at,
				 export_cell_text(b->arena, s), format) != 0;
}

static void put_number(struct export_book *b, double v, int digits)
{
	lxw_col_t at = b->column++;

	if (b->sheet)
		b->failed |= worksheet_write_number(
				 b->sheet, b->row, at, v, b->digits[digits]) != 0;
}

void export_book_text(struct export_book *b, const char *s)
{
	put_text(b, s, b->text);
}

void export_book_head(struct export_book *b, const char *s)
{
	put_text(b, s, b->head);
}

void export_book_number(struct export_book *b, int64_t v)
{
	put_number(b, (double)v, 0);
}

void export_book_figure(struct export_book *b, struct stat_figure f)
{
	if (f.known)
		put_number(b, stat_figure_double(f), f.digits < 3 ? f.digits : 2);
	else
		put_text(b, NULL, NULL);
}

void export_book_row_end(struct export_book *b)
{
	b->row++;
	b->column = 0;
}

static enum err read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	enum err e;
	size_t n;

	if (f == NULL)
		return ERR_IO;
	do {
		buf_reserve(out, READ_BYTES);
		n = fread(out->data + out->len, 1, READ_BYTES, f);
		out->len += n;
	} while (n > 0);
	out->data[out->len] = 0;
	e = ferror(f) ? ERR_IO : ERR_OK;
	fclose(f);
	return e;
}

enum err export_book_finish(struct export_book *b, struct buf *out)
{
	lxw_error closed = workbook_close(b->book);

	b->book = NULL;
	b->sheet = NULL;
	return closed != LXW_NO_ERROR || b->failed ? ERR_IO : read_file(b->path, out);
}

void export_book_free(struct export_book **b)
{
	if (*b == NULL)
		return;
	/* Closing is the library's only way to release everything. */
	if ((*b)->book)
		workbook_close((*b)->book);
	unlink((*b)->path);
	rmdir((*b)->folder);
	*b = NULL;
}
