/* kh-reference-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-rules.h"

#include "kh-json.h"

#include <string.h>

#define FREE KH_REFERENCE_FREE
#define REQUIRED KH_REFERENCE_REQUIRED
#define FIXED KH_REFERENCE_FIXED
#define BOLD_NEVER KH_REFERENCE_BOLD_NEVER
#define BOLD_ONCE KH_REFERENCE_BOLD_ONCE
#define ADT_NEVER KH_REFERENCE_ADT_NEVER
#define UNLISTED KH_REFERENCE_UNLISTED

#define TEXT KH_REFERENCE_TEXT
#define LINES KH_REFERENCE_LINES
#define CHOICE KH_REFERENCE_CHOICE
#define BOOLEAN KH_REFERENCE_BOOLEAN
#define INTEGER KH_REFERENCE_INTEGER
#define DATE KH_REFERENCE_DATE
#define PHONE KH_REFERENCE_PHONE
#define SECRET KH_REFERENCE_SECRET
#define CODE KH_REFERENCE_CODE

#define SAFE_ID "^[A-Za-z0-9._-]+$"
#define LANGUAGE "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
#define ZONE "^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$"
#define EMAIL "^[^@\\s]+@[^@\\s]+$"
#define PHONE_TYPES "primary|cell|work|other"
#define CONTACT_PHONE_TYPES "primary|home|cell|work|pager|other"
#define PASSCODE_TYPES "passcode|duress"
#define INSTANT "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"

/* The order is that of the document. */
static const KhReferenceRule rules[] = {
  { "/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/number", TEXT, 32, 0, "^[A-Za-z0-9-]+$", NULL, FIXED | UNLISTED | REQUIRED },
  { "/receiver", TEXT, 20, 0, "^[A-Za-z0-9._ -]+$", NULL, BOLD_ONCE },
  { "/status", CHOICE, 0, 0, "pending|active|inactive|deactivated", NULL, FIXED | UNLISTED | REQUIRED },
  { "/in_alarm", BOOLEAN, 0, 0, NULL, NULL, FIXED | UNLISTED | REQUIRED },
  { "/version", INTEGER, 0, 0, NULL, NULL, FIXED | UNLISTED | REQUIRED },
  { "/dealer", TEXT, 32, 0, "^[A-Za-z0-9_-]+$", NULL, FIXED | UNLISTED },
  { "/dealer_number", TEXT, 20, 0, NULL, NULL, BOLD_ONCE },
  { "/updated_at", TEXT, 20, 0, INSTANT, NULL, FIXED | UNLISTED },
  { "/updated_by", TEXT, 60, 0, NULL, NULL, FIXED | UNLISTED },

  { "/site/kind", CHOICE, 0, 0, "residential|business", NULL, REQUIRED },
  { "/site/name/first", TEXT, 50, 0, NULL, NULL, FREE },
  { "/site/name/last", TEXT, 50, 0, NULL, NULL, FREE },
  { "/site/name/business", TEXT, 60, 28, NULL, NULL, FREE },
  { "/site/address/line1", TEXT, 60, 0, NULL, NULL, FREE },
  { "/site/address/line2", TEXT, 60, 0, NULL, NULL, FREE },
  { "/site/address/city", TEXT, 40, 0, NULL, NULL, FREE },
  { "/site/address/county", TEXT, 40, 0, NULL, NULL, FREE },
  { "/site/address/state", TEXT, 2, 0, "^[A-Z]{2}$", NULL, FREE },
  { "/site/address/zip", TEXT, 10, 0, "^[A-Za-z0-9 -]+$", NULL, FREE },
  { "/site/address/cross_street", TEXT, 64, 0, NULL, NULL, FREE },
  { "/site/address/directions", LINES, 500, 0, NULL, NULL, BOLD_NEVER },
  { "/site/time_zone", TEXT, 64, 0, ZONE, NULL, FREE },
  { "/site/language", TEXT, 8, 0, LANGUAGE, NULL, BOLD_NEVER },
  { "/site/dispatch_notes", LINES, 500, 0, NULL, NULL, ADT_NEVER },
  { "/site/phones/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/site/phones/*/type", CHOICE, 0, 0, PHONE_TYPES, NULL, REQUIRED | UNLISTED },
  { "/site/phones/*/number", PHONE, 16, 0, NULL, "/site/phones[%]", REQUIRED },
  { "/site/phones/*/ext", TEXT, 6, 0, "^[0-9]+$", NULL, UNLISTED },
  { "/site/emails/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/site/emails/*/type", CHOICE, 0, 0, "email", NULL, REQUIRED | UNLISTED },
  { "/site/emails/*/address", TEXT, 254, 0, EMAIL, "/site/emails[email]", REQUIRED },

  { "/passcodes/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/passcodes/*/value", SECRET, 25, 10, NULL, "/passcodes[%]", FREE },
  { "/passcodes/*/duress", BOOLEAN, 0, 0, NULL, NULL, REQUIRED | UNLISTED },
  { "/passcodes/*/note", TEXT, 60, 0, NULL, NULL, UNLISTED },

  { "/contacts/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/contacts/*/order", INTEGER, 0, 0, NULL, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/name", TEXT, 60, 0, NULL, NULL, REQUIRED | UNLISTED },
  { "/contacts/*/relation", TEXT, 40, 0, NULL, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/type", INTEGER, 0, 0, NULL, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/has_key", BOOLEAN, 0, 0, NULL, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/ecv", BOOLEAN, 0, 0, NULL, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/phones/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/contacts/*/phones/*/type", CHOICE, 0, 0, CONTACT_PHONE_TYPES, NULL, REQUIRED | UNLISTED },
  { "/contacts/*/phones/*/number", PHONE, 16, 0, NULL, NULL, REQUIRED | UNLISTED },
  { "/contacts/*/phones/*/ext", TEXT, 6, 0, "^[0-9]+$", NULL, UNLISTED },
  { "/contacts/*/email", TEXT, 254, 0, EMAIL, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/language", TEXT, 8, 0, LANGUAGE, NULL, UNLISTED | BOLD_NEVER },
  { "/contacts/*/passcode", SECRET, 25, 10, NULL, NULL, UNLISTED | BOLD_NEVER },

  { "/agencies/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/agencies/*/type", CHOICE, 0, 0, "police|fire|medical|guard", NULL, REQUIRED | UNLISTED | BOLD_ONCE },
  { "/agencies/*/agency", TEXT, 20, 0, NULL, NULL, UNLISTED | BOLD_ONCE },
  { "/agencies/*/name", TEXT, 60, 0, NULL, NULL, UNLISTED | BOLD_ONCE },
  { "/agencies/*/phone", PHONE, 16, 0, NULL, NULL, UNLISTED | BOLD_ONCE },
  { "/agencies/*/frozen", BOOLEAN, 0, 0, NULL, NULL, FIXED | UNLISTED },

  { "/permits/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/permits/*/agency", TEXT, 20, 0, NULL, NULL, UNLISTED },
  { "/permits/*/number", TEXT, 40, 0, NULL, "/permits[*]/number", FREE },
  { "/permits/*/effective", DATE, 10, 0, NULL, NULL, UNLISTED },
  { "/permits/*/expires", DATE, 10, 0, NULL, "/permits[*]/expires", FREE },

  { "/systems/*/no", INTEGER, 0, 0, NULL, NULL, UNLISTED | REQUIRED },
  { "/systems/*/description", TEXT, 60, 0, NULL, NULL, UNLISTED },
  { "/systems/*/type", TEXT, 40, 0, NULL, NULL, UNLISTED },
  { "/systems/*/panel", TEXT, 60, 0, NULL, "/systems[1]/panel", BOLD_ONCE },
  { "/systems/*/panel_location", TEXT, 60, 0, NULL, "/systems[1]/panel_location", FREE },
  { "/systems/*/install_date", DATE, 10, 0, NULL, "/systems[1]/install_date", BOLD_NEVER },
  { "/systems/*/monitoring", CHOICE, 0, 0, "alarms-only|log-only|full", "/systems[1]/monitoring", BOLD_ONCE },
  { "/systems/*/two_way_voice", BOOLEAN, 0, 0, NULL, "/systems[1]/two_way_voice", BOLD_ONCE },
  { "/systems/*/cellular_backup", BOOLEAN, 0, 0, NULL, "/systems[1]/cellular_backup", BOLD_ONCE },
  { "/systems/*/guard_response", BOOLEAN, 0, 0, NULL, "/systems[1]/guard_response", BOLD_ONCE },
  { "/systems/*/monitoring_plan", TEXT, 60, 0, NULL, "/systems[1]/monitoring_plan", BOLD_ONCE },
  { "/systems/*/areas/*/no", INTEGER, 0, 0, NULL, NULL, FIXED | UNLISTED | REQUIRED },
  { "/systems/*/areas/*/name", TEXT, 60, 0, NULL, NULL, FIXED | UNLISTED },
  { "/systems/*/zones/*/id", TEXT, 64, 0, SAFE_ID, NULL, FIXED | UNLISTED },
  { "/systems/*/zones/*/area", INTEGER, 0, 0, NULL, NULL, UNLISTED },
  { "/systems/*/zones/*/zone", TEXT, 10, 0, "^[0-9A-Za-z]+$", NULL, UNLISTED | REQUIRED },
  { "/systems/*/zones/*/description", TEXT, 60, 0, NULL, NULL, UNLISTED },
  { "/systems/*/zones/*/event", CODE, 40, 0, "zone-events", NULL, UNLISTED },
  { "/systems/*/zones/*/status", TEXT, 20, 0, NULL, NULL, UNLISTED },
  { "/external_refs/keyholder", TEXT, 64, 0, NULL, NULL, FIXED | UNLISTED },
};

static const char *const profile_names[] = { "generic", "bold", "adt" };

/**
 * kh_reference_mistake_free:
 * @mistake: (transfer full): a mistake
 */
void
kh_reference_mistake_free (KhReferenceMistake *mistake)
{
  g_free (mistake->pointer);
  g_free (mistake->code);
  g_free (mistake->detail);
  g_free (mistake);
}

/**
 * kh_reference_mistakes_new:
 *
 * Returns: (transfer full) (element-type KhReferenceMistake): an empty list
 */
GPtrArray *
kh_reference_mistakes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_mistake_free);
}

