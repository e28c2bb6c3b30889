/* kh-duplicate-plan.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-plan.h"

#include "kh-catalogues.h"
#include "kh-duplicate-private.h"
#include "kh-duplicate-tables.h"
#include "kh-gate.h"
#include "kh-value-type.h"

/* What one row decides can decide another (Monitored By what ADT requires), and that one a
 * third. It settles in three rounds; more would be rules that contradict each other. */
#define MOST_ROUNDS 8

struct _KhDuplicatePlan
{
  GObject parent_instance;

  /* Owned */
  KhDuplicateSource source;
  KhDuplicateDefaults *defaults;
  KhDraft *draft;
  KhCustomer *copy;
  KhDuplicateRow *rows[KH_N_DATAPOINTS];
  char *value_texts[KH_N_DATAPOINTS];
  GPtrArray *list;
  KhDuplicateTables *tables;

  /* State */
  KhDatapointId order[KH_N_DATAPOINTS];
  gboolean wanted[KH_N_DATAPOINTS];
  gboolean chosen[KH_N_DATAPOINTS];
  gboolean updating;
  gboolean stale;
  gulong draft_handler;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhDuplicatePlan, kh_duplicate_plan, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
kh_duplicate_plan_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_DUPLICATE_ROW;
}

static guint
kh_duplicate_plan_get_n_items (GListModel *model)
{
  return KH_DUPLICATE_PLAN (model)->list->len;
}

