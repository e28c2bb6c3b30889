/* kh-comparison.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-comparison.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-catalogues.h"
#include "kh-change.h"
#include "kh-company.h"
#include "kh-customer.h"
#include "kh-discrepancy-private.h"
#include "kh-gate.h"
#include "kh-row-comparison.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhComparison
{
  GObject parent_instance;

  /* Owned */
  KhCustomer *customer;
  KhAccount *account;
  KhCapabilities *capabilities;
  KhCatalogues *catalogues;
  GHashTable *secrets;
  GPtrArray *rows;
  KhRowComparison *tables;
  char *station;

  /* State */
  KhGrants grants;
  guint hidden;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhComparison, kh_comparison, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* What an operator goes by in an emergency; changing it asks twice. */
static const KhDatapointId confirmed[] = {
  KH_DATAPOINT_ADDRESS_1,
  KH_DATAPOINT_ADDRESS_2,
  KH_DATAPOINT_CROSS_STREET,
  KH_DATAPOINT_CITY,
  KH_DATAPOINT_COUNTY,
  KH_DATAPOINT_STATE,
  KH_DATAPOINT_ZIP,
  KH_DATAPOINT_PRIMARY_PHONE,
  KH_DATAPOINT_PASSCODE,
  KH_DATAPOINT_DURESS_CODE,
};

static gboolean
is_compared (const KhDatapoint *datapoint)
{
  return datapoint->wire != NULL && (datapoint->compared || datapoint->sent == KH_SENT_ONCE);
}

static KhSides
get_sides (KhComparison *self)
{
  KhSides sides = {
    .customer = self->customer,
    .account = self->account,
    .capabilities = self->capabilities,
    .catalogues = self->catalogues,
    .station = self->station,
    .grants = self->grants,
    .secrets = self->secrets,
  };

  return sides;
}

static gboolean
is_known_to_differ (KhDifference difference)
{
  return difference == KH_DIFFERENCE_DIFFERS || difference == KH_DIFFERENCE_ONLY_HERE ||
         difference == KH_DIFFERENCE_ONLY_THERE || difference == KH_DIFFERENCE_CANNOT_WRITE;
}

/* Nobody who may not view a secret has it compared, so it counts where it may differ. */
static gboolean
is_hidden_difference (const KhFinding *finding)
{
  if (!kh_datapoint_get (finding->datapoint)->sealed)
    return is_known_to_differ (finding->difference);

  return finding->difference != KH_DIFFERENCE_SAME && (finding->ours_set || finding->theirs_text != NULL);
}

static void
compare (KhComparison      *self,
         const KhDatapoint *datapoint)
{
  const KhSides sides = get_sides (self);
  g_auto (KhFinding) finding = kh_finding_make (&sides, datapoint);

  if (kh_gate_may_view (self->grants, datapoint->id))
    g_ptr_array_add (self->rows, kh_discrepancy_new (&finding));
  else if (is_hidden_difference (&finding))
    self->hidden++;
}

static char *
dup_station (KhComparison *self)
{
  gint64 id = kh_customer_get_entry (self->customer, KH_DATAPOINT_MONITORING_COMPANY);
  KhCompany *company = kh_catalogues_get_company (self->catalogues, id);
  const char *name = company != NULL ? kh_company_get_name (company) : NULL;

  if (kh_text_none_if_empty (name) == NULL)
    name = kh_capabilities_get_name (self->capabilities);

  return kh_value_dup_visible (kh_text_none_if_empty (name) != NULL ? name : _("The station"));
}

static GType
kh_comparison_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_DISCREPANCY;
}

static guint
kh_comparison_get_n_items (GListModel *model)
{
  return KH_COMPARISON (model)->rows->len;
}

static gpointer
kh_comparison_get_item (GListModel *model,
                        guint       position)
{
  KhComparison *self = KH_COMPARISON (model);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_comparison_get_item_type;
  iface->get_n_items = kh_comparison_get_n_items;
  iface->get_item = kh_comparison_get_item;
}

static void
kh_comparison_finalize (GObject *object)
{
  KhComparison *self = KH_COMPARISON (object);

  g_clear_object (&self->customer);
  g_clear_object (&self->account);
  g_clear_object (&self->capabilities);
  g_clear_object (&self->catalogues);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->tables);
  g_clear_pointer (&self->station, g_free);

  G_OBJECT_CLASS (kh_comparison_parent_class)->finalize (object);
}

static void
kh_comparison_class_init (KhComparisonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_comparison_finalize;
}

