/* kh-account.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"


enum {
  PROP_0,
  PROP_ID,
  PROP_NUMBER,
  PROP_RECEIVER,
  PROP_STATUS,
  PROP_DEALER,
  PROP_ETAG,
  PROP_UPDATED_AT,
  PROP_UPDATED_BY,
  PROP_EXTERNAL_REF,
  PROP_NAME,
  PROP_ADDRESS,
  PROP_VERSION,
  PROP_IN_ALARM,
  PROP_CONTACTS,
  PROP_ZONES,
  PROP_AGENCIES,
  PROP_PASSCODES,
  N_PROPS
};

#define N_TEXTS (PROP_ADDRESS + 1)
#define N_COUNTS (PROP_PASSCODES - PROP_CONTACTS + 1)

typedef struct {
  KhAccountState state;
  char *value;
  char *item;
  KhSecret *secret;
} Field;

struct _KhAccount
{
  GObject parent_instance;

  /* Owned */
  char *texts[N_TEXTS];
  Field fields[KH_N_DATAPOINTS];
  GPtrArray *agencies;
  KhRows *rows[KH_N_TABLES];

  /* State */
  gint64 version;
  gboolean in_alarm;
  guint counts[N_COUNTS];
};

G_DEFINE_FINAL_TYPE (KhAccount, kh_account, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static const char *const names[N_PROPS] = {
  [PROP_ID] = "id",
  [PROP_NUMBER] = "number",
  [PROP_RECEIVER] = "receiver",
  [PROP_STATUS] = "status",
  [PROP_DEALER] = "dealer",
  [PROP_ETAG] = "etag",
  [PROP_UPDATED_AT] = "updated-at",
  [PROP_UPDATED_BY] = "updated-by",
  [PROP_EXTERNAL_REF] = "external-ref",
  [PROP_NAME] = "name",
  [PROP_ADDRESS] = "address",
  [PROP_CONTACTS] = "contacts",
  [PROP_ZONES] = "zones",
  [PROP_AGENCIES] = "agencies",
  [PROP_PASSCODES] = "passcodes",
};

static void
kh_account_finalize (GObject *object)
{
  KhAccount *self = KH_ACCOUNT (object);

  g_ptr_array_unref (self->agencies);
  for (guint i = 0; i < KH_N_TABLES; i++)
    g_clear_object (&self->rows[i]);
  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_free (self->fields[i].value);
      g_free (self->fields[i].item);
      kh_secret_unref (self->fields[i].secret);
    }

  G_OBJECT_CLASS (kh_account_parent_class)->finalize (object);
}

static void
kh_account_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec G_GNUC_UNUSED)
{
  KhAccount *self = KH_ACCOUNT (object);

  if (prop_id < N_TEXTS)
    g_value_set_string (value, self->texts[prop_id]);
  else if (prop_id == PROP_VERSION)
    g_value_set_int64 (value, self->version);
  else if (prop_id == PROP_IN_ALARM)
    g_value_set_boolean (value, self->in_alarm);
  else
    g_value_set_uint (value, self->counts[prop_id - PROP_CONTACTS]);
}

static void
kh_account_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec G_GNUC_UNUSED)
{
  KhAccount *self = KH_ACCOUNT (object);

  if (prop_id < N_TEXTS)
    {
      g_free (self->texts[prop_id]);
      self->texts[prop_id] = g_value_dup_string (value);
    }
  else if (prop_id == PROP_VERSION)
    self->version = g_value_get_int64 (value);
  else if (prop_id == PROP_IN_ALARM)
    self->in_alarm = g_value_get_boolean (value);
  else
    self->counts[prop_id - PROP_CONTACTS] = g_value_get_uint (value);
}

static void
kh_account_class_init (KhAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_account_finalize;
  object_class->get_property = kh_account_get_property;
  object_class->set_property = kh_account_set_property;

  for (guint i = PROP_ID; i < N_TEXTS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  properties[PROP_VERSION] = g_param_spec_int64 ("version", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_IN_ALARM] = g_param_spec_boolean ("in-alarm", NULL, NULL, FALSE, flags);
  for (guint i = PROP_CONTACTS; i < N_PROPS; i++)
    properties[i] = g_param_spec_uint (names[i], NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_account_init (KhAccount *self)
{
  self->agencies = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kh_account_new:
 *
 * Returns: (transfer full): an account of which nothing is known
 */
KhAccount *
kh_account_new (void)
{
  return g_object_new (KH_TYPE_ACCOUNT, NULL);
}

/**
 * kh_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the station's own id
 */
const char *
kh_account_get_id (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_ID];
}

/**
 * kh_account_get_number:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the account number as the station writes it
 */
const char *
kh_account_get_number (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_NUMBER];
}

/**
 * kh_account_get_receiver:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the receiver that its signals come in on
 */
const char *
kh_account_get_receiver (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_RECEIVER];
}

/**
 * kh_account_get_status:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): pending, active, inactive or deactivated
 */
const char *
kh_account_get_status (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_STATUS];
}

