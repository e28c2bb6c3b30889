/* kh-duplicate-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-test.h"

#include "kh-store-private.h"
#include "kh-switch-row.h"

#include <string.h>

/* Values that are no entries of lists. */
static const struct {
  KhDatapointId id;
  const char *value;
} values[] = {
  { KH_DATAPOINT_SPOUSE, "Luis Ruiz" },
  { KH_DATAPOINT_PRIMARY_LANGUAGE, "es" },
  { KH_DATAPOINT_TIME_ZONE, "America/Denver" },
  { KH_DATAPOINT_TAGS, "VIP\nSouth side" },
  { KH_DATAPOINT_BIRTHDATE, "1970-01-31" },
  { KH_DATAPOINT_ADDRESS_2, "Unit 12, back entrance" },
  { KH_DATAPOINT_CROSS_STREET, "Oak Avenue and Washington Boulevard, opposite the mill" },
  { KH_DATAPOINT_COUNTY, "Weber" },
  { KH_DATAPOINT_ZIP, "84401" },
  { KH_DATAPOINT_DIRECTIONS, "Behind the mill.\nRing twice, and mind the dog, which is large and does not like visitors." },
  { KH_DATAPOINT_PRIMARY_PHONE, "+18015550142" },
  { KH_DATAPOINT_CELL_PHONE, "+18015550143" },
  { KH_DATAPOINT_WORK_PHONE, "+18015550144" },
  { KH_DATAPOINT_OTHER_PHONE, "+18015550145" },
  { KH_DATAPOINT_EMAIL, "ana.ruiz@example.com" },
  { KH_DATAPOINT_EMAIL_2, "ruiz@example.org" },
  { KH_DATAPOINT_BEST_CONTACT_TIME, "After six" },
  { KH_DATAPOINT_HOME_OWNERSHIP, "own" },
  { KH_DATAPOINT_BILLING_SAME, "0" },
  { KH_DATAPOINT_BILLING_NAME, "Ruiz Family Trust" },
  { KH_DATAPOINT_BILLING_ADDRESS_1, "PO Box 4471" },
  { KH_DATAPOINT_BILLING_ADDRESS_2, "c/o Novak" },
  { KH_DATAPOINT_BILLING_CITY, "Provo" },
  { KH_DATAPOINT_BILLING_STATE, "UT" },
  { KH_DATAPOINT_BILLING_ZIP, "84601" },
  { KH_DATAPOINT_BILLING_EMAIL, "trust@example.com" },
  { KH_DATAPOINT_BILLING_PHONE, "+18015550146" },
  { KH_DATAPOINT_PROMO_CODE, "SPRING" },
  { KH_DATAPOINT_PARTNER_REFERENCE, "P-2210" },
  { KH_DATAPOINT_SALE_DATE, "2026-03-02" },
  { KH_DATAPOINT_SALES_REP_NUMBER, "SR-9041" },
  { KH_DATAPOINT_MONTHLY_CHARGE, "4295" },
  { KH_DATAPOINT_CONTRACT_TERM, "36" },
  { KH_DATAPOINT_ACTIVATION_FEE, "9900" },
  { KH_DATAPOINT_PURCHASE_PRICE, "120000" },
  { KH_DATAPOINT_CREDIT_SCORE, "710" },
  { KH_DATAPOINT_CREDIT_TRACKING_NUMBER, "CT-5520" },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "AD10421" },
  { KH_DATAPOINT_RECEIVER_NUMBER, "R-40" },
  { KH_DATAPOINT_TWO_WAY_VOICE, "1" },
  { KH_DATAPOINT_PERMIT_NUMBER, "OG-2026-118" },
  { KH_DATAPOINT_PERMIT_EXPIRY, "2027-06-30" },
  { KH_DATAPOINT_DISPATCH_NOTES, "Big dog" },
  { KH_DATAPOINT_INSTALL_DATE, "2026-03-10" },
  { KH_DATAPOINT_PANEL_TYPE, "Concord 4" },
  { KH_DATAPOINT_PANEL_LOCATION, "Hall closet" },
  { KH_DATAPOINT_CELLULAR_BACKUP, "1" },
  { KH_DATAPOINT_GUARD_RESPONSE, "0" },
  { KH_DATAPOINT_MAINTENANCE_PLAN, "1" },
};

