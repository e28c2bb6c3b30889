/* test-json.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"

#include <string.h>
#include <sys/resource.h>

#define GOOD -1
#define TEXT(literal) literal, sizeof (literal) - 1
#define MUTATIONS 6000

typedef struct {
  const char *name;
  const char *text;
  gsize length;
  int code;
} Case;

static const Case cases[] = {
  { "object", TEXT ("{\"a\": [1, -2.5e3, true, false, null, \"x\"], \"b\": {}}"), GOOD },
  { "empty-array", TEXT (" [ ]\r\n\t"), GOOD },
  { "bare-text", TEXT ("\"x\""), GOOD },
  { "bare-number", TEXT ("17"), GOOD },
  { "bare-word", TEXT ("null"), GOOD },
  { "escapes", TEXT ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\""), GOOD },
  { "surrogate-pair", TEXT ("\"\\ud83d\\ude00\""), GOOD },
  { "raw-utf8", TEXT ("\"\303\251 \360\237\230\200\""), GOOD },
  { "inner-bom", TEXT ("\"\357\273\277\""), GOOD },
  { "minus-zero", TEXT ("[-0, 0, 0.0, -0.5, 1E+2, 1e-400]"), GOOD },
  { "largest", TEXT ("[9007199254740991, -9007199254740991]"), GOOD },
  { "same-name-elsewhere", TEXT ("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}"), GOOD },
  { "name-after-inner", TEXT ("{\"a\":{\"b\":1},\"b\":{\"b\":1}}"), GOOD },

  { "empty", TEXT (""), KH_JSON_ERROR_SYNTAX },
  { "blank", TEXT (" \n"), KH_JSON_ERROR_SYNTAX },
  { "duplicate", TEXT ("{\"a\":1,\"b\":2,\"a\":3}"), KH_JSON_ERROR_DUPLICATE },
  { "duplicate-escaped", TEXT ("{\"a\":1,\"\\u0061\":2}"), KH_JSON_ERROR_DUPLICATE },
  { "duplicate-pair", TEXT ("{\"\360\237\230\200\":1,\"\\ud83d\\ude00\":2}"), KH_JSON_ERROR_DUPLICATE },
  { "duplicate-after-inner", TEXT ("{\"a\":{\"b\":1},\"a\":2}"), KH_JSON_ERROR_DUPLICATE },
  { "empty-name", TEXT ("{\"\":1}"), KH_JSON_ERROR_SYNTAX },
  { "comment", TEXT ("[1 /* one */]"), KH_JSON_ERROR_SYNTAX },
  { "line-comment", TEXT ("// x\n[1]"), KH_JSON_ERROR_SYNTAX },
  { "single-quotes", TEXT ("['a']"), KH_JSON_ERROR_SYNTAX },
  { "single-quoted-name", TEXT ("{'a':1}"), KH_JSON_ERROR_SYNTAX },
  { "bare-name", TEXT ("{a:1}"), KH_JSON_ERROR_SYNTAX },
  { "var", TEXT ("var x = {\"a\":1};"), KH_JSON_ERROR_SYNTAX },
  { "two-documents", TEXT ("{\"a\":1}{\"b\":2}"), KH_JSON_ERROR_SYNTAX },
  { "two-documents-blank", TEXT ("[1]\n[2]"), KH_JSON_ERROR_SYNTAX },
  { "trailing-junk", TEXT ("[1]x"), KH_JSON_ERROR_SYNTAX },
  { "trailing-close", TEXT ("[1]]"), KH_JSON_ERROR_SYNTAX },
  { "trailing-comma", TEXT ("[1,]"), KH_JSON_ERROR_SYNTAX },
  { "trailing-comma-object", TEXT ("{\"a\":1,}"), KH_JSON_ERROR_SYNTAX },
  { "leading-comma", TEXT ("[,1]"), KH_JSON_ERROR_SYNTAX },
  { "two-commas", TEXT ("[1,,2]"), KH_JSON_ERROR_SYNTAX },
  { "no-comma", TEXT ("[1 2]"), KH_JSON_ERROR_SYNTAX },
  { "no-colon", TEXT ("{\"a\" 1}"), KH_JSON_ERROR_SYNTAX },
  { "no-value", TEXT ("{\"a\":}"), KH_JSON_ERROR_SYNTAX },
  { "wrong-close", TEXT ("[1}"), KH_JSON_ERROR_SYNTAX },
  { "wrong-close-object", TEXT ("{\"a\":1]"), KH_JSON_ERROR_SYNTAX },
  { "unterminated-array", TEXT ("[1"), KH_JSON_ERROR_SYNTAX },
  { "unterminated-object", TEXT ("{\"a\":1"), KH_JSON_ERROR_SYNTAX },
  { "unterminated-after-name", TEXT ("{\"a\""), KH_JSON_ERROR_SYNTAX },
  { "unterminated-text", TEXT ("[\"abc"), KH_JSON_ERROR_SYNTAX },
  { "unterminated-escape", TEXT ("\"abc\\"), KH_JSON_ERROR_SYNTAX },
  { "unterminated-hex", TEXT ("\"\\u00"), KH_JSON_ERROR_SYNTAX },
  { "unknown-escape", TEXT ("\"\\x41\""), KH_JSON_ERROR_SYNTAX },
  { "escaped-quote-end", TEXT ("\"\\\""), KH_JSON_ERROR_SYNTAX },
  { "bad-hex", TEXT ("\"\\u00g0\""), KH_JSON_ERROR_SYNTAX },
  { "upper-case-word", TEXT ("[True]"), KH_JSON_ERROR_SYNTAX },
  { "cut-word", TEXT ("tru"), KH_JSON_ERROR_SYNTAX },
  { "long-word", TEXT ("truex"), KH_JSON_ERROR_SYNTAX },
  { "nan", TEXT ("[NaN]"), KH_JSON_ERROR_SYNTAX },
  { "infinity", TEXT ("[Infinity]"), KH_JSON_ERROR_SYNTAX },
  { "raw-tab", TEXT ("\"a\tb\""), KH_JSON_ERROR_SYNTAX },
  { "raw-newline", TEXT ("\"a\nb\""), KH_JSON_ERROR_SYNTAX },
  { "form-feed", TEXT ("[1,\f2]"), KH_JSON_ERROR_SYNTAX },
  { "no-break-space", TEXT ("[1,\302\2402]"), KH_JSON_ERROR_SYNTAX },
  { "octal", TEXT ("[0123]"), KH_JSON_ERROR_SYNTAX },
  { "octal-zeros", TEXT ("[00]"), KH_JSON_ERROR_SYNTAX },
  { "minus-octal", TEXT ("[-01]"), KH_JSON_ERROR_SYNTAX },
  { "hex", TEXT ("[0x1f]"), KH_JSON_ERROR_SYNTAX },
  { "plus", TEXT ("[+1]"), KH_JSON_ERROR_SYNTAX },
  { "minus", TEXT ("[-]"), KH_JSON_ERROR_SYNTAX },
  { "no-fraction", TEXT ("[1.]"), KH_JSON_ERROR_SYNTAX },
  { "no-whole", TEXT ("[.5]"), KH_JSON_ERROR_SYNTAX },
  { "no-exponent", TEXT ("[1e]"), KH_JSON_ERROR_SYNTAX },
  { "no-exponent-digits", TEXT ("[1e+]"), KH_JSON_ERROR_SYNTAX },
  { "two-to-53", TEXT ("[9007199254740992]"), KH_JSON_ERROR_NUMBER },
  { "minus-two-to-53", TEXT ("[-9007199254740992]"), KH_JSON_ERROR_NUMBER },
  { "two-to-63", TEXT ("[9223372036854775808]"), KH_JSON_ERROR_NUMBER },
  { "minus-two-to-63", TEXT ("[-9223372036854775809]"), KH_JSON_ERROR_NUMBER },
  { "two-to-64", TEXT ("[18446744073709551616]"), KH_JSON_ERROR_NUMBER },
  { "infinite", TEXT ("[1e400]"), KH_JSON_ERROR_NUMBER },
  { "minus-infinite", TEXT ("[-1.0e400]"), KH_JSON_ERROR_NUMBER },
  { "digits", TEXT ("0.00000000000000000000000000000000000000000000000000000000000000001"),
    KH_JSON_ERROR_NUMBER },
  { "escaped-nul", TEXT ("\"12\\u000034\""), KH_JSON_ERROR_NUL },
  { "escaped-nul-name", TEXT ("{\"a\\u0000\":1}"), KH_JSON_ERROR_NUL },
  { "raw-nul", TEXT ("\"12\00034\""), KH_JSON_ERROR_NUL },
  { "nul-after", TEXT ("[1]\0"), KH_JSON_ERROR_NUL },
  { "lone-high", TEXT ("\"\\ud83d\""), KH_JSON_ERROR_ENCODING },
  { "lone-high-text", TEXT ("\"\\ud83dabcdef\""), KH_JSON_ERROR_ENCODING },
  { "lone-low", TEXT ("\"\\ude00\""), KH_JSON_ERROR_ENCODING },
  { "two-high", TEXT ("\"\\ud83d\\ud83d\""), KH_JSON_ERROR_ENCODING },
  { "swapped-pair", TEXT ("\"\\ude00\\ud83d\""), KH_JSON_ERROR_ENCODING },
  { "noncharacter", TEXT ("\"\\uffff\""), KH_JSON_ERROR_ENCODING },
  { "raw-noncharacter", TEXT ("\"\357\267\220\""), KH_JSON_ERROR_ENCODING },
  { "astral-noncharacter", TEXT ("\"\\ud83f\\udffe\""), KH_JSON_ERROR_ENCODING },
  { "latin1", TEXT ("\"caf\351\""), KH_JSON_ERROR_ENCODING },
  { "overlong-slash", TEXT ("\"\300\257\""), KH_JSON_ERROR_ENCODING },
  { "overlong-quote", TEXT ("\"\300\242\""), KH_JSON_ERROR_ENCODING },
  { "overlong-nul", TEXT ("\"\300\200\""), KH_JSON_ERROR_ENCODING },
  { "utf8-surrogate", TEXT ("\"\355\240\275\""), KH_JSON_ERROR_ENCODING },
  { "beyond-unicode", TEXT ("\"\364\220\200\200\""), KH_JSON_ERROR_ENCODING },
  { "cut-utf8", TEXT ("\"\303"), KH_JSON_ERROR_ENCODING },
  { "lone-continuation", TEXT ("\"\200\""), KH_JSON_ERROR_ENCODING },
  { "bom", TEXT ("\357\273\277[1]"), KH_JSON_ERROR_ENCODING },
  { "utf16", TEXT ("\376\377\0[\0]"), KH_JSON_ERROR_ENCODING },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  /* Not one byte more than the text, so that a look past its end is found. */
  g_autofree char *copy = g_memdup2 (c->text, c->length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  node = kh_json_parse (copy, c->length, &error);
  if (c->code == GOOD)
    {
      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
  else
    {
      g_assert_error (error, KH_JSON_ERROR, c->code);
      g_assert_null (node);
    }
}

static void
test_every_prefix (void)
{
  const char *text = "{\"a\\u00e9\": [1, -2.5e3, true, {\"b\": null}], \"c\": \"\\ud83d\\ude00\"}";

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *copy = g_memdup2 (text, length);

      g_assert_false (kh_json_check (copy, length, NULL));
    }
  g_assert_true (kh_json_check (text, strlen (text), NULL));
}

