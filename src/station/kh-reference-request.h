/* kh-reference-request.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The largest body that is read. */
#define KH_REFERENCE_LARGEST_BODY (8 * 1024 * 1024)

/**
 * KhReferenceResource:
 *
 * What a request is for, as faults and counts name it.
 */
typedef enum {
  KH_REFERENCE_NOWHERE,
  KH_REFERENCE_PING,
  KH_REFERENCE_CAPABILITIES,
  KH_REFERENCE_LOOK_UP,
  KH_REFERENCE_ACCOUNT,
  KH_REFERENCE_CHANGES,
  KH_REFERENCE_DRY_RUN,
  KH_REFERENCE_CHANGE,
  KH_REFERENCE_REFERENCE,
  KH_REFERENCE_TESTS,
  KH_REFERENCE_TEST,
  KH_REFERENCE_EVENTS,

  KH_REFERENCE_CREATE,
  KH_REFERENCE_BLOCKS,
  KH_REFERENCE_RESERVE,
  KH_REFERENCE_AGENCIES,
  KH_REFERENCE_CODES,

  KH_REFERENCE_ANYWHERE,

  KH_REFERENCE_N_RESOURCES
} KhReferenceResource;

gboolean    kh_reference_resource_from_string (const char          *text,
                                               KhReferenceResource *resource);
const char *kh_reference_resource_to_string   (KhReferenceResource  resource);

/**
 * KhReferenceRequest:
 * @resource: what it is for
 * @method: its method
 * @path: its path, with the query's names and values
 * @account: (nullable): the account's id in the path
 * @change: (nullable): the change set's or the test's id in the path
 * @item: (nullable): what else the path names: a block, or a list of codes
 * @query: (element-type utf8 utf8): the query
 * @authorization: (nullable): the header
 * @key: (nullable): the Idempotency-Key header
 * @if_match: (nullable): the header
 * @if_none_match: (nullable): the header
 * @content_type: (nullable): the header
 * @body: what was sent
 * @digest: the SHA-256 of @body
 * @dealer: (nullable): whose token it has; set by the service
 * @pending: whether a person has to review the change set
 * @unversioned: whether it need not say which version it changes
 *
 * One request, taken from what libsoup read.
 */
typedef struct {
  KhReferenceResource resource;
  char *method;
  char *path;
  char *account;
  char *change;
  char *item;
  GHashTable *query;
  char *authorization;
  char *key;
  char *if_match;
  char *if_none_match;
  char *content_type;
  GBytes *body;
  char *digest;
  char *dealer;
  gboolean pending;
  gboolean unversioned;
} KhReferenceRequest;

KhReferenceRequest *kh_reference_request_new         (SoupServerMessage  *message,
                                                      const char         *path,
                                                      GHashTable         *query) G_GNUC_WARN_UNUSED_RESULT;
void                kh_reference_request_free        (KhReferenceRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferenceRequest, kh_reference_request_free)

const char         *kh_reference_request_get_methods (KhReferenceRequest *self);
const char         *kh_reference_request_get_query   (KhReferenceRequest *self,
                                                      const char         *name);

G_END_DECLS
