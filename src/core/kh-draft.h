/* kh-draft.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-customer.h"
#include "kh-datapoint.h"
#include "kh-secret-change.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhProblem:
 * @datapoint: where
 * @message: what is wrong, translated, without the datapoint's name
 * @missing: whether it is a required value that is not there
 */
typedef struct {
  KhDatapointId datapoint;
  char *message;
  gboolean missing;
} KhProblem;

void kh_problem_free (KhProblem *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhProblem, kh_problem_free)

/**
 * KhDraft:
 *
 * A working copy of a customer: what was typed, what of it differs from the
 * original, and what is wrong with it. A widget holds no value of its own; it
 * shows the draft's and tells the draft what was typed.
 *
 * ::changed (guint datapoint): what was typed for it, its value or its error changed.
 * notify::dirty: whether anything differs from the original.
 */
#define KH_TYPE_DRAFT (kh_draft_get_type ())
G_DECLARE_FINAL_TYPE (KhDraft, kh_draft, KH, DRAFT, GObject)

KhDraft      *kh_draft_new             (KhCustomer    *original,
                                        KhCatalogues  *catalogues);

KhCustomer   *kh_draft_get_original    (KhDraft       *self);
KhCustomer   *kh_draft_get_edited      (KhDraft       *self);
KhCatalogues *kh_draft_get_catalogues  (KhDraft       *self);

const char   *kh_draft_get_text        (KhDraft       *self,
                                        KhDatapointId  id);
gboolean      kh_draft_set_text        (KhDraft       *self,
                                        KhDatapointId  id,
                                        const char    *text);
gboolean      kh_draft_set_value       (KhDraft       *self,
                                        KhDatapointId  id,
                                        const char    *value);
const char   *kh_draft_get_error       (KhDraft       *self,
                                        KhDatapointId  id);

gboolean      kh_draft_set_secret      (KhDraft       *self,
                                        KhDatapointId  id,
                                        const char    *text);
void          kh_draft_set_removes     (KhDraft       *self,
                                        KhDatapointId  id,
                                        gboolean       removes);
gboolean      kh_draft_has_secret      (KhDraft       *self,
                                        KhDatapointId  id);
gboolean      kh_draft_get_removes     (KhDraft       *self,
                                        KhDatapointId  id);
KhSecretChange *kh_draft_dup_secret    (KhDraft       *self,
                                        KhDatapointId  id) G_GNUC_WARN_UNUSED_RESULT;
void          kh_draft_settle_secrets  (KhDraft       *self,
                                        GPtrArray     *changes);
void          kh_draft_copy_secrets    (KhDraft       *self,
                                        KhDraft       *other);

gboolean      kh_draft_is_dirty        (KhDraft       *self,
                                        KhDatapointId  id);
gboolean      kh_draft_get_dirty       (KhDraft       *self);
gboolean      kh_draft_section_dirty   (KhDraft       *self,
                                        KhSection      section);
void          kh_draft_revert_section  (KhDraft       *self,
                                        KhSection      section);
void          kh_draft_rebase          (KhDraft       *self,
                                        KhCustomer    *original);

GPtrArray    *kh_draft_validate        (KhDraft       *self,
                                        KhSection      section) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *kh_draft_missing_to_link (KhDraft       *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
