# Unit tests: tests/unit/<room>/<thing>_test.c mirrors lib/<room>/<thing>.c.
check_PROGRAMS =
TESTS = $(check_PROGRAMS)

# html
check_PROGRAMS += \
	tests/unit/html/chart_test \
	tests/unit/html/html_test \
	tests/unit/html/page_test \
	tests/unit/html/qr_test
tests_unit_html_chart_test_SOURCES = tests/unit/html/chart_test.c
tests_unit_html_chart_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_html_html_test_SOURCES = tests/unit/html/html_test.c
tests_unit_html_html_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_html_page_test_SOURCES = tests/unit/html/page_test.c
tests_unit_html_page_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_html_qr_test_SOURCES = tests/unit/html/qr_test.c
tests_unit_html_qr_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# stat
check_PROGRAMS += \
	tests/unit/stat/alert_test \
	tests/unit/stat/cross_test \
	tests/unit/stat/csi_test \
	tests/unit/stat/cut_test \
	tests/unit/stat/differ_test \
	tests/unit/stat/figure_test \
	tests/unit/stat/holm_test \
	tests/unit/stat/interval_test \
	tests/unit/stat/kappa_test \
	tests/unit/stat/listed_test \
	tests/unit/stat/quadrant_test \
	tests/unit/stat/recommend_test \
	tests/unit/stat/sample_size_test \
	tests/unit/stat/satisfaction_test \
	tests/unit/stat/suppress_test \
	tests/unit/stat/tabulate_test \
	tests/unit/stat/tally_test \
	tests/unit/stat/trend_test \
	tests/unit/stat/words_test
tests_unit_stat_alert_test_SOURCES = tests/unit/stat/alert_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_alert_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_cross_test_SOURCES = tests/unit/stat/cross_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_cross_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_csi_test_SOURCES = tests/unit/stat/csi_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_csi_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_differ_test_SOURCES = tests/unit/stat/differ_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_differ_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_cut_test_SOURCES = tests/unit/stat/cut_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_cut_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_figure_test_SOURCES = tests/unit/stat/figure_test.c
tests_unit_stat_figure_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_holm_test_SOURCES = tests/unit/stat/holm_test.c
tests_unit_stat_holm_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_interval_test_SOURCES = tests/unit/stat/interval_test.c
tests_unit_stat_interval_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_quadrant_test_SOURCES = tests/unit/stat/quadrant_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_quadrant_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
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
tests_unit_stat_listed_test_SOURCES = tests/unit/stat/listed_test.c
tests_unit_stat_listed_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_kappa_test_SOURCES = tests/unit/stat/kappa_test.c
tests_unit_stat_kappa_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_sample_size_test_SOURCES = tests/unit/stat/sample_size_test.c
tests_unit_stat_sample_size_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_trend_test_SOURCES = tests/unit/stat/trend_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_stat_trend_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_stat_words_test_SOURCES = tests/unit/stat/words_test.c
tests_unit_stat_words_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# export
check_PROGRAMS += \
	tests/unit/export/document_test \
	tests/unit/export/figures_test \
	tests/unit/export/grid_test \
	tests/unit/export/results_test \
	tests/unit/export/variables_test \
	tests/unit/export/words_test
tests_unit_export_document_test_SOURCES = tests/unit/export/document_test.c
tests_unit_export_document_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_export_figures_test_SOURCES = tests/unit/export/figures_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_export_figures_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_export_grid_test_SOURCES = tests/unit/export/grid_test.c
tests_unit_export_grid_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_export_results_test_SOURCES = tests/unit/export/results_test.c \
	tests/unit/stat/sample.c tests/unit/stat/sample.h
tests_unit_export_results_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_export_variables_test_SOURCES = tests/unit/export/variables_test.c
tests_unit_export_variables_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_export_words_test_SOURCES = tests/unit/export/words_test.c
tests_unit_export_words_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# base
check_PROGRAMS += \
	tests/unit/base/arena_test \
	tests/unit/base/assurance_test \
	tests/unit/base/buf_test \
	tests/unit/base/calendar_test \
	tests/unit/base/config_test \
	tests/unit/base/err_test \
	tests/unit/base/i18n_test \
	tests/unit/base/log_test \
	tests/unit/base/stem_test \
	tests/unit/base/text_test
