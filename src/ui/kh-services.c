/* kh-services.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-services.h"

#define REVEAL_TIME 15000

struct _KhServices
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  KhStations *stations;
  KhTestMemory *tests;
  KhLentFolder *lent;
  KhDesk *desk;
  KhSender *sender;
  KhWatcher *watcher;

  /* State */
  guint reveal_time;
};

G_DEFINE_FINAL_TYPE (KhServices, kh_services, G_TYPE_OBJECT)

static void
kh_services_dispose (GObject *object)
{
  KhServices *self = KH_SERVICES (object);

  g_clear_object (&self->store);
  g_clear_object (&self->stations);
  g_clear_object (&self->tests);
  g_clear_object (&self->lent);
  g_clear_object (&self->desk);
  g_clear_object (&self->sender);
  g_clear_object (&self->watcher);

  G_OBJECT_CLASS (kh_services_parent_class)->dispose (object);
}

static void
kh_services_class_init (KhServicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_services_dispose;
}

static void
kh_services_init (KhServices *self)
{
  self->reveal_time = REVEAL_TIME;
  self->tests = kh_test_memory_new ();
  self->lent = kh_lent_folder_new ();
}

KhServices *
kh_services_new (KhStore    *store,
                 KhStations *stations)
{
  KhServices *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_STATIONS (stations), NULL);

  self = g_object_new (KH_TYPE_SERVICES, NULL);
  self->store = g_object_ref (store);
  self->stations = g_object_ref (stations);

  return self;
}

KhStore *
kh_services_get_store (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->store;
}

KhStations *
kh_services_get_stations (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->stations;
}

KhTestMemory *
kh_services_get_tests (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->tests;
}

KhLentFolder *
kh_services_get_lent (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->lent;
}

guint
kh_services_get_reveal_time (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), 0);

  return self->reveal_time;
}

void
kh_services_set_reveal_time (KhServices *self,
                             guint       milliseconds)
{
  g_return_if_fail (KH_IS_SERVICES (self));

  self->reveal_time = milliseconds;
}

KhDesk *
kh_services_get_desk (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->desk;
}

void
kh_services_set_desk (KhServices *self,
                      KhDesk     *desk)
{
  g_return_if_fail (KH_IS_SERVICES (self));

  g_set_object (&self->desk, desk);
}

KhSender *
kh_services_get_sender (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->sender;
}

void
kh_services_set_sender (KhServices *self,
                        KhSender   *sender)
{
  g_return_if_fail (KH_IS_SERVICES (self));

  g_set_object (&self->sender, sender);
}

KhWatcher *
kh_services_get_watcher (KhServices *self)
{
  g_return_val_if_fail (KH_IS_SERVICES (self), NULL);

  return self->watcher;
}

void
kh_services_set_watcher (KhServices *self,
                         KhWatcher  *watcher)
{
  g_return_if_fail (KH_IS_SERVICES (self));

  g_set_object (&self->watcher, watcher);
}
