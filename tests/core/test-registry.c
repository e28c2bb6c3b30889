/* test-registry.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-csv.h"
#include "kh-datapoint.h"
#include "kh-value-type.h"

#include <string.h>

/* The columns of datapoints.csv, which states the registry in an office's words. */
enum {
  COLUMN_KEY,
  COLUMN_LABEL,
  COLUMN_SECTION,
  COLUMN_TYPE,
  COLUMN_LIMITS,
  COLUMN_REQUIRED,
  COLUMN_SENT,
  COLUMN_COMPARED,
  COLUMN_DUPLICATE,
  COLUMN_VIEW,
  COLUMN_MODIFY,
  COLUMN_CONFIDENTIAL,
  N_COLUMNS
};

typedef struct {
  const char *text;
  int value;
} Word;

static const Word required_words[] = {
  { "system", KH_REQUIRED_SYSTEM },
  { "always", KH_REQUIRED_ALWAYS },
  { "business", KH_REQUIRED_BUSINESS },
  { "optional", KH_REQUIRED_NEVER },
  { "ADT", KH_REQUIRED_ADT },
  { "ADT: this or SSN", KH_REQUIRED_ADT },
  { "ADT: this or Birthdate", KH_REQUIRED_ADT },
  { "before link", KH_REQUIRED_BEFORE_LINK },
  { "before link and ADT", KH_REQUIRED_BEFORE_LINK | KH_REQUIRED_ADT },
  { "billing differs", KH_REQUIRED_BILLING_DIFFERS },
  { "status cancelled", KH_REQUIRED_CANCELLED },
};

static const Word sent_words[] = {
  { "no", KH_SENT_NO },
  { "yes", KH_SENT_YES },
  { "once", KH_SENT_ONCE },
  { "key", KH_SENT_KEY },
};

static const Word duplicate_words[] = {
  { "never", KH_DUPLICATE_NEVER },
  { "off", KH_DUPLICATE_OFF },
  { "on", KH_DUPLICATE_ON },
  { "required", KH_DUPLICATE_REQUIRED },
  { "typed anew", KH_DUPLICATE_TYPED_ANEW },
};

static const Word view_words[] = {
  { "customer", KH_GRANT_CUSTOMER_VIEW },
  { "lead-source", KH_GRANT_LEAD_SOURCE_VIEW },
  { "sales", KH_GRANT_SALES_VIEW },
  { "central-station", KH_GRANT_CENTRAL_STATION_VIEW },
  { "passcodes", KH_GRANT_PASSCODES_REVEAL },
  { "confidential", KH_GRANT_CONFIDENTIAL_VIEW },
  { "equipment", KH_GRANT_EQUIPMENT_VIEW },
};

static const Word modify_words[] = {
  { "none", KH_GRANT_NONE },
  { "customer", KH_GRANT_CUSTOMER_MODIFY },
  { "account-class", KH_GRANT_CUSTOMER_ACCOUNT_CLASS },
  { "lead-source", KH_GRANT_LEAD_SOURCE_MODIFY },
  { "sales", KH_GRANT_SALES_MODIFY },
  { "central-station", KH_GRANT_CENTRAL_STATION_MODIFY },
  { "passcodes", KH_GRANT_PASSCODES_MODIFY },
  { "confidential", KH_GRANT_CONFIDENTIAL_MODIFY },
  { "equipment", KH_GRANT_EQUIPMENT_MODIFY },
};

static const Word catalogue_words[] = {
  { "account classes", KH_CATALOGUE_ACCOUNT_CLASSES },
  { "office locations", KH_CATALOGUE_OFFICE_LOCATIONS },
  { "lead sources", KH_CATALOGUE_LEAD_SOURCES },
  { "campaigns of the chosen source", KH_CATALOGUE_LEAD_CAMPAIGNS },
  { "dealer numbers of the monitoring company", KH_CATALOGUE_DEALER_NUMBERS },
  { "monitoring plans", KH_CATALOGUE_MONITORING_PLANS },
  { "cancel reasons", KH_CATALOGUE_CANCEL_REASONS },
  { "staff with the sales role", KH_CATALOGUE_SALES_REPS },
  { "staff with the technician role", KH_CATALOGUE_TECHNICIANS },
  { "active monitoring companies", KH_CATALOGUE_COMPANIES },
};

/* What SQLite and PostgreSQL keep for themselves. */
static const char * const sql_keywords[] = {
  "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc", "both", "by", "case",
  "cast", "check", "collate", "column", "commit", "constraint", "create", "cross", "current",
  "default", "delete", "desc", "distinct", "do", "drop", "else", "end", "except", "exists",
  "false", "fetch", "for", "foreign", "from", "full", "grant", "group", "having", "in", "index",
  "inner", "insert", "intersect", "into", "is", "join", "key", "left", "like", "limit", "not",
  "null", "offset", "on", "only", "or", "order", "outer", "primary", "references", "right",
  "rowid", "select", "set", "some", "table", "then", "to", "true", "union", "unique", "update",
  "user", "using", "values", "view", "when", "where", "window", "with", NULL
};

