/* test-csl-codec.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-changes.h"
#include "kh-csl-codec.h"
#include "kh-exchange.h"
#include "kh-json.h"
#include "kh-problem.h"

#include <string.h>

#define IDENTITY "\"id\": \"SUMMIT1042\", \"number\": \"1042\""

/* Helpers */

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = kh_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return node;
}

static KhAccount *
read_account (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{" IDENTITY "%s%s}", *members != '\0' ? ", " : "", members);
  g_autoptr (JsonNode) root = parse (text);

  return kh_csl_codec_read_account (json_node_get_object (root), "\"7\"");
}

/* One value of a document */

typedef struct {
  KhDatapointId id;
  const char *members;
  KhAccountState state;
  const char *value;
  const char *item;
} Case;

#define ADDRESS_1 KH_DATAPOINT_ADDRESS_1
#define CELL KH_DATAPOINT_CELL_PHONE
#define CLEAR KH_ACCOUNT_CLEAR
#define UNREADABLE KH_ACCOUNT_UNREADABLE

static const Case cases[] = {
  { ADDRESS_1, "", KH_ACCOUNT_ABSENT, NULL, NULL },
  { ADDRESS_1, "\"site\": {}", KH_ACCOUNT_ABSENT, NULL, NULL },
  { ADDRESS_1, "\"site\": {\"address\": {}}", KH_ACCOUNT_ABSENT, NULL, NULL },
  { ADDRESS_1, "\"site\": {\"address\": null}", CLEAR, NULL, NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": null}}", CLEAR, NULL, NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": \"4 Elm St\"}}", CLEAR, "4 Elm St", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": \" 4 Elm St \"}}", CLEAR, " 4 Elm St ", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": \"<b>&\"}}", CLEAR, "<b>&", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": \"4\\u202e Elm\"}}", UNREADABLE, "4⟨U+202E⟩ Elm", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": \"4\\u0007\"}}", UNREADABLE, "4⟨U+0007⟩", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": \"\"}}", UNREADABLE, NULL, NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": 4}}", UNREADABLE, "4", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": true}}", UNREADABLE, "true", NULL },
  { ADDRESS_1, "\"site\": {\"address\": {\"line1\": [\"4\"]}}", UNREADABLE, "[\"4\"]", NULL },
  { ADDRESS_1, "\"site\": {\"address\": [\"4 Elm St\"]}", KH_ACCOUNT_ABSENT, NULL, NULL },
  { ADDRESS_1, "\"site\": \"4 Elm St\"", KH_ACCOUNT_ABSENT, NULL, NULL },
  { KH_DATAPOINT_DIRECTIONS, "\"site\": {\"address\": {\"directions\": \"Left\\nthen right\"}}", CLEAR, "Left\nthen right", NULL },
  { KH_DATAPOINT_STATE, "\"site\": {\"address\": {\"state\": \"UT\"}}", CLEAR, "UT", NULL },
  { KH_DATAPOINT_STATE, "\"site\": {\"address\": {\"state\": \"Utah\"}}", UNREADABLE, "Utah", NULL },
  { KH_DATAPOINT_STATE, "\"site\": {\"address\": {\"state\": \"XX\"}}", UNREADABLE, "XX", NULL },
  { KH_DATAPOINT_ZIP, "\"site\": {\"address\": {\"zip\": \"84601-1234\"}}", CLEAR, "84601-1234", NULL },
  { KH_DATAPOINT_ZIP, "\"site\": {\"address\": {\"zip\": \"846011234\"}}", CLEAR, "846011234", NULL },
  { KH_DATAPOINT_ZIP, "\"site\": {\"address\": {\"zip\": 84601}}", UNREADABLE, "84601", NULL },
  { KH_DATAPOINT_ZIP, "\"site\": {\"address\": {\"zip\": \"none\"}}", UNREADABLE, "none", NULL },
  { KH_DATAPOINT_ACCOUNT_TYPE, "\"site\": {\"kind\": \"business\"}", CLEAR, "business", NULL },
  { KH_DATAPOINT_ACCOUNT_TYPE, "\"site\": {\"kind\": \"Business\"}", UNREADABLE, "Business", NULL },
  { CELL, "\"site\": {\"phones\": []}", CLEAR, NULL, NULL },
  { CELL, "\"site\": {\"phones\": null}", KH_ACCOUNT_ABSENT, NULL, NULL },
  { CELL, "\"site\": {}", KH_ACCOUNT_ABSENT, NULL, NULL },
  { CELL, "\"site\": {\"phones\": [{\"id\": \"p1\", \"type\": \"primary\", \"number\": \"+18015550101\", \"ext\": null}]}", CLEAR, NULL, NULL },
  { CELL, "\"site\": {\"phones\": [7, null, {\"id\": \"p2\", \"type\": \"cell\", \"number\": \"+18015550102\", \"ext\": null},"
    "{\"id\": \"p3\", \"type\": \"cell\", \"number\": \"+18015550103\", \"ext\": null}]}", CLEAR, "+18015550102", "p2" },
  { CELL, "\"site\": {\"phones\": [{\"id\": \"p2\", \"type\": \"cell\", \"number\": \"+18015550102\", \"ext\": \"007\"}]}", CLEAR, "+18015550102x007", "p2" },
  { CELL, "\"site\": {\"phones\": [{\"id\": \"p2\", \"type\": \"cell\", \"number\": \"(801) 555-0102\", \"ext\": null}]}", CLEAR, "(801) 555-0102", "p2" },
  { CELL, "\"site\": {\"phones\": [{\"id\": \"p2\", \"type\": \"cell\", \"number\": \"call the office\", \"ext\": null}]}", UNREADABLE,
    "{\"id\":\"p2\",\"type\":\"cell\",\"number\":\"call the office\",\"ext\":null}", "p2" },
  { CELL, "\"site\": {\"phones\": [{\"id\": \"p2\", \"type\": \"cell\", \"number\": 18015550102, \"ext\": null}]}", UNREADABLE,
    "{\"id\":\"p2\",\"type\":\"cell\",\"number\":18015550102,\"ext\":null}", "p2" },
  { CELL, "\"site\": {\"phones\": [{\"id\": \"../p2\", \"type\": \"cell\", \"number\": \"+18015550102\"}]}", UNREADABLE,
    "{\"id\":\"../p2\",\"type\":\"cell\",\"number\":\"+18015550102\"}", NULL },
  { KH_DATAPOINT_EMAIL, "\"site\": {\"emails\": [{\"id\": \"e1\", \"type\": \"email\", \"address\": \"a@example.org\"}]}", CLEAR, "a@example.org", "e1" },
  { KH_DATAPOINT_EMAIL, "\"site\": {\"emails\": [{\"id\": \"e1\", \"type\": \"billing\", \"address\": \"a@example.org\"}]}", CLEAR, NULL, NULL },
  { KH_DATAPOINT_PERMIT_NUMBER, "\"permits\": []", CLEAR, NULL, NULL },
  { KH_DATAPOINT_PERMIT_NUMBER, "\"permits\": [{\"id\": \"m1\", \"number\": \"0042\"}, {\"id\": \"m2\", \"number\": \"7\"}]", CLEAR, "0042", "m1" },
  { KH_DATAPOINT_PERMIT_EXPIRY, "\"permits\": [{\"id\": \"m1\", \"number\": \"0042\"}]", KH_ACCOUNT_ABSENT, NULL, NULL },
  { KH_DATAPOINT_PERMIT_EXPIRY, "\"permits\": [{\"id\": \"m1\", \"expires\": \"2027-01-31\"}]", CLEAR, "2027-01-31", "m1" },
  { KH_DATAPOINT_PERMIT_EXPIRY, "\"permits\": [{\"id\": \"m1\", \"expires\": \"2027-02-31\"}]", UNREADABLE, "2027-02-31", "m1" },
  { KH_DATAPOINT_PANEL_TYPE, "\"systems\": []", CLEAR, NULL, NULL },
  { KH_DATAPOINT_PANEL_TYPE, "\"systems\": [{\"no\": 2, \"panel\": \"A\"}, {\"no\": 1, \"panel\": \"B\"}]", CLEAR, "B", "1" },
  { KH_DATAPOINT_TWO_WAY_VOICE, "\"systems\": [{\"no\": 1, \"two_way_voice\": true}]", CLEAR, "1", "1" },
  { KH_DATAPOINT_TWO_WAY_VOICE, "\"systems\": [{\"no\": 1, \"two_way_voice\": false}]", CLEAR, "0", "1" },
  { KH_DATAPOINT_TWO_WAY_VOICE, "\"systems\": [{\"no\": 1, \"two_way_voice\": \"yes\"}]", UNREADABLE, "yes", "1" },
  { KH_DATAPOINT_MONITORING_PLAN, "\"systems\": [{\"no\": 1, \"monitoring_plan\": \"Gold 24/7\"}]", CLEAR, "Gold 24/7", "1" },
  { KH_DATAPOINT_RECEIVER_NUMBER, "\"receiver\": \"09\"", CLEAR, "09", NULL },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (KhAccount) account = read_account (c->members);

      g_test_message ("%s: %s", kh_datapoint_get (c->id)->key, c->members);
      g_assert_cmpint (kh_account_get_state (account, c->id), ==, c->state);
      g_assert_cmpstr (kh_account_get_value (account, c->id), ==, c->value);
      g_assert_cmpstr (kh_account_get_item (account, c->id), ==, c->item);
    }
}

