/* kh-text.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-text.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER     0x200d
#define BLACK_FLAG            0x1f3f4

typedef enum {
  CHARACTER_GOOD,
  CHARACTER_LINE_BREAK,
  CHARACTER_TAB,
  CHARACTER_CONTROL,
  CHARACTER_BIDI,
  CHARACTER_INVISIBLE,
  CHARACTER_UNKNOWN,
} Character;

typedef struct {
  gunichar first;
  gunichar last;
} Range;

/* What turns the reading direction of the text around it, so that a line
 * shows something else than it says. */
static const Range bidi_controls[] = {
  { 0x061c, 0x061c },
  { 0x200e, 0x200f },
  { 0x202a, 0x202e },
  { 0x2066, 0x2069 },
};

/* What Unicode calls default ignorable, without the variation selectors and
 * tags that emoji are made of, and the characters that are drawn as nothing. */
static const Range invisibles[] = {
  { 0x00ad, 0x00ad },
  { 0x034f, 0x034f },
  { 0x115f, 0x1160 },
  { 0x17b4, 0x17b5 },
  { 0x180e, 0x180e },
  { 0x200b, 0x200d },
  { 0x2028, 0x2029 },
  { 0x2060, 0x2065 },
  { 0x206a, 0x206f },
  { 0x2800, 0x2800 },
  { 0x3164, 0x3164 },
  { 0xfeff, 0xfeff },
  { 0xffa0, 0xffa0 },
  { 0xfff9, 0xfffb },
  { 0x1bca0, 0x1bca3 },
  { 0x1d173, 0x1d17a },
  { 0xe0001, 0xe007f },
};

static gboolean
is_in (gunichar     c,
       const Range *ranges,
       gsize        n_ranges)
{
  gsize i;

  for (i = 0; i < n_ranges; i++)
    {
      if (c >= ranges[i].first && c <= ranges[i].last)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_tag (gunichar c)
{
  return c >= 0xe0020 && c <= 0xe007f;
}

/* Joiners shape letters of scripts that have joined forms, and emoji. Between
 * two ASCII characters they only hide a difference. */
static gboolean
takes_joiner (gunichar c)
{
  if (c < 0x80)
    return FALSE;

  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_MATH_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_OTHER_SYMBOL:
      return TRUE;

    default:
      return g_unichar_isalpha (c) || g_unichar_ismark (c);
    }
}

static Character
classify_hidden (gunichar previous,
                 gunichar c,
                 gunichar next)
{
  if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER)
    return takes_joiner (previous) && takes_joiner (next) ? CHARACTER_GOOD : CHARACTER_INVISIBLE;

  /* The flags of England, Scotland and Wales are a flag and tags. */
  if (is_tag (c) && (previous == BLACK_FLAG || is_tag (previous)))
    return CHARACTER_GOOD;

  return CHARACTER_INVISIBLE;
}

static Character
classify_type (gunichar c)
{
  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
      return CHARACTER_CONTROL;

    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
      return CHARACTER_UNKNOWN;

    default:
      return CHARACTER_GOOD;
    }
}

static Character
classify (gunichar previous,
          gunichar c,
          gunichar next)
{
  if (c == '\n')
    return CHARACTER_LINE_BREAK;

  if (c == '\t')
    return CHARACTER_TAB;

  if (c >= 0x20 && c < 0x7f)
    return CHARACTER_GOOD;

  if (is_in (c, bidi_controls, G_N_ELEMENTS (bidi_controls)))
    return CHARACTER_BIDI;

  if (is_in (c, invisibles, G_N_ELEMENTS (invisibles)))
    return classify_hidden (previous, c, next);

  return classify_type (c);
}

static void
set_character_error (GError    **error,
                     Character   kind,
                     gunichar    c,
                     guint       position)
{
  g_autofree char *code = g_strdup_printf ("U+%04X", c);

  switch (kind)
    {
    case CHARACTER_LINE_BREAK:
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                           _("Use one line; this has a line break."));
      return;

    case CHARACTER_TAB:
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                   _("Use a space instead of the tab at position %u."), position);
      return;

    case CHARACTER_CONTROL:
      /* Translators: %s is a character's code such as U+0007 */
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                   _("Remove the control character %s at position %u."), code, position);
      return;

    case CHARACTER_BIDI:
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                   _("Remove the character %s at position %u, which turns the direction of the text."),
                   code, position);
      return;

    case CHARACTER_INVISIBLE:
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                   _("Remove the invisible character %s at position %u."), code, position);
      return;

    case CHARACTER_UNKNOWN:
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                   _("Remove the character %s at position %u, which has no meaning in Unicode."),
                   code, position);
      return;

    case CHARACTER_GOOD:
      g_assert_not_reached ();
    }
}