static int
find_word (const Word *words,
           gsize       n_words,
           const char *text)
{
  gsize i;

  for (i = 0; i < n_words; i++)
    {
      if (strcmp (words[i].text, text) == 0)
        return words[i].value;
    }

  g_error ("datapoints.csv has a word that is not known: “%s”", text);
}

#define FIND_WORD(words, text) find_word ((words), G_N_ELEMENTS (words), (text))

static GPtrArray *
read_facts (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "datapoints.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  rows = kh_csv_parse (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (g_ptr_array_index (rows, 0)), ==, N_COLUMNS);
  g_ptr_array_remove_index (rows, 0);

  return rows;
}

static gint64
cents (const char *text)
{
  return (gint64) (g_ascii_strtod (text, NULL) * 100 + 0.5);
}

/* "1-100", "0-100; 28 where ADT", "1-25; 10 where ADT; limit of …", "0-40" */
static void
check_range (const KhDatapoint *datapoint,
             const char        *limits)
{
  const char *adt = strstr (limits, "; ");
  const char *dash = strchr (limits, '-');

  g_assert_nonnull (dash);
  g_assert_cmpint (datapoint->min, ==, g_ascii_strtoll (limits, NULL, 10));
  g_assert_cmpint (datapoint->max, ==, g_ascii_strtoll (dash + 1, NULL, 10));
  g_assert_cmpint (datapoint->max_adt, ==,
                   adt != NULL ? g_ascii_strtoll (adt + 2, NULL, 10) : 0);
}

static void
check_choices (const KhDatapoint *datapoint,
               const char        *limits)
{
  const char *colon = strstr (limits, ": ");
  g_auto (GStrv) values = g_strsplit (colon != NULL ? colon + 2 : limits, "|", -1);
  guint i;

  for (i = 0; values[i] != NULL; i++)
    g_assert_cmpstr (datapoint->choices[i].value, ==, values[i]);

  g_assert_null (datapoint->choices[i].value);
}

