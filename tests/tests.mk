# Unit tests: tests/unit/<room>/<thing>_test.c mirrors lib/<room>/<thing>.c.
check_PROGRAMS =
TESTS = $(check_PROGRAMS)