/**
 * kh_reference_mistakes_are_all:
 * @mistakes: (element-type KhReferenceMistake): a list
 * @code: a word for programs
 *
 * Returns: whether each of them is of that kind
 */
gboolean
kh_reference_mistakes_are_all (GPtrArray  *mistakes,
                               const char *code)
{
  for (guint i = 0; i < mistakes->len; i++)
    if (strcmp (((KhReferenceMistake *) mistakes->pdata[i])->code, code) != 0)
      return FALSE;
  return TRUE;
}

/**
 * kh_reference_mistake_add:
 * @mistakes: (element-type KhReferenceMistake): the list
 * @pointer: where in the document that was sent
 * @code: a word for programs
 * @detail: a sentence for people, without the value
 */
void
kh_reference_mistake_add (GPtrArray  *mistakes,
                          const char *pointer,
                          const char *code,
                          const char *detail)
{
  KhReferenceMistake *mistake = g_new0 (KhReferenceMistake, 1);

  mistake->pointer = g_strdup (pointer);
  mistake->code = g_strdup (code);
  mistake->detail = g_strdup (detail);
  g_ptr_array_add (mistakes, mistake);
}

/**
 * kh_reference_profile_from_string:
 * @text: a name
 * @profile: (out): the profile
 *
 * Returns: whether there is a profile of that name
 */
