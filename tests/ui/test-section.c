/* test-section.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-page-test.h"
#include "kh-rule.h"
#include "kh-two-columns.h"

typedef struct {
  KhDraft *draft;
  KhSectionCard *card;
  GtkWindow *window;
} Fixture;

static void
open_section (Fixture   *fixture,
              KhSection  section,
              gboolean   linked)
{
  g_autoptr (KhCustomer) customer = page_test_customer ();
  g_autoptr (KhCatalogues) catalogues = page_test_catalogues ();

  fixture->draft = kh_draft_new (customer, catalogues);
  fixture->card = KH_SECTION_CARD (kh_section_card_new (section));
  kh_section_card_set_linked (fixture->card, linked);
  kh_section_card_set_draft (fixture->card, fixture->draft);
  fixture->window = page_test_show (GTK_WIDGET (fixture->card), 460, 900);
}

static void
close_section (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->draft);
}

static void
test_every_row_has_a_name (void)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhSection section = kh_datapoint_get (id)->section;
      g_autoptr (GtkWidget) card = g_object_ref_sink (kh_section_card_new (section));
      KhDatapointRow *row = kh_section_card_get_row (KH_SECTION_CARD (card), id);

      gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, kh_section_get_label (section));
      g_assert_nonnull (row);
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, kh_datapoint_get_label (id));
      g_assert_cmpstr (gtk_label_get_text (kh_datapoint_row_get_label (row)), ==, kh_datapoint_get_label (id));
    }
}

/* Whoever reads a screen hears the label of a field, whether it is required. */
static void
check_field (KhDatapointRow *row,
             KhDraft        *draft)
{
  KhDatapointId id = kh_datapoint_row_get_id (row);
  gboolean required = kh_rule_is_required (id, kh_draft_get_edited (draft), kh_draft_get_catalogues (draft), FALSE);
  GtkWidget *field = kh_datapoint_row_get_field (row);
  const char *label = kh_datapoint_get_label (id);

  if (GTK_IS_DROP_DOWN (field))
    gtk_test_accessible_assert_property (field, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  else
    g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  g_assert_cmpint (gtk_test_accessible_has_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_REQUIRED), ==, required);
  g_assert_cmpint (page_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "required-mark") != NULL, ==, required);
}

static void
test_every_field_has_a_name (void)
{
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      Fixture fixture;

      open_section (&fixture, section, FALSE);
      kh_section_card_set_editing (fixture.card, TRUE);
      g_assert_true (kh_section_card_get_editing (fixture.card));
      for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
        {
          KhDatapointRow *row = kh_section_card_get_row (fixture.card, id);

          if (row == NULL || !gtk_widget_get_visible (GTK_WIDGET (row)))
            continue;
          g_assert_cmpint (kh_datapoint_row_get_field (row) != NULL, ==, kh_datapoint_is_editable (id));
          if (kh_datapoint_is_editable (id))
            check_field (row, fixture.draft);
        }
      close_section (&fixture);
    }
}

static void
check_mnemonics (KhSection section)
{
  Fixture fixture;
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  open_section (&fixture, section, FALSE);
  kh_draft_set_value (fixture.draft, KH_DATAPOINT_BILLING_SAME, "0");
  kh_section_card_set_editing (fixture.card, TRUE);
  g_hash_table_add (taken, GUINT_TO_POINTER (GDK_KEY_s));
  g_hash_table_add (taken, GUINT_TO_POINTER (GDK_KEY_c));
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhDatapointRow *row = kh_section_card_get_row (fixture.card, id);
      guint keyval;

      if (row == NULL || !kh_datapoint_is_editable (id))
        continue;
      keyval = gtk_label_get_mnemonic_keyval (kh_datapoint_row_get_label (row));
      g_assert_cmpuint (keyval, !=, GDK_KEY_VoidSymbol);
      g_assert_true (g_hash_table_add (taken, GUINT_TO_POINTER (keyval)));
    }

  kh_section_card_set_editing (fixture.card, FALSE);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhDatapointRow *row = kh_section_card_get_row (fixture.card, id);

      if (row != NULL)
        g_assert_cmpuint (gtk_label_get_mnemonic_keyval (kh_datapoint_row_get_label (row)), ==, GDK_KEY_VoidSymbol);
    }
  close_section (&fixture);
}

static void
test_mnemonics_are_unique (void)
{
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    check_mnemonics (section);
}

