/* test-note.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-note.h"
#include "kh-catalogues.h"
#include "kh-place.h"

#include <string.h>

#define TODAY "2026-05-04"

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();

  kh_catalogues_add (catalogues, KH_CATALOGUE_NOTE_TYPES, 1, "Service", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_NOTE_TYPES, 2, "Fax", 0, FALSE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_STAFF, 1, "Maria Vega", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_STAFF, 2, "Old Hand", 0, FALSE);

  return catalogues;
}

static KhNote *
make_note (gboolean ticket)
{
  KhNote *note = kh_note_new ();

  kh_note_set (note, KH_NOTE_TEXT, "Keypad beeps");
  kh_note_set (note, KH_NOTE_TICKET, ticket ? "1" : "0");
  kh_note_tidy (note);

  return note;
}

static void
assert_refused (KhNote      *note,
                KhNote      *kept,
                KhNoteField  field)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (GError) error = NULL;

  g_assert_false (kh_note_check (note, kept, catalogues, &error));
  g_assert_error (error, KH_NOTE_ERROR, (int) field);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

static void
assert_fine (KhNote *note,
             KhNote *kept)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (GError) error = NULL;

  kh_note_check (note, kept, catalogues, &error);
  g_assert_no_error (error);
}

/* A note says something, and no more than somebody reads. */
static void
test_text (void)
{
  g_autoptr (KhNote) note = make_note (FALSE);
  g_autofree char *longest = g_strnfill (10000, 'x');
  g_autofree char *longer = g_strnfill (10001, 'x');

  assert_fine (note, NULL);
  kh_note_set (note, KH_NOTE_TEXT, longest);
  assert_fine (note, NULL);
  kh_note_set (note, KH_NOTE_TEXT, longer);
  assert_refused (note, NULL, KH_NOTE_TEXT);
  kh_note_set (note, KH_NOTE_TEXT, NULL);
  assert_refused (note, NULL, KH_NOTE_TEXT);
  kh_note_set (note, KH_NOTE_TEXT, "");
  assert_refused (note, NULL, KH_NOTE_TEXT);
}

/* What only a ticket has. */
static void
test_ticket (void)
{
  static const struct {
    KhNoteField field;
    const char *good;
    const char *bad;
  } values[] = {
    { KH_NOTE_ASSIGNEE, "1", "7" },
    { KH_NOTE_DUE, TODAY, "tomorrow" },
    { KH_NOTE_PRIORITY, "urgent", "soon" },
    { KH_NOTE_STATE, "closed", "shut" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (KhNote) note = make_note (FALSE);
      g_autoptr (KhNote) ticket = make_note (TRUE);

      kh_note_set (note, values[i].field, values[i].good);
      assert_refused (note, NULL, values[i].field);
      kh_note_tidy (note);
      g_assert_null (kh_note_get (note, values[i].field));
      assert_fine (note, NULL);

      kh_note_set (ticket, values[i].field, values[i].good);
      assert_fine (ticket, NULL);
      kh_note_set (ticket, values[i].field, values[i].bad);
      assert_refused (ticket, NULL, values[i].field);
    }
}

/* A ticket is never without a priority and a state, and need not be due. */
static void
test_tidy (void)
{
  g_autoptr (KhNote) ticket = make_note (TRUE);

  g_assert_cmpstr (kh_note_get (ticket, KH_NOTE_PRIORITY), ==, "normal");
  g_assert_true (kh_note_is_open (ticket));
  assert_fine (ticket, NULL);
  kh_note_set (ticket, KH_NOTE_PRIORITY, NULL);
  assert_refused (ticket, NULL, KH_NOTE_PRIORITY);
  kh_note_set (ticket, KH_NOTE_PRIORITY, "high");
  kh_note_set (ticket, KH_NOTE_STATE, "closed");
  kh_note_tidy (ticket);
  g_assert_cmpstr (kh_note_get (ticket, KH_NOTE_PRIORITY), ==, "high");
  g_assert_false (kh_note_is_open (ticket));
}

/* Entries out of use stay on the notes that have them, and are given to no other. */
static void
test_inactive (void)
{
  g_autoptr (KhNote) kept = make_note (TRUE);
  g_autoptr (KhNote) note = NULL;

  kh_note_set (kept, KH_NOTE_KIND, "2");
  kh_note_set (kept, KH_NOTE_ASSIGNEE, "2");
  note = kh_note_copy (kept);
  kh_note_set (note, KH_NOTE_TEXT, "Keypad is silent");
  assert_fine (note, kept);
  assert_refused (note, NULL, KH_NOTE_KIND);
  kh_note_set (note, KH_NOTE_KIND, "1");
  assert_refused (note, NULL, KH_NOTE_ASSIGNEE);
}

static void
test_overdue (void)
{
  g_autoptr (KhNote) ticket = make_note (TRUE);

  g_assert_false (kh_note_is_overdue (ticket, TODAY));
  kh_note_set (ticket, KH_NOTE_DUE, TODAY);
  g_assert_false (kh_note_is_overdue (ticket, TODAY));
  kh_note_set (ticket, KH_NOTE_DUE, "2026-05-03");
  g_assert_true (kh_note_is_overdue (ticket, TODAY));
  kh_note_set (ticket, KH_NOTE_STATE, "closed");
  g_assert_false (kh_note_is_overdue (ticket, TODAY));
}

static void
test_title (void)
{
  g_autoptr (KhNote) note = kh_note_new ();
  g_autofree char *none = kh_note_dup_title (note);
  g_autofree char *first = NULL;
  g_autofree char *cut = NULL;
  GString *umlauts = g_string_new (NULL);

  g_assert_cmpstr (none, ==, "");
  kh_note_set (note, KH_NOTE_TEXT, "Called twice\nNobody there");
  first = kh_note_dup_title (note);
  g_assert_cmpstr (first, ==, "Called twice");
  for (guint i = 0; i < 100; i++)
    g_string_append (umlauts, "ü");
  kh_note_set (note, KH_NOTE_TEXT, umlauts->str);
  cut = kh_note_dup_title (note);
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 61);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_string_free (umlauts, TRUE);
}