gboolean
kh_reference_profile_from_string (const char         *text,
                                  KhReferenceProfile *profile)
{
  for (guint i = 0; i < G_N_ELEMENTS (profile_names); i++)
    if (g_strcmp0 (text, profile_names[i]) == 0)
      {
        *profile = (KhReferenceProfile) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kh_reference_profile_to_string:
 * @profile: a profile
 *
 * Returns: its name
 */
const char *
kh_reference_profile_to_string (KhReferenceProfile profile)
{
  return profile_names[profile];
}

/**
 * kh_reference_rule_lookup:
 * @path: a place in an account, with * for a list item's id
 *
 * Returns: (nullable): the rule, or %NULL when there is no such field
 */
const KhReferenceRule *
kh_reference_rule_lookup (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].path, path) == 0)
      return &rules[i];
  return NULL;
}

/**
 * kh_reference_rule_is_fixed:
 * @rule: a rule
 * @profile: the station's profile
 *
 * Returns: whether a change set may never write the field
 */
gboolean
kh_reference_rule_is_fixed (const KhReferenceRule *rule,
                            KhReferenceProfile     profile)
{
  return (rule->flags & FIXED) != 0
         || (profile == KH_REFERENCE_BOLD && (rule->flags & BOLD_NEVER) != 0)
         || (profile == KH_REFERENCE_ADT && (rule->flags & ADT_NEVER) != 0);
}

