/* kh-row-push.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-push.h"

#include "kh-place.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

const KhPushTerms kh_push_terms_least = { KH_MONITOR_BOLD, FALSE, 0 };
const KhPushTerms kh_push_terms_most = { KH_MONITOR_GENERIC, TRUE, 0 };

/**
 * kh_push_terms_get:
 * @company: (nullable): a monitoring company
 *
 * Of a company that is not there any more nothing more than a name and telephones is presumed.
 *
 * Returns: what it takes of a customer's tables
 */
KhPushTerms
kh_push_terms_get (KhCompany *company)
{
  return company != NULL
           ? (KhPushTerms) { kh_company_get_monitor_type (company), kh_company_get_sends_zones (company),
                             kh_company_get_zone_digits (company) }
           : kh_push_terms_least;
}

/**
 * kh_row_push_is_followed:
 * @terms: what a company takes
 * @table: a table
 *
 * Systems and areas are the station's to keep, as what a panel sends has to fit them, and so are zones
 * unless the company's setting says otherwise.
 *
 * Returns: whether a change of one of its rows goes to the station by itself
 */
gboolean
kh_row_push_is_followed (KhPushTerms terms,
                         KhTableId   table)
{
  const KhFollowed followed = kh_table_get (table)->followed;

  return followed == KH_FOLLOWED_ALWAYS || (followed == KH_FOLLOWED_WITH_ZONES && terms.zones);
}

/**
 * kh_row_push_is_moved:
 * @row: a row of ours
 * @from: the station's
 *
 * An item cannot go from one system's list to another's: it is taken out of the one and added to the other.
 *
 * Returns: whether the two are in the lists of two systems
 */
gboolean
kh_row_push_is_moved (KhRow *row,
                      KhRow *from)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (g_strcmp0 (table->columns[i].wire, KH_WIRE_SYSTEM) == 0 &&
          g_strcmp0 (kh_row_get (row, i), kh_row_get (from, i)) != 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_row_push_dup_tables:
 * @terms: what a company takes
 *
 * A program that follows more tables than an earlier one did, or a company that takes more than before, has
 * yet to read what a station has of them.
 *
 * Returns: (transfer full): the tables that are followed, as one text
 */
char *
kh_row_push_dup_tables (KhPushTerms terms)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      if (kh_row_push_is_followed (terms, (KhTableId) i))
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", kh_table_get ((KhTableId) i)->key);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kh_row_push_is_secret:
 * @table: a table
 * @column: one of its columns
 *
 * One that some kind of company does not take goes to none, as nobody who may see it needs to be there
 * for the rest of the row.
 *
 * Returns: whether it is a sealed column that goes to a station
 */
gboolean
kh_row_push_is_secret (KhTableId table,
                       guint     column)
{
  const KhDatapoint *described = kh_table_get_column (table, column);

  return kh_row_push_is_followed (kh_push_terms_most, table) && described->sealed && described->wire != NULL &&
         described->sent == KH_SENT_YES && described->bold != KH_BOLD_NEVER;
}

/**
 * kh_row_push_find_secret:
 * @table: a table
 *
 * Returns: its sealed column that goes to a station, of which no table has two; or %KH_COLUMN_NONE
 */
guint
kh_row_push_find_secret (KhTableId table)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if (kh_row_push_is_secret (table, i))
        return i;
    }

  return KH_COLUMN_NONE;
}

/**
 * kh_row_push_is_written:
 * @terms: what a company takes
 * @table: a table
 * @column: one of its columns
 *
 * Returns: whether a company of that kind takes that column, of a row that it does not have yet
 */
gboolean
kh_row_push_is_written (KhPushTerms   terms,
                        KhTableId     table,
                        guint         column)
{
  const KhDatapoint *described = kh_table_get_column (table, column);

  if (!kh_row_push_is_followed (terms, table) || described->wire == NULL || described->sent != KH_SENT_YES ||
      (described->sealed && !kh_row_push_is_secret (table, column)))
    return FALSE;

  return terms.type != KH_MONITOR_BOLD || described->bold != KH_BOLD_NEVER;
}

/**
 * kh_row_push_is_kept:
 * @terms: what a company takes
 * @from: (nullable): a row of its
 *
 * Returns: whether such a company keeps it as it is, so that it can be neither taken out nor made
 *   another
 */
