/* kh-reference-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-page.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-blocks.h"
#include "kh-reference-review.h"
#include "kh-value-type.h"

#include <gio/gio.h>
#include <string.h>

#define ACCOUNTS_PER_PAGE 100

const char kh_reference_page_style[] =
  ":root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }\n"
  "body { max-width: 70em; margin: 1.5em auto; padding: 0 1em; }\n"
  "table { border-collapse: collapse; width: 100%; }\n"
  "th, td { border-bottom: 1px solid #8884; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }\n"
  "td form { display: inline; }\n"
  "input, button, textarea { font: inherit; }\n"
  "input, textarea { width: 22em; max-width: 100%; }\n"
  "button { padding: 0.1em 0.8em; }\n"
  "code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }\n";

/* Writing */

/**
 * kh_reference_page_begin:
 * @self: (out caller-allocates): a page
 * @title: its title
 * @token: (nullable): what its forms prove that they are ours with
 */
void
kh_reference_page_begin (KhReferencePage *self,
                         const char      *title,
                         const char      *token)
{
  self->html = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                             "<meta name=\"viewport\" content=\"width=device-width\">\n"
                             "<link rel=\"stylesheet\" href=\"/operator/style.css\">\n<title>");
  self->token = token;
  kh_reference_page_text (self, title);
  kh_reference_page_raw (self, "</title>\n</head>\n<body>\n");
  kh_reference_page_say (self, "h1", title);
}

/**
 * kh_reference_page_end:
 * @self: a page; it is of no use any more
 *
 * Returns: (transfer full): its HTML
 */
char *
kh_reference_page_end (KhReferencePage *self)
{
  kh_reference_page_raw (self, "</body>\n</html>\n");
  return g_string_free (g_steal_pointer (&self->html), FALSE);
}

/**
 * kh_reference_page_raw:
 * @self: a page
 * @literal: tags; never anything that somebody wrote
 */
void
kh_reference_page_raw (KhReferencePage *self,
                       const char      *literal)
{
  g_string_append (self->html, literal);
}

/**
 * kh_reference_page_text:
 * @self: a page
 * @text: (nullable): whatever somebody wrote
 *
 * Fit for what stands between tags and between the quotes of an attribute.
 */
void
kh_reference_page_text (KhReferencePage *self,
                        const char      *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (self->html, escaped);
}

/**
 * kh_reference_page_say:
 * @self: a page
 * @tag: a literal
 * @text: (nullable): whatever somebody wrote; what hides or turns round is shown as a mark
 */
void
kh_reference_page_say (KhReferencePage *self,
                       const char      *tag,
                       const char      *text)
{
  g_autofree char *visible = kh_value_dup_visible (text != NULL ? text : "");

  g_string_append_printf (self->html, "<%s>", tag);
  kh_reference_page_text (self, visible);
  g_string_append_printf (self->html, "</%s>\n", tag);
}

static void
add_hidden (KhReferencePage *self,
            const char      *name,
            const char      *value)
{
  g_string_append_printf (self->html, "<input type=\"hidden\" name=\"%s\" value=\"", name);
  kh_reference_page_text (self, value);
  kh_reference_page_raw (self, "\">");
}

/**
 * kh_reference_page_form:
 * @self: a page
 * @action: a literal: where it is sent to
 * @fields: literal names, each with a value after it
 */
void
kh_reference_page_form (KhReferencePage    *self,
                        const char         *action,
                        const char * const *fields)
{
  g_string_append_printf (self->html, "<form method=\"post\" action=\"%s\">", action);
  add_hidden (self, "token", self->token);
  for (guint i = 0; fields[i] != NULL; i += 2)
    add_hidden (self, fields[i], fields[i + 1]);
}

/**
 * kh_reference_page_button:
 * @self: a page
 * @name: a literal
 * @value: a literal
 * @label: a literal
 *
 * A button of a form.
 */
void
kh_reference_page_button (KhReferencePage *self,
                          const char      *name,
                          const char      *value,
                          const char      *label)
{
  g_string_append_printf (self->html, "<button name=\"%s\" value=\"%s\">%s</button>", name, value, label);
}

