/* kh-filter-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-filter-rows.h"

#include <string.h>

/* After any letter that a text may go on with. */
#define BEYOND "\xf4\x8f\xbf\xbf"

/* More links than these, and the list by name comes across linked customers soon enough. */
#define FEW_LINKS 5000
#define SQL_COUNT_LINKS "SELECT count (*) FROM (SELECT 1 FROM link LIMIT ?1)"

#define SQL_WAITING "FROM outbox AS o WHERE o.state NOT IN ('applied', 'superseded')"

/* Which index, or which other table, the customers come out of. The data file is not asked: it does not
 * know that a ZIP leaves fewer of them than a status. */
typedef enum {
  DRIVER_VIEWED,
  DRIVER_STARRED,
  DRIVER_WAITING,
  DRIVER_HELD,
  DRIVER_ZIP,
  DRIVER_CITY,
  DRIVER_PERMITS,
  DRIVER_SOURCE,
  DRIVER_CLASS,
  DRIVER_SOLD,
  DRIVER_INSTALLED,
  DRIVER_LINKED,
  DRIVER_COMPANY,
  DRIVER_STATUS,
  DRIVER_NONE,
  DRIVER_BY_COMPANY,    /* of everybody who has one */
} Driver;

/* A '?' is the value, '#' the same as a number, '~' the end of what begins with it, '@' who asks. In what does not drive, a '+'
 * keeps the index from being used. */
static const struct {
  KhFilterField field;
  const char *driving;
  const char *passing;
} conditions[] = {
  { KH_FILTER_VIEWED, NULL,
    "EXISTS (SELECT 1 FROM customer_viewed AS v WHERE v.member = @ AND v.customer = c.customer_number)" },
  { KH_FILTER_STARRED, NULL,
    "EXISTS (SELECT 1 FROM customer_star AS s WHERE s.member = @ AND s.customer = c.customer_number)" },
  { KH_FILTER_WAITING, NULL, "EXISTS (SELECT 1 " SQL_WAITING " AND o.customer = c.customer_number)" },
  { KH_FILTER_ZIP, "c.zip >= ? AND c.zip < ~", "+c.zip >= ? AND +c.zip < ~" },
  { KH_FILTER_CITY, "c.city >= ? COLLATE NOCASE AND c.city < ~ COLLATE NOCASE",
    "+c.city >= ? COLLATE NOCASE AND +c.city < ~ COLLATE NOCASE" },
  { KH_FILTER_PERMITS, NULL,
    "(+c.permit_expiry <= ? OR EXISTS (SELECT 1 FROM customer_agencies AS a "
    "WHERE a.customer = c.customer_number AND +a.c_permit_expires <= ?))" },
  { KH_FILTER_SOURCE, "c.lead_source = #", "+c.lead_source = #" },
  { KH_FILTER_CLASS, "c.account_class = #", "+c.account_class = #" },
  { KH_FILTER_STATUS, "c.status = ?", "+c.status = ?" },
  { KH_FILTER_SOLD_FROM, "c.sale_date >= ?", "+c.sale_date >= ?" },
  { KH_FILTER_SOLD_UNTIL, "c.sale_date <= ?", "+c.sale_date <= ?" },
  { KH_FILTER_INSTALLED_FROM, "c.install_date >= ?", "+c.install_date >= ?" },
  { KH_FILTER_INSTALLED_UNTIL, "c.install_date <= ?", "+c.install_date <= ?" },
  { KH_FILTER_COMPANY, "c.monitoring_company = #", "+c.monitoring_company = #" },
};

static const struct {
  const char *value;
  const char *condition;
} links[] = {
  { "linked", "EXISTS (SELECT 1 FROM link AS l WHERE l.customer = c.customer_number)" },
  { "unlinked", "+c.monitoring_company IS NOT NULL AND "
                "NOT EXISTS (SELECT 1 FROM link AS l WHERE l.customer = c.customer_number)" },
  { "held", "EXISTS (SELECT 1 FROM link AS l WHERE l.customer = c.customer_number AND l.hold IS NOT NULL)" },
};

