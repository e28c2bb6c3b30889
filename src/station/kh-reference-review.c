/* kh-reference-review.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-review.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-changes.h"
#include "kh-reference-events.h"

#include <gio/gio.h>
#include <string.h>

#define PENDING "pending_review"
#define APPLIED "applied"
#define REJECTED "rejected"

#define SQL_ADD_RULE "INSERT INTO review_rule (what) VALUES (?1) ON CONFLICT (what) DO NOTHING"
#define SQL_REMOVE_RULE "DELETE FROM review_rule WHERE what = ?1"
#define SQL_LIST_RULES "SELECT what FROM review_rule ORDER BY what"
#define SQL_KEEP "INSERT INTO review (change, account, operations) VALUES (?1, ?2, ?3)"
#define SQL_FORGET "DELETE FROM review WHERE change = ?1"
#define SQL_LIST \
  "SELECT change, account, operations FROM review" \
  " WHERE account = coalesce (?1, account) AND change = coalesce (?2, change) ORDER BY rowid"
#define SQL_SETTLE "UPDATE change SET answer = ?2 WHERE id = ?1"

typedef struct {
  const char *sql;
  const char *what;
} Statement;

typedef struct {
  KhReferenceProfile profile;
  const char *change;
  gboolean approve;
  const char *reason;
} Settlement;

/**
 * kh_reference_pending_free:
 * @pending: (transfer full): what waits
 */
void
kh_reference_pending_free (KhReferencePending *pending)
{
  g_free (pending->change);
  g_free (pending->account);
  g_clear_pointer (&pending->set, json_object_unref);
  g_free (pending);
}

/* Rules */

static gboolean
run_statement (KhReferenceBook  *book,
               gpointer          user_data,
               GError          **error)
{
  const Statement *self = user_data;
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), self->sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, self->what);
  return kh_statement_run (statement, error);
}

/**
 * kh_reference_review_add_rule:
 * @book: a book
 * @what: the beginning of a path, or an account's id
 * @error: return location for an error
 *
 * From now on changes of it wait for a person.
 */
gboolean
kh_reference_review_add_rule (KhReferenceBook  *book,
                              const char       *what,
                              GError          **error)
{
  Statement statement = { SQL_ADD_RULE, what };

  if (g_regex_match_simple ("^((/[a-z0-9_]+)+|[A-Za-z0-9._-]{1,64})$", what, G_REGEX_DOLLAR_ENDONLY, 0))
    return kh_reference_book_transact (book, run_statement, &statement, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "\"%s\" is neither a path such as /site/address nor an account's id.", what);
  return FALSE;
}

/**
 * kh_reference_review_remove_rule:
 * @book: a book
 * @what: what was added
 * @error: return location for an error
 *
 * From now on changes of it are made at once. What waits already goes on waiting.
 */
gboolean
kh_reference_review_remove_rule (KhReferenceBook  *book,
                                 const char       *what,
                                 GError          **error)
{
  Statement statement = { SQL_REMOVE_RULE, what };

  return kh_reference_book_transact (book, run_statement, &statement, error);
}

/**
 * kh_reference_review_list_rules:
 * @book: a book
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8): what has to be reviewed
 */
GPtrArray *
kh_reference_review_list_rules (KhReferenceBook  *book,
                                GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_LIST_RULES, error);
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&rules);
      g_ptr_array_add (rules, g_strdup (kh_statement_get_text (statement, 0)));
    }
}

/* A value that is a whole object can have the member that a rule is about. */
static gboolean
is_about (const char *rule,
          const char *path)
{
  gsize length = MIN (strlen (rule), strlen (path));
  const char *longer = strlen (rule) > strlen (path) ? rule : path;

  return strncmp (rule, path, length) == 0 && (longer[length] == '\0' || longer[length] == '/');
}

static gboolean
has_to_wait (KhReferenceRequest *request,
             GPtrArray          *rules,
             JsonObject         *operation)
{
  const char *path = kh_json_get_string (operation, "path", "");

  for (guint i = 0; i < rules->len; i++)
    {
      const char *rule = rules->pdata[i];

      if (*rule == '/' ? is_about (rule, path) : g_strcmp0 (rule, request->account) == 0)
        return TRUE;
    }
  return request->pending;
}

