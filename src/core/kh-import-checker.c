/* kh-import-checker.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-import-checker.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-customer-rules.h"
#include "kh-gate.h"
#include "kh-row-rules.h"
#include "kh-rule.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhImportChecker
{
  KhImportMapping *mapping;
  KhCustomer *base;
  KhCatalogues *catalogues;
  GDateTime *today;
  KhGrants grants;
  /* Columns that were there when somebody decided where they go. */
  guint n_known;
  guint company_column;
  guint by_datapoint[KH_N_DATAPOINTS];
};

/* One record, while it is checked. */
typedef struct {
  KhImportChecker *checker;
  KhRecord *record;
  KhDossier *dossier;
  KhValueContext context;
  GPtrArray *problems;
  guint first_problem;
  /* Which row of the file each row that is kept was. */
  GArray *places[KH_N_TABLES];
} Check;

static void
problem_free (gpointer data)
{
  KhImportProblem *problem = data;

  g_free (problem->name);
  g_free (problem->message);
  g_free (problem);
}

/**
 * kh_import_problems_new:
 *
 * Returns: (transfer full) (element-type KhImportProblem): no problems
 */
GPtrArray *
kh_import_problems_new (void)
{
  return g_ptr_array_new_with_free_func (problem_free);
}

/**
 * kh_import_problems_add:
 * @problems: (element-type KhImportProblem): where to put it
 * @line: the line of the file
 * @column: the column, or %KH_COLUMN_NONE
 * @name: (nullable): what the column or the value is called
 * @message: what is wrong, translated
 */
void
kh_import_problems_add (GPtrArray  *problems,
                        guint64     line,
                        guint       column,
                        const char *name,
                        const char *message)
{
  KhImportProblem *problem = g_new0 (KhImportProblem, 1);

  problem->line = line;
  problem->column = column;
  problem->name = g_strdup (name);
  problem->message = g_strdup (message);
  g_ptr_array_add (problems, problem);
}

/**
 * kh_import_problem_dup_text:
 * @problem: a problem
 *
 * Returns: (transfer full): one line that says where and what
 */
char *
kh_import_problem_dup_text (const KhImportProblem *problem)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, problem->line);
  g_autofree char *column = NULL;

  if (problem->name == NULL)
    /* Translators: the number of a line of a file, and what is wrong with it */
    return g_strdup_printf (_("Line %s: %s"), line, problem->message);
  if (problem->column == KH_COLUMN_NONE)
    /* Translators: the number of a line of a file, what a value is called, and what is wrong with it */
    return g_strdup_printf (_("Line %s, %s: %s"), line, problem->name, problem->message);
  column = g_strdup_printf ("%u", problem->column + 1);

  /* Translators: the numbers of a line and a column of a file, what the column is called, and what
   * is wrong there */
  return g_strdup_printf (_("Line %s, column %s (%s): %s"), line, column, problem->name, problem->message);
}

/**
 * kh_import_problems_dup_text:
 * @problems: (element-type KhImportProblem): what is wrong with one record
 *
 * Returns: (transfer full): all of it, for the record's line in a file of rejected ones
 */
char *
kh_import_problems_dup_text (GPtrArray *problems)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const KhImportProblem *problem = g_ptr_array_index (problems, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "", problem->name != NULL ? problem->name : "",
                              problem->name != NULL ? ": " : "", problem->message);
    }

  return g_string_free (text, FALSE);
}

/* Where each datapoint's column is, looked up once for all records. */
static void
index_columns (KhImportChecker *self)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    self->by_datapoint[i] = KH_COLUMN_NONE;
  for (guint i = 0; i < kh_import_mapping_get_n (self->mapping); i++)
    {
      KhFileField field = kh_import_mapping_get_field (self->mapping, i);

      if (field.table == KH_N_TABLES)
        self->by_datapoint[field.column] = i;
    }
  self->company_column = self->by_datapoint[KH_DATAPOINT_MONITORING_COMPANY];
}

/**
 * kh_import_checker_new:
 * @mapping: where the columns go; copied
 * @base: what a new customer starts with, where the file has no column for it
 * @catalogues: the entries that values name
 * @grants: what whoever imports may do
 *
 * Returns: (transfer full): a checker
 */
KhImportChecker *
kh_import_checker_new (KhImportMapping *mapping,
                       KhCustomer      *base,
                       KhCatalogues    *catalogues,
                       KhGrants         grants)
{
  KhImportChecker *self = g_new0 (KhImportChecker, 1);

  self->mapping = kh_import_mapping_copy (mapping);
  self->base = g_object_ref (base);
  self->catalogues = g_object_ref (catalogues);
  self->today = g_date_time_new_now_local ();
  self->grants = grants;
  self->n_known = kh_import_mapping_get_n (mapping);
  index_columns (self);

  return self;
}

/**
 * kh_import_checker_free:
 * @self: (nullable) (transfer full): a checker
 */
void
kh_import_checker_free (KhImportChecker *self)
{
  if (self == NULL)
    return;
  kh_import_mapping_free (self->mapping);
  g_object_unref (self->base);
  g_object_unref (self->catalogues);
  g_date_time_unref (self->today);
  g_free (self);
}

