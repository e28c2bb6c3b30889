/* kh-search.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "kh-table.h"
#include "kh-types.h"

G_BEGIN_DECLS

/* In bytes. A longer query finds nobody, as nothing that long is kept of anybody. */
#define KH_SEARCH_LONGEST_QUERY 1000

typedef struct _KhSearch KhSearch;

/**
 * KhSearchWay:
 * @KH_SEARCH_BY_STARTS: every piece starts a word
 * @KH_SEARCH_BY_PIECES: every piece starts a word or is inside one
 * @KH_SEARCH_BY_ANYTHING: as that, or all of it is one phone number
 *
 * How a record may match.
 */
typedef enum {
  KH_SEARCH_BY_STARTS,
  KH_SEARCH_BY_PIECES,
  KH_SEARCH_BY_ANYTHING,
} KhSearchWay;

/**
 * KhSearchText:
 * @datapoint: a datapoint or a column that is searched
 * @text: (nullable): a value of it
 *
 * Something that a customer may be found by.
 */
typedef struct {
  const KhDatapoint *datapoint;
  const char *text;
} KhSearchText;

char          *kh_search_fold           (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* What the registry says is searched, of a customer and of tables. */
guint          kh_search_n_fields       (void);
KhDatapointId  kh_search_get_field      (guint              index);
gboolean       kh_search_has_table      (KhTableId          table);
void           kh_search_append_tokens  (GString           *tokens,
                                         const KhDatapoint *datapoint,
                                         const char        *text);

KhSearch      *kh_search_new            (const char *query) G_GNUC_WARN_UNUSED_RESULT;
void           kh_search_free           (KhSearch   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSearch, kh_search_free)

gboolean       kh_search_is_empty       (KhSearch           *self);
gboolean       kh_search_is_impossible  (KhSearch           *self);
const char    *kh_search_get_prefixes   (KhSearch           *self);
const char    *kh_search_get_substrings (KhSearch           *self);
const char    *kh_search_get_phone      (KhSearch           *self);
gboolean       kh_search_needs_check    (KhSearch           *self);
gboolean       kh_search_matches        (KhSearch           *self,
                                         KhSearchWay         way,
                                         const KhSearchText *texts,
                                         guint               n_texts);

G_END_DECLS
