/* kh-staff-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhStaffForm:
 *
 * One member or one group of the staff, with Save and Cancel. Each form finds what it
 * shows in the store's staff, by id.
 *
 * ::saved (gint64 id): what was typed is kept, as that one.
 * ::duplicate (gint64 id): a new one like that is wanted.
 */
#define KH_TYPE_STAFF_FORM (kh_staff_form_get_type ())
G_DECLARE_INTERFACE (KhStaffForm, kh_staff_form, KH, STAFF_FORM, GtkWidget)

struct _KhStaffFormInterface
{
  GTypeInterface parent_iface;

  void     (* show)      (KhStaffForm         *self,
                          gint64               id,
                          gint64               like);
  void     (* refresh)   (KhStaffForm         *self);
  gboolean (* get_dirty) (KhStaffForm         *self);
  void     (* save)      (KhStaffForm         *self,
                          GTask               *task);
};

/* Shows that one, or with 0 an empty form for a new one; @like: whose grants it begins with, or 0. */
void     kh_staff_form_show           (KhStaffForm         *self,
                                       gint64               id,
                                       gint64               like);
/* The staff or who is signed in is another: what is typed stays. */
void     kh_staff_form_refresh        (KhStaffForm         *self);
gboolean kh_staff_form_get_dirty      (KhStaffForm         *self);

/* Ends with TRUE when it was saved; else the reason stands in the form. */
void     kh_staff_form_save_async     (KhStaffForm         *self,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean kh_staff_form_save_finish    (KhStaffForm         *self,
                                       GAsyncResult        *result);

/* For those who implement it. */
void     kh_staff_form_emit_saved     (KhStaffForm         *self,
                                       gint64               id);
void     kh_staff_form_emit_duplicate (KhStaffForm         *self,
                                       gint64               id);
void     kh_staff_form_set_editable   (GtkEditable         *field,
                                       gboolean             editable);
gboolean kh_staff_form_may_control    (KhServices          *services);

G_END_DECLS