static gboolean
check_encoding (const char  *text,
                gsize        length,
                GError     **error)
{
  const char *nul = memchr (text, '\0', length);

  if (nul != NULL)
    {
      glong position = g_utf8_validate (text, nul - text, NULL)
                         ? g_utf8_strlen (text, nul - text) + 1
                         : nul - text + 1;

      set_character_error (error, CHARACTER_CONTROL, 0, (guint) position);
      return FALSE;
    }

  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_ENCODING,
                           _("This is not readable text (it is not UTF-8). Type it in anew."));
      return FALSE;
    }

  return TRUE;
}

static char *
convert_line_ends (const char *text,
                   gsize       length)
{
  char *converted = g_malloc (length + 1);
  gsize used = 0;
  gsize i;

  for (i = 0; i < length; i++)
    {
      if (text[i] != '\r')
        converted[used++] = text[i];
      else if (i + 1 == length || text[i + 1] != '\n')
        converted[used++] = '\n';
    }

  converted[used] = '\0';

  return converted;
}

static void
trim (char *text)
{
  char *start = text;
  char *end = text + strlen (text);

  while (start < end && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  while (end > start)
    {
      char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;

      end = last;
    }

  memmove (text, start, (gsize) (end - start));
  text[end - start] = '\0';
}

/* Punctuation that keyboards and word processors write in two ways. */
static gunichar
fold_character (gunichar c)
{
  switch (c)
    {
    case 0x2018:
    case 0x2019:
    case 0x02bc:
      return '\'';

    case 0x2010:
    case 0x2011:
    case 0x2013:
      return '-';

    default:
      return c;
    }
}

static void
strip_word_end (GString *text)
{
  gsize kept = text->len;

  while (kept > 0 && strchr (".,;", text->str[kept - 1]) != NULL)
    kept--;

  /* A word of nothing but dots stays as it is. */
  if (kept > 0 && text->str[kept - 1] != ' ')
    g_string_truncate (text, kept);
}

static void
append_visible (GString    *visible,
                gunichar    previous,
                const char *position)
{
  gunichar c = g_utf8_get_char (position);
  const char *after = g_utf8_next_char (position);
  gunichar next = g_utf8_get_char_validated (after, -1);

  if (c == '\n' || classify (previous, c, next) == CHARACTER_GOOD)
    g_string_append_unichar (visible, c);
  else
    g_string_append_printf (visible, "⟨U+%04X⟩", c);
}

/**
 * kh_text_check:
 * @text: UTF-8 text
 * @lines: whether line breaks are allowed
 * @error: return location for a %KH_VALUE_ERROR
 *
 * Looks for characters that have no place in a record: control characters,
 * those that turn the direction of the text or cannot be seen, and those that
 * Unicode gives no meaning. Joiners are allowed between letters of the scripts
 * that need them, and within emoji.
 *
 * Returns: whether there are none
 */
gboolean
kh_text_check (const char   *text,
               KhTextLines   lines,
               GError      **error)
{
  gunichar previous = 0;
  guint position = 1;
  const char *p;

  g_return_val_if_fail (text != NULL, FALSE);

  for (p = text; *p != '\0'; p = g_utf8_next_char (p), position++)
    {
      gunichar c = g_utf8_get_char (p);
      Character kind = classify (previous, c, g_utf8_get_char (g_utf8_next_char (p)));

      if (kind != CHARACTER_GOOD && !(kind == CHARACTER_LINE_BREAK && lines == KH_TEXT_LINES))
        {
          set_character_error (error, kind, c, position);
          return FALSE;
        }

      previous = c;
    }

  return TRUE;
}

/**
 * kh_text_clean:
 * @text: what was typed; not necessarily UTF-8, nor without a NUL inside
 * @length: its length in bytes
 * @lines: whether line breaks are allowed
 * @error: return location for a %KH_VALUE_ERROR
 *
 * Makes typed text fit to be kept: line ends become \n and the blanks around it
 * go. Everything else stays as typed, or is an error; nothing is cut or
 * replaced. The caller has seen to it that the text is not overly long.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL with @error set
 */
char *
kh_text_clean (const char   *text,
               gsize         length,
               KhTextLines   lines,
               GError      **error)
{
  g_autofree char *clean = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!check_encoding (text, length, error))
    return NULL;

  clean = convert_line_ends (text, length);
  trim (clean);

  if (!kh_text_check (clean, lines, error))
    return NULL;

  return g_steal_pointer (&clean);
}

