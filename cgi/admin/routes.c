/* Who may reach what: method, path, least role, handler. */
#include "admin.h"

const struct http_route admin_routes[] = {
    {HTTP_GET, "/admin/login", 0, page_login_get},
    {HTTP_POST, "/admin/login", 0, page_login_post},
    {HTTP_POST, "/admin/logout", 0, page_logout_post},
    {HTTP_GET, "/admin", DB_ROLE_OPERATOR, page_home_get},
    {HTTP_GET, "/admin/", DB_ROLE_OPERATOR, page_home_get},
    {HTTP_GET, "/admin/campaign", DB_ROLE_ANALYST, page_campaign_list},
    {HTTP_GET, "/admin/campaign/:", DB_ROLE_ANALYST, page_result_get},
    {HTTP_GET, "/admin/campaign/:/entry", DB_ROLE_OPERATOR, page_entry_get},
    {HTTP_POST, "/admin/campaign/:/entry", DB_ROLE_OPERATOR, page_entry_post},
    {HTTP_GET, "/admin/campaign/:/links", DB_ROLE_OPERATOR, page_links_get},
    {HTTP_GET, "/admin/campaign/:/poster", DB_ROLE_OPERATOR, page_poster_get},
    {HTTP_GET, "/admin/campaign/:/results.json", DB_ROLE_ANALYST, page_result_json},
    {HTTP_GET, "/admin/campaign/:/results.csv", DB_ROLE_ANALYST, page_result_csv},
    {HTTP_GET, "/admin/campaign/:/text/:", DB_ROLE_ANALYST, page_text_get},
    {HTTP_GET, "/admin/pain", DB_ROLE_ANALYST, page_pain_list},
    {HTTP_GET, "/admin/pain/print", DB_ROLE_ANALYST, page_pain_print},
    {HTTP_GET, "/admin/pain/new", DB_ROLE_ANALYST, page_pain_new},
    {HTTP_POST, "/admin/pain/new", DB_ROLE_ANALYST, page_pain_create},
    {HTTP_GET, "/admin/pain/:", DB_ROLE_ANALYST, page_pain_get},
    {HTTP_POST, "/admin/pain/:", DB_ROLE_ANALYST, page_pain_save},
    {HTTP_POST, "/admin/pain/:/close", DB_ROLE_ANALYST, page_pain_close},
    {HTTP_POST, "/admin/pain/:/reopen", DB_ROLE_ANALYST, page_pain_reopen},
    {HTTP_GET, "/admin/pain/:/history", DB_ROLE_ANALYST, page_pain_history},
    {0, NULL, 0, NULL},
};