/* Secrets */

#define CODE(members) "\"passcodes\": [{\"id\": \"c1\", \"duress\": false" members "}]"
#define VALUE(members) CODE (", \"value\": {" members "}")

static const struct {
  KhDatapointId id;
  const char *members;
  KhAccountState state;
  const char *secret;
  const char *item;
} secrets[] = {
  { KH_DATAPOINT_PASSCODE, "", KH_ACCOUNT_ABSENT, NULL, NULL },
  { KH_DATAPOINT_PASSCODE, "\"passcodes\": []", CLEAR, NULL, NULL },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"clear\", \"text\": \"ROSEBUD\""), CLEAR, "ROSEBUD", "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"clear\", \"text\": \"0042\""), CLEAR, "0042", "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"clear\", \"text\": 42"), UNREADABLE, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"clear\", \"text\": \"\""), UNREADABLE, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"clear\""), UNREADABLE, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"masked\""), KH_ACCOUNT_MASKED, NULL, "c1" },
  /* It is no secret that is shown where the station says that it does not show it. */
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"masked\", \"text\": \"ROSEBUD\""), KH_ACCOUNT_MASKED, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"set\""), KH_ACCOUNT_MASKED, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"ROSEBUD\""), KH_ACCOUNT_MASKED, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, VALUE ("\"state\": \"none\""), CLEAR, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, CODE (", \"value\": null"), CLEAR, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, CODE (""), CLEAR, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, CODE (", \"value\": \"ROSEBUD\""), UNREADABLE, NULL, "c1" },
  { KH_DATAPOINT_PASSCODE, "\"passcodes\": [{\"id\": \"../c1\", \"duress\": false, \"value\": {\"state\": \"clear\", \"text\": \"ROSEBUD\"}}]",
    UNREADABLE, NULL, NULL },
  { KH_DATAPOINT_PASSCODE, "\"passcodes\": [{\"id\": \"c1\", \"duress\": true, \"value\": {\"state\": \"set\"}}]", CLEAR, NULL, NULL },
  { KH_DATAPOINT_DURESS_CODE, "\"passcodes\": [{\"id\": \"c1\", \"duress\": true, \"value\": {\"state\": \"masked\"}}]",
    KH_ACCOUNT_MASKED, NULL, "c1" },
  { KH_DATAPOINT_DURESS_CODE, "\"passcodes\": [{\"id\": \"c1\", \"duress\": false, \"value\": {\"state\": \"set\"}},"
    "{\"id\": \"c2\", \"duress\": true, \"value\": {\"state\": \"clear\", \"text\": \"SLED\"}}]", CLEAR, "SLED", "c2" },
};

