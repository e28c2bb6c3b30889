/* kh-reference-shell.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-shell.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-blocks.h"
#include "kh-reference-desk.h"
#include "kh-reference-directory.h"

#include <string.h>

#define LONGEST_AUTHOR 100

/* An account that is being made. */
typedef struct {
  KhReferenceBook *book;
  KhReferenceProfile profile;
  KhReferenceRequest *request;

  KhReferenceBlock *block; /* nullable */
  char *author;
  JsonObject *account;
  GPtrArray *mistakes;
} Shell;

static void
shell_clear (Shell *self)
{
  g_clear_pointer (&self->block, kh_reference_block_free);
  g_free (self->author);
  g_clear_pointer (&self->account, json_object_unref);
  g_ptr_array_unref (self->mistakes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shell, shell_clear)

static KhReferenceAnswer *
refuse_member (const char *pointer,
               const char *detail)
{
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();

  kh_reference_mistake_add (mistakes, pointer, "format", detail);
  return kh_reference_answer_new_mistakes (400, "bad-request", mistakes, 0);
}

/* What stands in the body beside the account. */
static KhReferenceAnswer *
read_envelope (Shell       *self,
               JsonObject  *body,
               char       **block)
{
  const char *author = kh_json_get_string (body, "author", "");
  glong length = g_utf8_strlen (author, -1);

  *block = g_strdup (kh_json_get_string (body, "from_block", NULL));
  if (length == 0 || length > LONGEST_AUTHOR)
    return refuse_member ("/author", "An author is expected.");
  if (json_object_has_member (body, "number") == json_object_has_member (body, "from_block")
      || (json_object_has_member (body, "from_block") && *block == NULL))
    return refuse_member ("/number", "Either a number or a block to take it from is expected.");
  self->author = g_strdup (author);
  json_object_remove_member (body, "author");
  json_object_remove_member (body, "from_block");
  return NULL;
}

/* Puts the block's next number and its receiver into the body; the number is taken
 * only once nothing is wrong. */
static KhReferenceAnswer *
use_block (Shell       *self,
           JsonObject  *body,
           const char  *id,
           GError     **error)
{
  g_autoptr (GPtrArray) blocks
    = kh_reference_blocks_find (self->book, self->request->dealer, id, error);
  g_autofree char *number = NULL;
  KhReferenceAnswer *answer;
  const char *receiver;
  gint64 left;

  if (blocks == NULL)
    return NULL;
  if (blocks->len == 0)
    {
      kh_reference_mistake_add (self->mistakes, "/from_block", "unknown-item", "There is no such block.");
      return kh_reference_answer_new_mistakes (422, "validation", self->mistakes, 0);
    }
  self->block = g_ptr_array_steal_index (blocks, 0);
  if (!kh_reference_blocks_peek (self->book, self->block, &number, &left, error))
    return NULL;
  answer = kh_reference_block_refuse (self->block, number);
  if (answer != NULL)
    return answer;
  json_object_set_string_member (body, "number", number);
  receiver = kh_json_get_string (body, "receiver", NULL);
  if (receiver != NULL && g_strcmp0 (receiver, self->block->receiver) != 0)
    kh_reference_mistake_add (self->mistakes, "/receiver", "format",
                              "The block's accounts are on another receiver.");
  else if (self->block->receiver != NULL)
    json_object_set_string_member (body, "receiver", self->block->receiver);
  return NULL;
}

/* One of a kind on a Bold station, and only agencies that the station knows. */
static void
check_agencies (Shell *self)
{
  JsonArray *items = kh_json_get_array (self->account, "agencies");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      const char *type = kh_json_get_string (item, "type", "");
      g_autofree char *pointer = g_strdup_printf ("/agencies/%u", i);

      kh_reference_directory_settle (item, pointer, self->mistakes);
      for (guint j = 0; self->profile == KH_REFERENCE_BOLD && strcmp (type, "guard") != 0 && j < i; j++)
        if (strcmp (kh_json_get_string (json_array_get_object_element (items, j), "type", ""), type) == 0)
          kh_reference_mistake_add (self->mistakes, pointer, "duplicate",
                                    "There is an agency of that type.");
    }
}

