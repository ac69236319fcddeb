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

# stat
check_PROGRAMS += \
	tests/unit/stat/csi_test \
	tests/unit/stat/figure_test \
	tests/unit/stat/recommend_test \
	tests/unit/stat/satisfaction_test \
	tests/unit/stat/suppress_test \
	tests/unit/stat/tabulate_test \
	tests/unit/stat/tally_test
tests_unit_stat_csi_test_SOURCES = tests/unit/stat/csi_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_csi_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_figure_test_SOURCES = tests/unit/stat/figure_test.c
tests_unit_stat_figure_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_recommend_test_SOURCES = tests/unit/stat/recommend_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_recommend_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_satisfaction_test_SOURCES = tests/unit/stat/satisfaction_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_satisfaction_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_suppress_test_SOURCES = tests/unit/stat/suppress_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_suppress_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_tabulate_test_SOURCES = tests/unit/stat/tabulate_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_tabulate_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_tally_test_SOURCES = tests/unit/stat/tally_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_tally_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
