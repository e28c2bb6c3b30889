/* kh-json.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"

#include <math.h>
#include <string.h>

/* No double needs more digits, and a longer number is somebody's attempt at
 * something. */
#define LONGEST_NUMBER 64

/* RFC 7493 §2.2: beyond this, two integers can be the same double. */
#define LARGEST_INTEGER G_GINT64_CONSTANT (9007199254740991)

/* What may come next. */
typedef enum {
  EXPECT_VALUE,
  EXPECT_FIRST_VALUE, /* or the end of the array */
  EXPECT_FIRST_NAME,  /* or the end of the object */
  EXPECT_NAME,
  EXPECT_COLON,
  EXPECT_COMMA, /* or the end of the array or object */
  EXPECT_END,
} Expect;

typedef struct {
  const char *start;
  const char *end;
  const char *at;

  /* owned */
  GHashTable *names[KH_JSON_MAX_DEPTH];
  GString *name;

  /* state */
  Expect expect;
  gboolean is_object[KH_JSON_MAX_DEPTH];
  guint depth;
} Scanner;

G_DEFINE_QUARK (kh-json-error-quark, kh_json_error)

static gboolean
fail (Scanner      *self,
      const char   *at,
      KhJsonError   code,
      const char   *what,
      GError      **error)
{
  g_set_error (error, KH_JSON_ERROR, (int) code, "%s at byte %" G_GSIZE_FORMAT,
               what, (gsize) (at - self->start));
  return FALSE;
}

static gboolean
is_noncharacter (gunichar c)
{
  return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static gboolean
check_encoding (Scanner  *self,
                GError  **error)
{
  const char *bad = NULL;

  if (self->end - self->start >= 3 && memcmp (self->start, "\xef\xbb\xbf", 3) == 0)
    return fail (self, self->start, KH_JSON_ERROR_ENCODING, "byte order mark", error);
  if (g_utf8_validate_len (self->start, (gsize) (self->end - self->start), &bad))
    return TRUE;
  if (*bad == '\0')
    return fail (self, bad, KH_JSON_ERROR_NUL, "zero byte", error);
  return fail (self, bad, KH_JSON_ERROR_ENCODING, "invalid UTF-8", error);
}

static gboolean
read_hex4 (Scanner  *self,
           gunichar *unit,
           GError  **error)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "bad \\u escape", error);
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (*self->at);
    }
  return TRUE;
}

/* Reads what follows "\u", with the second half of a surrogate pair. */
static gboolean
read_unicode_escape (Scanner  *self,
                     gunichar *c,
                     GError  **error)
{
  const char *start = self->at;
  gunichar low;

  if (!read_hex4 (self, c, error))
    return FALSE;
  if (*c == 0)
    return fail (self, start, KH_JSON_ERROR_NUL, "\\u0000", error);
  if (*c >= 0xd800 && *c <= 0xdbff)
    {
      if (self->end - self->at < 2 || self->at[0] != '\\' || self->at[1] != 'u')
        return fail (self, start, KH_JSON_ERROR_ENCODING, "lone surrogate", error);
      self->at += 2;
      if (!read_hex4 (self, &low, error))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, start, KH_JSON_ERROR_ENCODING, "lone surrogate", error);
      *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (*c >= 0xdc00 && *c <= 0xdfff)
    return fail (self, start, KH_JSON_ERROR_ENCODING, "lone surrogate", error);
  return TRUE;
}

static gboolean
read_escape (Scanner  *self,
             gunichar *c,
             GError  **error)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (self->at == self->end)
    return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "unterminated string", error);
  if (*self->at == 'u')
    {
      self->at++;
      return read_unicode_escape (self, c, error);
    }
  found = strchr (escapes, *self->at);
  if (found == NULL)
    return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "unknown escape", error);
  *c = (gunichar) meanings[found - escapes];
  self->at++;
  return TRUE;
}

