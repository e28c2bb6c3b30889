/* kh-filter.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-filter.h"

#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SORT_KEY       "sort"
#define DESCENDING_KEY "down"
#define LONGEST_START  60

typedef enum {
  KIND_VALUE,   /* one of a list */
  KIND_START,   /* how the datapoint begins */
  KIND_DATE,
  KIND_LINK,
  KIND_DAYS,
  KIND_FLAG,
} Kind;

struct _KhFilter
{
  char *values[KH_N_FILTER_FIELDS];
  KhFilterSort sort;
  gboolean descending;
};

static const KhChoice link_choices[] = {
  { "linked", N_("Linked") },
  { "unlinked", N_("Monitored, not linked") },
  { "held", N_("Linked, and held") },
  { NULL, NULL },
};

/* The grant is that of the datapoint where there is one. */
static const struct {
  const char *key;
  const char *label;
  Kind kind;
  KhDatapointId datapoint;
  KhGrant grant;
} fields[] = {
  [KH_FILTER_STATUS] = { "status", N_("Status"), KIND_VALUE, KH_DATAPOINT_STATUS, KH_GRANT_NONE },
  [KH_FILTER_COMPANY] = { "company", N_("Monitored By"), KIND_VALUE, KH_DATAPOINT_MONITORING_COMPANY, KH_GRANT_NONE },
  [KH_FILTER_LINK] = { "link", N_("Link"), KIND_LINK, KH_DATAPOINT_NONE, KH_GRANT_CENTRAL_STATION_VIEW },
  [KH_FILTER_CLASS] = { "class", N_("Account Class"), KIND_VALUE, KH_DATAPOINT_ACCOUNT_CLASS, KH_GRANT_NONE },
  [KH_FILTER_SOURCE] = { "source", N_("Lead Source"), KIND_VALUE, KH_DATAPOINT_LEAD_SOURCE, KH_GRANT_NONE },
  [KH_FILTER_CITY] = { "city", N_("City"), KIND_START, KH_DATAPOINT_CITY, KH_GRANT_NONE },
  [KH_FILTER_ZIP] = { "zip", N_("ZIP"), KIND_START, KH_DATAPOINT_ZIP, KH_GRANT_NONE },
  [KH_FILTER_PERMITS] = { "permits", N_("Permit Over Within Days"), KIND_DAYS, KH_DATAPOINT_PERMIT_EXPIRY, KH_GRANT_NONE },
  [KH_FILTER_SOLD_FROM] = { "sold-from", N_("Sold From"), KIND_DATE, KH_DATAPOINT_SALE_DATE, KH_GRANT_NONE },
  [KH_FILTER_SOLD_UNTIL] = { "sold-until", N_("Sold Until"), KIND_DATE, KH_DATAPOINT_SALE_DATE, KH_GRANT_NONE },
  [KH_FILTER_INSTALLED_FROM] = { "installed-from", N_("Installed From"), KIND_DATE, KH_DATAPOINT_INSTALL_DATE, KH_GRANT_NONE },
  [KH_FILTER_INSTALLED_UNTIL] = { "installed-until", N_("Installed Until"), KIND_DATE, KH_DATAPOINT_INSTALL_DATE, KH_GRANT_NONE },
  [KH_FILTER_WAITING] = { "waiting", N_("Waiting for the Station"), KIND_FLAG, KH_DATAPOINT_NONE, KH_GRANT_CENTRAL_STATION_VIEW },
  [KH_FILTER_STARRED] = { "starred", N_("Starred"), KIND_FLAG, KH_DATAPOINT_NONE, KH_GRANT_CUSTOMER_VIEW },
  [KH_FILTER_VIEWED] = { "viewed", N_("Recently Viewed"), KIND_FLAG, KH_DATAPOINT_NONE, KH_GRANT_CUSTOMER_VIEW },
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == KH_N_FILTER_FIELDS);