static gpointer
kh_duplicate_plan_get_item (GListModel *model,
                            guint       position)
{
  KhDuplicatePlan *self = KH_DUPLICATE_PLAN (model);

  return position < self->list->len ? g_object_ref (g_ptr_array_index (self->list, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_duplicate_plan_get_item_type;
  iface->get_n_items = kh_duplicate_plan_get_n_items;
  iface->get_item = kh_duplicate_plan_get_item;
}

/* Working out the new customer */

static gboolean
is_copied (KhDuplicatePlan          *self,
           KhDatapointId             id,
           const KhDuplicateVerdict *verdict)
{
  return verdict->state == KH_DUPLICATE_STATE_LOCKED_ON ||
         (verdict->state == KH_DUPLICATE_STATE_FREE && verdict->shown && self->wanted[id]);
}

/* As kh_duplicate_row_get_typed(). */
static gboolean
is_typed (KhDuplicatePlan          *self,
          KhDatapointId             id,
          const KhDuplicateVerdict *verdict)
{
  return verdict->state == KH_DUPLICATE_STATE_TYPED ||
         (verdict->state == KH_DUPLICATE_STATE_FREE && verdict->required && kh_datapoint_get (id)->sealed &&
          !is_copied (self, id, verdict));
}

static const char *
get_new_value (KhDuplicatePlan          *self,
               KhDatapointId             id,
               const KhDuplicateVerdict *verdict)
{
  if (is_copied (self, id, verdict))
    return kh_customer_get (self->source.original, id);
  if (verdict->state != KH_DUPLICATE_STATE_TYPED)
    return kh_datapoint_get (id)->fallback;

  return kh_draft_get_error (self->draft, id) == NULL ? kh_customer_get (kh_draft_get_edited (self->draft), id) : NULL;
}

/* The value is not in the record, but that it is there decides about others. */
static gboolean
gets_sealed (KhDuplicatePlan          *self,
             KhDatapointId             id,
             const KhDuplicateVerdict *verdict)
{
  if (!kh_datapoint_get (id)->sealed)
    return FALSE;

  return is_copied (self, id, verdict) ||
         (is_typed (self, id, verdict) && kh_customer_is_sealed (kh_draft_get_edited (self->draft), id));
}

static gboolean
put (KhDuplicatePlan          *self,
     KhDatapointId             id,
     const KhDuplicateVerdict *verdict)
{
  const char *value = get_new_value (self, id, verdict);
  gboolean sealed = gets_sealed (self, id, verdict);

  if (g_strcmp0 (kh_customer_get (self->copy, id), value) == 0 && kh_customer_is_sealed (self->copy, id) == sealed)
    return FALSE;
  kh_customer_set (self->copy, id, value);
  kh_customer_set_sealed (self->copy, id, sealed);

  return TRUE;
}

static void
settle (KhDuplicatePlan *self)
{
  gboolean changed = TRUE;

  for (guint round = 0; changed; round++)
    {
      g_assert (round < MOST_ROUNDS);
      changed = FALSE;
      for (guint i = 0; i < KH_N_DATAPOINTS; i++)
        {
          KhDuplicateVerdict verdict = kh_duplicate_rules_judge (&self->source, (KhDatapointId) i, self->copy);

          changed = put (self, (KhDatapointId) i, &verdict) || changed;
          g_free (verdict.reason);
        }
    }
}

/* One row at a time, so that the row that somebody is on stays where it is. */
static void
list_row (KhDuplicatePlan *self,
          KhDuplicateRow  *row,
          gboolean         was_shown,
          guint           *position)
{
  gboolean shown = kh_duplicate_row_get_shown (row);

  if (shown && !was_shown)
    g_ptr_array_insert (self->list, (int) *position, row);
  else if (!shown && was_shown)
    g_ptr_array_remove_index (self->list, *position);
  if (shown != was_shown)
    g_list_model_items_changed (G_LIST_MODEL (self), *position, was_shown ? 1 : 0, shown ? 1 : 0);
  if (shown)
    (*position)++;
}

static void
update_rows (KhDuplicatePlan *self)
{
  guint position = 0;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = self->order[i];
      KhDuplicateRow *row = self->rows[id];
      gboolean was_shown = kh_duplicate_row_get_shown (row);
      KhDuplicateVerdict verdict = kh_duplicate_rules_judge (&self->source, id, self->copy);
      gboolean typed = is_typed (self, id, &verdict);

      if (verdict.state == KH_DUPLICATE_STATE_FREE && !typed)
        g_clear_pointer (&verdict.reason, g_free);
      kh_duplicate_row_take (row, &verdict, is_copied (self, id, &verdict), typed, typed ? "" : self->value_texts[id]);
      list_row (self, row, was_shown, &position);
    }
}

/* The draft knows the company, for the limits of what is typed. What is changed meanwhile, by
 * that or by whoever listens to a row, is taken up in another turn. */
static void
update (KhDuplicatePlan *self)
{
  self->stale = TRUE;
  if (self->updating)
    return;
  self->updating = TRUE;
  while (self->stale)
    {
      self->stale = FALSE;
      settle (self);
      kh_draft_set_value (self->draft, KH_DATAPOINT_MONITORING_COMPANY,
                          kh_customer_get (self->copy, KH_DATAPOINT_MONITORING_COMPANY));
      if (!self->stale)
        update_rows (self);
    }
  self->updating = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_draft_changed_cb (KhDuplicatePlan *self)
{
  update (self);
}

static void
on_tables_changed_cb (KhDuplicatePlan *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
dup_value_text (KhDuplicatePlan *self,
                KhDatapointId    id)
{
  /* Any text serves: a sealed value is shown as so many dots, whatever it is. */
  const char *value = kh_customer_is_sealed (self->source.original, id) ? "x"
                                                                        : kh_customer_get (self->source.original, id);

  if (kh_datapoint_get (id)->sealed)
    return kh_value_format (kh_datapoint_get (KH_DATAPOINT_PASSCODE), value, NULL);

  return kh_value_format (kh_datapoint_get (id), value, self->source.catalogues);
}

/* A draft keeps the catalogues that it began with. */
static void
begin_draft (KhDuplicatePlan *self)
{
  g_autoptr (KhCustomer) blank = kh_customer_new ();
  g_autoptr (KhDraft) earlier = g_steal_pointer (&self->draft);

  self->draft = kh_draft_new (blank, self->source.catalogues);
  for (guint i = 0; earlier != NULL && i < KH_N_DATAPOINTS; i++)
    if (kh_datapoint_is_stored ((KhDatapointId) i) && kh_draft_is_dirty (earlier, (KhDatapointId) i) &&
        i != KH_DATAPOINT_MONITORING_COMPANY)
      kh_draft_set_text (self->draft, (KhDatapointId) i, kh_draft_get_text (earlier, (KhDatapointId) i));
  if (earlier != NULL)
    kh_draft_copy_secrets (self->draft, earlier);
  if (earlier != NULL)
    g_clear_signal_handler (&self->draft_handler, earlier);
  self->draft_handler = g_signal_connect_swapped (self->draft, "changed", G_CALLBACK (on_draft_changed_cb), self);
}

static void
set_source (KhDuplicatePlan *self,
            KhCustomer      *original,
            KhGrants         grants,
            KhCatalogues    *catalogues)
{
  gboolean other = g_set_object (&self->source.catalogues, catalogues);

  self->source.grants = grants;
  g_set_object (&self->source.original, original);
  kh_duplicate_rules_examine (&self->source);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_free (self->value_texts[i]);
      self->value_texts[i] = dup_value_text (self, (KhDatapointId) i);
    }
  if (self->draft == NULL || other)
    begin_draft (self);
}

static void
want_defaults (KhDuplicatePlan *self)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      self->wanted[i] = kh_duplicate_rules_want (&self->source, (KhDatapointId) i, self->defaults);
      self->chosen[i] = FALSE;
    }
}

