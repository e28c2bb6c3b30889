/* kh-company-form-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company-form.h"

G_BEGIN_DECLS

struct _KhCompanyForm
{
  GtkWidget parent_instance;

  /* Template children */
  GtkSwitch *active;
  GtkSwitch *sends_zones;
  GtkDropDown *zone_digits;
  GtkEditable *address;
  GtkLabel *address_note;
  GtkWidget *cancel;
  GtkWidget *ca_choose;
  GtkWidget *ca_clear;
  GtkLabel *ca_note;
  GtkLabel *ca_path;
  GtkWidget *check;
  GtkEditable *dealer;
  GtkLabel *dealer_note;
  GtkWidget *grid;
  GtkEditable *name;
  GtkLabel *name_note;
  GtkLabel *result;
  GtkWidget *save;
  GtkSpinner *spinner;
  GtkWidget *stop;
  GtkLabel *title;
  GtkEditable *token;
  GtkLabel *token_note;
  GtkDropDown *type;

  /* Owned */
  KhServices *services;
  KhCompany *company;
  char *ca_file;
  GCancellable *cancellable;

  /* State */
  guint patience_source;
  gboolean filling;
  gboolean saving;
  gboolean save_had_focus;
  gboolean dirty;
  gboolean token_known;
};

/* kh-company-form.c */
KhCompany *kh_company_form_dup_company (KhCompanyForm *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_company_form_has_token   (KhCompanyForm *self);
gboolean   kh_company_form_check       (KhCompanyForm *self,
                                        KhCompany     *company);
gboolean   kh_company_form_fail        (GtkLabel      *note,
                                        GtkWidget     *field,
                                        const char    *text);
gboolean   kh_company_form_show_error  (KhCompanyForm *self,
                                        const GError  *error);
void       kh_company_form_set_result  (KhCompanyForm *self,
                                        const char    *text,
                                        const char    *style);
void       kh_company_form_update      (KhCompanyForm *self);

/* kh-company-form-check.c */
void       kh_company_form_start_check (KhCompanyForm *self);
void       kh_company_form_stop_check  (KhCompanyForm *self);

G_END_DECLS
