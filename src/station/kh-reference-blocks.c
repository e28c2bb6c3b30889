/* kh-reference-blocks.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-blocks.h"

#include "kh-json.h"
#include "kh-number-block.h"

#include <gio/gio.h>

#define SQL_FIND \
  "SELECT id, dealer, first, last, receiver, two_way, enabled, given FROM number_block" \
  " WHERE dealer = coalesce (?1, dealer) AND id = coalesce (?2, id) ORDER BY length (id), id"
#define SQL_ADD \
  "INSERT INTO number_block (id, dealer, first, last, receiver, two_way, enabled, given)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 0)"
#define SQL_DISABLE "UPDATE number_block SET enabled = 0 WHERE id = ?1"
#define SQL_TAKE "UPDATE number_block SET given = ?2 WHERE id = ?1"

/**
 * kh_reference_block_free:
 * @block: (transfer full): a block
 */
void
kh_reference_block_free (KhReferenceBlock *block)
{
  g_free (block->id);
  g_free (block->dealer);
  g_free (block->first);
  g_free (block->last);
  g_free (block->receiver);
  g_free (block);
}

static KhReferenceBlock *
read_block (KhStatement *statement)
{
  KhReferenceBlock *block = g_new0 (KhReferenceBlock, 1);

  block->id = g_strdup (kh_statement_get_text (statement, 0));
  block->dealer = g_strdup (kh_statement_get_text (statement, 1));
  block->first = g_strdup (kh_statement_get_text (statement, 2));
  block->last = g_strdup (kh_statement_get_text (statement, 3));
  block->receiver = g_strdup (kh_statement_get_text (statement, 4));
  block->two_way = kh_statement_get_int64 (statement, 5) != 0;
  block->enabled = kh_statement_get_int64 (statement, 6) != 0;
  block->given = kh_statement_get_int64 (statement, 7);
  return block;
}

/**
 * kh_reference_blocks_find:
 * @book: a book
 * @dealer: (nullable): a dealer, or %NULL for all
 * @id: (nullable): a block's id, or %NULL for all
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhReferenceBlock): the blocks, oldest first
 */
GPtrArray *
kh_reference_blocks_find (KhReferenceBook  *book,
                          const char       *dealer,
                          const char       *id,
                          GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_FIND, error);
  g_autoptr (GPtrArray) blocks
    = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_block_free);
  gboolean row;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, dealer);
  kh_statement_bind_text (statement, 2, id);
  for (;;)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&blocks);
      g_ptr_array_add (blocks, read_block (statement));
    }
}

static gboolean
insert_block (KhReferenceBook         *book,
              const KhReferenceBlock  *block,
              guint                    position,
              GError                 **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_ADD, error);
  g_autofree char *id = g_strdup_printf ("b%u", position + 1);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, id);
  kh_statement_bind_text (statement, 2, block->dealer);
  kh_statement_bind_text (statement, 3, block->first);
  kh_statement_bind_text (statement, 4, block->last);
  kh_statement_bind_text (statement, 5, block->receiver);
  kh_statement_bind_int64 (statement, 6, block->two_way);
  return kh_statement_run (statement, error);
}

static gboolean
run_add (KhReferenceBook  *book,
         gpointer          user_data,
         GError          **error)
{
  const KhReferenceBlock *block = user_data;
  g_autoptr (GPtrArray) blocks = kh_reference_blocks_find (book, NULL, NULL, error);

  if (blocks == NULL)
    return FALSE;
  for (guint i = 0; i < blocks->len; i++)
    {
      const KhReferenceBlock *other = blocks->pdata[i];

      /* Given again at every start, it is the block that is there, and goes on. */
      if (g_strcmp0 (other->dealer, block->dealer) == 0
          && g_strcmp0 (other->first, block->first) == 0
          && g_strcmp0 (other->last, block->last) == 0
          && g_strcmp0 (other->receiver, block->receiver) == 0)
        return TRUE;
    }
  return insert_block (book, block, blocks->len, error);
}

