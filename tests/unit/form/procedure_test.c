/* The procedures in forms/, and procedure files that must be refused. */
#include <string.h>

#include "fixture.h"

static size_t group_size(const struct procedure_list *l, const char *group)
{
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		n += l->v[i].group && strcmp(l->v[i].group, group) == 0;
	return n;
}

static void nenets(void **state)
{
	static const char *const headings[] = {"N", "Наименование процесса",
	    "Выявленные проблемы/потенциальные потребности клиентов",
	    "Распространенность проблемы",
	    "Приоритетность решения проблемы/удовлетворения потребности",
	    "Необходимые к реализации мероприятия", "Ответственный", "Срок реализации"};
	struct procedure *p = fixture_procedure(*state, "nenets");
	size_t i;

	assert_string_equal(p->id, "nenets");
	assert_string_equal(p->prefix, "ne");
	assert_int_equal(p->utc_offset, 180);
	assert_int_equal(p->external_days, 10);
	assert_int_equal(p->internal_days, 5);
	assert_int_equal(p->publish_after, 15);
	assert_int_equal(p->external_per_year, 2);
	assert_int_equal(p->internal_per_year, 1);
	assert_false(p->permanent);
	assert_int_equal(p->n_questionnaires, 3);
	assert_string_equal(p->questionnaires[0], "ne-a2.xml");
	assert_string_equal(p->campaigns[2], "ne-int-box");
	assert_int_equal(p->n_pain_headings, 8);
	for (i = 0; i < 8; i++)
		assert_string_equal(p->pain_headings[i], headings[i]);
	assert_int_equal(procedure_list(p, "channels-external")->n, 11);
	assert_int_equal(procedure_list(p, "channels-internal")->n, 5);
	assert_true(procedure_list(p, "functions")->proposed);
	assert_null(procedure_list(p, "none"));
	procedure_free(&p);
	assert_null(p);
}

/* Telephones stand among the online channels, as item 2.2 has it (AMB-24). */
static void rosarchiv(void **state)
{
	struct procedure *p = fixture_procedure(*state, "rosarchiv");
	const struct procedure_list *ext = procedure_list(p, "channels-external");
	const struct procedure_list *in = procedure_list(p, "channels-internal");

	assert_int_equal(ext->n, 11);
	assert_int_equal(group_size(ext, "онлайн-каналы"), 8);
	assert_int_equal(group_size(ext, "офлайн-каналы"), 3);
	assert_string_equal(ext->v[4].text,
	    "дежурный секретарь (колл-центр) Росархива (+7 (495) 190-55-33)");
	assert_int_equal(in->n, 6);
	assert_int_equal(
	    group_size(in, "онлайн-каналы") + group_size(in, "офлайн-каналы"), 6);
	assert_int_equal(p->n_pain_headings, 9);
	assert_string_equal(p->pain_headings[8], "Очередность реинжиниринга процесса");
	assert_int_equal(p->n_questionnaires, 4);
	assert_true(p->permanent);
	assert_int_equal(p->analysis_per_year, 2);
	assert_int_equal(p->external_days, 0);
	procedure_free(&p);
}

/* A shared questionnaire has a campaign code of its own in each agency but the
   first. */
static void shared_questionnaires(void **state)
{
	struct procedure *um = fixture_procedure(*state, "urus-martan");
	struct procedure *ar = fixture_procedure(*state, "arkhangelsk");

	assert_int_equal(um->n_questionnaires, 4);
	assert_string_equal(um->questionnaires[0], "../common/uni-ext.xml");
	assert_null(um->campaigns[0]);
	assert_string_equal(um->questionnaires[3], "../common/al-deep.xml");
	assert_string_equal(um->campaigns[3], "um-al-deep");
	assert_int_equal(ar->n_questionnaires, 3);
	assert_string_equal(ar->campaigns[0], "ar-uni-ext");
	assert_null(ar->campaigns[1]);
	assert_string_equal(ar->campaigns[2], "ar-int-box");
	procedure_free(&um);
	procedure_free(&ar);
}

