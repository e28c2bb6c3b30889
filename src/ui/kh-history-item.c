/* kh-history-item.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-item.h"

#include "kh-csv.h"
#include "kh-history-action.h"
#include "kh-place.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhHistoryItem
{
  GObject parent_instance;

  /* Owned */
  char *texts[KH_N_HISTORY_TEXTS];

  /* State */
  gint64 sequence;
  gboolean sealed;
  gboolean has_values;
};

G_DEFINE_FINAL_TYPE (KhHistoryItem, kh_history_item, G_TYPE_OBJECT)

static const char * const titles[KH_N_HISTORY_TEXTS] = {
  [KH_HISTORY_TIME] = N_("Time"),
  [KH_HISTORY_MEMBER] = N_("Staff Member"),
  [KH_HISTORY_ACTION] = N_("What"),
  [KH_HISTORY_DATAPOINT] = N_("Datapoint"),
  [KH_HISTORY_OLD] = N_("Old Value"),
  [KH_HISTORY_NEW] = N_("New Value"),
};

static void
kh_history_item_finalize (GObject *object)
{
  KhHistoryItem *self = KH_HISTORY_ITEM (object);

  for (guint i = 0; i < KH_N_HISTORY_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kh_history_item_parent_class)->finalize (object);
}

static void
kh_history_item_class_init (KhHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_history_item_finalize;
}

static void
kh_history_item_init (KhHistoryItem *self G_GNUC_UNUSED)
{
}

/* A newer program may have written a word that this one does not know. */
static char *
dup_action (const char *action)
{
  const char *words = kh_history_action_get_words (action);

  return words != NULL ? g_strdup (words) : kh_value_dup_visible (action);
}

static char *
dup_time (gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time);

  /* Written as dates are everywhere else in the program. */
  return moment == NULL ? g_strdup ("") : g_date_time_format (moment, "%m/%d/%Y %H:%M");
}

/* On one line, and so that nothing in it deceives the reader. */
static char *
dup_value (const KhDatapoint *datapoint,
           const char        *value,
           KhCatalogues      *catalogues)
{
  g_autofree char *text = datapoint == NULL ? g_strdup (value) : kh_value_format (datapoint, value, catalogues);

  if (text == NULL)
    return g_strdup ("");
  g_strdelimit (text, "\n", ' ');

  return kh_value_dup_visible (text);
}

/* What is there besides a datapoint's value: the number of another customer. */
static char *
dup_new_value (const KhHistoryRow *row,
               const KhDatapoint  *datapoint,
               KhCatalogues       *catalogues)
{
  g_autofree char *value = dup_value (datapoint, row->new_value, catalogues);

  if (g_strcmp0 (row->action, "save-anyway") == 0 && *value != '\0')
    /* Translators: a customer number, beside "Saved anyway". */
    return g_strdup_printf (_("Looked like customer %s"), value);

  return g_steal_pointer (&value);
}

static gboolean
is_change (const char *action)
{
  return g_strcmp0 (action, "change") == 0 || g_strcmp0 (action, "adopt") == 0;
}

KhHistoryItem *
kh_history_item_new (const KhHistoryRow *row,
                     KhCatalogues       *catalogues)
{
  KhHistoryItem *self = g_object_new (KH_TYPE_HISTORY_ITEM, NULL);
  const KhDatapoint *datapoint;
  g_auto (KhPlace) place = { 0 };
  g_autofree char *label = NULL;

  kh_place_parse (row->datapoint, &place);
  datapoint = place.datapoint;
  label = row->datapoint != NULL ? kh_place_dup_label (row->datapoint) : NULL;
  self->sequence = row->sequence;
  self->sealed = datapoint != NULL && datapoint->sealed;
  self->has_values = row->datapoint != NULL || row->old_value != NULL || row->new_value != NULL;
  self->texts[KH_HISTORY_TIME] = dup_time (row->time);
  self->texts[KH_HISTORY_MEMBER] = kh_value_dup_visible (row->author);
  self->texts[KH_HISTORY_ACTION] = dup_action (row->action);
  self->texts[KH_HISTORY_DATAPOINT] = kh_value_dup_visible (label);
  self->texts[KH_HISTORY_OLD] = self->sealed ? g_strdup ("") : dup_value (datapoint, row->old_value, catalogues);
  /* Translators: in place of the value of a passcode, which the history does not keep. */
  self->texts[KH_HISTORY_NEW] = self->sealed ? g_strdup (is_change (row->action) ? _("changed") : "")
                                             : dup_new_value (row, datapoint, catalogues);

  return self;
}

