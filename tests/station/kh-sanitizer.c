/* kh-sanitizer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib.h>

#ifdef __SANITIZE_ADDRESS__

/* libsoup's server keeps a reference to each connection's socket. Only whole stacks show that it
 * is that; they are short enough to go no further than the call that says so, as walking them
 * takes most of the time of these tests. */
const char *__asan_default_options      (void);
const char *__lsan_default_suppressions (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0:malloc_context_size=12";
}

const char *
__lsan_default_suppressions (void)
{
  return "leak:g_socket_accept\n";
}

#endif
