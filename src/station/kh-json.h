/* kh-json.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KH_JSON_ERROR:
 *
 * Why a text is not the strict JSON that we read. The message names the byte.
 * It is for logs, not for people.
 */
#define KH_JSON_ERROR (kh_json_error_quark ())

typedef enum {
  KH_JSON_ERROR_ENCODING,
  KH_JSON_ERROR_SYNTAX,
  KH_JSON_ERROR_DEPTH,
  KH_JSON_ERROR_DUPLICATE,
  KH_JSON_ERROR_NUMBER,
  KH_JSON_ERROR_NUL,
  KH_JSON_ERROR_SIZE,
} KhJsonError;

GQuark kh_json_error_quark (void);

#define KH_JSON_MAX_DEPTH 32

/* Bounds the harm of names that all fall into one slot of a hash table. */
#define KH_JSON_MAX_MEMBERS 512

/* Checks @data by RFC 8259 and RFC 7493 (I-JSON) without recursion and without
 * building anything: one value, UTF-8 without BOM, no duplicate names in an object,
 * integers within ±(2^53 - 1), no infinite number, no U+0000, no lone surrogate, at most
 * KH_JSON_MAX_DEPTH levels. */
gboolean    kh_json_check       (const char   *data,
                                 gsize         length,
                                 GError      **error);

/* The same, then a tree. Only what kh_json_check() passed ever reaches json-glib. */
JsonNode   *kh_json_parse       (const char   *data,
                                 gsize         length,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* Members by name; a missing member, null, or another type gives @fallback. */
const char *kh_json_get_string  (JsonObject   *object,
                                 const char   *name,
                                 const char   *fallback);
gint64      kh_json_get_int     (JsonObject   *object,
                                 const char   *name,
                                 gint64        fallback);
gboolean    kh_json_get_boolean (JsonObject   *object,
                                 const char   *name,
                                 gboolean      fallback);
JsonObject *kh_json_get_object  (JsonObject   *object,
                                 const char   *name);
JsonArray  *kh_json_get_array   (JsonObject   *object,
                                 const char   *name);
char       *kh_json_to_text     (JsonNode     *node) G_GNUC_WARN_UNUSED_RESULT;

/* Clears every string of a tree that nobody reads any more, since one may have been a passcode. */
void        kh_json_wipe        (JsonNode     *node);

G_END_DECLS