/* A secret is never a plain value. */
static void
test_secrets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (KhAccount) account = read_account (secrets[i].members);
      KhSecret *secret = kh_account_get_secret (account, secrets[i].id);

      g_test_message ("%s", secrets[i].members);
      g_assert_cmpint (kh_account_get_state (account, secrets[i].id), ==, secrets[i].state);
      g_assert_null (kh_account_get_value (account, secrets[i].id));
      g_assert_cmpstr (secret != NULL ? kh_secret_get_text (secret) : NULL, ==, secrets[i].secret);
      g_assert_cmpstr (kh_account_get_item (account, secrets[i].id), ==, secrets[i].item);
    }
}

/* A raw text is shown, but never all of a very long one. */
static void
test_long_value (void)
{
  g_autofree char *filling = g_strnfill (100000, 'x');
  g_autofree char *members = g_strdup_printf ("\"site\": {\"address\": {\"line1\": \"%s\"}}", filling);
  g_autoptr (KhAccount) account = read_account (members);

  g_assert_cmpint (kh_account_get_state (account, ADDRESS_1), ==, UNREADABLE);
  g_assert_cmpuint (strlen (kh_account_get_value (account, ADDRESS_1)), ==, 500);
}

static void
test_account (void)
{
  g_autoptr (KhAccount) account = read_account (
    "\"receiver\": \"9\", \"status\": \"active\", \"dealer\": \"SUMMIT\", \"version\": 17, \"in_alarm\": true,"
    "\"external_refs\": {\"keyholder\": \"1001\"}, \"updated_by\": \"Ed\\u0007\","
    "\"site\": {\"name\": {\"first\": \"Ann\", \"last\": \"Lee\", \"business\": \"Lee & Sons\"},"
    "\"address\": {\"line1\": \"4 Elm St\", \"line2\": null, \"city\": \"Provo\", \"state\": \"UT\", \"zip\": \"84601\"}},"
    "\"contacts\": [{}, {}], \"agencies\": [{}], \"passcodes\": [{}, {}, {}],"
    "\"systems\": [{\"no\": 1, \"zones\": [{}, {}]}, {\"no\": 2, \"zones\": [{}]}, 7]");
  g_autofree char *dealer = NULL, *by = NULL;
  guint contacts, zones, agencies, passcodes;
  gint64 version;

  g_object_get (account, "dealer", &dealer, "updated-by", &by, "contacts", &contacts, "zones", &zones,
                "agencies", &agencies, "passcodes", &passcodes, "version", &version, NULL);
  g_assert_cmpstr (kh_account_get_id (account), ==, "SUMMIT1042");
  g_assert_cmpstr (kh_account_get_number (account), ==, "1042");
  g_assert_cmpstr (kh_account_get_receiver (account), ==, "9");
  g_assert_cmpstr (kh_account_get_status (account), ==, "active");
  g_assert_cmpstr (kh_account_get_etag (account), ==, "\"7\"");
  g_assert_cmpstr (kh_account_get_external_ref (account), ==, "1001");
  g_assert_cmpstr (kh_account_get_name (account), ==, "Lee & Sons, Ann Lee");
  g_assert_cmpstr (kh_account_get_address (account), ==, "4 Elm St, Provo, UT 84601");
  g_assert_true (kh_account_get_in_alarm (account));
  g_assert_cmpstr (dealer, ==, "SUMMIT");
  g_assert_cmpstr (by, ==, "Ed⟨U+0007⟩");
  g_assert_cmpuint (contacts, ==, 2);
  g_assert_cmpuint (zones, ==, 3);
  g_assert_cmpuint (agencies, ==, 1);
  g_assert_cmpuint (passcodes, ==, 3);
  g_assert_cmpint (version, ==, 17);
}

/* Whom the station calls and what it watches, to be shown: in its order, and no passcode. */
static void
test_rows (void)
{
  g_autoptr (KhAccount) account = read_account (
    "\"contacts\": [{\"id\": \"c9\", \"type\": 100, \"name\": \"Ann Lee\", \"relation\": \"daughter\","
    "\"has_key\": true, \"language\": null,"
    "\"phones\": [{\"type\": \"cell\", \"number\": \"+18015550177\", \"ext\": \"7\"}, 5],"
    "\"passcode\": {\"state\": \"clear\", \"text\": \"SESAME\"}},"
    "{\"id\": \"a/b\", \"type\": 7, \"name\": \"B\\u202eob\"}, 7],"
    "\"agencies\": [{\"type\": \"fire\", \"agency\": \"F1\"}],"
    "\"permits\": [{\"agency\": \"P1\", \"number\": \"no\"}, {\"agency\": \"F1\", \"number\": \"P-7\","
    "\"expires\": \"2027-01-31\"}],"
    "\"systems\": [{\"no\": 2, \"panel\": \"DSC\", \"areas\": [{\"no\": 1, \"name\": \"House\"}],"
    "\"zones\": [{\"area\": 1, \"zone\": \"001\", \"description\": \"Front door\"}, {\"area\": 9}]}]");
  KhRows *contacts = kh_account_get_rows (account, KH_TABLE_CONTACTS);
  KhRows *systems = kh_account_get_rows (account, KH_TABLE_SYSTEMS);
  KhRows *areas = kh_account_get_rows (account, KH_TABLE_AREAS);
  KhRows *zones = kh_account_get_rows (account, KH_TABLE_ZONES);
  KhRow *ann, *permitted;

  g_assert_cmpuint (kh_rows_get_n (contacts), ==, 2);
  ann = kh_rows_get (contacts, 0);
  g_assert_cmpstr (kh_row_get_item (ann), ==, "c9");
  g_assert_cmpstr (kh_row_get (ann, KH_CONTACT_NAME), ==, "Ann Lee");
  g_assert_cmpstr (kh_row_get (ann, KH_CONTACT_RELATION), ==, "daughter");
  g_assert_cmpstr (kh_row_get (ann, KH_CONTACT_KIND), ==, "verification");
  g_assert_true (kh_row_get_boolean (ann, KH_CONTACT_HAS_KEY));
  g_assert_cmpstr (kh_row_get (ann, KH_CONTACT_PHONE_1), ==, "+18015550177x7");
  g_assert_cmpstr (kh_row_get (ann, KH_CONTACT_PHONE_1_TYPE), ==, "cell");
  g_assert_null (kh_row_get (ann, KH_CONTACT_PHONE_2));
  g_assert_true (kh_row_is_sealed (ann, KH_CONTACT_PIN));
  /* Not mentioned, as opposed to told that there is none. */
  g_assert_true (kh_row_is_hidden (ann, KH_CONTACT_EMAIL));
  g_assert_false (kh_row_is_hidden (ann, KH_CONTACT_LANGUAGE));
  g_assert_cmpstr (kh_row_get (kh_rows_get (contacts, 1), KH_CONTACT_NAME), ==, "B⟨U+202E⟩ob");
  g_assert_null (kh_row_get_item (kh_rows_get (contacts, 1)));
  g_assert_true (kh_row_is_hidden (kh_rows_get (contacts, 1), KH_CONTACT_KIND));

  g_assert_cmpuint (kh_rows_get_n (systems), ==, 1);
  g_assert_cmpstr (kh_row_get_item (kh_rows_get (systems, 0)), ==, "2");
  g_assert_cmpstr (kh_row_get (kh_rows_get (areas, 0), KH_AREA_DESCRIPTION), ==, "House");
  g_assert_cmpuint (kh_rows_get_n (zones), ==, 2);
  g_assert_cmpint (kh_row_get_number (kh_rows_get (zones, 0), KH_ZONE_SYSTEM), ==, 2);
  g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 0), KH_ZONE_NUMBER), ==, "001");
  g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 1), KH_ZONE_AREA), ==, "9");

  permitted = kh_rows_get (kh_account_get_rows (account, KH_TABLE_AGENCIES), 0);
  g_assert_cmpstr (kh_row_get (permitted, KH_AGENCY_PERMIT_NUMBER), ==, "P-7");
  g_assert_cmpstr (kh_row_get (permitted, KH_AGENCY_PERMIT_EXPIRES), ==, "2027-01-31");
}

