/* kh-reference-directory.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-directory.h"

#include "kh-json.h"

#include <string.h>

#define DEFAULT_LIMIT 50
#define MOST_LIMIT 200
#define ZIP_DIGITS 3

/* Who serves the ZIP codes that begin with these digits. */
typedef struct {
  const char *zip;
  const char *city;
  const char *county;
  const char *state;
  const char *area;
} Region;

static const Region regions[] = {
  { "590", "Billings", "Yellowstone", "MT", "406" },
  { "598", "Missoula", "Missoula", "MT", "406" },
  { "802", "Denver", "Denver", "CO", "303" },
  { "832", "Pocatello", "Bannock", "ID", "208" },
  { "834", "Idaho Falls", "Bonneville", "ID", "208" },
  { "837", "Boise", "Ada", "ID", "208" },
  { "840", "Sandy", "Salt Lake", "UT", "801" },
  { "841", "Salt Lake City", "Salt Lake", "UT", "801" },
  { "843", "Logan", "Cache", "UT", "435" },
  { "844", "Ogden", "Weber", "UT", "801" },
  { "846", "Provo", "Utah", "UT", "801" },
  { "847", "Cedar City", "Iron", "UT", "435" },
  { "850", "Phoenix", "Maricopa", "AZ", "602" },
  { "871", "Albuquerque", "Bernalillo", "NM", "505" },
  { "891", "Las Vegas", "Clark", "NV", "702" },
  { "895", "Reno", "Washoe", "NV", "775" },
  { "958", "Sacramento", "Sacramento", "CA", "916" },
  { "971", "Astoria", "Clatsop", "OR", "503" },
  { "972", "Portland", "Multnomah", "OR", "503" },
  { "973", "Salem", "Marion", "OR", "503" },
  { "974", "Eugene", "Lane", "OR", "541" },
  { "977", "Bend", "Deschutes", "OR", "541" },
  { "981", "Seattle", "King", "WA", "206" },
  { "992", "Spokane", "Spokane", "WA", "509" },
};

/* Which agencies a region has. In a name, %c is its city and %y its county. */
typedef struct {
  const char *type;
  const char *letter;
  const char *name;
} Kind;

static const Kind kinds[] = {
  { "police", "P1", "%c Police Department" },
  { "police", "P2", "%y County Sheriff" },
  { "police", "P3", "%c Campus Police" },
  { "fire", "F1", "%c Fire Department" },
  { "fire", "F2", "%y County Fire District" },
  { "medical", "M1", "%c Emergency Medical Services" },
  { "medical", "M2", "%y County Ambulance" },
  { "guard", "G1", "%c Guard & Patrol" },
};

#define N_AGENCIES (G_N_ELEMENTS (regions) * G_N_ELEMENTS (kinds))

typedef struct {
  const char *list;
  const char *code;
  const char *label;
} Code;

/* The codes of one list stand together. */
static const Code codes[] = {
  { "agency-types", "police", "Police" },
  { "agency-types", "fire", "Fire" },
  { "agency-types", "medical", "Medical" },
  { "agency-types", "guard", "Guard" },
  { "contact-types", "0", "Contact" },
  { "contact-types", "1", "Keyholder" },
  { "contact-types", "2", "Technician" },
  { "contact-types", "3", "Agent" },
  { "contact-types", "4", "Janitor" },
  { "contact-types", "5", "Person" },
  { "contact-types", "100", "Enhanced call verification" },
  { "monitoring", "alarms-only", "Alarms only" },
  { "monitoring", "log-only", "Log only" },
  { "monitoring", "full", "Full" },
  { "phone-types", "primary", "Primary" },
  { "phone-types", "cell", "Cell" },
  { "phone-types", "work", "Work" },
  { "phone-types", "other", "Other" },
  /* What a zone can report, of the codes of SIA DC-03. */
  { "zone-events", "BA", "Burglary Alarm" },
  { "zone-events", "BV", "Burglary Verified" },
  { "zone-events", "BT", "Burglary Trouble" },
  { "zone-events", "FA", "Fire Alarm" },
  { "zone-events", "FS", "Fire Supervisory" },
  { "zone-events", "FT", "Fire Trouble" },
  { "zone-events", "GA", "Gas Alarm" },
  { "zone-events", "HA", "Hold-up Alarm" },
  { "zone-events", "KA", "Heat Alarm" },
  { "zone-events", "MA", "Medical Alarm" },
  { "zone-events", "PA", "Panic Alarm" },
  { "zone-events", "QA", "Emergency Alarm" },
  { "zone-events", "SA", "Sprinkler Alarm" },
  { "zone-events", "TA", "Tamper Alarm" },
  { "zone-events", "UA", "Untyped Zone Alarm" },
  { "zone-events", "WA", "Water Alarm" },
  { "zone-events", "ZA", "Freeze Alarm" },
  { "zone-events", "AT", "AC Trouble" },
  { "zone-events", "XT", "Transmitter Battery Trouble" },
  { "zone-events", "YT", "Low Battery" },
};

