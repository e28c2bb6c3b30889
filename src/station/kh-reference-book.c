/* kh-reference-book.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-book.h"

#include "kh-json.h"
#include "kh-reference-account.h"

/* "KHst": what marks the file as a reference station's. */
#define APPLICATION_ID 0x4b487374

/* Answers are kept for a week; clients are promised a day. */
#define KEPT_SECONDS (7 * 24 * 60 * 60)

/* Transactions between two checkpoints of the write-ahead log. */
#define CHECKPOINT_EVERY 200

#define MOST_NEAR 20

#define SQL_SCHEMA \
  "CREATE TABLE account (" \
  "  id TEXT NOT NULL PRIMARY KEY," \
  "  dealer TEXT NOT NULL," \
  "  number TEXT NOT NULL," \
  "  canonical TEXT NOT NULL," \
  "  reference TEXT," \
  "  document TEXT NOT NULL" \
  ") STRICT;" \
  "CREATE INDEX account_by_number ON account (number);" \
  "CREATE INDEX account_by_canonical ON account (dealer, canonical);" \
  "CREATE UNIQUE INDEX account_by_reference ON account (dealer, reference)" \
  "  WHERE reference IS NOT NULL;" \
  "CREATE INDEX account_by_dealer ON account (dealer, id);" \
  "CREATE TABLE change (" \
  "  id TEXT NOT NULL PRIMARY KEY," \
  "  account TEXT NOT NULL REFERENCES account (id)," \
  "  answer TEXT NOT NULL" \
  ") STRICT;" \
  "CREATE TABLE answer (" \
  "  dealer TEXT NOT NULL," \
  "  key TEXT NOT NULL," \
  "  request TEXT NOT NULL," \
  "  digest TEXT NOT NULL," \
  "  status INTEGER NOT NULL," \
  "  version INTEGER NOT NULL," \
  "  body TEXT," \
  "  made_at INTEGER NOT NULL," \
  "  PRIMARY KEY (dealer, key)" \
  ") STRICT;"

/* A test's times are those of the clock; one that was cleared ended when it was. */
#define SQL_HISTORY \
  "CREATE TABLE test (" \
  "  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT," \
  "  account TEXT NOT NULL REFERENCES account (id)," \
  "  begins INTEGER NOT NULL," \
  "  ends INTEGER NOT NULL," \
  "  minutes INTEGER NOT NULL," \
  "  scope TEXT NOT NULL," \
  "  reason TEXT," \
  "  author TEXT NOT NULL," \
  "  cleared_by TEXT" \
  ") STRICT;" \
  "CREATE INDEX test_by_account ON test (account, ends);" \
  "CREATE TABLE event (" \
  "  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT," \
  "  account TEXT NOT NULL REFERENCES account (id)," \
  "  at INTEGER NOT NULL," \
  "  code TEXT NOT NULL," \
  "  text TEXT NOT NULL," \
  "  author TEXT" \
  ") STRICT;" \
  "CREATE INDEX event_by_account ON event (account, at, id);"

/* What a station needs that makes accounts and lets people review changes. */
#define SQL_OFFICE \
  "CREATE TABLE number_block (" \
  "  id TEXT NOT NULL PRIMARY KEY," \
  "  dealer TEXT NOT NULL," \
  "  first TEXT NOT NULL," \
  "  last TEXT NOT NULL," \
  "  receiver TEXT," \
  "  two_way INTEGER NOT NULL," \
  "  enabled INTEGER NOT NULL," \
  "  given INTEGER NOT NULL" \
  ") STRICT;" \
  "CREATE TABLE review_rule (" \
  "  what TEXT NOT NULL PRIMARY KEY" \
  ") STRICT;" \
  "CREATE TABLE review (" \
  "  change TEXT NOT NULL PRIMARY KEY REFERENCES change (id)," \
  "  account TEXT NOT NULL REFERENCES account (id)," \
  "  operations TEXT NOT NULL" \
  ") STRICT;"

/* What makes each version of the file out of the one before. */
static const char *const versions[] = { SQL_SCHEMA, SQL_HISTORY, SQL_OFFICE };

#define SQL_COUNT "SELECT count(*) FROM account"
#define SQL_SAVE \
  "INSERT INTO account (id, dealer, number, canonical, reference, document)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6)" \
  " ON CONFLICT (id) DO UPDATE SET dealer = excluded.dealer, number = excluded.number," \
  " canonical = excluded.canonical, reference = excluded.reference," \
  " document = excluded.document"
