/* test-restored.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A data file that was brought back from a backup. */

#include "config.h"

#include "kh-mark.h"
#include "kh-store-test.h"
#include "kh-watcher-fixture.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define CITY "/site/address/city"

typedef struct {
  KhWatcherFixture fixture;
  char *state;  /* the desk's folder */
  char *backup;
  KhMark *mark;
} Desk;

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static char *
dup_data_file (Desk *desk)
{
  return g_build_filename (desk->fixture.base.office.folder, "keyholder.db", NULL);
}

static gboolean
check_mark (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean older = FALSE;

  desk->mark = kh_mark_new (desk->fixture.base.office.store, desk->state);
  kh_mark_check_async (desk->mark, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_mark_check_finish (desk->mark, result, &older, &error);
  g_assert_no_error (error);

  return older;
}

/* The program ends. */
static void
leave (Desk *desk)
{
  kh_watcher_fixture_stop (&desk->fixture);
  kh_sender_fixture_stop (&desk->fixture.base);
  if (desk->mark != NULL)
    kh_mark_stop (desk->mark);
  g_clear_object (&desk->mark);
  kh_link_fixture_close (&desk->fixture.base.office);
}

/* And starts, all but the sender. */
static void
enter (Desk *desk)
{
  kh_link_fixture_open (&desk->fixture.base.office, desk->fixture.base.office.folder);
}

static void
run (Desk *desk)
{
  kh_sender_fixture_start (&desk->fixture.base);
  kh_watcher_fixture_start (&desk->fixture);
  kh_watcher_start (desk->fixture.watcher);
}

/* A desk that has seen more than what is in its backup. */
static void
desk_init (Desk       *desk,
           const char *city)
{
  g_autofree char *file = NULL;

  kh_watcher_fixture_init (&desk->fixture);
  desk->state = kh_store_test_make_folder ();
  g_assert_false (check_mark (desk));
  leave (desk);
  file = dup_data_file (desk);
  desk->backup = g_strconcat (file, ".backup", NULL);
  copy_file (file, desk->backup);
  enter (desk);
  g_assert_false (check_mark (desk));
  kh_sender_fixture_start (&desk->fixture.base);
  kh_watcher_fixture_start (&desk->fixture);
  kh_sender_fixture_edit (&desk->fixture.base, KH_DATAPOINT_CITY, city);
  kh_sender_fixture_wait (&desk->fixture.base);
  kh_assert_there (&desk->fixture.base, KH_DATAPOINT_CITY, city);
  leave (desk);
}

static void
restore (Desk *desk)
{
  g_autofree char *file = dup_data_file (desk);

  copy_file (desk->backup, file);
  enter (desk);
}

static void
desk_clear (Desk *desk)
{
  leave (desk);
  enter (desk);
  kh_link_fixture_clear (&desk->fixture.base.office);
  kh_store_test_remove (desk->state);
  g_free (desk->state);
  g_free (desk->backup);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static gboolean
has_history (Desk       *desk,
             gint64      customer,
             const char *action)
{
  g_autoptr (GPtrArray) kept = kh_store_test_history (desk->fixture.base.office.store, customer);

  for (guint i = 0; i < kept->len; i++)
    {
      if (g_strcmp0 (((const KhHistoryRow *) g_ptr_array_index (kept, i))->action, action) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Noticed before anything is sent; what the station has since then is not written over. */
static void
test_restored (void)
{
  g_auto (Desk) desk = { 0 };
  KhWatcherFixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  restore (&desk);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
  g_assert_true (check_mark (&desk));
  kh_assert_hold (fixture, "unchecked");
  run (&desk);
  kh_watcher_fixture_wait_for_hold (fixture, "foreign");
  kh_assert_items (&fixture->base, "address-2 held foreign");
  kh_assert_there (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, NULL);
  g_assert_true (has_history (&desk, fixture->base.customer, "hold"));
  /* Once. */
  leave (&desk);
  enter (&desk);
  g_assert_false (check_mark (&desk));
  kh_assert_hold (fixture, "foreign");
  run (&desk);
}

/* Where the station has what the backup has, the changes go out once that is known, and not
 * before. */
static void
test_restored_same (void)
{
  g_auto (Desk) desk = { 0 };
  KhWatcherFixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  kh_sender_fixture_edit_there (&fixture->base, CITY, "\"Provo\"");
  restore (&desk);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
  g_assert_true (check_mark (&desk));
  kh_link_fixture_fault (&fixture->base.office, "delay:300@account*1");
  run (&desk);
  kh_store_test_pause (50);
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, NULL);
  kh_watcher_fixture_wait_for_hold (fixture, "");
  kh_sender_fixture_wait_for (&fixture->base, "");
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
}

/* What was under way when the backup was made is not sent again by its old key: the account is
 * read. */
static void
test_restored_in_doubt (void)
{
  g_auto (Desk) desk = { 0 };
  KhWatcherFixture *fixture = &desk.fixture;
  g_autofree char *file = NULL;
  guint before;

  desk_init (&desk, "Ogden");
  enter (&desk);
  g_assert_false (check_mark (&desk));
  run (&desk);
  kh_link_fixture_fault (&fixture->base.office, "drop-after@changes*1");
  kh_link_fixture_fault (&fixture->base.office, "drop@changes");
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait_for (&fixture->base, "city waiting lost");
  leave (&desk);
  file = dup_data_file (&desk);
  copy_file (file, desk.backup);
  enter (&desk);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ZIP, "84405");
  g_assert_false (check_mark (&desk));
  run (&desk);
  leave (&desk);

  restore (&desk);
  g_assert_true (check_mark (&desk));
  before = kh_reference_station_count (fixture->base.office.station, KH_REFERENCE_CHANGES);
  run (&desk);
  kh_watcher_fixture_wait_for_hold (fixture, "");
  kh_sender_fixture_wait_for (&fixture->base, "");
  g_assert_cmpuint (kh_reference_station_count (fixture->base.office.station, KH_REFERENCE_CHANGES), ==, before);
}

/* Another desk knows of nothing; the version of the station tells. */
static void
test_restored_elsewhere (void)
{
  g_auto (Desk) desk = { 0 };
  KhWatcherFixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  kh_store_test_remove (desk.state);
  restore (&desk);
  g_assert_false (check_mark (&desk));
  kh_assert_hold (fixture, "");
  kh_sender_fixture_start (&fixture->base);
  kh_watcher_fixture_start (fixture);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_wait_for (&fixture->base, "address-2 held foreign");
  kh_assert_hold (fixture, "foreign");
  kh_assert_there (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, NULL);
}

/* As long as the other one, but another: the hash tells. */
static void
test_other_history (void)
{
  g_auto (Desk) desk = { 0 };
  KhWatcherFixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  restore (&desk);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("Unit %u", i);

      kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, text);
    }
  g_assert_true (check_mark (&desk));
  kh_assert_hold (fixture, "unchecked");
  run (&desk);
  kh_watcher_fixture_wait_for_hold (fixture, "foreign");
}

/* What is no mark is none; and nobody else may read it. */
static void
test_mark_file (void)
{
  static const char *const none[] = {
    "", "x", "0 00", "-5 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "12", "99999999999999999999 ",
  };
  g_auto (Desk) desk = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  desk_init (&desk, "Ogden");
  enter (&desk);
  name = g_strconcat (kh_store_get_id (desk.fixture.base.office.store), ".mark", NULL);
  path = g_build_filename (desk.state, name, NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_file_set_contents (path, none[i], -1, &error);
      g_assert_no_error (error);
      g_assert_false (check_mark (&desk));
      g_clear_object (&desk.mark);
    }
  /* A folder, and a place where nothing can be written. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (check_mark (&desk));
  run (&desk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/restored/noticed", test_restored);
  g_test_add_func ("/restored/same", test_restored_same);
  g_test_add_func ("/restored/in-doubt", test_restored_in_doubt);
  g_test_add_func ("/restored/elsewhere", test_restored_elsewhere);
  g_test_add_func ("/restored/other-history", test_other_history);
  g_test_add_func ("/restored/mark-file", test_mark_file);

  return g_test_run ();
}