/* One character of a string, unescaped. */
static gboolean
read_character (Scanner  *self,
                gunichar *c,
                GError  **error)
{
  const char *start = self->at;

  if ((guchar) *self->at < 0x20)
    return fail (self, start, KH_JSON_ERROR_SYNTAX, "control character", error);
  if (*self->at == '\\')
    {
      self->at++;
      if (!read_escape (self, c, error))
        return FALSE;
    }
  else
    {
      *c = g_utf8_get_char (self->at);
      self->at = g_utf8_next_char (self->at);
    }
  if (is_noncharacter (*c))
    return fail (self, start, KH_JSON_ERROR_ENCODING, "noncharacter", error);
  return TRUE;
}

/* Reads past a string; into @text, unescaped, when that is wanted. */
static gboolean
read_string (Scanner  *self,
             GString  *text,
             GError  **error)
{
  const char *start = self->at;
  gunichar c;

  self->at++;
  while (self->at < self->end && *self->at != '"')
    {
      if (!read_character (self, &c, error))
        return FALSE;
      if (text != NULL)
        g_string_append_unichar (text, c);
    }
  if (self->at == self->end)
    return fail (self, start, KH_JSON_ERROR_SYNTAX, "unterminated string", error);
  self->at++;
  return TRUE;
}

static gboolean
read_name (Scanner  *self,
           GError  **error)
{
  GHashTable *names = self->names[self->depth - 1];
  const char *start = self->at;

  g_string_truncate (self->name, 0);
  if (!read_string (self, self->name, error))
    return FALSE;
  /* json-glib holds no member without a name. */
  if (self->name->len == 0)
    return fail (self, start, KH_JSON_ERROR_SYNTAX, "empty name", error);
  if (!g_hash_table_add (names, g_strdup (self->name->str)))
    return fail (self, start, KH_JSON_ERROR_DUPLICATE, "duplicate name", error);
  if (g_hash_table_size (names) > KH_JSON_MAX_MEMBERS)
    return fail (self, start, KH_JSON_ERROR_SIZE, "too many members", error);
  self->expect = EXPECT_COLON;
  return TRUE;
}

static gboolean
read_digits (Scanner *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > start;
}

static gboolean
at_any (Scanner    *self,
        const char *characters)
{
  return self->at < self->end && strchr (characters, *self->at) != NULL;
}

/* RFC 8259 §6; @whole is whether it has neither fraction nor exponent. */
static gboolean
read_number_grammar (Scanner  *self,
                     gboolean *whole)
{
  *whole = TRUE;
  if (at_any (self, "-"))
    self->at++;
  if (at_any (self, "0"))
    self->at++;
  else if (!read_digits (self))
    return FALSE;
  if (at_any (self, "."))
    {
      *whole = FALSE;
      self->at++;
      if (!read_digits (self))
        return FALSE;
    }
  if (at_any (self, "eE"))
    {
      *whole = FALSE;
      self->at++;
      if (at_any (self, "+-"))
        self->at++;
      return read_digits (self);
    }
  return TRUE;
}

static gboolean
read_number (Scanner  *self,
             GError  **error)
{
  const char *start = self->at;
  char text[LONGEST_NUMBER + 1];
  gboolean whole;
  gsize length;
  gint64 integer;

  if (!read_number_grammar (self, &whole))
    return fail (self, start, KH_JSON_ERROR_SYNTAX, "bad number", error);
  length = (gsize) (self->at - start);
  if (length > LONGEST_NUMBER)
    return fail (self, start, KH_JSON_ERROR_NUMBER, "number too long", error);
  memcpy (text, start, length);
  text[length] = '\0';
  if (!whole && isinf (g_ascii_strtod (text, NULL)))
    return fail (self, start, KH_JSON_ERROR_NUMBER, "number out of range", error);
  /* Out of range, g_ascii_strtoll() gives the nearest limit, which is too large as well. */
  integer = whole ? g_ascii_strtoll (text, NULL, 10) : 0;
  if (integer > LARGEST_INTEGER || integer < -LARGEST_INTEGER)
    return fail (self, start, KH_JSON_ERROR_NUMBER, "integer out of range", error);
  return TRUE;
}

static gboolean
read_word (Scanner     *self,
           const char  *word,
           GError     **error)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || strncmp (self->at, word, length) != 0)
    return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "unknown word", error);
  self->at += length;
  return TRUE;
}