static void
kh_duplicate_plan_finalize (GObject *object)
{
  KhDuplicatePlan *self = KH_DUPLICATE_PLAN (object);

  g_clear_signal_handler (&self->draft_handler, self->draft);
  g_signal_handlers_disconnect_by_data (self->tables, self);
  g_object_unref (self->tables);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      kh_duplicate_row_leave (self->rows[i]);
      g_object_unref (self->rows[i]);
      g_clear_error (&self->source.faults[i]);
      g_free (self->value_texts[i]);
    }
  g_clear_object (&self->source.original);
  g_clear_object (&self->source.catalogues);
  g_clear_object (&self->defaults);
  g_clear_object (&self->draft);
  g_clear_object (&self->copy);
  g_ptr_array_unref (self->list);

  G_OBJECT_CLASS (kh_duplicate_plan_parent_class)->finalize (object);
}

static void
kh_duplicate_plan_class_init (KhDuplicatePlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_duplicate_plan_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_duplicate_plan_init (KhDuplicatePlan *self)
{
  guint n = 0;

  self->list = g_ptr_array_new ();
  self->copy = kh_customer_new ();
  for (guint section = 0; section < KH_N_SECTIONS; section++)
    for (guint i = 0; i < KH_N_DATAPOINTS; i++)
      if (kh_datapoint_get ((KhDatapointId) i)->section == (KhSection) section)
        {
          self->order[n++] = (KhDatapointId) i;
          self->rows[i] = kh_duplicate_row_new (self, (KhDatapointId) i);
        }
}

/**
 * kh_duplicate_plan_new:
 * @original: the customer, as the member may see it
 * @grants: what the member may do
 * @defaults: how the switches start
 * @catalogues: (nullable): the entries that the values name
 *
 * Returns: (transfer full): a plan in which nothing is typed yet
 */
KhDuplicatePlan *
kh_duplicate_plan_new (KhCustomer          *original,
                       KhGrants             grants,
                       KhDuplicateDefaults *defaults,
                       KhCatalogues        *catalogues)
{
  KhDuplicatePlan *self = NULL;

  g_return_val_if_fail (KH_IS_CUSTOMER (original), NULL);
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (defaults), NULL);
  g_return_val_if_fail (catalogues == NULL || KH_IS_CATALOGUES (catalogues), NULL);

  self = g_object_new (KH_TYPE_DUPLICATE_PLAN, NULL);
  self->defaults = g_object_ref (defaults);
  self->tables = kh_duplicate_tables_new (defaults, grants);
  g_signal_connect_swapped (self->tables, "changed", G_CALLBACK (on_tables_changed_cb), self);
  set_source (self, original, grants, catalogues);
  want_defaults (self);
  update (self);

  return self;
}

