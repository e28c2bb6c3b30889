/* test-notes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Notes and tickets through the store: kept, changed by two, guarded by grants, in the history, and
 * in the queue over all customers. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-gate.h"
#include "kh-place.h"
#include "kh-schema.h"

#define PAST   "2020-02-28"
#define FUTURE "2090-01-01"

/* Calls that wait */

static KhNote *
save_for (KhOfficeTest  *office,
          gint64         customer,
          KhNote        *note,
          GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_note_async (office->base.store, customer, note, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_note_finish (office->base.store, result, error);
}

static GPtrArray *
list (KhOfficeTest  *office,
      gint64         before,
      guint          limit,
      GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_list_notes_async (office->base.store, office->number, before, limit, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_list_notes_finish (office->base.store, result, error);
}

static gboolean
count (KhOfficeTest  *office,
       guint         *n_open,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_count_tickets_async (office->base.store, office->number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_count_tickets_finish (office->base.store, result, n_open, error);
}

static GPtrArray *
queue (KhOfficeTest          *office,
       const KhTicketFilter  *filter,
       GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_list_tickets_async (office->base.store, filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_list_tickets_finish (office->base.store, result, error);
}

/* Steps */

static KhNote *
make (const char *text)
{
  KhNote *note = kh_note_new ();

  kh_note_set (note, KH_NOTE_TEXT, text);

  return note;
}

static KhNote *
make_ticket (const char *text,
             gint64      assignee,
             const char *due,
             const char *priority)
{
  KhNote *note = make (text);
  g_autofree char *member = assignee == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, assignee);

  kh_note_set (note, KH_NOTE_TICKET, "1");
  kh_note_set (note, KH_NOTE_ASSIGNEE, member);
  kh_note_set (note, KH_NOTE_DUE, due);
  kh_note_set (note, KH_NOTE_PRIORITY, priority);

  return note;
}

static KhNote *
save (KhOfficeTest *office,
      KhNote       *note)
{
  g_autoptr (GError) error = NULL;
  KhNote *kept = save_for (office, office->number, note, &error);

  g_assert_no_error (error);

  return kept;
}

static void
expect_refused (KhOfficeTest *office,
                KhNote       *note,
                GQuark        domain,
                int           code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhNote) kept = save_for (office, office->number, note, &error);

  g_assert_null (kept);
  g_assert_error (error, domain, code);
}

static void
add_ticket (KhOfficeTest *office,
            const char   *text,
            gint64        assignee,
            const char   *due,
            const char   *priority)
{
  g_autoptr (KhNote) note = make_ticket (text, assignee, due, priority);
  g_autoptr (KhNote) kept = save (office, note);

  g_assert_true (kh_note_is_open (kept));
}

static char *
dup_texts (GPtrArray *notes)
{
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++)
    g_string_append_printf (texts, "%s%s", i > 0 ? ", " : "", kh_note_get (g_ptr_array_index (notes, i), KH_NOTE_TEXT));

  return g_string_free (texts, FALSE);
}

static void
expect_notes (KhOfficeTest *office,
              const char   *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = list (office, 0, 100, &error);
  g_autofree char *texts = NULL;

  g_assert_no_error (error);
  texts = dup_texts (notes);
  g_assert_cmpstr (texts, ==, expected);
}

static void
expect_queue (KhOfficeTest   *office,
              KhTicketFilter  filter,
              const char     *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree char *texts = NULL;

  if (filter.limit == 0)
    filter.limit = 100;
  notes = queue (office, &filter, &error);
  g_assert_no_error (error);
  texts = dup_texts (notes);
  g_assert_cmpstr (texts, ==, expected);
}

static void
expect_open (KhOfficeTest *office,
             guint         expected)
{
  g_autoptr (GError) error = NULL;
  guint n_open = 99;

  count (office, &n_open, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_open, ==, expected);
}

static void
take (KhOfficeTest *office,
      KhGrant       grant)
{
  g_autoptr (KhMember) clerk
    = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));

  clerk->taken = kh_grants_with (kh_grants_none (), grant);
  kh_office_test_save_member (office, clerk);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
}

