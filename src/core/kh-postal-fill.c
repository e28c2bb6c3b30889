/* kh-postal-fill.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-fill.h"

#include "kh-gate.h"
#include "kh-rule.h"

/* What a code may fill in. */
enum {
  CITY,
  COUNTY,
  STATE,

  N_PARTS
};

typedef struct {
  KhDatapointId code;
  KhDatapointId parts[N_PARTS];
} Address;

/* The bill needs no county. */
static const Address addresses[KH_N_POSTAL_ADDRESSES] = {
  [KH_POSTAL_PREMISES] = { KH_DATAPOINT_ZIP, { KH_DATAPOINT_CITY, KH_DATAPOINT_COUNTY, KH_DATAPOINT_STATE } },
  [KH_POSTAL_BILLING] = { KH_DATAPOINT_BILLING_ZIP,
                          { KH_DATAPOINT_BILLING_CITY, KH_DATAPOINT_NONE, KH_DATAPOINT_BILLING_STATE } },
};

struct _KhPostalFill
{
  GObject parent_instance;

  /* Borrowed */
  const Address *address;

  /* Owned */
  KhDraft *draft;
  GPtrArray *choices;

  /* State */
  KhGrants grants;
  gulong changed_id;
  gboolean filled[N_PARTS];
  gboolean touched[N_PARTS];
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (KhPostalFill, kh_postal_fill, G_TYPE_OBJECT)

static guint updated_signal;

static void
kh_postal_fill_dispose (GObject *object)
{
  KhPostalFill *self = KH_POSTAL_FILL (object);

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->choices, g_ptr_array_unref);

  G_OBJECT_CLASS (kh_postal_fill_parent_class)->dispose (object);
}

static void
kh_postal_fill_class_init (KhPostalFillClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_postal_fill_dispose;

  updated_signal = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kh_postal_fill_init (KhPostalFill *self G_GNUC_UNUSED)
{
}

/**
 * kh_postal_fill_new:
 * @address: which address
 *
 * Returns: (transfer full): a filler without a draft
 */
KhPostalFill *
kh_postal_fill_new (KhPostalAddress address)
{
  KhPostalFill *self;

  g_return_val_if_fail ((guint) address < KH_N_POSTAL_ADDRESSES, NULL);

  self = g_object_new (KH_TYPE_POSTAL_FILL, NULL);
  self->address = &addresses[address];

  return self;
}

/**
 * kh_postal_fill_get_code:
 * @self: a filler
 *
 * Returns: the datapoint that is the postal code
 */
KhDatapointId
kh_postal_fill_get_code (KhPostalFill *self)
{
  g_return_val_if_fail (KH_IS_POSTAL_FILL (self), KH_DATAPOINT_ZIP);

  return self->address->code;
}

/**
 * kh_postal_fill_get_city:
 * @self: a filler
 *
 * Returns: the datapoint that there may be a choice for
 */
KhDatapointId
kh_postal_fill_get_city (KhPostalFill *self)
{
  g_return_val_if_fail (KH_IS_POSTAL_FILL (self), KH_DATAPOINT_CITY);

  return self->address->parts[CITY];
}

static void
drop_choices (KhPostalFill *self)
{
  g_clear_pointer (&self->choices, g_ptr_array_unref);
}

/* What changes by another hand was typed; what was emptied may be filled again. */
static void
on_draft_changed_cb (KhPostalFill *self,
                     guint         datapoint)
{
  if (self->filling)
    return;
  if (datapoint == self->address->code && self->choices != NULL)
    {
      drop_choices (self);
      g_signal_emit (self, updated_signal, 0);
    }
  for (guint i = 0; i < N_PARTS; i++)
    {
      KhDatapointId id = self->address->parts[i];

      if (id != datapoint || id == KH_DATAPOINT_NONE)
        continue;
      self->filled[i] = FALSE;
      self->touched[i] = *kh_draft_get_text (self->draft, id) != '\0';
      if (i == CITY && self->touched[i])
        drop_choices (self);
      g_signal_emit (self, updated_signal, 0);
    }
}

/**
 * kh_postal_fill_set_draft:
 * @self: a filler
 * @draft: whose address it fills in
 * @grants: what whoever types may change
 *
 * A draft that takes the place of another, with the same in it, changes nothing else.
 */
void
kh_postal_fill_set_draft (KhPostalFill *self,
                          KhDraft      *draft,
                          KhGrants      grants)
{
  g_return_if_fail (KH_IS_POSTAL_FILL (self));

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_set_object (&self->draft, draft);
  self->grants = grants;
  self->changed_id = g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed_cb), self,
                                              G_CONNECT_SWAPPED);
}

