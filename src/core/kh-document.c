/* kh-document.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document.h"

#include "kh-text.h"
#include "kh-value-type.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* What file systems take, with room for the number of a second of the same name. */
#define LONGEST_NAME 240

struct _KhDocument
{
  GObject parent_instance;

  /* Owned */
  char *values[KH_N_DOCUMENT_FIELDS];
  KhDocumentOrigin origin;
};

G_DEFINE_FINAL_TYPE (KhDocument, kh_document, G_TYPE_OBJECT)

G_DEFINE_QUARK (kh-document-error-quark, kh_document_error)

/* The fields: data only, as the registry's datapoints are. */

static const KhChoice categories[] = {
  { "contract", N_("Contract") },
  /* Translators: a paper of a town or county that allows an alarm. */
  { "permit", N_("Permit") },
  { "photo", N_("Photo") },
  { "floor-plan", N_("Floor Plan") },
  { "certificate", N_("Certificate") },
  { "invoice", N_("Invoice") },
  { "letter", N_("Letter") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const KhDatapoint fields[KH_N_DOCUMENT_FIELDS] = {
  [KH_DOCUMENT_NAME] = {
    .id = (KhDatapointId) KH_DOCUMENT_NAME, .key = "name", .label = N_("Name"),
    .type = KH_VALUE_TEXT, .min = 1, .max = LONGEST_NAME, .required = KH_REQUIRED_ALWAYS,
    .view = KH_GRANT_FILES_VIEW, .modify = KH_GRANT_FILES_MODIFY,
  },
  [KH_DOCUMENT_CATEGORY] = {
    .id = (KhDatapointId) KH_DOCUMENT_CATEGORY, .key = "category", .label = N_("Category"),
    .type = KH_VALUE_CHOICE, .choices = categories,
    .view = KH_GRANT_FILES_VIEW, .modify = KH_GRANT_FILES_MODIFY,
  },
};

/* What a desktop starts, or hands to what starts it, by the end of its name. */
static const char *const program_suffixes[] = {
  "appimage", "apk", "app", "bash", "bat", "bin", "cgi", "cmd", "com", "cpl", "csh", "deb", "desktop", "directory",
  "dll", "elf", "exe", "fish", "flatpak", "flatpakref", "flatpakrepo", "gadget", "hta", "jar", "jnlp", "js", "jse",
  "ksh", "lnk", "lua", "mjs", "msi", "msp", "o", "out", "php", "pif", "pl", "pm", "ps1", "psm1", "py", "pyc", "pyw",
  "pyz", "rb", "reg", "rpm", "run", "scr", "service", "sh", "snap", "so", "tcl", "url", "vb", "vbe", "vbs", "wsf",
  "wsh", "zsh",
};

/* The same by how it begins, whatever it is called. */
static const struct {
  const char *bytes;
  gsize length;
} program_heads[] = {
  { "#!", 2 },
  { "\x7f" "ELF", 4 },
  { "MZ", 2 },
  { "\xca\xfe\xba\xbe", 4 },
  { "\xcf\xfa\xed\xfe", 4 },
  { "[Desktop Entry]", 15 },
};

/* What the desktop's own table of types calls a program. */
static const char *const program_types[] = {
  "application/x-executable", "application/x-sharedlib", "application/x-desktop", "application/x-shellscript",
  "application/x-ms-dos-executable", "application/vnd.microsoft.portable-executable", "application/x-java-archive",
  "text/x-python", "application/x-perl", "application/javascript", "text/javascript",
};

/**
 * kh_document_field_get:
 * @field: a field
 *
 * Returns: (transfer none): what it is called, and what it may hold
 */
const KhDatapoint *
kh_document_field_get (KhDocumentField field)
{
  g_return_val_if_fail ((guint) field < KH_N_DOCUMENT_FIELDS, NULL);

  return &fields[field];
}

/**
 * kh_document_field_lookup:
 * @key: (nullable): the key of a field
 *
 * Returns: (transfer none) (nullable): what it is called, and what it may hold
 */
const KhDatapoint *
kh_document_field_lookup (const char *key)
{
  for (guint i = 0; i < KH_N_DOCUMENT_FIELDS; i++)
    {
      if (g_strcmp0 (fields[i].key, key) == 0)
        return &fields[i];
    }

  return NULL;
}

static void
clear_origin (KhDocumentOrigin *origin)
{
  g_free (origin->hash);
  g_free (origin->author);
}

static void
kh_document_finalize (GObject *object)
{
  KhDocument *self = KH_DOCUMENT (object);

  for (guint i = 0; i < KH_N_DOCUMENT_FIELDS; i++)
    g_free (self->values[i]);
  clear_origin (&self->origin);

  G_OBJECT_CLASS (kh_document_parent_class)->finalize (object);
}

static void
kh_document_class_init (KhDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_document_finalize;
}

static void
kh_document_init (KhDocument *self G_GNUC_UNUSED)
{
}

/**
 * kh_document_new:
 *
 * Returns: (transfer full): a file without a name
 */
KhDocument *
kh_document_new (void)
{
  return g_object_new (KH_TYPE_DOCUMENT, NULL);
}

/**
 * kh_document_copy:
 * @self: a file
 *
 * Returns: (transfer full): another that says the same
 */
KhDocument *
kh_document_copy (KhDocument *self)
{
  KhDocument *copy;

  g_return_val_if_fail (KH_IS_DOCUMENT (self), NULL);

  copy = kh_document_new ();
  for (guint i = 0; i < KH_N_DOCUMENT_FIELDS; i++)
    kh_document_set (copy, (KhDocumentField) i, self->values[i]);
  kh_document_set_origin (copy, &self->origin);

  return copy;
}

/**
 * kh_document_get:
 * @self: a file
 * @field: a field
 *
 * Returns: (nullable): its canonical value
 */
const char *
kh_document_get (KhDocument      *self,
                 KhDocumentField  field)
{
  g_return_val_if_fail (KH_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail ((guint) field < KH_N_DOCUMENT_FIELDS, NULL);

  return self->values[field];
}

/**
 * kh_document_set:
 * @self: a file
 * @field: a field
 * @value: (nullable): its canonical value, which is not checked here
 */
void
kh_document_set (KhDocument      *self,
                 KhDocumentField  field,
                 const char      *value)
{
  char *copy;

  g_return_if_fail (KH_IS_DOCUMENT (self));
  g_return_if_fail ((guint) field < KH_N_DOCUMENT_FIELDS);

  copy = g_strdup (value);
  g_free (self->values[field]);
  self->values[field] = copy;
}

/**
 * kh_document_get_origin:
 * @self: a file
 *
 * Returns: (transfer none): what the data file knows of it
 */
const KhDocumentOrigin *
kh_document_get_origin (KhDocument *self)
{
  g_return_val_if_fail (KH_IS_DOCUMENT (self), NULL);

  return &self->origin;
}

/**
 * kh_document_set_origin:
 * @self: a file
 * @origin: what the data file knows of it; its texts are copied
 */
void
kh_document_set_origin (KhDocument             *self,
                        const KhDocumentOrigin *origin)
{
  KhDocumentOrigin copy;

  g_return_if_fail (KH_IS_DOCUMENT (self));

  copy = *origin;
  copy.hash = g_strdup (origin->hash);
  copy.author = g_strdup (origin->author);
  clear_origin (&self->origin);
  self->origin = copy;
}

static gboolean
refuse (GError          **error,
        KhDocumentField   field,
        const char       *message)
{
  g_set_error_literal (error, KH_DOCUMENT_ERROR, (int) field, message);

  return FALSE;
}

static gboolean
check_value (KhDocument       *self,
             KhDocumentField   field,
             GError          **error)
{
  const char *value = self->values[field];
  g_autoptr (GError) local_error = NULL;

  if (value == NULL || kh_value_check (&fields[field], value, &(KhValueContext) { 0 }, &local_error))
    return TRUE;

  return refuse (error, field, local_error->message);
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  if (name == NULL || *name == '\0' || *name == '.')
    return refuse (error, KH_DOCUMENT_NAME, _("Type a name that does not begin with a dot."));
  if (strlen (name) > LONGEST_NAME)
    return refuse (error, KH_DOCUMENT_NAME, _("The name is too long for a file. Shorten it."));
  if (strpbrk (name, "/\\") != NULL)
    return refuse (error, KH_DOCUMENT_NAME, _("The name of a file has no slash. Take it out."));

  return TRUE;
}

/**
 * kh_document_check:
 * @self: a file
 * @error: return location for an error of %KH_DOCUMENT_ERROR
 *
 * Its name must be one that any folder takes, so that it can be saved elsewhere under it, and that
 * shows what it says.
 *
 * Returns: whether it can be kept
 */
gboolean
kh_document_check (KhDocument  *self,
                   GError     **error)
{
  g_return_val_if_fail (KH_IS_DOCUMENT (self), FALSE);

  return check_name (self->values[KH_DOCUMENT_NAME], error) &&
         check_value (self, KH_DOCUMENT_NAME, error) &&
         check_value (self, KH_DOCUMENT_CATEGORY, error);
}

/* Names */

static gboolean
is_plain (gunichar c)
{
  char text[7] = { 0 };

  g_unichar_to_utf8 (c, text);

  return c != '/' && c != '\\' && kh_text_check (text, KH_TEXT_ONE_LINE, NULL);
}

/* Where the ending of @name begins: at its last dot, or its end. */
static gsize
find_ending (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && strlen (dot) <= 16 ? (gsize) (dot - name) : strlen (name);
}

/* Cuts the stem of @name to what fits beside @more bytes and its ending, at a whole character. */
static char *
dup_shortened (const char *name,
               gsize       more,
               const char *suffix)
{
  gsize ending = find_ending (name);
  gsize stem = MIN (ending, LONGEST_NAME - more - strlen (name + ending));
  const char *end = name + stem;

  while (end > name && ((guchar) *end & 0xc0) == 0x80)
    end--;

  return g_strdup_printf ("%.*s%s%s", (int) (end - name), name, suffix, name + ending);
}

/* What is left of @text, where each character stands for itself or, unless all are @plain, is looked
 * at by itself. */
static char *
dup_cleaned (const char *text,
             gboolean    plain)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *clean = NULL;
  g_autofree char *shortened = NULL;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (name->len == 0 && (c == '.' || g_unichar_isspace (c)))
        continue;
      g_string_append_unichar (name, is_plain (c) || (plain && c != '/' && c != '\\') ? c : '_');
    }
  clean = kh_text_clean (name->str, name->len, KH_TEXT_ONE_LINE, NULL);
  if (clean == NULL || *clean == '\0')
    return NULL;

  /* It may have been cut behind a blank, or within what a joiner joins. */
  shortened = dup_shortened (clean, 0, "");

  return kh_text_clean (shortened, strlen (shortened), KH_TEXT_ONE_LINE, NULL);
}

/**
 * kh_document_dup_name:
 * @path: a file of this computer, by whatever name
 *
 * Returns: (transfer full): a name to keep it under, for which kh_document_check() holds: that of
 *   the file, with what does not belong into a name left out
 */
char *
kh_document_dup_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *text = g_filename_display_name (base);
  /* Joiners are right or wrong by what stands around them. */
  g_autofree char *whole = dup_cleaned (text, TRUE);
  g_autofree char *careful = NULL;

  if (whole != NULL)
    return g_steal_pointer (&whole);
  careful = dup_cleaned (text, FALSE);

  /* Translators: the name of a file that had none that can be shown. */
  return careful != NULL ? g_steal_pointer (&careful) : g_strdup (_("File"));
}

