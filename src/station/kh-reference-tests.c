/* kh-reference-tests.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-tests.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-text.h"

#include <string.h>

#define LONGEST_REASON 200
#define LONGEST_AUTHOR 60
#define MOST_ITEMS 100

#define COLUMNS "id, begins, ends, minutes, scope, reason, author, cleared_by"

/* A test is on until the clock says that it is over: nothing has to happen for it to end. */
#define SQL_ON_TEST \
  "SELECT " COLUMNS " FROM test WHERE account = ?1 AND ends > ?2 AND cleared_by IS NULL" \
  " ORDER BY ends, id"
#define SQL_FIND \
  "SELECT " COLUMNS " FROM test WHERE account = ?1 AND ends >= ?2 AND begins < ?3 ORDER BY id"
#define SQL_PUT \
  "INSERT INTO test (account, begins, ends, minutes, scope, reason, author)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
#define SQL_CLEAR \
  "UPDATE test SET ends = ?2, cleared_by = ?3" \
  " WHERE account = ?1 AND ends > ?2 AND cleared_by IS NULL AND id = ?4"
#define SQL_CLEAR_ALL \
  "UPDATE test SET ends = ?2, cleared_by = ?3" \
  " WHERE account = ?1 AND ends > ?2 AND cleared_by IS NULL"

/**
 * kh_reference_test_free:
 * @test: (transfer full): a test
 */
void
kh_reference_test_free (KhReferenceTest *test)
{
  json_object_unref (test->scope);
  g_free (test->reason);
  g_free (test->author);
  g_free (test->cleared_by);
  g_free (test);
}

static gboolean
has_item (JsonArray  *items,
          const char *item)
{
  for (guint i = 0; item != NULL && i < json_array_get_length (items); i++)
    if (strcmp (json_array_get_string_element (items, i), item) == 0)
      return TRUE;
  return FALSE;
}

/**
 * kh_reference_test_covers:
 * @test: a test
 * @at: when a signal came
 * @area: (nullable): its area
 * @zone: (nullable): its zone
 *
 * Returns: whether nobody acts on the signal
 */
gboolean
kh_reference_test_covers (const KhReferenceTest *test,
                          gint64                 at,
                          const char            *area,
                          const char            *zone)
{
  const char *kind = kh_json_get_string (test->scope, "kind", "");
  JsonArray *items = kh_json_get_array (test->scope, "items");

  if (at < test->begins || at >= test->ends)
    return FALSE;
  if (strcmp (kind, "area") == 0)
    return has_item (items, area);
  if (strcmp (kind, "zone") == 0)
    return has_item (items, zone);
  return TRUE;
}

static KhReferenceTest *
read_test (KhStatement *statement)
{
  KhReferenceTest *test = g_new0 (KhReferenceTest, 1);

  test->id = kh_statement_get_int64 (statement, 0);
  test->begins = kh_statement_get_int64 (statement, 1);
  test->ends = kh_statement_get_int64 (statement, 2);
  test->minutes = kh_statement_get_int64 (statement, 3);
  test->scope = kh_reference_account_from_text (kh_statement_get_text (statement, 4));
  test->reason = g_strdup (kh_statement_get_text (statement, 5));
  test->author = g_strdup (kh_statement_get_text (statement, 6));
  test->cleared_by = g_strdup (kh_statement_get_text (statement, 7));
  return test;
}

static GPtrArray *
read_tests (KhStatement  *statement,
            GError      **error)
{
  g_autoptr (GPtrArray) tests
    = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_test_free);
  gboolean row;

  for (;;)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&tests);
      g_ptr_array_add (tests, read_test (statement));
    }
}

/**
 * kh_reference_tests_find:
 * @book: a book
 * @account: an account's id
 * @from: seconds since 1970
 * @to: seconds since 1970, after it
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhReferenceTest): the tests that were on, began or
 *   ended between the two
 */
GPtrArray *
kh_reference_tests_find (KhReferenceBook  *book,
                         const char       *account,
                         gint64            from,
                         gint64            to,
                         GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_FIND, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, account);
  kh_statement_bind_int64 (statement, 2, from);
  kh_statement_bind_int64 (statement, 3, to);
  return read_tests (statement, error);
}

static GPtrArray *
find_on_test (KhReferenceBook  *book,
              const char       *account,
              GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_ON_TEST, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, account);
  kh_statement_bind_int64 (statement, 2, kh_reference_book_get_now (book));
  return read_tests (statement, error);
}

static JsonObject *
describe_test (const KhReferenceTest *test)
{
  JsonObject *object = json_object_new ();
  g_autofree char *id = g_strdup_printf ("t%" G_GINT64_FORMAT, test->id);
  g_autofree char *from = kh_reference_account_dup_time (test->begins);
  g_autofree char *until = kh_reference_account_dup_time (test->ends);

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "from", from);
  json_object_set_string_member (object, "until", until);
  json_object_set_int_member (object, "minutes", test->minutes);
  json_object_set_object_member (object, "scope", json_object_ref (test->scope));
  json_object_set_string_member (object, "reason", test->reason);
  json_object_set_string_member (object, "by", test->author);
  return object;
}