static gint64
add_entry (KhDuplicateTest *self,
           KhCatalogueId    catalogue,
           const char      *label,
           gint64           parent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_add_entry_async (self->base.store, catalogue, label, parent, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_add_entry_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static void
set_entry (KhCustomer    *customer,
           KhDatapointId  id,
           gint64         entry)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, entry);

  kh_customer_set (customer, id, value);
}

static void
set_entries (KhDuplicateTest *self,
             KhCustomer      *customer,
             gboolean         adt)
{
  gint64 company = adt ? self->adt : self->bold;
  gint64 source = add_entry (self, KH_CATALOGUE_LEAD_SOURCES, "Radio", 0);

  set_entry (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  set_entry (customer, KH_DATAPOINT_LEAD_SOURCE, source);
  set_entry (customer, KH_DATAPOINT_LEAD_CAMPAIGN, add_entry (self, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring", source));
  set_entry (customer, KH_DATAPOINT_ACCOUNT_CLASS, add_entry (self, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0));
  set_entry (customer, KH_DATAPOINT_OFFICE_LOCATION, add_entry (self, KH_CATALOGUE_OFFICE_LOCATIONS, "Ogden", 0));
  set_entry (customer, KH_DATAPOINT_DEALER_NUMBER, add_entry (self, KH_CATALOGUE_DEALER_NUMBERS, "4471", 0));
  set_entry (customer, KH_DATAPOINT_MONITORING_PLAN, add_entry (self, KH_CATALOGUE_MONITORING_PLANS, "Plus", 0));
  set_entry (customer, KH_DATAPOINT_SALES_REP, self->owner);
  set_entry (customer, KH_DATAPOINT_INSTALL_TECHNICIAN, self->owner);
}

/* Staff */

static gint64
save_member (KhDuplicateTest *self,
             const KhMember  *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_member_async (self->base.store, member, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_member_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

/* Only who has a password has a key to what is sealed. */
static void
set_password (KhDuplicateTest *self,
              KhSecret        *password)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_set_password_async (self->base.store, self->owner, NULL, password, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_set_password_finish (self->base.store, result, &error));
}

static void
make_owner (KhDuplicateTest *self)
{
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) entered = NULL;
  g_autoptr (KhMember) owner = NULL;
  g_autoptr (KhSecret) password = kh_secret_new ("four words of Maria", -1);

  kh_store_make_owner_async (self->base.store, "Maria Vega", NULL, kh_ui_take, &made);
  KH_UI_WAIT (made != NULL);
  self->owner = kh_store_make_owner_finish (self->base.store, made, NULL);
  kh_store_sign_in_async (self->base.store, self->owner, NULL, NULL, kh_ui_take, &entered);
  KH_UI_WAIT (entered != NULL);
  g_assert_true (kh_store_sign_in_finish (self->base.store, entered, NULL));
  set_password (self, password);
  owner = kh_member_copy (kh_staff_get_member (kh_store_get_staff (self->base.store), self->owner));
  owner->sales = TRUE;
  owner->technician = TRUE;
  save_member (self, owner);
}

static void
add_clerk (KhDuplicateTest *self)
{
  g_autoptr (KhMember) clerk = kh_member_new ();

  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (kh_staff_get_groups (kh_store_get_staff (self->base.store)), 1))->id;
  clerk->added = kh_grants_all ();
  self->clerk = save_member (self, clerk);
}

/* By the owner, whoever works in the window. */
void
kh_duplicate_test_take (KhDuplicateTest *self,
                        KhGrant          taken)
{
  KhStore *store = self->base.store;
  gint64 before = kh_store_get_member (store);
  g_autoptr (KhMember) member = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), self->clerk));

  member->taken = taken == KH_GRANT_NONE ? kh_grants_none () : kh_grants_with (kh_grants_none (), taken);
  kh_store_set_member (store, self->owner);
  save_member (self, member);
  kh_store_set_member (store, before);
}