static void
test_copy (void)
{
  g_autoptr (KhNote) note = make_note (TRUE);
  g_autoptr (KhNote) copy = NULL;
  KhNoteOrigin origin = { .id = 7, .customer = 1001, .revision = 2, .author = (char *) "Maria Vega" };

  kh_note_set_origin (note, &origin);
  copy = kh_note_copy (note);
  kh_note_set (note, KH_NOTE_TEXT, "Other");
  g_assert_cmpstr (kh_note_get (copy, KH_NOTE_TEXT), ==, "Keypad beeps");
  g_assert_cmpstr (kh_note_get_origin (copy)->author, ==, "Maria Vega");
  g_assert_cmpint (kh_note_get_origin (copy)->id, ==, 7);
  g_assert_true (kh_note_is_open (copy));
}

/* Each field has a place in the history, which is read back, and a name. */
static void
test_places (void)
{
  for (guint i = 0; i <= KH_N_NOTE_FIELDS; i++)
    {
      g_autofree char *key = kh_place_dup_note_key ((KhNoteField) i);
      g_autofree char *text = kh_place_dup_note_text ((KhNoteField) i, 12, "Keypad: #3/4");
      g_autofree char *label = kh_place_dup_label (text);
      g_autofree char *key_label = kh_place_dup_label (key);
      g_auto (KhPlace) place = { 0 };

      g_assert_true (kh_place_parse (text, &place));
      g_assert_true (place.note);
      g_assert_cmpint (place.row, ==, 12);
      g_assert_cmpstr (place.title, ==, "Keypad: #3/4");
      g_assert_true (place.datapoint == (i == KH_N_NOTE_FIELDS ? NULL : kh_note_field_get ((KhNoteField) i)));
      g_assert_true (g_str_has_prefix (label, "Keypad: #3/4"));
      g_assert_true (g_str_has_prefix (key_label, "Notes"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/note/text", test_text);
  g_test_add_func ("/note/ticket", test_ticket);
  g_test_add_func ("/note/tidy", test_tidy);
  g_test_add_func ("/note/inactive", test_inactive);
  g_test_add_func ("/note/overdue", test_overdue);
  g_test_add_func ("/note/title", test_title);
  g_test_add_func ("/note/copy", test_copy);
  g_test_add_func ("/note/places", test_places);

  return g_test_run ();
}
