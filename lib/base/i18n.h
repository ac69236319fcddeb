/*
 * Texts of the interface: English in the code, translated through gettext.
 * One language per process (LANGUAGE is process-wide); what respondents read
 * comes from the questionnaire itself.
 */
#ifndef OTKLIK_BASE_I18N_H
#define OTKLIK_BASE_I18N_H

#include <libintl.h>

#include "base/err.h"

#define I18N_DOMAIN "otklik"

#define _(s) gettext(s)
/* Marks a text for translation where no call can stand (tables). */
#define N_(s) s

/*
 * Binds the catalogue locale_dir/<language>/LC_MESSAGES/otklik.mo.  Call once,
 * before any thread is started.  A missing catalogue is no error: the English
 * texts then show.  ERR_CONFIG when the system has no C.UTF-8 locale.
 */
ERR_CHECK enum err i18n_init(const char *locale_dir, const char *language);

#endif
