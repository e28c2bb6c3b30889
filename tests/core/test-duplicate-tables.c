/* test-duplicate-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Duplicate and the rows of a customer's tables: what is copied of every column of every table, and the
 * switch of every group with every combination of the grants that guard it; what is expected is worked
 * out here from the registry's columns alone. */

#include "config.h"

#include "kh-duplicate-list.h"
#include "kh-duplicate-tables.h"
#include "kh-plan-test.h"
#include "kh-table-test.h"

#include <string.h>

typedef enum {
  SWITCH_UNSET,
  SWITCH_OFF,
  SWITCH_ON,
  N_SWITCHES
} Switch;

static gboolean
is_offered (KhDuplicateRule rule)
{
  return rule == KH_DUPLICATE_ON || rule == KH_DUPLICATE_OFF;
}

/* A row that is not only right for the customer it is of. */
static KhRow *
make_row (KhTableId table,
          guint     n)
{
  KhRow *row = kh_table_test_make_row (table, n);

  if (table == KH_TABLE_CONTACTS)
    {
      kh_row_set (row, KH_CONTACT_DURESS, NULL);
      kh_row_set (row, KH_CONTACT_FROM, NULL);
      kh_row_set (row, KH_CONTACT_UNTIL, NULL);
    }

  return row;
}

static KhRow *
add_row (KhRows *rows,
         guint   n)
{
  g_autoptr (KhRow) row = make_row (kh_rows_get_table (rows), n);

  kh_rows_append (rows, row);

  return row;
}

static GPtrArray *
make_tables (guint n)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      KhRows *rows = kh_rows_new ((KhTableId) i);

      for (guint j = 0; j < n; j++)
        add_row (rows, j);
      g_ptr_array_add (tables, rows);
    }

  return tables;
}

static KhRows *
get_rows (GPtrArray *tables,
          KhTableId  table)
{
  return g_ptr_array_index (tables, table);
}

static void
hide (GPtrArray *tables,
      KhGrants   grants)
{
  for (guint i = 0; i < tables->len; i++)
    kh_rows_hide (g_ptr_array_index (tables, i), grants);
}

static guint
find (KhTableId table)
{
  return kh_duplicate_group_find (table, KH_COLUMN_NONE);
}

/* Every table that the registry offers is in one group, and every group has a key of its own. */
static void
test_groups (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    {
      char *key = kh_duplicate_group_dup_key (i);
      const KhDuplicateGroup *group = kh_duplicate_group_get (i);

      g_assert_null (kh_datapoint_lookup (key));
      g_assert_cmpuint (kh_duplicate_group_lookup (key), ==, i);
      g_assert_cmpuint (kh_duplicate_group_find (group->table, group->column), ==, i);
      g_assert_true (is_offered (kh_duplicate_group_get_rule (i)));
      g_assert_true (group->column == KH_COLUMN_NONE || kh_table_get_column (group->table, group->column)->sealed);
      g_assert_true (g_hash_table_add (keys, key));
    }
  g_assert_cmpuint (kh_duplicate_group_lookup ("no-such-table"), ==, kh_duplicate_groups_get_n ());
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      const KhTable *table = kh_table_get ((KhTableId) i);

      g_assert_true (table->parent == KH_N_TABLES || (guint) table->parent < i);
      g_assert_true (table->parent == KH_N_TABLES || kh_table_get (table->parent)->n_identity > 0);
      if (is_offered (table->duplicate))
        g_assert_cmpuint (find (kh_duplicate_group_get_head (table->id)), <, kh_duplicate_groups_get_n ());
    }
}

