/* test-leaks.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Whether what looks for leaks sees them, and whether the tests are there that close each way out. */

#include "config.h"

#include "kh-sentinel.h"
#include "kh-ui-test.h"

#include <string.h>

/* What looks for leaks sees them. */
static void
test_forms (void)
{
  static const struct {
    const char *text;
    const char *found;
  } rows[] = {
    { "a RED BARN 7", "the code, as it is" },
    { "a red barn 7", "the code, as it is" },
    { "aUkVEIEJBUk4gNw==", "the code, in base64" },
    { "eFJFRCBCQVJOIDc=", "the code, in base64" },
    { "eHhSRUQgQkFSTiA3", "the code, in base64" },
    { "524544204241524e2037", "the code, in hexadecimal digits" },
    { "524544204241524E2037", "the code, in hexadecimal digits" },
    { "%52%45%44%20%42%41%52%4e%20%37", "the code, in percent signs" },
    { "\\u0052\\u0045\\u0044\\u0020\\u0042\\u0041\\u0052\\u004e\\u0020\\u0037", "the code, in JSON's escapes" },
    { "SSN 0912.", "the number, as it is" },
    { "10912", NULL },
    { "0912-4000", NULL },
    { "RED CARN", NULL },
  };
  static const char wide[] = "\0R\0E\0D\0 \0B\0A\0R\0N\0 \0" "7\0";
  g_autoptr (KhSentinel) sentinel = kh_sentinel_new ();
  g_autofree char *found = NULL;

  kh_sentinel_add (sentinel, "code", "RED BARN 7");
  kh_sentinel_add (sentinel, "number", "0912");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seen = kh_sentinel_find (sentinel, rows[i].text, strlen (rows[i].text));

      g_assert_cmpstr (seen, ==, rows[i].found);
    }
  found = kh_sentinel_find (sentinel, wide, sizeof wide);
  g_assert_cmpstr (found, ==, "the code, in UTF-16");
}

static void
expect_seen (KhSentinel *sentinel,
             GtkWidget  *window,
             GtkWidget  *child)
{
  g_autofree char *seen = NULL;

  gtk_window_set_child (GTK_WINDOW (window), child);
  seen = kh_sentinel_find_in_window (sentinel, window);
  g_assert_cmpstr (seen, ==, child == NULL ? NULL : "the code, as it is");
}

static void
test_places (void)
{
  g_autoptr (KhSentinel) sentinel = kh_sentinel_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *tip = gtk_label_new (NULL);
  GtkWidget *named = gtk_label_new (NULL);
  g_autofree char *seen = NULL;

  kh_sentinel_add (sentinel, "code", "RED BARN 7");
  expect_seen (sentinel, window, NULL);
  expect_seen (sentinel, window, gtk_label_new ("It is RED BARN 7"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "red barn 7");
  expect_seen (sentinel, window, entry);
  gtk_widget_set_tooltip_text (tip, "RED BARN 7");
  expect_seen (sentinel, window, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (named), GTK_ACCESSIBLE_PROPERTY_LABEL, "RED BARN 7", -1);
  expect_seen (sentinel, window, named);
  expect_seen (sentinel, window, NULL);
  gtk_window_set_title (GTK_WINDOW (window), "RED BARN 7");
  seen = kh_sentinel_find_in_window (sentinel, window);
  g_assert_nonnull (seen);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* "ui/test-x.c /x/y": that file has a test of that name, or of its last part. */
static void
expect_there (const char *test)
{
  g_auto (GStrv) words = g_strsplit (test, " ", 2);
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), words[0], NULL);
  g_autofree char *text = NULL;
  const char *name = words[1][strlen (words[1]) - 1] == '/' ? words[1] : strrchr (words[1], '/');

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (strstr (text, words[1]) == NULL && (name == NULL || strstr (text, name + 1) == NULL))
    g_error ("There is no %s", test);
}

static void
test_table (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "leaks.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tests = strstr (lines[i], ": ");
      g_auto (GStrv) named = NULL;

      if (lines[i][0] == '#' || tests == NULL)
        continue;
      named = g_strsplit (tests + 2, ", ", -1);
      for (guint j = 0; named[j] != NULL; j++, n++)
        expect_there (named[j]);
    }
  g_assert_cmpuint (n, >, 40);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/leaks/forms", test_forms);
  g_test_add_func ("/leaks/places", test_places);
  g_test_add_func ("/leaks/table", test_table);

  return g_test_run ();
}
