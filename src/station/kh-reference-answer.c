/* kh-reference-answer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-answer.h"

#include "kh-json.h"
#include "kh-reference-rules.h"

#include <string.h>

typedef struct {
  const char *slug;
  guint status;
  const char *title;
} Problem;

/* The first one of a status is what a station says that only tells the status. */
static const Problem problems[] = {
  { "bad-request", 400, "The request is malformed" },
  { "unauthorized", 401, "The token is missing, wrong or expired" },
  { "not-permitted", 403, "This token may not do that" },
  { "not-your-account", 403, "The account is another dealer's" },
  { "not-found", 404, "There is no such thing here" },
  { "method-not-allowed", 405, "This cannot be done here" },
  { "request-in-progress", 409, "The same request is being worked on" },
  { "in-alarm", 409, "The account is in alarm" },
  { "already-linked", 409, "The account is linked already" },
  { "duplicate-number", 409, "The number is taken" },
  { "block-exhausted", 409, "The block has no number left" },
  { "block-disabled", 409, "No numbers are given out from the block any more" },
  { "stale", 412, "The account changed meanwhile" },
  { "too-large", 413, "The request is too large" },
  { "validation", 422, "A value is refused" },
  { "read-only-field", 422, "A field cannot be written" },
  { "unknown-code", 422, "A code is none of this station's" },
  { "key-reused", 422, "The key was used for another request" },
  { "locked", 423, "An operator has the account open" },
  { "if-match-required", 428, "If-Match is missing" },
  { "rate", 429, "Too many requests" },
  { "internal", 500, "The station failed" },
  { "unavailable", 503, "The station is not available" },
};

/**
 * kh_reference_answer_new:
 * @status: an HTTP status
 *
 * Returns: (transfer full): an answer without a body
 */
KhReferenceAnswer *
kh_reference_answer_new (guint status)
{
  KhReferenceAnswer *self = g_new0 (KhReferenceAnswer, 1);

  self->status = status;
  return self;
}

/**
 * kh_reference_answer_new_object:
 * @status: an HTTP status
 * @object: (transfer full): the body
 *
 * Returns: (transfer full): the answer
 */
KhReferenceAnswer *
kh_reference_answer_new_object (guint       status,
                                JsonObject *object)
{
  KhReferenceAnswer *self = kh_reference_answer_new (status);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  self->body = kh_json_to_text (node);
  return self;
}

static const Problem *
find_problem (const char *slug)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (strcmp (problems[i].slug, slug) == 0)
      return &problems[i];
  return NULL;
}

static const Problem *
get_problem (const char *slug)
{
  const Problem *problem = find_problem (slug);

  g_assert (problem != NULL);
  return problem;
}

static JsonObject *
make_problem (guint       status,
              const char *slug)
{
  JsonObject *problem = json_object_new ();
  g_autofree char *type = g_strconcat ("/problems/", slug, NULL);

  json_object_set_string_member (problem, "type", type);
  json_object_set_string_member (problem, "title", get_problem (slug)->title);
  json_object_set_int_member (problem, "status", status);
  return problem;
}

/**
 * kh_reference_answer_new_problem:
 * @status: an HTTP status
 * @slug: the problem's type, without "/problems/"
 * @detail: (nullable): a sentence; it never quotes what was sent
 *
 * Returns: (transfer full): the answer
 */
KhReferenceAnswer *
kh_reference_answer_new_problem (guint       status,
                                 const char *slug,
                                 const char *detail)
{
  JsonObject *problem = make_problem (status, slug);

  if (detail != NULL)
    json_object_set_string_member (problem, "detail", detail);
  return kh_reference_answer_new_object (status, problem);
}

/**
 * kh_reference_answer_new_mistakes:
 * @status: an HTTP status
 * @slug: the problem's type, without "/problems/"
 * @mistakes: (nullable) (element-type KhReferenceMistake): what is wrong
 * @current_version: the account's version, or 0
 *
 * Returns: (transfer full): the answer
 */
KhReferenceAnswer *
kh_reference_answer_new_mistakes (guint       status,
                                  const char *slug,
                                  GPtrArray  *mistakes,
                                  gint64      current_version)
{
  JsonObject *problem = make_problem (status, slug);
  JsonArray *errors = json_array_new ();

  if (current_version != 0)
    json_object_set_int_member (problem, "current_version", current_version);
  for (guint i = 0; mistakes != NULL && i < mistakes->len; i++)
    {
      KhReferenceMistake *mistake = mistakes->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "pointer", mistake->pointer);
      json_object_set_string_member (object, "code", mistake->code);
      json_object_set_string_member (object, "detail", mistake->detail);
      json_array_add_object_element (errors, object);
    }
  json_object_set_array_member (problem, "errors", errors);
  return kh_reference_answer_new_object (status, problem);
}

/**
 * kh_reference_answer_new_status:
 * @status: an HTTP status of 400 or more
 * @retry_after: seconds for the Retry-After header, or 0
 *
 * Returns: (transfer full): what a station says that only tells the status
 */
KhReferenceAnswer *
kh_reference_answer_new_status (guint status,
                                guint retry_after)
{
  KhReferenceAnswer *self = NULL;

  for (guint i = 0; self == NULL && i < G_N_ELEMENTS (problems); i++)
    if (problems[i].status == status)
      self = kh_reference_answer_new_problem (status, problems[i].slug, NULL);
  if (self == NULL)
    self = kh_reference_answer_new_problem (status, "internal", NULL);
  self->retry_after = retry_after;
  return self;
}

/**
 * kh_reference_answer_is_type:
 * @slug: a problem's type, without "/problems/"
 *
 * Returns: whether it is one of CSL/1
 */
gboolean
kh_reference_answer_is_type (const char *slug)
{
  return find_problem (slug) != NULL;
}

/**
 * kh_reference_answer_new_type:
 * @slug: a problem's type, without "/problems/"
 * @retry_after: seconds for the Retry-After header, or 0
 *
 * Returns: (transfer full): what a station says that only tells the type
 */
KhReferenceAnswer *
kh_reference_answer_new_type (const char *slug,
                              guint       retry_after)
{
  const Problem *problem = get_problem (slug);
  KhReferenceAnswer *self = kh_reference_answer_new_problem (problem->status, slug, NULL);

  self->retry_after = retry_after;
  return self;
}

/**
 * kh_reference_answer_new_pointer:
 * @slug: a problem's type, without "/problems/"
 * @pointer: a JSON Pointer into what was sent
 *
 * Returns: (transfer full): what a station says that does not take the value at @pointer
 */
KhReferenceAnswer *
kh_reference_answer_new_pointer (const char *slug,
                                 const char *pointer)
{
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();

  kh_reference_mistake_add (mistakes, pointer, "refused", "The station does not take this.");
  return kh_reference_answer_new_mistakes (get_problem (slug)->status, slug, mistakes, 0);
}

/**
 * kh_reference_answer_free:
 * @self: (transfer full): an answer
 */
void
kh_reference_answer_free (KhReferenceAnswer *self)
{
  g_free (self->body);
  g_free (self->allow);
  g_free (self);
}
