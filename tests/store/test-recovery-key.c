/* test-recovery-key.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher-test.h"
#include "kh-cipher.h"
#include "kh-memory.h"
#include "kh-recovery-key.h"
#include "kh-value-type.h"

#include <string.h>

/* Computed by another program: printed keys must be good for ever. */
#define BITS "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3"
#define TEXT "W3GY8-5RZ4T-WQKEN-FT791-XBNYC-SVFE5-XZRFE-3WQKF"
#define KEY "e2b03a2a3dd539a745e003442074416d3338b2e271af43e4fe3fbd5a9cd4d1d8"

#define ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

static const char *const group_words[] = {
  "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
};

static KhSecret *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (KhSecret) typed = kh_secret_new (text, -1);

  return kh_recovery_key_parse (typed, error);
}

/* The number of the first group that is refused; 0 when none is. */
static guint
find_wrong_group (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) bits = parse (text, &error);
  guint i;

  if (bits != NULL)
    return 0;

  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  for (i = 0; i < G_N_ELEMENTS (group_words); i++)
    {
      if (strstr (error->message, group_words[i]) != NULL)
        return i + 1;
    }
  g_error ("No group is named: %s", error->message);
}

static void
test_format (void)
{
  g_autoptr (KhSecret) bits = kh_cipher_test_secret (BITS);
  g_autoptr (KhSecret) text = kh_recovery_key_format (bits);

  g_assert_cmpstr (kh_secret_get_text (text), ==, TEXT);
  g_assert_cmpuint (kh_secret_get_length (text), ==, strlen (TEXT));
}

static void
test_derive (void)
{
  g_autoptr (KhSecret) text = kh_secret_new (TEXT, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) key = kh_recovery_key_derive (text, &error);

  g_assert_no_error (error);
  kh_cipher_test_assert_secret (key, KEY);
}

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) text = kh_recovery_key_new (&error);
  g_autoptr (KhSecret) other = kh_recovery_key_new (&error);
  g_autoptr (KhSecret) bits = NULL;
  g_autoptr (KhSecret) again = NULL;

  g_assert_no_error (error);
  g_assert_false (kh_secret_equal (text, other));

  bits = kh_recovery_key_parse (text, &error);
  g_assert_no_error (error);
  again = kh_recovery_key_format (bits);
  g_assert_true (kh_secret_equal (text, again));
}

/* Each bit by itself comes back where it was. */
static void
test_bits (void)
{
  guint i;

  for (i = 0; i < 8 * KH_RECOVERY_KEY_SIZE; i++)
    {
      g_autoptr (KhSecret) bits = NULL;
      g_autoptr (KhSecret) text = NULL;
      g_autoptr (KhSecret) parsed = NULL;
      guint8 *bytes;

      bits = kh_secret_new_blank (KH_RECOVERY_KEY_SIZE, &bytes);
      bytes[i / 8] = (guint8) (1 << i % 8);
      text = kh_recovery_key_format (bits);
      parsed = kh_recovery_key_parse (text, NULL);
      g_assert_true (kh_secret_equal (parsed, bits));
    }
}

/* However somebody types it. */
static void
test_forgiving (void)
{
  g_autofree char *lower = g_ascii_strdown (TEXT, -1);
  g_auto (GStrv) groups = g_strsplit (TEXT, "-", -1);
  g_autofree char *run_together = g_strjoinv ("", groups);
  g_autofree char *blanks = g_strjoinv ("  ", groups);
  g_autofree char *lines = g_strjoinv ("\r\n", groups);
  g_autofree char *dashes = g_strjoinv (" – ", groups);
  g_autofree char *around = g_strconcat (" \t", TEXT, "-\n", NULL);
  g_autofree char *odd_blanks = g_strdup_printf ("%.3s %s", run_together, run_together + 3);
  const char *texts[] = { lower, run_together, blanks, lines, dashes, around, odd_blanks };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KhSecret) bits = parse (texts[i], &error);

      g_assert_no_error (error);
      kh_cipher_test_assert_secret (bits, BITS);
    }
}

static void
test_look_alikes (void)
{
  g_autoptr (KhSecret) zeros = kh_cipher_test_secret ("0000000000000000000000000000000000000000");
  g_autoptr (KhSecret) text = kh_recovery_key_format (zeros);
  g_autofree char *with_letters = g_strdup (kh_secret_get_text (text));
  g_autoptr (KhSecret) ones = kh_cipher_test_secret ("0842108421084210842108421084210842108421");
  g_autoptr (KhSecret) text_of_ones = kh_recovery_key_format (ones);
  g_autofree char *with_small_l = g_strdup (kh_secret_get_text (text_of_ones));
  g_autofree char *with_i = g_strdup (kh_secret_get_text (text_of_ones));
  g_autoptr (KhSecret) parsed = NULL;
  g_autoptr (KhSecret) parsed_l = NULL;
  g_autoptr (KhSecret) parsed_i = NULL;

  g_strdelimit (with_letters, "0", 'O');
  g_assert_true (g_str_has_prefix (with_letters, "OOOO"));
  parsed = parse (with_letters, NULL);
  g_assert_true (kh_secret_equal (parsed, zeros));

  g_strdelimit (with_small_l, "1", 'l');
  g_assert_true (g_str_has_prefix (with_small_l, "llll"));
  parsed_l = parse (with_small_l, NULL);
  g_assert_true (kh_secret_equal (parsed_l, ones));

  g_strdelimit (with_i, "1", 'I');
  parsed_i = parse (with_i, NULL);
  g_assert_true (kh_secret_equal (parsed_i, ones));
}

