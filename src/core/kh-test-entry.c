/* kh-test-entry.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-test-entry.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <time.h>

struct _KhTestEntry
{
  GObject parent_instance;

  /* Owned */
  char *id;
  KhTestOrder *order;
  GDateTime *from;
  GDateTime *until;

  /* State */
  gint64 ends; /* by kh_test_clock_now() */
};

G_DEFINE_FINAL_TYPE (KhTestEntry, kh_test_entry, G_TYPE_OBJECT)

G_DEFINE_QUARK (kh-test-error-quark, kh_test_error)

/**
 * kh_test_order_new:
 *
 * Returns: (transfer full): an order for the whole account, freed with kh_test_order_free()
 */
KhTestOrder *
kh_test_order_new (void)
{
  return g_new0 (KhTestOrder, 1);
}

/**
 * kh_test_order_free:
 * @order: (nullable): an order
 */
void
kh_test_order_free (KhTestOrder *order)
{
  if (order == NULL)
    return;

  g_strfreev (order->items);
  g_free (order->reason);
  g_free (order->author);
  g_free (order);
}

static KhTestOrder *
copy_order (const KhTestOrder *order)
{
  KhTestOrder *copy = kh_test_order_new ();

  *copy = *order;
  copy->items = g_strdupv (order->items);
  copy->reason = g_strdup (order->reason);
  copy->author = g_strdup (order->author);

  return copy;
}

static gboolean
check_time (guint    minutes,
            guint    longest,
            GError **error)
{
  if (minutes == 0)
    g_set_error_literal (error, KH_TEST_ERROR, KH_TEST_ERROR_TIME,
                         _("Say how long the test takes: at least one minute."));
  else if (longest > 0 && minutes > longest)
    /* Translators: hours, minutes. */
    g_set_error (error, KH_TEST_ERROR, KH_TEST_ERROR_TIME,
                 _("The station takes tests of at most %u h %02u min. Enter a shorter time."),
                 longest / 60, longest % 60);
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_reason (const char *reason,
              GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  if (reason == NULL)
    return TRUE;

  if (g_utf8_strlen (reason, -1) > KH_TEST_LONGEST_REASON)
    g_set_error (error, KH_TEST_ERROR, KH_TEST_ERROR_REASON,
                 _("The description has at most %d characters. Shorten it."), KH_TEST_LONGEST_REASON);
  else if (!kh_text_check (reason, KH_TEXT_ONE_LINE, &local_error))
    g_set_error_literal (error, KH_TEST_ERROR, KH_TEST_ERROR_REASON, local_error->message);
  else
    return TRUE;

  return FALSE;
}

/**
 * kh_test_order_check:
 * @order: an order
 * @longest: the station's longest test in minutes, or 0 where it names none
 * @error: return location for an error of %KH_TEST_ERROR that can be shown beside what is wrong
 *
 * Returns: whether it can be sent
 */
gboolean
kh_test_order_check (const KhTestOrder *order,
                     guint              longest,
                     GError           **error)
{
  gboolean has_items = order->items != NULL && order->items[0] != NULL;

  if (!check_time (order->minutes, longest, error) || !check_reason (order->reason, error))
    return FALSE;
  if (order->scope != KH_TEST_SCOPE_OTHER && has_items == (order->scope != KH_TEST_SCOPE_ALL))
    return TRUE;

  g_set_error_literal (error, KH_TEST_ERROR, KH_TEST_ERROR_SCOPE,
                       _("Choose the areas, zones or systems that are on test, or the whole account."));

  return FALSE;
}

/**
 * kh_test_clock_now:
 *
 * Whoever sets the desk's clock, or closes the lid for an hour, does not change how long a
 * test at the station goes on.
 *
 * Returns: microseconds since the machine was started
 */
gint64
kh_test_clock_now (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time ();

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
kh_test_entry_finalize (GObject *object)
{
  KhTestEntry *self = KH_TEST_ENTRY (object);

  g_free (self->id);
  kh_test_order_free (self->order);
  g_clear_pointer (&self->from, g_date_time_unref);
  g_clear_pointer (&self->until, g_date_time_unref);

  G_OBJECT_CLASS (kh_test_entry_parent_class)->finalize (object);
}

static void
kh_test_entry_class_init (KhTestEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_test_entry_finalize;
}

static void
kh_test_entry_init (KhTestEntry *self G_GNUC_UNUSED)
{
}

/**
 * kh_test_entry_new:
 * @id: the station's id of it
 * @order: how long, what of the account, why and by whom
 * @from: when it began
 * @until: when it ends by the station's clock
 * @told: what time it was at the station
 * @clock: when that was, by kh_test_clock_now()
 *
 * Returns: (transfer full): the test
 */
KhTestEntry *
kh_test_entry_new (const char        *id,
                   const KhTestOrder *order,
                   GDateTime         *from,
                   GDateTime         *until,
                   GDateTime         *told,
                   gint64             clock)
{
  KhTestEntry *self = g_object_new (KH_TYPE_TEST_ENTRY, NULL);

  self->id = g_strdup (id);
  self->order = copy_order (order);
  self->from = g_date_time_ref (from);
  self->until = g_date_time_ref (until);
  self->ends = clock + g_date_time_difference (until, told);

  return self;
}

/**
 * kh_test_entry_get_id:
 * @self: a test
 *
 * Returns: the station's id of it
 */
const char *
kh_test_entry_get_id (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), NULL);

  return self->id;
}

