/* kh-reference-fault.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-request.h"

G_BEGIN_DECLS

/**
 * KhReferenceFaultKind:
 *
 * The ways in which the station misbehaves when told to.
 */
typedef enum {
  KH_REFERENCE_FAULT_NONE,
  KH_REFERENCE_FAULT_DELAY,      /* :MS waits, then goes on */
  KH_REFERENCE_FAULT_DROP,       /* closes, nothing done */
  KH_REFERENCE_FAULT_DROP_AFTER, /* does it, then closes */
  KH_REFERENCE_FAULT_STATUS,     /* :CODE[:SECONDS] answers so, nothing done */
  KH_REFERENCE_FAULT_PROBLEM,    /* :TYPE[:SECONDS|:POINTER] answers so, nothing done */
  KH_REFERENCE_FAULT_STALE,      /* an operator saves the account just before */
  KH_REFERENCE_FAULT_LOCKED,     /* [:SECONDS] 423, nothing done */
  KH_REFERENCE_FAULT_TRUNCATED,  /* [:chunked] half of the answer */
  KH_REFERENCE_FAULT_GARBAGE,    /* [:json] a page of HTML */
  KH_REFERENCE_FAULT_NESTED,     /* [:LEVELS] JSON, 100,000 deep */
  KH_REFERENCE_FAULT_HUGE,       /* [:MIB] 300 MiB of JSON */
  KH_REFERENCE_FAULT_LIAR,       /* [:negative] a wrong Content-Length */
  KH_REFERENCE_FAULT_LATIN1,     /* no UTF-8 */
  KH_REFERENCE_FAULT_DRIP,       /* [:MS] a byte at a time */
  KH_REFERENCE_FAULT_REDIRECT,   /* [:URL] 302 */
  KH_REFERENCE_FAULT_PENDING,    /* changes wait for a person */
  KH_REFERENCE_FAULT_TOUCH,      /* an operator saves the account just after */
  KH_REFERENCE_FAULT_NO_ETAG,    /* [:weak] gives no version that a write could name, and asks for none */
  KH_REFERENCE_FAULT_OTHER,      /* [:number] answers with another account's id, or number */
} KhReferenceFaultKind;

/**
 * KhReferenceFault:
 * @kind: what
 * @argument: (nullable): how
 * @number: @argument as a number, or its default
 * @resource: where
 * @count: how often yet, or -1
 * @skip: how many requests it lets pass first
 */
typedef struct {
  KhReferenceFaultKind kind;
  char *argument;
  guint number;
  KhReferenceResource resource;
  int count;
  guint skip;
} KhReferenceFault;

/**
 * KhReferencePlan:
 * @delay: milliseconds to wait
 * @stale: whether the account gets a new version before
 * @touch: whether it gets one after
 * @pending: whether changes wait for a person
 * @unversioned: whether accounts have no version
 * @weak: whether they have a weak one instead
 * @kind: how to answer
 * @argument: (nullable): as in the fault
 * @number: as in the fault
 *
 * What is wrong with one request.
 */
typedef struct {
  guint delay;
  gboolean stale;
  gboolean touch;
  gboolean pending;
  gboolean unversioned;
  gboolean weak;
  KhReferenceFaultKind kind;
  char *argument;
  guint number;
} KhReferencePlan;

KhReferenceFault *kh_reference_fault_parse   (const char           *spec,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void              kh_reference_fault_free    (KhReferenceFault     *fault);
const char       *kh_reference_fault_to_name (KhReferenceFaultKind  kind);

KhReferencePlan  *kh_reference_plan_new      (GPtrArray            *faults,
                                              KhReferenceResource   resource) G_GNUC_WARN_UNUSED_RESULT;
void              kh_reference_plan_free     (KhReferencePlan      *plan);

G_END_DECLS
