/* kh-block-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-block-rows.h"

#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define BLOCK_COLUMNS "id, company, begin_number, end_number, receiver, two_way, enabled, given"

#define SQL_LIST    "SELECT " BLOCK_COLUMNS " FROM number_block WHERE company = ?1 ORDER BY id"
#define SQL_LOAD    "SELECT " BLOCK_COLUMNS " FROM number_block WHERE id = ?1"
#define SQL_DISABLE "UPDATE number_block SET enabled = 0 WHERE id = ?1"
#define SQL_ADVANCE "UPDATE number_block SET given = ?2 WHERE id = ?1"

#define SQL_ADD \
  "INSERT INTO number_block (company, begin_number, end_number, receiver, two_way, enabled, given) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, 1, 0)"

#define SQL_GIVE \
  "INSERT INTO number_given (company, number, given_at, given_by) VALUES (?1, ?2, ?3, ?4)"

#define SQL_IS_TAKEN \
  "SELECT EXISTS (SELECT 1 FROM number_given WHERE company = ?1 AND number = ?2) OR " \
  "EXISTS (SELECT 1 FROM customer WHERE monitoring_company = ?1 AND account_number = ?2)"

/* A block as it is kept. */
typedef struct {
  gint64 id;
  gint64 company;
  char *begin;
  char *end;
  char *receiver;
  gboolean two_way;
  gboolean enabled;
  gint64 given;
} Block;

static void
block_free (Block *block)
{
  g_free (block->begin);
  g_free (block->end);
  g_free (block->receiver);
  g_free (block);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Block, block_free)

static Block *
read_block (KhStatement *statement)
{
  Block *block = g_new0 (Block, 1);

  block->id = kh_statement_get_int64 (statement, 0);
  block->company = kh_statement_get_int64 (statement, 1);
  block->begin = g_strdup (kh_statement_get_text (statement, 2));
  block->end = g_strdup (kh_statement_get_text (statement, 3));
  block->receiver = g_strdup (kh_statement_get_text (statement, 4));
  block->two_way = kh_statement_get_int64 (statement, 5) != 0;
  block->enabled = kh_statement_get_int64 (statement, 6) != 0;
  block->given = kh_statement_get_int64 (statement, 7);

  return block;
}

static gboolean
is_taken (KhConnection  *connection,
          const Block   *block,
          const char    *number,
          gboolean      *taken,
          GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_IS_TAKEN, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, block->company);
  kh_statement_bind_text (statement, 2, number);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *taken = row && kh_statement_get_int64 (statement, 0) != 0;

  return TRUE;
}

/* The place of the next number that is nobody's; the block's length when there is none. */
static gboolean
find_next (KhConnection  *connection,
           const Block   *block,
           gint64        *index,
           GError       **error)
{
  gint64 count = kh_number_block_count (block->begin, block->end);
  gboolean taken = TRUE;

  for (*index = block->given; *index < count; (*index)++)
    {
      g_autofree char *number = kh_number_block_dup_number (block->begin, *index);

      if (!is_taken (connection, block, number, &taken, error))
        return FALSE;
      if (!taken)
        break;
    }

  return TRUE;
}

static KhNumberBlock *
describe (KhConnection  *connection,
          const Block   *block,
          GError       **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, block->id);
  g_autofree char *next = NULL;
  gint64 count = kh_number_block_count (block->begin, block->end);
  gint64 index = count;
  KhNumberBlock *described;

  if (block->enabled && !find_next (connection, block, &index, error))
    return NULL;
  if (index < count)
    next = kh_number_block_dup_number (block->begin, index);
  described = kh_number_block_new ();
  g_object_set (described, "id", id, "begin", block->begin, "end", block->end, "receiver", block->receiver,
                "next", next, "two-way", block->two_way, "enabled", block->enabled, "left", count - index, NULL);

  return described;
}

/**
 * kh_block_rows_list:
 * @connection: a connection
 * @company: a monitoring company's id
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhNumberBlock): the company's blocks, oldest first
 */
GPtrArray *
kh_block_rows_list (KhConnection  *connection,
                    gint64         company,
                    GError       **error)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, company);
  while (kh_statement_step (statement, &row, error))
    {
      g_autoptr (Block) block = NULL;
      KhNumberBlock *described;

      if (!row)
        return g_steal_pointer (&blocks);
      block = read_block (statement);
      described = describe (connection, block, error);
      if (described == NULL)
        return NULL;
      g_ptr_array_add (blocks, described);
    }

  return NULL;
}

static gboolean
overlaps (KhNumberBlock *a,
          KhNumberBlock *b)
{
  return kh_number_block_count (kh_number_block_get_begin (a), kh_number_block_get_end (b)) > 0 &&
         kh_number_block_count (kh_number_block_get_begin (b), kh_number_block_get_end (a)) > 0;
}