/* Of every column of every table: what the registry says is copied, and nothing else. */
static void
test_columns (gconstpointer data)
{
  KhTableId table = (KhTableId) GPOINTER_TO_UINT (data);
  g_autoptr (KhRow) original = make_row (table, 3);
  g_autoptr (KhRow) fresh = kh_row_new (table);
  g_autoptr (KhRow) copy = kh_duplicate_choice_make_row (original);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (table, i);
      gboolean copied = column->duplicate == KH_DUPLICATE_ON && !column->sealed;
      g_autoptr (KhRow) hidden = kh_row_copy (original);
      g_autoptr (KhRow) without = NULL;

      g_assert_cmpstr (kh_row_get (copy, i), ==, kh_row_get (copied ? original : fresh, i));
      g_assert_false (kh_row_is_sealed (copy, i));
      kh_row_hide (hidden, i);
      without = kh_duplicate_choice_make_row (hidden);
      g_assert_cmpstr (kh_row_get (without, i), ==, kh_row_get (fresh, i));
    }
  g_assert_cmpint (kh_row_get_id (copy), ==, 0);
  g_assert_null (kh_row_get_item (copy));
}

/* What the registry is trusted with: numbers of devices, ids of stations, permits, spans and codes. */
static void
test_never (void)
{
  static const struct {
    KhTableId table;
    guint column;
  } never[] = {
    { KH_TABLE_EQUIPMENT, KH_EQUIPMENT_SERIAL }, { KH_TABLE_EQUIPMENT, KH_EQUIPMENT_WARRANTY },
    { KH_TABLE_SYSTEMS, KH_SYSTEM_TRANSMITTER }, { KH_TABLE_SYSTEMS, KH_SYSTEM_RECEIVER },
    { KH_TABLE_AGENCIES, KH_AGENCY_STATION_ID }, { KH_TABLE_AGENCIES, KH_AGENCY_PERMIT_NUMBER },
    { KH_TABLE_CONTACTS, KH_CONTACT_DURESS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    g_assert_cmpint (kh_table_get_column (never[i].table, never[i].column)->duplicate, ==, KH_DUPLICATE_NEVER);
  g_assert_cmpint (kh_table_get (KH_TABLE_PASSCODES)->duplicate, ==, KH_DUPLICATE_NEVER);
}

/* The law of the switches */

typedef struct {
  guint group;
  guint taken;
  Switch set;
  KhGrants grants;
} Case;

static KhGrant
get_grant (const Case *c,
           guint       which)
{
  const KhDuplicateGroup *group = kh_duplicate_group_get (c->group);
  const KhTable *table = kh_table_get (group->table);

  if (group->column == KH_COLUMN_NONE)
    return which == 0 ? table->view : table->create;

  return which == 0 ? table->columns[group->column].view : table->columns[group->column].modify;
}

static gboolean
may (const Case *c)
{
  return kh_grants_has (c->grants, get_grant (c, 0)) && kh_grants_has (c->grants, get_grant (c, 1));
}

static gboolean
is_copied (KhDuplicateTables *tables,
           GPtrArray         *rows,
           guint              group)
{
  const KhDuplicateGroup *described = kh_duplicate_group_get (group);
  g_autoptr (KhDuplicateChoice) choice = kh_duplicate_tables_dup_choice (tables);
  g_autoptr (GPtrArray) copies = kh_duplicate_choice_make_copies (choice, rows);

  for (guint i = 0; i < copies->len; i++)
    {
      const KhDuplicateCopy *copy = g_ptr_array_index (copies, i);

      if (kh_row_get_table (copy->copy) == described->table &&
          (described->column == KH_COLUMN_NONE || kh_row_is_sealed (copy->copy, described->column)))
        return TRUE;
    }

  return FALSE;
}

static void
check_case (const Case *c)
{
  const KhDuplicateGroup *group = kh_duplicate_group_get (c->group);
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (GPtrArray) rows = make_tables (2);
  g_autoptr (KhDuplicateTables) tables = NULL;
  KhDuplicateTableLine *line;
  gboolean starts = c->set == SWITCH_UNSET ? kh_duplicate_group_get_rule (c->group) == KH_DUPLICATE_ON
                                           : c->set == SWITCH_ON;
  gboolean sees = kh_grants_has (c->grants, get_grant (c, 0));

  /* What is sealed goes with the rows. */
  if (group->column != KH_COLUMN_NONE)
    kh_duplicate_defaults_set_group (defaults, find (kh_duplicate_group_get_head (group->table)), TRUE);
  if (c->set != SWITCH_UNSET)
    kh_duplicate_defaults_set_group (defaults, c->group, c->set == SWITCH_ON);
  tables = kh_duplicate_tables_new (defaults, c->grants);
  hide (rows, c->grants);
  kh_duplicate_tables_take_rows (tables, rows, c->grants);
  line = kh_duplicate_tables_find_group (tables, c->group);

  g_assert_cmpint (line != NULL && kh_duplicate_table_line_get_shown (line), ==, sees);
  g_assert_cmpint (is_copied (tables, rows, c->group), ==, may (c) && starts);
  g_assert_cmpint (kh_duplicate_tables_count_left_out (tables) > 0, ==, !may (c));
  if (!sees)
    return;
  g_assert_cmpint (kh_duplicate_table_line_get_on (line), ==, may (c) && starts);
  g_assert_cmpint (kh_duplicate_table_line_get_state (line), ==,
                   may (c) ? KH_DUPLICATE_STATE_FREE : KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_cmpint (kh_duplicate_table_line_get_reason (line) != NULL, ==, !may (c));
  g_assert_cmpint (kh_duplicate_table_line_set_on (line, !starts), ==, may (c));
  g_assert_cmpint (is_copied (tables, rows, c->group), ==, may (c) && !starts);
}

static void
test_law (gconstpointer data)
{
  Case c = { .group = GPOINTER_TO_UINT (data) };

  for (c.taken = 0; c.taken < 4; c.taken++)
    {
      c.grants = kh_grants_all ();
      for (guint i = 0; i < 2; i++)
        if ((c.taken & 1u << i) != 0)
          c.grants = kh_grants_without (c.grants, get_grant (&c, i));
      for (guint set = 0; set < N_SWITCHES; set++)
        {
          c.set = (Switch) set;
          check_case (&c);
        }
    }
}

/* Rows */

static KhDuplicateTables *
open_tables (GPtrArray *rows)
{
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  KhDuplicateTables *tables = kh_duplicate_tables_new (defaults, kh_grants_all ());

  kh_duplicate_tables_take_rows (tables, rows, kh_grants_all ());

  return tables;
}

static void
turn (KhDuplicateTables *tables,
      KhTableId          table,
      gint64             row,
      gboolean           on)
{
  g_assert_true (kh_duplicate_table_line_set_on (row == 0 ? kh_duplicate_tables_find_group (tables, find (table))
                                                          : kh_duplicate_tables_find_row (tables, table, row), on));
}

static guint
count (KhDuplicateTables *tables,
       KhTableId          table)
{
  g_autoptr (KhDuplicateChoice) choice = kh_duplicate_tables_dup_choice (tables);

  return kh_duplicate_choice_count (choice, table);
}

static const char *
get_count_text (KhDuplicateTables *tables,
                KhTableId          table)
{
  return kh_duplicate_table_line_get_value_text (kh_duplicate_tables_find_group (tables, find (table)));
}

/* With the group every row goes; one that is turned off stays off; one that is turned on while the group is
 * off goes alone. */
static void
test_rows (void)
{
  g_autoptr (GPtrArray) rows = make_tables (3);
  g_autoptr (KhDuplicateTables) tables = open_tables (rows);

  g_assert_cmpuint (count (tables, KH_N_TABLES), ==, 0);
  turn (tables, KH_TABLE_CONTACTS, 0, TRUE);
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 3);
  turn (tables, KH_TABLE_CONTACTS, 2, FALSE);
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 2);
  g_assert_cmpstr (get_count_text (tables, KH_TABLE_CONTACTS), ==, "2 of 3");
  turn (tables, KH_TABLE_CONTACTS, 0, FALSE);
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 0);
  turn (tables, KH_TABLE_CONTACTS, 0, TRUE);
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 2);

  turn (tables, KH_TABLE_AGENCIES, 3, TRUE);
  g_assert_cmpuint (count (tables, KH_TABLE_AGENCIES), ==, 1);
  g_assert_true (kh_duplicate_table_line_get_on (kh_duplicate_tables_find_group (tables, find (KH_TABLE_AGENCIES))));
  /* All off, and the group on again: a switch that is on does something. */
  turn (tables, KH_TABLE_AGENCIES, 3, FALSE);
  turn (tables, KH_TABLE_AGENCIES, 0, FALSE);
  turn (tables, KH_TABLE_AGENCIES, 0, TRUE);
  g_assert_cmpuint (count (tables, KH_TABLE_AGENCIES), ==, 3);
  kh_duplicate_tables_reset (tables);
  g_assert_cmpuint (count (tables, KH_N_TABLES), ==, 0);
}