/**
 * kh_duplicate_plan_find_missing:
 * @grants: what a member may do
 *
 * Returns: the first grant without which the member may not duplicate customers at all, or
 *   %KH_GRANT_NONE when they may
 */
KhGrant
kh_duplicate_plan_find_missing (KhGrants grants)
{
  static const KhGrant wanted[] = {
    KH_GRANT_CUSTOMER_VIEW, KH_GRANT_CUSTOMER_CREATE, KH_GRANT_CUSTOMER_DUPLICATE,
    KH_GRANT_LEAD_SOURCE_VIEW, KH_GRANT_LEAD_SOURCE_MODIFY, KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (!kh_grants_has (grants, wanted[i]))
      return kh_grants_find_missing (grants, wanted[i]);

  return KH_GRANT_NONE;
}

/**
 * kh_duplicate_plan_check_grants:
 * @grants: what a member may do
 * @error: return location for %KH_GATE_ERROR_DENIED, which names what is missing
 *
 * Returns: whether the member may duplicate customers at all
 */
gboolean
kh_duplicate_plan_check_grants (KhGrants   grants,
                                GError   **error)
{
  KhGrant missing = kh_duplicate_plan_find_missing (grants);

  return missing == KH_GRANT_NONE || kh_gate_check (grants, missing, error);
}

/**
 * kh_duplicate_plan_get_original:
 * @self: a plan
 *
 * Returns: (transfer none): the customer that is copied, of the revision to give the store
 */
KhCustomer *
kh_duplicate_plan_get_original (KhDuplicatePlan *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  return self->source.original;
}

/**
 * kh_duplicate_plan_get_draft:
 * @self: a plan
 *
 * Gives the draft into which First Name, Last Name and the rows of which
 * kh_duplicate_row_get_typed() are typed. What else is in it does not count.
 *
 * Returns: (transfer none): the draft, another one after kh_duplicate_plan_refresh() with
 *   other catalogues
 */
KhDraft *
kh_duplicate_plan_get_draft (KhDuplicatePlan *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  return self->draft;
}

/**
 * kh_duplicate_plan_get_tables:
 * @self: a plan
 *
 * Returns: (transfer none): what it does with the rows of the customer's tables, of which it knows nothing
 *   before kh_duplicate_tables_take_rows()
 */
KhDuplicateTables *
kh_duplicate_plan_get_tables (KhDuplicatePlan *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  return self->tables;
}

/**
 * kh_duplicate_plan_get_row:
 * @self: a plan
 * @id: a datapoint
 *
 * Returns: (transfer none): its row, in the list or not
 */
KhDuplicateRow *
kh_duplicate_plan_get_row (KhDuplicatePlan *self,
                           KhDatapointId    id)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, NULL);

  return self->rows[id];
}

static gboolean
differs (KhCustomer    *a,
         KhCustomer    *b,
         KhDatapointId  id)
{
  return kh_customer_is_hidden (a, id) != kh_customer_is_hidden (b, id) ||
         kh_customer_is_sealed (a, id) != kh_customer_is_sealed (b, id) ||
         g_strcmp0 (kh_customer_get (a, id), kh_customer_get (b, id)) != 0;
}

/**
 * kh_duplicate_plan_refresh:
 * @self: a plan
 * @original: the same customer as it is now, as the member may see it
 * @grants: what the member may do now
 * @catalogues: (nullable): the entries as they are now
 *
 * Takes what changed while the plan was open. Switches that were moved and what was typed
 * stay.
 *
 * Returns: (transfer full) (element-type KhDatapointId): the datapoints of which the member
 *   sees something else than before
 */
