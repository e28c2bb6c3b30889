/* kh-sentinel.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sentinel.h"

#include "kh-secret.h"
#include "kh-value-type.h"

#include <string.h>

/* Letters of no word. */
#define LETTERS "QXZJVKWBPG"
/* A form of fewer bytes is found by chance. */
#define SHORTEST_FORM 6

/* One way to write one secret. */
typedef struct {
  const char *secret;
  const char *form;
  guint8 *bytes;
  gsize length;
  gboolean any_case;
  gboolean whole;
  char *text;
} Pattern;

struct _KhSentinel
{
  GPtrArray *patterns;
  char *allowed;
};

static void
pattern_free (gpointer data)
{
  Pattern *pattern = data;

  g_free (pattern->bytes);
  g_free (pattern->text);
  g_free (pattern);
}

KhSentinel *
kh_sentinel_new (void)
{
  KhSentinel *self = g_new0 (KhSentinel, 1);

  self->patterns = g_ptr_array_new_with_free_func (pattern_free);

  return self;
}

void
kh_sentinel_free (KhSentinel *self)
{
  g_ptr_array_unref (self->patterns);
  g_free (self->allowed);
  g_free (self);
}

void
kh_sentinel_allow (KhSentinel *self,
                   const char *text)
{
  g_free (self->allowed);
  self->allowed = g_strdup (text);
}

/* Markers */

/* Digits begin with a nought, which no process, port or count does. */
static char *
make_digits (const KhDatapoint *datapoint,
             guint              seed)
{
  return g_strdup_printf ("0%0*u", (int) datapoint->max - 1, 905 + (datapoint->id * 7 + seed * 31) % 90);
}

static char *
make_letters (const KhDatapoint *datapoint,
              guint              seed)
{
  gint64 longest = datapoint->max_adt > 0 ? datapoint->max_adt : datapoint->max;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < (guint) CLAMP (longest, 0, 10); i++)
    g_string_append_c (text, LETTERS[(datapoint->id * 3 + seed * 7 + i * i + i / 3) % strlen (LETTERS)]);

  return g_string_free (text, FALSE);
}

char *
kh_sentinel_make (KhDatapointId id,
                  guint         seed)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  char *text = datapoint->type == KH_VALUE_DIGITS ? make_digits (datapoint, seed) : make_letters (datapoint, seed);
  g_autoptr (KhSecret) secret = kh_secret_new (text, -1);

  g_assert_true (kh_value_check_secret (datapoint, secret, NULL, NULL));

  return text;
}

/* Forms */

/* g_ascii_strdown() ends at the first nought. */
static guint8 *
lower_bytes (gconstpointer bytes,
             gsize         length)
{
  guint8 *lower = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    lower[i] = (guint8) g_ascii_tolower (((const char *) bytes)[i]);
  lower[length] = 0;

  return lower;
}

static void
add_pattern (KhSentinel    *self,
             const char    *secret,
             const char    *form,
             gconstpointer  bytes,
             gsize          length,
             gboolean       any_case,
             const char    *text)
{
  Pattern *pattern;

  if (length < SHORTEST_FORM)
    return;
  pattern = g_new0 (Pattern, 1);
  pattern->secret = g_intern_string (secret);
  pattern->form = form;
  pattern->bytes = any_case ? lower_bytes (bytes, length) : g_memdup2 (bytes, length);
  pattern->length = length;
  pattern->any_case = any_case;
  pattern->text = g_strdup (text);
  g_ptr_array_add (self->patterns, pattern);
}

/* Few digits stand in many a longer number; they count where they are a number of their own. */
static void
add_short (KhSentinel *self,
           const char *secret,
           const char *text)
{
  Pattern *pattern = g_new0 (Pattern, 1);

  pattern->secret = g_intern_string (secret);
  pattern->form = "as it is";
  pattern->length = strlen (text);
  pattern->bytes = g_memdup2 (text, pattern->length);
  pattern->whole = TRUE;
  pattern->text = g_strdup (text);
  g_ptr_array_add (self->patterns, pattern);
}

static void
add_printed (KhSentinel   *self,
             const char   *secret,
             const char   *form,
             const char   *before,
             const guint8 *bytes,
             gsize         length,
             const char   *text)
{
  g_autoptr (GString) printed = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (printed, "%s%02x", before, bytes[i]);
  add_pattern (self, secret, form, printed->str, printed->len, TRUE, text);
}

