/* kh-comparer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-comparer.h"

#include "kh-dialogs.h"
#include "kh-discrepancies-dialog.h"
#include "kh-discrepancies-text.h"
#include "kh-row-comparison.h"

#include <glib/gi18n.h>

struct _KhComparer
{
  GObject parent_instance;

  /* Owned */
  KhServices *services;
  KhLinker *linker;

  /* Weak */
  GtkWindow *parent;

  /* Borrowed: closes before the linker goes */
  GtkWindow *dialog;

  /* State */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (KhComparer, kh_comparer, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_company_name (KhComparer *self)
{
  return kh_company_get_name (kh_linker_get_company (self->linker));
}

static void
end (KhComparer *self)
{
  if (self->linker != NULL)
    g_signal_handlers_disconnect_by_data (self->linker, self);
  g_clear_object (&self->linker);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
tell (KhComparer *self,
      const char *text)
{
  g_signal_emit (self, signals[NOTICE], 0, text);
}

static void
tell_failed (KhComparer   *self,
             const GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->quiet || self->parent == NULL)
    tell (self, error->message);
  else
    kh_dialogs_tell (self->parent, _("Not Compared"), error->message, NULL);
}

/* Nothing is written at the station yet, and the clerk need not wait for that. */
static void
tell_settled (KhComparer *self)
{
  KhComparison *comparison = kh_linker_get_comparison (self->linker);
  g_autoptr (GPtrArray) changes = kh_comparison_dup_changes (comparison);
  g_autofree char *text = NULL;

  if (changes->len > 0)
    /* Translators: the monitoring company. */
    text = g_strdup_printf (_("What you decided is kept. What %s is to have is sent to it by itself."), get_company_name (self));
  else
    text = g_strdup (_("What you decided is kept."));
  tell (self, text);
}

static void
on_dialog_done_cb (KhComparer *self,
                   gboolean    settled)
{
  g_autoptr (KhComparer) kept = g_object_ref (self);

  self->dialog = NULL;
  if (settled)
    tell_settled (self);
  else if (kh_linker_get_state (self->linker) == KH_LINKER_FAILED)
    tell_failed (self, kh_linker_get_error (self->linker));
  end (self);
}

/* Whether there is anything to see that is not the same on both sides. */
static gboolean
has_differences (KhComparison *comparison)
{
  return kh_comparison_count_rows (comparison) + kh_comparison_count_conflicts (comparison) +
         kh_row_comparison_count_rows (kh_comparison_get_rows (comparison)) +
         kh_comparison_count (comparison, KH_DIFFERENCE_CANNOT_WRITE) > 0;
}

/* Whether somebody has to decide. */
static gboolean
has_conflicts (KhComparer *self)
{
  return kh_comparison_count_conflicts (kh_linker_get_comparison (self->linker)) > 0;
}

static char *
dup_result (KhComparer *self)
{
  KhComparison *comparison = kh_linker_get_comparison (self->linker);

  if (kh_linker_count_hidden_conflicts (self->linker) > 0)
    return kh_discrepancies_text_dup_hidden (self->linker, comparison);
  if (has_differences (comparison))
    /* Translators: the monitoring company. */
    return g_strdup_printf (_("Nothing has changed at %s since both sides last agreed."), get_company_name (self));
  if (kh_comparison_count_hidden (comparison) > 0)
    return kh_discrepancies_text_dup_summary (self->linker, comparison);

  return g_strdup (_("Both sides agree."));
}

static void
show_comparison (KhComparer *self)
{
  KhComparison *comparison = kh_linker_get_comparison (self->linker);
  g_autofree char *text = NULL;

  if (self->parent != NULL &&
      (self->quiet ? has_conflicts (self) : has_conflicts (self) || has_differences (comparison)))
    {
      self->dialog = kh_discrepancies_dialog_new (self->parent, self->linker);
      g_signal_connect_object (self->dialog, "done", G_CALLBACK (on_dialog_done_cb), self, G_CONNECT_SWAPPED);
      gtk_window_present (self->dialog);
      return;
    }
  text = dup_result (self);
  tell (self, text);
  end (self);
}

static void
on_linker_state_cb (KhComparer *self)
{
  g_autoptr (KhComparer) kept = g_object_ref (self);

  /* Once the Discrepancies are on screen, they follow the linker to its end. */
  if (self->dialog != NULL)
    return;

  switch (kh_linker_get_state (self->linker))
    {
    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
    case KH_LINKER_TRYING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
    case KH_LINKER_RECORDING:
      break;
    case KH_LINKER_COMPARED:
      show_comparison (self);
      break;
    case KH_LINKER_FAILED:
      tell_failed (self, kh_linker_get_error (self->linker));
      end (self);
      break;
    case KH_LINKER_IDLE:
    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_LINKED:
      end (self);
      break;
    case KH_N_LINKER_STATES:
      g_assert_not_reached ();
    }
}

/* GObject overrides */

static void
kh_comparer_dispose (GObject *object)
{
  KhComparer *self = KH_COMPARER (object);

  if (self->linker != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->linker, self);
      kh_linker_cancel (self->linker);
    }
  g_clear_object (&self->linker);
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_comparer_parent_class)->dispose (object);
}

static void
kh_comparer_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, kh_comparer_get_busy (KH_COMPARER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_comparer_class_init (KhComparerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kh_comparer_dispose;
  object_class->get_property = kh_comparer_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kh_comparer_init (KhComparer *self G_GNUC_UNUSED)
{
}

KhComparer *
kh_comparer_new (KhServices *services)
{
  KhComparer *self = g_object_new (KH_TYPE_COMPARER, NULL);

  self->services = g_object_ref (services);

  return self;
}

void
kh_comparer_start (KhComparer *self,
                   GtkWindow  *parent,
                   KhCustomer *customer,
                   gboolean    quiet)
{
  g_autoptr (KhLinker) linker = NULL;

  g_return_if_fail (KH_IS_COMPARER (self));

  if (self->linker != NULL)
    return;

  linker = kh_linker_new_settling (kh_services_get_store (self->services), kh_services_get_stations (self->services),
                                   customer);
  g_set_weak_pointer (&self->parent, parent);
  self->quiet = quiet;
  self->linker = g_object_ref (linker);
  g_signal_connect_object (linker, "notify::state", G_CALLBACK (on_linker_state_cb), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  kh_linker_start (linker);
}

void
kh_comparer_cancel (KhComparer *self)
{
  g_autoptr (KhLinker) linker = NULL;

  g_return_if_fail (KH_IS_COMPARER (self));

  linker = self->linker != NULL ? g_object_ref (self->linker) : NULL;
  if (linker != NULL)
    kh_linker_cancel (linker);
}

gboolean
kh_comparer_get_busy (KhComparer *self)
{
  g_return_val_if_fail (KH_IS_COMPARER (self), FALSE);

  return self->linker != NULL;
}
