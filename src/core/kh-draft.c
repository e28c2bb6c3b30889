/* kh-draft.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-draft.h"

#include "kh-catalogues.h"
#include "kh-customer-rules.h"
#include "kh-draft-private.h"
#include "kh-rule.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (KhDraft, kh_draft, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_dirty (KhDraft *self)
{
  gboolean dirty = FALSE;
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS && !dirty; i++)
    dirty = kh_draft_is_dirty (self, (KhDatapointId) i);

  if (dirty == self->dirty)
    return;

  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

/*< private >
 * kh_draft_replace:
 * @place: a string of the draft
 * @text: (nullable): what it is to be
 * @changed: (inout): becomes %TRUE when it is another one
 *
 * Puts a string in the place of another.
 */
void
kh_draft_replace (char       **place,
                  const char  *text,
                  gboolean    *changed)
{
  char *copy;

  if (g_strcmp0 (*place, text) == 0)
    return;

  copy = g_strdup (text);
  g_free (*place);
  *place = copy;
  *changed = TRUE;
}

/* The one place where anything of a datapoint changes. A value that is equal to
 * the original's is the original's, to the letter. */
static gboolean
put (KhDraft       *self,
     KhDatapointId  id,
     const char    *text,
     const char    *value,
     const char    *error)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  const char *kept = kh_customer_get (self->original, id);
  KhDraftEntry *entry = &self->entries[id];
  gboolean changed = FALSE;

  if (error != NULL || kh_value_equal (datapoint, value, kept))
    value = kept;

  if (g_strcmp0 (kh_customer_get (self->edited, id), value) != 0)
    {
      g_autofree char *copy = g_strdup (value);

      kh_customer_set (self->edited, id, copy);
      changed = TRUE;
    }

  kh_draft_replace (&entry->error, error, &changed);
  kh_draft_replace (&entry->text, text, &changed);
  entry->cleared_by_parent = FALSE;

  return changed;
}

static void
emit_changed (KhDraft       *self,
              KhDatapointId  id)
{
  g_signal_emit (self, signals[CHANGED], 0, (guint) id);
}

static gboolean
put_value (KhDraft       *self,
           KhDatapointId  id,
           const char    *value,
           const char    *error)
{
  g_autofree char *text = kh_value_format (kh_datapoint_get (id), value, self->catalogues);

  return put (self, id, text, value, error);
}

static void
revert (KhDraft       *self,
        KhDatapointId  id)
{
  gboolean changed;

  if (kh_datapoint_is_stored (id))
    changed = put_value (self, id, kh_customer_get (self->original, id), NULL);
  else
    changed = kh_draft_put_secret (self, id, NULL, FALSE);
  if (changed)
    emit_changed (self, id);
}

/* A campaign does not outlive the choice of its source. */
static void
clear_children (KhDraft       *self,
                KhDatapointId  parent)
{
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (kh_datapoint_get (id)->parent != parent
          || kh_customer_rules_fits (id, self->edited, self->catalogues))
        continue;

      if (put_value (self, id, NULL, NULL))
        {
          self->entries[id].cleared_by_parent = TRUE;
          emit_changed (self, id);
        }
    }
}

static void
restore_children (KhDraft       *self,
                  KhDatapointId  parent)
{
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (kh_datapoint_get (id)->parent == parent && self->entries[id].cleared_by_parent)
        revert (self, id);
    }
}

/* Two sources may each have a campaign of the same name. */
static char *
find_child_entry (KhDraft       *self,
                  KhDatapointId  id,
                  const char    *text)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  g_autoptr (GPtrArray) list = NULL;
  gint64 parent;
  guint i;

  if (datapoint->parent == KH_DATAPOINT_NONE)
    return NULL;

  parent = kh_customer_get_entry (self->edited, datapoint->parent);
  list = kh_catalogues_list (self->catalogues, datapoint->catalogue, parent,
                             kh_customer_get_entry (self->original, id));

  for (i = 0; i < list->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (list, i);

      if (strcmp (entry->label, text) == 0)
        return g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);
    }

  return NULL;
}