#define SQL_FIND "SELECT document FROM account WHERE id = ?1"
#define SQL_FIND_NUMBER "SELECT document FROM account WHERE number = ?1 ORDER BY id"
#define SQL_FIND_NEAR \
  "SELECT document FROM account WHERE dealer = ?1 AND canonical = ?2 ORDER BY number" \
  " LIMIT " G_STRINGIFY (MOST_NEAR)
#define SQL_FIND_REFERENCE "SELECT document FROM account WHERE dealer = ?1 AND reference = ?2"
#define SQL_PAGE \
  "SELECT document FROM account WHERE dealer = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
#define SQL_PAGE_OF_ALL \
  "SELECT document FROM account WHERE ?1 IS NULL AND id > ?2 ORDER BY id LIMIT ?3"
#define SQL_KEEP_CHANGE "INSERT INTO change (id, account, answer) VALUES (?1, ?2, ?3)"
#define SQL_FIND_CHANGE "SELECT answer FROM change WHERE id = ?1 AND account = ?2"
#define SQL_KEEP_ANSWER \
  "INSERT INTO answer (dealer, key, request, digest, status, version, body, made_at)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
#define SQL_FIND_ANSWER \
  "SELECT request, digest, status, version, body FROM answer WHERE dealer = ?1 AND key = ?2"
#define SQL_FORGET_ANSWERS "DELETE FROM answer WHERE made_at < ?1"

struct _KhReferenceBook {
  KhConnection *connection;
  guint transactions;
  guint saves;
  gint64 ahead;
};

typedef struct {
  KhReferenceBook *self;
  KhReferenceBookFunc func;
  gpointer user_data;
} Transaction;

/**
 * kh_reference_kept_free:
 * @kept: (transfer full): what was kept
 */
void
kh_reference_kept_free (KhReferenceKept *kept)
{
  g_free (kept->request);
  g_free (kept->digest);
  g_clear_pointer (&kept->answer, kh_reference_answer_free);
  g_free (kept);
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
make_schema (KhConnection  *connection,
             gpointer       user_data G_GNUC_UNUSED,
             GError       **error)
{
  for (guint i = (guint) kh_connection_get_version (connection); i < G_N_ELEMENTS (versions); i++)
    if (!kh_connection_execute (connection, versions[i], error)
        || !kh_connection_set_version (connection, (int) i + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
forget_answers (KhConnection  *connection,
                gpointer       user_data G_GNUC_UNUSED,
                GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET_ANSWERS, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, get_now () - KEPT_SECONDS);
  return kh_statement_run (statement, error);
}

static gboolean
prepare_book (KhConnection  *connection,
              GError       **error)
{
  int version = kh_connection_get_version (connection);

  if (version > (int) G_N_ELEMENTS (versions))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NEWER,
                           "The data file is from a newer version of this program.");
      return FALSE;
    }
  if (version < (int) G_N_ELEMENTS (versions)
      && !kh_connection_transact (connection, make_schema, NULL, error))
    return FALSE;
  kh_connection_seal (connection);
  return kh_connection_transact (connection, forget_answers, NULL, error);
}

/**
 * kh_reference_book_open:
 * @path: (nullable): the data file, made when it is not there; %NULL to keep all in memory
 * @error: return location for an error
 *
 * Returns: (transfer full): the book, to be used by this thread
 */
KhReferenceBook *
kh_reference_book_open (const char  *path,
                        GError     **error)
{
  KhConnectionFlags flags = path != NULL ? KH_CONNECTION_CREATE : KH_CONNECTION_MEMORY;
  g_autoptr (KhConnection) connection = NULL;
  KhReferenceBook *self;

  connection = kh_connection_open (path, flags | KH_CONNECTION_SCHEMA, APPLICATION_ID, error);
  if (connection == NULL || !prepare_book (connection, error))
    return NULL;
  self = g_new0 (KhReferenceBook, 1);
  self->connection = g_steal_pointer (&connection);
  return self;
}

/**
 * kh_reference_book_close:
 * @self: (transfer full): a book
 */
void
kh_reference_book_close (KhReferenceBook *self)
{
  kh_connection_close (self->connection);
  g_free (self);
}

/**
 * kh_reference_book_get_connection:
 * @self: a book
 *
 * Returns: (transfer none): the data file, for what has tables of its own there
 */
KhConnection *
kh_reference_book_get_connection (KhReferenceBook *self)
{
  return self->connection;
}

/**
 * kh_reference_book_get_now:
 * @self: a book
 *
 * Returns: what time it is at the station, in seconds since 1970
 */
gint64
kh_reference_book_get_now (KhReferenceBook *self)
{
  return get_now () + self->ahead;
}

/**
 * kh_reference_book_set_clock:
 * @self: a book
 * @ahead: how many seconds the station's clock is ahead of the machine's
 */
void
kh_reference_book_set_clock (KhReferenceBook *self,
                             gint64           ahead)
{
  self->ahead = ahead;
}

static gboolean
run_transaction (KhConnection  *connection G_GNUC_UNUSED,
                 gpointer       user_data,
                 GError       **error)
{
  Transaction *transaction = user_data;

  return transaction->func (transaction->self, transaction->user_data, error);
}

/**
 * kh_reference_book_transact:
 * @self: a book
 * @func: does the work
 * @user_data: for @func
 * @error: return location for an error
 *
 * Runs @func in one transaction: all of what it writes is kept, or nothing.
 */
gboolean
kh_reference_book_transact (KhReferenceBook      *self,
                            KhReferenceBookFunc   func,
                            gpointer              user_data,
                            GError              **error)
{
  Transaction transaction = { self, func, user_data };

  if (!kh_connection_transact (self->connection, run_transaction, &transaction, error))
    return FALSE;
  /* A checkpoint that fails loses nothing, and the next one goes on. */
  if (++self->transactions % CHECKPOINT_EVERY == 0)
    kh_connection_checkpoint (self->connection, FALSE, NULL);
  return TRUE;
}

static GPtrArray *
read_accounts (KhStatement  *statement,
               GError      **error)
{
  g_autoptr (GPtrArray) accounts
    = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  gboolean row;

  for (;;)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&accounts);
      g_ptr_array_add (accounts,
                       kh_reference_account_from_text (kh_statement_get_text (statement, 0)));
    }
}

