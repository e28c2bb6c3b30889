/* kh-row-finding.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-discrepancy-private.h"

#include "kh-row-push.h"
#include "kh-row-rules.h"
#include "kh-row-text.h"
#include "kh-text.h"

#include <glib/gi18n-lib.h>

#define BIT(resolution) (1u << (resolution))

/* What the station takes of ours */

static guint32
bit (guint column)
{
  return (guint32) 1 << column;
}

static guint32
find_written (const KhRowComparisonSides *sides,
              const KhRowFinding         *finding)
{
  guint32 written = 0;

  for (guint i = 0; finding->ours != NULL && i < kh_table_get (finding->table)->n_columns; i++)
    {
      if (kh_row_push_is_taken (sides->terms, finding->ours, finding->theirs, i))
        written |= finding->columns & bit (i);
    }

  return written;
}

/* Whether somebody has said it of the row, and not just left it as a new one has it. */
static gboolean
is_said (KhRow             *row,
         const KhDatapoint *column)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));
  const char *value = kh_row_get (row, column->id);

  return value != NULL && g_strcmp0 (value, column->fallback) != 0 && column->type != KH_VALUE_BOOLEAN &&
         !(table->ranked && column->id == table->order);
}

/* What the station does not take of ours, and has not either: it does not differ, it is only not there. */
static guint32
find_untaken (const KhRowComparisonSides *sides,
              const KhRowFinding         *finding)
{
  guint32 untaken = 0;

  for (guint i = 0; finding->ours != NULL && i < kh_table_get (finding->table)->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (finding->table, i);

      if (column->wire != NULL && column->compared && !column->sealed &&
          !kh_row_push_is_taken (sides->terms, finding->ours, finding->theirs, i) &&
          (finding->theirs == NULL || kh_row_get (finding->theirs, i) == NULL) && is_said (finding->ours, column))
        untaken |= bit (i);
    }

  return untaken;
}

static void
drop_untaken (const KhRowComparisonSides *sides,
              KhRowFinding               *finding)
{
  if (finding->difference != KH_DIFFERENCE_DIFFERS)
    return;
  for (guint i = 0; i < kh_table_get (finding->table)->n_columns; i++)
    {
      if (!kh_row_push_is_taken (sides->terms, finding->ours, finding->theirs, i) && kh_row_get (finding->theirs, i) == NULL)
        finding->columns &= ~bit (i);
    }
  if (finding->columns == 0)
    finding->difference = KH_DIFFERENCE_SAME;
}

/* "Relation, Language": what differs and is not taken. */
static char *
dup_labels (KhTableId table,
            guint32   columns)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if ((columns & bit (i)) != 0)
        g_string_append_printf (labels, "%s%s", labels->len > 0 ? ", " : "", kh_table_get_column_label (table, i));
    }

  return g_string_free (g_steal_pointer (&labels), FALSE);
}

static void
find_reason (const KhRowComparisonSides *sides,
             KhRowFinding               *finding)
{
  const guint32 columns = (finding->columns & ~finding->written) | find_untaken (sides, finding);
  g_autofree char *labels = columns != 0 ? dup_labels (finding->table, columns) : NULL;

  if (finding->difference == KH_DIFFERENCE_ONLY_THERE && finding->place != NULL &&
      kh_row_push_is_kept (sides->terms, finding->theirs))
    finding->reason = kh_row_push_dup_refusal (sides->station);
  if (labels == NULL || finding->difference == KH_DIFFERENCE_WRITTEN)
    return;
  /* Translators: a monitoring company, then names of values, such as Relation, Language. */
  finding->reason = g_strdup_printf (_("%s does not take this from Keyholder: %s"), sides->station, labels);
  if (finding->difference == KH_DIFFERENCE_DIFFERS && finding->written == 0)
    finding->difference = KH_DIFFERENCE_CANNOT_WRITE;
}

/* A row of the station's that has no name of its own cannot be written again. */
static gboolean
may_send (const KhRowComparisonSides *sides,
          const KhRowFinding         *finding)
{
  const gboolean named = finding->theirs != NULL && kh_row_get_item (finding->theirs) != NULL;

  switch (finding->difference)
    {
    case KH_DIFFERENCE_ONLY_HERE:
      return TRUE;
    case KH_DIFFERENCE_DIFFERS:
      return finding->written != 0 && named;
    case KH_DIFFERENCE_ONLY_THERE:
      return finding->place != NULL && named && !kh_row_push_is_kept (sides->terms, finding->theirs);
    case KH_DIFFERENCE_SAME:
    case KH_DIFFERENCE_WRITTEN:
    case KH_DIFFERENCE_CANNOT_COMPARE:
    case KH_DIFFERENCE_CANNOT_WRITE:
    case KH_N_DIFFERENCES:
      break;
    }

  return FALSE;
}

/* What our record takes of the station's */

static char *
dup_obstacle (KhTableId           table,
              const KhRowProblem *problem)
{
  if (problem->column == KH_COLUMN_NONE)
    return g_strdup (problem->message);

  /* Translators: the name of a value, such as Phone 1, and what is wrong with it. */
  return g_strdup_printf (_("Keyholder cannot take it. %s: %s"), kh_table_get_column_label (table, problem->column),
                          problem->message);
}