tests_unit_base_arena_test_SOURCES = tests/unit/base/arena_test.c
tests_unit_base_arena_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_assurance_test_SOURCES = tests/unit/base/assurance_test.c
tests_unit_base_assurance_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_buf_test_SOURCES = tests/unit/base/buf_test.c
tests_unit_base_buf_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_calendar_test_SOURCES = tests/unit/base/calendar_test.c
tests_unit_base_calendar_test_CPPFLAGS = $(AM_CPPFLAGS) \
	-DTEST_CALENDAR_DIR='"$(abs_srcdir)/conf/calendar"'
tests_unit_base_calendar_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_config_test_SOURCES = tests/unit/base/config_test.c
tests_unit_base_config_test_CPPFLAGS = $(AM_CPPFLAGS) \
	-DTEST_SAMPLE='"$(abs_srcdir)/conf/otklik.conf"'
tests_unit_base_config_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_err_test_SOURCES = tests/unit/base/err_test.c
tests_unit_base_err_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_i18n_test_SOURCES = tests/unit/base/i18n_test.c
tests_unit_base_i18n_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_log_test_SOURCES = tests/unit/base/log_test.c
tests_unit_base_log_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_stem_test_SOURCES = tests/unit/base/stem_test.c
tests_unit_base_stem_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_base_text_test_SOURCES = tests/unit/base/text_test.c
tests_unit_base_text_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# http
check_PROGRAMS += \
	tests/unit/http/dispatch_test \
	tests/unit/http/listen_test \
	tests/unit/http/record_test \
	tests/unit/http/request_test \
	tests/unit/http/response_test \
	tests/unit/http/route_test \
	tests/unit/http/upload_test
tests_unit_http_dispatch_test_SOURCES = tests/unit/http/dispatch_test.c
tests_unit_http_dispatch_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_listen_test_SOURCES = tests/unit/http/listen_test.c
tests_unit_http_listen_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_record_test_SOURCES = tests/unit/http/record_test.c
tests_unit_http_record_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_request_test_SOURCES = tests/unit/http/request_test.c
tests_unit_http_request_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_response_test_SOURCES = tests/unit/http/response_test.c
tests_unit_http_response_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_route_test_SOURCES = tests/unit/http/route_test.c
tests_unit_http_route_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_upload_test_SOURCES = tests/unit/http/upload_test.c
tests_unit_http_upload_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# fuzz targets, over their corpus only; tests/fuzz/run goes on from there
check_PROGRAMS += \
	tests/unit/base/text_replay \
	tests/unit/http/cookies_replay \
	tests/unit/http/target_replay \
	tests/unit/http/upload_replay \
	tests/unit/http/urlencoded_replay
tests_unit_base_text_replay_SOURCES = tests/fuzz/text.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_unit_base_text_replay_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/text"'
tests_unit_base_text_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_cookies_replay_SOURCES = tests/fuzz/cookies.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_unit_http_cookies_replay_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/cookies"'
tests_unit_http_cookies_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_target_replay_SOURCES = tests/fuzz/target.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_unit_http_target_replay_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/target"'
tests_unit_http_target_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_upload_replay_SOURCES = tests/fuzz/upload.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_unit_http_upload_replay_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/upload"'
tests_unit_http_upload_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_http_urlencoded_replay_SOURCES = tests/fuzz/urlencoded.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_unit_http_urlencoded_replay_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/urlencoded"'
tests_unit_http_urlencoded_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
EXTRA_DIST += tests/fuzz/run tests/fuzz/corpus

# The FastCGI loop alone, for tests/integration/test_http.py
noinst_PROGRAMS = tests/support/echo-app
tests_support_echo_app_SOURCES = tests/support/echo-app.c

# form
check_PROGRAMS += \
	tests/unit/form/check_test \
	tests/unit/form/carry_test \
	tests/unit/form/condition_test \
	tests/unit/form/edit_language_test \
	tests/unit/form/edit_shared_test \
	tests/unit/form/edit_test \
	tests/unit/form/encode_test \
	tests/unit/form/freeze_test \
	tests/unit/form/language_test \
	tests/unit/form/layout_test \
	tests/unit/form/lineage_test \
	tests/unit/form/load_test \
	tests/unit/form/procedure_test \
	tests/unit/form/read_test \
	tests/unit/form/rules_test \
	tests/unit/form/transcription_test
form_test_cppflags = $(AM_CPPFLAGS) -DTEST_FORMS='"$(abs_srcdir)/forms"' \
	-DTEST_UNIT='"$(abs_srcdir)/tests/unit/form"'
