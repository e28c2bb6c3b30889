/* kh-sanitizer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#ifdef __SANITIZE_ADDRESS__

#include <sanitizer/lsan_interface.h>

/* libsoup's server keeps a reference to each connection's socket. A stack that is walked quickly
 * does not reach far enough to tell such a socket from another, and walking whole stacks makes
 * these tests eight times as slow, so the search for leaks passes over all sockets. */
static void (*construct_socket) (GObject *object);

static void
construct_unsearched (GObject *object)
{
  construct_socket (object);
  __lsan_ignore_object (object);
}

__attribute__ ((constructor)) static void
pass_over_sockets (void)
{
  GObjectClass *klass = g_type_class_ref (G_TYPE_SOCKET);

  construct_socket = klass->constructed;
  klass->constructed = construct_unsearched;
}

#endif
