/* kh-openapi.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-reference-station.h"

G_BEGIN_DECLS

/**
 * KhOpenapi:
 *
 * An OpenAPI 3.1 description that messages are held against. It knows the part of
 * JSON Schema that our description uses, and fails on a keyword that it does not know.
 */
typedef struct _KhOpenapi KhOpenapi;

/* data/csl-1.openapi.json of the source folder; aborts when it cannot be read. */
KhOpenapi  *kh_openapi_load            (void) G_GNUC_WARN_UNUSED_RESULT;
void        kh_openapi_free            (KhOpenapi           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhOpenapi, kh_openapi_free)

/* Checks a request. @path has the query, @headers the header names in lower case
 * (GHashTable of strings; may be NULL), @body is NULL when there is none. Returns
 * NULL, or what is wrong. An operation that is not described is wrong. */
char       *kh_openapi_check_request   (KhOpenapi           *self,
                                        const char          *method,
                                        const char          *path,
                                        GHashTable          *headers,
                                        const char          *body) G_GNUC_WARN_UNUSED_RESULT;

/* Checks an answer to such a request, and notes operation and status as seen. */
char       *kh_openapi_check_response  (KhOpenapi           *self,
                                        const char          *method,
                                        const char          *path,
                                        guint                status,
                                        GHashTable          *headers,
                                        const char          *body) G_GNUC_WARN_UNUSED_RESULT;

/* The described operations and statuses that kh_openapi_check_response() has not
 * seen, one a line; NULL when there are none. */
char       *kh_openapi_dup_unseen      (KhOpenapi           *self) G_GNUC_WARN_UNUSED_RESULT;

/* Checks a value against components/schemas/@name. */
char       *kh_openapi_check_value     (KhOpenapi           *self,
                                        const char          *name,
                                        JsonNode            *value) G_GNUC_WARN_UNUSED_RESULT;

/* From now on aborts when the station gets a request that is not as described. */
void        kh_openapi_watch           (KhOpenapi           *self,
                                        KhReferenceStation  *station);

/* "Name: value" lines as a table for the two above. */
GHashTable *kh_openapi_read_headers    (const char          *lines) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
