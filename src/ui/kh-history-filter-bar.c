/* kh-history-filter-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-history-filter-bar"

#include "config.h"

#include "kh-history-filter-bar.h"

#include "kh-accessible.h"
#include "kh-focus.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* Any day that a datapoint can have: the registry sets this one no limit. */
#define DAY_DATAPOINT KH_DATAPOINT_CANCEL_DATE

struct _KhHistoryFilterBar
{
  GtkWidget parent_instance;

  /* Template children */
  GtkDropDown *datapoint;
  GtkLabel *datapoint_label;
  GtkLabel *error;
  GtkWidget *fields;
  GtkEntry *from;
  GtkLabel *from_label;
  GtkDropDown *member;
  GtkLabel *member_label;
  GtkEntry *to;
  GtkLabel *to_label;

  /* Owned: canonical days or NULL, and what the drop-downs' rows after the first stand for */
  char *from_day;
  char *to_day;
  char **authors;
  char **datapoints;

  /* State */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KhHistoryFilterBar, kh_history_filter_bar, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The drop-downs */

static const char *
get_chosen (GtkDropDown *drop_down,
            char       **terms)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (terms == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;

  return terms[selected - 1];
}

/* GTK 4.8 says "(None)" for what is chosen. */
static void
name_drop_down (GtkDropDown *drop_down,
                GtkLabel    *label)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *name = NULL;

  if (chosen == NULL)
    return;
  /* Translators: a field's label, and what is chosen in it. */
  name = g_strdup_printf (_("%s: %s"), gtk_label_get_text (label), gtk_string_object_get_string (chosen));
  kh_accessible_name_drop_down (drop_down, name);
}

static const char *
get_label (const char *key)
{
  const KhDatapoint *datapoint = kh_datapoint_lookup (key);

  return datapoint == NULL ? key : kh_datapoint_get_label (datapoint->id);
}

static void
fill_drop_down (KhHistoryFilterBar *self,
                GtkDropDown        *drop_down,
                char             ***terms,
                char              **fresh,
                const char         *all,
                const char       *(*get_shown) (const char *term))
{
  g_autofree char *chosen = g_strdup (get_chosen (drop_down, *terms));
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  if (*terms != NULL && g_strv_equal ((const char * const *) *terms, (const char * const *) fresh))
    return;

  g_strfreev (*terms);
  *terms = g_strdupv (fresh);
  gtk_string_list_append (list, all);
  for (guint i = 0; fresh[i] != NULL; i++)
    {
      gtk_string_list_append (list, get_shown != NULL ? get_shown (fresh[i]) : fresh[i]);
      if (g_strcmp0 (fresh[i], chosen) == 0)
        selected = i + 1;
    }
  self->updating = TRUE;
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (drop_down, selected);
  self->updating = FALSE;
}

static void
name_drop_downs (KhHistoryFilterBar *self)
{
  name_drop_down (self->datapoint, self->datapoint_label);
  name_drop_down (self->member, self->member_label);
}

static void
on_chosen_cb (KhHistoryFilterBar *self)
{
  if (self->updating)
    return;
  name_drop_downs (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The days */

/* Both fields say there what is wrong; it goes when both are right. */
static void
show_error (KhHistoryFilterBar *self,
            GtkEntry           *entry,
            const char         *message)
{
  GtkEntry *other = entry == self->from ? self->to : self->from;

  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (message != NULL)
    gtk_label_set_text (self->error, message);
  gtk_widget_set_visible (GTK_WIDGET (self->error),
                          message != NULL || gtk_widget_has_css_class (GTK_WIDGET (other), "error"));
}

/* Once it is typed: at Enter, and when the field is left. */
static void
take_day (KhHistoryFilterBar *self,
          GtkEntry           *entry,
          char              **day)
{
  const KhDatapoint *datapoint = kh_datapoint_get (DAY_DATAPOINT);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autoptr (GError) error = NULL;
  g_autofree char *value = kh_value_parse (datapoint, typed, -1, NULL, &error);
  g_autofree char *shown = NULL;

  show_error (self, entry, error != NULL ? error->message : NULL);
  if (error != NULL)
    return;

  shown = kh_value_format (datapoint, value, NULL);
  if (g_strcmp0 (typed, shown) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), shown);
  if (g_strcmp0 (*day, value) == 0)
    return;
  g_free (*day);
  *day = g_steal_pointer (&value);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_from_done_cb (KhHistoryFilterBar *self)
{
  take_day (self, self->from, &self->from_day);
}

static void
on_to_done_cb (KhHistoryFilterBar *self)
{
  take_day (self, self->to, &self->to_day);
}

/* The first moment of a day here, or of the one after it. */
static gint64
get_moment (const char *day,
            int         after)
{
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) moment = NULL;
  int year;
  int month;
  int date;

  if (day == NULL || sscanf (day, "%4d-%2d-%2d", &year, &month, &date) != 3)
    return 0;
  start = g_date_time_new_local (year, month, date, 0, 0, 0);
  moment = start == NULL ? NULL : g_date_time_add_days (start, after);

  return moment == NULL ? 0 : g_date_time_to_unix (moment);
}

static gboolean
kh_history_filter_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KH_HISTORY_FILTER_BAR (widget)->datapoint));
}