/**
 * kh_postal_fill_reset:
 * @self: a filler
 *
 * What was filled in is as good as typed from now on, as when the record was saved.
 */
void
kh_postal_fill_reset (KhPostalFill *self)
{
  g_return_if_fail (KH_IS_POSTAL_FILL (self));

  drop_choices (self);
  for (guint i = 0; i < N_PARTS; i++)
    self->filled[i] = self->touched[i] = FALSE;
  g_signal_emit (self, updated_signal, 0);
}

/**
 * kh_postal_fill_dup_wanted:
 * @self: a filler
 *
 * Returns: (transfer full) (nullable): the code whose places it wants to know, or %NULL when none
 *   was typed
 */
char *
kh_postal_fill_dup_wanted (KhPostalFill *self)
{
  KhDatapointId code;

  g_return_val_if_fail (KH_IS_POSTAL_FILL (self), NULL);

  code = self->address->code;
  if (self->draft == NULL || !kh_draft_is_dirty (self->draft, code) || kh_draft_get_error (self->draft, code) != NULL)
    return NULL;

  return kh_postal_dup_zip (kh_customer_get (kh_draft_get_edited (self->draft), code));
}

static gboolean
may_set (KhPostalFill  *self,
         KhDatapointId  id)
{
  KhCustomer *edited = kh_draft_get_edited (self->draft);

  if (kh_customer_get_number (kh_draft_get_original (self->draft)) != 0)
    return kh_gate_may_change (self->grants, id) && !kh_customer_is_hidden (edited, id);

  return kh_gate_may_begin (self->grants, id,
                            kh_rule_is_required (id, edited, kh_draft_get_catalogues (self->draft), FALSE));
}

static gboolean
is_free (KhPostalFill *self,
         guint         part)
{
  KhDatapointId id = self->address->parts[part];
  gboolean is_new = kh_customer_get_number (kh_draft_get_original (self->draft)) == 0;

  if (id == KH_DATAPOINT_NONE || !may_set (self, id))
    return FALSE;

  return *kh_draft_get_text (self->draft, id) == '\0' || self->filled[part] || (is_new && !self->touched[part]);
}

/* Takes back what an earlier code filled in where @value is %NULL. */
static void
fill (KhPostalFill *self,
      guint         part,
      const char   *value)
{
  if (!is_free (self, part) || (value == NULL && !self->filled[part]))
    return;
  kh_draft_set_value (self->draft, self->address->parts[part], value);
  self->filled[part] = value != NULL;
  self->touched[part] = FALSE;
}

/* What all the places have in common, or %NULL. */
static KhPostalPlace *
find_common (GPtrArray *places)
{
  KhPostalPlace *first = g_ptr_array_index (places, 0);
  const char *county = first->county;
  const char *state = first->state;

  for (guint i = 1; i < places->len; i++)
    {
      KhPostalPlace *place = g_ptr_array_index (places, i);

      if (g_strcmp0 (county, place->county) != 0)
        county = NULL;
      if (g_strcmp0 (state, place->state) != 0)
        state = NULL;
    }

  return kh_postal_place_new (places->len == 1 ? first->city : NULL, county, state);
}

