/* kh-reference-fixture.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-probe.h"
#include "kh-reference-station.h"

G_BEGIN_DECLS

#define KH_FIXTURE_TOKEN "summit-token-0001"
#define KH_FIXTURE_OTHER_TOKEN "other-token-00002"

/* Dealer SUMMIT: 1042 on no receiver and on receiver 9, AB-77, and 2001, which has
 * something in each list (passcode ROSEBUD). Dealer OTHER: 5000. The ids are those
 * of a Bold station: SUMMIT1042, SUMMIT1042-R9, SUMMITAB-77, SUMMIT2001, OTHER5000. */
extern const char kh_fixture_accounts[];

typedef struct {
  KhReferenceStation *station;
  const char *token;
  char *if_match;     /* for the next request only */
  char *if_none_match; /* for the next request only */
  char *key;          /* for the next request only; else a new one for each write */
  gboolean no_key;    /* for the next request only */
  char *content_type; /* for the next request only */
} KhFixture;

void       kh_fixture_init   (KhFixture          *self,
                              KhReferenceProfile  profile);
void       kh_fixture_clear  (KhFixture          *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhFixture, kh_fixture_clear)

void       kh_fixture_fault  (KhFixture          *self,
                              const char         *spec);
KhReply   *kh_fixture_ask    (KhFixture          *self,
                              const char         *method,
                              const char         *path,
                              const char         *body) G_GNUC_WARN_UNUSED_RESULT;
/* A change set of these operations, with If-Match for the version. */
KhReply   *kh_fixture_change (KhFixture          *self,
                              const char         *account,
                              gint64              version,
                              gboolean            dry_run,
                              const char         *operations) G_GNUC_WARN_UNUSED_RESULT;
/* The whole account, from the book. */
JsonNode  *kh_fixture_read   (KhFixture          *self,
                              const char         *account) G_GNUC_WARN_UNUSED_RESULT;
/* One value of it, as JSON, by JSON Pointer (positions for list items). */
char      *kh_fixture_value  (KhFixture          *self,
                              const char         *account,
                              const char         *pointer) G_GNUC_WARN_UNUSED_RESULT;
char      *kh_json_value_at  (JsonNode           *root,
                              const char         *pointer) G_GNUC_WARN_UNUSED_RESULT;

/* The status, and the problem's slug when there is one. */
void       kh_assert_reply   (KhReply            *reply,
                              guint               status,
                              const char         *slug);
void       kh_assert_value   (KhReply            *reply,
                              const char         *pointer,
                              const char         *json);

G_END_DECLS