/* What were left out would look as if only we had it. */
static void
test_many_rows (void)
{
  g_autoptr (GString) zones = g_string_new (NULL);
  g_autofree char *members = NULL;
  g_autoptr (KhAccount) account = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (zones, "%s{\"zone\": \"%04u\"}", i > 0 ? "," : "", i);
  members = g_strdup_printf ("\"systems\": [{\"no\": 1, \"zones\": [%s]}]", zones->str);
  account = read_account (members);

  g_assert_cmpuint (kh_rows_get_n (kh_account_get_rows (account, KH_TABLE_ZONES)), ==, 3000);
}

static void
test_no_account (void)
{
  static const char *const texts[] = {
    "{}", "{\"id\": \"a\"}", "{\"number\": \"1\"}", "{\"id\": 1, \"number\": \"1\"}",
    "{\"id\": \"a\", \"number\": 1}", "{\"id\": \"..\", \"number\": \"1\"}",
    "{\"id\": \"a/b\", \"number\": \"1\"}", "{\"id\": \"\", \"number\": \"1\"}",
    "{\"id\": \"a\", \"number\": \"\"}", "{\"id\": \"a b\", \"number\": \"1\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) root = parse (texts[i]);

      g_assert_null (kh_csl_codec_read_account (json_node_get_object (root), NULL));
      g_assert_null (kh_csl_codec_read_summary (json_node_get_object (root)));
    }
}

/* Look-up */

static KhLookUp *
read_look_up (const char *text,
              const char *number,
              const char *receiver)
{
  g_autoptr (JsonNode) root = parse (text);

  return kh_csl_codec_read_look_up (json_node_get_object (root), number, receiver);
}

#define FOUND "{\"items\": [{\"id\": \"a\", \"number\": \"1042\", \"receiver\": \"9\"}], \"near\": []}"

static void
test_look_up (void)
{
  g_autoptr (KhLookUp) found = read_look_up (FOUND, "1042", NULL);
  g_autoptr (KhLookUp) received = read_look_up (FOUND, "1042", "9");
  g_autoptr (KhLookUp) near = read_look_up ("{\"items\": [], \"near\": [\"AB-77\", 7, \"ab 77\"]}", "ab77", NULL);
  g_autoptr (KhLookUp) nearless = read_look_up ("{\"items\": []}", "ab77", NULL);

  g_assert_cmpuint (found->accounts->len, ==, 1);
  g_assert_cmpuint (received->accounts->len, ==, 1);
  g_assert_cmpuint (near->accounts->len, ==, 0);
  g_assert_cmpuint (g_strv_length (near->near), ==, 2);
  g_assert_cmpuint (g_strv_length (nearless->near), ==, 0);
  g_assert_null (read_look_up (FOUND, "1043", NULL));
  g_assert_null (read_look_up (FOUND, "1042", "8"));
  g_assert_null (read_look_up ("{\"near\": []}", "1042", NULL));
  g_assert_null (read_look_up ("{\"items\": [7]}", "1042", NULL));
  g_assert_null (read_look_up ("{\"items\": [{\"id\": \"..\", \"number\": \"1042\"}]}", "1042", NULL));
}

/* Capabilities */