static void
kh_comparison_init (KhComparison *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kh_comparison_new:
 * @customer: our whole record; a copy is kept, without what the member may not view
 * @account: the station's
 * @capabilities: what the station can compare and write
 * @catalogues: (nullable): the entries that our values name
 * @grants: what the member who looks may do
 *
 * Holds a record against a station's account, datapoint by datapoint, and
 * finds what Link would do with each. What is sealed here cannot be compared; see
 * kh_comparison_new_with_secrets().
 *
 * Returns: (transfer full): the comparison
 */
KhComparison *
kh_comparison_new (KhCustomer     *customer,
                   KhAccount      *account,
                   KhCapabilities *capabilities,
                   KhCatalogues   *catalogues,
                   KhGrants        grants)
{
  return kh_comparison_new_with_secrets (customer, account, capabilities, catalogues, grants, NULL);
}

/**
 * kh_comparison_new_with_secrets:
 * @customer: our whole record; a copy is kept, without what the member may not view
 * @account: the station's
 * @capabilities: what the station can compare and write
 * @catalogues: (nullable): the entries that our values name
 * @grants: what the member who looks may do
 * @secrets: (nullable) (element-type KhDatapointId KhSecret): our sealed values that the member
 *   may view and has the keys to
 *
 * Like kh_comparison_new(), and compares what is sealed too.
 *
 * Returns: (transfer full): the comparison
 */
KhComparison *
kh_comparison_new_with_secrets (KhCustomer     *customer,
                                KhAccount      *account,
                                KhCapabilities *capabilities,
                                KhCatalogues   *catalogues,
                                KhGrants        grants,
                                GHashTable     *secrets)
{
  KhComparison *self = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_CUSTOMER (customer), NULL);
  g_return_val_if_fail (KH_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (KH_IS_CAPABILITIES (capabilities), NULL);
  g_return_val_if_fail (catalogues == NULL || KH_IS_CATALOGUES (catalogues), NULL);

  self = g_object_new (KH_TYPE_COMPARISON, NULL);
  self->customer = kh_customer_copy (customer);
  self->account = g_object_ref (account);
  self->capabilities = g_object_ref (capabilities);
  self->catalogues = catalogues != NULL ? g_object_ref (catalogues) : NULL;
  self->secrets = secrets != NULL ? g_hash_table_ref (secrets) : NULL;
  self->station = dup_station (self);
  self->grants = grants;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      if (is_compared (datapoint))
        compare (self, datapoint);
    }
  /* From here on nothing of it can be seen. */
  kh_gate_hide (self->customer, grants);

  return self;
}

/**
 * kh_comparison_get_customer:
 * @self: a comparison
 *
 * Returns: (transfer none): our record as it was when it was compared
 */
KhCustomer *
kh_comparison_get_customer (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  return self->customer;
}

/**
 * kh_comparison_get_account:
 * @self: a comparison
 *
 * Returns: (transfer none): the station's account
 */
KhAccount *
kh_comparison_get_account (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  return self->account;
}

/**
 * kh_comparison_set_rows:
 * @self: a comparison
 * @rows: (nullable): the rows of the tables, compared as well
 *
 * Whatever is undecided or in conflict counts, be it a datapoint or a row.
 */
void
kh_comparison_set_rows (KhComparison    *self,
                        KhRowComparison *rows)
{
  g_return_if_fail (KH_IS_COMPARISON (self));
  g_return_if_fail (rows == NULL || KH_IS_ROW_COMPARISON (rows));

  g_set_object (&self->tables, rows);
}

/**
 * kh_comparison_get_rows:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): the rows of the tables, where they were compared
 */
KhRowComparison *
kh_comparison_get_rows (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  return self->tables;
}

/**
 * kh_comparison_count:
 * @self: a comparison
 * @difference: a class of differences
 *
 * Returns: how many datapoints are of that class
 */
guint
kh_comparison_count (KhComparison *self,
                     KhDifference  difference)
{
  guint count = 0;
  guint i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), 0);

  for (i = 0; i < self->rows->len; i++)
    count += kh_discrepancy_get_difference (g_ptr_array_index (self->rows, i)) == difference;

  return count;
}

/**
 * kh_comparison_count_rows:
 * @self: a comparison
 *
 * Counts the datapoints that are known to differ: those of which one side has
 * no value, and those that the station does not take included; those written
 * differently, or that cannot be compared, not.
 *
 * Returns: how many datapoints differ
 */