GArray *
kh_duplicate_plan_refresh (KhDuplicatePlan *self,
                           KhCustomer      *original,
                           KhGrants         grants,
                           KhCatalogues    *catalogues)
{
  GArray *changed = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), changed);
  g_return_val_if_fail (KH_IS_CUSTOMER (original), changed);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (differs (self->source.original, original, self->order[i]))
      g_array_append_val (changed, self->order[i]);
  set_source (self, original, grants, catalogues);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (!self->chosen[i])
      self->wanted[i] = kh_duplicate_rules_want (&self->source, (KhDatapointId) i, self->defaults);
  update (self);

  return changed;
}

static gboolean
is_free (KhDuplicatePlan *self,
         KhDatapointId    id)
{
  return kh_duplicate_row_get_shown (self->rows[id]) &&
         kh_duplicate_row_get_state (self->rows[id]) == KH_DUPLICATE_STATE_FREE;
}

static gboolean
choose (KhDuplicatePlan *self,
        KhDatapointId    id,
        gboolean         on)
{
  if (!is_free (self, id) || self->wanted[id] == on)
    return FALSE;
  self->wanted[id] = on;
  self->chosen[id] = TRUE;

  return TRUE;
}

/*< private >
 * kh_duplicate_plan_set_on:
 * @self: a plan
 * @id: a datapoint
 * @on: whether it is to be copied
 *
 * Returns: whether its row is free, and now as asked for
 */
gboolean
kh_duplicate_plan_set_on (KhDuplicatePlan *self,
                          KhDatapointId    id,
                          gboolean         on)
{
  if (choose (self, id, on))
    update (self);

  return is_free (self, id) && self->wanted[id] == on;
}

/* Nobody copies a passcode in passing: what is sealed has to be chosen by itself. */
static gboolean
is_of_section (KhDatapointId id,
               KhSection     section)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  return (section == KH_N_SECTIONS || datapoint->section == section) && !datapoint->sealed;
}

/**
 * kh_duplicate_plan_set_section:
 * @self: a plan
 * @section: a section, or %KH_N_SECTIONS for all
 * @on: whether its rows are to be copied
 *
 * Moves the switches that are free, and those that become free by it, such as the one of a
 * campaign after its lead source. Locked rows stay, and so does what is sealed.
 *
 * Returns: how many were moved
 */
guint
kh_duplicate_plan_set_section (KhDuplicatePlan *self,
                               KhSection        section,
                               gboolean         on)
{
  guint moved = 0;
  guint round;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), 0);
  g_return_val_if_fail ((guint) section <= KH_N_SECTIONS, 0);

  do
    {
      round = 0;
      for (guint i = 0; i < KH_N_DATAPOINTS; i++)
        if (is_of_section ((KhDatapointId) i, section) && choose (self, (KhDatapointId) i, on))
          round++;
      if (round > 0)
        update (self);
      moved += round;
    }
  while (round > 0);

  return moved + kh_duplicate_tables_set_section (self->tables, section, on);
}

/**
 * kh_duplicate_plan_count_free:
 * @self: a plan
 * @section: a section, or %KH_N_SECTIONS for all
 * @n_on: (out) (optional): how many of them are on
 *
 * Returns: how many switches kh_duplicate_plan_set_section() can move
 */
guint
kh_duplicate_plan_count_free (KhDuplicatePlan *self,
                              KhSection        section,
                              guint           *n_on)
{
  guint n = 0;
  guint on = 0;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), 0);
  g_return_val_if_fail ((guint) section <= KH_N_SECTIONS, 0);

  n = kh_duplicate_tables_count_free (self->tables, section, &on);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (is_of_section ((KhDatapointId) i, section) && is_free (self, (KhDatapointId) i))
      {
        n++;
        on += self->wanted[i] ? 1 : 0;
      }
  if (n_on != NULL)
    *n_on = on;

  return n;
}

