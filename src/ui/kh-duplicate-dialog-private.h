/* kh-duplicate-dialog-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-duplicate-dialog.h"
#include "kh-duplicate-plan.h"
#include "kh-duplicate-tables.h"
#include "kh-name-field.h"
#include "kh-switch-list.h"

G_BEGIN_DECLS

struct _KhDuplicateDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *another_button;
  GtkLabel *banner;
  GtkButton *cancel_button;
  GtkWidget *content;
  GtkEditable *filter;
  KhNameField *first_name;
  KhNameField *last_name;
  GtkLabel *left_out;
  KhSwitchList *list;
  GtkButton *original_button;
  GtkButton *reset_button;
  GtkButton *save_button;
  GtkButton *several_button;
  GtkSpinner *spinner;
  GtkLabel *status;
  GtkLabel *subtitle;
  GtkLabel *warning;

  /* Owned */
  KhStore *store;
  KhDuplicatePlan *plan;
  KhCustomer *copy;
  GPtrArray *secrets;
  KhDuplicateChoice *rows;
  GPtrArray *doubles;
  GArray *made;
  GCancellable *cancellable;
  char *refusal;

  /* State */
  guint patience;
  guint n_copied;
  gboolean another;
  gboolean saving;
  gboolean ended;
};

/* What is shown: kh-duplicate-dialog.c. */
void  kh_duplicate_dialog_say        (KhDuplicateDialog *self,
                                      const char        *text,
                                      gboolean           warning);
void  kh_duplicate_dialog_set_saving (KhDuplicateDialog *self,
                                      gboolean           saving);
void  kh_duplicate_dialog_take_draft (KhDuplicateDialog *self);
void  kh_duplicate_dialog_show_name  (KhDuplicateDialog *self);
void  kh_duplicate_dialog_end        (KhDuplicateDialog *self);
/* One more name of a list in one sentence. */
void  kh_duplicate_dialog_add_label  (GString           *labels,
                                      const char        *label);

/* What Save does: kh-duplicate-dialog-save.c. */
void  kh_duplicate_dialog_save       (KhDuplicateDialog *self,
                                      gboolean           another);

G_END_DECLS
