#include "html/qr.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <qrencode.h>

#define QUIET 4   /* modules around the code: ISO/IEC 18004, 6.3.8 */
#define DARK 0x01 /* the bit of a module that says its colour */

static bool is_dark(const QRcode *code, int x, int y)
{
	return (code->data[y * code->width + x] & DARK) != 0;
}

/* One rectangle for each run of dark modules of a row, all in one path. */
static void add_row(struct buf *path, const QRcode *code, int y)
{
	for (int x = 0, end; x < code->width; x = end) {
		for (end = x + 1; end < code->width; end++)
			if (is_dark(code, end, y) != is_dark(code, x, y))
				break;
		if (is_dark(code, x, y))
			buf_printf(path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET,
			    end - x, end - x);
	}
}

static void write(struct html *h, const QRcode *code, const char *label)
{
	const char *side = arena_printf(html_arena(h), "%d", code->width + 2 * QUIET);
	struct buf path = {0};

	for (int y = 0; y < code->width; y++)
		add_row(&path, code, y);
	/* "crispEdges": no grey between the modules. */
	html_open(h, "svg", "class", "qr", "role", "img", "aria-label", label, "viewBox",
	    arena_printf(html_arena(h), "0 0 %s %s", side, side), "shape-rendering",
	    "crispEdges", NULL);
	html_open(h, "path", "fill", "#fff", "d",
	    arena_printf(html_arena(h), "M0 0h%sv%sH0z", side, side), NULL);
	html_close(h);
	html_open(h, "path", "d", buf_str(&path), NULL);
	html_close(h);
	html_close(h);
	buf_free(&path);
}

enum err html_qr(struct html *h, const char *text, const char *label)
{
	QRcode *code;

	/* Level M: a seventh of the code may be soiled or torn. */
	code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (code == NULL && (errno == ERANGE || *text == '\0'))
		return ERR_TOO_LARGE;
	if (code == NULL)
		abort(); /* out of memory, as the arena does */
	write(h, code, label);
	QRcode_free(code);
	return ERR_OK;
}

/* Length of the part up to where the address may be broken. */
static size_t part(const char *url)
{
	size_t n = strcspn(url, "/?");

	while (url[n] == '/')
		n++;
	return n > 0 ? n : 1 + strcspn(url + 1, "/?"); /* "?" begins a part */
}

void html_qr_address(struct html *h, const char *url, const char *label)
{
	enum err e = html_qr(h, url, label);
	size_t n;

	(void)e; /* too long for a code, it can still be typed */
	html_open(h, "p", "class", "address", NULL);
	for (; *url != '\0'; url += n) {
		n = part(url);
		html_element(h, "span", arena_strndup(html_arena(h), url, n), NULL);
		if (url[n] != '\0')
			html_open(h, "wbr", NULL);
	}
	html_close(h);
}
