/* kh-recovery-print.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-secret.h"

G_BEGIN_DECLS

/* The page for the safe: the recovery key, who made it and when, and how it is used. */
GtkPrintOperation *kh_recovery_print_new (KhSecret   *key,
                                          const char *author);

G_END_DECLS