guint
kh_comparison_count_rows (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), 0);

  return kh_comparison_count (self, KH_DIFFERENCE_DIFFERS)
         + kh_comparison_count (self, KH_DIFFERENCE_ONLY_HERE)
         + kh_comparison_count (self, KH_DIFFERENCE_ONLY_THERE)
         + kh_comparison_count (self, KH_DIFFERENCE_CANNOT_WRITE);
}

/**
 * kh_comparison_count_hidden:
 * @self: a comparison
 *
 * Returns: how many datapoints differ that the member may not view
 */
guint
kh_comparison_count_hidden (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), 0);

  return self->hidden;
}

/**
 * kh_comparison_get_grants:
 * @self: a comparison
 *
 * Returns: what the member who looks may do
 */
KhGrants
kh_comparison_get_grants (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), kh_grants_none ());

  return self->grants;
}

/**
 * kh_comparison_get:
 * @self: a comparison
 * @id: a datapoint
 *
 * Returns: (transfer none) (nullable): what was found of it, or %NULL if it is
 *   not compared at all
 */
KhDiscrepancy *
kh_comparison_get (KhComparison  *self,
                   KhDatapointId  id)
{
  guint i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  for (i = 0; i < self->rows->len; i++)
    {
      KhDiscrepancy *row = g_ptr_array_index (self->rows, i);

      if (kh_discrepancy_get_datapoint (row) == id)
        return row;
    }

  return NULL;
}

/**
 * kh_comparison_list:
 * @self: a comparison
 * @difference: a class of differences
 *
 * Returns: (transfer full) (element-type KhDiscrepancy): the datapoints of that
 *   class, in the registry's order
 */
GPtrArray *
kh_comparison_list (KhComparison *self,
                    KhDifference  difference)
{
  GPtrArray *list = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  list = g_ptr_array_new_with_free_func (g_object_unref);

  for (i = 0; i < self->rows->len; i++)
    {
      KhDiscrepancy *row = g_ptr_array_index (self->rows, i);

      if (kh_discrepancy_get_difference (row) == difference)
        g_ptr_array_add (list, g_object_ref (row));
    }

  return list;
}

/**
 * kh_comparison_dup_changes:
 * @self: a comparison
 *
 * Gives what Link writes at the station: a change for every datapoint whose
 * resolution is ours, with the value that the station had as its guard. The
 * guard is %NULL, too, where the station does not show what it has, or shows
 * what cannot be read.
 *
 * Returns: (transfer full) (element-type KhChange): the changes, in the
 *   registry's order; catalogue values by their labels; a secret without a guard
 */
GPtrArray *
kh_comparison_dup_changes (KhComparison *self)
{
  GPtrArray *changes = NULL;
  KhSides sides;
  guint i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  sides = get_sides (self);
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  for (i = 0; i < self->rows->len; i++)
    {
      const KhFinding *finding = kh_discrepancy_get_finding (g_ptr_array_index (self->rows, i));
      KhDatapointId id = finding->datapoint;
      gboolean known = kh_account_get_state (self->account, id) == KH_ACCOUNT_CLEAR;
      g_autofree char *sent = NULL;

      if (finding->resolution != KH_RESOLUTION_OURS)
        continue;

      if (kh_datapoint_get (id)->sealed)
        {
          g_ptr_array_add (changes, kh_change_new_sealed (id, finding->our_secret,
                                                          kh_account_get_item (self->account, id)));
          continue;
        }

      sent = kh_finding_dup_sent (&sides, kh_datapoint_get (id), finding->ours);
      g_ptr_array_add (changes, kh_change_new (id, sent, known ? finding->theirs : NULL,
                                               kh_account_get_item (self->account, id)));
    }

  return changes;
}

/**
 * kh_comparison_dup_adopted:
 * @self: a comparison
 *
 * Gives what Link takes into our record: a change for every datapoint whose
 * resolution is the station's, with our earlier value as its guard.
 *
 * Returns: (transfer full) (element-type KhChange): the changes, in the
 *   registry's order; catalogue values by our entries' ids
 */
GPtrArray *
kh_comparison_dup_adopted (KhComparison *self)
{
  GPtrArray *changes = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  for (i = 0; i < self->rows->len; i++)
    {
      const KhFinding *finding = kh_discrepancy_get_finding (g_ptr_array_index (self->rows, i));

      if (finding->resolution != KH_RESOLUTION_THEIRS)
        continue;

      if (kh_datapoint_get (finding->datapoint)->sealed)
        g_ptr_array_add (changes, kh_change_new_sealed (finding->datapoint, finding->their_secret, NULL));
      else
        g_ptr_array_add (changes, kh_change_new (finding->datapoint, finding->adopted, finding->ours, NULL));
    }

  return changes;
}