/**
 * kh_reference_blocks_add:
 * @book: a book
 * @block: a block; its id, enabled and given are not read
 * @error: return location for an error
 *
 * Keeps a block, unless it is there already.
 */
gboolean
kh_reference_blocks_add (KhReferenceBook         *book,
                         const KhReferenceBlock  *block,
                         GError                 **error)
{
  if (kh_number_block_count (block->first, block->last) > 0)
    return kh_reference_book_transact (book, run_add, (gpointer) block, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "From %s to %s there are no numbers: both are equally long, and differ in the "
               "digits at their end only.", block->first, block->last);
  return FALSE;
}

static gboolean
run_disable (KhReferenceBook  *book,
             gpointer          user_data,
             GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_DISABLE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, user_data);
  return kh_statement_run (statement, error);
}

/**
 * kh_reference_blocks_disable:
 * @book: a book
 * @id: a block's id
 * @error: return location for an error
 *
 * Gives out no more numbers of a block, for good.
 */
gboolean
kh_reference_blocks_disable (KhReferenceBook  *book,
                             const char       *id,
                             GError          **error)
{
  return kh_reference_book_transact (book, run_disable, (gpointer) id, error);
}

static gboolean
is_taken (KhReferenceBook         *book,
          const KhReferenceBlock  *block,
          const char              *number,
          gboolean                *taken,
          GError                 **error)
{
  g_autoptr (GPtrArray) accounts = kh_reference_book_find_number (book, number, error);

  if (accounts == NULL)
    return FALSE;
  *taken = FALSE;
  for (guint i = 0; i < accounts->len; i++)
    if (g_strcmp0 (kh_json_get_string (accounts->pdata[i], "receiver", NULL), block->receiver) == 0)
      *taken = TRUE;
  return TRUE;
}

/* The place of the next number that no account has, or of none. */
static gboolean
find_next (KhReferenceBook         *book,
           const KhReferenceBlock  *block,
           gint64                  *index,
           GError                 **error)
{
  gint64 count = kh_number_block_count (block->first, block->last);
  gboolean taken = TRUE;

  for (*index = block->given; *index < count; (*index)++)
    {
      g_autofree char *number = kh_number_block_dup_number (block->first, *index);

      if (!is_taken (book, block, number, &taken, error))
        return FALSE;
      if (!taken)
        break;
    }
  return TRUE;
}

/**
 * kh_reference_blocks_peek:
 * @book: a book
 * @block: a block
 * @number: (out) (nullable): its next number, or %NULL when it has none left
 * @left: (out): how many come after it at most
 * @error: return location for an error
 */
gboolean
kh_reference_blocks_peek (KhReferenceBook         *book,
                          const KhReferenceBlock  *block,
                          char                   **number,
                          gint64                  *left,
                          GError                 **error)
{
  gint64 count = kh_number_block_count (block->first, block->last);
  gint64 index;

  *number = NULL;
  if (!find_next (book, block, &index, error))
    return FALSE;
  if (index < count)
    *number = kh_number_block_dup_number (block->first, index);
  *left = MAX (count - index - 1, 0);
  return TRUE;
}

/**
 * kh_reference_blocks_take:
 * @book: a book, in a transaction
 * @block: a block
 * @number: (out) (nullable): its next number, or %NULL when it has none left
 * @left: (out): how many come after it at most
 * @error: return location for an error
 *
 * Gives out a number. It never comes again, whatever becomes of it.
 */
gboolean
kh_reference_blocks_take (KhReferenceBook   *book,
                          KhReferenceBlock  *block,
                          char             **number,
                          gint64            *left,
                          GError           **error)
{
  g_autoptr (KhStatement) statement = NULL;

  if (!kh_reference_blocks_peek (book, block, number, left, error))
    return FALSE;
  if (*number == NULL)
    return TRUE;
  block->given = kh_number_block_count (block->first, block->last) - *left;
  statement = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_TAKE, error);
  if (statement != NULL)
    {
      kh_statement_bind_text (statement, 1, block->id);
      kh_statement_bind_int64 (statement, 2, block->given);
      if (kh_statement_run (statement, error))
        return TRUE;
    }
  g_clear_pointer (number, g_free);
  return FALSE;
}

