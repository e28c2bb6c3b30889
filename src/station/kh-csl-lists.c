/* kh-csl-lists.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-code.h"
#include "kh-csl-codec.h"
#include "kh-csl-lists.h"
#include "kh-json.h"
#include "kh-request.h"

#include <string.h>

#define MAX_ITEMS 200
#define MAX_CODE_BYTES 20
#define MAX_ITEM_BYTES 64
#define MAX_NUMBER_BYTES 32
#define MAX_CURSOR_BYTES 512

/* All codes of SIA DC-03 and of Contact ID are less than a thousand. A list is one page. */
#define MAX_CODES 2000
#define MAX_LISTED_CODE_BYTES 40
#define MAX_LABEL_CHARS 100

/* Helpers */

static JsonArray *
read_page (JsonObject  *document,
           char       **next)
{
  JsonArray *items = kh_json_get_array (document, "items");
  const char *cursor = kh_json_get_string (document, "next", NULL);

  *next = NULL;
  if (items == NULL || json_array_get_length (items) > MAX_ITEMS
      || (cursor != NULL && (*cursor == '\0' || strlen (cursor) > MAX_CURSOR_BYTES)))
    return NULL;
  *next = g_strdup (cursor);

  return items;
}

static JsonObject *
get_item (JsonArray *items,
          guint      index)
{
  JsonNode *node = json_array_get_element (items, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* What is sent back has to be what came; it can be shown as well, or is none. */
static const char *
get_exact (JsonObject *item,
           const char *name,
           gsize       most)
{
  const char *text = kh_json_get_string (item, name, NULL);
  g_autofree char *shown = kh_csl_codec_dup_shown (item, name);

  return text != NULL && strlen (text) <= most && g_strcmp0 (text, shown) == 0 ? text : NULL;
}

/* Agencies */

static KhAgency *
make_agency (JsonObject   *item,
             KhAgencyType  type)
{
  static const char *const names[] = { "name", "phone", "city", "state" };
  KhAgency *agency = kh_agency_new ();
  const char *id = get_exact (item, "id", MAX_ITEM_BYTES);

  g_object_set (agency,
                "id", id != NULL && kh_request_check_id (id) ? id : NULL,
                "code", get_exact (item, "agency", MAX_CODE_BYTES),
                "agency-type", (int) type,
                "frozen", kh_json_get_boolean (item, "frozen", FALSE),
                NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *shown = kh_csl_codec_dup_shown (item, names[i]);

      g_object_set (agency, names[i], shown, NULL);
    }

  return agency;
}

/* One that cannot be named to the station cannot be chosen. */
static KhAgency *
read_agency (JsonObject   *item,
             KhAgencyType  type)
{
  if (get_exact (item, "agency", MAX_CODE_BYTES) == NULL || kh_json_get_string (item, "name", NULL) == NULL)
    return NULL;

  return make_agency (item, type);
}

/**
 * kh_csl_lists_add_agencies:
 * @document: an account document
 * @agencies: (element-type KhAgency): takes its agencies
 *
 * One of a type that we do not know is passed over.
 */
void
kh_csl_lists_add_agencies (JsonObject *document,
                           GPtrArray  *agencies)
{
  JsonArray *items = kh_json_get_array (document, "agencies");

  for (guint i = 0; items != NULL && i < MIN (MAX_ITEMS, json_array_get_length (items)); i++)
    {
      JsonObject *item = get_item (items, i);
      KhAgencyType type;

      if (item != NULL && kh_agency_type_from_string (kh_json_get_string (item, "type", NULL), &type))
        g_ptr_array_add (agencies, make_agency (item, type));
    }
}

/**
 * kh_csl_lists_read_agencies:
 * @document: the answer
 * @next: (out) (nullable): the cursor of the page after it
 *
 * An agency of a type that we do not know is passed over.
 *
 * Returns: (transfer full) (nullable) (element-type KhAgency): the page
 */
GPtrArray *
kh_csl_lists_read_agencies (JsonObject  *document,
                            char       **next)
{
  JsonArray *items = read_page (document, next);
  g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = get_item (items, i);
      KhAgencyType type;
      KhAgency *agency;

      if (item != NULL && !kh_agency_type_from_string (kh_json_get_string (item, "type", NULL), &type))
        continue;
      agency = item != NULL ? read_agency (item, type) : NULL;
      if (agency == NULL)
        {
          g_clear_pointer (next, g_free);
          return NULL;
        }
      g_ptr_array_add (agencies, agency);
    }

  return items != NULL ? g_steal_pointer (&agencies) : NULL;
}

/* Codes */

static KhCode *
read_code (JsonObject *item)
{
  const char *code = get_exact (item, "code", MAX_LISTED_CODE_BYTES);
  g_autofree char *shown = kh_csl_codec_dup_shown (item, "label");
  g_autofree char *label = NULL;

  if (code == NULL || *code == '\0' || shown == NULL || *shown == '\0')
    return NULL;
  label = g_utf8_substring (shown, 0, MIN (MAX_LABEL_CHARS, g_utf8_strlen (shown, -1)));

  return kh_code_new (code, label);
}

/**
 * kh_csl_lists_read_codes:
 * @document: the answer
 *
 * A code that is there twice is taken once.
 *
 * Returns: (transfer full) (nullable) (element-type KhCode): the list
 */
GPtrArray *
kh_csl_lists_read_codes (JsonObject *document)
{
  JsonArray *items = kh_json_get_array (document, "items");
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  if (items == NULL || json_array_get_length (items) > MAX_CODES || kh_json_get_string (document, "next", NULL) != NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = get_item (items, i);
      g_autoptr (KhCode) code = item != NULL ? read_code (item) : NULL;

      if (code == NULL)
        return NULL;
      if (g_hash_table_add (known, (gpointer) kh_code_get_code (code)))
        g_ptr_array_add (codes, g_steal_pointer (&code));
    }

  return g_steal_pointer (&codes);
}

/* Blocks of numbers */

static KhNumberBlock *
read_block (JsonObject *item)
{
  const char *id = kh_json_get_string (item, "id", "");
  const char *begin = get_exact (item, "begin", MAX_NUMBER_BYTES);
  const char *end = get_exact (item, "end", MAX_NUMBER_BYTES);
  KhNumberBlock *block;

  if (!kh_request_check_id (id) || begin == NULL || end == NULL)
    return NULL;

  block = kh_number_block_new ();
  g_object_set (block,
                "id", id,
                "begin", begin,
                "end", end,
                "receiver", get_exact (item, "receiver", MAX_NUMBER_BYTES),
                "next", get_exact (item, "next", MAX_NUMBER_BYTES),
                "two-way", kh_json_get_boolean (item, "two_way", FALSE),
                "enabled", kh_json_get_boolean (item, "enabled", FALSE),
                "left", MAX (0, kh_json_get_int (item, "left", 0)),
                NULL);

  return block;
}

/**
 * kh_csl_lists_read_blocks:
 * @document: the answer
 * @blocks: (element-type KhNumberBlock): takes the page's blocks
 * @next: (out) (nullable): the cursor of the page after it
 *
 * Returns: whether the answer is such a page
 */
gboolean
kh_csl_lists_read_blocks (JsonObject  *document,
                          GPtrArray   *blocks,
                          char       **next)
{
  JsonArray *items = read_page (document, next);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = get_item (items, i);
      KhNumberBlock *block = item != NULL ? read_block (item) : NULL;

      if (block == NULL)
        {
          g_clear_pointer (next, g_free);
          return FALSE;
        }
      g_ptr_array_add (blocks, block);
    }

  return items != NULL;
}

/**
 * kh_csl_lists_read_reservation:
 * @document: the answer
 * @block: the block that was asked for a number
 *
 * Returns: (transfer full) (nullable): the number; %NULL where it is none, or another block's
 */
KhReservation *
kh_csl_lists_read_reservation (JsonObject *document,
                               const char *block)
{
  const char *number = get_exact (document, "number", MAX_NUMBER_BYTES);
  KhReservation *reservation;

  if (number == NULL || *number == '\0'
      || g_strcmp0 (kh_json_get_string (document, "block", NULL), block) != 0)
    return NULL;

  reservation = g_new0 (KhReservation, 1);
  reservation->number = g_strdup (number);
  reservation->receiver = g_strdup (get_exact (document, "receiver", MAX_NUMBER_BYTES));
  reservation->two_way = kh_json_get_boolean (document, "two_way", FALSE);
  reservation->left = MAX (0, kh_json_get_int (document, "left", 0));

  return reservation;
}
