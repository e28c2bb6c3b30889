/* kh-demo-operator.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an operator at a monitoring company of the demo does in a browser. @address: the
 * station's; @account: its id of the account. */
char *kh_demo_operator_read (const char *address,
                             const char *account) G_GNUC_WARN_UNUSED_RESULT;
void  kh_demo_operator_edit (const char *address,
                             const char *account,
                             const char *path,
                             const char *value);
/* Of the change that waits longest. */
void  kh_demo_operator_decide (const char *address,
                               gboolean    approve,
                               const char *reason);

G_END_DECLS
