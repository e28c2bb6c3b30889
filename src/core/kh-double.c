/* kh-double.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double.h"

#include "kh-address.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ZIP_DIGITS 5

struct _KhDouble
{
  GObject parent_instance;

  /* Owned */
  char *name;
  char *address;
  char *status;

  /* State */
  gint64 number;
  KhDoubleReasons reasons;
  KhDatapointId phone;
};

G_DEFINE_FINAL_TYPE (KhDouble, kh_double, G_TYPE_OBJECT)

/* What a business may leave out of its name, and mostly does. */
static const char * const fillers[] = {
  "and", "co", "company", "corp", "corporation", "inc", "incorporated", "limited", "llc", "ltd", "the",
};

static const struct {
  KhDoubleReasons reason;
  const char *text;
} texts[] = {
  { KH_DOUBLE_PHONE, N_("Same phone number.") },
  { KH_DOUBLE_ADDRESS, N_("Same name and address.") },
  { KH_DOUBLE_BUSINESS, N_("Same business in the same ZIP code.") },
};

/* Keys */

/* Letters and digits only: O'Neil and Oneil, Mary Ann and Maryann are typed for each other. */
static void
append_letters (GString    *key,
                const char *plain)
{
  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_len (key, p, g_utf8_next_char (p) - p);
}

static char *
dup_letters (const char *text)
{
  g_autofree char *plain = kh_text_plain (text);
  GString *letters = g_string_sized_new (strlen (plain));

  append_letters (letters, plain);

  return g_string_free (letters, FALSE);
}

/* A line of its own for the unit, or the unit behind the street, with or without a word before
 * its number: the door is the same. */
static char *
dup_door (KhCustomer *customer)
{
  const char *street = kh_customer_get (customer, KH_DATAPOINT_ADDRESS_1);
  const char *unit = kh_customer_get (customer, KH_DATAPOINT_ADDRESS_2);
  g_autofree char *line = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *folded = NULL;
  GString *door;

  if (street == NULL)
    return NULL;
  line = unit == NULL ? g_strdup (street) : g_strconcat (street, ", ", unit, NULL);
  plain = kh_text_plain (line);
  folded = kh_address_fold (plain);
  door = g_string_new (folded);
  g_string_replace (door, " # ", " ", 0);

  return g_string_free (door, FALSE);
}

static char *
dup_address_key (KhCustomer *customer)
{
  g_autofree char *first = dup_letters (kh_customer_get (customer, KH_DATAPOINT_FIRST_NAME));
  g_autofree char *last = dup_letters (kh_customer_get (customer, KH_DATAPOINT_LAST_NAME));
  g_autofree char *door = dup_door (customer);

  if (*first == '\0' || *last == '\0' || kh_text_none_if_empty (door) == NULL)
    return NULL;

  return g_strdup_printf ("%s\n%s\n%s", first, last, door);
}

static gboolean
is_filler (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (strcmp (fillers[i], word) == 0)
      return TRUE;

  return FALSE;
}

/* A name of nothing but such words is still a name. */
static char *
dup_business (const char *text)
{
  g_autofree char *plain = kh_text_plain (text);
  g_auto (GStrv) words = g_strsplit_set (plain, " \t\n,", -1);
  GString *business = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = dup_letters (words[i]);

      if (!is_filler (word))
        g_string_append (business, word);
    }
  if (business->len == 0)
    append_letters (business, plain);

  return g_string_free (business, FALSE);
}

/* The five digits of 84401-2212, or all of A1A 1A1. */
static char *
dup_zip (KhCustomer *customer)
{
  const char *zip = kh_customer_get (customer, KH_DATAPOINT_ZIP);

  if (zip == NULL)
    return NULL;

  return strspn (zip, "0123456789") == ZIP_DIGITS ? g_strndup (zip, ZIP_DIGITS) : g_strdup (zip);
}

static char *
dup_business_key (KhCustomer *customer)
{
  const char *name = kh_customer_get (customer, KH_DATAPOINT_BUSINESS_NAME);
  g_autofree char *business = name == NULL ? NULL : dup_business (name);
  g_autofree char *zip = dup_zip (customer);

  return kh_text_none_if_empty (business) == NULL || zip == NULL ? NULL : g_strdup_printf ("%s\n%s", business, zip);
}

/* Without the extension: two that ring at one switchboard are worth a look. */
static char *
dup_phone (KhCustomer    *customer,
           KhDatapointId  id)
{
  const char *value = kh_datapoint_get (id)->type == KH_VALUE_PHONE ? kh_customer_get (customer, id) : NULL;

  return value == NULL ? NULL : g_strndup (value, strcspn (value, "x"));
}