/* What three bytes become depends on where the first stands; the ends are mixed with what is around. */
static void
add_base64 (KhSentinel   *self,
            const char   *secret,
            const guint8 *bytes,
            gsize         length,
            const char   *text)
{
  for (gsize before = 0; before < 3; before++)
    {
      g_autofree guint8 *padded = g_malloc0 (length + before);
      g_autofree char *encoded = NULL;
      gsize first = (before * 8 + 5) / 6;
      gsize end = (before + length) * 8 / 6;

      memcpy (padded + before, bytes, length);
      encoded = g_base64_encode (padded, length + before);
      add_pattern (self, secret, "in base64", encoded + first, end - first, FALSE, text);
    }
}

static void
add_utf16 (KhSentinel   *self,
           const char   *secret,
           const guint8 *bytes,
           gsize         length,
           const char   *text)
{
  g_autofree guint8 *wide = g_malloc0 (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    wide[i * 2] = bytes[i];
  /* Either end first: the noughts between the letters are the same. */
  add_pattern (self, secret, "in UTF-16", wide, length * 2 - 1, TRUE, text);
}

static void
add_encoded (KhSentinel   *self,
             const char   *name,
             const guint8 *bytes,
             gsize         length,
             const char   *text)
{
  add_base64 (self, name, bytes, length, text);
  add_printed (self, name, "in hexadecimal digits", "", bytes, length, text);
  add_printed (self, name, "in percent signs", "%", bytes, length, text);
  add_printed (self, name, "in JSON's escapes", "\\u00", bytes, length, text);
}

void
kh_sentinel_add_bytes (KhSentinel   *self,
                       const char   *name,
                       const guint8 *bytes,
                       gsize         length)
{
  add_pattern (self, name, "as it is", bytes, length, FALSE, NULL);
  add_encoded (self, name, bytes, length, NULL);
}

void
kh_sentinel_add (KhSentinel *self,
                 const char *name,
                 const char *text)
{
  gsize length = strlen (text);
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (length < SHORTEST_FORM)
    add_short (self, name, text);
  add_pattern (self, name, "as it is", text, length, TRUE, text);
  add_utf16 (self, name, (const guint8 *) text, length, text);
  add_encoded (self, name, (const guint8 *) text, length, text);
  if (!g_str_equal (lower, text))
    add_encoded (self, name, (const guint8 *) lower, length, text);
}

/* Looking */

static gboolean
is_part (guint8 byte)
{
  return g_ascii_isxdigit ((char) byte) || byte == '-';
}

static gboolean
has (const Pattern *pattern,
     const guint8  *data,
     gsize          length)
{
  const guint8 *end = data + length;
  const guint8 *at = data;

  while ((at = memmem (at, (gsize) (end - at), pattern->bytes, pattern->length)) != NULL)
    {
      const guint8 *after = at + pattern->length;

      if (!pattern->whole || ((at == data || !is_part (at[-1])) && (after == end || !is_part (*after))))
        return TRUE;
      at++;
    }

  return FALSE;
}

static char *
find (KhSentinel   *self,
      const guint8 *data,
      gsize         length,
      const char   *allowed)
{
  g_autofree guint8 *lower = lower_bytes (data, length);

  for (guint i = 0; i < self->patterns->len; i++)
    {
      const Pattern *pattern = g_ptr_array_index (self->patterns, i);

      if (allowed != NULL && g_strcmp0 (pattern->text, allowed) == 0)
        continue;
      if (has (pattern, pattern->any_case ? lower : data, length))
        return g_strdup_printf ("the %s, %s", pattern->secret, pattern->form);
    }

  return NULL;
}

char *
kh_sentinel_find (KhSentinel *self,
                  const void *data,
                  gsize       length)
{
  return find (self, data, length, NULL);
}

G_NORETURN static void
fail (const char *found,
      const char *place)
{
  g_autofree char *message = g_strdup_printf ("There is %s: %s", found, place);

  g_assertion_message (NULL, __FILE__, __LINE__, G_STRFUNC, message);
  g_assert_not_reached ();
}

void
kh_sentinel_check (KhSentinel *self,
                   const char *place,
                   const void *data,
                   gsize       length)
{
  g_autofree char *found = kh_sentinel_find (self, data, length);

  if (found != NULL)
    fail (found, place);
}

/* Windows */

static char *
find_text (KhSentinel *self,
           const char *text)
{
  return text == NULL ? NULL : find (self, (const guint8 *) text, strlen (text), self->allowed);
}

/* What a check says it is, as it is not this. */
static char *
find_spoken (KhSentinel *self,
             GtkWidget  *widget)
{
  static const GtkAccessibleProperty spoken[] = {
    GTK_ACCESSIBLE_PROPERTY_LABEL, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
    GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, GTK_ACCESSIBLE_PROPERTY_ROLE_DESCRIPTION,
    GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
  };
  char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (spoken) && found == NULL; i++)
    {
      g_autofree char *value = NULL;

      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), spoken[i]))
        continue;
      value = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), spoken[i], "\1");
      found = find_text (self, value);
    }

  return found;
}