/* Every wrong symbol in every place, and the right group named. */
static void
test_one_wrong (void)
{
  g_autofree char *text = g_strdup (TEXT);
  gsize i;

  g_assert_cmpuint (find_wrong_group (text), ==, 0);
  for (i = 0; i < strlen (TEXT); i++)
    {
      const char *wrong;

      if (TEXT[i] == '-')
        continue;
      for (wrong = ALPHABET "U?*"; *wrong != '\0'; wrong++)
        {
          text[i] = *wrong;
          g_assert_cmpuint (find_wrong_group (text), ==, *wrong == TEXT[i] ? 0 : i / 6 + 1);
        }
      text[i] = TEXT[i];
    }
}

/* Two neighbours that changed places, in every group and for every pair of symbols. */
static void
test_swapped_symbols (void)
{
  guint i;

  for (i = 0; i < 1024; i++)
    {
      g_autoptr (KhSecret) bits = NULL;
      g_autoptr (KhSecret) formatted = NULL;
      g_autofree char *text = NULL;
      guint8 *bytes;
      gsize at;

      bits = kh_secret_new_blank (KH_RECOVERY_KEY_SIZE, &bytes);
      /* The pair at both ends of the second group: 20 bits in, and 30. */
      bytes[2] = (guint8) (i >> 6 & 0x0f);
      bytes[3] = (guint8) ((i & 0x3f) << 2 | i >> 8);
      bytes[4] = (guint8) (i & 0xff);
      formatted = kh_recovery_key_format (bits);
      text = g_strdup (kh_secret_get_text (formatted));

      for (at = 6; at < 10; at++)
        {
          char symbol = text[at];

          text[at] = text[at + 1];
          text[at + 1] = symbol;
          g_assert_cmpuint (find_wrong_group (text), ==, symbol == text[at] ? 0 : 2);
          text[at + 1] = text[at];
          text[at] = symbol;
        }
    }
}

static void
test_swapped_groups (void)
{
  guint i;

  for (i = 0; i + 1 < KH_RECOVERY_KEY_N_GROUPS; i++)
    {
      g_auto (GStrv) groups = g_strsplit (TEXT, "-", -1);
      g_autofree char *text = NULL;
      char *group = groups[i];

      groups[i] = groups[i + 1];
      groups[i + 1] = group;
      text = g_strjoinv ("-", groups);
      g_assert_cmpuint (find_wrong_group (text), ==, i + 1);
    }
}

/* A symbol too few or too many, where the groups were kept apart. */
static void
test_wrong_length (void)
{
  g_autofree char *without = g_strconcat ("W3GY8-", "5R4T", TEXT + 11, NULL);
  g_autofree char *with_one_more = g_strconcat ("W3GY8-", "5RRZ4T", TEXT + 11, NULL);

  g_assert_cmpuint (find_wrong_group (without), ==, 2);
  g_assert_cmpuint (find_wrong_group (with_one_more), ==, 2);
}

static void
test_counts (void)
{
  static const struct {
    const char *text;
    KhValueError code;
    const char *part;
  } rows[] = {
    { "", KH_VALUE_ERROR_TOO_SHORT, "has 40 letters and digits, and 0 were typed" },
    { " - ", KH_VALUE_ERROR_TOO_SHORT, "and 0 were typed" },
    { "7", KH_VALUE_ERROR_TOO_SHORT, "and 1 was typed" },
    { "00000-00000", KH_VALUE_ERROR_TOO_SHORT, "and 10 were typed" },
    { TEXT "-00000", KH_VALUE_ERROR_TOO_LONG, "and 45 were typed" },
    { "\xff\xfe", KH_VALUE_ERROR_ENCODING, "" },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (rows[i].text, &error));
      g_assert_error (error, KH_VALUE_ERROR, (gint) rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].part));
    }
}

/* Reading one leaves no copy of it behind. */
static void
test_memory (void)
{
  g_autoptr (GError) error = NULL;
  KhSecret *typed;
  guint8 *bytes;

  typed = kh_secret_new_blank (2 * KH_MEMORY_MARK_LENGTH, &bytes);
  kh_memory_write_mark (bytes);
  memset (bytes + KH_MEMORY_MARK_LENGTH, '0', KH_MEMORY_MARK_LENGTH);
  g_assert_null (kh_recovery_key_derive (typed, &error));
  g_assert_nonnull (error);
  kh_secret_unref (typed);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recovery-key/format", test_format);
  g_test_add_func ("/recovery-key/derive", test_derive);
  g_test_add_func ("/recovery-key/new", test_new);
  g_test_add_func ("/recovery-key/bits", test_bits);
  g_test_add_func ("/recovery-key/forgiving", test_forgiving);
  g_test_add_func ("/recovery-key/look-alikes", test_look_alikes);
  g_test_add_func ("/recovery-key/one-wrong", test_one_wrong);
  g_test_add_func ("/recovery-key/swapped-symbols", test_swapped_symbols);
  g_test_add_func ("/recovery-key/swapped-groups", test_swapped_groups);
  g_test_add_func ("/recovery-key/wrong-length", test_wrong_length);
  g_test_add_func ("/recovery-key/counts", test_counts);
  g_test_add_func ("/recovery-key/memory", test_memory);

  return g_test_run ();
}
