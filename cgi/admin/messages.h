/* Messages of internal clients on the results page: a row each. */
#ifndef OTKLIK_ADMIN_MESSAGES_H
#define OTKLIK_ADMIN_MESSAGES_H

#include "sheet.h"

/* The page of the list that the request asks for (?page=), urgent ones first. */
ERR_CHECK enum err messages_write(const struct sheet *s);

#endif