form_test_fixture = tests/unit/form/fixture.c tests/unit/form/fixture.h
tests_unit_form_check_test_SOURCES = tests/unit/form/check_test.c $(form_test_fixture)
tests_unit_form_check_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_check_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_carry_test_SOURCES = tests/unit/form/carry_test.c $(form_test_fixture)
tests_unit_form_carry_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_carry_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_condition_test_SOURCES = tests/unit/form/condition_test.c $(form_test_fixture)
tests_unit_form_condition_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_condition_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_edit_language_test_SOURCES = tests/unit/form/edit_language_test.c $(form_test_fixture)
tests_unit_form_edit_language_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_edit_language_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_edit_shared_test_SOURCES = tests/unit/form/edit_shared_test.c $(form_test_fixture)
tests_unit_form_edit_shared_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_edit_shared_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_edit_test_SOURCES = tests/unit/form/edit_test.c $(form_test_fixture)
tests_unit_form_edit_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_edit_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_encode_test_SOURCES = tests/unit/form/encode_test.c $(form_test_fixture)
tests_unit_form_encode_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_encode_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_freeze_test_SOURCES = tests/unit/form/freeze_test.c $(form_test_fixture)
tests_unit_form_freeze_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_freeze_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_language_test_SOURCES = tests/unit/form/language_test.c $(form_test_fixture)
tests_unit_form_language_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_language_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_layout_test_SOURCES = tests/unit/form/layout_test.c $(form_test_fixture)
tests_unit_form_layout_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_layout_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_lineage_test_SOURCES = tests/unit/form/lineage_test.c $(form_test_fixture)
tests_unit_form_lineage_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_lineage_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_load_test_SOURCES = tests/unit/form/load_test.c $(form_test_fixture)
tests_unit_form_load_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_load_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_procedure_test_SOURCES = tests/unit/form/procedure_test.c $(form_test_fixture)
tests_unit_form_procedure_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_procedure_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_read_test_SOURCES = tests/unit/form/read_test.c $(form_test_fixture)
tests_unit_form_read_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_read_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_rules_test_SOURCES = tests/unit/form/rules_test.c $(form_test_fixture)
tests_unit_form_rules_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_rules_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_transcription_test_SOURCES = tests/unit/form/transcription_test.c $(form_test_fixture)
tests_unit_form_transcription_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_form_transcription_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
check_PROGRAMS += \
	tests/unit/form/answers_replay \
	tests/unit/form/decode_replay \
	tests/unit/form/form_replay
tests_unit_form_answers_replay_SOURCES = tests/fuzz/answers.c tests/fuzz/fuzz.h tests/fuzz/sample.h \
	tests/fuzz/replay.c
tests_unit_form_answers_replay_CPPFLAGS = $(form_test_cppflags) -DFUZZ_FORMS='"$(abs_srcdir)/forms"' \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/answers"'
tests_unit_form_answers_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_decode_replay_SOURCES = tests/fuzz/decode.c tests/fuzz/fuzz.h tests/fuzz/sample.h \
	tests/fuzz/replay.c
tests_unit_form_decode_replay_CPPFLAGS = $(form_test_cppflags) -DFUZZ_FORMS='"$(abs_srcdir)/forms"' \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/decode"'
tests_unit_form_decode_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_form_form_replay_SOURCES = tests/fuzz/form.c tests/fuzz/fuzz.h tests/fuzz/sample.h \
	tests/fuzz/replay.c
tests_unit_form_form_replay_CPPFLAGS = $(form_test_cppflags) -DFUZZ_FORMS='"$(abs_srcdir)/forms"' \
	-DFUZZ_CORPUS='"$(abs_srcdir)/tests/fuzz/corpus/form"'
tests_unit_form_form_replay_LDADD = $(LDADD) $(CMOCKA_LIBS)
EXTRA_DIST += tests/unit/form/nenets-appendix-2.txt \
	tests/unit/form/nenets-appendix-3.txt

# Fills a ballot box for tests/integration/test_count.py
noinst_PROGRAMS += tests/support/put-ballots
tests_support_put_ballots_SOURCES = tests/support/put-ballots.c

# render
check_PROGRAMS += \
	tests/unit/render/controls_test \
	tests/unit/render/faults_test \
	tests/unit/render/paper_test
