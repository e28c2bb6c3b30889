/* kh-value-type.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-type.h"

#include "kh-text.h"
#include "kh-value-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A character takes at most four bytes; the blanks around a pasted value are
 * taken off before its characters are counted, so they get some room. */
#define BYTES_PER_CHARACTER 4
#define ROOM_FOR_BLANKS 256

static const KhValueClass * const classes[] = {
  [KH_VALUE_TEXT] = &kh_value_text,
  [KH_VALUE_MULTILINE] = &kh_value_multiline,
  [KH_VALUE_CHOICE] = &kh_value_choice,
  [KH_VALUE_CATALOGUE] = &kh_value_catalogue,
  [KH_VALUE_INTEGER] = &kh_value_integer,
  [KH_VALUE_MONEY] = &kh_value_money,
  [KH_VALUE_DATE] = &kh_value_date,
  [KH_VALUE_BOOLEAN] = &kh_value_boolean,
  [KH_VALUE_PHONE] = &kh_value_phone,
  [KH_VALUE_EMAIL] = &kh_value_email,
  [KH_VALUE_POSTAL] = &kh_value_postal,
  [KH_VALUE_ACCOUNT] = &kh_value_account,
  [KH_VALUE_SECRET] = &kh_value_secret,
  [KH_VALUE_STAFF] = &kh_value_staff,
  [KH_VALUE_TAGS] = &kh_value_tags,
  [KH_VALUE_DIGITS] = &kh_value_digits,
  [KH_VALUE_COMPANY] = &kh_value_company,
  [KH_VALUE_ZONE] = &kh_value_zone,
};

G_STATIC_ASSERT (G_N_ELEMENTS (classes) == KH_N_VALUE_TYPES);

G_DEFINE_QUARK (kh-value-error-quark, kh_value_error)

static const KhValueClass *
class_of (const KhDatapoint *datapoint)
{
  g_assert (datapoint != NULL && datapoint->type < KH_N_VALUE_TYPES);

  return classes[datapoint->type];
}

static void
set_too_long (GError **error,
              gint64   longest,
              glong    length)
{
  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
               g_dngettext (GETTEXT_PACKAGE,
                            "Use at most %d character; this has %ld.",
                            "Use at most %d characters; this has %ld.",
                            (gulong) longest),
               (int) longest, length);
}

/* Looks at no more bytes than it must, so that ten megabytes cost nothing. */
static gboolean
measure (const KhDatapoint     *datapoint,
         const char            *text,
         gssize                 length,
         const KhValueContext  *context,
         gsize                 *measured,
         GError               **error)
{
  gint64 longest = kh_value_longest (datapoint, context);
  gsize most = (gsize) longest * BYTES_PER_CHARACTER + ROOM_FOR_BLANKS;

  *measured = length < 0 ? strnlen (text, most + 1) : (gsize) length;
  if (*measured <= most)
    return TRUE;

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
               g_dngettext (GETTEXT_PACKAGE,
                            "Use at most %d character; this is far longer.",
                            "Use at most %d characters; this is far longer.",
                            (gulong) longest),
               (int) longest);

  return FALSE;
}

/*< private >
 * kh_value_longest:
 * @datapoint: a row of the registry
 * @context: (nullable): what the limits depend on
 *
 * Returns: the most characters that may be typed
 */
gint64
kh_value_longest (const KhDatapoint    *datapoint,
                  const KhValueContext *context)
{
  if (!class_of (datapoint)->counted || datapoint->max <= 0)
    return datapoint->type == KH_VALUE_TAGS ? 16 * KH_VALUE_SHORT : KH_VALUE_SHORT;

  if (context != NULL && context->adt && datapoint->max_adt > 0)
    return datapoint->max_adt;

  return datapoint->max;
}

/*< private >
 * kh_value_check_length:
 * @datapoint: a row whose limits count characters
 * @value: a value
 * @context: (nullable): what the limits depend on
 * @error: return location for an error
 *
 * Returns: whether @value has neither too few characters nor too many
 */
gboolean
kh_value_check_length (const KhDatapoint     *datapoint,
                       const char            *value,
                       const KhValueContext  *context,
                       GError               **error)
{
  gint64 longest = kh_value_longest (datapoint, context);
  glong length = g_utf8_strlen (value, -1);

  if (length > longest)
    {
      set_too_long (error, longest, length);
      return FALSE;
    }

  if (length < datapoint->min)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_SHORT,
                   g_dngettext (GETTEXT_PACKAGE,
                                "Use at least %d character; this has %ld.",
                                "Use at least %d characters; this has %ld.",
                                (gulong) datapoint->min),
                   (int) datapoint->min, length);
      return FALSE;
    }

  return TRUE;
}