/* "50 states + DC AS … + Canadian AB …" */
static void
check_states (const KhDatapoint *datapoint,
              const char        *limits)
{
  g_auto (GStrv) words = g_strsplit (limits, " ", -1);
  guint n_named = 0;
  guint n_choices = 0;
  guint i;

  for (i = 0; words[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (strlen (words[i]) != 2 || !g_ascii_isupper (*words[i]))
        continue;

      n_named++;
      value = kh_value_parse (datapoint, words[i], -1, NULL, NULL);
      g_assert_cmpstr (value, ==, words[i]);
    }

  while (datapoint->choices[n_choices].value != NULL)
    n_choices++;
  g_assert_cmpuint (n_named, >, 0);
  g_assert_cmpuint (n_choices, ==, 50 + n_named);
}

static void
check_date_limits (const KhDatapoint *datapoint,
                   const char        *limits)
{
  if (strcmp (limits, "1900-01-01 to today") == 0)
    {
      g_assert_cmpint (datapoint->min, ==, 19000101);
      g_assert_cmpint (datapoint->max, ==, 0);
    }
  else if (strcmp (limits, "any past or next 365 days") == 0)
    {
      g_assert_cmpint (datapoint->min, ==, 0);
      g_assert_cmpint (datapoint->max, ==, 365);
    }
  else
    {
      g_assert_cmpstr (limits, ==, "");
      g_assert_cmpint (datapoint->min, ==, 0);
      g_assert_cmpint (datapoint->max, ==, G_MAXINT64);
    }
}

static void
check_number_limits (const KhDatapoint *datapoint,
                     const char        *limits)
{
  const char *to = strstr (limits, " to ");

  if (datapoint->id == KH_DATAPOINT_CUSTOMER_NUMBER)
    {
      g_assert_cmpstr (limits, ==, "assigned by the store");
      g_assert_cmpint (datapoint->min, ==, 1);
    }
  else if (datapoint->type == KH_VALUE_INTEGER)
    check_range (datapoint, limits);
  else
    {
      g_assert_nonnull (to);
      g_assert_cmpint (datapoint->min, ==, cents (limits));
      g_assert_cmpint (datapoint->max, ==, cents (to + 4));
    }
}

static void
check_text_limits (const KhDatapoint *datapoint,
                   const char        *limits)
{
  if (datapoint->id == KH_DATAPOINT_TIME_ZONE)
    g_assert_cmpstr (limits, ==, "IANA name");
  else
    check_range (datapoint, limits);
}

static void
check_exact_limits (const KhDatapoint *datapoint,
                    const char        *limits,
                    const char        *wanted,
                    gint64             min,
                    gint64             max)
{
  g_assert_true (g_str_has_prefix (limits, wanted));
  g_assert_cmpint (datapoint->min, ==, min);
  g_assert_cmpint (datapoint->max, ==, max);
}

static void
check_choice_limits (const KhDatapoint *datapoint,
                     const char        *limits)
{
  if (strchr (limits, '|') != NULL)
    check_choices (datapoint, limits);
  else if (datapoint->id == KH_DATAPOINT_STATE)
    check_states (datapoint, limits);
  else
    g_assert_true (datapoint->choices == kh_datapoint_get (KH_DATAPOINT_STATE)->choices);
}

static void
check_limits (const KhDatapoint *datapoint,
              const char        *limits)
{
  switch (datapoint->type)
    {
    case KH_VALUE_TEXT:
    case KH_VALUE_MULTILINE:
    case KH_VALUE_EMAIL:
    case KH_VALUE_SECRET:
      check_text_limits (datapoint, limits);
      return;

    case KH_VALUE_ACCOUNT:
      check_exact_limits (datapoint, limits, "1-32 ", 1, 32);
      return;

    case KH_VALUE_CHOICE:
      check_choice_limits (datapoint, limits);
      return;

    case KH_VALUE_CATALOGUE:
    case KH_VALUE_STAFF:
    case KH_VALUE_COMPANY:
      g_assert_cmpint (datapoint->catalogue, ==, FIND_WORD (catalogue_words, limits));
      return;

    case KH_VALUE_INTEGER:
    case KH_VALUE_MONEY:
      check_number_limits (datapoint, limits);
      return;

    case KH_VALUE_DATE:
      check_date_limits (datapoint, limits);
      return;

    case KH_VALUE_TAGS:
      g_assert_cmpstr (limits, ==, "each 1-40");
      g_assert_cmpint (datapoint->max, ==, 40);
      return;

    case KH_VALUE_DIGITS:
      g_assert_cmpstr (limits, ==, "exactly 4");
      check_exact_limits (datapoint, limits, "exactly 4", 4, 4);
      return;

    case KH_VALUE_BOOLEAN:
      g_assert_cmpstr (datapoint->fallback, ==, *limits != '\0' ? "1" : NULL);
      return;

    /* Their limits are those of the type. */
    case KH_VALUE_PHONE:
    case KH_VALUE_POSTAL:
      return;

    /* Of rows only. */
    case KH_VALUE_ZONE:
    case KH_N_VALUE_TYPES:
      break;
    }

  g_assert_not_reached ();
}

static void
check_fact (const KhDatapoint  *datapoint,
            const char * const *fact)
{
  g_test_message ("%s", datapoint->key);

  g_assert_cmpstr (datapoint->key, ==, fact[COLUMN_KEY]);
  g_assert_cmpstr (datapoint->label, ==, fact[COLUMN_LABEL]);
  g_assert_cmpstr (kh_section_get_key (datapoint->section), ==, fact[COLUMN_SECTION]);
  g_assert_cmpstr (kh_value_type_name (datapoint->type), ==, fact[COLUMN_TYPE]);
  g_assert_cmphex (datapoint->required, ==, (guint) FIND_WORD (required_words, fact[COLUMN_REQUIRED]));
  g_assert_cmpint (datapoint->sent, ==, FIND_WORD (sent_words, fact[COLUMN_SENT]));
  g_assert_cmpint (datapoint->compared, ==, strcmp (fact[COLUMN_COMPARED], "yes") == 0);
  g_assert_cmpint (datapoint->duplicate, ==, FIND_WORD (duplicate_words, fact[COLUMN_DUPLICATE]));
  g_assert_cmpint (datapoint->view, ==, FIND_WORD (view_words, fact[COLUMN_VIEW]));
  g_assert_cmpint (datapoint->modify, ==, FIND_WORD (modify_words, fact[COLUMN_MODIFY]));
  g_assert_cmpint (datapoint->confidential, ==, strcmp (fact[COLUMN_CONFIDENTIAL], "yes") == 0);
  check_limits (datapoint, fact[COLUMN_LIMITS]);
}

static void
test_facts (void)
{
  g_autoptr (GPtrArray) facts = read_facts ();
  guint i;

  g_assert_cmpuint (facts->len, ==, KH_N_DATAPOINTS);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    check_fact (kh_datapoint_get ((KhDatapointId) i), g_ptr_array_index (facts, i));
}

static void
check_key (const char *key)
{
  gsize i;

  g_assert_true (g_param_spec_is_valid_name (key));
  g_assert_true (g_ascii_islower (*key));

  for (i = 0; key[i] != '\0'; i++)
    g_assert_true (g_ascii_islower (key[i]) || g_ascii_isdigit (key[i]) || key[i] == '-');
}

static void
test_keys (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_autofree char *column = kh_datapoint_dup_column (datapoint->id);

      g_assert_cmpint (datapoint->id, ==, (int) i);
      check_key (datapoint->key);
      g_assert_true (g_hash_table_add (keys, (gpointer) datapoint->key));
      g_assert_true (kh_datapoint_lookup (datapoint->key) == datapoint);

      g_assert_false (g_strv_contains (sql_keywords, column));
      g_assert_null (strchr (column, '-'));
      g_strdelimit (column, "_", '-');
      g_assert_cmpstr (column, ==, datapoint->key);

      g_assert_cmpstr (datapoint->label, !=, "");
      g_assert_true (g_hash_table_add (labels, (gpointer) datapoint->label));
    }

  g_assert_null (kh_datapoint_lookup ("no-such-datapoint"));
}