render_test_page = $(form_test_fixture) tests/unit/render/page.c tests/unit/render/page.h
tests_unit_render_controls_test_SOURCES = tests/unit/render/controls_test.c $(render_test_page)
tests_unit_render_controls_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_render_controls_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_render_faults_test_SOURCES = tests/unit/render/faults_test.c $(render_test_page)
tests_unit_render_faults_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_render_faults_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_render_paper_test_SOURCES = tests/unit/render/paper_test.c $(form_test_fixture)
tests_unit_render_paper_test_CPPFLAGS = $(form_test_cppflags)
tests_unit_render_paper_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# box
check_PROGRAMS += \
	tests/unit/box/key_test \
	tests/unit/box/seal_test \
	tests/unit/box/ticket_test \
	tests/unit/box/token_test
tests_unit_box_key_test_SOURCES = tests/unit/box/key_test.c
tests_unit_box_key_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_box_seal_test_SOURCES = tests/unit/box/seal_test.c
tests_unit_box_seal_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_box_ticket_test_SOURCES = tests/unit/box/ticket_test.c
tests_unit_box_ticket_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_box_token_test_SOURCES = tests/unit/box/token_test.c
tests_unit_box_token_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# mail
check_PROGRAMS += tests/unit/mail/address_test
tests_unit_mail_address_test_SOURCES = tests/unit/mail/address_test.c
tests_unit_mail_address_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# count
check_PROGRAMS += tests/unit/count/blocks_test
tests_unit_count_blocks_test_SOURCES = tests/unit/count/blocks_test.c \
	cgi/count/blocks.c
tests_unit_count_blocks_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
check_PROGRAMS += tests/unit/count/plan_test
tests_unit_count_plan_test_SOURCES = tests/unit/count/plan_test.c \
	cgi/count/blocks.c cgi/count/coarsen.c cgi/count/plan.c cgi/count/shuffle.c
tests_unit_count_plan_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
check_PROGRAMS += tests/unit/count/spam_test
tests_unit_count_spam_test_SOURCES = tests/unit/count/spam_test.c cgi/count/spam.c
tests_unit_count_spam_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# appeal
check_PROGRAMS += tests/unit/appeal/fields_test
tests_unit_appeal_fields_test_SOURCES = tests/unit/appeal/fields_test.c \
	cgi/appeal/fields.c cgi/appeal/fields.h
tests_unit_appeal_fields_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# survey
check_PROGRAMS += tests/unit/survey/cache_test tests/unit/survey/saved_test
tests_unit_survey_cache_test_SOURCES = tests/unit/survey/cache_test.c \
	cgi/survey/cache.c cgi/survey/cache.h
tests_unit_survey_cache_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_survey_saved_test_SOURCES = tests/unit/survey/saved_test.c \
	cgi/survey/saved.c cgi/survey/saved.h
tests_unit_survey_saved_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# db; fault_test, queue_test and statement_test start a scratch mariadbd
check_PROGRAMS += \
	tests/unit/db/campaign_test \
	tests/unit/db/fault_test \
	tests/unit/db/grants_test \
	tests/unit/db/migrate_test \
	tests/unit/db/password_test \
	tests/unit/db/queue_test \
	tests/unit/db/statement_test
tests_unit_db_campaign_test_SOURCES = tests/unit/db/campaign_test.c
tests_unit_db_campaign_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_db_fault_test_SOURCES = tests/unit/db/fault_test.c
tests_unit_db_fault_test_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_SRCDIR='"$(abs_srcdir)"'
tests_unit_db_fault_test_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=mysql_query \
	-Wl,--wrap=mysql_errno -Wl,--wrap=mysql_stmt_execute -Wl,--wrap=mysql_stmt_errno
tests_unit_db_fault_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_db_grants_test_SOURCES = tests/unit/db/grants_test.c
tests_unit_db_grants_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_db_migrate_test_SOURCES = tests/unit/db/migrate_test.c
tests_unit_db_migrate_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_db_password_test_SOURCES = tests/unit/db/password_test.c
tests_unit_db_password_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_db_password_test_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=crypto_pwhash_str_verify
tests_unit_db_queue_test_SOURCES = tests/unit/db/queue_test.c
tests_unit_db_queue_test_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_SRCDIR='"$(abs_srcdir)"'
tests_unit_db_queue_test_LDADD = $(LDADD) $(CMOCKA_LIBS)
tests_unit_db_statement_test_SOURCES = tests/unit/db/statement_test.c
tests_unit_db_statement_test_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_SRCDIR='"$(abs_srcdir)"'
tests_unit_db_statement_test_LDADD = $(LDADD) $(CMOCKA_LIBS)