gint64
kh_history_item_get_sequence (KhHistoryItem *self)
{
  g_return_val_if_fail (KH_IS_HISTORY_ITEM (self), 0);

  return self->sequence;
}

const char *
kh_history_item_get_text (KhHistoryItem *self,
                          KhHistoryText  text)
{
  g_return_val_if_fail (KH_IS_HISTORY_ITEM (self), NULL);
  g_return_val_if_fail (text < KH_N_HISTORY_TEXTS, NULL);

  return self->texts[text];
}

static const char *
or_dash (const char *text)
{
  return *text != '\0' ? text : "—";
}

static gboolean
has_two_sides (KhHistoryItem *self)
{
  return !self->sealed && self->has_values &&
         (*self->texts[KH_HISTORY_DATAPOINT] != '\0' || *self->texts[KH_HISTORY_OLD] != '\0');
}

char *
kh_history_item_dup_change (KhHistoryItem *self)
{
  g_return_val_if_fail (KH_IS_HISTORY_ITEM (self), NULL);

  if (!has_two_sides (self))
    return g_strdup (self->texts[KH_HISTORY_NEW]);

  return g_strdup_printf ("%s → %s", or_dash (self->texts[KH_HISTORY_OLD]), or_dash (self->texts[KH_HISTORY_NEW]));
}

static const char *
or_nothing (const char *text)
{
  /* Translators: read aloud in place of an empty value, as in "from nothing to Ogden". */
  return *text != '\0' ? text : _("nothing");
}

char *
kh_history_item_dup_sentence (KhHistoryItem *self)
{
  GString *sentence;

  g_return_val_if_fail (KH_IS_HISTORY_ITEM (self), NULL);

  sentence = g_string_new (self->texts[KH_HISTORY_TIME]);
  for (KhHistoryText i = KH_HISTORY_MEMBER; i <= KH_HISTORY_DATAPOINT; i++)
    {
      if (*self->texts[i] != '\0')
        g_string_append_printf (sentence, ", %s", self->texts[i]);
    }
  g_string_append (sentence, ", ");
  if (has_two_sides (self))
    /* Translators: a value before and after a change. */
    g_string_append_printf (sentence, _("from %s to %s"), or_nothing (self->texts[KH_HISTORY_OLD]),
                            or_nothing (self->texts[KH_HISTORY_NEW]));
  else if (*self->texts[KH_HISTORY_NEW] != '\0')
    g_string_append (sentence, self->texts[KH_HISTORY_NEW]);
  else
    g_string_truncate (sentence, sentence->len - 2);

  return g_string_free (sentence, FALSE);
}

static void
append_row (GString       *csv,
            KhHistoryItem *item)
{
  g_autofree char *sequence = g_strdup_printf ("%" G_GINT64_FORMAT, item->sequence);

  kh_csv_append_cell (csv, sequence, FALSE);
  for (guint i = 0; i < KH_N_HISTORY_TEXTS; i++)
    kh_csv_append_cell (csv, item->texts[i], i + 1 == KH_N_HISTORY_TEXTS);
}

char *
kh_history_item_dup_csv (GListModel *items)
{
  guint n = g_list_model_get_n_items (items);
  GString *csv = g_string_new (NULL);

  /* Translators: a row's number, as the title of a column. */
  kh_csv_append_cell (csv, _("Row"), FALSE);
  for (guint i = 0; i < KH_N_HISTORY_TEXTS; i++)
    kh_csv_append_cell (csv, _(titles[i]), i + 1 == KH_N_HISTORY_TEXTS);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KhHistoryItem) item = g_list_model_get_item (items, i);

      append_row (csv, item);
    }

  return g_string_free (csv, FALSE);
}

const char *
kh_history_text_get_title (KhHistoryText text)
{
  g_return_val_if_fail (text < KH_N_HISTORY_TEXTS, NULL);

  return _(titles[text]);
}
