/* kh-desk.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-desk.h"

#include <glib/gi18n-lib.h>

/* A keyring that needs no person answers much sooner. */
#define SILENT_SECONDS 5

struct _KhDesk
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  KhKeyring *keyring;
  GCancellable *cancellable;

  /* State */
  KhDeskState state;
  guint silent_source;
};

G_DEFINE_FINAL_TYPE (KhDesk, kh_desk, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_state (KhDesk      *self,
           KhDeskState  state)
{
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The store */

static void
on_used_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (KhDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_use_desk_key_finish (KH_STORE (source), result, &error))
    g_debug ("The desk's key opened nothing: %s", error->message);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
use (KhDesk *self)
{
  kh_store_use_desk_key_async (self->store, NULL, on_used_cb, g_object_ref (self));
}

/* Somebody may come in while the key is on its way. */
static void
on_member_cb (KhDesk *self)
{
  if (self->state == KH_DESK_READY && kh_store_lacks_keys (self->store))
    use (self);
  else
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_keys_cb (KhDesk *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The keyring */

static KhDeskState
get_outcome (KhKeyringState state)
{
  switch (state)
    {
    case KH_KEYRING_ABSENT:
      return KH_DESK_ABSENT;
    case KH_KEYRING_LOCKED:
      return KH_DESK_LOCKED;
    case KH_KEYRING_READY:
      return KH_DESK_READY;
    }

  g_assert_not_reached ();
}

static void
on_fetched_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (KhDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  KhKeyringState state = KH_KEYRING_ABSENT;
  g_autoptr (KhSecret) key = kh_keyring_fetch_desk_key_finish (KH_KEYRING (source), result, &state, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_handle_id (&self->silent_source, g_source_remove);
  if (error != NULL)
    g_debug ("There is no desk key: %s", error->message);
  if (key != NULL)
    {
      kh_store_set_desk_key (self->store, key);
      self->state = KH_DESK_READY;
      use (self);
      return;
    }
  set_state (self, get_outcome (state));
}

static gboolean
on_silent_timeout_cb (gpointer data)
{
  KhDesk *self = data;

  self->silent_source = 0;
  set_state (self, KH_DESK_SILENT);

  return G_SOURCE_REMOVE;
}

static void
kh_desk_dispose (GObject *object)
{
  KhDesk *self = KH_DESK (object);

  kh_desk_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (kh_desk_parent_class)->dispose (object);
}

static void
kh_desk_class_init (KhDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_desk_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_desk_init (KhDesk *self G_GNUC_UNUSED)
{
}

KhDesk *
kh_desk_new (KhStore   *store,
             KhKeyring *keyring)
{
  KhDesk *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_KEYRING (keyring), NULL);

  self = g_object_new (KH_TYPE_DESK, NULL);
  self->store = g_object_ref (store);
  self->keyring = g_object_ref (keyring);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_keys_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::has-keys", G_CALLBACK (on_keys_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
kh_desk_ask (KhDesk *self)
{
  g_return_if_fail (KH_IS_DESK (self));

  kh_desk_stop (self);
  self->cancellable = g_cancellable_new ();
  self->silent_source = g_timeout_add_seconds (SILENT_SECONDS, on_silent_timeout_cb, self);
  set_state (self, KH_DESK_ASKING);
  kh_keyring_fetch_desk_key_async (self->keyring, self->cancellable, on_fetched_cb, g_object_ref (self));
}

/* What is under way lets go of its reference, and touches nothing. */
void
kh_desk_stop (KhDesk *self)
{
  g_return_if_fail (KH_IS_DESK (self));

  g_clear_handle_id (&self->silent_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

KhDeskState
kh_desk_get_state (KhDesk *self)
{
  g_return_val_if_fail (KH_IS_DESK (self), KH_DESK_ABSENT);

  return self->state;
}

/* Why */

static const char *
get_why_of_keyring (KhDesk         *self,
                    const KhMember *member)
{
  switch (self->state)
    {
    case KH_DESK_ASKING:
      return NULL;
    case KH_DESK_SILENT:
      return _("The desktop’s keyring does not answer, so you can neither see nor change passcodes. "
               "Look for a question on the screen, or try again.");
    case KH_DESK_ABSENT:
      return _("This desktop has no keyring to keep your key in, so you can neither see nor change passcodes. "
               "Set a password for yourself, and you can.");
    case KH_DESK_LOCKED:
      return _("The desktop’s keyring is locked, so you can neither see nor change passcodes. "
               "Unlock it and try again.");
    case KH_DESK_READY:
      return kh_staff_waits_for_keys (kh_store_get_staff (self->store), member->id)
             ? _("You may see passcodes, and wait for the keys to them. "
                 "Ask somebody who can see them to save you once more in Preferences, Staff.")
             : _("Your key to the passcodes is in the keyring of another desk, or lost, so you can neither see nor change them. "
                 "Work at that desk, use the recovery key, or ask somebody who can see them to set a password for you.");
    }

  g_assert_not_reached ();
}

char *
kh_desk_dup_why (KhDesk *self)
{
  const KhMember *member;

  g_return_val_if_fail (KH_IS_DESK (self), NULL);

  member = kh_staff_get_member (kh_store_get_staff (self->store), kh_store_get_member (self->store));
  if (member == NULL || !kh_store_lacks_keys (self->store))
    return NULL;
  if (member->has_password)
    return g_strdup (_("You may see passcodes, and have no keys to them since your password was set for you. "
                       "Ask somebody who can see them to save you once more in Preferences, Staff, or use the recovery key."));

  return g_strdup (get_why_of_keyring (self, member));
}