static void
test_capabilities (void)
{
  g_autoptr (JsonNode) root = parse (
    "{\"name\": \"Dynamark\", \"profile\": \"bold\", \"dealer\": \"SUMMIT\", \"features\": [\"changes\", \"dry_run\"],"
    "\"number_pattern\": \"^[0-9]+$\", \"longest_test_minutes\": 1440, \"fields\": [7,"
    "{\"path\": \"/site/address/line1\", \"compare\": true, \"write\": true, \"once\": false, \"max\": 30},"
    "{\"path\": \"/site/phones[cell]\", \"compare\": true, \"write\": false, \"once\": false},"
    "{\"path\": \"/systems[1]/panel\", \"compare\": true, \"write\": true, \"once\": true, \"max\": -5},"
    "{\"path\": \"/site/unheard_of\", \"compare\": true, \"write\": true, \"once\": false},"
    "{\"path\": \"/permits[*]/number\", \"compare\": \"yes\", \"write\": 1}]}");
  g_autoptr (KhCapabilities) capabilities = kh_csl_codec_read_capabilities (json_node_get_object (root));
  g_autoptr (JsonNode) bare = parse ("{\"name\": \"Dynamark\"}");
  gboolean dry_run;
  guint longest_test;

  g_object_get (capabilities, "dry-run", &dry_run, "longest-test", &longest_test, NULL);
  g_assert_true (dry_run);
  g_assert_cmpuint (longest_test, ==, 1440);
  g_assert_cmpstr (kh_capabilities_get_name (capabilities), ==, "Dynamark");
  g_assert_cmpstr (kh_capabilities_get_profile (capabilities), ==, "bold");
  g_assert_cmpstr (kh_capabilities_get_dealer (capabilities), ==, "SUMMIT");
  g_assert_cmpstr (kh_capabilities_get_number_pattern (capabilities), ==, "^[0-9]+$");
  g_assert_cmpuint (kh_capabilities_get_ability (capabilities, ADDRESS_1), ==, KH_ABILITY_COMPARE | KH_ABILITY_WRITE);
  g_assert_cmpuint (kh_capabilities_get_longest (capabilities, ADDRESS_1), ==, 30);
  g_assert_cmpuint (kh_capabilities_get_ability (capabilities, CELL), ==, KH_ABILITY_COMPARE);
  g_assert_cmpuint (kh_capabilities_get_ability (capabilities, KH_DATAPOINT_PANEL_TYPE), ==,
                    KH_ABILITY_COMPARE | KH_ABILITY_WRITE | KH_ABILITY_ONCE);
  g_assert_cmpuint (kh_capabilities_get_longest (capabilities, KH_DATAPOINT_PANEL_TYPE), ==, 0);
  g_assert_cmpuint (kh_capabilities_get_ability (capabilities, KH_DATAPOINT_PERMIT_NUMBER), ==, KH_ABILITY_NONE);
  g_assert_cmpuint (kh_capabilities_get_ability (capabilities, KH_DATAPOINT_CITY), ==, KH_ABILITY_NONE);
  g_assert_null (kh_csl_codec_read_capabilities (json_node_get_object (bare)));
}

/* Change sets */

static void
add_sealed (GPtrArray     *changes,
            KhDatapointId  id,
            const char    *text,
            const char    *item)
{
  g_autoptr (KhSecret) secret = text != NULL ? kh_secret_new (text, -1) : NULL;

  g_ptr_array_add (changes, kh_change_new_sealed (id, secret, item));
}

static GPtrArray *
make_changes (void)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  g_ptr_array_add (changes, kh_change_new (ADDRESS_1, "4 \"Elm\" Straße", "4 Elm St", NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_ADDRESS_2, NULL, "Rear", NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_CITY, "Provo", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_PRIMARY_PHONE, "+18015550101", "+18015550102x5", "p1"));
  g_ptr_array_add (changes, kh_change_new (CELL, "+18015550103x007", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_WORK_PHONE, NULL, "+18015550104", "p4"));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_OTHER_PHONE, NULL, NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_EMAIL, "a@example.org", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_TWO_WAY_VOICE, "1", "0", "1"));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_PERMIT_NUMBER, "0042", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_PANEL_LOCATION, "Hall", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_PERMIT_EXPIRY, "2027-01-31", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_CELLULAR_BACKUP, "0", NULL, NULL));
  g_ptr_array_add (changes, kh_change_new (KH_DATAPOINT_GUARD_RESPONSE, NULL, NULL, NULL));
  add_sealed (changes, KH_DATAPOINT_PASSCODE, "ROSEBUD", "c1");
  add_sealed (changes, KH_DATAPOINT_DURESS_CODE, NULL, "c2");
  add_sealed (changes, KH_DATAPOINT_DURESS_CODE, NULL, NULL);
  add_sealed (changes, KH_DATAPOINT_DURESS_CODE, "SLED", NULL);

  return changes;
}

static const char expected[] =
  "{\"reason\":\"link\",\"author\":\"Pat\",\"ops\":["
  "{\"op\":\"replace\",\"path\":\"/site/address/line1\",\"from\":\"4 Elm St\",\"value\":\"4 \\\"Elm\\\" Straße\"},"
  "{\"op\":\"replace\",\"path\":\"/site/address/line2\",\"from\":\"Rear\",\"value\":null},"
  "{\"op\":\"replace\",\"path\":\"/site/address/city\",\"value\":\"Provo\"},"
  "{\"op\":\"replace\",\"path\":\"/site/phones/p1\",\"from\":{\"type\":\"primary\",\"number\":\"+18015550102\",\"ext\":\"5\"},"
  "\"value\":{\"type\":\"primary\",\"number\":\"+18015550101\",\"ext\":null}},"
  "{\"op\":\"add\",\"path\":\"/site/phones/-\",\"value\":{\"type\":\"cell\",\"number\":\"+18015550103\",\"ext\":\"007\"}},"
  "{\"op\":\"remove\",\"path\":\"/site/phones/p4\",\"from\":{\"type\":\"work\",\"number\":\"+18015550104\",\"ext\":null}},"
  "{\"op\":\"add\",\"path\":\"/site/emails/-\",\"value\":{\"type\":\"email\",\"address\":\"a@example.org\"}},"
  "{\"op\":\"replace\",\"path\":\"/systems/1/two_way_voice\",\"from\":false,\"value\":true},"
  "{\"op\":\"add\",\"path\":\"/permits/-\",\"value\":{\"number\":\"0042\",\"expires\":\"2027-01-31\"}},"
  "{\"op\":\"add\",\"path\":\"/systems/-\",\"value\":{\"no\":1,\"panel_location\":\"Hall\",\"cellular_backup\":false}},"
  "{\"op\":\"replace\",\"path\":\"/passcodes/c1\",\"value\":{\"duress\":false,\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"}}},"
  "{\"op\":\"replace\",\"path\":\"/passcodes/c2\",\"value\":{\"duress\":true,\"value\":null}},"
  "{\"op\":\"add\",\"path\":\"/passcodes/-\",\"value\":{\"duress\":true,\"value\":{\"state\":\"clear\",\"text\":\"SLED\"}}}"
  "]}";