static const Region *
get_region (guint index)
{
  return &regions[index / G_N_ELEMENTS (kinds)];
}

static const Kind *
get_kind (guint index)
{
  return &kinds[index % G_N_ELEMENTS (kinds)];
}

/* Such as UT-846-P1. */
static char *
dup_code (guint index)
{
  const Region *region = get_region (index);

  return g_strdup_printf ("%s-%s-%s", region->state, region->zip, get_kind (index)->letter);
}

static char *
dup_name (guint index)
{
  const Region *region = get_region (index);
  g_autoptr (GString) name = g_string_new (get_kind (index)->name);

  g_string_replace (name, "%c", region->city, 0);
  g_string_replace (name, "%y", region->county, 0);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* From 555-0100 to 555-0199, which belong to nobody. */
static char *
dup_phone (guint index)
{
  return g_strdup_printf ("+1%s55501%02u", get_region (index)->area, index % 100);
}

static JsonObject *
describe_agency (guint index)
{
  const Region *region = get_region (index);
  g_autofree char *code = dup_code (index);
  g_autofree char *name = dup_name (index);
  g_autofree char *phone = dup_phone (index);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "agency", code);
  json_object_set_string_member (object, "type", get_kind (index)->type);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "phone", phone);
  json_object_set_string_member (object, "city", region->city);
  json_object_set_string_member (object, "state", region->state);
  return object;
}

static gboolean
is_asked_for (guint       index,
              const char *type,
              const char *zip)
{
  return (type == NULL || strcmp (get_kind (index)->type, type) == 0)
         && (zip == NULL || strncmp (get_region (index)->zip, zip, ZIP_DIGITS) == 0);
}

static gboolean
check_query (KhReferenceRequest *request,
             guint64            *limit,
             guint64            *start)
{
  const char *type = kh_reference_request_get_query (request, "type");
  const char *zip = kh_reference_request_get_query (request, "zip");
  const char *text = kh_reference_request_get_query (request, "limit");
  const char *cursor = kh_reference_request_get_query (request, "cursor");

  *limit = DEFAULT_LIMIT;
  *start = 0;
  return (text == NULL || g_ascii_string_to_unsigned (text, 10, 1, MOST_LIMIT, limit, NULL))
         && (cursor == NULL || g_ascii_string_to_unsigned (cursor, 10, 1, N_AGENCIES, start, NULL))
         && (type == NULL
             || g_regex_match_simple ("^(police|fire|medical|guard)$", type, G_REGEX_DOLLAR_ENDONLY, 0))
         && (zip == NULL || g_regex_match_simple ("^[0-9]{5}(-[0-9]{4})?$", zip, G_REGEX_DOLLAR_ENDONLY, 0));
}

/* 304 for who has it already. The mark is made of the answer, so that it changes when
 * the list does. */
static KhReferenceAnswer *
answer_cached (KhReferenceRequest *request,
               JsonObject         *object)
{
  KhReferenceAnswer *answer = kh_reference_answer_new_object (200, object);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, answer->body, -1);
  g_autofree char *etag = NULL;

  digest[12] = '\0';
  answer->version = (gint64) g_ascii_strtoull (digest, NULL, 16) | 1;
  etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", answer->version);
  if (g_strcmp0 (request->if_none_match, etag) == 0)
    {
      g_clear_pointer (&answer->body, g_free);
      answer->status = 304;
    }
  return answer;
}

