/* kh-reference-desk.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-desk.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-changes.h"
#include "kh-reference-events.h"

#include <gio/gio.h>
#include <string.h>

#define LONGEST_ID 64

typedef struct {
  const char *account;
  JsonObject *set; /* nullable: only a new version */
} Edit;

typedef struct {
  GPtrArray *accounts;
  KhReferenceProfile profile;
} Intake;

static JsonObject *
find_account (KhReferenceBook  *book,
              const char       *id,
              GError          **error)
{
  g_autoptr (GPtrArray) accounts = kh_reference_book_find (book, id, error);

  if (accounts == NULL)
    return NULL;
  if (accounts->len > 0)
    return json_object_ref (accounts->pdata[0]);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no account %s.", id);
  return NULL;
}

static gboolean
apply_edit (JsonObject  *account,
            JsonObject  *set,
            gint64       version,
            GError     **error)
{
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  const KhReferenceMistake *mistake;

  if (kh_reference_changes_apply (account, set, KH_REFERENCE_GENERIC, version, items, mistakes)
      == KH_REFERENCE_APPLIED)
    return TRUE;
  mistake = mistakes->pdata[0];
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s: %s", mistake->code,
               mistake->detail);
  return FALSE;
}

static gboolean
run_edit (KhReferenceBook  *book,
          gpointer          user_data,
          GError          **error)
{
  const Edit *edit = user_data;
  g_autoptr (JsonObject) account = find_account (book, edit->account, error);
  gint64 version;

  if (account == NULL)
    return FALSE;
  version = kh_json_get_int (account, "version", 0) + 1;
  if (edit->set != NULL && !apply_edit (account, edit->set, version, error))
    return FALSE;
  kh_reference_account_stamp (account, "operator", version);
  return kh_reference_book_save (book, account, error)
         && kh_reference_events_log_change (book, account, "At the station", error);
}

static JsonObject *
make_set (const char *path,
          JsonNode   *value)
{
  JsonObject *set = json_object_new ();
  JsonObject *operation = json_object_new ();
  JsonArray *operations = json_array_new ();
  gboolean add = g_str_has_suffix (path, "/-");

  json_object_set_string_member (operation, "op",
                                 value == NULL ? "remove" : add ? "add" : "replace");
  json_object_set_string_member (operation, "path", path);
  if (value != NULL)
    json_object_set_member (operation, "value", value);
  json_array_add_object_element (operations, operation);
  json_object_set_string_member (set, "reason", "manual");
  json_object_set_string_member (set, "author", "operator");
  json_object_set_array_member (set, "ops", operations);
  return set;
}

/**
 * kh_reference_desk_edit:
 * @book: a book
 * @account: an account's id
 * @path: a path as in a change set; ends with /- to add an item to a list
 * @value: (nullable): the new value, as JSON; %NULL to remove a list's item
 * @error: return location for an error
 *
 * Changes an account, as an operator does who sees everything.
 */
gboolean
kh_reference_desk_edit (KhReferenceBook  *book,
                        const char       *account,
                        const char       *path,
                        const char       *value,
                        GError          **error)
{
  JsonNode *node = NULL;
  g_autoptr (JsonObject) set = NULL;
  Edit edit = { account, NULL };

  if (value != NULL)
    {
      node = kh_json_parse (value, strlen (value), error);
      if (node == NULL)
        return FALSE;
    }
  set = make_set (path, node);
  edit.set = set;
  return kh_reference_book_transact (book, run_edit, &edit, error);
}

/**
 * kh_reference_desk_touch:
 * @book: a book
 * @account: an account's id
 * @error: return location for an error
 *
 * Makes a new version of an account with the same values.
 */
gboolean
kh_reference_desk_touch (KhReferenceBook  *book,
                         const char       *account,
                         GError          **error)
{
  Edit edit = { account, NULL };

  return kh_reference_book_transact (book, run_edit, &edit, error);
}

/**
 * kh_reference_desk_dup_account:
 * @book: a book
 * @account: an account's id
 * @error: return location for an error
 *
 * Returns: (transfer full): the account as JSON, with all that dealers do not see
 */
char *
kh_reference_desk_dup_account (KhReferenceBook  *book,
                               const char       *account,
                               GError          **error)
{
  g_autoptr (JsonObject) object = find_account (book, account, error);

  return object != NULL ? kh_reference_account_to_text (object) : NULL;
}

static gboolean
run_put_back (KhReferenceBook  *book,
              gpointer          user_data,
              GError          **error)
{
  return kh_reference_book_save (book, user_data, error);
}