/* What was typed into an entry that shows dots is where it has to be. */
static char *
find_typed (KhSentinel *self,
            GtkWidget  *widget)
{
  if (GTK_IS_TEXT (widget) && gtk_text_get_visibility (GTK_TEXT (widget)))
    return find_text (self, gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *text = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
      return find_text (self, text);
    }

  return NULL;
}

/* Any text that a widget has as a property, such as its label, title, tooltip, markup and name. */
static char *
find_property (KhSentinel *self,
               GtkWidget  *widget)
{
  g_autofree GParamSpec **pspecs = NULL;
  char *found = NULL;
  guint n;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (widget), &n);
  for (guint i = 0; i < n && found == NULL; i++)
    {
      g_autofree char *text = NULL;

      if (pspecs[i]->value_type != G_TYPE_STRING || (pspecs[i]->flags & G_PARAM_READABLE) == 0)
        continue;
      if (GTK_IS_EDITABLE (widget) && g_str_equal (pspecs[i]->name, "text"))
        continue;
      g_object_get (widget, pspecs[i]->name, &text, NULL);
      found = find_text (self, text);
    }

  return found;
}

char *
kh_sentinel_find_in_window (KhSentinel *self,
                            GtkWidget  *widget)
{
  char *found = find_property (self, widget);

  if (found == NULL)
    found = find_typed (self, widget);
  if (found == NULL)
    found = find_spoken (self, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = kh_sentinel_find_in_window (self, child);

  return found;
}

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

/* Nothing that was revealed may be pasted, either. */
static void
check_clipboard (KhSentinel   *self,
                 GdkClipboard *clipboard,
                 const char   *name)
{
  g_autofree char *text = NULL;

  if (!gdk_clipboard_is_local (clipboard))
    return;
  gdk_clipboard_read_text_async (clipboard, NULL, on_read_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  kh_sentinel_check (self, name, text, strlen (text));
}

void
kh_sentinel_check_windows (KhSentinel *self,
                           const char *when)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      g_autofree char *found = kh_sentinel_find_in_window (self, window);
      g_autofree char *place = g_strdup_printf ("the window “%s”, %s", gtk_window_get_title (GTK_WINDOW (window)), when);

      if (found != NULL)
        fail (found, place);
    }
  check_clipboard (self, gdk_display_get_clipboard (gdk_display_get_default ()), "the clipboard");
  check_clipboard (self, gdk_display_get_primary_clipboard (gdk_display_get_default ()), "the selection");
}

/* Files */

guint
kh_sentinel_check_folder (KhSentinel         *self,
                          const char         *folder,
                          const char * const *spared)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      kh_sentinel_check (self, "the name of a file", name, strlen (name));
      if (spared != NULL && g_strv_contains (spared, name))
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        n += kh_sentinel_check_folder (self, path, spared);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents (path, &bytes, &length, NULL))
        {
          kh_sentinel_check (self, path, bytes, length);
          n++;
        }
    }

  return n;
}

/* The log, which any thread writes */

static GString *logged;
static GMutex log_lock;

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  g_mutex_lock (&log_lock);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_string_append_printf (logged, "%s=", fields[i].key);
      g_string_append_len (logged, fields[i].value,
                           fields[i].length < 0 ? (gssize) strlen (fields[i].value) : fields[i].length);
      g_string_append_c (logged, '\n');
    }
  g_mutex_unlock (&log_lock);

  return level <= G_LOG_LEVEL_WARNING ? g_log_writer_default (level, fields, n_fields, data) : G_LOG_WRITER_HANDLED;
}

void
kh_sentinel_listen (void)
{
  logged = g_string_new (NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
}

void
kh_sentinel_check_log (KhSentinel *self,
                       const char *awaited)
{
  g_mutex_lock (&log_lock);
  kh_sentinel_check (self, "the log", logged->str, logged->len);
  /* It does say something. */
  g_assert_true (awaited == NULL || strstr (logged->str, awaited) != NULL);
  g_mutex_unlock (&log_lock);
}