/* Areas and zones have a switch for as long as their system goes, and go only with it. */
static void
test_hanging (void)
{
  g_autoptr (GPtrArray) rows = make_tables (3);
  g_autoptr (KhDuplicateTables) tables = NULL;
  KhDuplicateTableLine *zone;

  kh_row_set (kh_rows_get (get_rows (rows, KH_TABLE_ZONES), 2), KH_ZONE_SYSTEM, "77");
  tables = open_tables (rows);
  zone = kh_duplicate_tables_find_row (tables, KH_TABLE_ZONES, 1);
  turn (tables, KH_TABLE_SYSTEMS, 0, TRUE);
  kh_duplicate_table_line_set_unfolded (kh_duplicate_tables_find_group (tables, find (KH_TABLE_SYSTEMS)), TRUE);
  g_assert_true (kh_duplicate_table_line_get_shown (zone));
  g_assert_cmpuint (count (tables, KH_TABLE_ZONES), ==, 3);
  g_assert_cmpstr (get_count_text (tables, KH_TABLE_SYSTEMS), ==, "3 of 3 · Areas: 3 of 3 · Zones: 3 of 3");

  turn (tables, KH_TABLE_SYSTEMS, 1, FALSE);
  g_assert_false (kh_duplicate_table_line_get_shown (zone));
  g_assert_cmpuint (count (tables, KH_TABLE_AREAS), ==, 2);
  g_assert_cmpuint (count (tables, KH_TABLE_ZONES), ==, 2);
  /* One of a system that the customer does not have stands for itself. */
  turn (tables, KH_TABLE_ZONES, 3, FALSE);
  g_assert_cmpuint (count (tables, KH_TABLE_ZONES), ==, 1);
  turn (tables, KH_TABLE_SYSTEMS, 3, FALSE);
  g_assert_cmpuint (count (tables, KH_TABLE_ZONES), ==, 1);
}

