/* kh-reference-fault.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-fault.h"

#include "kh-reference-answer.h"

#include <string.h>

typedef struct {
  KhReferenceFaultKind kind;
  const char *name;
  const char *argument; /* the form of the argument */
  guint number;         /* without an argument */
} Form;

#define NUMBER "^[0-9]{1,6}$"
#define MAYBE_NUMBER "^([0-9]{1,6})?$"
#define NOTHING "^$"

static const Form forms[] = {
  { KH_REFERENCE_FAULT_DELAY, "delay", NUMBER, 0 },
  { KH_REFERENCE_FAULT_DROP, "drop", NOTHING, 0 },
  { KH_REFERENCE_FAULT_DROP_AFTER, "drop-after", NOTHING, 0 },
  { KH_REFERENCE_FAULT_STATUS, "status", "^[45][0-9]{2}(:[0-9]{1,6})?$", 0 },
  { KH_REFERENCE_FAULT_PROBLEM, "problem", "^[a-z-]+(:[0-9]{1,6}|:/[!-~]*)?$", 0 },
  { KH_REFERENCE_FAULT_STALE, "stale", NOTHING, 0 },
  { KH_REFERENCE_FAULT_LOCKED, "locked", MAYBE_NUMBER, 2 },
  { KH_REFERENCE_FAULT_TRUNCATED, "truncated", "^(chunked)?$", 0 },
  { KH_REFERENCE_FAULT_GARBAGE, "garbage", "^(json)?$", 0 },
  { KH_REFERENCE_FAULT_NESTED, "nested", MAYBE_NUMBER, 100000 },
  { KH_REFERENCE_FAULT_HUGE, "huge", MAYBE_NUMBER, 300 },
  { KH_REFERENCE_FAULT_LIAR, "liar", "^(negative)?$", 0 },
  { KH_REFERENCE_FAULT_LATIN1, "latin1", NOTHING, 0 },
  { KH_REFERENCE_FAULT_DRIP, "drip", MAYBE_NUMBER, 200 },
  { KH_REFERENCE_FAULT_REDIRECT, "redirect", "^(https?://[!-~]+|/[!-~]*)?$", 0 },
  { KH_REFERENCE_FAULT_PENDING, "pending", NOTHING, 0 },
  { KH_REFERENCE_FAULT_TOUCH, "touch", NOTHING, 0 },
  { KH_REFERENCE_FAULT_NO_ETAG, "no-etag", "^(weak)?$", 0 },
  { KH_REFERENCE_FAULT_OTHER, "other", "^(number)?$", 0 },
};

/**
 * kh_reference_fault_free:
 * @fault: (transfer full): a fault
 */
void
kh_reference_fault_free (KhReferenceFault *fault)
{
  g_free (fault->argument);
  g_free (fault);
}

static const Form *
find_form (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].name, name) == 0)
      return &forms[i];
  return NULL;
}

/**
 * kh_reference_fault_to_name:
 * @kind: a kind
 *
 * Returns: (nullable): its name
 */
const char *
kh_reference_fault_to_name (KhReferenceFaultKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].kind == kind)
      return forms[i].name;
  return NULL;
}

static gboolean
fail (const char  *spec,
      const char  *what,
      GError     **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The fault \"%s\": %s.", spec, what);
  return FALSE;
}

/* "*N" and "+N", in any order. */
static void
read_suffix (KhReferenceFault *fault,
             const char       *suffix)
{
  while (*suffix != '\0')
    {
      char *end;
      guint64 number = g_ascii_strtoull (suffix + 1, &end, 10);

      if (*suffix == '*')
        fault->count = (int) number;
      else
        fault->skip = (guint) number;
      suffix = end;
    }
}

/* A form says what an argument looks like; of the types of problems there are only so many. */
static gboolean
is_argument (const Form *form,
             const char *argument)
{
  g_autofree char *slug = g_strndup (argument, strcspn (argument, ":"));

  return g_regex_match_simple (form->argument, argument, G_REGEX_DOLLAR_ENDONLY, 0)
         && (form->kind != KH_REFERENCE_FAULT_PROBLEM || kh_reference_answer_is_type (slug));
}

static gboolean
read_kind (KhReferenceFault  *fault,
           const char        *spec,
           const char        *name,
           const char        *argument,
           GError           **error)
{
  const Form *form = find_form (name);

  if (form == NULL)
    return fail (spec, "there is no such kind", error);
  if (!is_argument (form, argument))
    return fail (spec, "what follows the kind is missing or wrong", error);
  fault->kind = form->kind;
  fault->argument = g_strdup (argument);
  fault->number = form->number;
  if (g_ascii_isdigit (*argument))
    fault->number = (guint) g_ascii_strtoull (argument, NULL, 10);
  return TRUE;
}