static char *
nest (gsize       levels,
      const char *open,
      const char *close)
{
  GString *text = g_string_sized_new (levels * (strlen (open) + strlen (close)));

  for (gsize i = 0; i < levels; i++)
    g_string_append (text, open);
  for (gsize i = 0; i < levels; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth_limit (void)
{
  g_autofree char *deepest = nest (KH_JSON_MAX_DEPTH, "[", "]");
  g_autofree char *deeper = nest (KH_JSON_MAX_DEPTH + 1, "[", "]");
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_json_check (deepest, strlen (deepest), &error));
  g_assert_no_error (error);
  g_assert_false (kh_json_check (deeper, strlen (deeper), &error));
  g_assert_error (error, KH_JSON_ERROR, KH_JSON_ERROR_DEPTH);
}

static void
test_deep (gconstpointer data)
{
  g_autofree char *text = nest (GPOINTER_TO_SIZE (data), "[", "");
  g_autofree char *objects = nest (GPOINTER_TO_SIZE (data), "{\"a\":", "");
  const char *texts[] = { text, objects };
  struct rusage before, after;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      getrusage (RUSAGE_SELF, &before);
      g_assert_null (kh_json_parse (texts[i], strlen (texts[i]), &error));
      getrusage (RUSAGE_SELF, &after);
      g_assert_error (error, KH_JSON_ERROR, KH_JSON_ERROR_DEPTH);
      g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 1024);
    }
}

