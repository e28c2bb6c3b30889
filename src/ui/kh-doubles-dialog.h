/* kh-doubles-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-double.h"

G_BEGIN_DECLS

/**
 * KhDoublesAnswer:
 * @KH_DOUBLES_CANCEL: neither; Escape and closing the window are the same
 * @KH_DOUBLES_OPEN: look at one of them, and leave what was typed as it is
 * @KH_DOUBLES_SAVE: it is none of them
 *
 * What somebody does who is told that a new customer is likely to be here already.
 */
typedef enum {
  KH_DOUBLES_CANCEL,
  KH_DOUBLES_OPEN,
  KH_DOUBLES_SAVE,
} KhDoublesAnswer;

/* Asks about @doubles, a GPtrArray of KhDouble with at least one. */
void            kh_doubles_dialog_choose_async  (GtkWindow           *parent,
                                                 GPtrArray           *doubles,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
/* @number: with KH_DOUBLES_OPEN, which customer. */
KhDoublesAnswer kh_doubles_dialog_choose_finish (GAsyncResult        *result,
                                                 gint64              *number);
/* The numbers (gint64) of @doubles, for the history to say that they were seen. */
GArray         *kh_doubles_dialog_list_numbers  (GPtrArray           *doubles) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