void
kh_duplicate_test_be_clerk (KhDuplicateTest *self,
                            KhGrant          taken)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_duplicate_test_take (self, taken);
  kh_store_sign_in_async (self->base.store, self->clerk, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_sign_in_finish (self->base.store, result, NULL));
}

/* The customer */

static void
set_passcode (KhDuplicateTest *self)
{
  g_autoptr (KhCustomer) customer = kh_duplicate_test_load (self, self->number);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (KhSecret) secret = kh_secret_new (KH_DUPLICATE_TEST_PASSCODE, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_set_secret_async (self->base.store, self->number, kh_customer_get_revision (customer),
                             KH_DATAPOINT_PASSCODE, secret, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_set_secret_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

void
kh_duplicate_test_start (KhDuplicateTest *self,
                         gboolean         adt)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (self, 0, sizeof *self);
  kh_ui_fixture_init (&self->base);
  make_owner (self);
  add_clerk (self);
  self->bold = kh_ui_fixture_add_company (&self->base, "Dynamark", KH_MONITOR_BOLD, "http://127.0.0.1:1", NULL, NULL);
  self->adt = kh_ui_fixture_add_company (&self->base, "ADT", KH_MONITOR_ADT, "http://127.0.0.1:1", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    kh_customer_set (customer, values[i].id, values[i].value);
  set_entries (self, customer, adt);
  self->number = kh_ui_fixture_add_customer (&self->base, customer);
  set_passcode (self);
}

void
kh_duplicate_test_end (KhDuplicateTest *self)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  kh_ui_fixture_clear (&self->base);
}

KhCustomer *
kh_duplicate_test_load (KhDuplicateTest *self,
                        gint64           number)
{
  return kh_ui_fixture_load (&self->base, number, NULL);
}

void
kh_duplicate_test_change (KhDuplicateTest *self,
                          KhDatapointId    id,
                          const char      *value)
{
  g_autoptr (KhCustomer) customer = kh_duplicate_test_load (self, self->number);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (self->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_save_customer_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

/* The rows */

void
kh_duplicate_test_add_row (KhDuplicateTest *self,
                           KhRow           *row,
                           const char      *pin)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  KhRowChange *change = kh_row_change_new (row, NULL, FALSE);
  g_autoptr (KhSecret) secret = pin == NULL ? NULL : kh_secret_new (pin, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, change);
  if (secret != NULL)
    kh_row_change_set_secret (change, KH_CONTACT_PIN, secret);
  kh_store_save_table_async (self->base.store, self->number, kh_row_get_table (row), changes, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  rows = kh_store_save_table_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static void
add_contact (KhDuplicateTest *self,
             guint            n,
             const char      *name)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);
  g_autofree char *order = g_strdup_printf ("%u", n);
  g_autofree char *phone = g_strdup_printf ("+1801555%04u", n);

  kh_row_set (row, KH_CONTACT_ORDER, order);
  kh_row_set (row, KH_CONTACT_NAME, name);
  kh_row_set (row, KH_CONTACT_RELATION, "Neighbour");
  kh_row_set (row, KH_CONTACT_PHONE_1, phone);
  kh_duplicate_test_add_row (self, row, n == 1 ? KH_DUPLICATE_TEST_PIN : NULL);
}

static void
add_zone (KhDuplicateTest *self,
          const char      *system,
          guint            n)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_ZONES);
  g_autofree char *number = g_strdup_printf ("%03u", n);
  g_autofree char *description = g_strdup_printf ("Window %u", n);

  kh_row_set (row, KH_ZONE_SYSTEM, system);
  kh_row_set (row, KH_ZONE_NUMBER, number);
  kh_row_set (row, KH_ZONE_DESCRIPTION, description);
  kh_duplicate_test_add_row (self, row, NULL);
}

static void
add_system (KhDuplicateTest *self,
            const char      *number,
            const char      *description)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_SYSTEMS);

  kh_row_set (row, KH_SYSTEM_NUMBER, number);
  kh_row_set (row, KH_SYSTEM_DESCRIPTION, description);
  kh_row_set (row, KH_SYSTEM_PANEL, "Concord 4");
  kh_row_set (row, KH_SYSTEM_TRANSMITTER, "TX-99871");
  kh_duplicate_test_add_row (self, row, NULL);
}

