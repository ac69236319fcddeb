#include <string.h>

#include "base/i18n.h"
#include "html/control.h"
#include "html/html-private.h"
#include "html/page.h"

const char *html_path(struct html *h, const char *base_path, const char *path)
{
	return arena_printf(html_arena(h), "%s%s", base_path, path);
}

void html_link(struct html *h, const char *base_path, const char *path, const char *text)
{
	html_element(h, "a", text, "href", html_path(h, base_path, path), NULL);
}

void html_form_post(
    struct html *h, const char *base_path, const char *path, const char *csrf)
{
	html_open(
	    h, "form", "method", "post", "action", html_path(h, base_path, path), NULL);
	if (csrf != NULL)
		html_hidden(h, HTML_CSRF_FIELD, csrf);
}

static void style_sheet(struct html *h, const struct html_page *p, const char *file)
{
	html_open(h, "link", "rel", "stylesheet", "href",
	    arena_printf(
		html_arena(h), "%s/static/%s?v=" PACKAGE_VERSION, p->base_path, file),
	    NULL);
}

static void head(struct html *h, const struct html_page *p)
{
	html_open(h, "head", NULL);
	html_open(h, "meta", "charset", "utf-8", NULL);
	html_open(h, "meta", "name", "viewport", "content",
	    "width=device-width, initial-scale=1", NULL);
	html_element(h, "title", p->title, NULL);
	style_sheet(h, p, p->sheet != NULL ? p->sheet : "otklik.css");
	if (p->charts)
		style_sheet(h, p, "chart.css");
	/* An empty icon: the browser asks for no favicon. */
	html_literal(h, "<link rel=\"icon\" href=\"data:,\"/>");
	html_close(h);
}

static void logout(struct html *h, const struct html_page *p)
{
	html_form_post(h, p->base_path, "/admin/logout", p->csrf);
	html_element(h, "span", p->user, NULL);
	html_button(h, NULL, NULL, _("Log out"), "quiet");
	html_close(h);
}

static void navigation(struct html *h, const struct html_page *p)
{
	html_open(h, "nav", "aria-label", _("Main menu"), NULL);
	html_open(h, "ul", NULL);
	for (size_t i = 0; i < p->n_nav; i++) {
		html_open(h, "li", NULL);
		html_element(h, "a", p->nav[i].text, "href",
		    html_path(h, p->base_path, p->nav[i].path), "aria-current",
		    p->nav[i].current ? "page" : NULL, NULL);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

static void header(struct html *h, const struct html_page *p)
{
	html_open(h, "header", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_open(h, "p", NULL);
	html_link(h, p->base_path, p->section != NULL ? p->section : "/", _("Feedback"));
	html_close(h);
	if (p->agency != NULL)
		html_element(h, "p", p->agency, NULL);
	if (p->n_nav > 0)
		navigation(h, p);
	if (p->csrf != NULL)
		logout(h, p);
	html_close(h);
}

void html_page_begin(struct html *h, const struct html_page *p)
{
	/* TRANSLATORS: the code of your language, as in <html lang="en"> */
	const char *own = _("en");
	bool foreign = p->lang != NULL && strcmp(p->lang, own) != 0;

	html_own_set(h, foreign ? own : NULL);
	html_literal(h, "<!DOCTYPE html>\n");
	html_open(h, "html", "lang", foreign ? p->lang : own, "dir",
	    p->rtl ? "rtl" : NULL, NULL);
	head(h, p);
	html_open(h, "body", "class", p->wide ? "wide" : NULL, NULL);
	if (p->sheet == NULL) {
		html_element(h, "a", _("Skip to the content"), "class", "skip", "href",
		    "#main", "lang", html_own(h), "dir", html_own_dir(h), NULL);
		header(h, p);
	}
	html_open(h, "main", "id", "main", "tabindex", "-1", NULL);
}

static void footer(struct html *h, const struct html_page *p)
{
	html_open(h, "footer", "lang", html_own(h), "dir", html_own_dir(h), NULL);
	html_open(h, "p", NULL);
	html_text(h, p->nav != NULL ? _("Staff pages. Do not leave them open unattended.")
				    : _("No cookies, no scripts, no visit statistics."));
	html_close(h);
	html_close(h);
}

void html_page_end(struct html *h, const struct html_page *p)
{
	html_close(h); /* main */
	if (p->sheet == NULL)
		footer(h, p);
	html_close(h); /* body */
	html_close(h); /* html */
}
