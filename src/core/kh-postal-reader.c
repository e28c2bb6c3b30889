/* kh-postal-reader.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-reader.h"

#include "kh-datapoint.h"
#include "kh-text-source.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

/* The file of the United States has 3 MB, that of the whole world 130. */
#define LARGEST_FILE (32 * 1024 * 1024)
#define LONGEST_LINE 4096
#define COUNTRY "US"
#define N_COLUMNS 12

/* The columns of a line. */
enum {
  COLUMN_COUNTRY,
  COLUMN_ZIP,
  COLUMN_CITY,
  COLUMN_STATE = 4,
  COLUMN_COUNTY,
};

struct _KhPostalReader
{
  GObject parent_instance;

  /* Owned */
  KhTextSource *source;
  KhPostalPlace *place;
  char *zip;

  /* State */
  guint line;
  guint n_bad;
  guint n_left_out;
  guint n_places;
  guint bad[KH_POSTAL_READER_NAMED];
};

G_DEFINE_FINAL_TYPE (KhPostalReader, kh_postal_reader, G_TYPE_OBJECT)

static void
kh_postal_reader_finalize (GObject *object)
{
  KhPostalReader *self = KH_POSTAL_READER (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->place, kh_postal_place_free);
  g_free (self->zip);

  G_OBJECT_CLASS (kh_postal_reader_parent_class)->finalize (object);
}

static void
kh_postal_reader_class_init (KhPostalReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_postal_reader_finalize;
}

static void
kh_postal_reader_init (KhPostalReader *self G_GNUC_UNUSED)
{
}

/* It replaces what the whole office fills in by, so it is a file and no way to one. */
static gboolean
check_file (const char  *path,
            GError     **error)
{
  struct stat info;

  if (lstat (path, &info) != 0)
    return TRUE;
  if (S_ISLNK (info.st_mode))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         _("This is a link to a file. Choose the file itself."));
  else if (info.st_size > LARGEST_FILE)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         _("The file is larger than a postal file of one country. Choose US.txt."));
  else
    return TRUE;

  return FALSE;
}

/**
 * kh_postal_reader_open:
 * @path: a postal file
 * @error: return location for an error of %G_IO_ERROR: it is a link, too large, or what
 *   kh_text_source_open() refuses
 *
 * Returns: (transfer full): its reader
 */
KhPostalReader *
kh_postal_reader_open (const char  *path,
                       GError     **error)
{
  g_autoptr (KhPostalReader) self = g_object_new (KH_TYPE_POSTAL_READER, NULL);

  g_return_val_if_fail (path != NULL, NULL);

  if (!check_file (path, error))
    return NULL;
  self->source = kh_text_source_open (path, error);

  return self->source == NULL ? NULL : g_steal_pointer (&self);
}

/* Returns the next line, without its end; NULL at the end of the file, or with an error. */
static char *
read_line (KhPostalReader  *self,
           GError         **error)
{
  gboolean is_last;

  while (TRUE)
    {
      gsize length;
      const char *text = kh_text_source_peek (self->source, &length, &is_last);
      const char *end = memchr (text, '\n', length);
      gsize line = end != NULL ? (gsize) (end - text) : length;

      if (line > LONGEST_LINE)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("Line %u has no end. This is no postal file; nothing was changed. Choose US.txt of GeoNames."),
                       self->line + 1);
          return NULL;
        }
      if (end != NULL || (is_last && length > 0))
        {
          char *copy = g_strndup (text, line);
          gboolean whole = strlen (copy) == line;

          kh_text_source_skip (self->source, end != NULL ? line + 1 : line);
          self->line++;
          /* Nothing that is read has a NUL in it: a line that cannot be read either. */
          return whole ? copy : (g_free (copy), g_strdup ("\xff"));
        }
      if (is_last || !kh_text_source_more (self->source, error))
        return NULL;
    }
}

/* Returns the text as a datapoint holds it, or NULL when it cannot. */
static char *
parse_cell (KhDatapointId  id,
            const char    *text)
{
  return kh_value_parse (kh_datapoint_get (id), text, -1, NULL, NULL);
}