void
kh_duplicate_test_add_rows (KhDuplicateTest *self,
                            guint            n_contacts,
                            guint            n_zones)
{
  static const char * const names[] = { "Bo Lindqvist", "Cy Marsh", "Dee Okafor" };
  g_autoptr (KhRow) agency = kh_row_new (KH_TABLE_AGENCIES);
  g_autoptr (KhRow) area = kh_row_new (KH_TABLE_AREAS);

  for (guint i = 0; i < n_contacts; i++)
    {
      g_autofree char *name = g_strdup_printf ("Contact %u", i + 1);

      add_contact (self, i + 1, i < G_N_ELEMENTS (names) ? names[i] : name);
    }
  add_system (self, "1", "House");
  add_system (self, "2", "Barn");
  kh_row_set (area, KH_AREA_DESCRIPTION, "Ground floor");
  kh_duplicate_test_add_row (self, area, NULL);
  for (guint i = 0; i < n_zones; i++)
    add_zone (self, i % 4 == 3 ? "2" : "1", i + 1);
  kh_row_set (agency, KH_AGENCY_TYPE, "police");
  kh_row_set (agency, KH_AGENCY_NAME, "Ogden Police");
  kh_row_set (agency, KH_AGENCY_STATION_ID, "P-77");
  kh_duplicate_test_add_row (self, agency, NULL);
}

/* The window */

void
kh_duplicate_test_show (KhDuplicateTest *self)
{
  self->window = KH_WINDOW (kh_window_new (self->base.application, self->base.services));
  gtk_window_present (GTK_WINDOW (self->window));
  kh_ui_wait_active (GTK_WINDOW (self->window));
  kh_window_open_customer (self->window, self->number);
  kh_ui_wait_text (GTK_WIDGET (self->window), "Sales Information");
}

void
kh_duplicate_test_open (KhDuplicateTest *self)
{
  kh_duplicate_test_show (self);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  self->dialog = kh_ui_wait_window ("Duplicate");
  kh_ui_settle (self->dialog);
}

void
kh_duplicate_test_type_names (KhDuplicateTest *self,
                              const char      *first,
                              const char      *last)
{
  kh_ui_fill (kh_ui_find_field (GTK_WIDGET (self->dialog), "First Name"), first);
  kh_ui_fill (kh_ui_find_field (GTK_WIDGET (self->dialog), "Last Name"), last);
}

static GtkWidget *
find_row (GtkWidget  *root,
          const char *label)
{
  if (KH_IS_SWITCH_ROW (root))
    return g_strcmp0 (kh_switch_row_get_label (KH_SWITCH_ROW (root)), label) == 0 ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
kh_duplicate_test_row (KhDuplicateTest *self,
                       KhDatapointId    id)
{
  return find_row (GTK_WIDGET (self->dialog), kh_datapoint_get_label (id));
}

GtkWidget *
kh_duplicate_test_find (KhDuplicateTest *self,
                        const char      *label)
{
  GtkWidget *row = find_row (GTK_WIDGET (self->dialog), label);

  return row != NULL && gtk_widget_get_child_visible (row) ? row : NULL;
}

gboolean
kh_duplicate_test_is_on (KhDuplicateTest *self,
                         KhDatapointId    id)
{
  GtkWidget *row = kh_duplicate_test_row (self, id);

  g_assert_nonnull (row);

  return kh_switch_row_get_on (KH_SWITCH_ROW (row));
}