/* Says what is wrong with it where nothing else is to be said. */
static gboolean
is_valid (const KhRowComparisonSides *sides,
          KhRowFinding               *finding,
          const KhRowTake            *take)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = kh_row_problems_new ();

  if (take->change->removed)
    return TRUE;
  g_ptr_array_add (rows, take->change->row);
  kh_row_rules_check (finding->table, rows, &sides->context, problems);
  if (problems->len > 0 && finding->reason == NULL)
    finding->reason = dup_obstacle (finding->table, g_ptr_array_index (problems, 0));

  return problems->len == 0;
}

static guint32
find_secrets (const KhRowFinding *finding)
{
  guint32 secrets = 0;

  for (guint i = 0; i < kh_table_get (finding->table)->n_columns; i++)
    secrets |= kh_row_push_is_secret (finding->table, i) ? bit (i) : 0;

  return secrets;
}

/* Only what was agreed on once is taken out because the station has it no more. */
static KhRowTake *
make_take (const KhRowComparisonSides *sides,
           KhRowFinding               *finding)
{
  g_autoptr (KhRowTake) take = NULL;

  if (finding->difference == KH_DIFFERENCE_SAME || (finding->theirs == NULL && finding->agreed == NULL))
    return NULL;
  /* What is sealed stays as it is. */
  if (finding->ours != NULL && finding->theirs != NULL && (finding->columns & ~find_secrets (finding)) == 0)
    return NULL;
  take = kh_row_take_new (finding->ours, finding->theirs, finding->columns);

  return kh_row_take_is_granted (take, sides->grants) && is_valid (sides, finding, take) ? g_steal_pointer (&take) : NULL;
}

/* What it begins with */

static gboolean
would_clear (const KhRowFinding *finding)
{
  for (guint i = 0; i < kh_table_get (finding->table)->n_columns; i++)
    {
      if ((finding->columns & bit (i)) != 0 && kh_row_get (finding->ours, i) == NULL &&
          !kh_row_is_sealed (finding->ours, i))
        return TRUE;
    }

  return FALSE;
}

/* Who shares a telephone with somebody is not them. */
static gboolean
is_named_alike (const KhRowFinding *finding)
{
  const guint title = kh_table_get (finding->table)->title;
  const char *ours = kh_row_get (finding->ours, title);
  const char *theirs = kh_row_get (finding->theirs, title);
  g_autofree char *a = ours != NULL ? kh_text_fold (ours) : NULL;
  g_autofree char *b = theirs != NULL ? kh_text_fold (theirs) : NULL;

  return g_strcmp0 (a, b) == 0;
}

static gboolean
is_masked (KhRow *theirs,
           guint  column)
{
  return kh_row_push_is_secret (kh_row_get_table (theirs), column) && kh_row_is_sealed (theirs, column) &&
         kh_row_get_secret (theirs, column) == NULL;
}

/* Whether the station has rows that could be this one, if it showed what they are. */
static gboolean
may_be_there (const KhRowComparisonSides *sides,
              const KhRowFinding         *finding)
{
  KhRows *theirs = kh_account_get_rows (sides->account, finding->table);

  for (guint i = 0; i < kh_rows_get_n (theirs); i++)
    {
      for (guint c = 0; c < kh_table_get (finding->table)->n_columns; c++)
        {
          if (is_masked (kh_rows_get (theirs, i), c))
            return TRUE;
        }
    }

  return FALSE;
}

static KhResolution
find_first (const KhRowComparisonSides *sides,
            KhRowFinding               *finding)
{
  if ((finding->allowed & BIT (KH_RESOLUTION_OURS)) == 0)
    return KH_RESOLUTION_LEAVE;
  if (finding->difference == KH_DIFFERENCE_ONLY_HERE && may_be_there (sides, finding))
    {
      /* Translators: a monitoring company. */
      finding->reason = g_strdup_printf (_("%s does not show its passcodes, so that it may have this one already."),
                                         sides->station);
      return KH_RESOLUTION_LEAVE;
    }
  if (finding->difference == KH_DIFFERENCE_ONLY_HERE)
    return KH_RESOLUTION_OURS;

  return finding->difference == KH_DIFFERENCE_DIFFERS && is_named_alike (finding) && !would_clear (finding)
           ? KH_RESOLUTION_OURS : KH_RESOLUTION_LEAVE;
}

static const KhOutboxItem *
find_waiting (const KhRowComparisonSides *sides,
              const char                 *place)
{
  const KhOutboxItem *found = NULL;

  for (guint i = 0; place != NULL && sides->waiting != NULL && i < sides->waiting->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (sides->waiting, i);

      if (g_strcmp0 (item->place, place) == 0 && !kh_outbox_state_is_final (item->state))
        found = item;
    }

  return found;
}

/* What the station has and does not show is not compared: ours is written over it at Link, as it is what
 * the customer says to an operator, and afterwards where it is a new one. */