/**
 * kh_document_dup_numbered:
 * @name: the name of a file
 * @number: which of that name it is, from 2
 *
 * Returns: (transfer full): a name of its own, with the same ending: `Contract (2).pdf`
 */
char *
kh_document_dup_numbered (const char *name,
                          guint       number)
{
  g_autofree char *suffix = g_strdup_printf (" (%u)", number);

  return dup_shortened (name, strlen (suffix), suffix);
}

/* Programs */

static gboolean
has_program_suffix (const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (program_suffixes); i++)
    {
      if (g_ascii_strcasecmp (dot + 1, program_suffixes[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_program_head (const char *head,
                  gsize       length)
{
  /* A mark of the byte order before it does not hide it. */
  if (length >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    {
      head += 3;
      length -= 3;
    }
  for (guint i = 0; i < G_N_ELEMENTS (program_heads); i++)
    {
      if (length >= program_heads[i].length && memcmp (head, program_heads[i].bytes, program_heads[i].length) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_document_is_program:
 * @name: what a file is called
 * @head: its first %KH_DOCUMENT_HEAD bytes, or as many as there are
 * @length: how many there are
 *
 * Whether a file is, or may be taken by the desktop for, something that is started instead of looked
 * at. Such a file is never opened: whoever sent it in would be at this desk. GIO's own question,
 * g_content_type_can_be_executable(), takes every text for a program, and is not asked.
 *
 * Returns: whether it is one
 */
gboolean
kh_document_is_program (const char *name,
                        const char *head,
                        gsize       length)
{
  g_autofree char *type = NULL;

  if (has_program_suffix (name) || has_program_head (head, length))
    return TRUE;
  type = g_content_type_guess (name, (const guchar *) head, length, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (program_types); i++)
    {
      if (g_content_type_is_mime_type (type, program_types[i]))
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_document_refuse_program:
 * @name: what a file is called
 * @error: return location for an error of %KH_DOCUMENT_ERROR
 *
 * Says that a file for which kh_document_is_program() holds is not opened.
 */
void
kh_document_refuse_program (const char  *name,
                            GError     **error)
{
  g_set_error (error, KH_DOCUMENT_ERROR, KH_DOCUMENT_NAME,
               /* Translators: the name of a file. */
               _("“%s” is a program, or may be taken for one, and Keyholder never starts programs. "
                 "Choose Save a Copy to look at it elsewhere."), name);
}
