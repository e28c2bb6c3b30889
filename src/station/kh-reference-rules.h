/* kh-reference-rules.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KhReferenceProfile:
 *
 * Whose habits the reference station has.
 *
 * @KH_REFERENCE_GENERIC: shows and writes everything
 * @KH_REFERENCE_BOLD: masks passcodes, takes some fields once and some never
 * @KH_REFERENCE_ADT: masks passcodes and has shorter fields
 */
typedef enum {
  KH_REFERENCE_GENERIC,
  KH_REFERENCE_BOLD,
  KH_REFERENCE_ADT,
} KhReferenceProfile;

typedef enum {
  KH_REFERENCE_TEXT,
  KH_REFERENCE_LINES,
  KH_REFERENCE_CHOICE,
  KH_REFERENCE_BOOLEAN,
  KH_REFERENCE_INTEGER,
  KH_REFERENCE_DATE,
  KH_REFERENCE_PHONE,
  KH_REFERENCE_SECRET,
  KH_REFERENCE_CODE,
} KhReferenceKind;

typedef enum {
  KH_REFERENCE_FREE       = 0,
  KH_REFERENCE_REQUIRED   = 1 << 0, /* never null */
  KH_REFERENCE_FIXED      = 1 << 1, /* shown, never written */
  KH_REFERENCE_BOLD_NEVER = 1 << 2, /* fixed with the bold profile */
  KH_REFERENCE_BOLD_ONCE  = 1 << 3, /* with it, written only where there is no value */
  KH_REFERENCE_ADT_NEVER  = 1 << 4,
  KH_REFERENCE_UNLISTED   = 1 << 5, /* not among the fields of the capabilities */
} KhReferenceFlags;

/**
 * KhReferenceRule:
 * @path: the field's place in the account, with * for a list item's id
 * @kind: what its value is
 * @max: most characters
 * @max_adt: most characters with the ADT profile, or 0 for @max
 * @pattern: (nullable): the choices, parted by bars; a regular expression; or for a code
 *   the list that it has to be in
 * @field: (nullable): its path in the capabilities, or %NULL for @path
 * @flags: who may write it
 *
 * One field of an account document.
 */
typedef struct {
  const char *path;
  KhReferenceKind kind;
  guint max;
  guint max_adt;
  const char *pattern;
  const char *field;
  KhReferenceFlags flags;
} KhReferenceRule;

/**
 * KhReferenceMistake:
 * @pointer: a JSON Pointer into what was sent
 * @code: a word for programs
 * @detail: a sentence for people; it never quotes the value
 */
typedef struct {
  char *pointer;
  char *code;
  char *detail;
} KhReferenceMistake;

void                   kh_reference_mistake_free         (KhReferenceMistake    *mistake);
void                   kh_reference_mistake_add          (GPtrArray             *mistakes,
                                                          const char            *pointer,
                                                          const char            *code,
                                                          const char            *detail);
GPtrArray             *kh_reference_mistakes_new         (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean               kh_reference_mistakes_are_all     (GPtrArray             *mistakes,
                                                          const char            *code);

gboolean               kh_reference_profile_from_string  (const char            *text,
                                                          KhReferenceProfile    *profile);
const char            *kh_reference_profile_to_string    (KhReferenceProfile     profile);

const KhReferenceRule *kh_reference_rule_lookup          (const char            *path);
gboolean               kh_reference_rule_is_fixed        (const KhReferenceRule *rule,
                                                          KhReferenceProfile     profile);
gboolean               kh_reference_rule_is_once         (const KhReferenceRule *rule,
                                                          KhReferenceProfile     profile);
gboolean               kh_reference_rule_check           (const KhReferenceRule *rule,
                                                          KhReferenceProfile     profile,
                                                          JsonNode              *value,
                                                          const char            *pointer,
                                                          GPtrArray             *mistakes);
JsonArray             *kh_reference_rules_describe       (KhReferenceProfile     profile) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
