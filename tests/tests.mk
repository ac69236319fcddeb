# Unit tests: tests/unit/<room>/<thing>_test.c mirrors lib/<room>/<thing>.c.
check_PROGRAMS =
TESTS = $(check_PROGRAMS)

# html
check_PROGRAMS += \
	tests/unit/html/html_test \
	tests/unit/html/page_test
tests_unit_html_html_test_SOURCES = tests/unit/html/html_test.c
tests_unit_html_html_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_html_page_test_SOURCES = tests/unit/html/page_test.c
tests_unit_html_page_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
