/* kh-recovery-key.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-recovery-key.h"

#include "kh-cipher-private.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Crockford's base 32: a symbol for five bits, without those that look like another. */
static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define BITS_PER_SYMBOL 5
#define N_GROUPS KH_RECOVERY_KEY_N_GROUPS
#define SYMBOLS_PER_GROUP 5
#define DATA_PER_GROUP (SYMBOLS_PER_GROUP - 1)
#define N_SYMBOLS (N_GROUPS * SYMBOLS_PER_GROUP)

G_STATIC_ASSERT (N_GROUPS * DATA_PER_GROUP * BITS_PER_SYMBOL == 8 * KH_RECOVERY_KEY_SIZE);

#define PURPOSE "org.keyholder.Keyholder recovery key 1"

static const char *const group_errors[N_GROUPS] = {
  N_("The first group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The second group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The third group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The fourth group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The fifth group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The sixth group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The seventh group of the recovery key is not right. Compare it with the printed one, and type it again."),
  N_("The eighth group of the recovery key is not right. Compare it with the printed one, and type it again."),
};

/* Groups and symbols */

/* Times x in the field of 32 elements that x⁵ + x² + 1 makes. */
static guint
times_x (guint element)
{
  element <<= 1;

  return (element & 0x20) != 0 ? element ^ 0x25 : element;
}

/* Each place in a group counts with another power of x, so that one wrong symbol, or two that
 * changed places, never leave the sum as it was. It begins with the group's number: two whole
 * groups that changed places are noticed as well. */
static guint
compute_check (const guint8 *data,
               guint         group)
{
  guint sum = group + 1;
  gsize i;

  for (i = 0; i < DATA_PER_GROUP; i++)
    sum = times_x (sum ^ data[i]);

  return sum;
}

/* The five bits of symbol @index, not counting check symbols. */
static guint8
get_symbol (const guint8 *bits,
            gsize         index)
{
  gsize first = index * BITS_PER_SYMBOL;
  guint two_bytes = (guint) bits[first / 8] << 8;

  if (first / 8 + 1 < KH_RECOVERY_KEY_SIZE)
    two_bytes |= bits[first / 8 + 1];

  return (guint8) (two_bytes >> (16 - BITS_PER_SYMBOL - first % 8) & 0x1f);
}

static void
set_symbol (guint8 *bits,
            gsize   index,
            guint   value)
{
  gsize first = index * BITS_PER_SYMBOL;
  guint two_bytes = value << (16 - BITS_PER_SYMBOL - first % 8);

  bits[first / 8] = (guint8) (bits[first / 8] | two_bytes >> 8);
  if (first / 8 + 1 < KH_RECOVERY_KEY_SIZE)
    bits[first / 8 + 1] = (guint8) (bits[first / 8 + 1] | (two_bytes & 0xff));
}

/* Writing */

/**
 * kh_recovery_key_format:
 * @bits: %KH_RECOVERY_KEY_SIZE bytes
 *
 * Returns: (transfer full): the text to print, such as "04ZG1-..."
 */
KhSecret *
kh_recovery_key_format (KhSecret *bits)
{
  KhSecret *text;
  guint8 *at;
  guint group;

  g_return_val_if_fail (bits != NULL, NULL);
  g_return_val_if_fail (kh_secret_get_length (bits) == KH_RECOVERY_KEY_SIZE, NULL);

  text = kh_secret_new_blank (N_SYMBOLS + N_GROUPS - 1, &at);
  for (group = 0; group < N_GROUPS; group++)
    {
      guint8 data[DATA_PER_GROUP];
      gsize i;

      for (i = 0; i < DATA_PER_GROUP; i++)
        {
          data[i] = get_symbol (kh_secret_get_bytes (bits), group * DATA_PER_GROUP + i);
          *at++ = (guint8) symbols[data[i]];
        }
      *at++ = (guint8) symbols[compute_check (data, group)];
      if (group + 1 < N_GROUPS)
        *at++ = '-';
      explicit_bzero (data, sizeof data);
    }

  return text;
}

/**
 * kh_recovery_key_new:
 * @error: return location for an error
 *
 * Returns: (transfer full): the text of a new recovery key
 */
KhSecret *
kh_recovery_key_new (GError **error)
{
  g_autoptr (KhSecret) bits = NULL;
  guint8 *bytes;

  if (!kh_cipher_init (error))
    return NULL;

  bits = kh_secret_new_blank (KH_RECOVERY_KEY_SIZE, &bytes);
  gcry_randomize (bytes, KH_RECOVERY_KEY_SIZE, GCRY_VERY_STRONG_RANDOM);

  return kh_recovery_key_format (bits);
}

/* Reading */

/* What was typed, group by group. */
typedef struct {
  guint8 values[N_GROUPS][SYMBOLS_PER_GROUP]; /* of the symbols, or NO_SYMBOL */
  guint lengths[N_GROUPS];
  guint n_groups;
  guint n_symbols;
} Typed;

#define NO_SYMBOL 0xff