static void
end_form (KhReferencePage *self)
{
  kh_reference_page_raw (self, "</form>");
}

static void
begin_table (KhReferencePage    *self,
             const char * const *titles)
{
  kh_reference_page_raw (self, "<table>\n<tr>");
  for (guint i = 0; titles[i] != NULL; i++)
    kh_reference_page_say (self, "th", titles[i]);
  kh_reference_page_raw (self, "</tr>\n");
}

static void
end_table (KhReferencePage *self)
{
  kh_reference_page_raw (self, "</table>\n");
}

static void
add_account_link (KhReferencePage *self,
                  const char      *id,
                  const char      *label)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  kh_reference_page_raw (self, "<td><a href=\"/operator/accounts/");
  kh_reference_page_text (self, escaped);
  kh_reference_page_raw (self, "\">");
  kh_reference_page_text (self, label);
  kh_reference_page_raw (self, "</a></td>");
}

/* What waits */

static char *
dup_shown (JsonNode *value)
{
  JsonObject *object = value != NULL && JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  g_autofree char *text = NULL;

  if (value == NULL)
    return g_strdup ("removed");
  if (object != NULL && json_object_has_member (object, "text"))
    return g_strdup ("•••• (a passcode)");
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value));
  return kh_json_to_text (value);
}

/* A whole item can have a passcode deeper down. */
static void
mask (JsonNode *value)
{
  static const char *const names[] = { "value", "passcode" };

  for (guint i = 0; value != NULL && JSON_NODE_HOLDS_OBJECT (value) && i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *secret = kh_json_get_object (json_node_get_object (value), names[i]);

      if (secret != NULL && json_object_has_member (secret, "text"))
        json_object_set_string_member (secret, "text", "••••");
    }
}

static void
add_operation (KhReferencePage *self,
               JsonObject      *operation)
{
  JsonNode *value = json_object_get_member (operation, "value");
  g_autofree char *shown = NULL;

  mask (value);
  shown = dup_shown (value);
  kh_reference_page_say (self, "code", kh_json_get_string (operation, "path", NULL));
  kh_reference_page_raw (self, " → ");
  kh_reference_page_say (self, "span", shown);
  kh_reference_page_raw (self, "<br>");
}

static void
add_pending (KhReferencePage    *self,
             KhReferencePending *pending)
{
  const char *const fields[] = { "change", pending->change, NULL };
  JsonArray *operations = kh_json_get_array (pending->set, "ops");

  kh_reference_page_raw (self, "<tr>");
  add_account_link (self, pending->account, pending->account);
  kh_reference_page_say (self, "td", kh_json_get_string (pending->set, "author", NULL));
  kh_reference_page_raw (self, "<td>");
  for (guint i = 0; i < json_array_get_length (operations); i++)
    add_operation (self, json_array_get_object_element (operations, i));
  kh_reference_page_raw (self, "</td><td>");
  kh_reference_page_form (self, "/operator/review", fields);
  kh_reference_page_button (self, "decision", "approve", "Approve");
  kh_reference_page_button (self, "decision", "refuse", "Refuse");
  kh_reference_page_raw (self, " <label>because <input name=\"reason\" maxlength=\"200\"></label>");
  end_form (self);
  kh_reference_page_raw (self, "</td></tr>\n");
}

static gboolean
add_reviews (KhReferencePage  *self,
             KhReferenceBook  *book,
             const char       *account,
             GError          **error)
{
  static const char *const titles[] = { "Account", "By", "Change", "", NULL };
  g_autoptr (GPtrArray) list = kh_reference_review_list (book, account, error);

  if (list == NULL)
    return FALSE;
  kh_reference_page_say (self, "h2", "Changes that wait for you");
  if (list->len == 0)
    {
      kh_reference_page_say (self, "p", "None.");
      return TRUE;
    }
  begin_table (self, titles);
  for (guint i = 0; i < list->len; i++)
    add_pending (self, list->pdata[i]);
  end_table (self);
  return TRUE;
}