static const struct {
  const char *key;
  const char *label;
  KhDatapointId datapoint;
} sorts[] = {
  [KH_FILTER_BY_NAME] = { "name", N_("Name"), KH_DATAPOINT_LAST_NAME },
  [KH_FILTER_BY_NUMBER] = { "number", N_("Customer ID"), KH_DATAPOINT_CUSTOMER_NUMBER },
  [KH_FILTER_BY_CITY] = { "city", N_("City"), KH_DATAPOINT_CITY },
  [KH_FILTER_BY_ZIP] = { "zip", N_("ZIP"), KH_DATAPOINT_ZIP },
  [KH_FILTER_BY_STATUS] = { "status", N_("Status"), KH_DATAPOINT_STATUS },
  [KH_FILTER_BY_COMPANY] = { "company", N_("Monitored By"), KH_DATAPOINT_MONITORING_COMPANY },
  [KH_FILTER_BY_ACCOUNT] = { "account", N_("Account Number"), KH_DATAPOINT_ACCOUNT_NUMBER },
  [KH_FILTER_BY_SALE_DATE] = { "sale-date", N_("Sale Date"), KH_DATAPOINT_SALE_DATE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (sorts) == KH_N_FILTER_SORTS);

/**
 * kh_filter_new:
 *
 * Returns: (transfer full): a filter that lets everybody through, by name
 */
KhFilter *
kh_filter_new (void)
{
  return g_new0 (KhFilter, 1);
}

/**
 * kh_filter_copy:
 * @self: a filter
 *
 * Returns: (transfer full): the same again
 */
KhFilter *
kh_filter_copy (const KhFilter *self)
{
  KhFilter *copy = kh_filter_new ();

  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  copy->sort = self->sort;
  copy->descending = self->descending;

  return copy;
}

/**
 * kh_filter_free:
 * @self: (transfer full): a filter
 */
void
kh_filter_free (KhFilter *self)
{
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    g_free (self->values[i]);
  g_free (self);
}

/**
 * kh_filter_field_label:
 * @field: a field
 *
 * Returns: (transfer none): its name, translated
 */
const char *
kh_filter_field_label (KhFilterField field)
{
  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, NULL);

  return _(fields[field].label);
}

/**
 * kh_filter_field_datapoint:
 * @field: a field
 *
 * Returns: (transfer none) (nullable): the datapoint it looks at, if it is one
 */
const KhDatapoint *
kh_filter_field_datapoint (KhFilterField field)
{
  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, NULL);

  return fields[field].datapoint == KH_DATAPOINT_NONE ? NULL : kh_datapoint_get (fields[field].datapoint);
}

/**
 * kh_filter_field_choices:
 * @field: a field
 *
 * Returns: (transfer none) (nullable): what can be chosen for it, where that does not change
 */
const KhChoice *
kh_filter_field_choices (KhFilterField field)
{
  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, NULL);

  if (fields[field].kind == KIND_LINK)
    return link_choices;

  return fields[field].kind == KIND_VALUE ? kh_filter_field_datapoint (field)->choices : NULL;
}

/**
 * kh_filter_field_is_flag:
 * @field: a field
 *
 * Returns: whether it is on, as "1", or off
 */
gboolean
kh_filter_field_is_flag (KhFilterField field)
{
  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, FALSE);

  return fields[field].kind == KIND_FLAG;
}

/**
 * kh_filter_field_is_date:
 * @field: a field
 *
 * Returns: whether it is a day
 */
gboolean
kh_filter_field_is_date (KhFilterField field)
{
  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, FALSE);

  return fields[field].kind == KIND_DATE;
}

/**
 * kh_filter_field_grant:
 * @field: a field
 *
 * Returns: the grant without which it would tell what may not be viewed
 */
KhGrant
kh_filter_field_grant (KhFilterField field)
{
  const KhDatapoint *datapoint = kh_filter_field_datapoint (field);

  return datapoint != NULL ? datapoint->view : fields[field].grant;
}