/* Writing */

static JsonObject *
copy (JsonObject *object)
{
  g_autofree char *text = kh_reference_account_to_text (object);

  return kh_reference_account_from_text (text);
}

/* The change set with those operations only that wait, or that do not. */
static JsonObject *
pick (JsonObject *set,
      GArray     *waits,
      gboolean    waiting)
{
  JsonObject *picked = json_object_new ();
  JsonArray *all = kh_json_get_array (set, "ops");
  JsonArray *operations = json_array_new ();

  json_object_set_string_member (picked, "reason", kh_json_get_string (set, "reason", NULL));
  json_object_set_string_member (picked, "author", kh_json_get_string (set, "author", NULL));
  for (guint i = 0; i < waits->len; i++)
    if (g_array_index (waits, gboolean, i) == waiting)
      json_array_add_element (operations, json_node_copy (json_array_get_element (all, i)));
  json_object_set_array_member (picked, "ops", operations);
  return picked;
}

/* Which of the operations wait; gives whether any does. */
static gboolean
divide (KhReferenceRequest *request,
        GPtrArray          *rules,
        JsonObject         *set,
        GArray             *waits)
{
  JsonArray *operations = kh_json_get_array (set, "ops");
  gboolean any = FALSE;

  for (guint i = 0; i < json_array_get_length (operations); i++)
    {
      gboolean wait = has_to_wait (request, rules, json_array_get_object_element (operations, i));

      g_array_append_val (waits, wait);
      any = any || wait;
    }
  return any;
}

static JsonObject *
describe_change (const char *id,
                 gint64      version,
                 GPtrArray  *items,
                 GArray     *waits)
{
  JsonObject *object = json_object_new ();
  JsonArray *results = json_array_new ();
  guint next = 0;

  for (guint i = 0; i < waits->len; i++)
    {
      JsonObject *result = json_object_new ();
      gboolean wait = g_array_index (waits, gboolean, i);
      const char *item = wait ? NULL : items->pdata[next++];

      json_object_set_int_member (result, "op", i);
      json_object_set_string_member (result, "state", wait ? PENDING : APPLIED);
      /* What is not made yet has no id that one could use. */
      json_object_set_string_member (result, "id", id != NULL ? item : NULL);
      json_array_add_object_element (results, result);
    }
  json_object_set_string_member (object, "change", id);
  json_object_set_int_member (object, "version", version);
  json_object_set_array_member (object, "results", results);
  return object;
}

static KhReferenceAnswer *
refuse (KhReferenceOutcome  outcome,
        GPtrArray          *mistakes,
        gint64              version)
{
  switch (outcome)
    {
    case KH_REFERENCE_APPLIED:
      break;
    case KH_REFERENCE_MALFORMED:
      return kh_reference_answer_new_mistakes (400, "bad-request", mistakes, 0);
    case KH_REFERENCE_CHANGED:
      return kh_reference_answer_new_mistakes (412, "stale", mistakes, version);
    case KH_REFERENCE_INVALID:
      return kh_reference_answer_new_mistakes (422, "validation", mistakes, 0);
    case KH_REFERENCE_READ_ONLY:
      return kh_reference_answer_new_mistakes (422, "read-only-field", mistakes, 0);
    case KH_REFERENCE_UNKNOWN_CODE:
      return kh_reference_answer_new_mistakes (422, "unknown-code", mistakes, 0);
    }
  return NULL;
}

static gboolean
keep_pending (KhReferenceBook     *book,
              KhReferenceRequest  *request,
              const char          *id,
              JsonObject          *waiting,
              GError             **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_KEEP, error);
  g_autofree char *text = kh_reference_account_to_text (waiting);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, id);
  kh_statement_bind_text (statement, 2, request->account);
  kh_statement_bind_text (statement, 3, text);
  return kh_statement_run (statement, error);
}