static guint32
find_blind (const KhRowComparisonSides *sides,
            const KhRowFinding         *finding)
{
  const KhOutboxItem *item = find_waiting (sides, finding->place);
  g_autoptr (KhRow) waiting = item != NULL && item->value != NULL ? kh_row_new_from_text (finding->table, item->value)
                                                                  : NULL;
  guint32 blind = 0;

  for (guint i = 0; finding->ours != NULL && finding->theirs != NULL && i < kh_table_get (finding->table)->n_columns; i++)
    {
      if (is_masked (finding->theirs, i) && kh_row_is_sealed (finding->ours, i) && !kh_row_is_hidden (finding->ours, i) &&
          (sides->rows == NULL || (waiting != NULL && kh_row_is_renewed (waiting, i))))
        blind |= bit (i);
    }

  return blind;
}

static void
add_blind (const KhRowComparisonSides *sides,
           KhRowFinding               *finding)
{
  const guint32 blind = find_blind (sides, finding);

  finding->columns |= blind;
  if (blind != 0)
    finding->difference = KH_DIFFERENCE_DIFFERS;
}

static gboolean
is_conflict (const KhRowComparisonSides *sides,
             const KhRowFinding         *finding,
             const KhOutboxItem         *item)
{
  if (finding->difference == KH_DIFFERENCE_SAME || finding->place == NULL)
    return FALSE;
  if (item != NULL)
    return kh_row_sides_judge (sides->rows, item) == KH_OUTBOX_FOREIGN;

  return kh_row_sides_is_foreign (sides->rows, finding->place);
}

/* What waits goes on, unless somebody was at the same row there; all else is known to differ. */
static void
find_agreed_start (const KhRowComparisonSides *sides,
                   KhRowFinding               *finding)
{
  const KhOutboxItem *item = find_waiting (sides, finding->place);

  finding->resolution = KH_RESOLUTION_LEAVE;
  finding->conflict = is_conflict (sides, finding, item);
  if (finding->conflict && finding->allowed != BIT (KH_RESOLUTION_LEAVE))
    {
      finding->allowed |= BIT (KH_RESOLUTION_UNDECIDED);
      finding->resolution = KH_RESOLUTION_UNDECIDED;
    }
  else if (item != NULL && finding->difference != KH_DIFFERENCE_SAME && item->state != KH_OUTBOX_PENDING &&
           (finding->allowed & BIT (KH_RESOLUTION_OURS)) != 0)
    {
      finding->resolution = KH_RESOLUTION_OURS;
    }
}

/*< private >
 * kh_row_finding_make:
 * @sides: what rows are compared with
 * @pair: a row of ours beside the station's, as the shadow knows it
 * @kept: whether the record still has ours
 *
 * Returns: (transfer full): what is found
 */
KhRowFinding
kh_row_finding_make (const KhRowComparisonSides *sides,
                     const KhRowPair            *pair,
                     gboolean                    kept)
{
  KhRow *either = pair->ours != NULL ? pair->ours : pair->theirs;
  KhRowFinding finding = { .table = kh_row_get_table (either), .difference = pair->difference, .columns = pair->columns };
  const KhShadowEntry *entry;

  finding.place = pair->ours != NULL ? kh_row_push_dup_place (pair->ours) : NULL;
  finding.ours = kept && pair->ours != NULL ? g_object_ref (pair->ours) : NULL;
  finding.theirs = pair->theirs != NULL ? g_object_ref (pair->theirs) : NULL;
  if (!kept && pair->ours != NULL)
    {
      finding.difference = KH_DIFFERENCE_ONLY_THERE;
      finding.columns = 0;
    }
  entry = sides->shadow != NULL && finding.place != NULL ? kh_shadow_get_row (sides->shadow, finding.place) : NULL;
  finding.agreed = entry != NULL && entry->known ? kh_row_new_from_text (finding.table, entry->value) : NULL;
  if (finding.agreed != NULL)
    kh_row_clear_renewed (finding.agreed);

  add_blind (sides, &finding);
  if (kh_row_push_is_followed (sides->terms, finding.table))
    drop_untaken (sides, &finding);
  finding.written = find_written (sides, &finding);
  if (kh_row_push_is_followed (sides->terms, finding.table))
    find_reason (sides, &finding);
  finding.allowed = BIT (KH_RESOLUTION_LEAVE);
  if (kh_row_push_is_followed (sides->terms, finding.table) && may_send (sides, &finding))
    finding.allowed |= BIT (KH_RESOLUTION_OURS);
  finding.take = make_take (sides, &finding);
  if (finding.take != NULL)
    finding.allowed |= BIT (KH_RESOLUTION_THEIRS);
  if (sides->rows != NULL)
    find_agreed_start (sides, &finding);
  else
    finding.resolution = find_first (sides, &finding);

  return finding;
}

/*< private >
 * kh_row_finding_clear:
 * @finding: what was found; emptied
 */
void
kh_row_finding_clear (KhRowFinding *finding)
{
  g_clear_object (&finding->ours);
  g_clear_object (&finding->theirs);
  g_clear_object (&finding->agreed);
  g_clear_pointer (&finding->place, g_free);
  g_clear_pointer (&finding->take, kh_row_take_free);
  g_clear_pointer (&finding->reason, g_free);
}