/* Where both have a ZIP code it says whether the place is one; else the city does. */
static gboolean
is_same_place (KhCustomer *a,
               KhCustomer *b)
{
  g_autofree char *zip_a = dup_zip (a);
  g_autofree char *zip_b = dup_zip (b);
  g_autofree char *city_a = NULL;
  g_autofree char *city_b = NULL;

  if (zip_a != NULL && zip_b != NULL)
    return strcmp (zip_a, zip_b) == 0;
  city_a = dup_letters (kh_customer_get (a, KH_DATAPOINT_CITY));
  city_b = dup_letters (kh_customer_get (b, KH_DATAPOINT_CITY));

  return strcmp (city_a, city_b) == 0 &&
         g_strcmp0 (kh_customer_get (a, KH_DATAPOINT_STATE), kh_customer_get (b, KH_DATAPOINT_STATE)) == 0;
}

static gint64
hash (KhDoubleReasons  reason,
      const char      *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint8 kind = (guint8) reason;
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number = 0;

  g_checksum_update (checksum, &kind, sizeof kind);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  for (guint i = 0; i < sizeof number; i++)
    number = number << 8 | digest[i];

  return (gint64) number;
}

static void
add_key (GArray          *keys,
         KhDoubleReasons  reason,
         const char      *text)
{
  gint64 key;

  if (text == NULL)
    return;
  key = hash (reason, text);
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, gint64, i) == key)
      return;
  g_array_append_val (keys, key);
}

/**
 * kh_double_list_keys:
 * @customer: a record
 *
 * Two records of which kh_double_compare() says anything have a key in common. The other way
 * round, it must be asked.
 *
 * Returns: (transfer full) (element-type gint64): the record's keys, each once, and those that say
 *   most first
 */
GArray *
kh_double_list_keys (KhCustomer *customer)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *address = NULL;
  g_autofree char *business = NULL;

  g_return_val_if_fail (KH_IS_CUSTOMER (customer), keys);

  address = dup_address_key (customer);
  business = dup_business_key (customer);
  add_key (keys, KH_DOUBLE_ADDRESS, address);
  add_key (keys, KH_DOUBLE_BUSINESS, business);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *phone = dup_phone (customer, (KhDatapointId) i);

      add_key (keys, KH_DOUBLE_PHONE, phone);
    }

  return keys;
}

/**
 * kh_double_is_key:
 * @id: a datapoint
 *
 * Returns: whether keys are made of it
 */
gboolean
kh_double_is_key (KhDatapointId id)
{
  static const KhDatapointId ids[] = {
    KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME, KH_DATAPOINT_BUSINESS_NAME,
    KH_DATAPOINT_ADDRESS_1, KH_DATAPOINT_ADDRESS_2, KH_DATAPOINT_ZIP,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    if (ids[i] == id)
      return TRUE;

  return kh_datapoint_get (id)->type == KH_VALUE_PHONE;
}

/* Comparing */

static gboolean
has_phone (KhCustomer *customer,
           const char *phone)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *own = dup_phone (customer, (KhDatapointId) i);

      if (own != NULL && strcmp (own, phone) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
find_phone (KhCustomer    *customer,
            KhCustomer    *other,
            KhDatapointId *found)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *phone = dup_phone (other, (KhDatapointId) i);

      if (phone == NULL || !has_phone (customer, phone))
        continue;
      if (found != NULL)
        *found = (KhDatapointId) i;
      return TRUE;
    }

  return FALSE;
}

/**
 * kh_double_compare:
 * @customer: a record
 * @other: another
 * @phone: (out) (optional): with %KH_DOUBLE_PHONE, which of @other's phones it is
 *
 * Returns: why they are likely to be the same customer
 */
KhDoubleReasons
kh_double_compare (KhCustomer    *customer,
                   KhCustomer    *other,
                   KhDatapointId *phone)
{
  KhDoubleReasons reasons = KH_DOUBLE_NONE;
  g_autofree char *address = NULL;
  g_autofree char *business = NULL;

  g_return_val_if_fail (KH_IS_CUSTOMER (customer), KH_DOUBLE_NONE);
  g_return_val_if_fail (KH_IS_CUSTOMER (other), KH_DOUBLE_NONE);

  address = dup_address_key (customer);
  business = dup_business_key (customer);
  if (find_phone (customer, other, phone))
    reasons |= KH_DOUBLE_PHONE;
  if (address != NULL && is_same_place (customer, other))
    {
      g_autofree char *theirs = dup_address_key (other);

      if (g_strcmp0 (address, theirs) == 0)
        reasons |= KH_DOUBLE_ADDRESS;
    }
  if (business != NULL)
    {
      g_autofree char *theirs = dup_business_key (other);

      if (g_strcmp0 (business, theirs) == 0)
        reasons |= KH_DOUBLE_BUSINESS;
    }

  return reasons;
}

/**
 * kh_double_reasons_to_text:
 * @reasons: why
 *
 * Returns: (transfer full): a sentence for each, translated
 */
char *
kh_double_reasons_to_text (KhDoubleReasons reasons)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if ((reasons & texts[i].reason) == 0)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, _(texts[i].text));
    }

  return g_string_free (text, FALSE);
}

/* What is shown of one */

static void
kh_double_finalize (GObject *object)
{
  KhDouble *self = KH_DOUBLE (object);

  g_free (self->name);
  g_free (self->address);
  g_free (self->status);

  G_OBJECT_CLASS (kh_double_parent_class)->finalize (object);
}

