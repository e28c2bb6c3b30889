/* kh-store-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-catalogue-rows.h"
#include "kh-database.h"
#include "kh-store.h"
#include "kh-safe.h"

G_BEGIN_DECLS

/* What a call does with the data file. One that reads into a file has done so also where somebody
 * cancelled too late, and then says so, as one that writes does. */
typedef enum {
  KH_STORE_READS = FALSE,
  KH_STORE_WRITES = TRUE,
  KH_STORE_READS_TO_FILE,
} KhStoreAccess;

/* What one call of the store is made of: the work on the data file, and what follows on the
 * main context once it is done. The struct is static, one for each call. */
typedef struct {
  KhJobFunc work;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  KhStoreAccess access;
  void (*after) (KhStore  *self,
                 gpointer  result);
} KhStoreCall;

/* Runs @call; the caller's @callback gets the result of @call's work, for
 * kh_store_finish(). Takes @data. */
void      kh_store_run           (KhStore              *self,
                                  const KhStoreCall    *call,
                                  gpointer              data,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gpointer  kh_store_finish        (KhStore              *self,
                                  GAsyncResult         *result,
                                  const KhStoreCall    *call,
                                  GError              **error);

void      kh_store_set_catalogues (KhStore             *self,
                                  KhCatalogues         *catalogues);
void      kh_store_set_staff     (KhStore              *self,
                                  KhStaff              *staff);
void      kh_store_set_member    (KhStore              *self,
                                  gint64                member);
/* The keys of whoever is signed in; setting locks those of whoever was. */
KhSafe   *kh_store_get_safe      (KhStore              *self);
void      kh_store_set_safe      (KhStore              *self,
                                  KhSafe               *safe);
/* Whoever is signed in may not see any more what the ring seals. */
void      kh_store_lock_ring     (KhStore              *self,
                                  KhRing                ring);
/* Seals with the current keys what older ones sealed, if there is any, a batch at a time. */
void      kh_store_reseal        (KhStore              *self);
KhSecret *kh_store_get_desk_key  (KhStore              *self);
gboolean  kh_store_check_new_password (KhSecret        *password,
                                  GError              **error);
void      kh_store_take_lock_minutes (KhStore          *self,
                                  guint                 minutes);
gboolean  kh_settings_load_lock_minutes (KhConnection  *connection,
                                  guint                *minutes,
                                  GError              **error);
void      kh_store_set_defaults  (KhStore              *self,
                                  KhDefaults           *defaults);
void      kh_store_set_duplicate_defaults (KhStore     *self,
                                  gint64                member,
                                  KhDuplicateDefaults  *defaults);
void      kh_store_tell_changed  (KhStore              *self,
                                  gint64                number);
void      kh_store_tell_listed   (KhStore              *self);
void      kh_store_tell_outbox   (KhStore              *self,
                                  gint64                customer);
void      kh_store_tell_notes    (KhStore              *self,
                                  gint64                customer);
void      kh_store_tell_documents (KhStore             *self,
                                  gint64                customer);
/* Takes away what was left of files when Keyholder was ended in the middle. */
void      kh_store_settle_documents (KhStore           *self);
void      kh_store_tell_recovery_key (KhStore          *self);

/* Whether @member, in changing the staff from @before to @after, gives nobody more than they have
 * themselves. */
gboolean  kh_store_check_reach   (KhStaff              *before,
                                  KhStaff              *after,
                                  gint64                member,
                                  GError              **error);

/**
 * KhRowTexts:
 *
 * What the customer list shows of one customer, as read; kh_customer_row_fill() takes it.
 */
typedef struct {
  gint64 number;
  char *title;
  char *address;
  char *company;
  char *account_number;
  char *status;
  gboolean linked;
  gboolean starred;
  gboolean shows_station;
} KhRowTexts;

void       kh_row_texts_free           (KhRowTexts           *texts);

/* @numbers (gint64) to KhRowTexts; customers that are gone are left out. Takes @numbers. */
void       kh_store_load_rows_async    (KhStore              *self,
                                        GArray               *numbers,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GPtrArray *kh_store_load_rows_finish   (KhStore              *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