gboolean
kh_row_push_is_kept (KhPushTerms   terms,
                     KhRow        *from)
{
  const KhTable *table = from != NULL ? kh_table_get (kh_row_get_table (from)) : NULL;

  return from != NULL && (kh_row_is_fixed (from) || (terms.type == KH_MONITOR_BOLD && table->fixed != NULL));
}

static gboolean
is_once (KhTableId table,
         guint     column)
{
  return kh_table_get_column (table, column)->bold == KH_BOLD_ONCE;
}

/* What is in another list there has to say whose it is. */
static gboolean
lacks_key (KhRow *row,
           guint  column)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));

  return kh_table_is_annexed (table->id, column) && kh_row_get (row, table->annex->key) == NULL;
}

/**
 * kh_row_push_is_taken:
 * @terms: what a company takes
 * @row: a row of ours
 * @from: (nullable): the station's
 * @column: one of its columns
 *
 * Returns: whether such a company takes that column of it
 */
gboolean
kh_row_push_is_taken (KhPushTerms    terms,
                      KhRow         *row,
                      KhRow         *from,
                      guint          column)
{
  const KhTableId table = kh_row_get_table (row);

  return kh_row_push_is_written (terms, table, column) && !lacks_key (row, column) &&
         !(is_once (table, column) && kh_row_push_is_kept (terms, from));
}

/**
 * kh_row_push_dup_written:
 * @terms: what a company takes
 * @row: a row
 * @from: (nullable): the station's, in place of which it is written
 *
 * Returns: (transfer full): a copy in which all that such a company does not take is hidden
 */
KhRow *
kh_row_push_dup_written (KhPushTerms    terms,
                         KhRow         *row,
                         KhRow         *from)
{
  KhRow *copy = kh_row_copy (row);

  for (guint i = 0; i < kh_table_get (kh_row_get_table (row))->n_columns; i++)
    {
      if (!kh_row_push_is_taken (terms, row, from, i))
        kh_row_hide (copy, i);
    }

  return copy;
}

/**
 * kh_row_push_fit:
 * @terms: what a company takes
 * @row: a row that is sent
 * @from: (nullable): the station's, in place of which it is written
 *
 * Writes it as the company does. What is there in another writing is no change of it, and stays so.
 */
void
kh_row_push_fit (KhPushTerms terms,
                 KhRow      *row,
                 KhRow      *from)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));
  const KhValueContext context = { .zone_digits = terms.zone_digits };

  for (guint i = 0; i < table->n_columns; i++)
    {
      const KhDatapoint *column = &table->columns[i];
      const char *value = kh_row_get (row, i);
      const char *there = from != NULL ? kh_row_get (from, i) : NULL;
      g_autofree char *fit = NULL;

      if (column->type != KH_VALUE_ZONE || value == NULL)
        continue;
      fit = there != NULL && kh_value_same (column, value, there) ? g_strdup (there)
                                                                 : kh_value_parse (column, value, -1, &context, NULL);
      if (fit != NULL)
        kh_row_set (row, i, fit);
    }
}

/**
 * kh_row_push_dup_asked:
 * @terms: what a company takes
 * @row: a row as it is to be
 * @before: (nullable): the row until somebody changed it
 * @from: (nullable): the station's
 *
 * What the station has otherwise and keeps so, and nobody has changed here either, is no part of the
 * change.
 *
 * Returns: (transfer full): a copy of @row in which that is hidden
 */
KhRow *
kh_row_push_dup_asked (KhPushTerms    terms,
                       KhRow         *row,
                       KhRow         *before,
                       KhRow         *from)
{
  const KhTableId table = kh_row_get_table (row);
  KhRow *copy = kh_row_copy (row);

  for (guint i = 0; before != NULL && i < kh_table_get (table)->n_columns; i++)
    {
      if (is_once (table, i) && kh_row_push_is_kept (terms, from) &&
          g_strcmp0 (kh_row_get (row, i), kh_row_get (before, i)) == 0)
        kh_row_hide (copy, i);
    }

  return copy;
}