static GPtrArray *
find_accounts (KhReferenceBook  *self,
               const char       *sql,
               const char       *first,
               const char       *second,
               GError          **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (self->connection, sql, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, first);
  if (second != NULL)
    kh_statement_bind_text (statement, 2, second);
  return read_accounts (statement, error);
}

/**
 * kh_reference_book_count:
 * @self: a book
 * @count: (out): how many accounts it holds
 * @error: return location for an error
 */
gboolean
kh_reference_book_count (KhReferenceBook  *self,
                         gint64           *count,
                         GError          **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (self->connection, SQL_COUNT, error);
  gboolean row;

  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  *count = kh_statement_get_int64 (statement, 0);
  return TRUE;
}

/**
 * kh_reference_book_save:
 * @self: a book
 * @account: an account, in the station's own shape
 * @error: return location for an error
 *
 * Keeps an account in place of the one with its id, if there is one.
 */
gboolean
kh_reference_book_save (KhReferenceBook  *self,
                        JsonObject       *account,
                        GError          **error)
{
  const char *number = kh_json_get_string (account, "number", "");
  JsonObject *references = kh_json_get_object (account, "external_refs");
  g_autofree char *canonical = kh_reference_canonical_number (number);
  g_autofree char *text = kh_reference_account_to_text (account);
  g_autoptr (KhStatement) statement = kh_connection_prepare (self->connection, SQL_SAVE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_json_get_string (account, "id", NULL));
  kh_statement_bind_text (statement, 2, kh_json_get_string (account, "dealer", NULL));
  kh_statement_bind_text (statement, 3, number);
  kh_statement_bind_text (statement, 4, canonical);
  kh_statement_bind_text (statement, 5, kh_json_get_string (references, "keyholder", NULL));
  kh_statement_bind_text (statement, 6, text);
  self->saves++;
  return kh_statement_run (statement, error);
}

/**
 * kh_reference_book_count_saves:
 * @self: a book
 *
 * Returns: how often an account was written, for whoever wants to know whether any is a new one
 */
guint
kh_reference_book_count_saves (KhReferenceBook *self)
{
  return self->saves;
}

/**
 * kh_reference_book_find:
 * @self: a book
 * @id: an account's id
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type JsonObject): the account, or nothing
 */
GPtrArray *
kh_reference_book_find (KhReferenceBook  *self,
                        const char       *id,
                        GError          **error)
{
  return find_accounts (self, SQL_FIND, id, NULL, error);
}

/**
 * kh_reference_book_find_number:
 * @self: a book
 * @number: an account number
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type JsonObject): all dealers' accounts with exactly
 *   that number
 */
GPtrArray *
kh_reference_book_find_number (KhReferenceBook  *self,
                               const char       *number,
                               GError          **error)
{
  return find_accounts (self, SQL_FIND_NUMBER, number, NULL, error);
}

/**
 * kh_reference_book_find_near:
 * @self: a book
 * @dealer: a dealer
 * @number: an account number
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type JsonObject): the dealer's accounts whose number
 *   differs in case, blanks and hyphens at most
 */
GPtrArray *
kh_reference_book_find_near (KhReferenceBook  *self,
                             const char       *dealer,
                             const char       *number,
                             GError          **error)
{
  g_autofree char *canonical = kh_reference_canonical_number (number);

  return find_accounts (self, SQL_FIND_NEAR, dealer, canonical, error);
}

