/* kh-memory.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The mark as it is searched for is nowhere in the program: it is written with another case. */
static const char mark[] = "qZ7-TEST-SECRET-0391";

G_STATIC_ASSERT (sizeof mark - 1 == KH_MEMORY_MARK_LENGTH);

void
kh_memory_write_mark (guint8 *where)
{
  gsize i;

  for (i = 0; i < KH_MEMORY_MARK_LENGTH; i++)
    where[i] = (guint8) (mark[i] ^ 0x20);
}

static gboolean
is_mark (const guint8 *where)
{
  gsize i;

  for (i = 0; i < KH_MEMORY_MARK_LENGTH && where[i] == (guint8) (mark[i] ^ 0x20); i++)
    ;

  return i == KH_MEMORY_MARK_LENGTH;
}

static guint
count_in_range (int     memory,
                guint64 from,
                guint64 to)
{
  static guint8 buffer[1 << 16];
  guint n_found = 0;
  guint64 at;

  for (at = from; at < to; at += sizeof buffer - KH_MEMORY_MARK_LENGTH)
    {
      ssize_t n = pread (memory, buffer, MIN (sizeof buffer, to - at), (off_t) at);
      gssize i;

      if (n < (ssize_t) KH_MEMORY_MARK_LENGTH)
        break;
      for (i = 0; i + (gssize) KH_MEMORY_MARK_LENGTH <= n && i < (gssize) (sizeof buffer - KH_MEMORY_MARK_LENGTH); i++)
        n_found += is_mark (buffer + i) ? 1 : 0;
    }
  explicit_bzero (buffer, sizeof buffer);

  return n_found;
}

/* How often the mark stands in memory that this process may write to. */
guint
kh_memory_count_marks (void)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint n_found = 0;
  gsize i;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);

  for (i = 0; lines[i] != NULL; i++)
    {
      guint64 from;
      guint64 to;
      char mode[5];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &from, &to, mode) != 3)
        continue;
      /* The address sanitizer's own books are terabytes, and hold none of our bytes. */
      if (mode[0] == 'r' && mode[1] == 'w' && to - from < (guint64) 1 << 28)
        n_found += count_in_range (memory, from, to);
    }
  close (memory);

  return n_found;
}
