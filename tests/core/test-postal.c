/* test-postal.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-fill.h"
#include "kh-postal-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* By the first digits alone: one of each state, and what is next to a border. */
static void
test_states (void)
{
  static const struct {
    const char *code;
    const char *state;
  } cases[] = {
    { "00501", "NY" }, { "00601", "PR" }, { "00801", "VI" }, { "01001", "MA" }, { "02801", "RI" }, { "03031", "NH" },
    { "03901", "ME" }, { "05001", "VT" }, { "05501", "MA" }, { "05601", "VT" }, { "06001", "CT" }, { "06390", "NY" },
    { "07001", "NJ" }, { "10001", "NY" }, { "15001", "PA" }, { "19701", "DE" }, { "20001", "DC" }, { "20101", "VA" },
    { "20601", "MD" }, { "24701", "WV" }, { "27006", "NC" }, { "29001", "SC" }, { "30002", "GA" }, { "32003", "FL" },
    { "35004", "AL" }, { "37010", "TN" }, { "38601", "MS" }, { "39813", "GA" }, { "40003", "KY" }, { "43001", "OH" },
    { "46001", "IN" }, { "48001", "MI" }, { "50001", "IA" }, { "53001", "WI" }, { "55001", "MN" }, { "57001", "SD" },
    { "58001", "ND" }, { "59001", "MT" }, { "60001", "IL" }, { "63005", "MO" }, { "66002", "KS" }, { "68001", "NE" },
    { "70001", "LA" }, { "71601", "AR" }, { "73001", "OK" }, { "73301", "TX" }, { "75001", "TX" }, { "80001", "CO" },
    { "82001", "WY" }, { "83101", "WY" }, { "83201", "ID" }, { "84101", "UT" }, { "85001", "AZ" }, { "87001", "NM" },
    { "88510", "TX" }, { "88901", "NV" }, { "90001", "CA" }, { "96701", "HI" }, { "96799", "AS" }, { "96910", "GU" },
    { "96940", "PW" }, { "96941", "FM" }, { "96950", "MP" }, { "96960", "MH" }, { "97001", "OR" }, { "98001", "WA" },
    { "99501", "AK" }, { "84101-1234", "UT" }, { "K1A 0B1", "ON" }, { "X0A 0H0", "NU" }, { "X1A 1A1", "NT" },
    { "09012", NULL }, { "96201", NULL }, { "00000", NULL }, { "8410", NULL }, { "", NULL }, { NULL, NULL },
  };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (kh_postal_get_state (cases[i].code), ==, cases[i].state);
      if (cases[i].state != NULL)
        g_hash_table_add (seen, (gpointer) cases[i].state);
    }
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *zip = g_strdup_printf ("%05u", i);
      const char *state = kh_postal_get_state (zip);

      g_assert_true (state == NULL || kh_postal_is_state (state));
    }
  for (const KhChoice *choice = kh_datapoint_get (KH_DATAPOINT_STATE)->choices; choice->value != NULL; choice++)
    g_assert_true (g_hash_table_contains (seen, choice->value) || strstr ("AB BC MB NB NL NS PE QC SK YT", choice->value) != NULL);
}

/* The same place twice is one, and a county is not lost. */
static void
test_places (void)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_postal_place_free);

  kh_postal_places_add (places, "Madison", NULL, "WI");
  kh_postal_places_add (places, "MADISON", "Dane", "WI");
  kh_postal_places_add (places, "Madison", "Madison", "AL");
  g_assert_cmpuint (places->len, ==, 2);
  g_assert_cmpstr (((KhPostalPlace *) places->pdata[0])->city, ==, "Madison");
  g_assert_cmpstr (((KhPostalPlace *) places->pdata[0])->county, ==, "Dane");
}

/* The reader */

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("keyholder-postal-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "US.txt", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_file (Fixture    *fixture,
            const char *text,
            gssize      length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, text, length, &error);
  g_assert_no_error (error);
}

#define LINE(zip, city, state, county) "US\t" zip "\t" city "\tSome State\t" state "\t" county "\t001\t\t\t40.1\t-111.2\t4\n"

/* Returns the places as text, and the reader at its end. */
static char *
read_all (Fixture         *fixture,
          KhPostalReader **kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhPostalReader) reader = kh_postal_reader_open (fixture->path, &error);
  GString *text = g_string_new (NULL);
  const KhPostalPlace *place;
  const char *zip;

  g_assert_no_error (error);
  while ((place = kh_postal_reader_next (reader, &zip, &error)) != NULL)
    g_string_append_printf (text, "%s %s/%s/%s;", zip, place->city, place->county, place->state);
  g_assert_no_error (error);
  *kept = g_steal_pointer (&reader);

  return g_string_free (text, FALSE);
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhPostalReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  write_file (fixture,
              "\xef\xbb\xbf" LINE ("84101", "Salt Lake City", "UT", "Salt Lake")
              "CA\tT0A\tEastern Alberta\tAlberta\tAB\t\t\t\t\t54.7\t-111.7\t6\r\n"
              "\n"
              LINE ("09012", "APO AE", "", "")
              "US\t53704\tMaple Bluff\tWisconsin\tWI\tDane\t025\t\t\t43.1\t-89.3\t4", -1);
  text = read_all (fixture, &reader);
  g_assert_cmpstr (text, ==, "84101 Salt Lake City/Salt Lake/UT;53704 Maple Bluff/Dane/WI;");
  g_assert_true (kh_postal_reader_check (reader, &error));
  g_assert_cmpuint (kh_postal_reader_get_n_left_out (reader), ==, 2);
}