static const char * const sources[] = {
  [DRIVER_VIEWED] = "customer_viewed AS d CROSS JOIN customer AS c ON c.customer_number = d.customer AND d.member = @",
  [DRIVER_STARRED] = "customer_star AS d CROSS JOIN customer AS c ON c.customer_number = d.customer AND d.member = @",
  [DRIVER_WAITING] = "(SELECT DISTINCT o.customer AS customer " SQL_WAITING ") AS d "
                     "CROSS JOIN customer AS c ON c.customer_number = d.customer",
  [DRIVER_HELD] = "link AS d CROSS JOIN customer AS c ON c.customer_number = d.customer AND d.hold IS NOT NULL",
  [DRIVER_ZIP] = "customer AS c INDEXED BY customer_postal",
  [DRIVER_CITY] = "customer AS c INDEXED BY customer_city",
  [DRIVER_PERMITS] = "(SELECT customer_number AS customer FROM customer INDEXED BY customer_permit WHERE permit_expiry <= ? "
                     "UNION SELECT customer FROM customer_agencies INDEXED BY customer_agencies_permit "
                     "WHERE c_permit_expires <= ?) AS d CROSS JOIN customer AS c ON c.customer_number = d.customer",
  [DRIVER_SOURCE] = "customer AS c INDEXED BY customer_source",
  [DRIVER_CLASS] = "customer AS c INDEXED BY customer_class",
  [DRIVER_STATUS] = "customer AS c INDEXED BY customer_status",
  [DRIVER_SOLD] = "customer AS c INDEXED BY customer_sold",
  [DRIVER_INSTALLED] = "customer AS c INDEXED BY customer_installed",
  [DRIVER_COMPANY] = "customer AS c INDEXED BY customer_company",
  [DRIVER_LINKED] = "link AS d CROSS JOIN customer AS c ON c.customer_number = d.customer",
  [DRIVER_NONE] = "customer AS c",
  [DRIVER_BY_COMPANY] = "company AS d CROSS JOIN customer AS c INDEXED BY customer_company ON c.monitoring_company = d.id",
};

/* %s is ASC or DESC. Who has no value comes last either way. */
static const char * const orders[] = {
  [KH_FILTER_BY_NAME] = "c.sort_key %s, c.customer_number %s",
  [KH_FILTER_BY_NUMBER] = "c.customer_number %s",
  [KH_FILTER_BY_CITY] = "c.city COLLATE NOCASE %s NULLS LAST, c.sort_key %s, c.customer_number %s",
  [KH_FILTER_BY_ZIP] = "c.zip %s NULLS LAST, c.state %s, c.city %s, c.county %s, c.sort_key %s, c.customer_number %s",
  [KH_FILTER_BY_STATUS] = "c.status %s NULLS LAST, c.sort_key %s, c.customer_number %s",
  [KH_FILTER_BY_COMPANY] = "(SELECT name FROM company WHERE id = c.monitoring_company) %s NULLS LAST, "
                           "c.sort_key %s, c.customer_number %s",
  [KH_FILTER_BY_ACCOUNT] = "c.account_number %s NULLS LAST, c.sort_key %s, c.customer_number %s",
  [KH_FILTER_BY_SALE_DATE] = "c.sale_date %s NULLS LAST, c.sort_key %s, c.customer_number %s",
};

G_STATIC_ASSERT (G_N_ELEMENTS (orders) == KH_N_FILTER_SORTS);

/* The same for what was found by words, which is sorted as text. */
static const char * const sort_texts[] = {
  [KH_FILTER_BY_NAME] = "c.sort_key",
  [KH_FILTER_BY_NUMBER] = "printf ('%020d', c.customer_number)",
  [KH_FILTER_BY_CITY] = "lower (ifnull (c.city, '~')) || char (1) || c.sort_key",
  [KH_FILTER_BY_ZIP] = "ifnull (c.zip, '~') || char (1) || c.sort_key",
  [KH_FILTER_BY_STATUS] = "c.status || char (1) || c.sort_key",
  [KH_FILTER_BY_COMPANY] = "ifnull ((SELECT name FROM company WHERE id = c.monitoring_company), '~') || char (1) || c.sort_key",
  [KH_FILTER_BY_ACCOUNT] = "ifnull (c.account_number, '~') || char (1) || c.sort_key",
  [KH_FILTER_BY_SALE_DATE] = "ifnull (c.sale_date, '~') || char (1) || c.sort_key",
};