static gboolean
take_place (KhPostalReader  *self,
            char           **cells)
{
  g_autofree char *zip = parse_cell (KH_DATAPOINT_ZIP, cells[COLUMN_ZIP]);
  g_autofree char *city = parse_cell (KH_DATAPOINT_CITY, cells[COLUMN_CITY]);
  g_autofree char *county = parse_cell (KH_DATAPOINT_COUNTY, cells[COLUMN_COUNTY]);

  if (zip == NULL || strlen (zip) != 5 || city == NULL || (*cells[COLUMN_COUNTY] != '\0' && county == NULL))
    return FALSE;

  g_clear_pointer (&self->place, kh_postal_place_free);
  self->place = kh_postal_place_new (city, county, cells[COLUMN_STATE]);
  g_free (self->zip);
  self->zip = g_steal_pointer (&zip);
  self->n_places++;

  return TRUE;
}

static void
add_bad (KhPostalReader *self)
{
  if (self->n_bad < KH_POSTAL_READER_NAMED)
    self->bad[self->n_bad] = self->line;
  self->n_bad++;
}

static gboolean
is_country (const char *text)
{
  return strlen (text) == 2 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]);
}

/* Returns whether the line has a place for us. */
static gboolean
take_line (KhPostalReader *self,
           const char     *line)
{
  g_auto (GStrv) cells = NULL;

  if (g_utf8_validate (line, -1, NULL))
    {
      g_autofree char *clean = g_strchomp (g_strdup (line));

      if (*clean == '\0')
        return FALSE;
      cells = g_strsplit (line, "\t", -1);
    }
  if (cells == NULL || g_strv_length (cells) != N_COLUMNS || !is_country (cells[COLUMN_COUNTRY]))
    add_bad (self);
  else if (strcmp (cells[COLUMN_COUNTRY], COUNTRY) != 0 || !kh_postal_is_state (cells[COLUMN_STATE]))
    self->n_left_out++;
  else if (take_place (self, cells))
    return TRUE;
  else
    add_bad (self);

  return FALSE;
}

/**
 * kh_postal_reader_next:
 * @self: a reader
 * @zip: (out) (transfer none): the place's ZIP, of five digits
 * @error: return location for an error: the file cannot be read any further
 *
 * Returns: (transfer none) (nullable): the next place, until the next one is asked for; %NULL at
 *   the end, and with an error
 */
const KhPostalPlace *
kh_postal_reader_next (KhPostalReader  *self,
                       const char     **zip,
                       GError         **error)
{
  g_return_val_if_fail (KH_IS_POSTAL_READER (self), NULL);

  while (TRUE)
    {
      g_autofree char *line = read_line (self, error);

      if (line == NULL)
        return NULL;
      if (!take_line (self, line))
        continue;
      *zip = self->zip;
      return self->place;
    }
}

static char *
dup_bad_lines (KhPostalReader *self)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->n_bad, KH_POSTAL_READER_NAMED); i++)
    g_string_append_printf (lines, "%s%u", i > 0 ? ", " : "", self->bad[i]);
  if (self->n_bad > KH_POSTAL_READER_NAMED)
    g_string_append (lines, "…");

  return g_string_free (lines, FALSE);
}

/**
 * kh_postal_reader_check:
 * @self: a reader that came to the end of its file
 * @error: return location for an error %G_IO_ERROR_INVALID_DATA, which names the lines
 *
 * Returns: whether every line could be read, and there was a place
 */
gboolean
kh_postal_reader_check (KhPostalReader  *self,
                        GError         **error)
{
  g_autofree char *lines = NULL;

  g_return_val_if_fail (KH_IS_POSTAL_READER (self), FALSE);

  if (self->n_bad > 0)
    {
      lines = dup_bad_lines (self);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: a number, and the numbers of lines with commas between them. */
                   ngettext ("%u line is not as in a postal file of GeoNames: %s. Nothing was changed. "
                             "Mend it or take it out, and try again.",
                             "%u lines are not as in a postal file of GeoNames: %s. Nothing was changed. "
                             "Mend them or take them out, and try again.", self->n_bad),
                   self->n_bad, lines);
      return FALSE;
    }
  if (self->n_places > 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("There is no place of the United States in this file. Nothing was changed. Choose US.txt of GeoNames."));

  return FALSE;
}

/**
 * kh_postal_reader_get_n_left_out:
 * @self: a reader
 *
 * Returns: how many lines so far were of other countries, or in no state
 */
guint
kh_postal_reader_get_n_left_out (KhPostalReader *self)
{
  g_return_val_if_fail (KH_IS_POSTAL_READER (self), 0);

  return self->n_left_out;
}