/**
 * kh_filter_sort_label:
 * @sort: an order
 *
 * Returns: (transfer none): its name, translated
 */
const char *
kh_filter_sort_label (KhFilterSort sort)
{
  g_return_val_if_fail ((guint) sort < KH_N_FILTER_SORTS, NULL);

  return _(sorts[sort].label);
}

/**
 * kh_filter_sort_grant:
 * @sort: an order
 *
 * Returns: the grant without which it would tell what may not be viewed
 */
KhGrant
kh_filter_sort_grant (KhFilterSort sort)
{
  g_return_val_if_fail ((guint) sort < KH_N_FILTER_SORTS, KH_GRANT_NONE);

  return kh_datapoint_get (sorts[sort].datapoint)->view;
}

/**
 * kh_filter_get:
 * @self: a filter
 * @field: a field
 *
 * Returns: (transfer none) (nullable): its canonical value, "1" for what is on; %NULL where it
 *   lets everybody through
 */
const char *
kh_filter_get (const KhFilter *self,
               KhFilterField   field)
{
  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, NULL);

  return self->values[field];
}

static char *
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT, message);

  return NULL;
}

static char *
parse_start (const char  *text,
             GError     **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));

  if (!g_utf8_validate (clean, -1, NULL) || g_utf8_strlen (clean, -1) > LONGEST_START)
    return fail (error, _("Type fewer letters."));

  return g_steal_pointer (&clean);
}

static char *
parse_days (const char  *text,
            GError     **error)
{
  guint64 days;

  if (!g_ascii_string_to_unsigned (text, 10, 0, KH_FILTER_MOST_DAYS, &days, NULL))
    return fail (error, _("Type a number of days from 0 to 3650."));

  return g_strdup_printf ("%" G_GUINT64_FORMAT, days);
}

static char *
parse_link (const char  *text,
            GError     **error)
{
  for (const KhChoice *choice = link_choices; choice->value != NULL; choice++)
    if (g_str_equal (choice->value, text))
      return g_strdup (text);

  return fail (error, _("Choose one of the list."));
}

/* An entry may be gone again, which finds nobody; whether it is one of the list is not looked at. */
static char *
parse_value (const KhDatapoint  *datapoint,
             const char         *text,
             GError            **error)
{
  guint64 id;

  if (datapoint->catalogue != KH_CATALOGUE_NONE)
    return g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL) ? g_strdup (text)
                                                                          : fail (error, _("Choose one of the list."));

  return kh_value_check (datapoint, text, NULL, error) ? g_strdup (text) : NULL;
}

static char *
parse (KhFilterField   field,
       const char     *text,
       GError        **error)
{
  const KhDatapoint *datapoint = kh_filter_field_datapoint (field);

  switch (fields[field].kind)
    {
    case KIND_VALUE:
      return parse_value (datapoint, text, error);
    case KIND_START:
      return parse_start (text, error);
    case KIND_DATE:
      return kh_value_parse (datapoint, text, -1, NULL, error);
    case KIND_LINK:
      return parse_link (text, error);
    case KIND_DAYS:
      return parse_days (text, error);
    case KIND_FLAG:
      return g_str_equal (text, "1") ? g_strdup (text) : fail (error, _("Choose one of the list."));
    }

  g_return_val_if_reached (NULL);
}

/**
 * kh_filter_set:
 * @self: a filter
 * @field: a field
 * @text: (nullable): what was typed or chosen, a canonical value as well; %NULL or "" lets everybody through
 * @error: return location for an error of %KH_VALUE_ERROR
 *
 * Returns: whether the field has a value for @text now; else it is as it was
 */