/* Applies what need not wait. When it needs what has to, all of it waits. */
static KhReferenceOutcome
apply_rest (JsonObject         *account,
            JsonObject         *set,
            KhReferenceProfile  profile,
            GArray             *waits,
            GPtrArray          *items)
{
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();
  g_autoptr (JsonObject) rest = pick (set, waits, FALSE);
  g_autoptr (JsonObject) tried = copy (account);
  gint64 version = kh_json_get_int (account, "version", 0);
  KhReferenceOutcome outcome = KH_REFERENCE_INVALID;

  g_ptr_array_set_size (items, 0);
  if (json_array_get_length (kh_json_get_array (rest, "ops")) > 0)
    outcome = kh_reference_changes_apply (tried, rest, profile, version + 1, items, mistakes);
  if (outcome == KH_REFERENCE_APPLIED)
    {
      g_ptr_array_set_size (items, 0);
      return kh_reference_changes_apply (account, rest, profile, version + 1, items, mistakes);
    }
  for (guint i = 0; i < waits->len; i++)
    g_array_index (waits, gboolean, i) = TRUE;
  return outcome;
}

static gboolean
keep (KhReferenceBook     *book,
      KhReferenceRequest  *request,
      JsonObject          *account, /* nullable: as it was */
      JsonObject          *waiting, /* nullable */
      const char          *id,
      KhReferenceAnswer   *answer,
      GError             **error)
{
  return (account == NULL || (kh_reference_book_save (book, account, error)
                              && kh_reference_events_log_change (book, account, "By the dealer", error)))
         && kh_reference_book_keep_change (book, request->account, id, answer->body, error)
         && (waiting == NULL || keep_pending (book, request, id, waiting, error));
}

/**
 * kh_reference_review_write:
 * @book: a book, in a transaction
 * @profile: the station's profile
 * @request: a request whose If-Match was found good
 * @account: the account
 * @set: the change set
 * @error: return location for an error
 *
 * Applies a change set, all of it or nothing. Those operations that a person has to
 * review are looked at as well, and wait.
 *
 * Returns: (transfer full): what the station says
 */
KhReferenceAnswer *
kh_reference_review_write (KhReferenceBook     *book,
                           KhReferenceProfile   profile,
                           KhReferenceRequest  *request,
                           JsonObject          *account,
                           JsonObject          *set,
                           GError             **error)
{
  g_autoptr (GPtrArray) rules = kh_reference_review_list_rules (book, error);
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) waits = g_array_new (FALSE, TRUE, sizeof (gboolean));
  g_autoptr (JsonObject) after = copy (account);
  g_autoptr (JsonObject) waiting = NULL;
  g_autoptr (KhReferenceAnswer) answer = NULL;
  g_autofree char *id = NULL;
  gboolean dry = request->resource == KH_REFERENCE_DRY_RUN;
  gboolean any, some = TRUE;
  gint64 version = kh_json_get_int (account, "version", 0);

  if (rules == NULL)
    return NULL;
  answer = refuse (kh_reference_changes_apply (after, set, profile, version + 1, items, mistakes),
                   mistakes, version);
  if (answer != NULL)
    return g_steal_pointer (&answer);
  any = divide (request, rules, set, waits);
  if (any)
    {
      some = apply_rest (account, set, profile, waits, items) == KH_REFERENCE_APPLIED;
      waiting = pick (set, waits, TRUE);
    }
  if (!dry)
    id = g_uuid_string_random ();
  if (!dry && some)
    kh_reference_account_stamp (any ? account : after, kh_json_get_string (set, "author", ""), ++version);
  answer = kh_reference_answer_new_object (any ? 202 : 200, describe_change (id, version, items, waits));
  answer->version = version;
  if (!dry && !keep (book, request, !some ? NULL : any ? account : after, waiting, id, answer, error))
    return NULL;
  return g_steal_pointer (&answer);
}

/* Settling */

static GPtrArray *
list_pending (KhReferenceBook  *book,
              const char       *account,
              const char       *change,
              GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_LIST, error);
  g_autoptr (GPtrArray) list
    = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_pending_free);
  KhReferencePending *pending;
  gboolean row;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, account);
  kh_statement_bind_text (statement, 2, change);
  for (;;)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      pending = g_new0 (KhReferencePending, 1);
      pending->change = g_strdup (kh_statement_get_text (statement, 0));
      pending->account = g_strdup (kh_statement_get_text (statement, 1));
      pending->set = kh_reference_account_from_text (kh_statement_get_text (statement, 2));
      g_ptr_array_add (list, pending);
    }
}

/**
 * kh_reference_review_list:
 * @book: a book
 * @account: (nullable): an account's id, or %NULL for all
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhReferencePending): what waits, oldest first
 */