/*< private >
 * kh_value_copy:
 * @datapoint: a row of the registry
 * @text: clean text
 * @context: (nullable): unused
 * @error: unused
 *
 * The parse of the types whose canonical form is what was typed.
 *
 * Returns: (transfer full): @text
 */
char *
kh_value_copy (const KhDatapoint     *datapoint G_GNUC_UNUSED,
               const char            *text,
               const KhValueContext  *context G_GNUC_UNUSED,
               GError               **error G_GNUC_UNUSED)
{
  return g_strdup (text);
}

/*< private >
 * kh_value_fail:
 * @error: return location for an error
 * @code: the kind of error
 * @message: the translated message
 *
 * Returns: %FALSE
 */
gboolean
kh_value_fail (GError      **error,
               KhValueError  code,
               const char   *message)
{
  g_set_error_literal (error, KH_VALUE_ERROR, (int) code, message);

  return FALSE;
}

/**
 * kh_value_parse:
 * @datapoint: the row of the registry that the text is for
 * @text: (nullable): what was typed or pasted
 * @length: its length in bytes, so that a NUL inside is seen, or -1
 * @context: (nullable): what the check depends on
 * @error: return location for a %KH_VALUE_ERROR
 *
 * Reads what a person typed. The length is looked at first, then the encoding,
 * then the characters, then what the type makes of it, and at last the row's
 * limits. Text is taken whole or refused; it is never cut. Text of blanks only
 * is no value, which is never an error here: whether a value must be there is
 * the rules' business.
 *
 * Returns: (transfer full) (nullable): the canonical value; %NULL for none, or
 *   with @error set
 */
char *
kh_value_parse (const KhDatapoint     *datapoint,
                const char            *text,
                gssize                 length,
                const KhValueContext  *context,
                GError               **error)
{
  const KhValueClass *klass = class_of (datapoint);
  g_autofree char *clean = NULL;
  g_autofree char *value = NULL;
  gsize measured;

  if (text == NULL)
    return NULL;

  if (!measure (datapoint, text, length, context, &measured, error))
    return NULL;

  clean = kh_text_clean (text, measured, klass->lines ? KH_TEXT_LINES : KH_TEXT_ONE_LINE, error);
  if (clean == NULL || *clean == '\0')
    return NULL;

  value = klass->parse (datapoint, clean, context, error);
  if (value == NULL || !klass->check (datapoint, value, context, error))
    return NULL;

  return g_steal_pointer (&value);
}

/**
 * kh_value_check:
 * @datapoint: a row of the registry
 * @value: (nullable): a canonical value, perhaps from a file or a station
 * @context: (nullable): what the check depends on
 * @error: return location for a %KH_VALUE_ERROR
 *
 * Checks that a value is one that kh_value_parse() could have given. No value
 * at all is always right.
 *
 * Returns: whether @value may be kept
 */
gboolean
kh_value_check (const KhDatapoint     *datapoint,
                const char            *value,
                const KhValueContext  *context,
                GError               **error)
{
  const KhValueClass *klass = class_of (datapoint);
  KhTextLines lines = klass->kept_lines ? KH_TEXT_LINES : KH_TEXT_ONE_LINE;
  g_autofree char *clean = NULL;
  gsize measured;

  if (value == NULL)
    return TRUE;

  if (!measure (datapoint, value, -1, context, &measured, error))
    return FALSE;

  clean = kh_text_clean (value, measured, lines, error);
  if (clean == NULL)
    return FALSE;

  if (*clean == '\0' || strcmp (clean, value) != 0)
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Take away the blanks before and after the text."));

  return klass->check (datapoint, value, context, error);
}

/**
 * kh_value_check_secret:
 * @datapoint: a sealed row of the registry
 * @secret: a value as it is to be kept
 * @context: (nullable): what the check depends on
 * @error: return location for a %KH_VALUE_ERROR
 *
 * Does what kh_value_check() does, and makes no copy of the value. The message may say how long
 * it is, and never what it is.
 *
 * Returns: whether @secret may be kept
 */
gboolean
kh_value_check_secret (const KhDatapoint     *datapoint,
                       KhSecret              *secret,
                       const KhValueContext  *context,
                       GError               **error)
{
  const guint8 *bytes = kh_secret_get_bytes (secret);
  gsize length = kh_secret_get_length (secret);

  g_return_val_if_fail (datapoint->sealed, FALSE);

  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] < ' ' || bytes[i] > '~')
        return kh_value_fail (error, KH_VALUE_ERROR_CHARACTER,
                              _("Use only plain letters, digits and signs, without accents."));
    }
  if (length == 0 || bytes[0] == ' ' || bytes[length - 1] == ' ')
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Take away the blanks before and after the text."));

  return class_of (datapoint)->check (datapoint, kh_secret_get_text (secret), context, error);
}