/**
 * kh_account_get_etag:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the version that was read, for If-Match
 */
const char *
kh_account_get_etag (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_ETAG];
}

/**
 * kh_account_get_external_ref:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the customer number that we left there
 */
const char *
kh_account_get_external_ref (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_EXTERNAL_REF];
}

/**
 * kh_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): who, on one line
 */
const char *
kh_account_get_name (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_NAME];
}

/**
 * kh_account_get_address:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): where, on one line
 */
const char *
kh_account_get_address (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->texts[PROP_ADDRESS];
}

/**
 * kh_account_get_in_alarm:
 * @self: an account
 *
 * Returns: whether an alarm is being worked on there
 */
gboolean
kh_account_get_in_alarm (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), FALSE);

  return self->in_alarm;
}

/**
 * kh_account_get_agencies:
 * @self: an account
 *
 * Returns: (transfer none) (element-type KhAgency): whom the station calls besides the
 *   contacts; a reader of the station's answer adds to it
 */
GPtrArray *
kh_account_get_agencies (KhAccount *self)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->agencies;
}

/**
 * kh_account_get_rows:
 * @self: an account
 * @table: a table
 *
 * A row's item is the station's id of it, and what the station does not mention, or has no word of
 * ours, is hidden there: it cannot be compared.
 *
 * Returns: (transfer none): the station's rows of it; a reader of the station's answer adds to them
 */
KhRows *
kh_account_get_rows (KhAccount *self,
                     KhTableId  table)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail ((guint) table < KH_N_TABLES, NULL);

  if (self->rows[table] == NULL)
    self->rows[table] = kh_rows_new (table);

  return self->rows[table];
}

/**
 * kh_account_get_state:
 * @self: an account
 * @id: a datapoint
 *
 * Returns: what the station told of it
 */
KhAccountState
kh_account_get_state (KhAccount     *self,
                      KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), KH_ACCOUNT_ABSENT);

  return self->fields[id].state;
}

/**
 * kh_account_get_value:
 * @self: an account
 * @id: a datapoint
 *
 * Returns: (transfer none) (nullable): its canonical value; the station's raw text when the
 *   state is %KH_ACCOUNT_UNREADABLE
 */
const char *
kh_account_get_value (KhAccount     *self,
                      KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->fields[id].value;
}

/**
 * kh_account_get_item:
 * @self: an account
 * @id: a datapoint
 *
 * Returns: (transfer none) (nullable): the station's id of the list item that holds it
 */
const char *
kh_account_get_item (KhAccount     *self,
                     KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);

  return self->fields[id].item;
}

/**
 * kh_account_set_value:
 * @self: an account
 * @id: a datapoint
 * @state: what the station told of it
 * @value: (nullable): its value, by @state; %NULL for none
 * @item: (nullable): the id of the list item that holds it
 */
void
kh_account_set_value (KhAccount      *self,
                      KhDatapointId   id,
                      KhAccountState  state,
                      const char     *value,
                      const char     *item)
{
  Field *field;

  g_return_if_fail (KH_IS_ACCOUNT (self));
  g_return_if_fail ((guint) id < KH_N_DATAPOINTS);

  field = &self->fields[id];
  g_free (field->value);
  g_free (field->item);
  g_clear_pointer (&field->secret, kh_secret_unref);
  field->state = state;
  field->value = g_strdup (value);
  field->item = g_strdup (item);
}

/**
 * kh_account_get_secret:
 * @self: an account
 * @id: a sealed datapoint
 *
 * Returns: (transfer none) (nullable): its value, where the station shows it
 */
KhSecret *
kh_account_get_secret (KhAccount     *self,
                       KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, NULL);

  return self->fields[id].secret;
}

/**
 * kh_account_set_secret:
 * @self: an account
 * @id: a sealed datapoint
 * @state: what the station told of it
 * @secret: (nullable): its value where the state is %KH_ACCOUNT_CLEAR; %NULL for none
 * @item: (nullable): the id of the list item that holds it
 */
void
kh_account_set_secret (KhAccount      *self,
                       KhDatapointId   id,
                       KhAccountState  state,
                       KhSecret       *secret,
                       const char     *item)
{
  Field *field;

  g_return_if_fail (KH_IS_ACCOUNT (self));
  g_return_if_fail ((guint) id < KH_N_DATAPOINTS);
  g_return_if_fail (kh_datapoint_get (id)->sealed);
  g_return_if_fail (secret == NULL || state == KH_ACCOUNT_CLEAR);

  kh_account_set_value (self, id, state, NULL, item);
  field = &self->fields[id];
  field->secret = secret != NULL ? kh_secret_ref (secret) : NULL;
}