/* Every line that is wrong is counted, and the first of them are named. */
static void
test_bad_lines (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhPostalReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char bad[] = LINE ("84101", "Salt Lake City", "UT", "Salt Lake")
                     LINE ("841", "Short", "UT", "")
                     "US\t84101\n"
                     LINE ("84102", "", "UT", "")
                     LINE ("84103", "\xff\xfe", "UT", "")
                     LINE ("84104", "Nul\0", "UT", "");

  write_file (fixture, bad, sizeof bad - 1);
  text = read_all (fixture, &reader);
  g_assert_false (kh_postal_reader_check (reader, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "5 lines"));
  g_assert_nonnull (strstr (error->message, ": 2, 3, 4, 5, 6."));
}

static void
test_none (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhPostalReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  write_file (fixture, "", 0);
  text = read_all (fixture, &reader);
  g_assert_false (kh_postal_reader_check (reader, &error));
  g_assert_nonnull (strstr (error->message, "US.txt"));
}

static void
assert_refused (Fixture    *fixture,
                const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhPostalReader) reader = kh_postal_reader_open (fixture->path, &error);
  const char *zip;

  if (reader != NULL)
    g_assert_null (kh_postal_reader_next (reader, &zip, &error));
  g_assert_error (error, G_IO_ERROR, error->code);
  g_assert_nonnull (strstr (error->message, words));
  g_unlink (fixture->path);
}

/* A pipe is not waited for, a link not followed, a disk's worth not read, a picture not taken for lines. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *picture = g_strnfill (100000, '\x89');

  assert_refused (fixture, "cannot be read");
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_refused (fixture, "pipe");
  g_assert_cmpint (symlink ("/etc/hostname", fixture->path), ==, 0);
  assert_refused (fixture, "link");
  write_file (fixture, picture, 100000);
  assert_refused (fixture, "no end");
  write_file (fixture, "", 0);
  g_assert_cmpint (truncate (fixture->path, 40 * 1024 * 1024), ==, 0);
  assert_refused (fixture, "larger");
}

/* Filling in */

static KhDraft *
make_draft (KhPostalFill *fill,
            const char   *state)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  KhDraft *draft;

  kh_customer_set (customer, KH_DATAPOINT_STATE, state);
  draft = kh_draft_new (customer, NULL);
  kh_postal_fill_set_draft (fill, draft, kh_grants_all ());

  return draft;
}

/* Places as "City/County/State". */
static void
take (KhPostalFill *fill,
      const char   *zip,
      ...)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_postal_place_free);
  va_list args;
  const char *text;

  va_start (args, zip);
  while ((text = va_arg (args, const char *)) != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (text, "/", 3);

      kh_postal_places_add (places, parts[0], *parts[1] != '\0' ? parts[1] : NULL, parts[2]);
    }
  va_end (args);
  kh_postal_fill_take (fill, zip, places);
}

static void
assert_place (KhDraft    *draft,
              const char *expected)
{
  KhCustomer *edited = kh_draft_get_edited (draft);
  const char *city = kh_customer_get (edited, KH_DATAPOINT_CITY);
  const char *county = kh_customer_get (edited, KH_DATAPOINT_COUNTY);
  const char *state = kh_customer_get (edited, KH_DATAPOINT_STATE);
  g_autofree char *text = g_strdup_printf ("%s/%s/%s", city != NULL ? city : "", county != NULL ? county : "",
                                           state != NULL ? state : "");

  g_assert_cmpstr (text, ==, expected);
}

static void
test_fill_one (void)
{
  g_autoptr (KhPostalFill) fill = kh_postal_fill_new (KH_POSTAL_PREMISES);
  g_autoptr (KhDraft) draft = make_draft (fill, "WI");
  g_autofree char *none = kh_postal_fill_dup_wanted (fill);
  g_autofree char *wanted = NULL;

  g_assert_null (none);
  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "84101-2222");
  wanted = kh_postal_fill_dup_wanted (fill);
  g_assert_cmpstr (wanted, ==, "84101");

  /* The default state was typed by nobody. */
  take (fill, "84101", "Salt Lake City/Salt Lake/UT", NULL);
  assert_place (draft, "Salt Lake City/Salt Lake/UT");
  g_assert_true (kh_postal_fill_is_filled (fill, KH_DATAPOINT_STATE));

  /* What was filled in gives way to the next code, also where that knows less. */
  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "60601");
  take (fill, "84101", "Late/Answer/UT", NULL);
  assert_place (draft, "Salt Lake City/Salt Lake/UT");
  take (fill, "60601", NULL);
  assert_place (draft, "//IL");
  g_assert_false (kh_postal_fill_is_filled (fill, KH_DATAPOINT_CITY));
}