/**
 * kh_comparison_dup_confirm:
 * @self: a comparison
 *
 * Gives the datapoints that Link would change at the station and that an
 * operator goes by in an emergency: the premises' address, the primary phone,
 * passcode and duress code. They are asked about once more.
 *
 * Returns: (transfer full) (element-type KhDatapointId): the datapoints
 */
GArray *
kh_comparison_dup_confirm (KhComparison *self)
{
  GArray *ids = NULL;
  gsize i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));

  for (i = 0; i < G_N_ELEMENTS (confirmed); i++)
    {
      KhDiscrepancy *row = kh_comparison_get (self, confirmed[i]);

      if (row != NULL && kh_discrepancy_get_resolution (row) == KH_RESOLUTION_OURS)
        g_array_append_val (ids, confirmed[i]);
    }

  return ids;
}

/**
 * kh_comparison_dup_cleared:
 * @self: a comparison
 *
 * Gives the sealed datapoints that Link would clear at the station. Some stations take
 * a part of the account number as the passcode where they have none, so that needs more
 * than one press of a button.
 *
 * Returns: (transfer full) (element-type KhDatapointId): the datapoints
 */
GArray *
kh_comparison_dup_cleared (KhComparison *self)
{
  GArray *ids = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  ids = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));

  for (i = 0; i < self->rows->len; i++)
    {
      const KhFinding *finding = kh_discrepancy_get_finding (g_ptr_array_index (self->rows, i));

      if (kh_datapoint_get (finding->datapoint)->sealed && finding->resolution == KH_RESOLUTION_OURS
          && !finding->ours_set)
        g_array_append_val (ids, finding->datapoint);
    }

  return ids;
}

/* The secret that a side has after Link, as far as it is known, and whether Link changes it. */
static KhSecret *
foresee (KhComparison  *self,
         KhDatapointId  id,
         KhResolution   change,
         gboolean      *changed)
{
  KhDiscrepancy *row = kh_comparison_get (self, id);
  const KhFinding *finding = row != NULL ? kh_discrepancy_get_finding (row) : NULL;
  gboolean ours;

  if (finding == NULL)
    return NULL;

  *changed |= finding->resolution == change;
  ours = (change == KH_RESOLUTION_OURS) == (finding->resolution == change);

  return ours ? finding->our_secret : finding->their_secret;
}

/* @change: what changes that side */
static gboolean
would_be_alike (KhComparison *self,
                KhResolution  change)
{
  gboolean changed = FALSE;
  KhSecret *passcode = foresee (self, KH_DATAPOINT_PASSCODE, change, &changed);
  KhSecret *duress = foresee (self, KH_DATAPOINT_DURESS_CODE, change, &changed);

  return changed && kh_secret_sounds_like (passcode, duress);
}

/**
 * kh_comparison_check_codes:
 * @self: a comparison
 * @error: return location for %KH_VALUE_ERROR_FORMAT
 *
 * Refuses what would make the passcode the duress code as well, here or at the station.
 *
 * Returns: whether Link leaves the two apart, as far as they are known
 */
gboolean
kh_comparison_check_codes (KhComparison  *self,
                           GError       **error)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), FALSE);

  if (!would_be_alike (self, KH_RESOLUTION_OURS) && !would_be_alike (self, KH_RESOLUTION_THEIRS))
    return TRUE;

  g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                       _("The passcode and the duress code would be the same, so nobody could tell an emergency "
                         "from a false alarm. Choose otherwise for one of them, or give the customer another one first."));
  return FALSE;
}

/**
 * kh_comparison_keep_choices:
 * @self: a comparison
 * @earlier: an earlier one of the same customer and account
 *
 * Takes over what was chosen for datapoints, and for rows, whose values are still the same.
 */
void
kh_comparison_keep_choices (KhComparison *self,
                            KhComparison *earlier)
{
  guint i;

  g_return_if_fail (KH_IS_COMPARISON (self));
  g_return_if_fail (KH_IS_COMPARISON (earlier));

  for (i = 0; i < self->rows->len; i++)
    {
      KhDiscrepancy *row = g_ptr_array_index (self->rows, i);
      KhDiscrepancy *old = kh_comparison_get (earlier, kh_discrepancy_get_datapoint (row));

      if (kh_discrepancy_equal (row, old))
        kh_discrepancy_set_resolution (row, kh_discrepancy_get_resolution (old));
    }
  if (self->tables != NULL && earlier->tables != NULL)
    kh_row_comparison_keep_choices (self->tables, earlier->tables);
}