/**
 * kh_value_normalise:
 * @datapoint: a row of the registry
 * @value: (nullable): a value that should be canonical, perhaps from elsewhere
 *
 * Brings a value of canonical meaning into canonical form, so that
 * "(801) 555-0142" becomes "+18015550142" and "0100" cents become "100". What
 * cannot be read stays as it is; kh_value_check() tells.
 *
 * Returns: (transfer full) (nullable): the canonical form, or %NULL for none
 */
char *
kh_value_normalise (const KhDatapoint *datapoint,
                    const char        *value)
{
  const KhValueClass *klass = class_of (datapoint);
  char *normal = NULL;

  if (kh_text_none_if_empty (value) == NULL)
    return NULL;

  if (klass->normalise == NULL)
    {
      g_autoptr (GError) error = NULL;

      normal = kh_value_parse (datapoint, value, -1, NULL, &error);
      return normal != NULL || error == NULL ? normal : g_strdup (value);
    }

  normal = klass->normalise (datapoint, value);

  return normal != NULL ? normal : g_strdup (value);
}

/**
 * kh_value_format:
 * @datapoint: a row of the registry
 * @value: (nullable): a canonical value
 * @catalogues: (nullable): the entries that catalogue, staff and company values name
 *
 * Writes a value for people to read. kh_value_parse() of the outcome gives
 * @value again, save for secrets, which are shown as dots.
 *
 * Returns: (transfer full): the text, empty where there is no value
 */
char *
kh_value_format (const KhDatapoint *datapoint,
                 const char        *value,
                 KhCatalogues      *catalogues)
{
  const KhValueClass *klass = class_of (datapoint);

  if (kh_text_none_if_empty (value) == NULL)
    return g_strdup ("");

  if (klass->format == NULL)
    return g_strdup (value);

  return klass->format (datapoint, value, catalogues);
}

/**
 * kh_value_equal:
 * @datapoint: a row of the registry
 * @a: (nullable): a canonical value
 * @b: (nullable): a canonical value
 *
 * Whether two values are one and the same. Text whose accents are encoded in
 * another way is equal, as nobody can see a difference.
 *
 * Returns: whether they are equal
 */
gboolean
kh_value_equal (const KhDatapoint *datapoint,
                const char        *a,
                const char        *b)
{
  g_return_val_if_fail (datapoint != NULL, FALSE);

  if (datapoint->type == KH_VALUE_SECRET)
    return g_strcmp0 (kh_text_none_if_empty (a), kh_text_none_if_empty (b)) == 0;

  return kh_text_equal (a, b);
}

/**
 * kh_value_same:
 * @datapoint: a row of the registry
 * @a: (nullable): a canonical value
 * @b: (nullable): a canonical value
 *
 * Whether two values mean the same, however they are written: a ZIP code with
 * and without its last four digits, "4 Elm St" and "4 ELM STREET".
 *
 * Returns: whether they mean the same
 */
gboolean
kh_value_same (const KhDatapoint *datapoint,
               const char        *a,
               const char        *b)
{
  const KhValueClass *klass = class_of (datapoint);

  if (kh_value_equal (datapoint, a, b))
    return TRUE;

  if (kh_text_none_if_empty (a) == NULL || kh_text_none_if_empty (b) == NULL)
    return FALSE;

  return klass->same != NULL && klass->same (datapoint, a, b);
}

/**
 * kh_value_sql_type:
 * @datapoint: a row of the registry
 *
 * Returns: how the datapoint's values are kept in the data file
 */
KhSqlType
kh_value_sql_type (const KhDatapoint *datapoint)
{
  return class_of (datapoint)->sql;
}

/**
 * kh_value_type_name:
 * @type: a type
 *
 * Returns: the type's name, as it stands in files and logs
 */
const char *
kh_value_type_name (KhValueType type)
{
  g_return_val_if_fail (type < KH_N_VALUE_TYPES, NULL);

  return classes[type]->name;
}

/**
 * kh_value_dup_visible:
 * @text: (nullable): text from a station or a file
 *
 * Makes visible what would deceive a reader: control characters, characters
 * that turn the direction of the text and those that show nothing stand there
 * as ⟨U+202E⟩.
 *
 * Returns: (transfer full): text that may be shown, empty for %NULL
 */
char *
kh_value_dup_visible (const char *text)
{
  return kh_text_dup_visible (text != NULL ? text : "");
}