static void
check_wire (const char *wire)
{
  const char *p;

  g_assert_cmpint (*wire, ==, '/');
  g_assert_false (g_str_has_suffix (wire, "/"));

  for (p = wire; *p != '\0'; p++)
    g_assert_true (g_ascii_isalnum (*p) || strchr ("/_[]*", *p) != NULL);
}

static void
test_wires (void)
{
  g_autoptr (GHashTable) wires = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      gboolean sent = datapoint->sent == KH_SENT_YES || datapoint->sent == KH_SENT_ONCE;

      g_assert_cmpint (datapoint->wire != NULL, ==, sent);
      g_assert_true (sent || !datapoint->compared);

      if (datapoint->wire == NULL)
        continue;

      check_wire (datapoint->wire);
      g_assert_true (g_hash_table_add (wires, (gpointer) datapoint->wire));
    }
}

static void
check_relations (const KhDatapoint *datapoint)
{
  gboolean is_entry = datapoint->type == KH_VALUE_CATALOGUE || datapoint->type == KH_VALUE_STAFF
                      || datapoint->type == KH_VALUE_COMPANY;

  g_assert_cmpint (is_entry, ==, datapoint->catalogue != KH_CATALOGUE_NONE);
  g_assert_cmpint (datapoint->type == KH_VALUE_CHOICE, ==, datapoint->choices != NULL);
  g_assert_cmpint (datapoint->min, <=, datapoint->type == KH_VALUE_DATE ? G_MAXINT64 : datapoint->max);

  if (datapoint->parent != KH_DATAPOINT_NONE)
    g_assert_cmpint (kh_datapoint_get (datapoint->parent)->catalogue, !=, KH_CATALOGUE_NONE);

  if (datapoint->or_else != KH_DATAPOINT_NONE)
    g_assert_cmpint (kh_datapoint_get (datapoint->or_else)->or_else, ==, datapoint->id);

  /* What may only be stored encrypted is nobody's to see without a grant of its own. */
  g_assert_true (!datapoint->sealed || datapoint->confidential);
  g_assert_true (datapoint->type != KH_VALUE_SECRET || datapoint->sealed);
  g_assert_cmpint (kh_datapoint_is_stored (datapoint->id), ==, !datapoint->sealed);
  g_assert_true (!datapoint->sealed || kh_datapoint_is_editable (datapoint->id));

  if (datapoint->fallback != NULL)
    g_assert_true (kh_value_check (datapoint, datapoint->fallback, NULL, NULL));
}

static void
test_relations (void)
{
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    check_relations (kh_datapoint_get ((KhDatapointId) i));
}

static void
test_sections (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean used[KH_N_SECTIONS] = { FALSE };
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    used[kh_datapoint_get ((KhDatapointId) i)->section] = TRUE;

  for (i = 0; i < KH_N_SECTIONS; i++)
    {
      g_assert_true (used[i]);
      g_assert_true (g_hash_table_add (keys, (gpointer) kh_section_get_key ((KhSection) i)));
      g_assert_cmpstr (kh_section_get_label ((KhSection) i), !=, "");
    }

  for (i = 0; i < KH_N_CATALOGUES; i++)
    g_assert_cmpint (kh_catalogue_id_from_string (kh_catalogue_id_to_string ((KhCatalogueId) i)), ==, (int) i);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/registry/facts", test_facts);
  g_test_add_func ("/registry/keys", test_keys);
  g_test_add_func ("/registry/wires", test_wires);
  g_test_add_func ("/registry/relations", test_relations);
  g_test_add_func ("/registry/sections", test_sections);

  return g_test_run ();
}