static char *
parse (KhDraft        *self,
       KhDatapointId   id,
       const char     *text,
       GError        **error)
{
  KhValueContext context = kh_draft_make_context (self, id);
  char *value = find_child_entry (self, id, text);

  if (value != NULL)
    return value;

  return kh_value_parse (kh_datapoint_get (id), text, -1, &context, error);
}

static gboolean
check_anew (KhDraft       *self,
            KhDatapointId  id)
{
  g_autofree char *text = g_strdup (self->entries[id].text);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (!kh_datapoint_is_stored (id))
    return kh_draft_put_secret (self, id, self->entries[id].secret, self->entries[id].removes);
  value = parse (self, id, text, &error);

  return put (self, id, text, value, error != NULL ? error->message : NULL);
}

/* Another company may allow longer texts, or only shorter ones. */
static void
check_limits_anew (KhDraft *self)
{
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (kh_datapoint_get (id)->max_adt > 0 && kh_draft_is_dirty (self, id) && check_anew (self, id))
        emit_changed (self, id);
    }
}

static void
bring_value (KhDraft       *self,
             KhDatapointId  id,
             const char    *value)
{
  if (value == NULL || *self->entries[id].text != '\0' || self->entries[id].error != NULL)
    return;
  if (put_value (self, id, value, NULL))
    emit_changed (self, id);
}

/* An account class brings its usual charge and term to a record that is new. What somebody
 * typed stays, and a record that is kept already has the terms of its own contract. */
static void
bring_class_values (KhDraft *self)
{
  const KhCatalogueEntry *entry;

  if (kh_customer_get_number (self->original) != 0)
    return;
  entry = kh_catalogues_get (self->catalogues, KH_CATALOGUE_ACCOUNT_CLASSES,
                             kh_customer_get_entry (self->edited, KH_DATAPOINT_ACCOUNT_CLASS));
  if (entry == NULL)
    return;

  bring_value (self, KH_DATAPOINT_MONTHLY_CHARGE, entry->monthly_charge);
  bring_value (self, KH_DATAPOINT_CONTRACT_TERM, entry->contract_term);
}

/*< private >
 * kh_draft_finish_change:
 * @self: a draft
 * @id: a datapoint
 * @changed: whether anything of it changed
 *
 * Tells of the change, and makes those that follow from it.
 */
void
kh_draft_finish_change (KhDraft       *self,
                        KhDatapointId  id,
                        gboolean       changed)
{
  if (!changed)
    return;

  emit_changed (self, id);
  if (id != KH_DATAPOINT_NONE)
    clear_children (self, id);
  if (id == KH_DATAPOINT_MONITORING_COMPANY)
    check_limits_anew (self);
  if (id == KH_DATAPOINT_ACCOUNT_CLASS)
    bring_class_values (self);
  update_dirty (self);
}

static void
kh_draft_finalize (GObject *object)
{
  KhDraft *self = KH_DRAFT (object);
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_clear_pointer (&self->entries[i].secret, kh_secret_unref);
      g_free (self->entries[i].text);
      g_free (self->entries[i].error);
    }

  g_clear_object (&self->original);
  g_clear_object (&self->edited);
  g_clear_object (&self->catalogues);

  G_OBJECT_CLASS (kh_draft_parent_class)->finalize (object);
}