/* Whoever chooses otherwise, and not by the switches, gets no more. */
static void
test_choice_hangs (void)
{
  g_autoptr (GPtrArray) rows = make_tables (2);
  g_autoptr (KhDuplicateChoice) choice = kh_duplicate_choice_new ();
  g_autoptr (GPtrArray) copies = NULL;
  const KhDuplicateCopy *copy;

  kh_duplicate_choice_add_row (choice, KH_TABLE_ZONES, 1);
  kh_duplicate_choice_add_row (choice, KH_TABLE_ZONES, 2);
  kh_duplicate_choice_add_row (choice, KH_TABLE_SYSTEMS, 2);
  kh_duplicate_choice_add_row (choice, KH_TABLE_EQUIPMENT, 1);
  kh_duplicate_choice_add_row (choice, KH_TABLE_EQUIPMENT, 2);
  kh_duplicate_choice_add_row (choice, KH_TABLE_PASSCODES, 1);
  copies = kh_duplicate_choice_make_copies (choice, rows);

  g_assert_cmpuint (copies->len, ==, 4);
  copy = g_ptr_array_index (copies, 1);
  g_assert_cmpint (kh_row_get_table (copy->copy), ==, KH_TABLE_ZONES);
  g_assert_cmpint (kh_row_get_id (copy->original), ==, 2);
  /* Equipment goes without its zone, and then does not name it. */
  copy = g_ptr_array_index (copies, 2);
  g_assert_null (kh_row_get (copy->copy, KH_EQUIPMENT_ZONE_NUMBER));
  g_assert_null (kh_row_get (copy->copy, KH_EQUIPMENT_ZONE_SYSTEM));
  copy = g_ptr_array_index (copies, 3);
  g_assert_cmpstr (kh_row_get (copy->copy, KH_EQUIPMENT_ZONE_NUMBER), ==, "001");
}