static void
check_mnemonic (KhDatapointId id)
{
  Fixture fixture;
  KhDatapointRow *row;
  KhDatapointRow *other;

  open_section (&fixture, kh_datapoint_get (id)->section, FALSE);
  kh_section_card_set_editing (fixture.card, TRUE);
  kh_section_card_focus (fixture.card);
  row = kh_section_card_get_row (fixture.card, id);
  kh_ui_press (gtk_label_get_mnemonic_keyval (kh_datapoint_row_get_label (row)), GDK_ALT_MASK);
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (row));

  /* It opened or ticked nothing: the next key goes on from here. */
  g_assert_false (kh_draft_get_dirty (fixture.draft));
  kh_ui_press (GDK_KEY_Tab, 0);
  other = kh_section_card_get_row (fixture.card, (KhDatapointId) (id + 1));
  if (other != NULL)
    kh_ui_wait_focus (fixture.window, GTK_WIDGET (other));
  close_section (&fixture);
}

static void
test_mnemonic_by_key (void)
{
  check_mnemonic (KH_DATAPOINT_ZIP);
  check_mnemonic (KH_DATAPOINT_STATE);
  check_mnemonic (KH_DATAPOINT_DIRECTIONS);
  check_mnemonic (KH_DATAPOINT_GUARD_RESPONSE);
}

/* Labels and what stands beside them */

typedef struct {
  graphene_rect_t labels[KH_N_DATAPOINTS];
  int height;
} Places;

static void
note_places (Fixture *fixture,
             Places  *places)
{
  kh_ui_settle (fixture->window);
  memset (places, 0, sizeof *places);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhDatapointRow *row = kh_section_card_get_row (fixture->card, id);

      if (row != NULL && gtk_widget_get_visible (GTK_WIDGET (row)))
        g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (kh_datapoint_row_get_label (row)),
                                                  GTK_WIDGET (fixture->window), &places->labels[id]));
    }
  gtk_widget_measure (GTK_WIDGET (fixture->card), GTK_ORIENTATION_VERTICAL, 460, &places->height, NULL, NULL, NULL);
}

static void
check_no_jump (KhSection section,
               gboolean  linked)
{
  Fixture fixture;
  Places before;
  Places during;
  Places after;

  open_section (&fixture, section, linked);
  note_places (&fixture, &before);
  kh_section_card_set_editing (fixture.card, TRUE);
  note_places (&fixture, &during);
  kh_section_card_set_editing (fixture.card, FALSE);
  note_places (&fixture, &after);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (!graphene_rect_equal (&before.labels[id], &during.labels[id]))
        g_test_message ("%s moves", kh_datapoint_get (id)->key);
      g_assert_true (graphene_rect_equal (&before.labels[id], &during.labels[id]));
      g_assert_true (graphene_rect_equal (&before.labels[id], &after.labels[id]));
    }
  g_assert_cmpint (before.height, ==, during.height);
  g_assert_cmpint (before.height, ==, after.height);
  close_section (&fixture);
}

static void
test_nothing_jumps (void)
{
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    check_no_jump (section, FALSE);
  check_no_jump (KH_SECTION_CENTRAL_STATION, TRUE);
}

static void
test_locked_while_linked (void)
{
  Fixture fixture;
  KhDatapointId locked[] = { KH_DATAPOINT_MONITORING_COMPANY, KH_DATAPOINT_ACCOUNT_NUMBER };

  open_section (&fixture, KH_SECTION_CENTRAL_STATION, TRUE);
  kh_section_card_set_editing (fixture.card, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (locked); i++)
    {
      KhDatapointRow *row = kh_section_card_get_row (fixture.card, locked[i]);

      g_assert_null (kh_datapoint_row_get_field (row));
      g_assert_nonnull (page_test_get_note (row));
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, page_test_get_note (row));
    }
  kh_section_card_focus (fixture.card);
  kh_ui_wait_focus (fixture.window,
                            GTK_WIDGET (kh_section_card_get_row (fixture.card, KH_DATAPOINT_RECEIVER_NUMBER)));
  close_section (&fixture);
}

static gboolean
is_row_visible (Fixture       *fixture,
                KhDatapointId  id)
{
  return gtk_widget_get_visible (GTK_WIDGET (kh_section_card_get_row (fixture->card, id)));
}

