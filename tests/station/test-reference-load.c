/* test-reference-load.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-fixture.h"
#include "kh-reference-load.h"

#include <glib/gstdio.h>
#include <string.h>

/* @pointer and @json look into the first account; @message into the error. */
typedef struct {
  gboolean csv;
  const char *text;
  guint count;
  const char *pointer;
  const char *json;
  const char *message;
} Case;

#define JSON FALSE
#define CSV TRUE

static const Case cases[] = {
  { JSON, "[]", 0, "", NULL, NULL },
  { JSON, "[{\"number\":\"1\"}]", 1, "/dealer", "\"SUMMIT\"", NULL },
  { JSON, "[{\"number\":\"1\",\"dealer\":\"OTHER\"}]", 1, "/dealer", "\"OTHER\"", NULL },
  { JSON, "[{\"number\":\"1\",\"version\":7}]", 1, "/version", "7", NULL },
  { JSON, "[{\"number\":\"1\",\"external_refs\":{\"keyholder\":\"9\"}}]", 1,
    "/external_refs/keyholder", "\"9\"", NULL },
  { JSON, "[{\"number\":\"1\",\"site\":{\"phones\":[{\"type\":\"cell\",\"number\":\"+18015550101\"},"
          "{\"id\":\"p1\",\"type\":\"work\",\"number\":\"+18015550102\"}]}}]", 1, NULL, NULL,
    "/site/phones/1/id" },
  { JSON, "", 0, NULL, NULL, "strict JSON" },
  { JSON, "{}", 0, NULL, NULL, "array" },
  { JSON, "[1]", 0, NULL, NULL, "account 1" },
  { JSON, "[{\"number\":\"1\",\"number\":\"2\"}]", 0, NULL, NULL, "strict JSON" },
  { JSON, "[{\"number\":\"1\"},{}]", 0, NULL, NULL, "account 2, /number" },
  { JSON, "[{\"number\":1}]", 0, NULL, NULL, "account 1, /number" },
  { JSON, "[{\"number\":\"a b\"}]", 0, NULL, NULL, "account 1, /number" },
  { JSON, "[{\"number\":\"1\",\"colour\":\"red\"}]", 0, NULL, NULL, "account 1, /colour" },
  { JSON, "[{\"number\":\"1\",\"site\":7}]", 0, NULL, NULL, "account 1, /site" },
  { JSON, "[{\"number\":\"1\",\"site\":{\"phones\":{}}}]", 0, NULL, NULL, "/site/phones" },

  { CSV, "number\n", 0, "", NULL, NULL },
  { CSV, "number,first,phone,cell,ext\n", 0, NULL, NULL, "\"ext\"" },
  { CSV, "number,first,last,line1,state\n1042,Ann,Lee,\"4 Elm St, Apt 2\",UT\n", 1,
    "/site/address/line1", "\"4 Elm St, Apt 2\"", NULL },
  { CSV, "number,phone,cell\n1,+18015550101,+18015550102\n", 1, "/site/phones",
    "[{\"id\":\"p1\",\"type\":\"primary\",\"number\":\"+18015550101\",\"ext\":null},"
    "{\"id\":\"p2\",\"type\":\"cell\",\"number\":\"+18015550102\",\"ext\":null}]", NULL },
  { CSV, "number,phone,cell\n1,,+18015550102\n", 1, "/site/phones/0/type", "\"cell\"", NULL },
  { CSV, "number,permit,permit_expires\n1,P-1,2027-01-31\n", 1, "/permits",
    "[{\"id\":\"m1\",\"agency\":null,\"number\":\"P-1\",\"effective\":null,"
    "\"expires\":\"2027-01-31\"}]", NULL },
  { CSV, "number,panel,panel_location\n1,DSC,Hall\n", 1, "/systems/0/panel_location", "\"Hall\"", NULL },
  { CSV, "number,dealer,status,reference\n1,OTHER,inactive,77\n", 1, "/external_refs/keyholder", "\"77\"",
    NULL },
  { CSV, "", 0, NULL, NULL, "" },
  { CSV, "number,state\n1,UT\n2,Utah\n3,UT\n", 0, NULL, NULL, "line 3, /site/address/state" },
  { CSV, "number,directions,state\n1,\"a\nb\",UT\n2,x,Utah\n", 0, NULL, NULL,
    "line 4, /site/address/state" },
  { CSV, "number,first\n1\n", 0, NULL, NULL, "ine 2" },
  { CSV, "number,first\n1,\"x\n", 0, NULL, NULL, "ine 2" },
  { CSV, "first\nAnn\n", 0, NULL, NULL, "line 2, /number" },
  { CSV, "number,phone\n1,801-555-0101\n", 0, NULL, NULL, "line 2, /site/phones/0/number" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts
    = kh_reference_load_text (c->text, strlen (c->text), c->csv, "SUMMIT", KH_REFERENCE_BOLD, &error);

  if (c->message != NULL)
    {
      g_assert_null (accounts);
      g_assert_nonnull (error);
      if (strstr (error->message, c->message) == NULL)
        g_error ("%s", error->message);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, c->count);
  if (c->json != NULL)
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *value = NULL;

      json_node_set_object (node, accounts->pdata[0]);
      value = kh_json_value_at (node, c->pointer);
      g_assert_cmpstr (value, ==, c->json);
    }
}

