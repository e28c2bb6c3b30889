/* kh-row-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const guint phones[] = { KH_CONTACT_PHONE_1, KH_CONTACT_PHONE_2, KH_CONTACT_PHONE_3 };

/**
 * kh_row_problem_free:
 * @problem: (nullable): a problem
 */
void
kh_row_problem_free (KhRowProblem *problem)
{
  if (problem == NULL)
    return;
  g_free (problem->message);
  g_free (problem);
}

/**
 * kh_row_problems_new:
 *
 * Returns: (transfer full) (element-type KhRowProblem): no problems
 */
GPtrArray *
kh_row_problems_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kh_row_problem_free);
}

/**
 * kh_row_problems_add:
 * @problems: (element-type KhRowProblem): where to put it
 * @position: which row
 * @column: where in it, or %KH_COLUMN_NONE
 * @message: what is wrong, translated
 */
void
kh_row_problems_add (GPtrArray  *problems,
                     guint       position,
                     guint       column,
                     const char *message)
{
  KhRowProblem *problem = g_new0 (KhRowProblem, 1);

  problem->position = position;
  problem->column = column;
  problem->message = g_strdup (message);
  g_ptr_array_add (problems, problem);
}

static gboolean
has_value (KhRow *row,
           guint  column)
{
  return kh_row_get (row, column) != NULL || kh_row_is_sealed (row, column);
}

static void
check_columns (KhTableId             table,
               KhRow                *row,
               guint                 position,
               const KhValueContext *context,
               GPtrArray            *problems)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (table, i);
      const char *value = kh_row_get (row, i);
      g_autoptr (GError) error = NULL;

      if (kh_row_is_hidden (row, i))
        continue;
      if (!has_value (row, i) && (column->required & KH_REQUIRED_ALWAYS) != 0)
        kh_row_problems_add (problems, position, i, _("This is required."));
      else if (value != NULL && !kh_value_check (column, value, context, &error))
        kh_row_problems_add (problems, position, i, error->message);
    }
}

/* Days are written so that their texts sort as they do. */
static void
check_span (KhRow     *row,
            guint      position,
            guint      from,
            guint      until,
            GPtrArray *problems)
{
  const char *first = kh_row_get (row, from);
  const char *last = kh_row_get (row, until);

  if (first != NULL && last != NULL && strcmp (first, last) > 0)
    kh_row_problems_add (problems, position, until, _("This day is before the first. Type a later one."));
}

static void
check_spans (KhTableId  table,
             KhRow     *row,
             guint      position,
             GPtrArray *problems)
{
  if (table == KH_TABLE_CONTACTS)
    check_span (row, position, KH_CONTACT_FROM, KH_CONTACT_UNTIL, problems);
  else if (table == KH_TABLE_AGENCIES)
    check_span (row, position, KH_AGENCY_PERMIT_EFFECTIVE, KH_AGENCY_PERMIT_EXPIRES, problems);
}

static const char *
get_twin_message (KhTableId table)
{
  switch (table)
    {
    case KH_TABLE_CONTACTS:
      return _("Another contact has this call order. Give each contact its own.");
    case KH_TABLE_AGENCIES:
      return _("There is an agency of this type already. Change that one instead.");
    case KH_TABLE_SYSTEMS:
      return _("Another system has this number. Type the next one.");
    case KH_TABLE_AREAS:
      return _("This system has an area with this number already. Type the next one.");
    case KH_TABLE_ZONES:
      return _("This area has a zone with this number already. Type another number.");
    case KH_TABLE_PASSCODES:
    case KH_TABLE_EQUIPMENT:
    case KH_N_TABLES:
      break;
    }

  return _("There is such a row already. Change that one instead.");
}

/* A table of those seen keeps two thousand zones from being compared each with each. */
static void
check_twins (KhTableId  table,
             GPtrArray *rows,
             GPtrArray *problems)
{
  const KhTable *described = kh_table_get (table);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; described->n_identity > 0 && i < rows->len; i++)
    {
      char *identity = kh_row_dup_identity (g_ptr_array_index (rows, i));

      if (identity != NULL && !g_hash_table_add (seen, identity))
        kh_row_problems_add (problems, i, described->identity[described->n_identity - 1], get_twin_message (table));
    }
}

/**
 * kh_row_rules_check:
 * @table: a table
 * @rows: (element-type KhRow): all rows that a customer would have of it
 * @context: what a value's check needs to know
 * @problems: (element-type KhRowProblem): where to put what is wrong
 *
 * Every rule of the registry for a customer's rows: values, what each must have, what no two may
 * share, and how many there may be.
 */