/**
 * kh_duplicate_plan_reset:
 * @self: a plan
 *
 * Puts every switch back to the Customer Duplicate Defaults. What was typed stays.
 */
void
kh_duplicate_plan_reset (KhDuplicatePlan *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_PLAN (self));

  want_defaults (self);
  update (self);
  kh_duplicate_tables_reset (self->tables);
}

/**
 * kh_duplicate_plan_dup_switches:
 * @self: a plan
 *
 * Gives the switches as they stand, to begin another plan with: for Save and Duplicate
 * Another, or as the member's own set. Of a row that could not be moved nothing is said.
 *
 * Returns: (transfer full): the switches
 */
KhDuplicateDefaults *
kh_duplicate_plan_dup_switches (KhDuplicatePlan *self)
{
  KhDuplicateDefaults *switches = NULL;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  switches = kh_duplicate_defaults_new ();
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_duplicate_defaults_may_set ((KhDatapointId) i) &&
        (self->chosen[i] || is_free (self, (KhDatapointId) i)))
      kh_duplicate_defaults_set (switches, (KhDatapointId) i, self->wanted[i]);
  kh_duplicate_tables_write_switches (self->tables, switches);

  return switches;
}

/**
 * kh_duplicate_plan_fill_names:
 * @self: a plan
 *
 * Types the original's names for the new customer.
 */
void
kh_duplicate_plan_fill_names (KhDuplicatePlan *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_PLAN (self));

  kh_draft_set_text (self->draft, KH_DATAPOINT_FIRST_NAME, self->value_texts[KH_DATAPOINT_FIRST_NAME]);
  kh_draft_set_text (self->draft, KH_DATAPOINT_LAST_NAME, self->value_texts[KH_DATAPOINT_LAST_NAME]);
}

/**
 * kh_duplicate_plan_clear_names:
 * @self: a plan
 *
 * Takes the names away, for another duplicate with the same switches.
 */
void
kh_duplicate_plan_clear_names (KhDuplicatePlan *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_PLAN (self));

  kh_draft_set_text (self->draft, KH_DATAPOINT_FIRST_NAME, "");
  kh_draft_set_text (self->draft, KH_DATAPOINT_LAST_NAME, "");
}

/**
 * kh_duplicate_plan_clear_secrets:
 * @self: a plan
 *
 * Forgets what is sealed and was typed: the next customer has their own.
 */
void
kh_duplicate_plan_clear_secrets (KhDuplicatePlan *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_PLAN (self));

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (!kh_datapoint_is_stored ((KhDatapointId) i))
      kh_draft_set_secret (self->draft, (KhDatapointId) i, NULL);
}

/**
 * kh_duplicate_plan_make_customer:
 * @self: a plan
 *
 * Gives the customer as it is to be created. It says kh_customer_is_sealed() of what is
 * sealed and to be copied, which is for the store: the record does not hold it. What is typed
 * goes there by kh_duplicate_plan_dup_secrets().
 *
 * Returns: (transfer full): a new record
 */
KhCustomer *
kh_duplicate_plan_make_customer (KhDuplicatePlan *self)
{
  KhCustomer *customer;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  customer = kh_customer_copy (self->copy);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (!kh_duplicate_row_get_on (self->rows[i]))
      kh_customer_set_sealed (customer, (KhDatapointId) i, FALSE);

  return customer;
}

/*< private >
 * kh_duplicate_plan_dup_copy:
 * @self: a plan
 *
 * Returns: (transfer full): the new customer, which says kh_customer_is_sealed() of what is
 *   copied and of what is typed
 */
KhCustomer *
kh_duplicate_plan_dup_copy (KhDuplicatePlan *self)
{
  return kh_customer_copy (self->copy);
}
