/* kh-outbox-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-bar.h"

#include "kh-dialogs.h"
#include "kh-store-links.h"
#include "waiting/kh-outbox-text.h"

#include <glib/gi18n.h>

/* What is sent sooner than this is not worth a word. */
#define DELAY_MS 250

/* From this age on it is worth a word. */
#define OLD_SECONDS 60

struct _KhOutboxBar
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *buttons;
  GtkWidget *compare_button;
  GtkLabel *text;

  /* Owned */
  KhServices *services;
  char *company;
  KhLink *hold; /* why nothing goes out for the customer's account, or NULL */

  /* State */
  gint64 customer;
  guint source;
};

G_DEFINE_FINAL_TYPE (KhOutboxBar, kh_outbox_bar, GTK_TYPE_WIDGET)

/* How many changes wait by themselves, wait for a person there, and wait for a person here; and
 * whether that person can settle it by looking at both sides. */
typedef struct {
  guint n_waiting;
  guint n_pending;
  guint n_stopped;
  gboolean to_settle;
} Total;

static void
add_to_total (Total         *total,
              KhOutboxState  state,
              guint          n)
{
  if (state == KH_OUTBOX_HELD || state == KH_OUTBOX_REJECTED)
    total->n_stopped += n;
  else if (state == KH_OUTBOX_PENDING)
    total->n_pending += n;
  else if (!kh_outbox_state_is_final (state))
    total->n_waiting += n;
}

static KhStore *
get_store (KhOutboxBar *self)
{
  return kh_services_get_store (self->services);
}

static const KhOutboxItem *
find_stopped (GPtrArray *items)
{
  const KhOutboxItem *found = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (item->state == KH_OUTBOX_HELD && item->reason != NULL)
        return item;
      if (item->state == KH_OUTBOX_HELD || (item->state == KH_OUTBOX_REJECTED && found == NULL))
        found = item;
    }

  return found;
}

static const KhOutboxItem *
find_oldest (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (!kh_outbox_state_is_final (item->state))
        return item;
    }

  return NULL;
}

/* While the company is left alone it says so, in the company's own sentence. */
static char *
dup_waiting_text (KhOutboxBar *self,
                  GPtrArray   *items,
                  guint        n)
{
  const KhOutboxItem *oldest = find_oldest (items);
  KhSender *sender = kh_services_get_sender (self->services);
  const char *pause = sender != NULL && oldest != NULL ? kh_sender_get_pause (sender, oldest->company) : NULL;
  gint64 now = g_get_real_time () / G_TIME_SPAN_SECOND;
  g_autofree char *text = NULL;
  g_autofree char *age = NULL;

  if (pause != NULL)
    /* Translators: a count, a monitoring company, and why nothing is sent, as a sentence. */
    return g_strdup_printf (ngettext ("%u change waits for %s. %s", "%u changes wait for %s. %s", n), n, self->company, pause);
  if (sender != NULL && kh_sender_is_locked (sender, self->customer))
    /* Translators: a count and a monitoring company. */
    return g_strdup_printf (ngettext ("%u change waits for %s. A passcode goes out once somebody who may see passcodes has "
                                      "signed in here.",
                                      "%u changes wait for %s. A passcode among them goes out once somebody who may see "
                                      "passcodes has signed in here.", n), n, self->company);
  /* Translators: a count and a monitoring company. */
  text = g_strdup_printf (ngettext ("%u change waits for %s. Keyholder sends it by itself.",
                                    "%u changes wait for %s. Keyholder sends them by itself.", n), n, self->company);
  if (oldest == NULL || now - oldest->queued_at < OLD_SECONDS)
    return g_steal_pointer (&text);
  age = kh_outbox_text_dup_age (oldest->queued_at, now);

  /* Translators: a sentence, and for how long, such as "5 minutes". */
  return g_strdup_printf (_("%s The oldest has waited %s."), text, age);
}

/* Whether the account was changed at the station. Where it is another one, or nobody's, there is
 * nothing to compare. */
static gboolean
is_to_settle (const char *why)
{
  return g_strcmp0 (why, kh_outbox_event_to_string (KH_OUTBOX_FOREIGN)) == 0 ||
         g_strcmp0 (why, kh_outbox_event_to_string (KH_OUTBOX_OLDER)) == 0;
}

static char *
dup_customer_text (KhOutboxBar *self,
                   GPtrArray   *items,
                   Total       *total)
{
  const KhOutboxItem *stopped = find_stopped (items);
  gboolean ours;

  for (guint i = 0; i < items->len; i++)
    add_to_total (total, ((const KhOutboxItem *) g_ptr_array_index (items, i))->state, 1);
  ours = total->n_waiting + total->n_pending + total->n_stopped > 0;

  if (self->hold != NULL && kh_link_is_held (self->hold))
    {
      total->n_stopped += total->n_stopped == 0;
      total->to_settle = is_to_settle (self->hold->hold);
      return kh_outbox_text_dup_held (self->company, self->hold->hold, self->hold->hold_message, ours);
    }
  total->to_settle = stopped != NULL && stopped->state == KH_OUTBOX_HELD && is_to_settle (stopped->reason);
  if (stopped != NULL && stopped->state == KH_OUTBOX_HELD)
    return kh_outbox_text_dup_held (self->company, stopped->reason, stopped->message, ours);
  if (stopped != NULL)
    return kh_outbox_text_dup_rejected (self->company, stopped);
  if (self->hold != NULL)
    /* Translators: a monitoring company. */
    return g_strdup_printf (_("Keyholder compares this account with %s before it sends anything."), self->company);
  if (total->n_waiting > 0)
    return dup_waiting_text (self, items, total->n_waiting);
  if (total->n_pending > 0)
    /* Translators: a count and a monitoring company. */
    return g_strdup_printf (ngettext ("%u change waits for somebody at %s to approve it.",
                                      "%u changes wait for somebody at %s to approve them.", total->n_pending),
                            total->n_pending, self->company);

  return NULL;
}

