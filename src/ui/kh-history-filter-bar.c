/* kh-history-filter-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-filter-bar.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-focus.h"
#include "kh-place.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* Any day that a datapoint can have: the registry sets this one no limit. */
#define DAY_DATAPOINT KH_DATAPOINT_CANCEL_DATE

struct _KhHistoryFilterBar
{
  GtkWidget parent_instance;

  /* Template children */
  KhEntryList *datapoint;
  GtkLabel *datapoint_label;
  GtkLabel *error;
  GtkWidget *fields;
  GtkEntry *from;
  GtkLabel *from_label;
  KhEntryList *member;
  GtkLabel *member_label;
  GtkEntry *to;
  GtkLabel *to_label;

  /* Owned: canonical days or NULL */
  char *from_day;
  char *to_day;
};

G_DEFINE_FINAL_TYPE (KhHistoryFilterBar, kh_history_filter_bar, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The lists */

static void
fill_list (KhEntryList  *list,
           char        **terms,
           char       *(*dup_shown) (const char *term))
{
  kh_entry_list_begin (list);
  for (; *terms != NULL; terms++)
    {
      g_autofree char *shown = dup_shown != NULL ? dup_shown (*terms) : g_strdup (*terms);

      kh_entry_list_add (list, *terms, shown);
    }
  kh_entry_list_end (list);
}

static void
on_chosen_cb (KhHistoryFilterBar *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
name_list (KhEntryList *list,
           GtkLabel    *label,
           const char  *none)
{
  kh_entry_list_set_none (list, none);
  kh_entry_list_set_name (list, gtk_label_get_text (label));
  kh_accessible_label_for (label, GTK_WIDGET (list));
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

  g_type_ensure (KH_TYPE_ENTRY_LIST);
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
  name_list (self->datapoint, self->datapoint_label, _("All datapoints"));
  name_list (self->member, self->member_label, _("Everybody"));
  kh_accessible_label_for (self->from_label, GTK_WIDGET (self->from));
  kh_accessible_label_for (self->to_label, GTK_WIDGET (self->to));
  kh_history_filter_bar_set_terms (self, &terms);
}

void
kh_history_filter_bar_set_terms (KhHistoryFilterBar   *self,
                                 const KhHistoryTerms *terms)
{
  g_return_if_fail (KH_IS_HISTORY_FILTER_BAR (self));

  fill_list (self->datapoint, terms->datapoints, kh_place_dup_label);
  fill_list (self->member, terms->authors, NULL);
}

void
kh_history_filter_bar_apply (KhHistoryFilterBar *self,
                             KhHistoryFilter    *filter)
{
  g_return_if_fail (KH_IS_HISTORY_FILTER_BAR (self));

  g_free (filter->datapoint);
  g_free (filter->author);
  filter->datapoint = g_strdup (kh_entry_list_get_chosen (self->datapoint));
  filter->author = g_strdup (kh_entry_list_get_chosen (self->member));
  filter->from = get_moment (self->from_day, 0);
  filter->until = get_moment (self->to_day, 1);
}

gboolean
kh_history_filter_bar_is_narrowed (KhHistoryFilterBar *self)
{
  g_return_val_if_fail (KH_IS_HISTORY_FILTER_BAR (self), FALSE);

  return kh_entry_list_get_chosen (self->datapoint) != NULL || kh_entry_list_get_chosen (self->member) != NULL ||
         self->from_day != NULL || self->to_day != NULL;
}

void
kh_history_filter_bar_clear (KhHistoryFilterBar *self)
{
  g_return_if_fail (KH_IS_HISTORY_FILTER_BAR (self));

  kh_entry_list_set_chosen (self->datapoint, NULL);
  kh_entry_list_set_chosen (self->member, NULL);
  g_clear_pointer (&self->from_day, g_free);
  g_clear_pointer (&self->to_day, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->from), "");
  gtk_editable_set_text (GTK_EDITABLE (self->to), "");
  show_error (self, self->from, NULL);
  show_error (self, self->to, NULL);
  on_chosen_cb (self);
}