static void
add_problem (Check      *check,
             guint       column,
             const char *message)
{
  kh_import_problems_add (check->problems, check->record->line, column,
                          kh_import_mapping_get_name (check->checker->mapping, column), message);
}

/* A cell that cannot be read is not also said to be missing. */
static gboolean
has_problem (Check *check,
             guint  column)
{
  for (guint i = check->first_problem; i < check->problems->len; i++)
    if (((const KhImportProblem *) g_ptr_array_index (check->problems, i))->column == column)
      return TRUE;

  return FALSE;
}

static void
add_field_problem (Check       *check,
                   KhFileField  field,
                   guint        column,
                   const char  *message)
{
  g_autofree char *label = NULL;

  if (column != KH_COLUMN_NONE)
    {
      if (!has_problem (check, column))
        add_problem (check, column, message);
      return;
    }
  label = kh_file_field_dup_label (field);
  kh_import_problems_add (check->problems, check->record->line, KH_COLUMN_NONE, label, message);
}

/* The rows come as their columns do; in between some may stay empty. */
static KhRow *
provide_row (Check       *check,
             KhFileField  field)
{
  GArray *places = check->places[field.table];
  GPtrArray *rows = check->dossier->rows[field.table];
  guint position = places->len;

  while (position > 0 && g_array_index (places, guint, position - 1) > field.row)
    position--;
  if (position > 0 && g_array_index (places, guint, position - 1) == field.row)
    return g_ptr_array_index (rows, position - 1);
  g_array_insert_val (places, position, field.row);
  g_ptr_array_insert (rows, (int) position, kh_row_new ((KhTableId) field.table));

  return g_ptr_array_index (rows, position);
}

/* An empty cell is no value, so that a record without one comes back without; but what a record
 * must have is left as it is in a new one. */
static void
set_datapoint (Check         *check,
               KhDatapointId  id,
               const char    *value)
{
  if (value != NULL || (kh_datapoint_get (id)->required & (KH_REQUIRED_SYSTEM | KH_REQUIRED_ALWAYS)) == 0)
    kh_customer_set (check->dossier->customer, id, value);
}

static void
refuse (Check   *check,
        guint    column,
        KhGrant  grant)
{
  g_autofree char *name = kh_grant_dup_name (grant);
  /* Translators: the name of a grant, such as "Sales Information: Modify". */
  g_autofree char *message = g_strdup_printf (_("You do not have the grant “%s”. Leave the column out, "
                                                "or ask somebody who keeps the staff’s grants."), name);

  add_problem (check, column, message);
}

static void
set_row_value (Check       *check,
               KhFileField  field,
               guint        column,
               const char  *value)
{
  KhTableId table = (KhTableId) field.table;

  if (kh_table_may_change_column (check->checker->grants, table, field.column, TRUE))
    kh_row_set (provide_row (check, field), field.column, value);
  else
    refuse (check, column, kh_table_get (table)->create);
}

static void
read_cell (Check *check,
           guint  column)
{
  KhFileField field = kh_import_mapping_get_field (check->checker->mapping, column);
  const char *text = kh_record_get (check->record, column);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  if (kh_file_field_is_none (field))
    {
      if (column >= check->checker->n_known)
        add_problem (check, column, _("A customer has no such value. Leave it out, or call it as the export does."));
      return;
    }
  value = kh_value_parse (kh_file_field_describe (field), text, -1, &check->context, &error);
  if (error != NULL)
    add_problem (check, column, error->message);
  else if (field.table == KH_N_TABLES)
    set_datapoint (check, (KhDatapointId) field.column, value);
  else if (value != NULL)
    set_row_value (check, field, column, value);
}

/* Who monitors the account comes first: the limits of other values depend on it. */
static void
read_cells (Check *check)
{
  guint company = check->checker->company_column;
  guint n = kh_record_get_n (check->record);
  KhCompany *monitors;

  if (company != KH_COLUMN_NONE)
    read_cell (check, company);
  monitors = kh_rule_find_company (check->dossier->customer, check->checker->catalogues);
  check->context.zone_digits = monitors != NULL ? kh_company_get_zone_digits (monitors) : 0;
  check->context.adt = kh_rule_is_adt (check->dossier->customer, check->checker->catalogues);
  for (guint i = 0; i < n; i++)
    if (i != company)
      read_cell (check, i);
}

/* What came by itself and the member may not give goes again; what the file has is refused. */
static void
check_grant (Check         *check,
             KhDatapointId  id,
             guint          column)
{
  if (column == KH_COLUMN_NONE)
    kh_customer_set (check->dossier->customer, id, kh_datapoint_get (id)->fallback);
  else if (!has_problem (check, column))
    refuse (check, column, kh_datapoint_get (id)->modify);
}

