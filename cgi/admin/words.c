/* Names of things to people. */
#include "admin.h"
#include "base/i18n.h"

const char *admin_audience(enum form_audience audience)
{
	return audience == FORM_INTERNAL ? _("internal clients") : _("external clients");
}

const char *admin_state(const struct db_campaign *c)
{
	switch (c->state) {
	case DB_CAMPAIGN_OPEN:
		return _("open");
	case DB_CAMPAIGN_CLOSED:
		return _("closed, being counted");
	case DB_CAMPAIGN_COUNTED:
		break;
	}
	return _("counted");
}

const char *admin_period(struct arena *a, const struct db_campaign *c)
{
	if (c->closes_on == DAY_NONE)
		return arena_printf(
		    a, _("from %s, permanent"), day_russian(a, c->opens_on));
	return arena_printf(
	    a, "%s – %s", day_russian(a, c->opens_on), day_russian(a, c->closes_on));
}

const char *admin_role(enum db_role role)
{
	switch (role) {
	case DB_ROLE_OPERATOR:
		return _("operator");
	case DB_ROLE_ANALYST:
		return _("analyst");
	case DB_ROLE_HEAD:
		return _("head of the working group");
	case DB_ROLE_ADMIN:
		break;
	}
	return _("administrator");
}