gboolean
kh_filter_set (KhFilter       *self,
               KhFilterField   field,
               const char     *text,
               GError        **error)
{
  char *value = NULL;

  g_return_val_if_fail ((guint) field < KH_N_FILTER_FIELDS, FALSE);

  text = kh_text_none_if_empty (text);
  if (text != NULL)
    value = parse (field, text, error);
  if (text != NULL && value == NULL)
    return FALSE;
  if (value != NULL && *value == '\0')
    g_clear_pointer (&value, g_free);

  g_free (self->values[field]);
  self->values[field] = value;

  return TRUE;
}

/**
 * kh_filter_get_sort:
 * @self: a filter
 *
 * Returns: what the customers are sorted by
 */
KhFilterSort
kh_filter_get_sort (const KhFilter *self)
{
  return self->sort;
}

/**
 * kh_filter_is_descending:
 * @self: a filter
 *
 * Returns: whether the last comes first
 */
gboolean
kh_filter_is_descending (const KhFilter *self)
{
  return self->descending;
}

/**
 * kh_filter_set_sort:
 * @self: a filter
 * @sort: what to sort by
 * @descending: whether the last comes first
 */
void
kh_filter_set_sort (KhFilter     *self,
                    KhFilterSort  sort,
                    gboolean      descending)
{
  g_return_if_fail ((guint) sort < KH_N_FILTER_SORTS);

  self->sort = sort;
  self->descending = descending;
}

/**
 * kh_filter_is_empty:
 * @self: a filter
 *
 * Returns: whether it lets everybody through
 */
gboolean
kh_filter_is_empty (const KhFilter *self)
{
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    if (self->values[i] != NULL)
      return FALSE;

  return TRUE;
}

/**
 * kh_filter_is_plain:
 * @self: a filter
 *
 * Returns: whether it lets everybody through, by name
 */
gboolean
kh_filter_is_plain (const KhFilter *self)
{
  return kh_filter_is_empty (self) && self->sort == KH_FILTER_BY_NAME && !self->descending;
}

/**
 * kh_filter_equal:
 * @self: a filter
 * @other: another
 *
 * Returns: whether they ask for the same in the same order
 */
gboolean
kh_filter_equal (const KhFilter *self,
                 const KhFilter *other)
{
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    if (g_strcmp0 (self->values[i], other->values[i]) != 0)
      return FALSE;

  return self->sort == other->sort && self->descending == other->descending;
}

/**
 * kh_filter_find_missing:
 * @self: a filter
 * @grants: what a member may do
 *
 * What may not be viewed can neither be filtered nor sorted by: the answer would tell it.
 *
 * Returns: the first grant that is missing, or %KH_GRANT_NONE
 */
KhGrant
kh_filter_find_missing (const KhFilter *self,
                        KhGrants        grants)
{
  KhGrant sort = kh_filter_sort_grant (self->sort);

  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    {
      KhGrant grant = kh_filter_field_grant ((KhFilterField) i);

      if (self->values[i] != NULL && !kh_grants_has (grants, grant))
        return grant;
    }

  return kh_grants_has (grants, sort) ? KH_GRANT_NONE : sort;
}

/* As text */

static void
append (GString    *text,
        const char *key,
        const char *value)
{
  if (text->len > 0)
    g_string_append_c (text, '&');
  g_string_append_printf (text, "%s=", key);
  g_string_append_uri_escaped (text, value, NULL, FALSE);
}

/**
 * kh_filter_dup_text:
 * @self: a filter
 *
 * Returns: (transfer full): the text that kh_filter_parse() reads; equal filters have the same, and
 *   a plain one has ""
 */
char *
kh_filter_dup_text (const KhFilter *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    if (self->values[i] != NULL)
      append (text, fields[i].key, self->values[i]);
  if (self->sort != KH_FILTER_BY_NAME)
    append (text, SORT_KEY, sorts[self->sort].key);
  if (self->descending)
    append (text, DESCENDING_KEY, "1");

  return g_string_free (text, FALSE);
}

