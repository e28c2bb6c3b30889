/* test-secret.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-memory.h"
#include "kh-secret.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The kernel's flags for the pages that hold an address. */
static char *
dup_page_flags (const void *address)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean here = FALSE;
  gsize i;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);

  for (i = 0; lines[i] != NULL; i++)
    {
      guint64 from;
      guint64 to;

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x ", &from, &to) == 2)
        here = GPOINTER_TO_SIZE (address) >= from && GPOINTER_TO_SIZE (address) < to;
      else if (here && g_str_has_prefix (lines[i], "VmFlags:"))
        return g_strconcat (lines[i] + strlen ("VmFlags:"), " ", NULL);
    }

  return NULL;
}

static void
test_text (void)
{
  g_autoptr (KhSecret) whole = kh_secret_new ("4711", -1);
  g_autoptr (KhSecret) part = kh_secret_new ("4711 and more", 4);
  g_autoptr (KhSecret) empty = kh_secret_new ("", -1);
  g_autoptr (KhSecret) binary = kh_secret_new ("a\0b", 3);

  g_assert_cmpstr (kh_secret_get_text (whole), ==, "4711");
  g_assert_cmpuint (kh_secret_get_length (whole), ==, 4);
  g_assert_cmpstr (kh_secret_get_text (part), ==, "4711");
  g_assert_cmpstr (kh_secret_get_text (empty), ==, "");
  g_assert_cmpuint (kh_secret_get_length (empty), ==, 0);
  g_assert_cmpuint (kh_secret_get_length (binary), ==, 3);
  g_assert_true (memcmp (kh_secret_get_bytes (binary), "a\0b", 3) == 0);
}

/* A text that fills its pages still has a zero behind it. */
static void
test_page_sizes (void)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize lengths[] = { page - 1, page, page + 1, 3 * page };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (KhSecret) secret = NULL;
      guint8 *bytes;

      secret = kh_secret_new_blank (lengths[i], &bytes);
      g_assert_cmpint (bytes[0], ==, 0);
      memset (bytes, 'x', lengths[i]);
      g_assert_cmpuint (strlen (kh_secret_get_text (secret)), ==, lengths[i]);
    }
}

static void
test_equal (void)
{
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  g_autoptr (KhSecret) same = kh_secret_new ("4711", -1);
  g_autoptr (KhSecret) first = kh_secret_new ("5711", -1);
  g_autoptr (KhSecret) last = kh_secret_new ("4712", -1);
  g_autoptr (KhSecret) longer = kh_secret_new ("47110", -1);
  g_autoptr (KhSecret) with_zero = kh_secret_new ("4711\0", 5);

  g_assert_true (kh_secret_equal (secret, secret));
  g_assert_true (kh_secret_equal (secret, same));
  g_assert_true (kh_secret_equal (NULL, NULL));
  g_assert_false (kh_secret_equal (secret, NULL));
  g_assert_false (kh_secret_equal (NULL, secret));
  g_assert_false (kh_secret_equal (secret, first));
  g_assert_false (kh_secret_equal (secret, last));
  g_assert_false (kh_secret_equal (secret, longer));
  g_assert_false (kh_secret_equal (secret, with_zero));
}

/* Codes that people say. */
static void
test_codes (void)
{
  g_autoptr (KhSecret) code = kh_secret_new ("Rosebud 7", -1);
  g_autoptr (KhSecret) louder = kh_secret_new ("ROSEBUD 7", -1);
  g_autoptr (KhSecret) longer = kh_secret_new ("ROSEBUD 77", -1);
  g_autoptr (KhSecret) spaced = kh_secret_new ("ROSEBUD ", -1);
  g_autoptr (KhSecret) empty = kh_secret_new ("", -1);
  g_autoptr (KhSecret) broken = kh_secret_new ("A\0B", 3);

  g_assert_true (kh_secret_sounds_like (code, louder));
  g_assert_false (kh_secret_sounds_like (louder, longer));
  g_assert_false (kh_secret_sounds_like (code, NULL));
  g_assert_false (kh_secret_sounds_like (NULL, NULL));
  g_assert_true (kh_secret_is_trimmed (code));
  g_assert_false (kh_secret_is_trimmed (spaced));
  g_assert_false (kh_secret_is_trimmed (empty));
  g_assert_false (kh_secret_is_trimmed (broken));
}