static gboolean
add_rules (KhReferencePage  *self,
           KhReferenceBook  *book,
           GError          **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GPtrArray) rules = kh_reference_review_list_rules (book, error);

  if (rules == NULL)
    return FALSE;
  kh_reference_page_say (self, "h2", "What is reviewed");
  for (guint i = 0; i < rules->len; i++)
    {
      const char *const fields[] = { "what", rules->pdata[i], NULL };

      kh_reference_page_raw (self, "<div>");
      kh_reference_page_say (self, "code", rules->pdata[i]);
      kh_reference_page_form (self, "/operator/rules", fields);
      kh_reference_page_button (self, "action", "remove", "Review no longer");
      end_form (self);
      kh_reference_page_raw (self, "</div>\n");
    }
  kh_reference_page_form (self, "/operator/rules", none);
  kh_reference_page_raw (self, "<label>A path such as /passcodes, or an account: "
                               "<input name=\"what\" required></label> ");
  kh_reference_page_button (self, "action", "add", "Review");
  end_form (self);
  return TRUE;
}

/* Number blocks */

static gboolean
add_block (KhReferencePage   *self,
           KhReferenceBook   *book,
           KhReferenceBlock  *block,
           GError           **error)
{
  const char *const fields[] = { "block", block->id, NULL };
  g_autofree char *next = NULL;
  g_autofree char *range = g_strdup_printf ("%s – %s", block->first, block->last);
  gint64 left;

  if (!kh_reference_blocks_peek (book, block, &next, &left, error))
    return FALSE;
  kh_reference_page_raw (self, "<tr>");
  kh_reference_page_say (self, "td", block->dealer);
  kh_reference_page_say (self, "td", range);
  kh_reference_page_say (self, "td", block->receiver);
  kh_reference_page_say (self, "td", !block->enabled ? "disabled" : next != NULL ? next : "none left");
  kh_reference_page_raw (self, "<td>");
  if (block->enabled)
    {
      kh_reference_page_form (self, "/operator/blocks", fields);
      kh_reference_page_button (self, "action", "disable", "Disable for good");
      end_form (self);
    }
  kh_reference_page_raw (self, "</td></tr>\n");
  return TRUE;
}

static gboolean
add_blocks (KhReferencePage  *self,
            KhReferenceBook  *book,
            GError          **error)
{
  static const char *const titles[] = { "Dealer", "Numbers", "Receiver", "Next", "", NULL };
  g_autoptr (GPtrArray) blocks = kh_reference_blocks_find (book, NULL, NULL, error);

  if (blocks == NULL)
    return FALSE;
  kh_reference_page_say (self, "h2", "Number blocks");
  begin_table (self, titles);
  for (guint i = 0; i < blocks->len; i++)
    if (!add_block (self, book, blocks->pdata[i], error))
      return FALSE;
  end_table (self);
  return TRUE;
}

/* Accounts */

static char *
dup_who (JsonObject *account)
{
  JsonObject *name = kh_json_get_object (kh_json_get_object (account, "site"), "name");
  g_autofree char *who = g_strjoin (" ", kh_json_get_string (name, "first", ""),
                                    kh_json_get_string (name, "last", ""),
                                    kh_json_get_string (name, "business", ""), NULL);

  return g_strdup (g_strstrip (who));
}

static void
add_account (KhReferencePage *self,
             JsonObject      *account)
{
  g_autofree char *who = dup_who (account);

  kh_reference_page_raw (self, "<tr>");
  add_account_link (self, kh_json_get_string (account, "id", ""), kh_json_get_string (account, "number", ""));
  kh_reference_page_say (self, "td", kh_json_get_string (account, "receiver", NULL));
  kh_reference_page_say (self, "td", kh_json_get_string (account, "dealer", NULL));
  kh_reference_page_say (self, "td", who);
  kh_reference_page_say (self, "td", kh_json_get_string (account, "updated_by", NULL));
  kh_reference_page_say (self, "td", kh_json_get_string (account, "updated_at", NULL));
  kh_reference_page_raw (self, "</tr>\n");
}

