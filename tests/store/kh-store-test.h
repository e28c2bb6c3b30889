/* kh-store-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store-links.h"

G_BEGIN_DECLS

/* A file of before the rows of tables were searched: of version 23. Nothing is left in the index, as no SQL can say what
 * was. */
#define KH_STORE_TEST_UNDO_SEARCH "INSERT INTO customer_search (customer_search) VALUES ('delete-all');"

/* A file of before companies had zone numbers of a width. */
#define KH_STORE_TEST_UNDO_ZONE_DIGITS KH_STORE_TEST_UNDO_SEARCH "ALTER TABLE company DROP COLUMN zone_digits;"

/* A file of before there were files of customers: of version 21. */
#define KH_STORE_TEST_UNDO_DOCUMENTS KH_STORE_TEST_UNDO_ZONE_DIGITS "DROP TABLE document; DROP TABLE document_doubt;"

/* Takes a file of today's version back to version 15: with nothing searched, without the width of zone numbers, without
 * files, without what makes customers quick to filter, without postal places and sent zones, without what a person at a
 * station looks at of a Link, or of its agencies, and without the stations' secrets. A new step is undone here, at the beginning. */
#define KH_STORE_TEST_UNDO_TO_15 \
  KH_STORE_TEST_UNDO_DOCUMENTS \
  "DROP TABLE saved_filter; DROP TABLE customer_viewed; DROP TABLE customer_star;" \
  "DROP INDEX customer_city; DROP INDEX customer_company; DROP INDEX customer_class; DROP INDEX customer_source;" \
  "DROP INDEX customer_status; DROP INDEX customer_sold; DROP INDEX customer_installed; DROP INDEX customer_permit;" \
  "DROP INDEX customer_numbered; DROP INDEX customer_agencies_permit;" \
  "DROP INDEX customer_postal; DROP TABLE postal_place;" \
  "ALTER TABLE company DROP COLUMN sends_zones;" \
  "DROP TABLE shadow_secret;" \
  "DROP TABLE agency_change;" \
  "ALTER TABLE link_attempt DROP COLUMN change_set;"

/* And on to version 7: without notes, without the tables of customers, without held links, without an
 * outbox. */
#define KH_STORE_TEST_UNDO_TO_7 \
  KH_STORE_TEST_UNDO_TO_15 \
  "DROP INDEX customer_listed;" \
  "DROP TABLE note;" \
  "DROP TABLE number_given; DROP TABLE number_block;" \
  "DROP TABLE reference_left;" \
  "DROP TABLE customer_contacts; DROP TABLE customer_passcodes; DROP TABLE customer_agencies;" \
  "DROP TABLE customer_systems; DROP TABLE customer_areas; DROP TABLE customer_zones; DROP TABLE customer_equipment;" \
  "DROP INDEX link_hold; ALTER TABLE link DROP COLUMN hold; ALTER TABLE link DROP COLUMN hold_message;" \
  "ALTER TABLE link DROP COLUMN checked_at;" \
  "DROP TABLE outbox; DROP TABLE outbox_set; DROP TABLE shadow;" \
  "ALTER TABLE link DROP COLUMN shadow_known; ALTER TABLE link DROP COLUMN one_by_one;"

/* A store in a folder of its own, and its calls as ones that wait: for tests only. */
char       *kh_store_test_make_folder (void) G_GNUC_WARN_UNUSED_RESULT;
void        kh_store_test_remove      (const char    *folder);
KhStore    *kh_store_test_open        (const char    *folder,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        kh_store_test_close       (KhStore       *store);

/* An open store in a folder of its own, with a main loop that has nothing left to do at the
 * end: for g_test_add(). */
typedef struct {
  char *folder;
  KhStore *store;
} KhStoreFixture;

void        kh_store_test_set_up      (KhStoreFixture *fixture,
                                       gconstpointer   data);
void        kh_store_test_tear_down   (KhStoreFixture *fixture,
                                       gconstpointer   data);

KhCustomer *kh_store_test_make        (const char    *first,
                                       const char    *last) G_GNUC_WARN_UNUSED_RESULT;
KhCustomer *kh_store_test_create      (KhStore       *store,
                                       KhCustomer    *customer,
                                       GError       **error);
KhCustomer *kh_store_test_save        (KhStore       *store,
                                       KhCustomer    *customer,
                                       GError       **error);
KhCustomer *kh_store_test_load        (KhStore       *store,
                                       gint64         number,
                                       KhLink       **link,
                                       GError       **error);
GArray     *kh_store_test_search      (KhStore       *store,
                                       const char    *query,
                                       guint          limit);
gint64      kh_store_test_add_company (KhStore       *store,
                                       const char    *name,
                                       KhMonitorType  type,
                                       const char    *address);
gint64      kh_store_test_add_entry   (KhStore       *store,
                                       KhCatalogueId  catalogue,
                                       const char    *label,
                                       gint64         parent,
                                       gboolean       active);
GPtrArray  *kh_store_test_history     (KhStore       *store,
                                       gint64         number);

/* Waits, at most ten seconds, until @condition(@data) holds. */
void        kh_store_test_wait        (gboolean     (*condition) (gpointer data),
                                       gpointer       data);

/* The result of an asynchronous call: pass kh_store_test_keep as its callback and &result as
 * its data, then wait. */
void        kh_store_test_keep        (GObject       *source,
                                       GAsyncResult  *result,
                                       gpointer       data);
void        kh_store_test_wait_result (GAsyncResult **result);

/* Lets the main loop run for a while, for what must not happen meanwhile. */
void        kh_store_test_pause       (guint          milliseconds);

G_END_DECLS