static void
show_text (KhOutboxBar *self,
           const char  *text,
           const Total *total)
{
  const gboolean may_decide = total->n_stopped > 0 &&
                              kh_grants_has (kh_store_get_grants (get_store (self)), KH_GRANT_CENTRAL_STATION_LINK);

  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (self->compare_button, total->to_settle);
  gtk_widget_set_visible (self->buttons, may_decide);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhOutboxBar) self = data;
  g_autoptr (GPtrArray) items = kh_store_list_outbox_finish (KH_STORE (source), result, NULL);
  g_autofree char *text = NULL;
  Total total = { 0 };

  if (self->services == NULL)
    return;
  if (items != NULL)
    text = dup_customer_text (self, items, &total);
  show_text (self, text, &total);
}

static void
on_holds_listed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (KhOutboxBar) self = data;
  g_autoptr (GPtrArray) holds = kh_store_list_holds_finish (KH_STORE (source), result, NULL);
  const KhLink *hold = holds != NULL && holds->len == 1 ? g_ptr_array_index (holds, 0) : NULL;

  if (self->services == NULL)
    return;
  g_clear_pointer (&self->hold, kh_link_free);
  if (hold != NULL && hold->customer == self->customer)
    self->hold = kh_link_copy (hold);
  kh_store_list_outbox_async (get_store (self), self->customer, NULL, on_listed_cb, g_object_ref (self));
}

static void
look (KhOutboxBar *self)
{
  kh_store_list_holds_async (get_store (self), self->customer, NULL, on_holds_listed_cb, g_object_ref (self));
}

static gboolean
on_timeout_cb (gpointer data)
{
  KhOutboxBar *self = data;

  self->source = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

/* Many changes at once are looked at once. */
static void
on_changed_cb (KhOutboxBar *self,
               gint64       customer)
{
  if (self->source == 0 && self->customer == customer)
    self->source = g_timeout_add (DELAY_MS, on_timeout_cb, self);
}

static void
on_member_cb (KhOutboxBar *self)
{
  on_changed_cb (self, self->customer);
}

static void
on_decided_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhOutboxBar) self = data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!kh_store_decide_outbox_finish (KH_STORE (source), result, &error) && GTK_IS_WINDOW (root))
    kh_dialogs_tell (GTK_WINDOW (root), _("Nothing Was Changed"), error->message, NULL);
}

static void
decide (KhOutboxBar   *self,
        KhOutboxEvent  event)
{
  kh_store_decide_outbox_async (get_store (self), self->customer, event, on_decided_cb, g_object_ref (self));
}

static void
on_retry_clicked_cb (KhOutboxBar *self)
{
  decide (self, KH_OUTBOX_RETRIED);
}

static void
on_discard_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhOutboxBar) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && self->services != NULL)
    decide (self, KH_OUTBOX_DISCARDED);
}

static void
on_discard_clicked_cb (KhOutboxBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *body = NULL;

  /* Translators: a monitoring company, twice. */
  body = g_strdup_printf (_("What waits for %s is not sent then. The record stays as it is, and %s keeps what it has. "
                            "The history says that you decided so."), self->company, self->company);
  kh_dialogs_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Discard the Changes?"), body, NULL,
                        _("_Cancel"), NULL, _("_Discard"), KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL, NULL,
                        on_discard_answered_cb, g_object_ref (self));
}

static void
kh_outbox_bar_dispose (GObject *object)
{
  KhOutboxBar *self = KH_OUTBOX_BAR (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->services);
  g_clear_pointer (&self->company, g_free);
  g_clear_pointer (&self->hold, kh_link_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_OUTBOX_BAR);

  G_OBJECT_CLASS (kh_outbox_bar_parent_class)->dispose (object);
}

static void
kh_outbox_bar_class_init (KhOutboxBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_outbox_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-outbox-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KhOutboxBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, KhOutboxBar, compare_button);
  gtk_widget_class_bind_template_child (widget_class, KhOutboxBar, text);
  gtk_widget_class_bind_template_callback (widget_class, on_discard_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
}

static void
kh_outbox_bar_init (KhOutboxBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
watch (KhOutboxBar *self,
       KhServices  *services)
{
  KhStore *store = kh_services_get_store (services);

  if (g_set_object (&self->services, services))
    {
      g_signal_connect_object (store, "outbox-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (store, "notify::member", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
      if (kh_services_get_sender (services) != NULL)
        {
          g_signal_connect_object (kh_services_get_sender (services), "paused", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (kh_services_get_sender (services), "resumed", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
        }
    }
  look (self);
}

void
kh_outbox_bar_show_customer (KhOutboxBar *self,
                             KhServices  *services,
                             gint64       customer,
                             const char  *company)
{
  g_return_if_fail (KH_IS_OUTBOX_BAR (self));
  g_return_if_fail (customer != 0);

  self->customer = customer;
  g_free (self->company);
  self->company = g_strdup (company);
  watch (self, services);
}
