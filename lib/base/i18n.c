#include <locale.h>
#include <stdlib.h>

#include "base/i18n.h"

enum err i18n_init(const char *locale_dir, const char *language)
{
	/* LC_NUMERIC stays "C": numbers are formatted by text_ratio() alone. */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL ||
	    setlocale(LC_MESSAGES, "C.UTF-8") == NULL)
		return ERR_CONFIG;
	if (setenv("LANGUAGE", language, 1) != 0 ||
	    bindtextdomain(I18N_DOMAIN, locale_dir) == NULL ||
	    bind_textdomain_codeset(I18N_DOMAIN, "UTF-8") == NULL ||
	    textdomain(I18N_DOMAIN) == NULL)
		return ERR_CONFIG;
	return ERR_OK;
}