static void
test_fill_typed (void)
{
  g_autoptr (KhPostalFill) fill = kh_postal_fill_new (KH_POSTAL_PREMISES);
  g_autoptr (KhDraft) draft = make_draft (fill, NULL);

  kh_draft_set_text (draft, KH_DATAPOINT_CITY, "Sandy");
  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "84101");
  take (fill, "84101", "Salt Lake City/Salt Lake/UT", NULL);
  assert_place (draft, "Sandy/Salt Lake/UT");
  g_assert_false (kh_postal_fill_is_filled (fill, KH_DATAPOINT_CITY));
  g_assert_true (kh_postal_fill_is_filled (fill, KH_DATAPOINT_COUNTY));

  /* What was filled in and then changed by hand is typed. */
  kh_draft_set_value (draft, KH_DATAPOINT_STATE, "NV");
  g_assert_false (kh_postal_fill_is_filled (fill, KH_DATAPOINT_STATE));
  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "60601");
  take (fill, "60601", "Chicago/Cook/IL", NULL);
  assert_place (draft, "Sandy/Cook/NV");

  /* And what was emptied is there to be filled. */
  kh_draft_set_text (draft, KH_DATAPOINT_CITY, "");
  take (fill, "60601", "Chicago/Cook/IL", NULL);
  assert_place (draft, "Chicago/Cook/NV");
}

static void
test_fill_several (void)
{
  g_autoptr (KhPostalFill) fill = kh_postal_fill_new (KH_POSTAL_PREMISES);
  g_autoptr (KhDraft) draft = make_draft (fill, NULL);

  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "53704");
  take (fill, "53704", "Madison/Dane/WI", "Maple Bluff/Dane/WI", NULL);
  assert_place (draft, "/Dane/WI");
  g_assert_cmpuint (kh_postal_fill_get_choices (fill)->len, ==, 2);
  kh_postal_fill_choose (fill, 1);
  assert_place (draft, "Maple Bluff/Dane/WI");
  kh_postal_fill_choose (fill, 0);
  assert_place (draft, "Madison/Dane/WI");
  g_assert_true (kh_postal_fill_is_filled (fill, KH_DATAPOINT_CITY));

  /* Typing is choosing. */
  kh_draft_set_text (draft, KH_DATAPOINT_CITY, "Monona");
  g_assert_null (kh_postal_fill_get_choices (fill));

  /* A city that was typed tells which of them it is. */
  kh_draft_set_text (draft, KH_DATAPOINT_CITY, "texarkana");
  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "75501");
  take (fill, "75501", "Wake Village/Bowie/TX", "Texarkana/Miller/AR", NULL);
  assert_place (draft, "texarkana/Miller/AR");
  g_assert_null (kh_postal_fill_get_choices (fill));
}

/* Nothing is filled in that the member may not set. */
static void
test_fill_grants (void)
{
  g_autoptr (KhPostalFill) fill = kh_postal_fill_new (KH_POSTAL_PREMISES);
  g_autoptr (KhDraft) draft = make_draft (fill, NULL);

  kh_postal_fill_set_draft (fill, draft, kh_grants_none ());
  kh_draft_set_text (draft, KH_DATAPOINT_ZIP, "84101");
  take (fill, "84101", "Salt Lake City/Salt Lake/UT", "Murray/Salt Lake/UT", NULL);
  assert_place (draft, "//");
  g_assert_null (kh_postal_fill_get_choices (fill));
}

static void
test_fill_billing (void)
{
  g_autoptr (KhPostalFill) fill = kh_postal_fill_new (KH_POSTAL_BILLING);
  g_autoptr (KhDraft) draft = make_draft (fill, NULL);

  kh_draft_set_text (draft, KH_DATAPOINT_BILLING_ZIP, "84101");
  take (fill, "84101", "Salt Lake City/Salt Lake/UT", NULL);
  assert_place (draft, "//");
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (draft), KH_DATAPOINT_BILLING_CITY), ==, "Salt Lake City");
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (draft), KH_DATAPOINT_BILLING_STATE), ==, "UT");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/postal/states", test_states);
  g_test_add_func ("/postal/places", test_places);
  g_test_add ("/postal/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/postal/bad-lines", Fixture, NULL, set_up, test_bad_lines, tear_down);
  g_test_add ("/postal/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/postal/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add_func ("/postal/fill-one", test_fill_one);
  g_test_add_func ("/postal/fill-typed", test_fill_typed);
  g_test_add_func ("/postal/fill-several", test_fill_several);
  g_test_add_func ("/postal/fill-grants", test_fill_grants);
  g_test_add_func ("/postal/fill-billing", test_fill_billing);

  return g_test_run ();
}