/* A duress code that came over without its flag would be an ordinary passcode. */
static void
test_barred (void)
{
  static const guint columns[] = { KH_CONTACT_DURESS, KH_CONTACT_FROM, KH_CONTACT_UNTIL };
  static const char * const values[] = { "1", "2026-01-01", "2026-01-01" };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GPtrArray) rows = make_tables (2);
      g_autoptr (KhDuplicateTables) tables = NULL;
      g_autoptr (KhDuplicateChoice) choice = NULL;
      g_autoptr (GPtrArray) copies = NULL;
      KhDuplicateTableLine *line;

      kh_row_set (kh_rows_get (get_rows (rows, KH_TABLE_CONTACTS), 0), columns[i], values[i]);
      tables = open_tables (rows);
      turn (tables, KH_TABLE_CONTACTS, 0, TRUE);
      line = kh_duplicate_tables_find_row (tables, KH_TABLE_CONTACTS, 1);
      g_assert_cmpint (kh_duplicate_table_line_get_state (line), ==, KH_DUPLICATE_STATE_LOCKED_OFF);
      g_assert_nonnull (kh_duplicate_table_line_get_reason (line));
      g_assert_false (kh_duplicate_table_line_set_on (line, TRUE));
      choice = kh_duplicate_tables_dup_choice (tables);
      kh_duplicate_choice_add_row (choice, KH_TABLE_CONTACTS, 1);
      copies = kh_duplicate_choice_make_copies (choice, rows);
      g_assert_cmpuint (copies->len, ==, 1);
    }
}

/* What no rule allows is not copied, and says why. */
static void
test_invalid (void)
{
  g_autoptr (GPtrArray) rows = make_tables (1);
  g_autoptr (KhDuplicateTables) tables = NULL;
  KhDuplicateTableLine *line;

  kh_row_set (kh_rows_get (get_rows (rows, KH_TABLE_CONTACTS), 0), KH_CONTACT_KIND, "no such kind");
  tables = open_tables (rows);
  line = kh_duplicate_tables_find_row (tables, KH_TABLE_CONTACTS, 1);
  g_assert_cmpint (kh_duplicate_table_line_get_state (line), ==, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_nonnull (strstr (kh_duplicate_table_line_get_reason (line), "Kind"));
}

/* What changed meanwhile is taken, and what was chosen stays. */
static void
test_refresh (void)
{
  g_autoptr (GPtrArray) rows = make_tables (2);
  g_autoptr (GPtrArray) now = make_tables (3);
  g_autoptr (KhDuplicateTables) tables = open_tables (rows);
  KhDuplicateTableLine *same;
  guint32 changed;

  turn (tables, KH_TABLE_CONTACTS, 0, TRUE);
  turn (tables, KH_TABLE_CONTACTS, 1, FALSE);
  same = kh_duplicate_tables_find_row (tables, KH_TABLE_CONTACTS, 1);
  kh_row_set (kh_rows_get (get_rows (now, KH_TABLE_CONTACTS), 1), KH_CONTACT_NAME, "Bo");
  changed = kh_duplicate_tables_take_rows (tables, now, kh_grants_all ());

  g_assert_nonnull (strstr (kh_duplicate_table_line_get_value_text (kh_duplicate_tables_find_row (tables, KH_TABLE_SYSTEMS, 1)),
                            "Burglary"));
  g_assert_cmpuint (changed & 1u << find (KH_TABLE_CONTACTS), !=, 0);
  g_assert_true (kh_duplicate_tables_find_row (tables, KH_TABLE_CONTACTS, 1) == same);
  g_assert_false (kh_duplicate_table_line_get_on (same));
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 2);
  g_assert_cmpuint (kh_duplicate_tables_take_rows (tables, now, kh_grants_all ()), ==, 0);
  changed = kh_duplicate_tables_take_rows (tables, now, kh_grants_without (kh_grants_all (), KH_GRANT_CONTACTS_CREATE));
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 0);
}

/* The plan: the checks of sections move groups and not what is sealed, and the list has it all in the order
 * of the sections. */