static void
kh_double_class_init (KhDoubleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_double_finalize;
}

static void
kh_double_init (KhDouble *self G_GNUC_UNUSED)
{
}

static char *
dup_address (KhCustomer *customer)
{
  static const KhDatapointId parts[] = {
    KH_DATAPOINT_ADDRESS_1, KH_DATAPOINT_ADDRESS_2, KH_DATAPOINT_CITY, KH_DATAPOINT_STATE, KH_DATAPOINT_ZIP,
  };
  GString *address = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = kh_customer_get (customer, parts[i]);

      if (part == NULL)
        continue;
      if (address->len > 0)
        g_string_append (address, parts[i] == KH_DATAPOINT_STATE || parts[i] == KH_DATAPOINT_ZIP ? " " : ", ");
      g_string_append (address, part);
    }

  return g_string_free (address, FALSE);
}

/**
 * kh_double_new:
 * @customer: a record, after kh_gate_hide()
 * @reasons: why it is one
 * @phone: with %KH_DOUBLE_PHONE, by which of its phones
 *
 * Returns: (transfer full): what is shown of @customer
 */
KhDouble *
kh_double_new (KhCustomer      *customer,
               KhDoubleReasons  reasons,
               KhDatapointId    phone)
{
  KhDouble *self;
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (KH_IS_CUSTOMER (customer), NULL);

  self = g_object_new (KH_TYPE_DOUBLE, NULL);
  name = kh_customer_dup_name (customer);
  address = dup_address (customer);
  self->number = kh_customer_get_number (customer);
  self->name = kh_value_dup_visible (name);
  self->address = kh_value_dup_visible (address);
  self->status = kh_value_format (kh_datapoint_get (KH_DATAPOINT_STATUS),
                                  kh_customer_get (customer, KH_DATAPOINT_STATUS), NULL);
  self->reasons = reasons;
  self->phone = phone;

  return self;
}

/**
 * kh_double_get_number:
 * @self: a double
 *
 * Returns: the customer number
 */
gint64
kh_double_get_number (KhDouble *self)
{
  g_return_val_if_fail (KH_IS_DOUBLE (self), 0);

  return self->number;
}

/**
 * kh_double_get_name:
 * @self: a double
 *
 * Returns: the name to show; "" when there is none
 */
const char *
kh_double_get_name (KhDouble *self)
{
  g_return_val_if_fail (KH_IS_DOUBLE (self), NULL);

  return self->name;
}

/**
 * kh_double_get_address:
 * @self: a double
 *
 * Returns: the address on one line; "" when there is none
 */
const char *
kh_double_get_address (KhDouble *self)
{
  g_return_val_if_fail (KH_IS_DOUBLE (self), NULL);

  return self->address;
}

/**
 * kh_double_get_status:
 * @self: a double
 *
 * Returns: (nullable): whether they are active, cancelled or archived, translated
 */
const char *
kh_double_get_status (KhDouble *self)
{
  g_return_val_if_fail (KH_IS_DOUBLE (self), NULL);

  return self->status;
}

/**
 * kh_double_get_reasons:
 * @self: a double
 *
 * Returns: why it is one
 */
KhDoubleReasons
kh_double_get_reasons (KhDouble *self)
{
  g_return_val_if_fail (KH_IS_DOUBLE (self), KH_DOUBLE_NONE);

  return self->reasons;
}

/**
 * kh_double_dup_reason:
 * @self: a double
 *
 * Returns: (transfer full): why it is one, in whole sentences, with the phone by its name and
 *   never by its digits
 */
char *
kh_double_dup_reason (KhDouble *self)
{
  g_autofree char *phone = NULL;
  g_autofree char *others = NULL;

  g_return_val_if_fail (KH_IS_DOUBLE (self), NULL);

  if ((self->reasons & KH_DOUBLE_PHONE) == 0)
    return kh_double_reasons_to_text (self->reasons);
  /* Translators: a datapoint's name, such as Primary Phone. */
  phone = g_strdup_printf (_("Same phone number, there as %s."), kh_datapoint_get_label (self->phone));
  others = kh_double_reasons_to_text (self->reasons & (KH_DOUBLE_ADDRESS | KH_DOUBLE_BUSINESS));

  return *others == '\0' ? g_steal_pointer (&phone) : g_strdup_printf ("%s %s", phone, others);
}

/* Groups */

/**
 * kh_double_group_new:
 *
 * Returns: (transfer full): a group of nobody
 */
KhDoubleGroup *
kh_double_group_new (void)
{
  KhDoubleGroup *group = g_new0 (KhDoubleGroup, 1);

  group->doubles = g_ptr_array_new_with_free_func (g_object_unref);

  return group;
}

/**
 * kh_double_group_free:
 * @group: (nullable): a group
 */
void
kh_double_group_free (KhDoubleGroup *group)
{
  if (group == NULL)
    return;
  g_ptr_array_unref (group->doubles);
  g_free (group);
}