GPtrArray *
kh_reference_review_list (KhReferenceBook  *book,
                          const char       *account,
                          GError          **error)
{
  return list_pending (book, account, NULL, error);
}

/* Writes into the answer what became of the operations that waited. */
static char *
settle_answer (const char *text,
               GPtrArray  *items,
               gint64      version,
               gboolean    approve,
               const char *reason)
{
  g_autoptr (JsonObject) answer = kh_reference_account_from_text (text);
  JsonArray *results = kh_json_get_array (answer, "results");
  guint next = 0;

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *result = json_array_get_object_element (results, i);

      if (g_strcmp0 (kh_json_get_string (result, "state", NULL), PENDING) != 0)
        continue;
      json_object_set_string_member (result, "state", approve ? APPLIED : REJECTED);
      if (approve)
        json_object_set_string_member (result, "id", items->pdata[next++]);
      else if (reason != NULL)
        json_object_set_string_member (result, "detail", reason);
    }
  if (approve)
    json_object_set_int_member (answer, "version", version);
  return kh_reference_account_to_text (answer);
}

static gboolean
keep_settlement (KhReferenceBook     *book,
                 const Settlement    *self,
                 KhReferencePending  *pending,
                 GPtrArray           *items,
                 gint64               version,
                 GError             **error)
{
  Statement forget = { SQL_FORGET, pending->change };
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_SETTLE, error);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (statement == NULL)
    return FALSE;
  before = kh_reference_book_dup_change (book, pending->account, pending->change, error);
  if (before == NULL)
    return FALSE;
  after = settle_answer (before, items, version, self->approve, self->reason);
  kh_statement_bind_text (statement, 1, pending->change);
  kh_statement_bind_text (statement, 2, after);
  return kh_statement_run (statement, error) && run_statement (book, &forget, error);
}

/* Puts it into the account as it is today. */
static gboolean
apply_pending (KhReferenceBook     *book,
               KhReferenceProfile   profile,
               KhReferencePending  *pending,
               GPtrArray           *items,
               gint64              *version,
               GError             **error)
{
  g_autoptr (GPtrArray) accounts = kh_reference_book_find (book, pending->account, error);
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();
  JsonObject *account;

  if (accounts == NULL || accounts->len == 0)
    return FALSE;
  account = accounts->pdata[0];
  *version = kh_json_get_int (account, "version", 0) + 1;
  if (kh_reference_changes_apply (account, pending->set, profile, *version, items, mistakes)
      != KH_REFERENCE_APPLIED)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "The account was changed meanwhile, and the change does not fit it any more: %s "
                   "Refuse it.", ((KhReferenceMistake *) mistakes->pdata[0])->detail);
      return FALSE;
    }
  kh_reference_account_stamp (account, kh_json_get_string (pending->set, "author", ""), *version);
  return kh_reference_book_save (book, account, error)
         && kh_reference_events_log_change (book, account, "By the dealer", error);
}

static gboolean
run_settle (KhReferenceBook  *book,
            gpointer          user_data,
            GError          **error)
{
  const Settlement *self = user_data;
  g_autoptr (GPtrArray) list = list_pending (book, NULL, self->change, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  gint64 version = 0;

  if (list == NULL)
    return FALSE;
  if (list->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "Somebody has decided on this change already.");
      return FALSE;
    }
  return (!self->approve
          || apply_pending (book, self->profile, list->pdata[0], items, &version, error))
         && keep_settlement (book, self, list->pdata[0], items, version, error);
}

/**
 * kh_reference_review_settle:
 * @book: a book
 * @profile: the station's profile
 * @change: a change set's id
 * @approve: whether it is made, or refused
 * @reason: (nullable): why it is refused, for whoever sent it
 * @error: return location for an error that can be shown
 *
 * Decides on what waits. An approved change that does not fit any more goes on waiting.
 */
gboolean
kh_reference_review_settle (KhReferenceBook     *book,
                            KhReferenceProfile   profile,
                            const char          *change,
                            gboolean             approve,
                            const char          *reason,
                            GError             **error)
{
  Settlement settlement = { profile, change, approve, reason };

  return kh_reference_book_transact (book, run_settle, &settlement, error);
}