/**
 * kh_reference_fault_parse:
 * @spec: KIND[:ARGUMENT]@RESOURCE[*COUNT][+SKIP]
 * @error: return location for an error that can be shown
 *
 * Returns: (transfer full): the fault
 */
KhReferenceFault *
kh_reference_fault_parse (const char  *spec,
                          GError     **error)
{
  g_autoptr (GRegex) regex = g_regex_new ("^([a-z0-9-]+)(?::([^@]*))?@([a-z-]+)"
                                          "((?:[*+][0-9]{1,6}){0,2})$",
                                          G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;
  g_autofree char *argument = NULL;
  g_autofree char *resource = NULL;
  g_autofree char *suffix = NULL;
  KhReferenceFault *fault;

  if (!g_regex_match (regex, spec, 0, &match))
    {
      fail (spec, "KIND[:ARGUMENT]@RESOURCE[*COUNT][+SKIP] is expected", error);
      return NULL;
    }
  name = g_match_info_fetch (match, 1);
  argument = g_match_info_fetch (match, 2);
  resource = g_match_info_fetch (match, 3);
  suffix = g_match_info_fetch (match, 4);
  fault = g_new0 (KhReferenceFault, 1);
  fault->count = -1;
  read_suffix (fault, suffix);
  if (!kh_reference_resource_from_string (resource, &fault->resource))
    fail (spec, "there is no such resource", error);
  else if (read_kind (fault, spec, name, argument, error))
    return fault;
  kh_reference_fault_free (fault);
  return NULL;
}

/* Whether this request is one that it is meant for. */
static gboolean
fires (KhReferenceFault    *fault,
       KhReferenceResource  resource)
{
  if (fault->count == 0
      || (fault->resource != resource && fault->resource != KH_REFERENCE_ANYWHERE))
    return FALSE;
  if (fault->skip > 0)
    {
      fault->skip--;
      return FALSE;
    }
  if (fault->count > 0)
    fault->count--;
  return TRUE;
}

static gboolean
is_way_to_answer (KhReferenceFaultKind kind)
{
  return kind != KH_REFERENCE_FAULT_DELAY && kind != KH_REFERENCE_FAULT_STALE
         && kind != KH_REFERENCE_FAULT_TOUCH && kind != KH_REFERENCE_FAULT_PENDING
         && kind != KH_REFERENCE_FAULT_NO_ETAG;
}

static void
add_to_plan (KhReferencePlan        *plan,
             const KhReferenceFault *fault)
{
  if (fault->kind == KH_REFERENCE_FAULT_DELAY)
    plan->delay += fault->number;
  plan->stale = plan->stale || fault->kind == KH_REFERENCE_FAULT_STALE;
  plan->touch = plan->touch || fault->kind == KH_REFERENCE_FAULT_TOUCH;
  plan->pending = plan->pending || fault->kind == KH_REFERENCE_FAULT_PENDING;
  if (fault->kind == KH_REFERENCE_FAULT_NO_ETAG)
    {
      plan->unversioned = TRUE;
      plan->weak = *fault->argument != '\0';
    }
  if (!is_way_to_answer (fault->kind))
    return;
  plan->kind = fault->kind;
  plan->argument = g_strdup (fault->argument);
  plan->number = fault->number;
}

/**
 * kh_reference_plan_new:
 * @faults: (element-type KhReferenceFault): the faults; those that fire count down
 * @resource: what a request is for
 *
 * Returns: (transfer full): what is wrong with it
 */
KhReferencePlan *
kh_reference_plan_new (GPtrArray           *faults,
                       KhReferenceResource  resource)
{
  KhReferencePlan *plan = g_new0 (KhReferencePlan, 1);

  for (guint i = 0; i < faults->len; i++)
    {
      KhReferenceFault *fault = faults->pdata[i];

      /* One way to answer at a time; the next one waits for the next request. */
      if (is_way_to_answer (fault->kind) && plan->kind != KH_REFERENCE_FAULT_NONE)
        continue;
      if (fires (fault, resource))
        add_to_plan (plan, fault);
    }
  return plan;
}

/**
 * kh_reference_plan_free:
 * @plan: (transfer full): a plan
 */
void
kh_reference_plan_free (KhReferencePlan *plan)
{
  g_free (plan->argument);
  g_free (plan);
}