static void
test_no_dealer (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] = "[{\"number\":\"1\"}]";

  g_assert_null (kh_reference_load_text (text, strlen (text), FALSE, NULL, KH_REFERENCE_BOLD, &error));
  g_assert_nonnull (strstr (error->message, "/dealer"));
}

/* A message has no end otherwise. */
static void
test_many_mistakes (void)
{
  g_autoptr (GString) text = g_string_new ("number,state\n");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (text, "%u,Utah\n", i);
  g_assert_null (kh_reference_load_text (text->str, text->len, TRUE, "D", KH_REFERENCE_BOLD, &error));
  lines = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  g_assert_cmpstr (lines[10], ==, "and 40 more mistakes");
}

static KhReferenceStation *
make_station (KhReferenceProfile  profile,
              const char         *accounts,
              GError            **error)
{
  KhReferenceStation *station = kh_reference_station_new (profile, "S", NULL, error);

  g_assert_nonnull (station);
  kh_reference_station_load_json (station, accounts, "D", error);
  return station;
}

static void
test_ids (void)
{
  static const struct {
    KhReferenceProfile profile;
    const char *accounts;
    const char *id; /* that must be there; NULL when the accounts are refused */
  } books[] = {
    { KH_REFERENCE_BOLD, "[{\"number\":\"ab-7\"}]", "Dab-7" },
    { KH_REFERENCE_BOLD, "[{\"number\":\"1\"},{\"number\":\"1\",\"receiver\":\"3 a\"}]", "D1-R3-a" },
    { KH_REFERENCE_BOLD, "[{\"number\":\"1\"},{\"number\":\"1\"}]", "D1-R0" },
    { KH_REFERENCE_BOLD, "[{\"number\":\"1\"},{\"number\":\"1\"},{\"number\":\"1\"}]", NULL },
    { KH_REFERENCE_BOLD, "[{\"number\":\"ab\"},{\"number\":\"AB\"}]", "DAB" },
    { KH_REFERENCE_GENERIC, "[{\"number\":\"1\"},{\"number\":\"2\"}]", "a2" },
    { KH_REFERENCE_GENERIC, "[{\"number\":\"1\",\"id\":\"mine\"}]", "mine" },
    { KH_REFERENCE_GENERIC, "[{\"number\":\"1\",\"id\":\"x\"},{\"number\":\"2\",\"id\":\"x\"}]", NULL },
    { KH_REFERENCE_GENERIC, "[{\"number\":\"1\",\"id\":\"..\"}]", NULL },
    { KH_REFERENCE_GENERIC, "[{\"number\":\"1\",\"id\":\"a/b\"}]", NULL },
    { KH_REFERENCE_GENERIC, "[{\"number\":\"1\",\"external_refs\":{\"keyholder\":\"7\"}},"
                            "{\"number\":\"2\",\"external_refs\":{\"keyholder\":\"7\"}}]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (books); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KhReferenceStation) station
        = make_station (books[i].profile, books[i].accounts, &error);
      g_autofree char *text = NULL;

      g_test_message ("%s", books[i].accounts);
      if (books[i].id == NULL)
        {
          g_assert_nonnull (error);
          continue;
        }
      g_assert_no_error (error);
      text = kh_reference_station_dup_account (station, books[i].id, &error);
      g_assert_no_error (error);
    }
}

static void
test_tokens (void)
{
  static const struct {
    const char *text;
    const char *message; /* NULL: good */
  } files[] = {
    { "# ours\n\nlong-enough-1 SUMMIT\nlong-enough-2\tOTHER\r\n", NULL },
    { "", "no token" },
    { "# nothing\n", "no token" },
    { "long-enough-1 SUMMIT\nlonely-token\n", "line 2" },
    { "short D\n", "line 1" },
    { "long-enough-1 SUM MIT\n", "line 1" },
    { "long-\303\251nough-1 SUMMIT\n", "line 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KhReferenceStation) station = make_station (KH_REFERENCE_BOLD, "[]", NULL);
      g_autofree char *path = NULL;
      int fd = g_file_open_tmp ("tokens-XXXXXX", &path, NULL);
      gboolean good;

      g_close (fd, NULL);
      g_file_set_contents (path, files[i].text, -1, NULL);
      good = kh_reference_station_read_tokens (station, path, &error);
      g_unlink (path);
      g_assert_cmpint (good, ==, files[i].message == NULL);
      if (good)
        continue;
      g_assert_nonnull (strstr (error->message, files[i].message));
      g_assert_null (strstr (error->message, "lonely"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reference/load/case/%02u", i);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/reference/load/no-dealer", test_no_dealer);
  g_test_add_func ("/reference/load/many-mistakes", test_many_mistakes);
  g_test_add_func ("/reference/load/ids", test_ids);
  g_test_add_func ("/reference/load/tokens", test_tokens);

  return g_test_run ();
}