/**
 * kh_reference_rule_is_once:
 * @rule: a rule
 * @profile: the station's profile
 *
 * Returns: whether the field may only be written where it has no value
 */
gboolean
kh_reference_rule_is_once (const KhReferenceRule *rule,
                           KhReferenceProfile     profile)
{
  return profile == KH_REFERENCE_BOLD && (rule->flags & BOLD_ONCE) != 0;
}

static guint
get_max (const KhReferenceRule *rule,
         KhReferenceProfile     profile)
{
  return profile == KH_REFERENCE_ADT && rule->max_adt != 0 ? rule->max_adt : rule->max;
}

static gboolean
has_control (const char *text,
             gboolean    lines)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)) && !(lines && *at == '\n'))
      return TRUE;
  return FALSE;
}

static gboolean
is_date (const char *text)
{
  GDate date;
  int year, month, day;

  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text, G_REGEX_DOLLAR_ENDONLY, 0))
    return FALSE;
  year = atoi (text);
  month = atoi (text + 5);
  day = atoi (text + 8);
  g_date_clear (&date, 1);
  return month >= 1 && month <= 12 && day >= 1 && year >= 1
         && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
is_choice (const char *choices,
           const char *text)
{
  g_auto (GStrv) all = g_strsplit (choices, "|", -1);

  return g_strv_contains ((const char *const *) all, text);
}

static gboolean
matches (const KhReferenceRule *rule,
         const char            *text)
{
  switch (rule->kind)
    {
    case KH_REFERENCE_CHOICE:
      return is_choice (rule->pattern, text);
    case KH_REFERENCE_DATE:
      return is_date (text);
    case KH_REFERENCE_PHONE:
      return g_regex_match_simple ("^\\+[1-9][0-9]{6,14}$", text, G_REGEX_DOLLAR_ENDONLY, 0);
    case KH_REFERENCE_TEXT:
    case KH_REFERENCE_LINES:
      return rule->pattern == NULL
             || g_regex_match_simple (rule->pattern, text, G_REGEX_DOLLAR_ENDONLY, 0);
    case KH_REFERENCE_BOOLEAN:
    case KH_REFERENCE_INTEGER:
    case KH_REFERENCE_SECRET:
    case KH_REFERENCE_CODE: /* only where it is changed, see kh-reference-account.c */
      break;
    }
  return TRUE;
}

/* The word for what is wrong with a text, or NULL. */
static const char *
judge_text (const KhReferenceRule *rule,
            guint                  max,
            const char            *text)
{
  if (*text == '\0')
    return "empty";
  if (max != 0 && g_utf8_strlen (text, -1) > (glong) max)
    return "too-long";
  if (has_control (text, rule->kind == LINES))
    return "characters";
  return matches (rule, text) ? NULL : "format";
}

static const char *
judge_secret (const KhReferenceRule *rule,
              guint                  max,
              JsonNode              *value)
{
  JsonObject *secret;
  const char *state, *text;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return "type";
  secret = json_node_get_object (value);
  state = kh_json_get_string (secret, "state", NULL);
  text = kh_json_get_string (secret, "text", NULL);
  if (state == NULL || !is_choice ("clear|masked|set|none", state)
      || json_object_get_size (secret) > (text != NULL ? 2u : 1u))
    return "format";
  return text != NULL ? judge_text (rule, max, text) : NULL;
}