static void
test_changes (void)
{
  g_autoptr (GPtrArray) changes = make_changes ();
  g_autoptr (GBytes) first = kh_csl_changes_write (changes, "link", "Pat");
  g_autoptr (GBytes) second = kh_csl_changes_write (changes, "link", "Pat");
  g_autofree char *text = g_strndup (g_bytes_get_data (first, NULL), g_bytes_get_size (first));

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (g_bytes_equal (first, second));
  g_assert_cmpuint (kh_csl_changes_count (first), ==, 13);
}

/* From the station's pointers back to datapoints */

static void
test_pointers (void)
{
  static const struct { const char *pointer; int id; } rows[] = {
    { "/ops/0", ADDRESS_1 },
    { "/ops/0/value", ADDRESS_1 },
    { "/ops/0/from", ADDRESS_1 },
    { "/ops/1/value", KH_DATAPOINT_ADDRESS_2 },
    { "/ops/3/value/number", KH_DATAPOINT_PRIMARY_PHONE },
    { "/ops/4/value/ext", CELL },
    { "/ops/5/path", KH_DATAPOINT_WORK_PHONE },
    { "/ops/6/value/address", KH_DATAPOINT_EMAIL },
    { "/ops/7/value", KH_DATAPOINT_TWO_WAY_VOICE },
    { "/ops/8/value/number", KH_DATAPOINT_PERMIT_NUMBER },
    { "/ops/8/value/expires", KH_DATAPOINT_PERMIT_EXPIRY },
    { "/ops/9/value/panel_location", KH_DATAPOINT_PANEL_LOCATION },
    { "/ops/9/value/cellular_backup", KH_DATAPOINT_CELLULAR_BACKUP },
    { "/ops/10/value/value", KH_DATAPOINT_PASSCODE },
    { "/ops/11/value/value", KH_DATAPOINT_DURESS_CODE },
    { "/ops/12/value/value", KH_DATAPOINT_DURESS_CODE },
    { "/ops/12", KH_DATAPOINT_DURESS_CODE },
    { "/ops/8", -1 },
    { "/ops/13", -1 },
    { "/ops/-1", -1 },
    { "/ops/99999999999999999999", -1 },
    { "/ops", -1 },
    { "/author", -1 },
    { "", -1 },
    { "ops/0", -1 },
  };
  g_autoptr (GPtrArray) changes = make_changes ();
  g_autoptr (GBytes) body = kh_csl_changes_write (changes, "link", "Pat");
  g_autoptr (GBytes) foreign = g_bytes_new_static ("nothing", 7);
  KhDatapointId id;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean is_found = kh_csl_changes_find (body, rows[i].pointer, &id);

      g_test_message ("%s", rows[i].pointer);
      g_assert_cmpint (is_found, ==, rows[i].id >= 0);
      if (is_found)
        g_assert_cmpint (id, ==, rows[i].id);
    }
  g_assert_false (kh_csl_changes_find (foreign, "/ops/0", &id));
  g_assert_true (kh_csl_changes_reveals (body, "The value 'rosebud' is not allowed."));
  g_assert_true (kh_csl_changes_reveals (body, "SLED"));
  g_assert_false (kh_csl_changes_reveals (body, "4 \"Elm\" Straße is not known."));
  g_assert_false (kh_csl_changes_reveals (foreign, "ROSEBUD"));
}

static char *
dup_keys (GArray *ids)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? " " : "", kh_datapoint_get (g_array_index (ids, KhDatapointId, i))->key);

  return g_string_free (keys, FALSE);
}

/* Which datapoints each operation writes, one new item several. */
static void
test_written (void)
{
  static const char * const keys[] = {
    "address-1", "address-2", "city", "primary-phone", "cell-phone", "work-phone", "email", "two-way-voice",
    "permit-number permit-expiry", "panel-location cellular-backup", "passcode", "duress-code", "duress-code",
  };
  g_autoptr (GPtrArray) changes = make_changes ();
  g_autoptr (GBytes) body = kh_csl_changes_write (changes, "link", "Pat");
  g_autoptr (GPtrArray) written = kh_csl_changes_list_datapoints (body);

  g_assert_cmpuint (written->len, ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < written->len; i++)
    {
      g_autofree char *found = dup_keys (g_ptr_array_index (written, i));

      g_assert_cmpstr (found, ==, keys[i]);
    }
}

/* Which of them wait; of an answer that says it of something else, or of nothing, that is not known. */
static void
test_waiting (void)
{
  static const struct { const char *text; const char *keys; } rows[] = {
    { "{\"results\": [{\"op\": 0, \"state\": \"pending_review\"}, {\"op\": 1, \"state\": \"applied\"}]}", "city" },
    { "{\"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"pending_review\"}]}",
      "permit-number permit-expiry" },
    { "{\"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"applied\"}]}", NULL },
    { "{\"results\": [{\"op\": 0, \"state\": \"applied\"}, {}, {\"op\": 2, \"state\": \"pending_review\"}]}", NULL },
    { "{}", NULL },
  };
  static const char set[] =
    "{\"ops\": [{\"op\": \"replace\", \"path\": \"/site/address/city\", \"value\": \"Provo\"},"
    " {\"op\": \"add\", \"path\": \"/permits/-\", \"value\": {\"number\": \"0042\", \"expires\": \"2027-01-31\"}},"
    " {\"op\": \"add\", \"path\": \"/contacts/-\", \"value\": {\"name\": \"Bo\"}}]}";
  g_autoptr (GBytes) body = g_bytes_new_static (set, strlen (set));
  g_autoptr (GPtrArray) written = kh_csl_changes_list_datapoints (body);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) root = parse (rows[i].text);
      g_autoptr (GArray) waiting = kh_csl_codec_read_waiting (json_node_get_object (root), written);
      g_autofree char *keys = dup_keys (waiting);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (waiting != NULL ? keys : NULL, ==, rows[i].keys);
    }
}

/* The answer to a change set */