static void altai(void **state)
{
	struct procedure *p = fixture_procedure(*state, "altai");
	const struct procedure_list *l = procedure_list(p, "processes");

	assert_int_equal(p->utc_offset, 420);
	assert_int_equal(p->analysis_per_year, 1);
	assert_int_equal(p->n_questionnaires, 5);
	assert_int_equal(procedure_list(p, "channels-external")->n, 7);
	assert_true(l->v[0].external && l->v[0].internal);
	assert_true(!l->v[l->n - 1].external && l->v[l->n - 1].internal);
	procedure_free(&p);
}

#define HEAD                                                                            \
	"<procedure xmlns='urn:otklik:procedure:1' id='x' prefix='xx' serves='NE-1-1'>" \
	"<agency><name>О</name><short>О</short><genitive>О</genitive>"               \
	"<prepositional>О</prepositional></agency><order><name>П</name></order>"      \
	"<appearance accent='#000000'/>"
#define FILES "<periods/><questionnaires><file>a.xml</file></questionnaires>"
#define H "<heading>К</heading>"
#define MAP "<pain-map serves='NE-1-1'>" H H H H H H H H "</pain-map></procedure>"

static void refuse(void **state)
{
	static const struct {
		const char *xml;
		int line;
		const char *words;
	} v[] = {
	    {HEAD "<clock utc-offset='0'/>" FILES
		  "\n<list id='l' title='Л'><entry id='a'>А</entry>\n<entry "
		  "id='a'>Б</entry>"
		  "</list>" MAP,
		3, "The entry id a is used already"},
	    {HEAD "<clock utc-offset='0'/>" FILES
		  "\n<list id='l' title='Л'/>\n<list id='l' title='М'/>" MAP,
		3, "The list id l is used already"},
	    {HEAD "<clock utc-offset='0'/>" FILES
		  "\n<list id='l' title='Л'><entry id='other'>А</entry></list>" MAP,
		2, "means the free answer"},
	    {HEAD "<clock utc-offset='0'/>" FILES "\n<pain-map serves='NE-1-1'>" H H
		  "</pain-map></procedure>",
		2, "has 2 headings; expected 8 to 9"},
	    {HEAD "\n<clock utc-offset='900'/>" FILES MAP, 2, "900 minutes"},
	    {HEAD "<clock utc-offset='0'/><periods/>\n<questionnaires><file>a.xml</file>"
		  "<file>a.xml</file></questionnaires>" MAP,
		2, "a.xml is named twice"},
	    {HEAD "\n<clock utc-offset='x'/>" FILES MAP, 2, "clock"},
	    {HEAD "\n<clock utc-offset='0'/><periods/><questionnaires>"
		  "<file>../a.xml</file></questionnaires>" MAP,
		2, "file"},
	    {HEAD "\n<clock utc-offset='0'/><periods/><questionnaires>"
		  "<file>../../b/a.xml</file></questionnaires>" MAP,
		2, "file"},
	    {HEAD "<clock utc-offset='0'/>" FILES
		  "<list id='l' title='Л'>\n<entry id='a' xml:lang='en'>A</entry>"
		  "</list>" MAP,
		2, "translates nothing"},
	    {HEAD "<clock utc-offset='0'/>" FILES
		  "<list id='l' title='Л'><entry id='a'>А</entry>\n<entry id='a' "
		  "xml:lang='en'>A</entry>\n<entry id='a' xml:lang='en'>B</entry>"
		  "</list>" MAP,
		3, "a second time"},
	    {"<questionnaire xmlns='urn:otklik:questionnaire:1'/>", 1, "root element"},
	    {"<!DOCTYPE a><a/>", 1, "DOCTYPE"},
	};
	struct fixture *t = *state;
	struct procedure *p = NULL;
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		assert_int_equal(procedure_load(t->loader, t->arena, v[i].xml,
				     strlen(v[i].xml), &p, &t->faults, &t->n_faults),
		    ERR_INVALID);
		if (!fixture_has_fault(t, v[i].line, v[i].words))
			fail_msg("%zu: %d: %s", i, t->faults[0].line, t->faults[0].text);
		assert_null(p);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(nenets), TEST(rosarchiv), TEST(altai),
	    TEST(shared_questionnaires), TEST(refuse)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