static gboolean
open_level (Scanner  *self,
            gboolean  is_object,
            GError  **error)
{
  guint level = self->depth;

  if (level == KH_JSON_MAX_DEPTH)
    return fail (self, self->at, KH_JSON_ERROR_DEPTH, "nested too deep", error);
  self->is_object[level] = is_object;
  if (is_object && self->names[level] == NULL)
    self->names[level] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  else if (is_object)
    g_hash_table_remove_all (self->names[level]);
  self->depth++;
  self->at++;
  self->expect = is_object ? EXPECT_FIRST_NAME : EXPECT_FIRST_VALUE;
  return TRUE;
}

static void
value_done (Scanner *self)
{
  self->expect = self->depth == 0 ? EXPECT_END : EXPECT_COMMA;
}

static void
close_level (Scanner *self)
{
  self->depth--;
  self->at++;
  value_done (self);
}

static gboolean
read_scalar (Scanner  *self,
             GError  **error)
{
  switch (*self->at)
    {
    case '"':
      return read_string (self, NULL, error);
    case 't':
      return read_word (self, "true", error);
    case 'f':
      return read_word (self, "false", error);
    case 'n':
      return read_word (self, "null", error);
    default:
      return read_number (self, error);
    }
}

static gboolean
read_value (Scanner  *self,
            GError  **error)
{
  if (*self->at == '{' || *self->at == '[')
    return open_level (self, *self->at == '{', error);
  if (!read_scalar (self, error))
    return FALSE;
  value_done (self);
  return TRUE;
}

static gboolean
read_comma (Scanner  *self,
            GError  **error)
{
  gboolean is_object = self->is_object[self->depth - 1];

  if (*self->at == ',')
    {
      self->at++;
      self->expect = is_object ? EXPECT_NAME : EXPECT_VALUE;
      return TRUE;
    }
  if (*self->at != (is_object ? '}' : ']'))
    return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "comma or end expected", error);
  close_level (self);
  return TRUE;
}

static gboolean
read_token (Scanner  *self,
            GError  **error)
{
  switch (self->expect)
    {
    case EXPECT_FIRST_VALUE:
      if (*self->at != ']')
        return read_value (self, error);
      close_level (self);
      return TRUE;
    case EXPECT_VALUE:
      return read_value (self, error);
    case EXPECT_FIRST_NAME:
    case EXPECT_NAME:
      if (*self->at == '"')
        return read_name (self, error);
      if (*self->at != '}' || self->expect == EXPECT_NAME)
        return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "name expected", error);
      close_level (self);
      return TRUE;
    case EXPECT_COLON:
      if (*self->at != ':')
        return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "colon expected", error);
      self->at++;
      self->expect = EXPECT_VALUE;
      return TRUE;
    case EXPECT_COMMA:
      return read_comma (self, error);
    case EXPECT_END:
      return fail (self, self->at, KH_JSON_ERROR_SYNTAX, "trailing text", error);
    }
  g_assert_not_reached ();
}

static gboolean
scan (Scanner  *self,
      GError  **error)
{
  if (!check_encoding (self, error))
    return FALSE;
  for (;;)
    {
      while (at_any (self, " \t\n\r"))
        self->at++;
      if (self->at == self->end)
        break;
      if (!read_token (self, error))
        return FALSE;
    }
  if (self->expect != EXPECT_END)
    return fail (self, self->end, KH_JSON_ERROR_SYNTAX, "unexpected end", error);
  return TRUE;
}

/**
 * kh_json_check:
 * @data: (array length=length): the text; it need not end with a zero byte
 * @length: its length in bytes
 * @error: return location for a #KhJsonError
 *
 * Checks that a text is JSON by RFC 8259, and interoperable JSON by RFC 7493: one
 * value, UTF-8 without byte order mark, no name twice in an object (compared after
 * unescaping), integers that a double holds exactly, no number that is infinite, no
 * surrogate without its other half, no noncharacter, no U+0000. Beyond the two it
 * refuses nesting over %KH_JSON_MAX_DEPTH, objects of more than
 * %KH_JSON_MAX_MEMBERS, and empty names.
 *
 * json-glib crashes on deep nesting and reads much that is no JSON, so nothing may
 * reach it that did not pass here. The time is proportional to @length, and the
 * stack and memory used do not depend on the nesting.
 *
 * Returns: whether it is
 */