/**
 * kh_reference_book_find_reference:
 * @self: a book
 * @dealer: a dealer
 * @reference: the dealer's number for a customer
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type JsonObject): the account that has it, or nothing
 */
GPtrArray *
kh_reference_book_find_reference (KhReferenceBook  *self,
                                  const char       *dealer,
                                  const char       *reference,
                                  GError          **error)
{
  return find_accounts (self, SQL_FIND_REFERENCE, dealer, reference, error);
}

/**
 * kh_reference_book_page:
 * @self: a book
 * @dealer: (nullable): a dealer, or %NULL for all
 * @after: the id that the page begins after
 * @limit: most accounts
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type JsonObject): the next accounts by id
 */
GPtrArray *
kh_reference_book_page (KhReferenceBook  *self,
                        const char       *dealer,
                        const char       *after,
                        guint             limit,
                        GError          **error)
{
  const char *sql = dealer != NULL ? SQL_PAGE : SQL_PAGE_OF_ALL;
  g_autoptr (KhStatement) statement = kh_connection_prepare (self->connection, sql, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, dealer);
  kh_statement_bind_text (statement, 2, after);
  kh_statement_bind_int64 (statement, 3, limit);
  return read_accounts (statement, error);
}

/**
 * kh_reference_book_keep_change:
 * @self: a book
 * @account: an account's id
 * @change: the change set's id
 * @text: the answer that it got
 * @error: return location for an error
 */
gboolean
kh_reference_book_keep_change (KhReferenceBook  *self,
                               const char       *account,
                               const char       *change,
                               const char       *text,
                               GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (self->connection, SQL_KEEP_CHANGE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, change);
  kh_statement_bind_text (statement, 2, account);
  kh_statement_bind_text (statement, 3, text);
  return kh_statement_run (statement, error);
}

/**
 * kh_reference_book_dup_change:
 * @self: a book
 * @account: an account's id
 * @change: the change set's id
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer that it got; %NULL without @error when
 *   the account has no such change set
 */
char *
kh_reference_book_dup_change (KhReferenceBook  *self,
                              const char       *account,
                              const char       *change,
                              GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (self->connection, SQL_FIND_CHANGE, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, change);
  kh_statement_bind_text (statement, 2, account);
  if (!kh_statement_step (statement, &row, error) || !row)
    return NULL;
  return g_strdup (kh_statement_get_text (statement, 0));
}

/**
 * kh_reference_book_keep_answer:
 * @self: a book
 * @dealer: whose request it was
 * @key: the request's idempotency key
 * @kept: request and answer
 * @error: return location for an error
 *
 * Keeps an answer. To be called in the transaction that has the request's effect.
 */
gboolean
kh_reference_book_keep_answer (KhReferenceBook        *self,
                               const char             *dealer,
                               const char             *key,
                               const KhReferenceKept  *kept,
                               GError                **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (self->connection, SQL_KEEP_ANSWER, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, dealer);
  kh_statement_bind_text (statement, 2, key);
  kh_statement_bind_text (statement, 3, kept->request);
  kh_statement_bind_text (statement, 4, kept->digest);
  kh_statement_bind_int64 (statement, 5, kept->answer->status);
  kh_statement_bind_int64 (statement, 6, kept->answer->version);
  kh_statement_bind_text (statement, 7, kept->answer->body);
  kh_statement_bind_int64 (statement, 8, get_now ());
  return kh_statement_run (statement, error);
}

/**
 * kh_reference_book_find_answer:
 * @self: a book
 * @dealer: whose request it is
 * @key: the request's idempotency key
 * @kept: (out) (nullable): the request and the answer kept for it, or %NULL
 * @error: return location for an error
 */
gboolean
kh_reference_book_find_answer (KhReferenceBook  *self,
                               const char       *dealer,
                               const char       *key,
                               KhReferenceKept **kept,
                               GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (self->connection, SQL_FIND_ANSWER, error);
  gboolean row;

  *kept = NULL;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, dealer);
  kh_statement_bind_text (statement, 2, key);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *kept = g_new0 (KhReferenceKept, 1);
  (*kept)->request = g_strdup (kh_statement_get_text (statement, 0));
  (*kept)->digest = g_strdup (kh_statement_get_text (statement, 1));
  (*kept)->answer = kh_reference_answer_new ((guint) kh_statement_get_int64 (statement, 2));
  (*kept)->answer->version = kh_statement_get_int64 (statement, 3);
  (*kept)->answer->body = g_strdup (kh_statement_get_text (statement, 4));
  return TRUE;
}