static void
test_members (void)
{
  g_autoptr (GString) text = g_string_new ("{\"m\":0");
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < KH_JSON_MAX_MEMBERS; i++)
    g_string_append_printf (text, ",\"m%u\":0", i);
  g_string_append_c (text, '}');
  g_assert_true (kh_json_check (text->str, text->len, &error));
  g_assert_no_error (error);
  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",\"last\":0}");
  g_assert_false (kh_json_check (text->str, text->len, &error));
  g_assert_error (error, KH_JSON_ERROR, KH_JSON_ERROR_SIZE);
}

/* 8 MiB of objects with names of every kind: were the time not in proportion to the text, this
 * would not end before the test is given up. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError) error = NULL;

  while (text->len < 8 * 1024 * 1024)
    g_string_append_printf (text, "{\"id\":\"p%" G_GSIZE_FORMAT "\",\"n\\u0061me\":\"\303\251\","
                                  "\"n\":[1,2.5,true]},", text->len);
  g_string_append (text, "0]");
  g_assert_true (kh_json_check (text->str, text->len, &error));
  g_assert_no_error (error);
}

static void
test_message_names_the_byte (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kh_json_check (TEXT ("{\"a\":1,\"a\":2}"), &error));
  g_assert_cmpstr (error->message, ==, "duplicate name at byte 7");
}

static void
test_getters (void)
{
  static const char *text = "{\"s\":\"x\",\"i\":7,\"d\":7.5,\"b\":true,\"o\":{},\"a\":[],\"n\":null}";
  g_autoptr (JsonNode) node = kh_json_parse (text, strlen (text), NULL);
  JsonObject *object = json_node_get_object (node);
  static const char *names[] = { "s", "i", "d", "b", "o", "a", "n", "missing" };
  g_autofree char *back = kh_json_to_text (node);

  g_assert_cmpstr (back, ==, text);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = names[i];

      g_assert_cmpstr (kh_json_get_string (object, name, "-"), ==, *name == 's' ? "x" : "-");
      g_assert_cmpint (kh_json_get_int (object, name, -1), ==, *name == 'i' ? 7 : -1);
      g_assert_cmpint (kh_json_get_boolean (object, name, -1), ==, *name == 'b' ? TRUE : -1);
      g_assert_true ((kh_json_get_object (object, name) != NULL) == (*name == 'o'));
      g_assert_true ((kh_json_get_array (object, name) != NULL) == (*name == 'a'));
    }
  g_assert_null (kh_json_get_string (NULL, "s", NULL));
}

static void
mutate (GRand   *random,
        GString *text)
{
  static const char *pieces[] = { "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "0", "-",
                                  "1e9", "null", " ", "\"a\":", "\357\273\277", "\300" };
  gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len + 1);
  gsize some = (gsize) g_rand_int_range (random, 0, 4);
  gsize count = MIN (text->len - at, some);

  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      g_string_erase (text, (gssize) at, (gssize) count);
      break;
    case 1:
      g_string_insert (text, (gssize) at,
                       pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      break;
    case 2:
      g_string_insert_c (text, (gssize) at, (char) g_rand_int_range (random, 0, 256));
      break;
    default:
      if (at < text->len)
        text->str[at] = (char) g_rand_int_range (random, 0x20, 0x7f);
      break;
    }
}

/* Whatever the scanner lets through, json-glib reads. */
static void
test_mutations (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);
  guint accepted = 0;

  for (guint i = 0; i < MUTATIONS; i++)
    {
      const Case *c = &cases[g_rand_int_range (random, 0, G_N_ELEMENTS (cases))];
      g_autoptr (GString) text = g_string_new_len (c->text, (gssize) c->length);
      g_autofree char *copy = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      for (gint32 n = g_rand_int_range (random, 1, 4); n > 0; n--)
        mutate (random, text);
      copy = g_memdup2 (text->str, text->len);
      if (!kh_json_check (copy, text->len, NULL))
        continue;
      accepted++;
      node = kh_json_parse (copy, text->len, &error);
      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
  g_assert_cmpuint (accepted, >, MUTATIONS / 50);
}

