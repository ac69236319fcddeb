/* What people fill in, and what is said when something does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../../cgi/appeal/fields.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct procedure_entry topics[] = {
    {.id = "roads", .text = "Дороги", .external = true, .internal = true},
    {.id = "staff", .text = "Кадры", .internal = true}};
static const struct procedure_list lists[] = {
    {.id = "topics", .title = "Темы", .v = topics, .n = 2}};
static const struct procedure procedure = {.lists = lists, .n_lists = 1};

#define READ(...)                                              \
	read_pairs((const struct http_param[]){__VA_ARGS__},   \
	    sizeof((const struct http_param[]){__VA_ARGS__}) / \
		sizeof(struct http_param))

static struct fields read_pairs(const struct http_param *v, size_t n)
{
	const struct http_params form = {v, n};
	struct fields f;

	fields_read(arena, &form, &procedure, &f);
	return f;
}

/* Exactly these fields are at fault. */
static void assert_faults(const struct fields *f, const enum field *v, size_t n)
{
	assert_int_equal(f->n_faults, n);
	for (size_t i = 0; i < n; i++)
		assert_non_null(f->fault[v[i]]);
}
#define ASSERT_FAULTS(f, ...)                                  \
	assert_faults(&(f), (const enum field[]){__VA_ARGS__}, \
	    sizeof((const enum field[]){__VA_ARGS__}) / sizeof(enum field))

static void test_least(void **state)
{
	struct fields f = READ({"kind", "complaint"}, {"text", " Долго.\r\nОчень. "});

	(void)state;
	assert_int_equal(f.n_faults, 0);
	assert_string_equal(f.value[FIELD_TEXT], "Долго.\nОчень.");
	assert_string_equal(f.value[FIELD_NAME], "");
	assert_false(fields_name_sender(&f));
	assert_string_equal(f.trap, "");
}

static void test_nothing(void **state)
{
	struct fields f = READ({"other", "x"});

	(void)state;
	ASSERT_FAULTS(f, FIELD_KIND, FIELD_TEXT);
	f = READ({"kind", "anything"}, {"text", " \n "});
	ASSERT_FAULTS(f, FIELD_KIND, FIELD_TEXT);
}

/* A reply needs a name, an address of either kind and the consent. */
static void test_sender(void **state)
{
	const struct http_param kind = {"kind", "appeal"}, text = {"text", "т"};
	const struct http_param name = {"name", "Иванов"}, yes = {"consent", "1"};
	const struct http_param mail = {"email", "a@b.ru"}, post = {"postal", "ул. Мира"};
	struct fields f = READ(kind, text, name, mail, yes);

	(void)state;
	assert_int_equal(f.n_faults, 0);
	assert_true(fields_name_sender(&f));
	f = READ(kind, text, name, post, yes);
	assert_int_equal(f.n_faults, 0);
	f = READ(kind, text, name, yes);
	ASSERT_FAULTS(f, FIELD_EMAIL);
	f = READ(kind, text, mail, yes);
	ASSERT_FAULTS(f, FIELD_NAME);
	f = READ(kind, text, post);
	ASSERT_FAULTS(f, FIELD_NAME, FIELD_CONSENT);
	f = READ(kind, text, name, mail);
	ASSERT_FAULTS(f, FIELD_CONSENT);
	f = READ(kind, text, yes);
	assert_int_equal(f.n_faults, 0);
	assert_false(fields_name_sender(&f));
}

static void test_email(void **state)
{
	static const char *const good[] = {
	    "a@b.ru", "ivan.petrov+1@mail.example.org", "иван@пример.рф"};
	static const char *const bad[] = {"a", "a@", "@b.ru", "a@b", "a@b.", "a@.ru",
	    "a@b@c.ru", "a b@c.ru", "a@b.ru,c@d.ru", "<a@b.ru>", "a@b.ru\nBcc: x@y.z"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct fields f = READ({"kind", "appeal"}, {"text", "т"}, {"name", "И"},
		    {"consent", "1"}, {"email", good[i]});
		assert_int_equal(f.n_faults, 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct fields f = READ({"kind", "appeal"}, {"text", "т"}, {"name", "И"},
		    {"consent", "1"}, {"email", bad[i]});
		ASSERT_FAULTS(f, FIELD_EMAIL);
	}
}

/* What is too long stays as it was typed, to be shortened. */
static void test_limits(void **state)
{
	static const enum field free_text[] = {
	    FIELD_TEXT, FIELD_NAME, FIELD_EMAIL, FIELD_POSTAL};

	(void)state;
	for (size_t i = 0; i < sizeof(free_text) / sizeof(free_text[0]); i++) {
		enum field at = free_text[i];
		char *s = arena_alloc(arena, field_chars[at] + 2);
		struct fields f;

		memset(s, 'a', field_chars[at]);
		f = READ({field_names[at], s});
		if (at != FIELD_EMAIL)
			assert_null(f.fault[at]);
		s[field_chars[at]] = 'a';
		f = READ({field_names[at], s});
		assert_non_null(f.fault[at]);
		assert_ptr_equal(f.value[at], s);
	}
}

static void test_lists(void **state)
{
	struct fields f = READ({"kind", "appeal"}, {"text", "т"}, {"topic", "roads"});

	(void)state;
	assert_int_equal(f.n_faults, 0);
	assert_string_equal(f.value[FIELD_TOPIC], "roads");
	f = READ({"kind", "appeal"}, {"text", "т"}, {"topic", "nowhere"});
	ASSERT_FAULTS(f, FIELD_TOPIC);
	f = READ({"kind", "appeal"}, {"text", "т"}, {"topic", "staff"});
	ASSERT_FAULTS(f, FIELD_TOPIC); /* for the agency's own staff */
	f = READ({"kind", "appeal"}, {"text", "т"}, {"reason", "delay"});
	ASSERT_FAULTS(f, FIELD_REASON); /* the procedure has no such list */
	f = READ({"kind", "appeal"}, {"text", "т"}, {"reason", ""}, {"organisation", ""});
	assert_int_equal(f.n_faults, 0);
}

static void test_one_line(void **state)
{
	struct fields f =
	    READ({"name", "Иванов\r\nBcc: x"}, {"postal", "Мира, 1\r\nМосква"});

	(void)state;
	assert_string_equal(f.value[FIELD_NAME], "Иванов Bcc: x");
	assert_string_equal(f.value[FIELD_POSTAL], "Мира, 1\nМосква");
}

static void test_trap(void **state)
{
	struct fields f =
	    READ({"kind", "appeal"}, {"text", "т"}, {FIELD_TRAP, "http://spam"});

	(void)state;
	assert_int_equal(f.n_faults, 0); /* it is no fault: quarantine */
	assert_string_equal(f.trap, "http://spam");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_least, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_sender, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_email, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_one_line, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_trap, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