/**
 * kh_reference_block_refuse:
 * @block: a block
 * @number: (nullable): its next number
 *
 * Returns: (transfer full) (nullable): why it gives no number, or %NULL when it does
 */
KhReferenceAnswer *
kh_reference_block_refuse (const KhReferenceBlock *block,
                           const char             *number)
{
  if (!block->enabled)
    return kh_reference_answer_new_problem (409, "block-disabled", NULL);
  if (number == NULL)
    return kh_reference_answer_new_problem (409, "block-exhausted", NULL);
  return NULL;
}

static gboolean
describe_block (KhReferenceBook         *book,
                const KhReferenceBlock  *block,
                JsonArray               *items,
                GError                 **error)
{
  g_autofree char *next = NULL;
  JsonObject *object;
  gint64 after;

  if (!kh_reference_blocks_peek (book, block, &next, &after, error))
    return FALSE;
  object = json_object_new ();
  json_object_set_string_member (object, "id", block->id);
  json_object_set_string_member (object, "begin", block->first);
  json_object_set_string_member (object, "end", block->last);
  json_object_set_string_member (object, "receiver", block->receiver);
  json_object_set_boolean_member (object, "two_way", block->two_way);
  json_object_set_boolean_member (object, "enabled", block->enabled);
  json_object_set_string_member (object, "next", block->enabled ? next : NULL);
  json_object_set_int_member (object, "left", !block->enabled || next == NULL ? 0 : after + 1);
  json_array_add_object_element (items, object);
  return TRUE;
}

/**
 * kh_reference_blocks_answer:
 * @book: a book
 * @dealer: a dealer
 * @error: return location for an error
 *
 * Returns: (transfer full): the dealer's blocks; a dealer has few, so they are one page
 */
KhReferenceAnswer *
kh_reference_blocks_answer (KhReferenceBook  *book,
                            const char       *dealer,
                            GError          **error)
{
  g_autoptr (GPtrArray) blocks = kh_reference_blocks_find (book, dealer, NULL, error);
  g_autoptr (JsonArray) items = json_array_new ();
  JsonObject *object;

  if (blocks == NULL)
    return NULL;
  for (guint i = 0; i < blocks->len; i++)
    if (!describe_block (book, blocks->pdata[i], items, error))
      return NULL;
  object = json_object_new ();
  json_object_set_array_member (object, "items", g_steal_pointer (&items));
  json_object_set_null_member (object, "next");
  return kh_reference_answer_new_object (200, object);
}

/**
 * kh_reference_blocks_reserve:
 * @book: a book, in a transaction
 * @dealer: who asks
 * @id: a block's id
 * @error: return location for an error
 *
 * Returns: (transfer full): the number that is the dealer's now, or why there is none
 */
KhReferenceAnswer *
kh_reference_blocks_reserve (KhReferenceBook  *book,
                             const char       *dealer,
                             const char       *id,
                             GError          **error)
{
  g_autoptr (GPtrArray) blocks = kh_reference_blocks_find (book, dealer, id, error);
  g_autofree char *number = NULL;
  KhReferenceAnswer *answer;
  KhReferenceBlock *block;
  JsonObject *object;
  gint64 left;

  if (blocks == NULL)
    return NULL;
  if (blocks->len == 0)
    return kh_reference_answer_new_problem (404, "not-found", NULL);
  block = blocks->pdata[0];
  if (block->enabled && !kh_reference_blocks_take (book, block, &number, &left, error))
    return NULL;
  answer = kh_reference_block_refuse (block, number);
  if (answer != NULL)
    return answer;
  object = json_object_new ();
  json_object_set_string_member (object, "block", block->id);
  json_object_set_string_member (object, "number", number);
  json_object_set_string_member (object, "receiver", block->receiver);
  json_object_set_boolean_member (object, "two_way", block->two_way);
  json_object_set_int_member (object, "left", left);
  return kh_reference_answer_new_object (201, object);
}