static gboolean
add_accounts (KhReferencePage  *self,
              KhReferenceBook  *book,
              const char       *after,
              GError          **error)
{
  static const char *const titles[] = { "Account", "Receiver", "Dealer", "Name", "Changed by", "Changed", NULL };
  g_autoptr (GPtrArray) accounts
    = kh_reference_book_page (book, NULL, after != NULL ? after : "", ACCOUNTS_PER_PAGE, error);

  if (accounts == NULL)
    return FALSE;
  kh_reference_page_say (self, "h2", "Accounts");
  begin_table (self, titles);
  for (guint i = 0; i < accounts->len; i++)
    add_account (self, accounts->pdata[i]);
  end_table (self);
  if (accounts->len == ACCOUNTS_PER_PAGE)
    {
      g_autofree char *last
        = g_uri_escape_string (kh_json_get_string (accounts->pdata[accounts->len - 1], "id", ""), NULL, FALSE);

      kh_reference_page_raw (self, "<p><a href=\"/operator?after=");
      kh_reference_page_text (self, last);
      kh_reference_page_raw (self, "\">More accounts</a></p>\n");
    }
  return TRUE;
}

/**
 * kh_reference_page_home:
 * @book: a book
 * @name: the station's name
 * @token: for the forms
 * @after: (nullable): the account that the list begins after
 * @error: return location for an error
 *
 * Returns: (transfer full): the operator's first page
 */
char *
kh_reference_page_home (KhReferenceBook  *book,
                        const char       *name,
                        const char       *token,
                        const char       *after,
                        GError          **error)
{
  KhReferencePage page;
  g_autofree char *html = NULL;
  gboolean good;

  kh_reference_page_begin (&page, name, token);
  good = add_reviews (&page, book, NULL, error) && add_accounts (&page, book, after, error)
         && add_blocks (&page, book, error) && add_rules (&page, book, error);
  html = kh_reference_page_end (&page);
  return good ? g_steal_pointer (&html) : NULL;
}

/* One account, field by field */

static void
add_field (KhReferencePage       *self,
           const char            *account,
           const char            *path,
           const KhReferenceRule *rule,
           JsonNode              *value)
{
  const char *const fields[] = { "account", account, "path", path, NULL };
  gboolean secret = rule->kind == KH_REFERENCE_SECRET;
  g_autofree char *text = JSON_NODE_HOLDS_NULL (value) || secret ? g_strdup ("") : dup_shown (value);

  kh_reference_page_raw (self, "<tr><td>");
  kh_reference_page_say (self, "code", path);
  kh_reference_page_raw (self, "</td><td>");
  kh_reference_page_form (self, "/operator/edit", fields);
  if (rule->kind == KH_REFERENCE_LINES)
    {
      /* A line end that comes first is not part of the text. */
      kh_reference_page_raw (self, "<textarea name=\"value\" rows=\"3\">\n");
      kh_reference_page_text (self, text);
      kh_reference_page_raw (self, "</textarea>");
    }
  else
    {
      kh_reference_page_raw (self, secret ? "<input name=\"value\" autocomplete=\"off\" placeholder=\""
                                          : "<input name=\"value\" value=\"");
      kh_reference_page_text (self, secret && json_object_has_member (json_node_get_object (value), "text")
                                      ? "••••" : text);
      kh_reference_page_raw (self, "\">");
    }
  kh_reference_page_raw (self, " <button>Change</button>");
  end_form (self);
  kh_reference_page_raw (self, "</td></tr>\n");
}

static void add_object (KhReferencePage *self, const char *account, JsonObject *object,
                        const char *path, const char *rule_path);