/* The row of the history about a note that has that action, field and values; there is one. */
static void
expect_history (KhOfficeTest *office,
                const char   *action,
                KhNoteField   field,
                const char   *before,
                const char   *after)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, office->number);
  guint found = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);
      g_auto (KhPlace) place = { 0 };

      if (kh_place_parse (row->datapoint, &place) && place.note && g_str_equal (row->action, action) &&
          place.datapoint == (field == KH_N_NOTE_FIELDS ? NULL : kh_note_field_get (field)) &&
          g_strcmp0 (row->old_value, before) == 0 && g_strcmp0 (row->new_value, after) == 0)
        found++;
    }
  g_assert_cmpuint (found, ==, 1);
}

static guint
count_history (KhOfficeTest *office)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, office->number);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      n += row->datapoint != NULL && g_str_has_prefix (row->datapoint, KH_NOTES_KEY);
    }

  return n;
}

static void
reopen (KhOfficeTest *office)
{
  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  g_assert_nonnull (office->base.store);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
}

/* Every field comes back as it was, after the file was closed too. */
static void
test_round_trip (KhOfficeTest  *office,
                 gconstpointer  data G_GNUC_UNUSED)
{
  gint64 type = kh_store_test_add_entry (office->base.store, KH_CATALOGUE_NOTE_TYPES, "Service", 0, TRUE);
  g_autofree char *type_text = g_strdup_printf ("%" G_GINT64_FORMAT, type);
  g_autoptr (KhNote) note = make_ticket ("Keypad beeps\nCall her “first”", office->clerk, FUTURE, "urgent");
  g_autoptr (KhNote) kept = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GError) error = NULL;

  kh_note_set (note, KH_NOTE_KIND, type_text);
  kept = save (office, note);
  g_assert_cmpint (kh_note_get_origin (kept)->id, >, 0);
  g_assert_cmpint (kh_note_get_origin (note)->id, ==, 0);
  reopen (office);
  notes = list (office, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 1);
  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    g_assert_cmpstr (kh_note_get (g_ptr_array_index (notes, 0), (KhNoteField) i), ==, kh_note_get (kept, (KhNoteField) i));
  g_assert_cmpstr (kh_note_get_origin (g_ptr_array_index (notes, 0))->author, ==, "Maria");
  g_assert_cmpint (kh_note_get_origin (g_ptr_array_index (notes, 0))->revision, ==, 1);
  g_assert_cmpint (kh_note_get_origin (g_ptr_array_index (notes, 0))->created_at, >, 0);
}

static void
test_pages (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  static const char *const pages[] = { "e, d", "c, b", "a", "" };
  gint64 before = 0;

  for (const char *text = "abcde"; *text != '\0'; text++)
    {
      g_autofree char *letter = g_strndup (text, 1);
      g_autoptr (KhNote) note = make (letter);
      g_autoptr (KhNote) kept = save (office, note);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GPtrArray) notes = list (office, before, 2, NULL);
      g_autofree char *texts = dup_texts (notes);

      g_assert_cmpstr (texts, ==, pages[i]);
      if (notes->len > 0)
        before = kh_note_get_origin (g_ptr_array_index (notes, notes->len - 1))->id;
    }
}

/* What was written stays readable, whoever changes it and however often. */
static void
test_history (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  gint64 revision = kh_office_test_get_revision (office);
  g_autoptr (KhNote) note = make ("Gate is broken");
  g_autoptr (KhNote) kept = save (office, note);
  g_autoptr (KhNote) changed = NULL;
  g_autoptr (KhNote) same = NULL;

  expect_history (office, "add-row", KH_N_NOTE_FIELDS, NULL, NULL);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_note_set (kept, KH_NOTE_TEXT, "Gate is mended");
  kh_note_set (kept, KH_NOTE_TICKET, "1");
  changed = save (office, kept);
  expect_history (office, "change", KH_NOTE_TEXT, "Gate is broken", "Gate is mended");
  expect_history (office, "change", KH_NOTE_STATE, NULL, "open");
  g_assert_cmpstr (kh_note_get_origin (changed)->author, ==, "Maria");
  g_assert_cmpint (kh_note_get_origin (changed)->revision, ==, 2);
  g_assert_cmpuint (count_history (office), ==, 5);

  same = save (office, changed);
  g_assert_cmpint (kh_note_get_origin (same)->revision, ==, 2);
  g_assert_cmpuint (count_history (office), ==, 5);
  g_assert_cmpint (kh_office_test_get_revision (office), ==, revision);
}