/**
 * kh_test_entry_get_from:
 * @self: a test
 *
 * Returns: (transfer none): when it began, in UTC
 */
GDateTime *
kh_test_entry_get_from (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), NULL);

  return self->from;
}

/**
 * kh_test_entry_get_until:
 * @self: a test
 *
 * Returns: (transfer none): when it ends, in UTC and by the station's clock
 */
GDateTime *
kh_test_entry_get_until (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), NULL);

  return self->until;
}

/**
 * kh_test_entry_get_minutes:
 * @self: a test
 *
 * Returns: how long it is in all
 */
guint
kh_test_entry_get_minutes (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), 0);

  return self->order->minutes;
}

/**
 * kh_test_entry_get_scope:
 * @self: a test
 *
 * Returns: what of the account is on test
 */
KhTestScope
kh_test_entry_get_scope (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), KH_TEST_SCOPE_OTHER);

  return self->order->scope;
}

/**
 * kh_test_entry_get_reason:
 * @self: a test
 *
 * Returns: (nullable): why it is on test
 */
const char *
kh_test_entry_get_reason (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), NULL);

  return self->order->reason;
}

/**
 * kh_test_entry_get_author:
 * @self: a test
 *
 * Returns: (nullable): who put it on test
 */
const char *
kh_test_entry_get_author (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), NULL);

  return self->order->author;
}

/**
 * kh_test_entry_get_seconds_left:
 * @self: a test
 * @clock: what kh_test_clock_now() gives
 *
 * Returns: how long it still goes on; 0 when it is over
 */
gint64
kh_test_entry_get_seconds_left (KhTestEntry *self,
                                gint64       clock)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), 0);

  /* The last second is one until it is over. */
  return clock >= self->ends ? 0 : (self->ends - clock + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
}

/**
 * kh_test_entry_dup_time_left:
 * @self: a test
 * @clock: what kh_test_clock_now() gives
 *
 * Returns: (transfer full): how long it still goes on, such as 1:05:09, or that it is over
 */
char *
kh_test_entry_dup_time_left (KhTestEntry *self,
                             gint64       clock)
{
  gint64 left = kh_test_entry_get_seconds_left (self, clock);

  if (left == 0)
    return g_strdup (_("Over"));

  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", left / 3600, (int) (left / 60 % 60), (int) (left % 60));
}

static char *
dup_items (KhTestScope  scope,
           char       **items)
{
  gulong count = g_strv_length (items);
  /* Translators: between two numbers of a list. */
  g_autofree char *joined = g_strjoinv (_(", "), items);

  switch (scope)
    {
    case KH_TEST_SCOPE_AREAS:
      /* Translators: numbers of areas. */
      return g_strdup_printf (ngettext ("Area %s", "Areas %s", count), joined);
    case KH_TEST_SCOPE_ZONES:
      /* Translators: numbers of zones. */
      return g_strdup_printf (ngettext ("Zone %s", "Zones %s", count), joined);
    case KH_TEST_SCOPE_SYSTEMS:
      /* Translators: numbers of systems. */
      return g_strdup_printf (ngettext ("System %s", "Systems %s", count), joined);
    case KH_TEST_SCOPE_ALL:
    case KH_TEST_SCOPE_OTHER:
      break;
    }

  return g_strdup (_("Part of the account"));
}

/**
 * kh_test_entry_dup_scope:
 * @self: a test
 *
 * Returns: (transfer full): what of the account is on test, for a person
 */
char *
kh_test_entry_dup_scope (KhTestEntry *self)
{
  g_return_val_if_fail (KH_IS_TEST_ENTRY (self), NULL);

  if (self->order->scope == KH_TEST_SCOPE_ALL)
    return g_strdup (_("Whole account"));
  if (self->order->items == NULL || self->order->items[0] == NULL)
    return g_strdup (_("Part of the account"));

  return dup_items (self->order->scope, self->order->items);
}