static const char *
judge_scalar (const KhReferenceRule *rule,
              guint                  max,
              JsonNode              *value)
{
  GType type;

  if (!JSON_NODE_HOLDS_VALUE (value))
    return "type";
  type = json_node_get_value_type (value);
  if (rule->kind == BOOLEAN)
    return type == G_TYPE_BOOLEAN ? NULL : "type";
  if (rule->kind == INTEGER)
    return type == G_TYPE_INT64 ? NULL : "type";
  return type == G_TYPE_STRING ? judge_text (rule, max, json_node_get_string (value)) : "type";
}

static char *
explain (const char *code,
         guint       max)
{
  if (strcmp (code, "too-long") == 0)
    return g_strdup_printf ("At most %u characters.", max);
  if (strcmp (code, "empty") == 0)
    return g_strdup ("An empty text is no value; null clears the field.");
  if (strcmp (code, "characters") == 0)
    return g_strdup ("Control characters are not allowed.");
  if (strcmp (code, "required") == 0)
    return g_strdup ("The field must have a value.");
  if (strcmp (code, "type") == 0)
    return g_strdup ("A value of another JSON type is expected.");
  return g_strdup ("The value is not one of this field.");
}

/**
 * kh_reference_rule_check:
 * @rule: a rule
 * @profile: the station's profile
 * @value: what is to be written
 * @pointer: where it stands in what was sent
 * @mistakes: (element-type KhReferenceMistake): takes what is wrong with it
 *
 * Returns: whether the field can have that value
 */
gboolean
kh_reference_rule_check (const KhReferenceRule *rule,
                         KhReferenceProfile     profile,
                         JsonNode              *value,
                         const char            *pointer,
                         GPtrArray             *mistakes)
{
  guint max = get_max (rule, profile);
  const char *code;
  g_autofree char *detail = NULL;

  if (JSON_NODE_HOLDS_NULL (value))
    code = (rule->flags & REQUIRED) != 0 ? "required" : NULL;
  else if (rule->kind == SECRET)
    code = judge_secret (rule, max, value);
  else
    code = judge_scalar (rule, max, value);
  if (code == NULL)
    return TRUE;
  detail = explain (code, max);
  kh_reference_mistake_add (mistakes, pointer, code, detail);
  return FALSE;
}

static void
describe_field (JsonArray             *fields,
                const KhReferenceRule *rule,
                KhReferenceProfile     profile,
                const char            *path)
{
  JsonObject *field = json_object_new ();
  gboolean masked = rule->kind == SECRET && profile != KH_REFERENCE_GENERIC;

  json_object_set_string_member (field, "path", path);
  json_object_set_boolean_member (field, "compare", !masked);
  json_object_set_boolean_member (field, "write", !kh_reference_rule_is_fixed (rule, profile));
  json_object_set_boolean_member (field, "once", kh_reference_rule_is_once (rule, profile));
  if (get_max (rule, profile) != 0)
    json_object_set_int_member (field, "max", get_max (rule, profile));
  json_array_add_object_element (fields, field);
}

/* A path with % stands for one of each type. */
static void
describe_types (JsonArray             *fields,
                const KhReferenceRule *rule,
                KhReferenceProfile     profile)
{
  g_auto (GStrv) types = g_strsplit (rule->kind == PHONE ? PHONE_TYPES : PASSCODE_TYPES, "|", -1);
  g_auto (GStrv) parts = g_strsplit (rule->field, "%", 2);

  for (guint i = 0; types[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (parts[0], types[i], parts[1], NULL);

      describe_field (fields, rule, profile, path);
    }
}

/**
 * kh_reference_rules_describe:
 * @profile: the station's profile
 *
 * Returns: (transfer full): the fields, as the capabilities list them
 */
JsonArray *
kh_reference_rules_describe (KhReferenceProfile profile)
{
  JsonArray *fields = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const KhReferenceRule *rule = &rules[i];

      if ((rule->flags & UNLISTED) != 0)
        continue;
      if (rule->field != NULL && strchr (rule->field, '%') != NULL)
        describe_types (fields, rule, profile);
      else
        describe_field (fields, rule, profile, rule->field != NULL ? rule->field : rule->path);
    }
  return fields;
}
