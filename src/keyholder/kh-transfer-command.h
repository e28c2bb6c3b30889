/* kh-transfer-command.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* keyholder --import FILE and --export FILE: without a display. Returns the program's exit code: 0
 * when all went well, 1 when nothing was done, 2 when some records were not imported. */
int kh_transfer_command_import (const char *path,
                                const char *folder,
                                const char *as,
                                const char *mapping,
                                gboolean    dry_run);
int kh_transfer_command_export (const char *path,
                                const char *folder,
                                const char *as);

G_END_DECLS