static KhReferenceAnswer *
refuse_mistakes (GPtrArray *mistakes)
{
  const char *slug = "validation";

  if (mistakes->len == 0)
    return NULL;
  if (kh_reference_mistakes_are_all (mistakes, "read-only"))
    slug = "read-only-field";
  else if (kh_reference_mistakes_are_all (mistakes, "unknown-code"))
    slug = "unknown-code";
  return kh_reference_answer_new_mistakes (422, slug, mistakes, 0);
}

/* Whose the other account is, is not told. */
static KhReferenceAnswer *
check_number (Shell   *self,
              GError **error)
{
  const char *number = kh_json_get_string (self->account, "number", "");
  const char *receiver = kh_json_get_string (self->account, "receiver", NULL);
  g_autoptr (GPtrArray) others = kh_reference_book_find_number (self->book, number, error);

  for (guint i = 0; others != NULL && i < others->len; i++)
    if (g_strcmp0 (kh_json_get_string (others->pdata[i], "receiver", NULL), receiver) == 0)
      return kh_reference_answer_new_problem (409, "duplicate-number", NULL);
  return NULL;
}

static KhReferenceAnswer *
check_reference (Shell   *self,
                 GError **error)
{
  JsonObject *references = kh_json_get_object (self->account, "external_refs");
  const char *value = kh_json_get_string (references, "keyholder", NULL);
  g_autoptr (GPtrArray) holders = NULL;

  if (value == NULL)
    return NULL;
  holders = kh_reference_book_find_reference (self->book, self->request->dealer, value, error);
  if (holders != NULL && holders->len > 0)
    return kh_reference_answer_new_problem (409, "already-linked", "Another account has this number.");
  return NULL;
}

static gboolean
keep_account (Shell   *self,
              GError **error)
{
  g_autofree char *number = NULL;
  gint64 left;

  json_object_set_string_member (self->account, "dealer", self->request->dealer);
  json_object_set_string_member (self->account, "status", "pending");
  kh_reference_account_stamp (self->account, self->author, 1);
  return (self->block == NULL
          || kh_reference_blocks_take (self->book, self->block, &number, &left, error))
         && kh_reference_desk_give_id (self->book, self->account, self->profile, error)
         && kh_reference_book_save (self->book, self->account, error);
}

static KhReferenceAnswer *
answer_account (Shell *self)
{
  KhReferenceAnswer *answer;

  kh_reference_account_mask (self->account, self->profile);
  answer = kh_reference_answer_new_object (201, json_object_ref (self->account));
  answer->version = 1;
  return answer;
}

/**
 * kh_reference_shell_write:
 * @book: a book, in a transaction
 * @profile: the station's profile
 * @request: a request
 * @body: what was sent; it is changed
 * @error: return location for an error
 *
 * Makes an account, which waits to be put into service.
 *
 * Returns: (transfer full): the account, or why there is none
 */
KhReferenceAnswer *
kh_reference_shell_write (KhReferenceBook     *book,
                          KhReferenceProfile   profile,
                          KhReferenceRequest  *request,
                          JsonObject          *body,
                          GError             **error)
{
  g_auto (Shell) self = { .book = book, .profile = profile, .request = request };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KhReferenceAnswer) answer = NULL;
  g_autofree char *block = NULL;

  self.mistakes = kh_reference_mistakes_new ();
  answer = read_envelope (&self, body, &block);
  if (answer == NULL && block != NULL)
    answer = use_block (&self, body, block, &local_error);
  if (answer == NULL && local_error == NULL)
    {
      self.account = kh_reference_account_read_new (body, profile, self.mistakes);
      check_agencies (&self);
      answer = refuse_mistakes (self.mistakes);
    }
  if (answer == NULL && local_error == NULL)
    answer = check_number (&self, &local_error);
  if (answer == NULL && local_error == NULL)
    answer = check_reference (&self, &local_error);
  if (answer == NULL && local_error == NULL && keep_account (&self, &local_error))
    answer = answer_account (&self);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&answer);
}
