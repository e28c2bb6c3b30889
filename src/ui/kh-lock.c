/* kh-lock.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-lock.h"

#include "kh-sign-in-window.h"

#include <time.h>

/* How often it is looked whether anybody is still there. */
#define LOOK_SECONDS 10

#define WATCHED "kh-lock-watched"

struct _KhLock
{
  GObject parent_instance;

  /* Borrowed, and NULL while it is not there */
  KhWindow *window;
  GtkWindow *sign_in;

  /* Owned */
  KhStore *store;
  GPtrArray *hidden;

  /* State: who worked here last, whose pages the window may still hold, and when a window was
   * touched last */
  gint64 last;
  gint64 touched_at;
  guint look_source;
};

G_DEFINE_FINAL_TYPE (KhLock, kh_lock, G_TYPE_OBJECT)

enum {
  SIGNAL_DECLINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The other windows */

static void
hide_window (KhLock    *self,
             GtkWindow *window)
{
  if (window == GTK_WINDOW (self->window) || window == self->sign_in || !gtk_widget_get_visible (GTK_WIDGET (window)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_ptr_array_add (self->hidden, g_object_ref (window));
}

/* Preferences and dialogs show as much as the window does. */
static void
hide_others (KhLock *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  g_autoptr (GPtrArray) windows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    g_ptr_array_add (windows, g_list_model_get_item (toplevels, i));
  for (guint i = 0; i < windows->len; i++)
    hide_window (self, g_ptr_array_index (windows, i));
}

static void
bring_back (KhLock   *self,
            gboolean  same)
{
  for (guint i = 0; i < self->hidden->len; i++)
    {
      GtkWindow *window = g_ptr_array_index (self->hidden, i);

      if (same)
        gtk_window_present (window);
      else
        gtk_window_destroy (window);
    }
  g_ptr_array_set_size (self->hidden, 0);
}

/* In and out */

static void
on_member_cb (KhLock *self)
{
  gint64 member = kh_store_get_member (self->store);

  if (member == 0 || self->window == NULL)
    return;
  if (self->last != 0 && self->last != member)
    kh_window_forget (self->window);
  kh_window_set_locked (self->window, FALSE);
  bring_back (self, self->last == 0 || self->last == member);
  self->last = member;
}

/* Whoever has left, or belongs to no group any more, could come in no more, and is not in either. */
static void
on_staff_cb (KhLock *self)
{
  const KhMember *member = kh_staff_get_member (kh_store_get_staff (self->store), kh_store_get_member (self->store));

  if (kh_store_get_member (self->store) != 0 && (member == NULL || !member->active || member->group == 0))
    kh_lock_shut (self);
}

/* What was not saved is lost, as the sign-in window has said. */
static void
on_declined_cb (KhLock *self)
{
  if (self->window != NULL)
    kh_window_forget (self->window);
  bring_back (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_DECLINED], 0);
}

static void
ask (KhLock *self)
{
  if (self->sign_in == NULL)
    {
      g_set_weak_pointer (&self->sign_in, kh_sign_in_window_new (GTK_WINDOW (self->window), self->store, self->last,
                                                                  kh_window_get_unsaved (self->window)));
      g_signal_connect_object (self->sign_in, "declined", G_CALLBACK (on_declined_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->sign_in);
}

static void
on_signed_in_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KhLock) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_sign_in_finish (KH_STORE (source), result, &error) && self->window != NULL)
    ask (self);
}

/* Leaving the desk */

/* Also while the machine sleeps: whoever wakes it up need not be the one who worked. */
static gint64
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return now.tv_sec;
}

static gboolean
on_event_cb (GtkEventControllerLegacy *controller G_GNUC_UNUSED,
             GdkEvent                 *event G_GNUC_UNUSED,
             KhLock                   *self)
{
  self->touched_at = get_seconds ();

  return GDK_EVENT_PROPAGATE;
}

static void
watch_window (KhLock    *self,
              GtkWidget *window)
{
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (window), WATCHED) == self)
    return;
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event_cb), self, 0);
  gtk_widget_add_controller (window, controller);
  g_object_set_data (G_OBJECT (window), WATCHED, self);
}

static void
on_toplevels_changed_cb (GListModel *toplevels,
                         guint       position,
                         guint       removed G_GNUC_UNUSED,
                         guint       added,
                         KhLock     *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      watch_window (self, window);
    }
}

static gboolean
on_look_timeout_cb (gpointer data)
{
  KhLock *self = data;

  kh_lock_tell_idle (self, (guint) MAX (get_seconds () - self->touched_at, 0));

  return G_SOURCE_CONTINUE;
}

static void
kh_lock_dispose (GObject *object)
{
  KhLock *self = KH_LOCK (object);

  g_clear_handle_id (&self->look_source, g_source_remove);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->sign_in);
  g_clear_object (&self->store);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);

  G_OBJECT_CLASS (kh_lock_parent_class)->dispose (object);
}

static void
kh_lock_class_init (KhLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_lock_dispose;

  signals[SIGNAL_DECLINED] = g_signal_new ("declined", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_lock_init (KhLock *self)
{
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
}

KhLock *
kh_lock_new (KhWindow *window,
             KhStore  *store)
{
  KhLock *self = g_object_new (KH_TYPE_LOCK, NULL);

  g_set_weak_pointer (&self->window, window);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_staff_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_toplevels_changed_cb), self, 0);
  watch_window (self, GTK_WIDGET (window));
  self->touched_at = get_seconds ();
  self->look_source = g_timeout_add_seconds (LOOK_SECONDS, on_look_timeout_cb, self);

  return self;
}

/* Lets somebody in: by itself where there is nothing to ask. */
void
kh_lock_open (KhLock *self)
{
  KhStaff *staff;
  const KhMember *only;

  g_return_if_fail (KH_IS_LOCK (self));

  self->last = kh_store_get_member (self->store);
  if (self->window == NULL || self->last != 0)
    return;
  staff = kh_store_get_staff (self->store);
  only = kh_staff_is_set_up (staff) ? kh_staff_get_only_member (staff) : NULL;
  kh_window_set_locked (self->window, TRUE);
  if (only != NULL && !only->has_password)
    kh_store_sign_in_async (self->store, only->id, NULL, NULL, on_signed_in_cb, g_object_ref (self));
  else
    ask (self);
}

/* Nobody is signed in from here on; also where nobody but one could come in again. */
void
kh_lock_shut (KhLock *self)
{
  g_return_if_fail (KH_IS_LOCK (self));

  if (self->window == NULL || kh_store_get_member (self->store) == 0)
    return;
  hide_others (self);
  kh_window_set_locked (self->window, TRUE);
  kh_store_sign_out (self->store);
  ask (self);
}

void
kh_lock_tell_idle (KhLock *self,
                   guint   seconds)
{
  guint minutes;

  g_return_if_fail (KH_IS_LOCK (self));

  minutes = kh_store_get_lock_minutes (self->store);
  if (minutes > 0 && seconds >= minutes * 60)
    kh_lock_shut (self);
}