G_STATIC_ASSERT (G_N_ELEMENTS (sort_texts) == KH_N_FILTER_SORTS);

/**
 * kh_filter_sql_init:
 * @self: (out): a statement that is empty
 * @first: the number of the first value that is bound by it
 */
void
kh_filter_sql_init (KhFilterSql *self,
                    guint        first)
{
  self->text = g_string_new (NULL);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->first = first;
}

/**
 * kh_filter_sql_clear:
 * @self: a statement
 */
void
kh_filter_sql_clear (KhFilterSql *self)
{
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->values);
}

/**
 * kh_filter_sql_bind:
 * @self: a statement that is written
 * @statement: the same, prepared
 *
 * Binds what the filter's fields hold.
 */
void
kh_filter_sql_bind (KhFilterSql *self,
                    KhStatement *statement)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      GVariant *value = g_ptr_array_index (self->values, i);
      int index = (int) (self->first + i);

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
        kh_statement_bind_int64 (statement, index, g_variant_get_int64 (value));
      else
        kh_statement_bind_text (statement, index, g_variant_get_string (value, NULL));
    }
}

static void
append_value (KhFilterSql *self,
              GVariant    *value)
{
  g_ptr_array_add (self->values, g_variant_ref_sink (value));
  g_string_append_printf (self->text, "?%u", self->first + self->values->len - 1);
}

static void
append_pattern (KhFilterSql *self,
                const char  *pattern,
                const char  *value,
                gint64       member)
{
  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (*p == '?')
        append_value (self, g_variant_new_string (value));
      else if (*p == '#')
        append_value (self, g_variant_new_int64 (g_ascii_strtoll (value, NULL, 10)));
      else if (*p == '~')
        append_value (self, g_variant_new_take_string (g_strconcat (value, BEYOND, NULL)));
      else if (*p == '@')
        g_string_append_printf (self->text, "%" G_GINT64_FORMAT, member);
      else
        g_string_append_c (self->text, *p);
    }
}

/* A permit is over by a day, which was so many days ago when the filter was kept. */
static char *
dup_value (const KhFilter *filter,
           KhFilterField   field)
{
  const char *value = kh_filter_get (filter, field);
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) day = NULL;

  if (field != KH_FILTER_PERMITS || value == NULL)
    return g_strdup (value);
  now = g_date_time_new_now_local ();
  day = g_date_time_add_days (now, (int) g_ascii_strtoll (value, NULL, 10));

  return g_date_time_format (day, "%Y-%m-%d");
}

static gboolean
is_driven (KhFilterField field,
           Driver        driver)
{
  switch (driver)
    {
    case DRIVER_VIEWED:
      return field == KH_FILTER_VIEWED;
    case DRIVER_STARRED:
      return field == KH_FILTER_STARRED;
    case DRIVER_WAITING:
      return field == KH_FILTER_WAITING;
    case DRIVER_HELD:
    case DRIVER_LINKED:
      return field == KH_FILTER_LINK;
    case DRIVER_ZIP:
      return field == KH_FILTER_ZIP;
    case DRIVER_CITY:
      return field == KH_FILTER_CITY;
    case DRIVER_PERMITS:
      return field == KH_FILTER_PERMITS;
    case DRIVER_SOURCE:
      return field == KH_FILTER_SOURCE;
    case DRIVER_CLASS:
      return field == KH_FILTER_CLASS;
    case DRIVER_STATUS:
      return field == KH_FILTER_STATUS;
    case DRIVER_SOLD:
      return field == KH_FILTER_SOLD_FROM || field == KH_FILTER_SOLD_UNTIL;
    case DRIVER_INSTALLED:
      return field == KH_FILTER_INSTALLED_FROM || field == KH_FILTER_INSTALLED_UNTIL;
    case DRIVER_COMPANY:
      return field == KH_FILTER_COMPANY;
    case DRIVER_NONE:
    case DRIVER_BY_COMPANY:
      return FALSE;
    }

  g_return_val_if_reached (FALSE);
}