static void
kh_draft_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  KhDraft *self = KH_DRAFT (object);

  switch (prop_id)
    {
    case PROP_DIRTY:
      g_value_set_boolean (value, self->dirty);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_draft_class_init (KhDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kh_draft_finalize;
  object_class->get_property = kh_draft_get_property;

  properties[PROP_DIRTY] =
    g_param_spec_boolean ("dirty", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kh_draft_init (KhDraft *self G_GNUC_UNUSED)
{
}

/*< private >
 * kh_draft_make_context:
 * @self: a draft
 * @id: a datapoint
 *
 * Returns: what the check of its value depends on; good until the draft changes
 */
KhValueContext
kh_draft_make_context (KhDraft       *self,
                       KhDatapointId  id)
{
  KhValueContext context = {
    .catalogues = self->catalogues,
    .adt = kh_rule_is_adt (self->edited, self->catalogues),
    .current = kh_customer_get (self->original, id),
  };

  return context;
}

/**
 * kh_draft_new:
 * @original: the record as it is kept
 * @catalogues: (nullable): the entries that its values name
 *
 * Starts a working copy. @original is never changed.
 *
 * Returns: (transfer full): a draft in which nothing differs yet
 */
KhDraft *
kh_draft_new (KhCustomer   *original,
              KhCatalogues *catalogues)
{
  KhDraft *self = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_CUSTOMER (original), NULL);
  g_return_val_if_fail (catalogues == NULL || KH_IS_CATALOGUES (catalogues), NULL);

  self = g_object_new (KH_TYPE_DRAFT, NULL);
  self->original = g_object_ref (original);
  self->edited = kh_customer_copy (original);
  self->catalogues = catalogues != NULL ? g_object_ref (catalogues) : NULL;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    put_value (self, (KhDatapointId) i, kh_customer_get (original, (KhDatapointId) i), NULL);

  return self;
}

/**
 * kh_draft_get_original:
 * @self: a draft
 *
 * Returns: (transfer none): the record that the draft was made of
 */
KhCustomer *
kh_draft_get_original (KhDraft *self)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);

  return self->original;
}

/**
 * kh_draft_get_edited:
 * @self: a draft
 *
 * Gives the record with all that was typed and is a value; to be read and
 * copied, not changed. Where the text typed is no value, the original's stands.
 *
 * Returns: (transfer none): the edited record
 */
KhCustomer *
kh_draft_get_edited (KhDraft *self)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);

  return self->edited;
}

/**
 * kh_draft_get_catalogues:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): the entries that the values name
 */
KhCatalogues *
kh_draft_get_catalogues (KhDraft *self)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);

  return self->catalogues;
}

/**
 * kh_draft_get_text:
 * @self: a draft
 * @id: a datapoint
 *
 * Gives what an entry shows: what was typed, whether it is a value or not, or
 * else the formatted value.
 *
 * Returns: (transfer none): the text, empty where there is none
 */
const char *
kh_draft_get_text (KhDraft       *self,
                   KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);
  g_return_val_if_fail (id < KH_N_DATAPOINTS, NULL);

  return self->entries[id].text;
}

/**
 * kh_draft_set_text:
 * @self: a draft
 * @id: a datapoint that is stored
 * @text: (nullable): what was typed
 *
 * Takes what a person typed. Text that is no value is kept with its error, so
 * that it can be mended; the edited record does not get it. Choosing another
 * parent clears the entries that do not belong to it, and choosing the account
 * class of a new customer fills in the charge and the term that it brings along.
 *
 * Returns: whether @text is a value, or nothing
 */
gboolean
kh_draft_set_text (KhDraft       *self,
                   KhDatapointId  id,
                   const char    *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  gboolean changed;

  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (id < KH_N_DATAPOINTS && kh_datapoint_is_stored (id), FALSE);

  text = text != NULL ? text : "";
  if (strcmp (text, self->entries[id].text) == 0)
    return self->entries[id].error == NULL;

  value = parse (self, id, text, &error);
  changed = put (self, id, text, value, error != NULL ? error->message : NULL);
  kh_draft_finish_change (self, id, changed);

  return error == NULL;
}

/**
 * kh_draft_set_value:
 * @self: a draft
 * @id: a datapoint that is stored
 * @value: (nullable): a canonical value
 *
 * Takes a value as a drop-down or a switch knows it. Its text is the formatted
 * value.
 *
 * Returns: whether @value may be kept
 */
gboolean
kh_draft_set_value (KhDraft       *self,
                    KhDatapointId  id,
                    const char    *value)
{
  KhValueContext context;
  g_autoptr (GError) error = NULL;
  gboolean changed;

  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (id < KH_N_DATAPOINTS && kh_datapoint_is_stored (id), FALSE);

  value = kh_text_none_if_empty (value);
  context = kh_draft_make_context (self, id);
  kh_value_check (kh_datapoint_get (id), value, &context, &error);
  changed = put_value (self, id, value, error != NULL ? error->message : NULL);
  kh_draft_finish_change (self, id, changed);

  return error == NULL;
}