/**
 * kh_text_fold:
 * @text: UTF-8 text
 *
 * Gives what two texts have in common that a reader would call the same: in
 * NFC, without case, with single blanks, plain apostrophes and hyphens, and
 * without the stops and commas at the ends of words. Punctuation within a word
 * stays, because O'Neil and Oneil are two names.
 *
 * Returns: (transfer full): text to compare, not to show
 */
char *
kh_text_fold (const char *text)
{
  g_autofree char *composed = NULL;
  g_autofree char *caseless = NULL;
  GString *folded = NULL;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  caseless = g_utf8_casefold (composed != NULL ? composed : "", -1);
  g_free (composed);
  composed = g_utf8_normalize (caseless, -1, G_NORMALIZE_NFC);
  folded = g_string_new (NULL);

  for (p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        {
          g_string_append_unichar (folded, fold_character (c));
          continue;
        }

      strip_word_end (folded);
      if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
        g_string_append_c (folded, ' ');
    }

  strip_word_end (folded);
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);

  return g_string_free (folded, FALSE);
}

/* What decomposition leaves alone and people type without the stroke. */
static const struct {
  gunichar letter;
  const char *folded;
} strokes[] = {
  { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" }, { 0x00fe, "th" }, { 0x0111, "d" },
  { 0x0127, "h" }, { 0x0131, "i" }, { 0x0142, "l" }, { 0x0153, "oe" }, { 0x0167, "t" },
};

static void
append_folded (GString  *folded,
               gunichar  letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strokes); i++)
    if (letter == strokes[i].letter)
      {
        g_string_append (folded, strokes[i].folded);
        return;
      }
  if (!g_unichar_ismark (letter))
    g_string_append_unichar (folded, letter);
}

/**
 * kh_text_plain:
 * @text: (nullable): UTF-8 text
 *
 * Takes away what people leave out when they look for a name or type it again: case, accents,
 * strokes through letters, and the difference between ß and ss.
 *
 * Returns: (transfer full): the folded text, "" for %NULL
 */
char *
kh_text_plain (const char *text)
{
  g_autofree char *decomposed = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *valid = NULL;
  GString *folded;

  if (text == NULL)
    return g_strdup ("");
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  lower = g_utf8_casefold (valid, -1);
  decomposed = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  folded = g_string_sized_new (strlen (decomposed));
  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    append_folded (folded, g_utf8_get_char (p));
  return g_string_free (folded, FALSE);
}

/**
 * kh_text_equal:
 * @a: (nullable): UTF-8 text
 * @b: (nullable): UTF-8 text
 *
 * Whether two texts are the same characters, however their accents are encoded.
 * %NULL and the empty text are the same.
 *
 * Returns: whether they are equal
 */
gboolean
kh_text_equal (const char *a,
               const char *b)
{
  g_autofree char *composed_a = NULL;
  g_autofree char *composed_b = NULL;

  a = a != NULL ? a : "";
  b = b != NULL ? b : "";

  if (strcmp (a, b) == 0)
    return TRUE;

  if (g_str_is_ascii (a) && g_str_is_ascii (b))
    return FALSE;

  composed_a = g_utf8_normalize (a, -1, G_NORMALIZE_NFC);
  composed_b = g_utf8_normalize (b, -1, G_NORMALIZE_NFC);

  return composed_a != NULL && g_strcmp0 (composed_a, composed_b) == 0;
}

/**
 * kh_text_dup_visible:
 * @text: text that came from elsewhere, not necessarily UTF-8
 *
 * Writes what cannot be seen, or would make the text read as something else, as
 * ⟨U+202E⟩, and bytes that are not UTF-8 as ⟨FF⟩. Line breaks stay.
 *
 * Returns: (transfer full): UTF-8 text that can be shown
 */
char *
kh_text_dup_visible (const char *text)
{
  GString *visible = NULL;
  gunichar previous = 0;
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

  visible = g_string_new (NULL);

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char_validated (p, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (visible, "⟨%02X⟩", (guint) (guchar) *p++);
          continue;
        }

      append_visible (visible, previous, p);
      previous = c;
      p = g_utf8_next_char (p);
    }

  return g_string_free (visible, FALSE);
}

/**
 * kh_text_none_if_empty:
 * @text: (nullable): text
 *
 * Turns the empty text into no value: a record knows only one kind of nothing.
 *
 * Returns: (nullable): @text, or %NULL if it is empty
 */
const char *
kh_text_none_if_empty (const char *text)
{
  return text == NULL || *text == '\0' ? NULL : text;
}