static gboolean
check_block (KhConnection   *connection,
             gint64          company,
             KhNumberBlock  *block,
             GError        **error)
{
  g_autoptr (GPtrArray) others = NULL;

  if (kh_number_block_count (kh_number_block_get_begin (block), kh_number_block_get_end (block)) <= 0)
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                           _("There are no numbers from the first to the last. Both are equally long, and only the "
                             "digits at their end differ."));
      return FALSE;
    }
  others = kh_block_rows_list (connection, company, error);
  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      KhNumberBlock *other = g_ptr_array_index (others, i);

      if (!overlaps (other, block))
        continue;
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE,
                   /* Translators: two account numbers. */
                   _("The block from %s to %s has some of these numbers already. Choose others."),
                   kh_number_block_get_begin (other), kh_number_block_get_end (other));
      return FALSE;
    }

  return others != NULL;
}

/**
 * kh_block_rows_add:
 * @connection: the connection that writes, in a transaction
 * @company: a monitoring company's id
 * @block: its begin, end, receiver and two-way
 * @error: return location for an error; %KH_VALUE_ERROR_FORMAT when it has no numbers,
 *   %KH_STORE_ERROR_DUPLICATE when another block has some of them
 *
 * Returns: whether it is kept
 */
gboolean
kh_block_rows_add (KhConnection   *connection,
                   gint64          company,
                   KhNumberBlock  *block,
                   GError        **error)
{
  g_autoptr (KhStatement) statement = NULL;

  if (!check_block (connection, company, block, error))
    return FALSE;
  statement = kh_connection_prepare (connection, SQL_ADD, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, company);
  kh_statement_bind_text (statement, 2, kh_number_block_get_begin (block));
  kh_statement_bind_text (statement, 3, kh_number_block_get_end (block));
  kh_statement_bind_text (statement, 4, kh_text_none_if_empty (kh_number_block_get_receiver (block)));
  kh_statement_bind_int64 (statement, 5, kh_number_block_get_two_way (block));

  return kh_statement_run (statement, error);
}

static Block *
load_block (KhConnection  *connection,
            gint64         id,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, id);
  if (!kh_statement_step (statement, &row, error))
    return NULL;
  if (row)
    return read_block (statement);
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                       _("There is no such block of account numbers any more. Choose another one."));

  return NULL;
}

static gboolean
run_on_block (KhConnection  *connection,
              const char    *sql,
              gint64         id,
              gint64         value,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, id);
  if (value > 0)
    kh_statement_bind_int64 (statement, 2, value);

  return kh_statement_run (statement, error);
}

/**
 * kh_block_rows_disable:
 * @connection: the connection that writes, in a transaction
 * @id: a block's id
 * @name: (out) (transfer full): which it is, for the history
 * @error: return location for an error
 *
 * Gives out no more numbers of a block, for good.
 *
 * Returns: whether it is disabled
 */
gboolean
kh_block_rows_disable (KhConnection  *connection,
                       gint64         id,
                       char         **name,
                       GError       **error)
{
  g_autoptr (Block) block = load_block (connection, id, error);

  if (block == NULL)
    return FALSE;
  *name = g_strdup_printf ("%s–%s", block->begin, block->end);

  return run_on_block (connection, SQL_DISABLE, id, 0, error);
}

static gboolean
check_gives (const Block  *block,
             gint64        index,
             GError      **error)
{
  if (block->enabled && index < kh_number_block_count (block->begin, block->end))
    return TRUE;

  if (block->enabled)
    g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                 /* Translators: two account numbers. */
                 _("The block from %s to %s has no number left. Choose another block, or ask the monitoring "
                   "company for a new one."), block->begin, block->end);
  else
    g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                 /* Translators: two account numbers. */
                 _("The block from %s to %s was disabled. Choose another block."), block->begin, block->end);

  return FALSE;
}

static gboolean
give (KhConnection  *connection,
      const Block   *block,
      const char    *number,
      const char    *author,
      GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_GIVE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, block->company);
  kh_statement_bind_text (statement, 2, number);
  kh_statement_bind_int64 (statement, 3, g_get_real_time () / G_USEC_PER_SEC);
  kh_statement_bind_text (statement, 4, author);

  return kh_statement_run (statement, error);
}

/**
 * kh_block_rows_take:
 * @connection: the connection that writes, in a transaction
 * @id: a block's id
 * @author: who takes it
 * @error: return location for an error; %KH_STORE_ERROR_CONFLICT when the block gives none
 *
 * Gives out the block's next number that no customer of the company has. It never comes again,
 * whatever becomes of it.
 *
 * Returns: (transfer full): the number
 */
KhGivenNumber *
kh_block_rows_take (KhConnection  *connection,
                    gint64         id,
                    const char    *author,
                    GError       **error)
{
  g_autoptr (Block) block = load_block (connection, id, error);
  g_autoptr (KhGivenNumber) given = NULL;
  gint64 index = 0;

  if (block == NULL || !find_next (connection, block, &index, error) || !check_gives (block, index, error))
    return NULL;
  given = g_new0 (KhGivenNumber, 1);
  given->number = kh_number_block_dup_number (block->begin, index);
  given->receiver = g_strdup (block->receiver);
  given->two_way = block->two_way;
  given->left = kh_number_block_count (block->begin, block->end) - index - 1;
  if (!give (connection, block, given->number, author, error) ||
      !run_on_block (connection, SQL_ADVANCE, id, index + 1, error))
    return NULL;

  return g_steal_pointer (&given);
}
