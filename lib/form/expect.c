/*
 * What the schemas expect, in one line an element: the complaints of libxml2
 * say what is wrong, seldom what would be right.  Keep in step with the .rng
 * files in forms/.
 */
#include "form/xml-private.h"

#include <string.h>

#define LEAF "text that is not empty"

static const struct {
	const char *root, *element, *attributes, *content;
} table[] = {
    {"questionnaire", "questionnaire",
	"id (NE-A2), audience (external, internal), origin (transcribed, proposed), "
	"minutes, serves",
	"<language>* <title> <heading>? <notice> <anonymity> <thanks> <block>* "
	"<options>* <section>+; each text again with xml:lang"},
    {"questionnaire", "language", "code, title; direction? (rtl)", "nothing"},
    {"questionnaire", "block", "id, enabled (yes, no), title", "nothing"},
    {"questionnaire", "options", "id", "<option>+"},
    {"questionnaire", "section", "id", "<title>? <intro>? <question>+"},
    {"questionnaire", "question",
	"id, type (single, multi, matrix, matrix-text, csi, scale, ref, text), "
	"serves; number?, required? (yes, no), feeds? (CSI SAT NPS CES REASON TOPIC "
	"CHANNEL PAIN NEED PROPOSAL EFFECT PROFILE PRIORITY), overall? (yes, no), "
	"dimension?, origin?, options?, max-answers?, block?",
	"<text> <hint>? (<rating> <importance> <result>?)? <scale>? <list>? "
	"<text-heading>? <option>* <row>* <show-if>?"},
    {"questionnaire", "option",
	"code; side? (satisfied, dissatisfied, outside), exclusive? (yes, no), "
	"other? (yes, no), jump?",
	LEAF},
    {"questionnaire", "row",
	"id, serves; number?, dimension?, blocks?, counts? (yes, no), rating-min? "
	"with rating-max?, block?",
	"<text>, then <row>+ or <show-if>?"},
    {"questionnaire", "rating", "none", "<heading>? <min-label> <max-label>"},
    {"questionnaire", "importance", "none", "<heading>? <min-label> <max-label>"},
    {"questionnaire", "scale", "min, max (whole numbers)", "(<min-label> <max-label>)?"},
    {"questionnaire", "list", "name; optional? (yes, no)", "<entry>* <other>?"},
    {"questionnaire", "entry", "id; group?", LEAF},
    {"questionnaire", "show-if", "none", "<when>+"},
    {"questionnaire", "when", "items (ids), codes (of their answers)", "nothing"},
    {"procedure", "procedure", "id, prefix, serves",
	"<agency> <order> <appearance> <clock> <periods> <questionnaires> <list>* "
	"<pain-map>"},
    {"procedure", "agency", "none", "<name> <short> <genitive> <prepositional>"},
    {"procedure", "order", "url?", "<name> <basis>?"},
    {"procedure", "appearance", "accent (#rrggbb, lower case)", "nothing"},
    {"procedure", "clock", "utc-offset (minutes)", "nothing"},
    {"procedure", "periods",
	"serves?, permanent? (yes, no), external-days?, internal-days?, "
	"external-per-year?, internal-per-year?, analysis-per-year?, publish-after?",
	"nothing"},
    {"procedure", "questionnaires", "none", "<file>+"},
    {"procedure", "file", "campaign?", "name.xml or ../folder/name.xml"},
    {"procedure", "list", "id, title; serves?, origin? (transcribed, proposed)",
	"<entry>*"},
    {"procedure", "entry", "id; group?, serves?, audience? (external, internal)", LEAF},
    {"procedure", "pain-map", "serves", "<heading>+"},
};

const char *form_expected(const xmlNode *node, bool attributes)
{
	const xmlNode *root = xmlDocGetRootElement(node->doc);
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++)
		if (form_xml_is(root, table[i].root) &&
		    form_xml_is(node, table[i].element))
			return attributes ? table[i].attributes : table[i].content;
	return LEAF;
}