static void
append_link (KhFilterSql *sql,
             const char  *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    if (g_strcmp0 (links[i].value, value) == 0)
      g_string_append_printf (sql->text, " AND %s", links[i].condition);
}

static void
append_conditions (KhFilterSql    *sql,
                   const KhFilter *filter,
                   Driver          driver,
                   gint64          member)
{
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autofree char *value = dup_value (filter, conditions[i].field);
      gboolean driven = is_driven (conditions[i].field, driver);
      const char *pattern = driven ? conditions[i].driving : conditions[i].passing;

      if (value == NULL || pattern == NULL)
        continue;
      g_string_append (sql->text, " AND ");
      append_pattern (sql, pattern, value, member);
    }
  if (!is_driven (KH_FILTER_LINK, driver))
    append_link (sql, kh_filter_get (filter, KH_FILTER_LINK));
}

/**
 * kh_filter_rows_append:
 * @sql: a statement over the customers, as "c", with a condition already
 * @filter: a filter
 * @member: who asks
 *
 * Appends the conditions of @filter, without a way to find customers by them.
 */
void
kh_filter_rows_append (KhFilterSql    *sql,
                       const KhFilter *filter,
                       gint64          member)
{
  append_conditions (sql, filter, DRIVER_NONE, member);
}

/**
 * kh_filter_rows_sort_text:
 * @sort: an order
 *
 * Returns: (transfer none): an SQL expression over the customers, as "c", whose texts are in that order
 */
const char *
kh_filter_rows_sort_text (KhFilterSort sort)
{
  return sort_texts[sort];
}

static gboolean
has_few_links (KhConnection *connection)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COUNT_LINKS, NULL);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, FEW_LINKS);

  return kh_statement_step (statement, &row, NULL) && row && kh_statement_get_int64 (statement, 0) < FEW_LINKS;
}

static gboolean
has (const KhFilter *filter,
     KhFilterField   field,
     const char     *value)
{
  const char *own = kh_filter_get (filter, field);

  return own != NULL && (value == NULL || strcmp (own, value) == 0);
}

static gboolean
can_drive (KhConnection   *connection,
           const KhFilter *filter,
           Driver          driver)
{
  if (driver == DRIVER_HELD)
    return has (filter, KH_FILTER_LINK, "held");
  if (driver == DRIVER_LINKED)
    return has (filter, KH_FILTER_LINK, "linked") && has_few_links (connection);
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    if (has (filter, (KhFilterField) i, NULL) && is_driven ((KhFilterField) i, driver))
      return TRUE;

  return FALSE;
}

static Driver
choose_driver (KhConnection   *connection,
               const KhFilter *filter)
{
  Driver driver = DRIVER_VIEWED;

  while (driver != DRIVER_NONE && !can_drive (connection, filter, driver))
    driver++;

  return driver;
}

static void
append_order (KhFilterSql    *sql,
              const KhFilter *filter,
              Driver          driver)
{
  const char *direction = kh_filter_is_descending (filter) ? "DESC" : "ASC";
  const char *order = orders[kh_filter_get_sort (filter)];

  g_string_append (sql->text, " ORDER BY ");
  if (driver == DRIVER_VIEWED && kh_filter_get_sort (filter) == KH_FILTER_BY_NAME)
    order = kh_filter_is_descending (filter) ? "d.viewed_at, d.customer" : "d.viewed_at DESC, d.customer";
  if (driver == DRIVER_BY_COMPANY)
    order = "d.name %s, c.sort_key %s, c.customer_number %s";
  for (const char *p = order; *p != '\0'; p++)
    {
      if (p[0] == '%' && p[1] == 's')
        g_string_append (sql->text, direction);
      else if (*p != '%' && !(*p == 's' && p > order && p[-1] == '%'))
        g_string_append_c (sql->text, *p);
    }
}

