#include "form/check.h"

#include <limits.h>
#include <string.h>

#include "form/loader-private.h"

#define ROUNDS_MAX 20 /* of leaving faulty questions out */

/* The last element of that name that starts in the line or before it. */
static xmlNode *last_before(xmlNode *parent, const char *name, int line)
{
	xmlNode *n, *found = NULL;

	for (n = form_xml_child(parent, name); n != NULL; n = form_xml_next(n))
		if (xmlGetLineNo(n) <= line)
			found = n;
	return found;
}

static const char *id_of(struct arena *a, const xmlNode *node)
{
	const char *id = node ? form_xml_attr(a, node, "id") : NULL;

	return id ? id : "";
}

static struct form_place place_of(
    struct arena *a, xmlNode *root, const struct form_fault *f)
{
	struct form_place p = {f->line, f->text, "", "", ""};
	xmlNode *section = f->line > 0 ? last_before(root, "section", f->line) : NULL;

	if (section != NULL) {
		p.section = id_of(a, section);
		p.question = id_of(a, last_before(section, "question", f->line));
	} else if (f->line > 0) {
		p.set = id_of(a, last_before(root, "options", f->line));
	}
	return p;
}

static xmlDoc *open_text(
    struct form_loader *l, struct form_faults *fs, const char *xml, size_t len)
{
	return form_loader_open(
	    fs, l->questionnaire, "questionnaire", FORM_QUESTIONNAIRE_SPACE, xml, len);
}

void form_check_faults(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, const struct procedure *proc, const struct form_place **v_r, size_t *n_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	xmlDoc *doc = open_text(l, &fs, xml, len);
	struct form *f = doc != NULL ? form_loader_build(&fs, doc, proc) : NULL;
	struct form_place *v;
	size_t i;

	form_free(&f);
	form_faults_sort(&fs);
	v = ARENA_ARRAY(a, fs.n, struct form_place);
	for (i = 0; i < fs.n; i++)
		if (doc != NULL)
			v[i] = place_of(a, xmlDocGetRootElement(doc), &fs.v[i]);
		else
			v[i] =
			    (struct form_place){fs.v[i].line, fs.v[i].text, "", "", ""};
	xmlFreeDoc(doc);
	*v_r = v;
	*n_r = fs.n;
}

/* --- the form as far as it can be shown --- */

/* The question of a fault, a section that has none or is faulty itself; NULL. */
static xmlNode *culprit(xmlNode *root, int line)
{
	xmlNode *section = line > 0 ? last_before(root, "section", line) : NULL;
	xmlNode *question;

	if (section == NULL)
		return NULL;
	question = last_before(section, "question", line);
	return question ? question : section;
}

/* Takes out what is faulty; the number of questions, or SIZE_MAX: there is a
   fault that belongs to none. */
static size_t leave_out(xmlNode *root, const struct form_faults *fs)
{
	size_t i, n = 0;
	xmlNode *node;

	for (i = 0; i < fs->n; i++)
		if (culprit(root, fs->v[i].line) == NULL)
			return SIZE_MAX;
	/* From the last line up: what is gone moves no line before it. */
	for (i = fs->n; i-- > 0;) {
		if (i + 1 < fs->n && fs->v[i].line == fs->v[i + 1].line)
			continue;
		node = culprit(root, fs->v[i].line);
		if (node == NULL)
			continue;
		n += form_xml_is(node, "question") ? 1 : form_xml_count(node, "question");
		xmlUnlinkNode(node);
		xmlFreeNode(node);
	}
	return n;
}

static bool has_questions(const xmlNode *root)
{
	return form_xml_count_all(root, "question") > 0;
}

static void drop_empty_sections(xmlNode *root)
{
	xmlNode *n, *next;

	for (n = form_xml_child(root, "section"); n != NULL; n = next) {
		next = form_xml_next(n);
		if (has_questions(n))
			continue;
		xmlUnlinkNode(n);
		xmlFreeNode(n);
	}
}

enum err form_check_show(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, const struct procedure *proc, const char *language, struct form **f_r,
    size_t *left_out_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	xmlDoc *doc = open_text(l, &fs, xml, len);
	struct form *f = NULL;
	size_t left_out = 0, n, round;
	xmlNode *root;

	if (doc == NULL)
		return ERR_INVALID;
	root = xmlDocGetRootElement(doc);
	for (round = 0; round < ROUNDS_MAX && f == NULL; round++) {
		fs = (struct form_faults){a, NULL, 0, 0};
		drop_empty_sections(root);
		if (!has_questions(root))
			break;
		form_loader_validate(&fs, l->questionnaire, doc);
		f = form_loader_build_in(&fs, doc, proc, language);
		if (fs.n == 0)
			break;
		form_free(&f);
		form_faults_sort(&fs);
		n = leave_out(root, &fs);
		if (n == SIZE_MAX)
			break;
		left_out += n;
	}
	xmlFreeDoc(doc);
	if (f == NULL)
		return ERR_INVALID;
	*f_r = f;
	*left_out_r = left_out;
	return ERR_OK;
}