/* Of two who edit a note, the second is told. */
static void
test_two (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhNote) note = make ("Dog in the yard");
  g_autoptr (KhNote) kept = save (office, note);
  g_autoptr (KhNote) mine = kh_note_copy (kept);
  g_autoptr (KhNote) saved = NULL;

  kh_note_set (kept, KH_NOTE_TEXT, "Two dogs");
  saved = save (office, kept);
  kh_note_set (mine, KH_NOTE_TEXT, "No dog");
  expect_refused (office, mine, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  expect_notes (office, "Two dogs");
}

static void
test_bad (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  KhNoteOrigin nowhere = { .id = 4711, .customer = office->number, .revision = 1, .author = (char *) "Maria" };
  g_autoptr (KhNote) empty = kh_note_new ();
  g_autoptr (KhNote) unknown = make_ticket ("Call", 4711, NULL, NULL);
  g_autoptr (KhNote) gone = make ("Call");
  g_autoptr (KhNote) nobody = make ("Call");
  g_autoptr (KhNote) none = NULL;
  g_autoptr (GError) error = NULL;

  expect_refused (office, empty, KH_NOTE_ERROR, KH_NOTE_TEXT);
  expect_refused (office, unknown, KH_NOTE_ERROR, KH_NOTE_ASSIGNEE);
  kh_note_set_origin (gone, &nowhere);
  expect_refused (office, gone, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  none = save_for (office, 4711, nobody, &error);
  g_assert_null (none);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  expect_notes (office, "");
  g_assert_cmpuint (count_history (office), ==, 0);
}

/* Who may not view notes is told so, sees none, is not told how many there are, and does not read
 * them in the history. */
static void
test_hidden (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  KhTicketFilter filter = { .limit = 10 };
  g_autoptr (GError) list_error = NULL;
  g_autoptr (GError) queue_error = NULL;
  g_autoptr (GError) count_error = NULL;
  guint n_open = 7;

  add_ticket (office, "Owes us money", 0, NULL, NULL);
  g_assert_cmpuint (count_history (office), ==, 1);
  take (office, KH_GRANT_NOTES_VIEW);
  g_assert_null (list (office, 0, 10, &list_error));
  g_assert_error (list_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_null (queue (office, &filter, &queue_error));
  g_assert_error (queue_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_false (count (office, &n_open, &count_error));
  g_assert_error (count_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_cmpuint (n_open, ==, 0);
  g_assert_cmpuint (count_history (office), ==, 0);
}

static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhNote) note = make ("Ring twice");
  g_autoptr (KhNote) kept = save (office, note);
  g_autoptr (KhNote) added = NULL;
  g_autoptr (KhNote) changed = NULL;

  take (office, KH_GRANT_NOTES_MODIFY);
  kh_note_set (kept, KH_NOTE_TEXT, "Ring once");
  expect_refused (office, kept, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  added = save (office, note);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  take (office, KH_GRANT_NOTES_CREATE);
  expect_refused (office, note, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  changed = save (office, kept);
  expect_notes (office, "Ring twice, Ring once");
}

static void
test_count (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhNote) note = make ("A note");
  g_autoptr (KhNote) kept = save (office, note);
  g_autoptr (KhNote) ticket = make_ticket ("A ticket", 0, NULL, NULL);
  g_autoptr (KhNote) open = NULL;
  g_autoptr (KhNote) closed = NULL;

  expect_open (office, 0);
  open = save (office, ticket);
  expect_open (office, 1);
  add_ticket (office, "Another", 0, NULL, NULL);
  expect_open (office, 2);
  kh_note_set (open, KH_NOTE_STATE, "closed");
  closed = save (office, open);
  expect_open (office, 1);
  expect_history (office, "change", KH_NOTE_STATE, "open", "closed");
}

/* Open tickets of all customers: what is due first, then what is urgent, then what is older. */
static void
test_queue (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) other = kh_store_test_make ("Zoe", "Ash");
  g_autoptr (KhCustomer) kept = kh_store_test_create (office->base.store, other, NULL);
  g_autoptr (KhNote) elsewhere = make_ticket ("elsewhere", office->owner, PAST, "low");
  g_autoptr (KhNote) note = make ("no ticket");
  g_autoptr (KhNote) saved = save_for (office, kh_customer_get_number (kept), elsewhere, NULL);
  g_autoptr (KhNote) saved_note = save (office, note);
  g_autoptr (GPtrArray) first = NULL;

  add_ticket (office, "someday", 0, NULL, "low");
  add_ticket (office, "urgent", office->clerk, NULL, "urgent");
  add_ticket (office, "later", office->owner, FUTURE, "low");
  add_ticket (office, "later too", office->owner, FUTURE, "high");
  expect_queue (office, (KhTicketFilter) { 0 }, "elsewhere, later too, later, urgent, someday");
  expect_queue (office, (KhTicketFilter) { .assignee = office->owner }, "elsewhere, later too, later");
  expect_queue (office, (KhTicketFilter) { .assignee = office->clerk }, "urgent");
  expect_queue (office, (KhTicketFilter) { .overdue = TRUE }, "elsewhere");
  expect_queue (office, (KhTicketFilter) { .overdue = TRUE, .assignee = office->clerk }, "");
  expect_queue (office, (KhTicketFilter) { .priority = "low" }, "elsewhere, later, someday");
  expect_queue (office, (KhTicketFilter) { .limit = 2 }, "elsewhere, later too");

  first = queue (office, &(KhTicketFilter) { .limit = 1 }, NULL);
  g_assert_cmpstr (kh_note_get_origin (g_ptr_array_index (first, 0))->customer_name, ==, "Ash, Zoe");
  kh_note_set (saved, KH_NOTE_STATE, "closed");
  g_object_unref (save (office, saved));
  expect_queue (office, (KhTicketFilter) { .overdue = TRUE }, "");
}

static void
run_sql (KhOfficeTest *office,
         const char   *sql)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);

  g_assert_no_error (error);
  kh_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
  kh_connection_close (connection);
}