/* A view is the secret's own memory, and keeps it. */
static void
test_view (void)
{
  KhSecret *secret = kh_secret_new ("ROSEBUD", -1);
  g_autoptr (GBytes) view = kh_secret_dup_view (secret);
  gsize length;

  g_assert_true (g_bytes_get_data (view, &length) == kh_secret_get_bytes (secret));
  kh_secret_unref (secret);
  g_assert_cmpuint (length, ==, strlen ("ROSEBUD"));
  g_assert_true (memcmp (g_bytes_get_data (view, NULL), "ROSEBUD", length) == 0);
}

static void
test_boxed (void)
{
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) copy = G_VALUE_INIT;

  g_value_init (&value, KH_TYPE_SECRET);
  g_value_init (&copy, KH_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  g_value_copy (&value, &copy);

  /* No second copy of the bytes. */
  g_assert_true (g_value_get_boxed (&copy) == secret);
}

static void
test_cleared (void)
{
  KhSecret *secret;
  KhSecret *other;
  guint8 *bytes;

  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);

  secret = kh_secret_new_blank (KH_MEMORY_MARK_LENGTH, &bytes);
  kh_memory_write_mark (bytes);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 1);

  other = kh_secret_new (kh_secret_get_text (secret), -1);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 2);
  kh_secret_unref (other);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 1);

  kh_secret_ref (secret);
  kh_secret_unref (secret);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 1);
  kh_secret_unref (secret);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);
}

static void
test_pages (void)
{
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  g_autofree char *flags = dup_page_flags (kh_secret_get_text (secret));

  if (flags == NULL)
    {
      g_test_skip ("This kernel does not tell the flags of pages.");
      return;
    }
  g_assert_nonnull (strstr (flags, " dd "));
#ifndef __SANITIZE_ADDRESS__ /* it turns mlock into nothing */
  g_assert_nonnull (strstr (flags, " lo "));
#endif
}

/* Where a login may lock no memory, secrets are kept all the same. */
static void
test_no_lock (void)
{
  if (g_test_subprocess ())
    {
      struct rlimit none = { 0, 0 };
      g_autoptr (KhSecret) secret = NULL;
      g_autofree char *flags = NULL;

      g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &none), ==, 0);
      /* Root locks what it likes; nobody does not. */
      g_assert_cmpint (seteuid (geteuid () == 0 ? 65534 : geteuid ()), ==, 0);
      secret = kh_secret_new ("4711", -1);
      g_assert_cmpint (seteuid (getuid ()), ==, 0);
      g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
      g_assert_cmpstr (kh_secret_get_text (secret), ==, "4711");
      flags = dup_page_flags (kh_secret_get_text (secret));
      g_assert_true (flags == NULL || strstr (flags, " lo ") == NULL);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static gpointer
hold_and_drop (gpointer data)
{
  guint i;

  for (i = 0; i < 10000; i++)
    kh_secret_unref (kh_secret_ref (data));

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  GThread *threads[4];
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("secret", hold_and_drop, secret);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpstr (kh_secret_get_text (secret), ==, "4711");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/text", test_text);
  g_test_add_func ("/secret/page-sizes", test_page_sizes);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/codes", test_codes);
  g_test_add_func ("/secret/view", test_view);
  g_test_add_func ("/secret/boxed", test_boxed);
  g_test_add_func ("/secret/cleared", test_cleared);
  g_test_add_func ("/secret/pages", test_pages);
  g_test_add_func ("/secret/no-lock", test_no_lock);
  g_test_add_func ("/secret/threads", test_threads);

  return g_test_run ();
}
