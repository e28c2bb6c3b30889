/* kh-waiting-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-waiting-row.h"

#include "kh-accessible.h"
#include "kh-outbox-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

enum {
  CUSTOMER,
  DATAPOINT,
  COMPANY,
  STATE,
  AGE,
  N_TEXTS
};

/* In the average letter. */
static const struct {
  const char *title;
  guint chars;
} columns[N_TEXTS] = {
  { N_("Customer"), 22 },
  { N_("Change"), 18 },
  { N_("Company"), 20 },
  { N_("State"), 14 },
  /* Translators: how long a change has waited. */
  { N_("For"), 11 },
};

struct _KhWaitingRow
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *head;
  GtkWidget *texts[N_TEXTS];
  GtkWidget *reason;

  /* Owned */
  KhWaitingItem *item;
  KhCatalogues *catalogues;

  /* State */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (KhWaitingRow, kh_waiting_row, GTK_TYPE_WIDGET)

static char *
dup_company (KhWaitingRow    *self,
             const KhWaiting *waiting)
{
  KhCompany *company = kh_catalogues_get_company (self->catalogues, waiting->company);

  return company != NULL ? kh_value_dup_visible (kh_company_get_name (company)) : g_strdup ("");
}

static char *
dup_change (const KhWaiting *waiting)
{
  if (waiting->item == NULL)
    /* Translators: in place of a datapoint: the whole account is held. */
    return g_strdup (_("The account"));
  if (waiting->item->hidden && !kh_outbox_item_is_sealed (waiting->item))
    return g_strdup (_("A value that you may not view"));

  return kh_outbox_item_dup_label (waiting->item);
}

static char *
dup_reason (const KhWaiting *waiting,
            const char      *company)
{
  if (waiting->item == NULL)
    return kh_outbox_text_dup_held (company, waiting->hold, waiting->hold_message, FALSE);
  if (waiting->item->hidden && !kh_outbox_item_is_sealed (waiting->item))
    return NULL;
  if (waiting->item->state == KH_OUTBOX_HELD)
    return kh_outbox_text_dup_held (company, waiting->item->reason, waiting->item->message, TRUE);
  if (waiting->item->state == KH_OUTBOX_REJECTED)
    return kh_outbox_text_dup_rejected (company, waiting->item);

  return NULL;
}

static void
set_text (KhWaitingRow *self,
          guint         column,
          const char   *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (self->texts[column]), text);
  gtk_widget_set_tooltip_text (self->texts[column],
                               g_utf8_strlen (text, -1) > (glong) columns[column].chars ? text : NULL);
}

static void
update_age (KhWaitingRow    *self,
            const KhWaiting *waiting)
{
  g_autofree char *age = NULL;

  if (waiting->item != NULL)
    age = kh_outbox_text_dup_age (waiting->item->queued_at, g_get_real_time () / G_TIME_SPAN_SECOND);
  set_text (self, AGE, age != NULL ? age : "");
}

static void
update_name (KhWaitingRow *self,
             const char   *reason)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < N_TEXTS; i++)
    g_string_append_printf (name, "%s%s", i > 0 ? ", " : "",
                            gtk_inscription_get_text (GTK_INSCRIPTION (self->texts[i])));
  if (reason != NULL)
    g_string_append_printf (name, ". %s", reason);
  kh_accessible_name_list_row (GTK_WIDGET (self), name->str);
  g_string_free (name, TRUE);
}

void
kh_waiting_row_update (KhWaitingRow *self)
{
  const KhWaiting *waiting;
  g_autofree char *customer = NULL;
  g_autofree char *company = NULL;
  g_autofree char *change = NULL;
  g_autofree char *reason = NULL;

  g_return_if_fail (KH_IS_WAITING_ROW (self));

  if (self->item == NULL)
    return;
  waiting = kh_waiting_item_get (self->item);
  customer = kh_value_dup_visible (waiting->name);
  company = dup_company (self, waiting);
  change = dup_change (waiting);
  reason = dup_reason (waiting, company);
  set_text (self, CUSTOMER, customer);
  set_text (self, DATAPOINT, change);
  set_text (self, COMPANY, company);
  set_text (self, STATE, kh_outbox_text_get_state (waiting->item != NULL ? waiting->item->state : KH_OUTBOX_HELD));
  update_age (self, waiting);
  gtk_label_set_text (GTK_LABEL (self->reason), reason != NULL ? reason : "");
  gtk_widget_set_visible (self->reason, reason != NULL);
  update_name (self, reason);
}

static GtkWidget *
make_text (guint chars)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* All rows shrink alike. */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), chars * 2 / 3);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), chars);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (text), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), 1);

  return text;
}

static void
kh_waiting_row_dispose (GObject *object)
{
  KhWaitingRow *self = KH_WAITING_ROW (object);
  GtkWidget *child;

  kh_waiting_row_set_item (self, NULL, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_waiting_row_parent_class)->dispose (object);
}

static void
kh_waiting_row_class_init (KhWaitingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_waiting_row_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
kh_waiting_row_init (KhWaitingRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)), GTK_ORIENTATION_VERTICAL);
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_valign (self->head, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (self->head, TRUE);
  gtk_widget_set_parent (self->head, widget);
  for (guint i = 0; i < N_TEXTS; i++)
    {
      self->texts[i] = make_text (columns[i].chars);
      gtk_widget_set_hexpand (self->texts[i], i == 0);
      gtk_box_append (GTK_BOX (self->head), self->texts[i]);
    }
  self->reason = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->reason), 0);
  gtk_label_set_wrap (GTK_LABEL (self->reason), TRUE);
  gtk_widget_add_css_class (self->reason, "reason");
  gtk_widget_set_visible (self->reason, FALSE);
  gtk_widget_set_parent (self->reason, widget);
}

GtkWidget *
kh_waiting_row_new (void)
{
  return g_object_new (KH_TYPE_WAITING_ROW, NULL);
}

GtkWidget *
kh_waiting_row_new_head (void)
{
  KhWaitingRow *self = g_object_new (KH_TYPE_WAITING_ROW, NULL);

  for (guint i = 0; i < N_TEXTS; i++)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->texts[i]), _(columns[i].title));
  gtk_widget_add_css_class (GTK_WIDGET (self), "table-head");

  return GTK_WIDGET (self);
}

void
kh_waiting_row_set_item (KhWaitingRow  *self,
                         KhWaitingItem *item,
                         KhCatalogues  *catalogues)
{
  g_return_if_fail (KH_IS_WAITING_ROW (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  g_set_object (&self->catalogues, catalogues);
  if (item == NULL)
    return;
  self->changed_id = g_signal_connect_object (item, "changed", G_CALLBACK (kh_waiting_row_update), self, G_CONNECT_SWAPPED);
  kh_waiting_row_update (self);
}