/* Two lead sources may each have a campaign called Spring: the one that belongs is meant. */
static void
choose_of_parent (Check         *check,
                  KhDatapointId  id)
{
  const KhDatapoint *described = kh_datapoint_get (id);
  KhCustomer *customer = check->dossier->customer;
  KhCatalogues *catalogues = check->checker->catalogues;
  const KhCatalogueEntry *chosen;
  GPtrArray *entries;

  if (kh_customer_rules_fits (id, customer, catalogues))
    return;
  chosen = kh_catalogues_get (catalogues, described->catalogue, kh_customer_get_entry (customer, id));
  entries = kh_catalogues_get_entries (catalogues, described->catalogue);
  for (guint i = 0; i < entries->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

      if (g_str_equal (entry->label, chosen->label) &&
          entry->parent == kh_customer_get_entry (customer, described->parent))
        kh_customer_set (customer, id, value);
    }
}

static void
check_datapoint (Check         *check,
                 KhDatapointId  id)
{
  const KhDatapoint *described = kh_datapoint_get (id);
  KhImportChecker *self = check->checker;
  KhCustomer *customer = check->dossier->customer;
  const char *value = kh_customer_get (customer, id);
  guint column = self->by_datapoint[id];
  gboolean required;
  const char *broken;

  /* What is sealed is never in a file, so it is typed later, also where it is required. */
  if (described->sealed || id == KH_DATAPOINT_CUSTOMER_NUMBER)
    return;
  required = kh_rule_is_required (id, customer, self->catalogues, FALSE);
  if (value == NULL && required)
    {
      g_autofree char *message = kh_customer_rules_dup_missing (id);

      add_field_problem (check, kh_file_field_of (id), column, message);
      return;
    }
  if (value != NULL && g_strcmp0 (value, described->fallback) != 0 && !kh_gate_may_begin (self->grants, id, required))
    {
      check_grant (check, id, column);
      return;
    }
  choose_of_parent (check, id);
  broken = kh_customer_rules_find_broken (id, customer, self->catalogues);
  if (broken != NULL)
    add_field_problem (check, kh_file_field_of (id), column, broken);
}

/* Whoever is called first stands first, unless the file says otherwise. */
static void
rank_rows (KhTableId  id,
           GPtrArray *rows)
{
  const KhTable *table = kh_table_get (id);

  for (guint i = 0; table->ranked && i < rows->len; i++)
    {
      g_autofree char *place = g_strdup_printf ("%u", i + 1);

      if (kh_row_get (g_ptr_array_index (rows, i), table->order) == NULL)
        kh_row_set (g_ptr_array_index (rows, i), table->order, place);
    }
}

static void
check_rows (Check     *check,
            KhTableId  id)
{
  GPtrArray *rows = check->dossier->rows[id];
  g_autoptr (GPtrArray) problems = NULL;

  if (rows->len == 0)
    return;
  rank_rows (id, rows);
  problems = kh_row_problems_new ();
  kh_row_rules_check (id, rows, &check->context, problems);
  for (guint i = 0; i < problems->len; i++)
    {
      const KhRowProblem *problem = g_ptr_array_index (problems, i);
      guint row = g_array_index (check->places[id], guint, MIN (problem->position, check->places[id]->len - 1));
      KhFileField field = kh_file_field_of_row (id, row, problem->column == KH_COLUMN_NONE ? 0 : problem->column);

      add_field_problem (check, field, kh_import_mapping_find (check->checker->mapping, field), problem->message);
    }
}

static void
check_record (Check *check)
{
  read_cells (check);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    check_datapoint (check, (KhDatapointId) i);
  for (guint i = 0; i < KH_N_TABLES; i++)
    check_rows (check, (KhTableId) i);
}

/**
 * kh_import_checker_check:
 * @self: a checker
 * @columns: (element-type utf8): what the file calls its columns, by now
 * @record: a record
 * @problems: (element-type KhImportProblem): gets what is wrong with it
 *
 * Values are read as they are when typed: in the form in which they are shown, or kept. Entries of
 * catalogues that are out of use are taken, as old records may have them.
 *
 * Returns: (transfer full) (nullable): the customer, or %NULL when there are problems
 */
KhDossier *
kh_import_checker_check (KhImportChecker *self,
                         GPtrArray       *columns,
                         KhRecord        *record,
                         GPtrArray       *problems)
{
  const guint first = problems->len;
  g_autoptr (KhDossier) dossier = NULL;
  Check check = { self, record, NULL, { .catalogues = self->catalogues, .today = self->today, .inactive = TRUE },
                  problems, first, { NULL } };

  if (record->problem != NULL)
    {
      kh_import_problems_add (problems, record->line, KH_COLUMN_NONE, NULL, record->problem);
      return NULL;
    }
  if (kh_import_mapping_get_n (self->mapping) < columns->len)
    {
      kh_import_mapping_extend (self->mapping, columns);
      index_columns (self);
    }
  check.dossier = dossier = kh_dossier_new (kh_customer_copy (self->base));
  for (guint i = 0; i < KH_N_TABLES; i++)
    check.places[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  check_record (&check);
  for (guint i = 0; i < KH_N_TABLES; i++)
    g_array_unref (check.places[i]);

  return problems->len == first ? g_steal_pointer (&dossier) : NULL;
}