/**
 * kh_draft_get_error:
 * @self: a draft
 * @id: a datapoint
 *
 * Returns: (transfer none) (nullable): why the text is no value, translated, or
 *   %NULL if it is one
 */
const char *
kh_draft_get_error (KhDraft       *self,
                    KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);
  g_return_val_if_fail (id < KH_N_DATAPOINTS, NULL);

  return self->entries[id].error;
}

/**
 * kh_draft_is_dirty:
 * @self: a draft
 * @id: a datapoint
 *
 * Whether a datapoint differs from the original. Text that is no value does, and
 * so does every secret that was typed; another way of writing the same value does not.
 *
 * Returns: whether it differs
 */
gboolean
kh_draft_is_dirty (KhDraft       *self,
                   KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (id < KH_N_DATAPOINTS, FALSE);

  return self->entries[id].error != NULL || self->entries[id].secret != NULL || self->entries[id].removes
         || g_strcmp0 (kh_customer_get (self->original, id), kh_customer_get (self->edited, id)) != 0;
}

/**
 * kh_draft_get_dirty:
 * @self: a draft
 *
 * Returns: whether anything differs from the original
 */
gboolean
kh_draft_get_dirty (KhDraft *self)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);

  return self->dirty;
}

/**
 * kh_draft_section_dirty:
 * @self: a draft
 * @section: a section, or %KH_N_SECTIONS for all
 *
 * Returns: whether anything in the section differs from the original
 */
gboolean
kh_draft_section_dirty (KhDraft   *self,
                        KhSection  section)
{
  guint i;

  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if ((section == KH_N_SECTIONS || kh_datapoint_get ((KhDatapointId) i)->section == section)
          && kh_draft_is_dirty (self, (KhDatapointId) i))
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_draft_revert_section:
 * @self: a draft
 * @section: a section, or %KH_N_SECTIONS for all
 *
 * Takes back what was typed in a section, and what that cleared in others.
 */
void
kh_draft_revert_section (KhDraft   *self,
                         KhSection  section)
{
  guint i;

  g_return_if_fail (KH_IS_DRAFT (self));

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (section != KH_N_SECTIONS && kh_datapoint_get (id)->section != section)
        continue;

      revert (self, id);
      if (id != KH_DATAPOINT_NONE)
        restore_children (self, id);
    }

  update_dirty (self);
}

static gboolean
rebase_datapoint (KhDraft       *self,
                  KhDatapointId  id,
                  gboolean       dirty)
{
  g_autofree char *value = g_strdup (kh_customer_get (self->edited, id));
  g_autofree char *text = g_strdup (self->entries[id].text);
  g_autofree char *error = g_strdup (self->entries[id].error);
  gboolean cleared_by_parent = self->entries[id].cleared_by_parent;
  gboolean changed;

  if (!kh_datapoint_is_stored (id))
    return kh_draft_put_secret (self, id, self->entries[id].secret, self->entries[id].removes);
  if (!dirty)
    return put_value (self, id, kh_customer_get (self->original, id), NULL);
  changed = put (self, id, text, value, error);
  self->entries[id].cleared_by_parent = cleared_by_parent;

  return changed;
}

/**
 * kh_draft_rebase:
 * @self: a draft
 * @original: the same record as it is kept now
 *
 * Puts the draft on a newer original. What differed from the earlier one stays
 * as typed; the rest follows the new one.
 */
void
kh_draft_rebase (KhDraft    *self,
                 KhCustomer *original)
{
  gboolean changed[KH_N_DATAPOINTS];
  gboolean dirty[KH_N_DATAPOINTS] = { FALSE };
  guint i;

  g_return_if_fail (KH_IS_DRAFT (self));
  g_return_if_fail (KH_IS_CUSTOMER (original));

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    dirty[i] = kh_draft_is_dirty (self, (KhDatapointId) i);

  g_set_object (&self->original, original);
  kh_customer_set_revision (self->edited, kh_customer_get_revision (original));

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    changed[i] = rebase_datapoint (self, (KhDatapointId) i, dirty[i]);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (changed[i])
        emit_changed (self, (KhDatapointId) i);
    }

  update_dirty (self);
}