static gboolean
take_sort (KhFilter   *self,
           const char *value)
{
  for (guint i = 0; i < KH_N_FILTER_SORTS; i++)
    {
      if (!g_str_equal (sorts[i].key, value))
        continue;
      self->sort = (KhFilterSort) i;
      return TRUE;
    }

  return FALSE;
}

static gboolean
take_part (KhFilter   *self,
           const char *key,
           const char *value)
{
  if (g_str_equal (key, SORT_KEY))
    return take_sort (self, value);
  if (g_str_equal (key, DESCENDING_KEY))
    return (self->descending = g_str_equal (value, "1"));
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    if (g_str_equal (fields[i].key, key))
      return self->values[i] == NULL && kh_filter_set (self, (KhFilterField) i, value, NULL) && self->values[i] != NULL;

  return FALSE;
}

/**
 * kh_filter_parse:
 * @text: what kh_filter_dup_text() made
 * @error: return location for an error of %KH_VALUE_ERROR
 *
 * A part that is not known is an error: without it, more customers would be shown than were meant.
 *
 * Returns: (transfer full) (nullable): the filter
 */
KhFilter *
kh_filter_parse (const char  *text,
                 GError     **error)
{
  g_autoptr (KhFilter) self = kh_filter_new ();
  g_auto (GStrv) parts = g_strsplit (text, "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      g_autofree char *value = equals != NULL ? g_uri_unescape_string (equals + 1, NULL) : NULL;

      if (*text == '\0')
        break;
      if (equals != NULL)
        *equals = '\0';
      if (value != NULL && g_utf8_validate (value, -1, NULL) && take_part (self, parts[i], value))
        continue;
      fail (error, _("This filter was kept by another version of Keyholder. Make it anew, and keep it by the same name."));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* As words */

static char *
dup_link_words (const char *value)
{
  for (const KhChoice *choice = link_choices; choice->value != NULL; choice++)
    if (g_str_equal (choice->value, value))
      return g_strdup (_(choice->label));

  return NULL;
}

static char *
dup_field_words (KhFilterField  field,
                 const char    *value,
                 KhCatalogues  *catalogues)
{
  g_autofree char *shown = NULL;
  guint64 days;

  switch (fields[field].kind)
    {
    case KIND_VALUE:
      return kh_value_format (kh_filter_field_datapoint (field), value, catalogues);
    case KIND_START:
      /* Translators: a datapoint, and how it begins. */
      return g_strdup_printf (_("%s %s…"), kh_filter_field_label (field), value);
    case KIND_DATE:
      shown = kh_value_format (kh_filter_field_datapoint (field), value, catalogues);
      /* Translators: "Sold From" or the like, a day. */
      return g_strdup_printf (_("%s %s"), kh_filter_field_label (field), shown);
    case KIND_LINK:
      return dup_link_words (value);
    case KIND_DAYS:
      days = g_ascii_strtoull (value, NULL, 10);
      return g_strdup_printf (ngettext ("Permit over within %u day", "Permit over within %u days", days), (guint) days);
    case KIND_FLAG:
      return g_strdup (kh_filter_field_label (field));
    }

  g_return_val_if_reached (NULL);
}

/**
 * kh_filter_dup_words:
 * @self: a filter
 * @catalogues: (nullable): the names of entries
 *
 * Returns: (transfer full): what it asks for, as a person reads it; "" for everybody by name
 */
char *
kh_filter_dup_words (const KhFilter *self,
                     KhCatalogues   *catalogues)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    {
      g_autofree char *part = NULL;

      if (self->values[i] == NULL)
        continue;
      part = dup_field_words ((KhFilterField) i, self->values[i], catalogues);
      g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", part);
    }
  if (self->sort != KH_FILTER_BY_NAME || self->descending)
    {
      /* Translators: a list is sorted by that datapoint. */
      g_autofree char *sort = g_strdup_printf (self->descending ? _("by %s, last first") : _("by %s"),
                                               kh_filter_sort_label (self->sort));

      g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", sort);
    }

  return g_string_free (words, FALSE);
}
