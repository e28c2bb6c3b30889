/* kh-setup-command.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* keyholder --setup: without a display. Returns the program's exit code. */
int kh_setup_command_run (const char *path,
                          const char *folder,
                          const char *as);

G_END_DECLS