static void
add_item (KhReferencePage *self,
          const char      *account,
          const char      *path,
          JsonObject      *item,
          const char      *rule_path)
{
  const char *const fields[] = { "account", account, "path", path, NULL };

  kh_reference_page_raw (self, "<tr><td>");
  kh_reference_page_say (self, "code", path);
  kh_reference_page_raw (self, "</td><td>");
  kh_reference_page_form (self, "/operator/remove", fields);
  kh_reference_page_raw (self, "<button>Remove</button>");
  end_form (self);
  kh_reference_page_raw (self, "</td></tr>\n");
  add_object (self, account, item, path, rule_path);
}

static void
add_list (KhReferencePage *self,
          const char      *account,
          JsonArray       *items,
          const char      *path,
          const char      *rule_path)
{
  const KhReferenceList *list = kh_reference_list_lookup (rule_path);
  g_autofree char *inner_rule = g_strconcat (rule_path, "/*", NULL);

  for (guint i = 0; list != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *key = kh_reference_list_dup_key (list, item);
      g_autofree char *inner = g_strconcat (path, "/", key, NULL);

      add_item (self, account, inner, item, inner_rule);
    }
}

static void
add_object (KhReferencePage *self,
            const char      *account,
            JsonObject      *object,
            const char      *path,
            const char      *rule_path)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *inner = g_strconcat (path, "/", name, NULL);
      g_autofree char *inner_rule = g_strconcat (rule_path, "/", name, NULL);
      const KhReferenceRule *rule = kh_reference_rule_lookup (inner_rule);

      /* What only the station itself says is not a field to write in. */
      if (rule != NULL && !kh_reference_rule_is_fixed (rule, KH_REFERENCE_GENERIC))
        add_field (self, account, inner, rule, value);
      else if (rule == NULL && JSON_NODE_HOLDS_ARRAY (value))
        add_list (self, account, json_node_get_array (value), inner, inner_rule);
      else if (rule == NULL && JSON_NODE_HOLDS_OBJECT (value))
        add_object (self, account, json_node_get_object (value), inner, inner_rule);
    }
}

/**
 * kh_reference_page_account:
 * @book: a book
 * @token: for the forms
 * @account: an account's id
 * @error: return location for an error
 *
 * Returns: (transfer full): the page of one account, each of its values with a form
 */
char *
kh_reference_page_account (KhReferenceBook  *book,
                           const char       *token,
                           const char       *account,
                           GError          **error)
{
  static const char *const titles[] = { "Field", "Value; an empty one clears it", NULL };
  g_autoptr (GPtrArray) accounts = kh_reference_book_find (book, account, error);
  g_autofree char *title = NULL;
  g_autofree char *version = NULL;
  g_autofree char *html = NULL;
  JsonObject *object;
  KhReferencePage page;
  gboolean good;

  if (accounts == NULL)
    return NULL;
  if (accounts->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no such account.");
      return NULL;
    }
  object = accounts->pdata[0];
  title = g_strconcat ("Account ", kh_json_get_string (object, "number", ""), NULL);
  version = g_strdup_printf ("Version %" G_GINT64_FORMAT ", changed by %s.", kh_json_get_int (object, "version", 0),
                             kh_json_get_string (object, "updated_by", "nobody"));
  kh_reference_page_begin (&page, title, token);
  kh_reference_page_raw (&page, "<p><a href=\"/operator\">All accounts</a></p>\n");
  kh_reference_page_say (&page, "p", version);
  good = add_reviews (&page, book, account, error);
  kh_reference_page_say (&page, "h2", "Values");
  begin_table (&page, titles);
  add_object (&page, account, object, "", "");
  end_table (&page);
  html = kh_reference_page_end (&page);
  return good ? g_steal_pointer (&html) : NULL;
}

/**
 * kh_reference_page_message:
 * @title: a title
 * @message: what to tell
 *
 * Returns: (transfer full): a page that says so
 */
char *
kh_reference_page_message (const char *title,
                           const char *message)
{
  KhReferencePage page;

  kh_reference_page_begin (&page, title, NULL);
  kh_reference_page_say (&page, "p", message);
  kh_reference_page_raw (&page, "<p><a href=\"/operator\">All accounts</a></p>\n");
  return kh_reference_page_end (&page);
}
