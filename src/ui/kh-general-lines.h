/* kh-general-lines.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-account.h"
#include "kh-customer.h"
#include "kh-rows.h"

G_BEGIN_DECLS

/**
 * KhGeneralSides:
 * @customer: (nullable): the record, as the member sees it
 * @contacts: (nullable): the record's contacts
 * @zones: (nullable): the record's zones
 * @account: (nullable): the station's copy, once it was read
 * @company: the monitoring company
 * @sees_contacts: whether the member may see contacts, here and there
 * @sees_zones: whether the member may see systems and zones, here and there
 *
 * What the lines of the General page are made of.
 */
typedef struct {
  KhCustomer *customer;
  KhRows *contacts;
  KhRows *zones;
  KhAccount *account;
  const char *company;
  gboolean sees_contacts;
  gboolean sees_zones;
} KhGeneralSides;

/* Each fills @box anew: with the account's status, the customer and whom
 * the station calls, or with the systems. */
void       kh_general_lines_show_people  (GtkBox               *box,
                                          const KhGeneralSides *sides);
void       kh_general_lines_show_systems (GtkBox               *box,
                                          const KhGeneralSides *sides);

/* One line; what could deceive the eye in @text is made visible. */
GtkWidget *kh_general_new_label          (const char           *text,
                                          const char           *css_class);
/* As it is written elsewhere in the program, where it is such a number. */
char      *kh_general_dup_phone          (const char           *number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