/**
 * kh_reference_tests_list:
 * @book: a book
 * @request: a request for an account of the dealer
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the tests that are on, the first to end first, and the
 *   station's time, by which they end
 */
KhReferenceAnswer *
kh_reference_tests_list (KhReferenceBook     *book,
                         KhReferenceRequest  *request,
                         GError             **error)
{
  g_autoptr (GPtrArray) tests = find_on_test (book, request->account, error);
  g_autofree char *now = kh_reference_account_dup_time (kh_reference_book_get_now (book));
  JsonObject *object;
  JsonArray *items;

  if (tests == NULL)
    return NULL;
  object = json_object_new ();
  items = json_array_new ();
  for (guint i = 0; i < tests->len; i++)
    json_array_add_object_element (items, describe_test (tests->pdata[i]));
  json_object_set_string_member (object, "time", now);
  json_object_set_array_member (object, "items", items);
  return kh_reference_answer_new_object (200, object);
}

/* What was ordered */

typedef struct {
  gint64 minutes;
  JsonObject *scope; /* owned */
  const char *reason;
  const char *author;
} Order;

static void
order_clear (Order *order)
{
  g_clear_pointer (&order->scope, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

static gboolean
has_members (JsonObject        *object,
             const char *const *known)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      return FALSE;
  return TRUE;
}

static gboolean
is_text (const char *text,
         glong       longest)
{
  return *text != '\0' && g_utf8_strlen (text, -1) <= longest
         && kh_text_check (text, KH_TEXT_ONE_LINE, NULL);
}

/* Whether a member is there and is neither null nor a text. */
static gboolean
is_odd (JsonObject *object,
        const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node)
         && (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING);
}

static gboolean
is_scope (JsonObject *scope)
{
  static const char *const known[] = { "kind", "items", NULL };
  static const char *const kinds[] = { "all", "area", "zone", "system", NULL };
  const char *kind = kh_json_get_string (scope, "kind", "");
  JsonArray *items = kh_json_get_array (scope, "items");
  guint count = items != NULL ? json_array_get_length (items) : 0;

  if (!has_members (scope, known) || !g_strv_contains (kinds, kind) || items == NULL
      || count > MOST_ITEMS || (count == 0) != (strcmp (kind, "all") == 0))
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *item = json_array_get_element (items, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING
          || *json_node_get_string (item) == '\0')
        return FALSE;
    }
  return TRUE;
}

/* An order's shape; what its values may be is another matter. */
static gboolean
read_order (JsonObject *source,
            Order      *order)
{
  static const char *const known[] = { "minutes", "scope", "reason", "author", NULL };
  JsonNode *minutes = source != NULL ? json_object_get_member (source, "minutes") : NULL;
  JsonObject *scope = kh_json_get_object (source, "scope");

  if (minutes == NULL || !JSON_NODE_HOLDS_VALUE (minutes)
      || json_node_get_value_type (minutes) != G_TYPE_INT64 || !has_members (source, known)
      || is_odd (source, "reason"))
    return FALSE;
  order->minutes = json_node_get_int (minutes);
  order->reason = kh_json_get_string (source, "reason", NULL);
  order->author = kh_json_get_string (source, "author", "");
  if (!json_object_has_member (source, "scope"))
    {
      order->scope = kh_reference_account_from_text ("{\"kind\":\"all\",\"items\":[]}");
      return TRUE;
    }
  if (scope == NULL || !is_scope (scope))
    return FALSE;
  order->scope = json_object_ref (scope);
  return TRUE;
}