void
kh_row_rules_check (KhTableId             table,
                    GPtrArray            *rows,
                    const KhValueContext *context,
                    GPtrArray            *problems)
{
  guint most = kh_table_get (table)->max_rows;

  for (guint i = 0; i < rows->len; i++)
    {
      check_columns (table, g_ptr_array_index (rows, i), i, context, problems);
      check_spans (table, g_ptr_array_index (rows, i), i, problems);
    }
  check_twins (table, rows, problems);
  if (rows->len > most)
    {
      g_autofree char *message = g_strdup_printf (ngettext ("A customer has at most %u of these. Take some out.",
                                                            "A customer has at most %u of these. Take some out.",
                                                            most), most);

      kh_row_problems_add (problems, most, KH_COLUMN_NONE, message);
    }
}

static guint
count_phones (KhRow *contact)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    n += kh_row_get (contact, phones[i]) != NULL;

  return n;
}

/**
 * kh_row_rules_missing_to_link:
 * @contacts: (element-type KhRow): a customer's contacts
 *
 * A station that cannot call anybody can do nothing about an alarm, so Shell and Link want at
 * least one contact with a phone.
 *
 * Returns: (transfer full) (element-type KhRowProblem): what is missing; the position is where
 *   to type it
 */
GPtrArray *
kh_row_rules_missing_to_link (GPtrArray *contacts)
{
  GPtrArray *problems = kh_row_problems_new ();

  for (guint i = 0; i < contacts->len; i++)
    {
      if (count_phones (g_ptr_array_index (contacts, i)) > 0)
        return problems;
    }
  kh_row_problems_add (problems, 0, contacts->len > 0 ? KH_CONTACT_PHONE_1 : KH_CONTACT_NAME,
                       _("Type at least one contact with a phone."));

  return problems;
}

/* The calls go to two different numbers (ANSI/TMA CS-V-01), so one number twice does not do. */
static void
add_phones (GHashTable *numbers,
            KhRow      *contact)
{
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    {
      const char *value = kh_row_get (contact, phones[i]);

      if (value != NULL)
        g_hash_table_add (numbers, g_strndup (value, strcspn (value, "x")));
    }
}

/**
 * kh_row_rules_warn_contacts:
 * @contacts: (element-type KhRow): a customer's contacts
 *
 * Returns: (transfer full) (element-type KhRowProblem): what is allowed and yet unwise
 */
GPtrArray *
kh_row_rules_warn_contacts (GPtrArray *contacts)
{
  GPtrArray *problems = kh_row_problems_new ();
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint first = G_MAXUINT;

  for (guint i = 0; i < contacts->len; i++)
    {
      KhRow *contact = g_ptr_array_index (contacts, i);

      if (!kh_row_get_boolean (contact, KH_CONTACT_TWO_CALL))
        continue;
      first = MIN (first, i);
      add_phones (numbers, contact);
    }
  if (first != G_MAXUINT && g_hash_table_size (numbers) < 2)
    kh_row_problems_add (problems, first, KH_CONTACT_TWO_CALL,
                         _("Two-call verification calls two different numbers. Type a second one."));

  return problems;
}

/**
 * kh_row_rules_warn_permits:
 * @agencies: (element-type KhRow): a customer's agencies
 * @today: the day that is counted from
 * @days: how many days before it expires a permit is warned about
 *
 * Returns: (transfer full) (element-type KhRowProblem): the permits that have expired, or soon will
 */
GPtrArray *
kh_row_rules_warn_permits (GPtrArray *agencies,
                           GDateTime *today,
                           guint      days)
{
  GPtrArray *problems = kh_row_problems_new ();
  g_autoptr (GDateTime) limit = g_date_time_add_days (today, (int) days);
  g_autofree char *now = g_date_time_format (today, "%Y-%m-%d");
  g_autofree char *soon = g_date_time_format (limit, "%Y-%m-%d");

  for (guint i = 0; i < agencies->len; i++)
    {
      const char *expires = kh_row_get (g_ptr_array_index (agencies, i), KH_AGENCY_PERMIT_EXPIRES);

      if (expires == NULL || strcmp (expires, soon) > 0)
        continue;
      kh_row_problems_add (problems, i, KH_AGENCY_PERMIT_EXPIRES,
                           strcmp (expires, now) < 0 ? _("This permit has expired. Ask for a new one.")
                                                     : _("This permit expires soon. Ask for a new one."));
    }

  return problems;
}