/* A flag that nobody set is the same as one that says no. */
static const char *
get_value (KhRow             *row,
           const KhDatapoint *column)
{
  const char *value = kh_row_get (row, column->id);

  return value == NULL && column->type == KH_VALUE_BOOLEAN ? "0" : value;
}

static gboolean
is_same (const KhDatapoint *column,
         const char        *a,
         const char        *b)
{
  return kh_value_equal (column, a, b) || (a != NULL && b != NULL && kh_value_same (column, a, b));
}

/* What the station has yet to get is alike only where it shows that it has it. */
static gboolean
is_same_secret (KhRow *a,
                KhRow *b,
                guint  column)
{
  KhSecret *one = kh_row_get_secret (a, column);
  KhSecret *other = kh_row_get_secret (b, column);

  if (!kh_row_is_renewed (a, column) && !kh_row_is_renewed (b, column))
    return TRUE;

  return one != NULL && other != NULL && kh_secret_equal (one, other);
}

/**
 * kh_row_push_is_alike:
 * @terms: what a company takes
 * @a: a row
 * @b: another of the same table
 *
 * Somebody's other spelling of the same is no other value, and what one of the two does not tell
 * is not held against the other.
 *
 * Returns: whether the two are the same in all that such a company takes
 */
gboolean
kh_row_push_is_alike (KhPushTerms    terms,
                      KhRow         *a,
                      KhRow         *b)
{
  const KhTable *table = kh_table_get (kh_row_get_table (a));

  for (guint i = 0; i < table->n_columns; i++)
    {
      const KhDatapoint *column = &table->columns[i];

      if (!kh_row_push_is_written (terms, table->id, i) || kh_row_is_hidden (a, i) || kh_row_is_hidden (b, i))
        continue;
      if (column->sealed ? !is_same_secret (a, b, i) : !is_same (column, get_value (a, column), get_value (b, column)))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_row_push_is_refused:
 * @terms: what a company takes
 * @row: (nullable): a row as it is to be; %NULL to take it out
 * @before: (nullable): the row until somebody changed it
 * @from: (nullable): the station's
 *
 * Returns: whether somebody wants to change what such a company keeps as it is
 */
gboolean
kh_row_push_is_refused (KhPushTerms    terms,
                        KhRow         *row,
                        KhRow         *before,
                        KhRow         *from)
{
  g_autoptr (KhRow) asked = row != NULL ? kh_row_push_dup_asked (terms, row, before, from) : NULL;

  if (!kh_row_push_is_kept (terms, from))
    return FALSE;
  for (guint i = 0; asked != NULL && i < kh_table_get (kh_row_get_table (asked))->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (kh_row_get_table (asked), i);

      if (is_once (kh_row_get_table (asked), i) && !kh_row_is_hidden (asked, i) &&
          !is_same (column, get_value (asked, column), get_value (from, column)))
        return TRUE;
    }

  return asked == NULL;
}

/**
 * kh_row_push_find_main:
 * @row: a row that is sent
 * @id: (out): a datapoint
 *
 * Returns: whether @id is what a station would take the row for, if it had no value of that
 */
gboolean
kh_row_push_find_main (KhRow         *row,
                       KhDatapointId *id)
{
  if (kh_row_get_table (row) != KH_TABLE_PASSCODES)
    return FALSE;
  *id = kh_row_get_boolean (row, KH_PASSCODE_DURESS) ? KH_DATAPOINT_DURESS_CODE : KH_DATAPOINT_PASSCODE;

  return TRUE;
}

/**
 * kh_row_push_dup_refusal:
 * @station: the station's name
 *
 * Returns: (transfer full): a sentence of why it does not take what kh_row_push_is_refused()
 */
char *
kh_row_push_dup_refusal (const char *station)
{
  /* Translators: a monitoring company, twice. */
  return g_strdup_printf (_("%s accepts this only once, and has it: it can be neither changed nor removed from here. Ask "
                            "%s to do it, and discard the change."), station, station);
}

/**
 * kh_row_push_dup_place:
 * @row: a row that is kept
 *
 * Returns: (transfer full): by what its changes and its shadow are known
 */
char *
kh_row_push_dup_place (KhRow *row)
{
  return kh_place_dup_text (kh_row_get_table (row), KH_COLUMN_NONE, kh_row_get_id (row), NULL);
}
