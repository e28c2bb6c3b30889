/* kh-company-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhCompanyForm:
 *
 * One monitoring company's settings, with Save, Cancel and Check Connection.
 *
 * Property dirty: something typed is not saved.
 * ::saved (gint64 id): it was, as that entry.
 */
#define KH_TYPE_COMPANY_FORM (kh_company_form_get_type ())
G_DECLARE_FINAL_TYPE (KhCompanyForm, kh_company_form, KH, COMPANY_FORM, GtkWidget)

void     kh_company_form_set_services (KhCompanyForm       *self,
                                       KhServices          *services);

/* Shows @company, or an empty form for a new one when it is NULL. */
void     kh_company_form_set_company  (KhCompanyForm       *self,
                                       KhCompany           *company);
gboolean kh_company_form_get_dirty    (KhCompanyForm       *self);

/* Ends with TRUE when it was saved; else the reason stands in the form. */
void     kh_company_form_save_async   (KhCompanyForm       *self,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean kh_company_form_save_finish  (KhCompanyForm       *self,
                                       GAsyncResult        *result);

G_END_DECLS