static void
test_plan (void)
{
  g_autoptr (KhCustomer) customer = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (customer, kh_grants_all (), NULL);
  KhDuplicateTables *tables = kh_duplicate_plan_get_tables (plan);
  g_autoptr (KhDuplicateList) list = kh_duplicate_list_new (plan);
  g_autoptr (GPtrArray) rows = make_tables (2);
  g_autoptr (KhDuplicateDefaults) switches = NULL;
  guint pins = kh_duplicate_group_find (KH_TABLE_CONTACTS, KH_CONTACT_PIN);
  guint before = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint section = 0;
  guint n_on;

  kh_duplicate_tables_take_rows (tables, rows, kh_grants_all ());
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, before + kh_duplicate_groups_get_n ());
  g_assert_cmpuint (kh_duplicate_plan_set_section (plan, KH_SECTION_CONTACT, TRUE), >, 0);
  g_assert_cmpuint (kh_duplicate_plan_count_free (plan, KH_SECTION_CONTACT, &n_on), ==, n_on);
  g_assert_cmpuint (count (tables, KH_TABLE_CONTACTS), ==, 2);
  g_assert_null (kh_duplicate_plan_dup_secret_labels (plan));
  g_assert_true (kh_duplicate_table_line_set_on (kh_duplicate_tables_find_group (tables, pins), TRUE));
  {
    g_autofree char *labels = kh_duplicate_plan_dup_secret_labels (plan);

    g_assert_cmpstr (labels, ==, "Contacts: PIN");
  }
  kh_duplicate_table_line_set_unfolded (kh_duplicate_tables_find_group (tables, find (KH_TABLE_CONTACTS)), TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, before + kh_duplicate_groups_get_n () + 2);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      guint of;

      g_object_get (item, "section", &of, NULL);
      g_assert_cmpuint (of, >=, section);
      section = of;
    }

  switches = kh_duplicate_plan_dup_switches (plan);
  g_assert_true (kh_duplicate_defaults_get_group (switches, find (KH_TABLE_CONTACTS)));
  g_assert_true (kh_duplicate_defaults_get_group (switches, pins));
  g_assert_false (kh_duplicate_defaults_get_group (switches, find (KH_TABLE_SYSTEMS)));
  g_assert_true (kh_duplicate_defaults_is_group_set (switches, find (KH_TABLE_SYSTEMS)));
}

static void
test_defaults (void)
{
  g_autoptr (KhDuplicateDefaults) office = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) own = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) over = NULL;
  guint contacts = find (KH_TABLE_CONTACTS);

  kh_duplicate_defaults_set_group (office, contacts, TRUE);
  g_assert_false (kh_duplicate_defaults_equal (office, own));
  over = kh_duplicate_defaults_overlay (office, own);
  g_assert_true (kh_duplicate_defaults_get_group (over, contacts));
  kh_duplicate_defaults_set_group (own, contacts, FALSE);
  g_clear_object (&over);
  over = kh_duplicate_defaults_overlay (office, own);
  g_assert_false (kh_duplicate_defaults_get_group (over, contacts));
  g_assert_false (kh_duplicate_defaults_is_group_set (over, find (KH_TABLE_SYSTEMS)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duplicate-tables/groups", test_groups);
  g_test_add_func ("/duplicate-tables/never", test_never);
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/duplicate-tables/columns/%s", kh_table_get ((KhTableId) i)->key);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_columns);
    }
  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    {
      g_autofree char *key = kh_duplicate_group_dup_key (i);
      g_autofree char *path = g_strdup_printf ("/duplicate-tables/law/%s", g_strdelimit (key, "/", '-'));

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_law);
    }
  g_test_add_func ("/duplicate-tables/rows", test_rows);
  g_test_add_func ("/duplicate-tables/hanging", test_hanging);
  g_test_add_func ("/duplicate-tables/choice-hangs", test_choice_hangs);
  g_test_add_func ("/duplicate-tables/barred", test_barred);
  g_test_add_func ("/duplicate-tables/invalid", test_invalid);
  g_test_add_func ("/duplicate-tables/refresh", test_refresh);
  g_test_add_func ("/duplicate-tables/plan", test_plan);
  g_test_add_func ("/duplicate-tables/defaults", test_defaults);

  return g_test_run ();
}
