/* test-waiting.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Waiting Changes: what has not reached the stations, listed, narrowed, tried again and discarded by
 * keys, while the sender is at work. */

#include "config.h"

#include "kh-link-test.h"
#include "kh-sender.h"
#include "kh-waiting-item.h"

typedef struct {
  KhLinkTest link;
  KhSender *sender;
  GtkWindow *waiting;
} Fixture;

static void
save (Fixture       *fixture,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&fixture->link.base, fixture->link.number, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (fixture->link.base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_save_customer_finish (fixture->link.base.store, result, &error);
  g_assert_no_error (error);
}

/* A linked customer, and the window by its key. */
static void
set_up (Fixture            *fixture,
        const char * const *faults)
{
  GtkWindow *dialog;

  memset (fixture, 0, sizeof *fixture);
  kh_link_test_start (&fixture->link, kh_link_test_account, faults, FALSE);
  kh_link_test_ask (&fixture->link);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  kh_ui_click (GTK_WIDGET (dialog), "Link");
  dialog = kh_ui_wait_window ("Change These at the Station?");
  kh_ui_wait_active (dialog);
  kh_ui_click (GTK_WIDGET (dialog), "Change and Link");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (fixture->link.window), "reaches the station by itself");
  kh_ui_wait_active (fixture->link.window);
  fixture->sender = kh_sender_new (fixture->link.base.store, fixture->link.base.stations);
  kh_sender_set_pace (fixture->sender, 0.1, NULL, NULL);
  kh_sender_start (fixture->sender);
}

static void
show_waiting (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_o, GDK_CONTROL_MASK);
  fixture->waiting = kh_ui_wait_window ("Waiting Changes");
  kh_ui_wait_active (fixture->waiting);
  kh_ui_settle (fixture->waiting);
}

static void
tear_down (Fixture *fixture)
{
  kh_sender_stop (fixture->sender);
  KH_UI_WAIT (kh_sender_is_idle (fixture->sender));
  g_object_unref (fixture->sender);
  kh_link_test_end (&fixture->link);
}

static void
focus_list (Fixture *fixture)
{
  GtkWidget *list = kh_ui_find_type (GTK_WIDGET (fixture->waiting), GTK_TYPE_LIST_VIEW);

  for (guint i = 0; i < 6 && (gtk_widget_get_state_flags (list) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0; i++)
    kh_ui_press_focus (fixture->waiting, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture->waiting, list);
}

/* What is held is there with its reason; chosen by keys, Retry sends it and the list is empty. */
static void
test_retry (void)
{
  Fixture fixture;
  GtkWidget *root;

  set_up (&fixture, (const char *[]) { "status:404@changes*1+1", NULL });
  save (&fixture, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change needs you.");
  show_waiting (&fixture);
  root = GTK_WIDGET (fixture.waiting);
  kh_ui_wait_text (root, "Cross Street");
  kh_ui_wait_text (root, "Held");
  kh_ui_wait_part (root, "no longer has this account");
  kh_ui_wait_text (root, "1 change");
  g_assert_false (gtk_widget_get_sensitive (kh_ui_wait_button (root, "Retry")));
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_wait_button (root, "Retry")));
  kh_ui_settle (fixture.waiting);
  kh_ui_screenshots (fixture.waiting, "waiting-held");
  kh_ui_press (GDK_KEY_r, GDK_ALT_MASK);
  kh_ui_wait_text (root, "Everything is in step");
  kh_ui_screenshots (fixture.waiting, "waiting-empty");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Waiting Changes");
  tear_down (&fixture);
}

/* Refused: Discard asks first; Enter opens the customer. */
static void
test_discard (void)
{
  Fixture fixture;
  GtkWidget *root;
  GtkWindow *question;

  set_up (&fixture, (const char *[]) { "status:422@changes+1", NULL });
  save (&fixture, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change needs you.");
  show_waiting (&fixture);
  root = GTK_WIDGET (fixture.waiting);
  kh_ui_wait_text (root, "Not taken");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_wait_button (root, "Discard…")));
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_active (fixture.link.window);
  gtk_window_present (fixture.waiting);
  kh_ui_wait_active (fixture.waiting);
  kh_ui_press (GDK_KEY_d, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Discard the Changes?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Discard");
  kh_ui_wait_text (root, "Everything is in step");
  tear_down (&fixture);
}

/* Narrowed by keys: a state in which nothing is, and all again. */
static void
test_filters (void)
{
  Fixture fixture;
  GtkWidget *root;

  set_up (&fixture, (const char *[]) { "status:503:10@changes*1+1", NULL });
  save (&fixture, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change waits for a station.");
  show_waiting (&fixture);
  root = GTK_WIDGET (fixture.waiting);
  kh_ui_wait_text (root, "Cross Street");
  kh_ui_choose (kh_ui_wait_field (root, "State"), "Held");
  kh_ui_wait_text (root, "Nothing found");
  kh_ui_choose (kh_ui_wait_field (root, "State"), "All states");
  KH_UI_WAIT (kh_ui_find_text (root, "Nothing found") == NULL);
  kh_ui_wait_text (root, "Everything is in step");
  tear_down (&fixture);
}

static KhWaiting *
make (gint64      key,
      const char *name)
{
  KhWaiting *waiting = g_new0 (KhWaiting, 1);

  waiting->key = key;
  waiting->customer = 1001;
  waiting->name = g_strdup (name);

  return waiting;
}

static GPtrArray *
make_random (GRand *chance)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_waiting_free);

  for (gint64 key = 0; key < 30; key++)
    {
      if (g_rand_boolean (chance))
        g_ptr_array_add (list, make (key, g_rand_boolean (chance) ? "Ann" : "Bob"));
    }

  return list;
}

/* Whatever was there, the list becomes what is there now, and lines that stay are the same objects. */
static void
test_items (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  g_autoptr (GListStore) list = g_list_store_new (KH_TYPE_WAITING_ITEM);
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  g_test_message ("seed %u", seed);
  for (guint step = 0; step < 500; step++)
    {
      g_autoptr (GPtrArray) now = make_random (chance);
      g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < now->len; i++)
        {
          g_array_append_val (keys, ((KhWaiting *) now->pdata[i])->key);
          g_ptr_array_add (names, g_strdup (((KhWaiting *) now->pdata[i])->name));
        }
      kh_waiting_items_update (list, now);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, keys->len);
      for (guint i = 0; i < keys->len; i++)
        {
          g_autoptr (KhWaitingItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
          gint64 key = g_array_index (keys, gint64, i);
          gpointer known = g_hash_table_lookup (before, &key);

          g_assert_cmpint (kh_waiting_item_get (item)->key, ==, key);
          g_assert_cmpstr (kh_waiting_item_get (item)->name, ==, names->pdata[i]);
          g_assert_true (known == NULL || known == item);
        }
      g_hash_table_remove_all (before);
      for (guint i = 0; i < keys->len; i++)
        {
          g_autoptr (KhWaitingItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

          g_hash_table_insert (before, g_memdup2 (&g_array_index (keys, gint64, i), sizeof (gint64)), item);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/waiting/items", test_items);
  g_test_add_func ("/waiting/retry", test_retry);
  g_test_add_func ("/waiting/discard", test_discard);
  g_test_add_func ("/waiting/filters", test_filters);

  return g_test_run ();
}