/* Whatever may have been a passcode is gone from the tree. */
static void
test_wipe (void)
{
  static const char text[] = "{\"a\": [\"ROSEBUD\", 7, null, {\"b\": \"SLED\"}], \"c\": \"XANADU\"}";
  g_autoptr (JsonNode) root = kh_json_parse (text, strlen (text), NULL);
  JsonObject *object = json_node_get_object (root);
  JsonArray *array = kh_json_get_array (object, "a");

  kh_json_wipe (root);
  g_assert_cmpstr (kh_json_get_string (object, "c", NULL), ==, "");
  g_assert_cmpstr (json_array_get_string_element (array, 0), ==, "");
  g_assert_cmpstr (kh_json_get_string (json_array_get_object_element (array, 3), "b", NULL), ==, "");
  g_assert_cmpint (json_array_get_int_element (array, 1), ==, 7);
  kh_json_wipe (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/wipe", test_wipe);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/json/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/json/every-prefix", test_every_prefix);
  g_test_add_func ("/json/depth-limit", test_depth_limit);
  g_test_add_data_func ("/json/deep/100000", GSIZE_TO_POINTER (100000), test_deep);
  g_test_add_data_func ("/json/deep/1000000", GSIZE_TO_POINTER (1000000), test_deep);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/large", test_large);
  g_test_add_func ("/json/message", test_message_names_the_byte);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/mutations", test_mutations);

  return g_test_run ();
}