static void
test_change_answers (void)
{
  static const struct { const char *text; gboolean dry_run; gboolean is_good; gboolean is_pending; } rows[] = {
    { "{\"change\": \"c1\", \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"applied\"}]}", FALSE, TRUE, FALSE },
    { "{\"change\": \"c1\", \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"pending_review\"}]}", FALSE, TRUE, TRUE },
    { "{\"change\": null, \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"applied\"}]}", TRUE, TRUE, FALSE },
    { "{\"change\": null, \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"applied\"}]}", FALSE, FALSE, FALSE },
    { "{\"change\": \"c1\", \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}]}", FALSE, FALSE, FALSE },
    { "{\"change\": \"c1\", \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 0, \"state\": \"applied\"}]}", FALSE, FALSE, FALSE },
    { "{\"change\": \"c1\", \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"refused\"}]}", FALSE, FALSE, FALSE },
    { "{\"change\": \"c1\", \"version\": 8, \"results\": [{\"op\": 0, \"state\": \"pending_review\"}, {\"op\": 1, \"state\": \"refused\"}]}", FALSE, FALSE, FALSE },
    { "{\"change\": \"c1\", \"results\": [{\"op\": 0, \"state\": \"applied\"}, {\"op\": 1, \"state\": \"applied\"}]}", FALSE, FALSE, FALSE },
    { "{\"change\": \"c1\", \"version\": 8}", FALSE, FALSE, FALSE },
    { "{}", FALSE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) root = parse (rows[i].text);
      g_autoptr (KhChangeAnswer) answer = kh_csl_codec_read_changes (json_node_get_object (root), 2, rows[i].dry_run);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (answer != NULL, ==, rows[i].is_good);
      if (answer != NULL)
        g_assert_cmpint (answer->pending, ==, rows[i].is_pending);
    }
}

/* Problems */

static const struct {
  guint status;
  const char *body;
  int code;
  gboolean is_certain;
  const char *words;
} problems[] = {
  { 400, "{\"type\": \"/problems/bad-request\"}", KH_STATION_ERROR_BUG, TRUE, NULL },
  { 401, "{\"type\": \"/problems/unauthorized\"}", KH_STATION_ERROR_UNAUTHORIZED, TRUE,
    "Dynamark did not accept the token. Ask Dynamark for a new one and enter it under Preferences, Monitoring Companies." },
  { 401, NULL, KH_STATION_ERROR_UNAUTHORIZED, TRUE, NULL },
  { 403, "{\"type\": \"/problems/not-your-account\"}", KH_STATION_ERROR_NOT_OURS, TRUE, "another dealer" },
  { 403, "{\"type\": \"/problems/not-permitted\"}", KH_STATION_ERROR_NOT_PERMITTED, TRUE, NULL },
  { 403, NULL, KH_STATION_ERROR_NOT_PERMITTED, TRUE, NULL },
  { 404, "{\"type\": \"/problems/not-found\"}", KH_STATION_ERROR_NOT_FOUND, TRUE, NULL },
  { 404, NULL, KH_STATION_ERROR_PROTOCOL, FALSE, NULL },
  { 405, "{\"type\": \"/problems/method-not-allowed\"}", KH_STATION_ERROR_BUG, TRUE, NULL },
  { 408, "{}", KH_STATION_ERROR_TIMED_OUT, FALSE, NULL },
  { 409, "{\"type\": \"/problems/already-linked\"}", KH_STATION_ERROR_ALREADY_LINKED, TRUE, NULL },
  { 409, "{\"type\": \"/problems/in-alarm\"}", KH_STATION_ERROR_IN_ALARM, TRUE, NULL },
  { 409, "{\"type\": \"/problems/duplicate-number\"}", KH_STATION_ERROR_DUPLICATE, TRUE, NULL },
  { 409, "{\"type\": \"/problems/request-in-progress\"}", KH_STATION_ERROR_BUSY, FALSE, NULL },
  { 409, "{\"type\": \"about:blank\"}", KH_STATION_ERROR_BUSY, FALSE, NULL },
  { 410, "{}", KH_STATION_ERROR_NOT_FOUND, TRUE, NULL },
  { 412, "{\"type\": \"/problems/stale\", \"current_version\": 8}", KH_STATION_ERROR_STALE, TRUE, NULL },
  { 412, "{\"type\": \"https://station.example.com/problems/stale\"}", KH_STATION_ERROR_STALE, TRUE, NULL },
  { 413, "{\"type\": \"/problems/too-large\"}", KH_STATION_ERROR_BUG, TRUE, NULL },
  { 418, "{}", KH_STATION_ERROR_BUG, TRUE, NULL },
  { 422, "{\"type\": \"/problems/key-reused\"}", KH_STATION_ERROR_BUG, TRUE, NULL },
  { 422, "{\"type\": \"/problems/validation\", \"errors\": [{\"pointer\": \"/ops/10/value/value\", \"code\": \"format\", \"detail\": \"ROSEBUD is no code.\"}]}",
    KH_STATION_ERROR_INVALID, TRUE, "Dynamark refuses Passcode. Nothing was changed there." },
  { 422, "{\"type\": \"/problems/validation\", \"errors\": [{\"pointer\": \"/ops/0/value\", \"code\": \"too-long\", \"detail\": \"At most 30 characters.\"},"
    "{\"pointer\": \"/ops/8/value/expires\", \"code\": \"format\", \"detail\": \"<b>No\\u202e date.</b>\"}]}",
    KH_STATION_ERROR_INVALID, TRUE,
    "Dynamark refuses Address 1: At most 30 characters; Permit Expiry: <b>No⟨U+202E⟩ date.</b>." },
  { 422, "{\"type\": \"/problems/read-only-field\", \"detail\": \"Not\\nthis one.\"}", KH_STATION_ERROR_INVALID, TRUE,
    "Dynamark refuses this: Not this one." },
  { 422, "{\"type\": \"/problems/validation\", \"errors\": [7, {}]}", KH_STATION_ERROR_INVALID, TRUE, "refuses one of the values" },
  { 422, "{\"type\": \"/problems/unknown-code\"}", KH_STATION_ERROR_INVALID, TRUE, NULL },
  { 423, "{\"type\": \"/problems/locked\"}", KH_STATION_ERROR_LOCKED, TRUE, NULL },
  { 428, "{\"type\": \"/problems/if-match-required\"}", KH_STATION_ERROR_BUG, TRUE, NULL },
  { 429, "{\"type\": \"/problems/rate\"}", KH_STATION_ERROR_UNAVAILABLE, TRUE, NULL },
  { 429, NULL, KH_STATION_ERROR_UNAVAILABLE, TRUE, NULL },
  { 500, "{\"type\": \"/problems/internal\"}", KH_STATION_ERROR_UNAVAILABLE, FALSE, NULL },
  { 503, "{\"type\": \"/problems/unavailable\"}", KH_STATION_ERROR_UNAVAILABLE, TRUE, NULL },
  { 503, NULL, KH_STATION_ERROR_UNAVAILABLE, FALSE, NULL },
  { 504, NULL, KH_STATION_ERROR_UNAVAILABLE, FALSE, NULL },
  { 500, "{\"type\": \"/problems/stale\"}", KH_STATION_ERROR_UNAVAILABLE, FALSE, NULL },
  { 199, "{\"type\": \"/problems/stale\"}", KH_STATION_ERROR_PROTOCOL, FALSE, NULL },
};