/**
 * kh_reference_directory_answer_agencies:
 * @request: a request
 *
 * Returns: (transfer full): a page of the agencies that it asks for
 */
KhReferenceAnswer *
kh_reference_directory_answer_agencies (KhReferenceRequest *request)
{
  const char *type = kh_reference_request_get_query (request, "type");
  const char *zip = kh_reference_request_get_query (request, "zip");
  JsonObject *object;
  JsonArray *items;
  guint64 limit, start;
  g_autofree char *next = NULL;

  if (!check_query (request, &limit, &start))
    return kh_reference_answer_new_problem (400, "bad-request",
                                            "The type is police, fire, medical or guard, the ZIP code "
                                            "five digits, the limit 1 to 200.");
  object = json_object_new ();
  items = json_array_new ();
  for (guint i = (guint) start; next == NULL && i < N_AGENCIES; i++)
    {
      if (!is_asked_for (i, type, zip))
        continue;
      if (json_array_get_length (items) == limit)
        next = g_strdup_printf ("%u", i);
      else
        json_array_add_object_element (items, describe_agency (i));
    }
  json_object_set_array_member (object, "items", items);
  json_object_set_string_member (object, "next", next);
  return answer_cached (request, object);
}

/**
 * kh_reference_directory_answer_codes:
 * @request: a request; its item is the list's name
 *
 * Returns: (transfer full): the list
 */
KhReferenceAnswer *
kh_reference_directory_answer_codes (KhReferenceRequest *request)
{
  g_autoptr (JsonArray) items = json_array_new ();
  JsonObject *object;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strcmp (codes[i].list, request->item) == 0)
      {
        JsonObject *item = json_object_new ();

        json_object_set_string_member (item, "code", codes[i].code);
        json_object_set_string_member (item, "label", codes[i].label);
        json_array_add_object_element (items, item);
      }
  if (json_array_get_length (items) == 0)
    return kh_reference_answer_new_problem (404, "not-found", NULL);
  object = json_object_new ();
  json_object_set_array_member (object, "items", g_steal_pointer (&items));
  json_object_set_null_member (object, "next");
  return answer_cached (request, object);
}

/**
 * kh_reference_directory_has_code:
 * @list: a list of codes
 * @code: a code
 *
 * Returns: whether the list has it
 */
gboolean
kh_reference_directory_has_code (const char *list,
                                 const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strcmp (codes[i].list, list) == 0 && strcmp (codes[i].code, code) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
find_agency (const char *code,
             const char *type,
             guint      *index)
{
  for (*index = 0; *index < N_AGENCIES; (*index)++)
    {
      g_autofree char *other = dup_code (*index);

      if (strcmp (other, code) == 0)
        return g_strcmp0 (get_kind (*index)->type, type) == 0;
    }
  return FALSE;
}

static void
fill_in (JsonObject *item,
         const char *name,
         const char *value)
{
  if (kh_json_get_string (item, name, NULL) == NULL)
    json_object_set_string_member (item, name, value);
}

/**
 * kh_reference_directory_settle:
 * @item: an agency of an account, just set
 * @pointer: where it stands in what was sent
 * @mistakes: (element-type KhReferenceMistake): takes what is wrong
 *
 * One that is named by its code has to be in the directory, and gets from there what was
 * not sent.
 */
void
kh_reference_directory_settle (JsonObject *item,
                               const char *pointer,
                               GPtrArray  *mistakes)
{
  const char *code = kh_json_get_string (item, "agency", NULL);
  g_autofree char *inner = g_strconcat (pointer, "/agency", NULL);
  g_autofree char *name = NULL;
  g_autofree char *phone = NULL;
  guint index;

  if (code == NULL)
    return;
  if (!find_agency (code, kh_json_get_string (item, "type", NULL), &index))
    {
      kh_reference_mistake_add (mistakes, inner, "unknown-code",
                                "There is no agency of that type with that code.");
      return;
    }
  name = dup_name (index);
  phone = dup_phone (index);
  fill_in (item, "name", name);
  fill_in (item, "phone", phone);
}
