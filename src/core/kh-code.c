/* kh-code.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-code.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _KhCode
{
  GObject parent_instance;

  /* Owned */
  char *code;
  char *label;
  char *folded_code;
  char *folded_label;
};

G_DEFINE_FINAL_TYPE (KhCode, kh_code, G_TYPE_OBJECT)

static void
kh_code_finalize (GObject *object)
{
  KhCode *self = KH_CODE (object);

  g_free (self->code);
  g_free (self->label);
  g_free (self->folded_code);
  g_free (self->folded_label);

  G_OBJECT_CLASS (kh_code_parent_class)->finalize (object);
}

static void
kh_code_class_init (KhCodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_code_finalize;
}

static void
kh_code_init (KhCode *self G_GNUC_UNUSED)
{
}

/**
 * kh_code_new:
 * @code: a code, as it is sent
 * @label: what it means
 *
 * Returns: (transfer full): the code
 */
KhCode *
kh_code_new (const char *code,
             const char *label)
{
  KhCode *self;

  g_return_val_if_fail (code != NULL && label != NULL, NULL);

  self = g_object_new (KH_TYPE_CODE, NULL);
  self->code = g_strdup (code);
  self->label = g_strdup (label);
  self->folded_code = kh_text_plain (code);
  self->folded_label = kh_text_plain (label);

  return self;
}

/**
 * kh_code_get_code:
 * @self: a code
 *
 * Returns: the code, as it is sent
 */
const char *
kh_code_get_code (KhCode *self)
{
  g_return_val_if_fail (KH_IS_CODE (self), NULL);

  return self->code;
}

/**
 * kh_code_get_label:
 * @self: a code
 *
 * Returns: what it means, in the station's words
 */
const char *
kh_code_get_label (KhCode *self)
{
  g_return_val_if_fail (KH_IS_CODE (self), NULL);

  return self->label;
}

/* Whether a word of the text begins so. */
static gboolean
has_word (const char *text,
          const char *beginning)
{
  gboolean inside = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gboolean letter = g_unichar_isalnum (g_utf8_get_char (at));

      if (letter && !inside && g_str_has_prefix (at, beginning))
        return TRUE;
      inside = letter;
    }

  return FALSE;
}

/**
 * kh_code_matches:
 * @self: a code
 * @typed: what somebody typed to find it
 *
 * Returns: whether the code, or a word of what it means, begins so; nothing fits all
 */
gboolean
kh_code_matches (KhCode     *self,
                 const char *typed)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (KH_IS_CODE (self), FALSE);
  g_return_val_if_fail (typed != NULL, FALSE);

  trimmed = g_strstrip (g_strdup (typed));
  folded = kh_text_plain (trimmed);

  return *folded == '\0' || g_str_has_prefix (self->folded_code, folded) || has_word (self->folded_label, folded);
}

/**
 * kh_codes_find:
 * @codes: (element-type KhCode): a list
 * @code: a code
 *
 * Returns: (transfer none) (nullable): the list's entry with exactly that code
 */
KhCode *
kh_codes_find (GPtrArray  *codes,
               const char *code)
{
  g_return_val_if_fail (codes != NULL && code != NULL, NULL);

  for (guint i = 0; i < codes->len; i++)
    {
      if (strcmp (kh_code_get_code (g_ptr_array_index (codes, i)), code) == 0)
        return g_ptr_array_index (codes, i);
    }

  return NULL;
}

/**
 * kh_codes_have_beginning:
 * @codes: (element-type KhCode): a list
 * @typed: what is typed so far
 *
 * Returns: whether it can still become one of the codes
 */
gboolean
kh_codes_have_beginning (GPtrArray  *codes,
                         const char *typed)
{
  g_return_val_if_fail (codes != NULL && typed != NULL, FALSE);

  for (guint i = 0; i < codes->len; i++)
    {
      if (g_str_has_prefix (kh_code_get_code (g_ptr_array_index (codes, i)), typed))
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_code_list_dup_unknown:
 * @list: a list of codes
 * @company: the name of the monitoring company whose list it is
 * @code: what it does not have
 *
 * Returns: (transfer full): a sentence that says so, and what to do
 */
char *
kh_code_list_dup_unknown (const KhCodeList *list,
                          const char       *company,
                          const char       *code)
{
  GString *text;

  g_return_val_if_fail (list != NULL && company != NULL && code != NULL, NULL);

  text = g_string_new (_(list->unknown));
  g_string_replace (text, "{company}", company, 1);
  /* The last, so that nothing in a code is taken for a place to fill. */
  g_string_replace (text, "{code}", code, 1);

  return g_string_free (text, FALSE);
}
