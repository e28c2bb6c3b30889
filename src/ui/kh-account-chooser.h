/* kh-account-chooser.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-account.h"

G_BEGIN_DECLS

/* Asks which of several accounts with the same number is meant: @accounts holds
 * #KhAccount that differ in their receiver. NULL when the person cancelled. */
void       kh_account_chooser_async  (GtkWindow           *parent,
                                      const char          *company,
                                      GPtrArray           *accounts,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
KhAccount *kh_account_chooser_finish (GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