/* Whoever typed the city has chosen already. */
static const KhPostalPlace *
find_typed (KhPostalFill *self,
            GPtrArray    *places)
{
  const char *typed = self->touched[CITY] ? kh_draft_get_text (self->draft, self->address->parts[CITY]) : NULL;

  for (guint i = 0; typed != NULL && i < places->len; i++)
    {
      const KhPostalPlace *place = g_ptr_array_index (places, i);
      g_autofree char *one = g_utf8_casefold (typed, -1);
      g_autofree char *other = g_utf8_casefold (place->city, -1);

      if (g_strcmp0 (one, other) == 0)
        return place;
    }

  return NULL;
}

static void
fill_place (KhPostalFill        *self,
            const KhPostalPlace *place)
{
  self->filling = TRUE;
  fill (self, CITY, place->city);
  fill (self, COUNTY, place->county);
  fill (self, STATE, place->state);
  self->filling = FALSE;
}

/**
 * kh_postal_fill_take:
 * @self: a filler
 * @zip: what kh_postal_fill_dup_wanted() gave
 * @places: (element-type KhPostalPlace): its places, the likeliest first; none fills in the state at least
 *
 * Fills in what is certain. Of several cities it takes none, but offers the choice. Places that come
 * after the code was changed again are left aside.
 */
void
kh_postal_fill_take (KhPostalFill *self,
                     const char   *zip,
                     GPtrArray    *places)
{
  g_autofree char *wanted = NULL;
  g_autoptr (KhPostalPlace) common = NULL;
  const KhPostalPlace *typed;

  g_return_if_fail (KH_IS_POSTAL_FILL (self));
  g_return_if_fail (places != NULL);

  wanted = kh_postal_fill_dup_wanted (self);
  if (g_strcmp0 (wanted, zip) != 0)
    return;

  drop_choices (self);
  typed = find_typed (self, places);
  common = places->len > 0 ? find_common (places) : kh_postal_place_new (NULL, NULL, kh_postal_get_state (zip));
  fill_place (self, typed != NULL ? typed : common);
  if (places->len > 1 && !self->touched[CITY] && is_free (self, CITY))
    self->choices = g_ptr_array_ref (places);
  g_signal_emit (self, updated_signal, 0);
}

/**
 * kh_postal_fill_get_choices:
 * @self: a filler
 *
 * Returns: (transfer none) (nullable) (element-type KhPostalPlace): the places to choose from, at
 *   least two, or %NULL when there is nothing to choose
 */
GPtrArray *
kh_postal_fill_get_choices (KhPostalFill *self)
{
  g_return_val_if_fail (KH_IS_POSTAL_FILL (self), NULL);

  return self->choices;
}

/**
 * kh_postal_fill_choose:
 * @self: a filler
 * @choice: the index of one of kh_postal_fill_get_choices()
 *
 * Fills in a place. The choice stays, to be made otherwise.
 */
void
kh_postal_fill_choose (KhPostalFill *self,
                       guint         choice)
{
  g_return_if_fail (KH_IS_POSTAL_FILL (self));
  g_return_if_fail (self->choices != NULL && choice < self->choices->len);

  fill_place (self, g_ptr_array_index (self->choices, choice));
  g_signal_emit (self, updated_signal, 0);
}

/**
 * kh_postal_fill_has_part:
 * @self: a filler
 * @id: a datapoint
 *
 * Returns: whether it is one of those that the code fills in
 */
gboolean
kh_postal_fill_has_part (KhPostalFill  *self,
                         KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_POSTAL_FILL (self), FALSE);

  for (guint i = 0; i < N_PARTS; i++)
    if (self->address->parts[i] == id && id != KH_DATAPOINT_NONE)
      return TRUE;

  return FALSE;
}

/**
 * kh_postal_fill_is_filled:
 * @self: a filler
 * @id: a datapoint
 *
 * Returns: whether its value was filled in, and not typed since
 */
gboolean
kh_postal_fill_is_filled (KhPostalFill  *self,
                          KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_POSTAL_FILL (self), FALSE);

  for (guint i = 0; i < N_PARTS; i++)
    if (self->address->parts[i] == id && id != KH_DATAPOINT_NONE)
      return self->filled[i];

  return FALSE;
}