# Load generator and the least possible programs, for tests/bench/run
noinst_PROGRAMS += \
	tests/bench/fill \
	tests/bench/insert-loop \
	tests/bench/load \
	tests/bench/smallest-insert \
	tests/bench/smallest-page
tests_bench_fill_SOURCES = tests/bench/fill.c cgi/ctl/demo-answers.c cgi/ctl/demo-random.c \
	cgi/ctl/demo-texts.c cgi/ctl/demo.h
tests_bench_insert_loop_SOURCES = tests/bench/insert-loop.c tests/bench/insert.c tests/bench/insert.h
tests_bench_load_SOURCES = tests/bench/load.c
tests_bench_smallest_insert_SOURCES = tests/bench/smallest-insert.c tests/bench/insert.c \
	tests/bench/insert.h
tests_bench_smallest_page_SOURCES = tests/bench/smallest-page.c
EXTRA_DIST += \
	tests/bench/form.php \
	tests/bench/ground.py \
	tests/bench/many.py \
	tests/bench/outline.py \
	tests/bench/report.py \
	tests/bench/run

# doc: what serves each requirement of the orders
TESTS += doc/coverage
EXTRA_DIST += doc

# The real programs behind nginx and behind Apache
TESTS += tests/integration/make-check
EXTRA_DIST += \
	tests/browser/.npmrc \
	tests/browser/appeal.test.mjs \
	tests/browser/circle.test.mjs \
	tests/browser/editor.test.mjs \
	tests/browser/entry.test.mjs \
	tests/browser/keyboard.test.mjs \
	tests/browser/language.test.mjs \
	tests/browser/package-lock.json \
	tests/browser/package.json \
	tests/browser/pages.test.mjs \
	tests/browser/paper.test.mjs \
	tests/browser/plain.test.mjs \
	tests/browser/questionnaires.test.mjs \
	tests/browser/run \
	tests/browser/support.mjs \
	tests/integration \
	tests/lint \
	tests/run \
	tests/support/atoms.py \
	tests/support/buyan \
	tests/support/blocks.py \
	tests/support/cells.py \
	tests/support/client.py \
	tests/support/crowd.py \
	tests/support/fastcgi.py \
	tests/support/forms.py \
	tests/support/garbage.py \
	tests/support/judge.py \
	tests/support/listener.py \
	tests/support/mail-server \
	tests/support/mariadb.sh \
	tests/support/oracle.py \
	tests/support/page.py \
	tests/support/polyglot \
	tests/support/questionnaire.py \
	tests/support/quick.py \
	tests/support/reckoning.py \
	tests/support/respondent.py \
	tests/support/scratch.py \
	tests/support/stack.py \
	tests/support/warren

# What Python and `make check` leave in folders that are taken whole.
dist-hook:
	find $(distdir) -name __pycache__ -exec rm -rf {} +
	find $(distdir) -name '*.log' -exec rm -f {} + -o -name '*.trs' -exec rm -f {} +

# Preloaded into the programs and into mariadbd, for tests/crash/run
noinst_DATA = tests/crash/fault.so tests/crash/slow.so
tests/crash/fault.so: tests/crash/fault.c
	$(AM_V_CC)$(MKDIR_P) tests/crash && $(CC) $(DEFS) $(MARIADB_CFLAGS) $(WARN_CFLAGS) -O2 \
		-fPIC -shared -o $@ $(srcdir)/tests/crash/fault.c
tests/crash/slow.so: tests/crash/slow.c
	$(AM_V_CC)$(MKDIR_P) tests/crash && $(CC) $(DEFS) $(WARN_CFLAGS) -O2 -fPIC -shared -o $@ \
		$(srcdir)/tests/crash/slow.c
CLEANFILES += $(noinst_DATA)
EXTRA_DIST += tests/anonymity/attack.py tests/anonymity/canary.py tests/anonymity/innodb.py \
	tests/anonymity/link.py tests/anonymity/plain-order.c tests/anonymity/planted.py \
	tests/anonymity/run
EXTRA_DIST += tests/crash/appeals.py tests/crash/clients.py tests/crash/fault.c tests/crash/faults.py \
	tests/crash/killer.py tests/crash/repeat.py tests/crash/run tests/crash/slow.c \
	tests/support/standstill.py