static void
kh_history_filter_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KH_TYPE_HISTORY_FILTER_BAR);

  G_OBJECT_CLASS (kh_history_filter_bar_parent_class)->dispose (object);
}

static void
kh_history_filter_bar_finalize (GObject *object)
{
  KhHistoryFilterBar *self = KH_HISTORY_FILTER_BAR (object);

  g_free (self->from_day);
  g_free (self->to_day);
  g_strfreev (self->authors);
  g_strfreev (self->datapoints);

  G_OBJECT_CLASS (kh_history_filter_bar_parent_class)->finalize (object);
}

static void
kh_history_filter_bar_class_init (KhHistoryFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_history_filter_bar_dispose;
  object_class->finalize = kh_history_filter_bar_finalize;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_history_filter_bar_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-history-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, datapoint);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, datapoint_label);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, error);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, fields);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, from);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, from_label);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, member);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, member_label);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, to);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryFilterBar, to_label);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_from_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_to_done_cb);
}

static void
kh_history_filter_bar_init (KhHistoryFilterBar *self)
{
  static char *none[] = { NULL };
  const KhHistoryTerms terms = { none, none };

  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_label_for (self->datapoint_label, GTK_WIDGET (self->datapoint));
  kh_accessible_label_for (self->member_label, GTK_WIDGET (self->member));
  kh_accessible_label_for (self->from_label, GTK_WIDGET (self->from));
  kh_accessible_label_for (self->to_label, GTK_WIDGET (self->to));
  kh_history_filter_bar_set_terms (self, &terms);
}

void
kh_history_filter_bar_set_terms (KhHistoryFilterBar   *self,
                                 const KhHistoryTerms *terms)
{
  g_return_if_fail (KH_IS_HISTORY_FILTER_BAR (self));

  fill_drop_down (self, self->datapoint, &self->datapoints, terms->datapoints, _("All datapoints"), get_label);
  fill_drop_down (self, self->member, &self->authors, terms->authors, _("Everybody"), NULL);
  name_drop_downs (self);
}

void
kh_history_filter_bar_apply (KhHistoryFilterBar *self,
                             KhHistoryFilter    *filter)
{
  g_return_if_fail (KH_IS_HISTORY_FILTER_BAR (self));

  g_free (filter->datapoint);
  g_free (filter->author);
  filter->datapoint = g_strdup (get_chosen (self->datapoint, self->datapoints));
  filter->author = g_strdup (get_chosen (self->member, self->authors));
  filter->from = get_moment (self->from_day, 0);
  filter->until = get_moment (self->to_day, 1);
}

gboolean
kh_history_filter_bar_is_narrowed (KhHistoryFilterBar *self)
{
  g_return_val_if_fail (KH_IS_HISTORY_FILTER_BAR (self), FALSE);

  return get_chosen (self->datapoint, self->datapoints) != NULL || get_chosen (self->member, self->authors) != NULL ||
         self->from_day != NULL || self->to_day != NULL;
}

void
kh_history_filter_bar_clear (KhHistoryFilterBar *self)
{
  g_return_if_fail (KH_IS_HISTORY_FILTER_BAR (self));

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->datapoint, 0);
  gtk_drop_down_set_selected (self->member, 0);
  self->updating = FALSE;
  g_clear_pointer (&self->from_day, g_free);
  g_clear_pointer (&self->to_day, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->from), "");
  gtk_editable_set_text (GTK_EDITABLE (self->to), "");
  show_error (self, self->from, NULL);
  show_error (self, self->to, NULL);
  on_chosen_cb (self);
}
