/* kh-dialogs.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhDialogAnswer:
 *
 * Which button a person pressed. Escape and closing the window are Cancel.
 */
typedef enum {
  KH_DIALOG_CANCEL,
  KH_DIALOG_OTHER,
  KH_DIALOG_ACCEPT,
} KhDialogAnswer;

/**
 * KhDialogFlags:
 * @KH_DIALOG_DESTRUCTIVE: the accept button is marked as one that loses something
 * @KH_DIALOG_DEFAULT_CANCEL: Enter presses Cancel, not the accept button
 */
typedef enum {
  KH_DIALOG_NONE           = 0,
  KH_DIALOG_DESTRUCTIVE    = 1 << 0,
  KH_DIALOG_DEFAULT_CANCEL = 1 << 1,
} KhDialogFlags;

/* Asks. Labels may have mnemonics; @other may be NULL. @details: lines shown below the
 * body as a list, or NULL. */
void           kh_dialogs_ask_async   (GtkWindow           *parent,
                                       const char          *title,
                                       const char          *body,
                                       const char * const  *details,
                                       const char          *cancel,
                                       const char          *other,
                                       const char          *accept,
                                       KhDialogFlags        flags,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
KhDialogAnswer kh_dialogs_ask_finish  (GAsyncResult        *result);

/* Asks what must not be answered in haste: the accept button works once @expected was typed into
 * an entry that is labelled @prompt, which may have a mnemonic. kh_dialogs_ask_finish() ends it. */
void           kh_dialogs_ask_typed_async (GtkWindow           *parent,
                                           const char          *title,
                                           const char          *body,
                                           const char * const  *details,
                                           const char          *prompt,
                                           const char          *expected,
                                           const char          *accept,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);

/* Says; one Close button. */
void           kh_dialogs_tell        (GtkWindow           *parent,
                                       const char          *title,
                                       const char          *body,
                                       const char * const  *details);

/* Where to save a file; NULL when the person cancelled. */
void           kh_dialogs_save_async  (GtkWindow           *parent,
                                       const char          *title,
                                       const char          *name,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GFile         *kh_dialogs_save_finish (GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;

/* Which file to open; NULL when the person cancelled. */
void           kh_dialogs_open_async  (GtkWindow           *parent,
                                       const char          *title,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GFile         *kh_dialogs_open_finish (GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;

/* Which files to add, as a list of #GFile; NULL when the person cancelled. */
void           kh_dialogs_add_files_async  (GtkWindow           *parent,
                                            const char          *title,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GListModel    *kh_dialogs_add_files_finish (GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;

/* Which folder; NULL when the person cancelled. */
void           kh_dialogs_choose_folder_async  (GtkWindow           *parent,
                                                const char          *title,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GFile         *kh_dialogs_choose_folder_finish (GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
