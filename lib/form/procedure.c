#include "form/procedure.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "form/load.h"
#include "form/loader-private.h"

#define LISTS_MAX 100
#define PAIN_HEADINGS_MIN 8
#define PAIN_HEADINGS_MAX 9

void procedure_free(struct procedure **p)
{
	struct arena *a;

	if (*p == NULL)
		return;
	/* The procedure itself lives in its arena. */
	a = (*p)->arena;
	*p = NULL;
	arena_free(&a);
}

const struct procedure_list *procedure_list(const struct procedure *p, const char *id)
{
	size_t i;

	for (i = 0; i < p->n_lists; i++)
		if (strcmp(p->lists[i].id, id) == 0)
			return &p->lists[i];
	return NULL;
}

/* Is that file of a procedure the questionnaire's: "../common/uni-ext.xml"? */
static bool is_file_of(const char *file, const char *questionnaire)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash == NULL ? file : slash + 1;
	size_t n = strlen(questionnaire);

	return strncasecmp(name, questionnaire, n) == 0 && strcmp(name + n, ".xml") == 0;
}

const char *procedure_campaign_code(
    struct arena *a, const struct procedure *p, const char *questionnaire)
{
	char *code = arena_strdup(a, questionnaire);
	size_t i;

	for (i = 0; i < p->n_questionnaires; i++)
		if (p->campaigns[i] != NULL &&
		    is_file_of(p->questionnaires[i], questionnaire))
			return arena_strdup(a, p->campaigns[i]);
	for (char *s = code; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	return code;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* Texts of all children of one name. */
static const char *const *texts(
    struct arena *a, const xmlNode *parent, const char *name, size_t *n_r)
{
	const char **v = ARENA_ARRAY(a, form_xml_count(parent, name) + 1, const char *);
	const xmlNode *n;
	size_t i = 0;

	for (n = form_xml_child(parent, name); n != NULL; n = form_xml_next(n))
		v[i++] = form_xml_text(a, n);
	*n_r = i;
	return v;
}

static void read_questionnaires(struct procedure *p, const xmlNode *root)
{
	const xmlNode *all = form_xml_child(root, "questionnaires"), *n;
	const char **campaigns;
	size_t i = 0;

	p->questionnaires = texts(p->arena, all, "file", &p->n_questionnaires);
	campaigns = ARENA_ARRAY(p->arena, p->n_questionnaires + 1, const char *);
	for (n = form_xml_child(all, "file"); n != NULL; n = form_xml_next(n))
		campaigns[i++] = form_xml_attr(p->arena, n, "campaign");
	p->campaigns = campaigns;
}

const struct procedure_translation *procedure_translation(
    const struct procedure_entry *e, const char *language)
{
	size_t i;

	for (i = 0; i < e->n_translations; i++)
		if (strcmp(e->translations[i].language, language) == 0)
			return &e->translations[i];
	return NULL;
}

static void add_translation(struct form_faults *fs, struct arena *a,
    struct procedure_entry *e, const xmlNode *node)
{
	const char *language = form_xml_language(node);
	struct procedure_translation *v;

	if (procedure_translation(e, language) != NULL) {
		form_fault_add(fs, xmlGetLineNo(node),
		    _("<%s> is translated into %s a second time; expected it once"),
		    "entry", language);
		return;
	}
	v = ARENA_ARRAY(a, e->n_translations + 1, struct procedure_translation);
	if (e->n_translations > 0)
		memcpy(v, e->translations, e->n_translations * sizeof(*v));
	v[e->n_translations].language = arena_strdup(a, language);
	v[e->n_translations].text = form_xml_text(a, node);
	v[e->n_translations].group = form_xml_attr(a, node, "group");
	e->translations = v;
	e->n_translations++;
}

/* Translations stand behind their entry, with its id and xml:lang. */
static void read_translations(struct form_faults *fs, struct arena *a,
    const xmlNode *list, struct procedure_entry *v, size_t n)
{
	const xmlNode *node;
	size_t i, at = 0;

	for (node = list->children; node != NULL; node = node->next) {
		if (!form_xml_is(node, "entry") || form_xml_language(node) == NULL)
			continue;
		/* Most often that of the entry before it. */
		for (i = 0; i < n; i++, at = (at + 1) % n)
			if (form_xml_attr_equal(node, "id", v[at].id))
				break;
		if (i < n)
			add_translation(fs, a, &v[at], node);
		else
			form_fault_add(fs, xmlGetLineNo(node),
			    _("<%s> in %s translates nothing; expected the same element "
			      "in the first language"),
			    "entry", form_xml_language(node));
	}
}

/* A list is read in whole; repeated ids and too many entries are faults. */
static void read_list(struct form_faults *fs, struct arena *a, const xmlNode *node,
    struct procedure_list *l)
{
	size_t n = form_xml_count(node, "entry"), i = 0, j;
	struct procedure_entry *v;
	const xmlNode *e;

	l->id = or_empty(form_xml_attr(a, node, "id"));
	l->title = or_empty(form_xml_attr(a, node, "title"));
	l->proposed = form_xml_attr_equal(node, "origin", "proposed");
	if (n > FORM_LIST_MAX) {
		form_fault_add(fs, xmlGetLineNo(node),
		    _("The list %s has %zu entries; expected at most %d"), l->id, n,
		    FORM_LIST_MAX);
		return;
	}
	v = ARENA_ARRAY(a, n, struct procedure_entry);
	for (e = form_xml_child(node, "entry"); e != NULL; e = form_xml_next(e), i++) {
		v[i].id = or_empty(form_xml_attr(a, e, "id"));
		v[i].text = form_xml_text(a, e);
		v[i].group = form_xml_attr(a, e, "group");
		v[i].external = !form_xml_attr_equal(e, "audience", "internal");
		v[i].internal = !form_xml_attr_equal(e, "audience", "external");
		for (j = 0; j < i && strcmp(v[i].id, v[j].id) != 0; j++)
			;
		if (j < i || strcmp(v[i].id, "other") == 0)
			form_fault_add(fs, xmlGetLineNo(e),
			    _("The entry id %s is used already or means the free answer; "
			      "expected another id"),
			    v[i].id);
	}
	read_translations(fs, a, node, v, n);
	l->v = v;
	l->n = n;
}

static void read_lists(struct form_faults *fs, struct procedure *p, const xmlNode *root)
{
	size_t n = form_xml_count(root, "list");
	struct procedure_list *v = ARENA_ARRAY(p->arena, n, struct procedure_list);
	const xmlNode *l;

	p->lists = v;
	for (l = form_xml_child(root, "list"); l && p->n_lists < LISTS_MAX;
	     l = form_xml_next(l)) {
		read_list(fs, p->arena, l, &v[p->n_lists]);
		if (procedure_list(p, v[p->n_lists].id) != NULL)
			form_fault_add(fs, xmlGetLineNo(l),
			    _("The list id %s is used already; expected another id"),
			    v[p->n_lists].id);
		p->n_lists++;
	}
	if (n > LISTS_MAX)
		form_fault_add(
		    fs, 0, _("There are %zu lists; expected at most %d"), n, LISTS_MAX);
}

static void read_agency(struct procedure *p, const xmlNode *root)
{
	const xmlNode *agency = form_xml_child(root, "agency");
	const xmlNode *order = form_xml_child(root, "order");
	struct arena *a = p->arena;

	p->id = or_empty(form_xml_attr(a, root, "id"));
	p->prefix = or_empty(form_xml_attr(a, root, "prefix"));
	p->serves = or_empty(form_xml_attr(a, root, "serves"));
	p->agency = or_empty(form_xml_child_text(a, agency, "name"));
	p->agency_short = or_empty(form_xml_child_text(a, agency, "short"));
	p->agency_genitive = or_empty(form_xml_child_text(a, agency, "genitive"));
	p->agency_prepositional =
	    or_empty(form_xml_child_text(a, agency, "prepositional"));
	p->order = or_empty(form_xml_child_text(a, order, "name"));
	p->basis = or_empty(form_xml_child_text(a, order, "basis"));
	p->order_url = order ? or_empty(form_xml_attr(a, order, "url")) : "";
}

static void read_periods(struct procedure *p, const xmlNode *root)
{
	const xmlNode *periods = form_xml_child(root, "periods");
	const xmlNode *clock = form_xml_child(root, "clock");
	const xmlNode *looks = form_xml_child(root, "appearance");

	if (clock != NULL)
		p->utc_offset = form_xml_int(clock, "utc-offset", 0);
	p->accent = looks ? or_empty(form_xml_attr(p->arena, looks, "accent")) : "";
	if (periods == NULL)
		return;
	p->external_days = form_xml_int(periods, "external-days", 0);
	p->internal_days = form_xml_int(periods, "internal-days", 0);
	p->external_per_year = form_xml_int(periods, "external-per-year", 0);
	p->internal_per_year = form_xml_int(periods, "internal-per-year", 0);
	p->analysis_per_year = form_xml_int(periods, "analysis-per-year", 0);
	p->publish_after = form_xml_int(periods, "publish-after", 0);
	p->permanent = form_xml_yes(periods, "permanent", false);
}

static void check(struct form_faults *fs, const struct procedure *p, const xmlNode *root)
{
	const xmlNode *map = form_xml_child(root, "pain-map");
	const xmlNode *clock = form_xml_child(root, "clock");
	size_t i, j;

	if (map != NULL && (p->n_pain_headings < PAIN_HEADINGS_MIN ||
			       p->n_pain_headings > PAIN_HEADINGS_MAX))
		form_fault_add(fs, xmlGetLineNo(map),
		    _("The pain map has %zu headings; expected %d to %d"),
		    p->n_pain_headings, PAIN_HEADINGS_MIN, PAIN_HEADINGS_MAX);
	if (clock != NULL && (p->utc_offset < -720 || p->utc_offset > 840))
		form_fault_add(fs, xmlGetLineNo(clock),
		    _("The clock is %d minutes from UTC; expected -720 to 840"),
		    p->utc_offset);
	for (i = 0; i < p->n_questionnaires && i < LISTS_MAX; i++)
		for (j = 0; j < i; j++)
			if (strcmp(p->questionnaires[i], p->questionnaires[j]) == 0)
				form_fault_add(fs,
				    xmlGetLineNo(form_xml_child(root, "questionnaires")),
				    _("The file %s is named twice; expected it once"),
				    p->questionnaires[i]);
}

static struct procedure *build(struct form_faults *fs, const xmlNode *root)
{
	struct arena *a = arena_new();
	struct procedure *p = ARENA_NEW(a, struct procedure);

	p->arena = a;
	read_agency(p, root);
	read_periods(p, root);
	read_lists(fs, p, root);
	p->pain_headings =
	    texts(a, form_xml_child(root, "pain-map"), "heading", &p->n_pain_headings);
	read_questionnaires(p, root);
	check(fs, p, root);
	return p;
}

enum err procedure_load(struct form_loader *l, struct arena *a, const char *xml,
    size_t len, struct procedure **p_r, const struct form_fault **faults_r, size_t *n_r)
{
	struct form_faults fs = {a, NULL, 0, 0};
	struct procedure *p = NULL;
	xmlDoc *doc;

	doc = form_loader_open(
	    &fs, l->procedure, "procedure", FORM_PROCEDURE_SPACE, xml, len);
	if (doc != NULL)
		p = build(&fs, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	if (fs.n > 0) {
		procedure_free(&p);
		form_faults_sort(&fs);
		*faults_r = fs.v;
		*n_r = fs.n;
		return ERR_INVALID;
	}
	*p_r = p;
	return ERR_OK;
}
