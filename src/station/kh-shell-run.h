/* kh-shell-run.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-link-attempt.h"
#include "kh-station.h"

G_BEGIN_DECLS

/**
 * KhShellRunEnd:
 *
 * How the making of an account ended.
 *
 * @KH_SHELL_RUN_MADE: there is one, and it is ours
 * @KH_SHELL_RUN_REFUSED: there is none of ours, and none will come of this
 * @KH_SHELL_RUN_UNKNOWN: not known yet
 */
typedef enum {
  KH_SHELL_RUN_MADE,
  KH_SHELL_RUN_REFUSED,
  KH_SHELL_RUN_UNKNOWN,
} KhShellRunEnd;

/**
 * KhShellRunResult:
 * @end: how it ended
 * @account: (nullable): the account, when there is one
 * @error: (nullable): why there is none
 */
typedef struct {
  KhShellRunEnd end;
  KhAccount *account;
  GError *error;
} KhShellRunResult;

void              kh_shell_run_result_free (KhShellRunResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhShellRunResult, kh_shell_run_result_free)

void              kh_shell_run_async       (KhStation            *station,
                                            const KhLinkAttempt  *attempt,
                                            gboolean              resumed,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
KhShellRunResult *kh_shell_run_finish      (GAsyncResult         *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