/* Whether a list has an item of that name, number or not. */
static gboolean
list_has (JsonArray  *list,
          const char *member,
          const char *wanted)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *item = json_array_get_object_element (list, i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                 kh_json_get_int (item, member, 0));

      if (strcmp (kh_json_get_string (item, member, number), wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
account_has (JsonObject *account,
             const char *kind,
             const char *item)
{
  JsonArray *systems = kh_json_get_array (account, "systems");
  gboolean areas = strcmp (kind, "area") == 0;

  if (strcmp (kind, "system") == 0)
    return list_has (systems, "no", item);
  for (guint i = 0; systems != NULL && i < json_array_get_length (systems); i++)
    {
      JsonObject *system = json_array_get_object_element (systems, i);

      if (list_has (kh_json_get_array (system, areas ? "areas" : "zones"), areas ? "no" : "zone", item))
        return TRUE;
    }
  return FALSE;
}

static void
check_scope (JsonObject *account,
             JsonObject *scope,
             GPtrArray  *mistakes)
{
  const char *kind = kh_json_get_string (scope, "kind", "");
  JsonArray *items = kh_json_get_array (scope, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/scope/items/%u", i);

      if (!account_has (account, kind, json_array_get_string_element (items, i)))
        kh_reference_mistake_add (mistakes, pointer, "unknown-item",
                                  "The account has no such area, zone or system.");
    }
}

static void
check_order (JsonObject  *account,
             const Order *order,
             GPtrArray   *mistakes)
{
  if (order->minutes < 1 || order->minutes > KH_REFERENCE_LONGEST_TEST)
    kh_reference_mistake_add (mistakes, "/minutes", "range", "A test takes 1 to "
                              G_STRINGIFY (KH_REFERENCE_LONGEST_TEST) " minutes.");
  if (order->reason != NULL && !is_text (order->reason, LONGEST_REASON))
    kh_reference_mistake_add (mistakes, "/reason", "format",
                              "A reason is one line of 1 to " G_STRINGIFY (LONGEST_REASON)
                              " characters.");
  if (!is_text (order->author, LONGEST_AUTHOR))
    kh_reference_mistake_add (mistakes, "/author", "format",
                              "An author of 1 to " G_STRINGIFY (LONGEST_AUTHOR)
                              " characters is expected.");
  check_scope (account, order->scope, mistakes);
}

static KhReferenceAnswer *
keep_test (KhReferenceBook     *book,
           KhReferenceRequest  *request,
           const Order         *order,
           GError             **error)
{
  KhConnection *connection = kh_reference_book_get_connection (book);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_PUT, error);
  g_autofree char *scope = kh_reference_account_to_text (order->scope);
  gint64 now = kh_reference_book_get_now (book);
  KhReferenceTest test = { 0, now, now + order->minutes * 60, order->minutes, order->scope,
                           (char *) order->reason, (char *) order->author, NULL };

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, request->account);
  kh_statement_bind_int64 (statement, 2, test.begins);
  kh_statement_bind_int64 (statement, 3, test.ends);
  kh_statement_bind_int64 (statement, 4, test.minutes);
  kh_statement_bind_text (statement, 5, scope);
  kh_statement_bind_text (statement, 6, test.reason);
  kh_statement_bind_text (statement, 7, test.author);
  if (!kh_statement_run (statement, error))
    return NULL;
  test.id = kh_connection_get_last_rowid (connection);
  return kh_reference_answer_new_object (201, describe_test (&test));
}

/**
 * kh_reference_tests_put:
 * @book: a book, in a transaction
 * @request: a request for an account of the dealer
 * @account: the account
 * @order: (nullable): what was sent
 * @error: return location for an error
 *
 * Puts an account on test from now on.
 *
 * Returns: (transfer full) (nullable): the test, or why not
 */
KhReferenceAnswer *
kh_reference_tests_put (KhReferenceBook     *book,
                        KhReferenceRequest  *request,
                        JsonObject          *account,
                        JsonObject          *order,
                        GError             **error)
{
  g_auto (Order) read = { 0 };
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();
  g_autoptr (GPtrArray) others = NULL;

  if (order == NULL || !read_order (order, &read))
    return kh_reference_answer_new_problem (400, "bad-request",
                                            "The body is an object with minutes and an author.");
  check_order (account, &read, mistakes);
  if (mistakes->len > 0)
    return kh_reference_answer_new_mistakes (422, "validation", mistakes, 0);
  /* What comes in during an alarm has to reach the operator. */
  if (kh_json_get_boolean (account, "in_alarm", FALSE))
    return kh_reference_answer_new_problem (409, "in-alarm", NULL);
  others = find_on_test (book, request->account, error);
  if (others == NULL)
    return NULL;
  if (others->len < KH_REFERENCE_MOST_TESTS)
    return keep_test (book, request, &read, error);
  kh_reference_mistake_add (mistakes, "", "too-many", "The account has too many tests.");
  return kh_reference_answer_new_mistakes (422, "validation", mistakes, 0);
}

static gboolean
read_id (const char *text,
         gint64     *id)
{
  guint64 number;

  if (*text != 't' || !g_ascii_string_to_unsigned (text + 1, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;
  *id = (gint64) number;
  return TRUE;
}

/**
 * kh_reference_tests_clear:
 * @book: a book, in a transaction
 * @request: a request for an account of the dealer; names one test, or means all
 * @error: return location for an error
 *
 * Ends a test now, or all. With none that is on, all of them are ended as well.
 *
 * Returns: (transfer full) (nullable): the answer
 */
KhReferenceAnswer *
kh_reference_tests_clear (KhReferenceBook     *book,
                          KhReferenceRequest  *request,
                          GError             **error)
{
  gboolean one = request->resource == KH_REFERENCE_TEST;
  KhConnection *connection = kh_reference_book_get_connection (book);
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (connection, one ? SQL_CLEAR : SQL_CLEAR_ALL, error);
  gint64 id = 0;

  if (statement == NULL)
    return NULL;
  if (one && !read_id (request->change, &id))
    return kh_reference_answer_new_problem (404, "not-found", "The account has no such test.");
  kh_statement_bind_text (statement, 1, request->account);
  kh_statement_bind_int64 (statement, 2, kh_reference_book_get_now (book));
  kh_statement_bind_text (statement, 3, request->dealer);
  if (one)
    kh_statement_bind_int64 (statement, 4, id);
  if (!kh_statement_run (statement, error))
    return NULL;
  if (one && kh_connection_get_changes (connection) == 0)
    return kh_reference_answer_new_problem (404, "not-found", "The account has no such test.");
  return kh_reference_answer_new (204);
}