static void
check_problem (guint    index,
               gboolean is_write)
{
  g_autoptr (JsonNode) root = problems[index].body != NULL ? parse (problems[index].body) : NULL;
  g_autoptr (GPtrArray) changes = make_changes ();
  g_autoptr (GBytes) sent = kh_csl_changes_write (changes, "link", "Pat");
  const KhProblem problem = {
    .company = "Dynamark",
    .status = problems[index].status,
    .body = root != NULL ? json_node_get_object (root) : NULL,
    .retry_after = 5,
    .sent = is_write ? sent : NULL,
    .is_write = is_write,
  };
  g_autoptr (GError) error = kh_problem_to_error (&problem);

  g_test_message ("%u %s: %s", problem.status, problems[index].body, error->message);
  g_assert_error (error, KH_STATION_ERROR, problems[index].code);
  g_assert_nonnull (strstr (error->message, "Dynamark"));
  g_assert_null (strstr (error->message, "%s"));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_cmpuint (kh_station_error_retry_after (error), ==, 5);
  g_assert_cmpint (kh_station_error_is_certain (error), ==, !is_write || problems[index].is_certain);
  if (is_write && problems[index].words != NULL)
    g_assert_nonnull (strstr (error->message, problems[index].words));
}

static void
test_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      check_problem (i, FALSE);
      check_problem (i, TRUE);
    }
}

/* However much a station says, and whatever it calls itself. */
static void
test_long_problem (void)
{
  g_autofree char *filling = g_strnfill (100000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"type\": \"/problems/validation\", \"detail\": \"%s\"}", filling);
  g_autoptr (JsonNode) root = parse (text);
  const KhProblem problem = { "%s %n", 422, json_node_get_object (root), 0, NULL, TRUE };
  g_autoptr (GError) error = kh_problem_to_error (&problem);
  g_autoptr (GError) copy = g_error_copy (error);

  g_assert_cmpuint (strlen (error->message), <, 400);
  g_assert_true (g_str_has_prefix (error->message, "%s %n refuses"));
  g_assert_true (kh_station_error_is_certain (copy));
}

static void
test_retry_after (void)
{
  static const struct { const char *text; guint seconds; } rows[] = {
    { "0", 0 }, { "7", 7 }, { "3600", 3600 }, { "3601", 3600 }, { "99999999999999999999", 3600 },
    { "", 0 }, { "-5", 0 }, { "soon", 0 }, { "7s", 0 }, { " 7", 0 },
    { "Sun, 06 Nov 1994 08:50:37 GMT", 60 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
    { "Sun, 06 Nov 1994 08:00:00 GMT", 0 },
    { "Sun, 06 Nov 2094 08:00:00 GMT", 3600 },
    { "Sun, 99 Foo 1994 08:00:00 GMT", 0 },
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (1994, 11, 6, 8, 49, 37);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpuint (kh_problem_retry_after (rows[i].text, now), ==, rows[i].seconds);
    }
}

/* An error that somebody else made of the same domain, or of another. */
static void
test_certainty (void)
{
  static const int uncertain[] = {
    KH_STATION_ERROR_WRONG_ACCOUNT, KH_STATION_ERROR_TIMED_OUT, KH_STATION_ERROR_PROTOCOL, KH_STATION_ERROR_TOO_LARGE,
    KH_STATION_ERROR_BUSY, KH_STATION_ERROR_UNAVAILABLE,
  };
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");

  for (int code = KH_STATION_ERROR_ADDRESS; code <= KH_STATION_ERROR_NO_TOKEN; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (KH_STATION_ERROR, code, "x");
      gboolean is_certain = TRUE;

      for (guint i = 0; i < G_N_ELEMENTS (uncertain); i++)
        is_certain = is_certain && code != uncertain[i];
      g_assert_cmpint (kh_station_error_is_certain (error), ==, is_certain);
      g_assert_cmpuint (kh_station_error_retry_after (error), ==, 0);
    }
  g_assert_false (kh_station_error_is_certain (foreign));
  g_assert_cmpuint (kh_station_error_retry_after (foreign), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csl-codec/values", test_values);
  g_test_add_func ("/csl-codec/secrets", test_secrets);
  g_test_add_func ("/csl-codec/long-value", test_long_value);
  g_test_add_func ("/csl-codec/account", test_account);
  g_test_add_func ("/csl-codec/no-account", test_no_account);
  g_test_add_func ("/csl-codec/look-up", test_look_up);
  g_test_add_func ("/csl-codec/capabilities", test_capabilities);
  g_test_add_func ("/csl-codec/changes", test_changes);
  g_test_add_func ("/csl-codec/pointers", test_pointers);
  g_test_add_func ("/csl-codec/change-answers", test_change_answers);
  g_test_add_func ("/csl-codec/problems", test_problems);
  g_test_add_func ("/csl-codec/rows", test_rows);
  g_test_add_func ("/csl-codec/many-rows", test_many_rows);
  g_test_add_func ("/csl-codec/written", test_written);
  g_test_add_func ("/csl-codec/waiting", test_waiting);
  g_test_add_func ("/csl-codec/long-problem", test_long_problem);
  g_test_add_func ("/csl-codec/retry-after", test_retry_after);
  g_test_add_func ("/csl-codec/certainty", test_certainty);

  return g_test_run ();
}