gboolean
kh_json_check (const char  *data,
               gsize        length,
               GError     **error)
{
  const char *text = data != NULL ? data : "";
  g_autoptr (GString) name = g_string_new (NULL);
  Scanner scanner = { .start = text, .at = text, .end = text + length, .name = name };
  gboolean good;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  good = scan (&scanner, error);
  for (guint i = 0; i < KH_JSON_MAX_DEPTH; i++)
    g_clear_pointer (&scanner.names[i], g_hash_table_unref);
  return good;
}

/**
 * kh_json_parse:
 * @data: (array length=length): the text
 * @length: its length in bytes
 * @error: return location for a #KhJsonError
 *
 * Reads a text that passes kh_json_check() into a tree.
 *
 * Returns: (transfer full): the value, never %NULL without @error
 */
JsonNode *
kh_json_parse (const char  *data,
               gsize        length,
               GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) inner = NULL;

  if (!kh_json_check (data, length, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (json_parser_load_from_data (parser, data, (gssize) length, &inner)
      && json_parser_get_root (parser) != NULL)
    return json_parser_steal_root (parser);
  g_set_error (error, KH_JSON_ERROR, KH_JSON_ERROR_SYNTAX, "json-glib: %s",
               inner != NULL ? inner->message : "no value");
  return NULL;
}

static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static JsonNode *
get_value (JsonObject *object,
           const char *name,
           GType       type)
{
  JsonNode *node = get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

/**
 * kh_json_get_string:
 * @object: (nullable): an object
 * @name: a member's name
 * @fallback: (nullable): what to give otherwise
 *
 * Returns: (nullable): the member's text, or @fallback when it is missing, null or no text
 */
const char *
kh_json_get_string (JsonObject *object,
                    const char *name,
                    const char *fallback)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : fallback;
}

/**
 * kh_json_get_int:
 * @object: (nullable): an object
 * @name: a member's name
 * @fallback: what to give otherwise
 *
 * Returns: the member's number, or @fallback when it is missing, null or no whole number
 */
gint64
kh_json_get_int (JsonObject *object,
                 const char *name,
                 gint64      fallback)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : fallback;
}

/**
 * kh_json_get_boolean:
 * @object: (nullable): an object
 * @name: a member's name
 * @fallback: what to give otherwise
 *
 * Returns: the member's value, or @fallback when it is missing, null or neither true nor false
 */
gboolean
kh_json_get_boolean (JsonObject *object,
                     const char *name,
                     gboolean    fallback)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

/**
 * kh_json_get_object:
 * @object: (nullable): an object
 * @name: a member's name
 *
 * Returns: (transfer none) (nullable): the member, or %NULL when it is no object
 */
JsonObject *
kh_json_get_object (JsonObject *object,
                    const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * kh_json_get_array:
 * @object: (nullable): an object
 * @name: a member's name
 *
 * Returns: (transfer none) (nullable): the member, or %NULL when it is no array
 */
JsonArray *
kh_json_get_array (JsonObject *object,
                   const char *name)
{
  JsonNode *node = get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * kh_json_to_text:
 * @node: a value
 *
 * Returns: (transfer full): it as compact JSON
 */
char *
kh_json_to_text (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, FALSE);
}

static void
wipe_element (JsonArray *array G_GNUC_UNUSED,
              guint      index G_GNUC_UNUSED,
              JsonNode  *element,
              gpointer   data G_GNUC_UNUSED)
{
  kh_json_wipe (element);
}

static void
wipe_member (JsonObject *object G_GNUC_UNUSED,
             const char *name G_GNUC_UNUSED,
             JsonNode   *member,
             gpointer    data G_GNUC_UNUSED)
{
  kh_json_wipe (member);
}

/**
 * kh_json_wipe:
 * @node: (nullable): a tree that was read by kh_json_parse() or made here, about to be freed
 */
void
kh_json_wipe (JsonNode *node)
{
  char *text;

  if (node == NULL)
    return;

  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), wipe_member, NULL);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), wipe_element, NULL);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      /* The node owns it, and is read no more. */
      text = (char *) json_node_get_string (node);
      explicit_bzero (text, strlen (text));
    }
}
