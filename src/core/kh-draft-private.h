/* kh-draft-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-draft.h"
#include "kh-value-type.h"

G_BEGIN_DECLS

/* What is known of one datapoint. A text that is no value has an error, and
 * the edited record keeps the original's value in its place. Of a sealed one
 * there is no text, but the secret that was typed, or that the kept one goes. */
typedef struct {
  char *text;
  char *error;
  KhSecret *secret;
  gboolean removes;
  gboolean cleared_by_parent;
} KhDraftEntry;

struct _KhDraft
{
  GObject parent_instance;

  /* Owned */
  KhCustomer *original;
  KhCustomer *edited;
  KhCatalogues *catalogues;
  KhDraftEntry entries[KH_N_DATAPOINTS];

  /* State */
  gboolean dirty;
};

void           kh_draft_replace       (char         **place,
                                       const char    *text,
                                       gboolean      *changed);
void           kh_draft_finish_change (KhDraft       *self,
                                       KhDatapointId  id,
                                       gboolean       changed);
gboolean       kh_draft_put_secret    (KhDraft       *self,
                                       KhDatapointId  id,
                                       KhSecret      *secret,
                                       gboolean       removes);
KhValueContext kh_draft_make_context (KhDraft       *self,
                                      KhDatapointId  id);

G_END_DECLS