/**
 * kh_reference_desk_put_back:
 * @book: a book
 * @account: an account as kh_reference_desk_dup_account() has given it
 * @error: return location for an error
 *
 * Makes an account what it was then, its version as well; or what the text says otherwise.
 */
gboolean
kh_reference_desk_put_back (KhReferenceBook  *book,
                            const char       *account,
                            GError          **error)
{
  g_autoptr (JsonNode) node = kh_json_parse (account, strlen (account), error);

  return node != NULL && kh_reference_book_transact (book, run_put_back, json_node_get_object (node), error);
}

static gboolean
is_taken (KhReferenceBook  *book,
          const char       *id,
          gboolean         *taken,
          GError          **error)
{
  g_autoptr (GPtrArray) accounts = kh_reference_book_find (book, id, error);

  if (accounts == NULL)
    return FALSE;
  *taken = accounts->len > 0;
  return TRUE;
}

/* Whatever cannot stand in a path becomes a hyphen. */
static char *
make_id (const char *first,
         const char *second,
         const char *receiver)
{
  char *id = g_strconcat (first, second, receiver != NULL ? "-R" : NULL, receiver, NULL);

  return g_strcanon (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", '-');
}

/* A Bold station's id is the dealer's code and the number; the receiver is added
 * when the number stands on several. Others number their accounts. */
static gboolean
give_id (KhReferenceBook     *book,
         JsonObject          *account,
         KhReferenceProfile   profile,
         guint                position,
         GError             **error)
{
  const char *dealer = kh_json_get_string (account, "dealer", "");
  const char *number = kh_json_get_string (account, "number", "");
  const char *receiver = kh_json_get_string (account, "receiver", "0");
  g_autofree char *id = NULL;
  gboolean taken;

  if (profile == KH_REFERENCE_BOLD)
    {
      id = make_id (dealer, number, NULL);
      if (!is_taken (book, id, &taken, error))
        return FALSE;
      if (taken)
        {
          g_free (id);
          id = make_id (dealer, number, receiver);
        }
    }
  else
    id = g_strdup_printf ("a%u", position + 1);
  json_object_set_string_member (account, "id", id);
  return TRUE;
}

static gboolean
check_id (KhReferenceBook  *book,
          JsonObject       *account,
          guint             position,
          GError          **error)
{
  const char *id = kh_json_get_string (account, "id", "");
  gboolean taken;

  if (!is_taken (book, id, &taken, error))
    return FALSE;
  /* A path segment of dots means another place. */
  if (!taken && strlen (id) <= LONGEST_ID && strspn (id, ".") < strlen (id))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "Account %u: its id %s is used by another account, or cannot be an id.",
               position + 1, id);
  return FALSE;
}

/**
 * kh_reference_desk_give_id:
 * @book: a book
 * @account: an account that is being made
 * @profile: the station's profile
 * @error: return location for an error
 *
 * Gives the account an id that no other one has.
 */
gboolean
kh_reference_desk_give_id (KhReferenceBook     *book,
                           JsonObject          *account,
                           KhReferenceProfile   profile,
                           GError             **error)
{
  gboolean taken = TRUE;
  gint64 count;

  if (!kh_reference_book_count (book, &count, error))
    return FALSE;
  for (guint i = (guint) count; taken; i++)
    if (!give_id (book, account, profile, i, error)
        || !is_taken (book, kh_json_get_string (account, "id", ""), &taken, error))
      return FALSE;
    else if (taken && profile == KH_REFERENCE_BOLD)
      break;
  if (!taken)
    return check_id (book, account, (guint) count, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "The account's id is taken.");
  return FALSE;
}

static gboolean
run_intake (KhReferenceBook  *book,
            gpointer          user_data,
            GError          **error)
{
  const Intake *intake = user_data;

  for (guint i = 0; i < intake->accounts->len; i++)
    {
      JsonObject *account = intake->accounts->pdata[i];

      if (kh_json_get_string (account, "id", NULL) == NULL
          && !give_id (book, account, intake->profile, i, error))
        return FALSE;
      if (!check_id (book, account, i, error) || !kh_reference_book_save (book, account, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * kh_reference_desk_take_in:
 * @book: an empty book
 * @accounts: (element-type JsonObject): accounts in the station's own shape; those
 *   without an id get one
 * @profile: the station's profile
 * @error: return location for an error
 *
 * Fills a book: with all of the accounts or none.
 */
gboolean
kh_reference_desk_take_in (KhReferenceBook     *book,
                           GPtrArray           *accounts,
                           KhReferenceProfile   profile,
                           GError             **error)
{
  Intake intake = { accounts, profile };

  return kh_reference_book_transact (book, run_intake, &intake, error);
}