/* Who is archived is left out, unless they are asked for. */
static gboolean
wants_archived (const KhFilter *filter,
                gboolean        archived)
{
  return archived || has (filter, KH_FILTER_STATUS, NULL) || has (filter, KH_FILTER_STARRED, NULL) ||
         has (filter, KH_FILTER_VIEWED, NULL);
}

static GArray *
read_numbers (KhStatement  *statement,
              GError      **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = TRUE;

  while (kh_statement_step (statement, &row, error))
    {
      gint64 number;

      if (!row)
        return g_steal_pointer (&numbers);
      number = kh_statement_get_int64 (statement, 0);
      g_array_append_val (numbers, number);
    }

  return NULL;
}

static GArray *
list_from (KhConnection    *connection,
           const KhFilter  *filter,
           gint64           member,
           Driver           driver,
           const char      *which,
           guint            limit,
           GError         **error)
{
  g_autofree char *permits = dup_value (filter, KH_FILTER_PERMITS);
  g_auto (KhFilterSql) sql = { 0 };
  g_autoptr (KhStatement) statement = NULL;

  kh_filter_sql_init (&sql, 2);
  g_string_append (sql.text, "SELECT c.customer_number FROM ");
  append_pattern (&sql, sources[driver], permits, member);
  g_string_append_printf (sql.text, " WHERE %s", which);
  append_conditions (&sql, filter, driver, member);
  append_order (&sql, filter, driver);
  g_string_append (sql.text, " LIMIT ?1");

  statement = kh_connection_prepare (connection, sql.text->str, error);
  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, limit > 0 ? (gint64) limit : -1);
  kh_filter_sql_bind (&sql, statement);

  return read_numbers (statement, error);
}

/* By the companies' names, and then who has none: of a million customers nothing is sorted. */
static GArray *
list_by_company (KhConnection    *connection,
                 const KhFilter  *filter,
                 gint64           member,
                 const char      *which,
                 guint            limit,
                 GError         **error)
{
  g_autofree char *without = g_strdup_printf ("%s AND c.monitoring_company IS NULL", which);
  g_autoptr (GArray) numbers = list_from (connection, filter, member, DRIVER_BY_COMPANY, which, limit, error);
  g_autoptr (KhFilter) by_name = kh_filter_copy (filter);
  g_autoptr (GArray) rest = NULL;

  if (numbers == NULL)
    return NULL;
  if (limit > 0 && numbers->len >= limit)
    return g_steal_pointer (&numbers);
  kh_filter_set_sort (by_name, KH_FILTER_BY_NAME, kh_filter_is_descending (filter));
  rest = list_from (connection, by_name, member, DRIVER_NONE, without, limit > 0 ? limit - numbers->len : 0, error);
  if (rest == NULL)
    return NULL;
  g_array_append_vals (numbers, rest->data, rest->len);

  return g_steal_pointer (&numbers);
}

/**
 * kh_filter_rows_list:
 * @connection: a connection
 * @filter: a filter that whoever asks may use, see kh_filter_find_missing()
 * @member: who asks
 * @archived: whether those who are archived are among them, who are else only if @filter asks for them
 * @limit: how many at most, or 0 for all
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type gint64): the numbers of the customers, in order
 */
GArray *
kh_filter_rows_list (KhConnection    *connection,
                     const KhFilter  *filter,
                     gint64           member,
                     gboolean         archived,
                     guint            limit,
                     GError         **error)
{
  Driver driver = choose_driver (connection, filter);
  const char *which = wants_archived (filter, archived) ? "1" : "c.status IS NOT 'archived'";

  if (driver == DRIVER_NONE && kh_filter_get_sort (filter) == KH_FILTER_BY_COMPANY)
    return list_by_company (connection, filter, member, which, limit, error);

  return list_from (connection, filter, member, driver, which, limit, error);
}