static void
test_billing_folds (void)
{
  Fixture fixture;

  open_section (&fixture, KH_SECTION_BILLING, FALSE);
  kh_section_card_set_editing (fixture.card, TRUE);
  g_assert_false (is_row_visible (&fixture, KH_DATAPOINT_BILLING_CITY));
  kh_section_card_focus (fixture.card);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (is_row_visible (&fixture, KH_DATAPOINT_BILLING_CITY));
  g_assert_nonnull (kh_datapoint_row_get_field (kh_section_card_get_row (fixture.card, KH_DATAPOINT_BILLING_CITY)));
  gtk_test_accessible_assert_property (
    kh_datapoint_row_get_field (kh_section_card_get_row (fixture.card, KH_DATAPOINT_BILLING_CITY)),
    GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);

  /* What has a value stays on the page. */
  kh_draft_set_text (fixture.draft, KH_DATAPOINT_BILLING_CITY, "Provo");
  kh_draft_set_value (fixture.draft, KH_DATAPOINT_BILLING_SAME, "1");
  g_assert_true (is_row_visible (&fixture, KH_DATAPOINT_BILLING_CITY));
  g_assert_false (is_row_visible (&fixture, KH_DATAPOINT_BILLING_NAME));
  close_section (&fixture);
}

/* Dots where one is kept, as many as for any other, and never a word of what it is. */
static void
test_sealed (void)
{
  Fixture fixture;
  KhDatapointRow *row;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhSecret) secret = kh_secret_new ("RED BARN", -1);

  open_section (&fixture, KH_SECTION_PASSCODES, FALSE);
  row = kh_section_card_get_row (fixture.card, KH_DATAPOINT_PASSCODE);
  g_assert_cmpstr (page_test_get_shown (row), ==, "None");
  g_assert_null (page_test_find (GTK_WIDGET (row), GTK_TYPE_BUTTON, "reveal"));

  kept = kh_customer_copy (kh_draft_get_original (fixture.draft));
  kh_customer_set_sealed (kept, KH_DATAPOINT_PASSCODE, TRUE);
  kh_draft_rebase (fixture.draft, kept);
  g_assert_cmpstr (page_test_get_shown (row), ==, "••••••");
  g_assert_nonnull (page_test_find (GTK_WIDGET (row), GTK_TYPE_BUTTON, "reveal"));
  gtk_test_accessible_assert_property (page_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "datapoint-value"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Kept, not shown");

  /* A newer record takes away what was shown of the one before. */
  kh_datapoint_row_reveal (row, secret, 60000);
  g_assert_cmpstr (page_test_get_shown (row), ==, "RED BARN");
  kh_section_card_update (fixture.card);
  g_assert_cmpstr (page_test_get_shown (row), ==, "RED BARN");
  kh_customer_set_revision (kept, 9);
  kh_section_card_update (fixture.card);
  g_assert_cmpstr (page_test_get_shown (row), ==, "••••••");

  /* Editing does so, too, and asks for a new one without showing the old. */
  kh_datapoint_row_reveal (row, secret, 60000);
  kh_section_card_set_editing (fixture.card, TRUE);
  g_assert_null (page_test_get_shown (row));
  g_assert_true (GTK_IS_PASSWORD_ENTRY (kh_datapoint_row_get_field (row)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_datapoint_row_get_field (row))), ==, "");
  kh_section_card_set_editing (fixture.card, FALSE);
  g_assert_cmpstr (page_test_get_shown (row), ==, "••••••");
  close_section (&fixture);
}

static int
get_x (GtkWidget *child,
       GtkWindow *window)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (window), &bounds));

  return (int) bounds.origin.x;
}

static void
check_columns (int      width,
               gboolean two)
{
  GtkWidget *columns = kh_two_columns_new ();
  GtkWidget *first = gtk_button_new_with_label ("first");
  GtkWidget *second = gtk_button_new_with_label ("second");
  GtkWindow *window;

  kh_two_columns_append (KH_TWO_COLUMNS (columns), 0, first);
  kh_two_columns_append (KH_TWO_COLUMNS (columns), 1, second);
  window = page_test_show (columns, width, 200);
  kh_ui_settle (window);
  g_assert_cmpint (get_x (second, window) > get_x (first, window), ==, two);
  gtk_window_destroy (window);
}

static void
test_two_columns (void)
{
  check_columns (900, TRUE);
  check_columns (899, FALSE);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/section/every-row-has-a-name", test_every_row_has_a_name);
  g_test_add_func ("/section/every-field-has-a-name", test_every_field_has_a_name);
  g_test_add_func ("/section/mnemonics-are-unique", test_mnemonics_are_unique);
  g_test_add_func ("/section/mnemonic-by-key", test_mnemonic_by_key);
  g_test_add_func ("/section/nothing-jumps", test_nothing_jumps);
  g_test_add_func ("/section/locked-while-linked", test_locked_while_linked);
  g_test_add_func ("/section/billing-folds", test_billing_folds);
  g_test_add_func ("/section/sealed", test_sealed);
  g_test_add_func ("/section/two-columns", test_two_columns);

  return g_test_run ();
}
