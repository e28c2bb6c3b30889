/* kh-connection-limits.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-connection-limits.h"

/* Small pieces of memory that a connection has for itself, without malloc: a row of a customer is
 * read and written in many of them. */
#define PIECE_BYTES 256
#define N_PIECES    512

typedef struct {
  int option;
  int wanted;
} Setting;

static const Setting settings[] = {
  { SQLITE_DBCONFIG_DEFENSIVE, 1 },
  { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
  { SQLITE_DBCONFIG_DQS_DML, 0 },
  { SQLITE_DBCONFIG_DQS_DDL, 0 },
  { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
  { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  { SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
};

/* SQLite's own table for hostile input. VARIABLE is higher because a customer has
 * more columns than ten, EXPR_DEPTH because a search is a chain of ANDs. */
static const Setting limits[] = {
  { SQLITE_LIMIT_LENGTH, 1000000 },
  { SQLITE_LIMIT_SQL_LENGTH, 100000 },
  { SQLITE_LIMIT_COLUMN, 100 },
  { SQLITE_LIMIT_EXPR_DEPTH, 40 },
  { SQLITE_LIMIT_COMPOUND_SELECT, 3 },
  { SQLITE_LIMIT_VDBE_OP, 25000 },
  { SQLITE_LIMIT_FUNCTION_ARG, 8 },
  { SQLITE_LIMIT_ATTACHED, 0 },
  { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
  { SQLITE_LIMIT_VARIABLE_NUMBER, 100 },
  { SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
  { SQLITE_LIMIT_WORKER_THREADS, 0 },
};

/**
 * kh_connection_prepare_library:
 *
 * Before the first connection: SQLite counts all its memory under one lock for the whole process,
 * and nobody asks for the count. Where another library has begun to use SQLite it is left as it is.
 */
void
kh_connection_prepare_library (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&once, 1);
}

/**
 * kh_connection_limit:
 * @db: a connection that was just opened
 *
 * Returns: whether it is as safe as we want it
 */
gboolean
kh_connection_limit (sqlite3 *db)
{
  sqlite3_db_config (db, SQLITE_DBCONFIG_LOOKASIDE, NULL, PIECE_BYTES, N_PIECES);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      int value = !settings[i].wanted;

      if (sqlite3_db_config (db, settings[i].option, settings[i].wanted, &value) != SQLITE_OK ||
          value != settings[i].wanted)
        return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (db, limits[i].option, limits[i].wanted);

  return TRUE;
}