static guint8
read_symbol (gunichar character)
{
  const char *found;

  if (character == 0 || character > 0x7f)
    return NO_SYMBOL;

  switch (g_ascii_toupper ((char) character))
    {
    case 'O':
      return 0;
    case 'I':
    case 'L':
      return 1;
    default:
      found = strchr (symbols, g_ascii_toupper ((char) character));
      return found != NULL ? (guint8) (found - symbols) : NO_SYMBOL;
    }
}

static gboolean
is_separator (gunichar character)
{
  return g_unichar_isspace (character) ||
         g_unichar_type (character) == G_UNICODE_DASH_PUNCTUATION ||
         character == 0x2212 /* the minus sign */;
}

/* Symbols that belong to no group are counted only. */
static void
add_symbol (Typed    *typed,
            guint     group,
            guint     place,
            gunichar  character)
{
  typed->n_symbols++;
  if (group >= N_GROUPS)
    return;
  if (place < SYMBOLS_PER_GROUP)
    typed->values[group][place] = read_symbol (character);
  typed->lengths[group]++;
}

/* By the separators that were typed, or without regard for them every five symbols. */
static gboolean
read_typed (const char *text,
            gboolean    separated,
            Typed      *typed)
{
  guint place = 0;
  gboolean inside = FALSE;

  memset (typed, 0, sizeof *typed);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (is_separator (character))
        {
          inside = inside && !separated;
          continue;
        }
      if (!inside || (!separated && place == SYMBOLS_PER_GROUP))
        {
          typed->n_groups++;
          place = 0;
          inside = TRUE;
        }
      add_symbol (typed, typed->n_groups - 1, place++, character);
    }

  return typed->n_groups == N_GROUPS && (separated || typed->n_symbols == N_SYMBOLS);
}

static gboolean
is_group_right (const Typed *typed,
                guint        group)
{
  const guint8 *values = typed->values[group];

  if (typed->lengths[group] != SYMBOLS_PER_GROUP || memchr (values, NO_SYMBOL, SYMBOLS_PER_GROUP) != NULL)
    return FALSE;

  return compute_check (values, group) == values[DATA_PER_GROUP];
}

/* Names the first wrong group. */
static gboolean
check_groups (const Typed  *typed,
              GError      **error)
{
  guint group;

  for (group = 0; group < N_GROUPS; group++)
    {
      if (!is_group_right (typed, group))
        {
          g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT, _(group_errors[group]));
          return FALSE;
        }
    }

  return TRUE;
}

static void
set_wrong_count (guint    n_symbols,
                 GError **error)
{
  g_set_error (error, KH_VALUE_ERROR,
               n_symbols < N_SYMBOLS ? KH_VALUE_ERROR_TOO_SHORT : KH_VALUE_ERROR_TOO_LONG,
               ngettext ("A recovery key has %u letters and digits, and %u was typed. Type all of its groups.",
                         "A recovery key has %u letters and digits, and %u were typed. Type all of its groups.",
                         n_symbols),
               (guint) N_SYMBOLS, n_symbols);
}

/**
 * kh_recovery_key_parse:
 * @text: what was typed
 * @error: return location for an error
 *
 * Blanks, hyphens and case do not matter, and O counts as 0, I and L as 1.
 *
 * Returns: (transfer full): the %KH_RECOVERY_KEY_SIZE bytes, or %NULL with a %KH_VALUE_ERROR that
 *   names the group to look at
 */
KhSecret *
kh_recovery_key_parse (KhSecret  *text,
                       GError   **error)
{
  g_autoptr (KhSecret) bits = NULL;
  Typed typed;
  guint8 *bytes;
  guint group;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate_len (kh_secret_get_text (text), kh_secret_get_length (text), NULL))
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_ENCODING,
                           _("This is no recovery key. Type the letters and digits of the printed one."));
      return NULL;
    }

  if (!read_typed (kh_secret_get_text (text), TRUE, &typed) &&
      !read_typed (kh_secret_get_text (text), FALSE, &typed))
    set_wrong_count (typed.n_symbols, error);
  else if (check_groups (&typed, error))
    {
      bits = kh_secret_new_blank (KH_RECOVERY_KEY_SIZE, &bytes);
      for (group = 0; group < N_GROUPS; group++)
        {
          for (guint i = 0; i < DATA_PER_GROUP; i++)
            set_symbol (bytes, group * DATA_PER_GROUP + i, typed.values[group][i]);
        }
    }
  explicit_bzero (&typed, sizeof typed);

  return g_steal_pointer (&bits);
}

/**
 * kh_recovery_key_derive:
 * @text: what was typed, or what kh_recovery_key_new() gave
 * @error: return location for an error, as from kh_recovery_key_parse()
 *
 * Returns: (transfer full): the key to seal with, or %NULL
 */
KhSecret *
kh_recovery_key_derive (KhSecret  *text,
                        GError   **error)
{
  g_autoptr (KhSecret) bits = kh_recovery_key_parse (text, error);

  return bits != NULL ? kh_cipher_derive_key (bits, PURPOSE, NULL, error) : NULL;
}