/* A note without its history is none: where that cannot be written, nothing is. */
static void
test_whole (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhNote) note = make ("Before");
  g_autoptr (KhNote) kept = save (office, note);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhNote) none = NULL;
  g_autoptr (KhNote) changed = NULL;

  run_sql (office, "CREATE TRIGGER full BEFORE INSERT ON history WHEN NEW.datapoint LIKE 'notes%' "
                   "BEGIN SELECT RAISE (ABORT, 'full'); END");
  none = save_for (office, office->number, note, &error);
  g_assert_null (none);
  g_assert_nonnull (error);
  kh_note_set (kept, KH_NOTE_TEXT, "After");
  changed = save_for (office, office->number, kept, NULL);
  g_assert_null (changed);
  expect_notes (office, "Before");
  run_sql (office, "DROP TRIGGER full");
}

static void
on_notes_changed_cb (gint64 *told,
                     gint64  customer)
{
  *told = customer;
}

static void
test_told (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  gint64 told = 0;
  g_autoptr (KhNote) note = make ("Told");
  g_autoptr (KhNote) kept = NULL;

  g_signal_connect_swapped (office->base.store, "notes-changed", G_CALLBACK (on_notes_changed_cb), &told);
  kept = save (office, note);
  g_assert_cmpint (told, ==, office->number);
  g_signal_handlers_disconnect_by_data (office->base.store, &told);
}

/* A file of before there were notes. */
static void
test_migration (KhOfficeTest  *office,
                gconstpointer  data G_GNUC_UNUSED)
{
  kh_store_test_close (g_steal_pointer (&office->base.store));
  run_sql (office, KH_STORE_TEST_UNDO_TO_15 "DROP INDEX customer_listed; DROP TABLE note; PRAGMA user_version = 13");
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  g_assert_nonnull (office->base.store);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  add_ticket (office, "New", 0, NULL, NULL);
  expect_notes (office, "New");
}

static void
add (const char *path,
     void (*test) (KhOfficeTest  *office,
                   gconstpointer  data))
{
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, test, kh_office_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/notes/round-trip", test_round_trip);
  add ("/notes/pages", test_pages);
  add ("/notes/history", test_history);
  add ("/notes/two", test_two);
  add ("/notes/bad", test_bad);
  add ("/notes/hidden", test_hidden);
  add ("/notes/grants", test_grants);
  add ("/notes/count", test_count);
  add ("/notes/queue", test_queue);
  add ("/notes/whole", test_whole);
  add ("/notes/told", test_told);
  add ("/notes/migration", test_migration);

  return g_test_run ();
}
