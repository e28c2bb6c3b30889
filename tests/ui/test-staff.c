/* test-staff.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preferences, Staff and Groups: an office with its owner Maria Vega signed in, and the clerk
 * Dana Okafor. */

#include "config.h"

#include "kh-preferences-test.h"

#include <string.h>

typedef PreferencesTest Fixture;

static KhStaff *
staff (Fixture *fixture)
{
  return kh_store_get_staff (fixture->office.store);
}

static const KhMember *
find_member (Fixture    *fixture,
             const char *name)
{
  GPtrArray *members = kh_staff_get_members (staff (fixture));

  for (guint i = 0; i < members->len; i++)
    if (g_str_equal (((const KhMember *) g_ptr_array_index (members, i))->name, name))
      return g_ptr_array_index (members, i);

  return NULL;
}

static const KhGroup *
find_group (Fixture    *fixture,
            const char *name)
{
  GPtrArray *groups = kh_staff_get_groups (staff (fixture));

  for (guint i = 0; i < groups->len; i++)
    if (g_str_equal (((const KhGroup *) g_ptr_array_index (groups, i))->name, name))
      return g_ptr_array_index (groups, i);

  return NULL;
}

static gint64
add_member (Fixture    *fixture,
            const char *name,
            const char *group)
{
  g_autoptr (KhMember) member = kh_member_new ();

  member->name = g_strdup (name);
  member->group = find_group (fixture, group)->id;

  return preferences_save_member (fixture, member);
}

/* Somebody who may keep the staff, and little else. */
static gint64
add_keeper (Fixture *fixture)
{
  g_autoptr (KhGroup) keepers = kh_group_new ();
  g_autoptr (GAsyncResult) result = NULL;

  keepers->name = g_strdup ("Keepers");
  keepers->grants = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_STAFF_VIEW), KH_GRANT_STAFF_CONTROL);
  kh_store_save_group_async (fixture->office.store, keepers, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_cmpint (kh_store_save_group_finish (fixture->office.store, result, NULL), !=, 0);

  return add_member (fixture, "Keith Park", "Keepers");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  preferences_start (fixture, "Staff");
}

static void
set_up_nobody (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_init (&fixture->office);
  preferences_show_window (fixture, "Staff");
}

static void
set_up_groups (Fixture       *fixture,
               gconstpointer  data)
{
  set_up (fixture, data);
  preferences_show_tab (fixture, "Groups");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  preferences_end (fixture);
}

/* What a screen reader hears */

static gboolean
is_named (GtkWidget  *widget,
          const char *name)
{
  g_autofree char *difference = NULL;

  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, NULL);

  return difference == NULL;
}

static gboolean
is_invalid (GtkWidget *field)
{
  g_autofree char *difference = NULL;

  difference = gtk_test_accessible_check_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                                GTK_ACCESSIBLE_INVALID_TRUE);

  return difference == NULL;
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (is_named (widget, name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
wait_named (Fixture    *fixture,
            const char *name)
{
  KH_UI_WAIT (find_named (preferences_root (fixture), name) != NULL);

  return find_named (preferences_root (fixture), name);
}

/* By keys */

static void
toggle (Fixture    *fixture,
        const char *name)
{
  GtkWidget *check = wait_named (fixture, name);
  gboolean active = gtk_check_button_get_active (GTK_CHECK_BUTTON (check));

  g_assert_true (gtk_widget_is_sensitive (check));
  gtk_widget_grab_focus (check);
  kh_ui_wait_focus (fixture->preferences, check);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)) != active);
}

static gboolean
is_ticked (Fixture    *fixture,
           const char *name)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (wait_named (fixture, name)));
}

static GtkWidget *
name_entry (Fixture *fixture)
{
  return kh_ui_wait_field (preferences_root (fixture), "Name");
}

static gboolean
has_typed (Fixture    *fixture,
           const char *text)
{
  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (name_entry (fixture))), text);
}

/* A row's name is the name before its comma; its form comes a moment later. */
static void
choose_row (Fixture    *fixture,
            const char *name)
{
  GtkWidget *row = wait_named (fixture, name);
  g_autofree char *whose = g_strndup (name, (gsize) (strchr (name, ',') - name));

  gtk_widget_grab_focus (row);
  kh_ui_wait_focus (fixture->preferences, row);
  /* A key that changes nothing cannot be waited for. */
  if (!gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)))
    kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (has_typed (fixture, whose));
}

static gboolean
may (Fixture *fixture,
     gint64   member,
     KhGrant  grant)
{
  return kh_grants_has (kh_staff_get_grants (staff (fixture), member), grant);
}

/* Members */

static void
test_add (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  const KhMember *added;

  g_assert_nonnull (kh_ui_find_part (preferences_root (fixture), "They are not a lock"));
  wait_named (fixture, "Maria Vega, You · Owners · No password");
  kh_ui_press (GDK_KEY_w, GDK_ALT_MASK);
  KH_UI_WAIT (has_typed (fixture, ""));
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
  kh_ui_type ("Sam Reyes");
  KH_UI_WAIT (has_typed (fixture, "Sam Reyes"));
  kh_ui_choose (kh_ui_wait_field (preferences_root (fixture), "Group"), "Office");
  kh_ui_settle (fixture->preferences);
  kh_ui_press (GDK_KEY_r, GDK_ALT_MASK);
  KH_UI_WAIT (is_ticked (fixture, "Sales Representative"));
  preferences_save (fixture);

  wait_named (fixture, "Sam Reyes, Office · No password · Sales Representative");
  added = find_member (fixture, "Sam Reyes");
  g_assert_true (added->sales && !added->technician && added->active);
  g_assert_true (may (fixture, added->id, KH_GRANT_CUSTOMER_MODIFY));
  /* What the Sales Rep drop-down is filled from. */
  g_assert_nonnull (kh_catalogues_get (kh_store_get_catalogues (fixture->office.store), KH_CATALOGUE_SALES_REPS, added->id));
  g_assert_null (kh_catalogues_get (kh_store_get_catalogues (fixture->office.store), KH_CATALOGUE_TECHNICIANS, added->id));
  kh_ui_screenshots (fixture->preferences, "staff");
}

static void
test_take_away (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *rights;

  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  g_assert_true (is_ticked (fixture, "Customer: Modify, As the group: yes"));
  g_assert_true (is_ticked (fixture, "Customer: Delete, As the group: no"));
  toggle (fixture, "Customer: Modify, Taken away");
  toggle (fixture, "Customer: Delete, Added");
  kh_ui_wait_text (preferences_root (fixture), "Own Grants (2)");
  kh_ui_screenshots (fixture->preferences, "staff-own-grants");
  preferences_save (fixture);
  KH_UI_WAIT (!may (fixture, fixture->clerk, KH_GRANT_CUSTOMER_MODIFY));
  g_assert_true (may (fixture, fixture->clerk, KH_GRANT_CUSTOMER_DELETE));

  kh_ui_click (preferences_root (fixture), "What May They Do…");
  rights = kh_ui_wait_window ("What May Dana Okafor Do?");
  kh_ui_wait_active (rights);
  KH_UI_WAIT (find_named (GTK_WIDGET (rights), "Customer: Modify: No. Taken away") != NULL);
  g_assert_nonnull (find_named (GTK_WIDGET (rights), "Customer: Delete: Yes. Added"));
  g_assert_nonnull (find_named (GTK_WIDGET (rights), "Customer: View: Yes. From the group “Office”"));
  g_assert_nonnull (find_named (GTK_WIDGET (rights), "Staff and Groups: View: No. Not in the group “Office”"));
  kh_ui_screenshots (rights, "staff-rights");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("What May Dana Okafor Do?");
}

/* A grant whose need was taken away says so. */
static void
test_without_effect (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *rights;

  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  toggle (fixture, "Contacts: View, Taken away");
  preferences_save (fixture);
  KH_UI_WAIT (!may (fixture, fixture->clerk, KH_GRANT_CONTACTS_CREATE));
  kh_ui_click (preferences_root (fixture), "What May They Do…");
  rights = kh_ui_wait_window ("What May Dana Okafor Do?");
  KH_UI_WAIT (find_named (GTK_WIDGET (rights), "Contacts: Create: No. From the group “Office”, "
                                               "but without effect: needs “Contacts: View”") != NULL);
}

static void
test_last_owner (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Maria Vega, You · Owners · No password");
  kh_ui_press (GDK_KEY_h, GDK_ALT_MASK);
  KH_UI_WAIT (!is_ticked (fixture, "Still works here"));
  preferences_save (fixture);
  kh_ui_wait_part (preferences_root (fixture), "Somebody must stay an owner.");
  g_assert_true (is_invalid (wait_named (fixture, "Still works here")));
  kh_ui_screenshots (fixture->preferences, "staff-last-owner");
  /* Nothing of what was done is lost, and nothing of it is kept. */
  g_assert_false (is_ticked (fixture, "Still works here"));
  g_assert_true (find_member (fixture, "Maria Vega")->active);

  kh_ui_press (GDK_KEY_h, GDK_ALT_MASK);
  KH_UI_WAIT (is_ticked (fixture, "Still works here"));
  kh_ui_choose (kh_ui_wait_field (preferences_root (fixture), "Group"), "Office");
  kh_ui_settle (fixture->preferences);
  preferences_save (fixture);
  KH_UI_WAIT (is_invalid (kh_ui_wait_field (preferences_root (fixture), "Group")));
}

static void
test_end (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Dana Okafor, Office · No password");
  toggle (fixture, "Still works here");
  kh_ui_click (preferences_root (fixture), "Save");
  wait_named (fixture, "Dana Okafor, Has left · Office");
  /* Whoever works by keyboard is not sent away from the form. */
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
  g_assert_false (may (fixture, fixture->clerk, KH_GRANT_CUSTOMER_VIEW));
}

static void
test_name_taken (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_click (preferences_root (fixture), "New Member");
  KH_UI_WAIT (has_typed (fixture, ""));
  preferences_save (fixture);
  KH_UI_WAIT (is_invalid (name_entry (fixture)));
  kh_ui_wait_part (preferences_root (fixture), "Type the name");
  kh_ui_fill (name_entry (fixture), "dana okafor");
  preferences_save (fixture);
  kh_ui_wait_part (preferences_root (fixture), "is taken. Choose another one.");
  g_assert_true (is_invalid (name_entry (fixture)));
  g_assert_true (has_typed (fixture, "dana okafor"));
}

/* Whoever keeps the staff gives no more than they have. */
static void
test_reach (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  preferences_sign_in (fixture, add_keeper (fixture));
  kh_ui_click (preferences_root (fixture), "New Member");
  KH_UI_WAIT (has_typed (fixture, ""));
  kh_ui_fill (name_entry (fixture), "Sam Reyes");
  kh_ui_choose (kh_ui_wait_field (preferences_root (fixture), "Group"), "Owners");
  kh_ui_click (preferences_root (fixture), "Save");
  kh_ui_wait_part (preferences_root (fixture), "You can give others only the grants that you have yourself.");
  g_assert_true (has_typed (fixture, "Sam Reyes"));
  g_assert_null (find_member (fixture, "Sam Reyes"));
  kh_ui_screenshots (fixture->preferences, "staff-reach");
}

/* Who is signed in may change while the window is open. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  gint64 manager = add_member (fixture, "Lee Moss", "Managers");

  preferences_sign_in (fixture, manager);
  kh_ui_wait_text (preferences_root (fixture), "This needs the grant “Staff and Groups: Full Control”. Ask Maria Vega.");
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "New Member")));
  g_assert_false (gtk_widget_is_sensitive (wait_named (fixture, "Still works here")));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (name_entry (fixture))));
  kh_ui_screenshots (fixture->preferences, "staff-read-only");
  preferences_show_tab (fixture, "Groups");
  kh_ui_wait_text (preferences_root (fixture), "This needs the grant “Staff and Groups: Full Control”. Ask Maria Vega.");
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "Duplicate Group")));
  kh_ui_screenshots (fixture->preferences, "groups-read-only");

  preferences_sign_in (fixture, fixture->owner);
  KH_UI_WAIT (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "Duplicate Group")));
  g_assert_null (kh_ui_find_part (preferences_root (fixture), "This needs the grant"));
}

static void
test_not_shown (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  preferences_sign_in (fixture, fixture->clerk);
  KH_UI_WAIT (kh_ui_find_text (preferences_root (fixture), "Staff") == NULL);
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "Groups"));
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "Dana Okafor"));
  preferences_sign_in (fixture, fixture->owner);
  kh_ui_wait_text (preferences_root (fixture), "Staff");
  preferences_show_tab (fixture, "Staff");
  wait_named (fixture, "Dana Okafor, Office · No password");
}

static void
test_guard (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_fill (name_entry (fixture), "Dana Okafor-Lee");
  kh_ui_click (preferences_root (fixture), "New Member");
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  g_assert_true (has_typed (fixture, "Dana Okafor-Lee"));

  /* From another page, too. */
  preferences_show_tab (fixture, "Monitoring Companies");
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (has_typed (fixture, "Dana Okafor-Lee"));
  kh_ui_wait_active (fixture->preferences);
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  kh_ui_wait_no_window ("Preferences");
  g_assert_nonnull (find_member (fixture, "Dana Okafor-Lee"));
}

/* A change elsewhere comes into the drop-down, and takes nothing of what was typed. */
static void
test_follow (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_fill (name_entry (fixture), "Dana Okafor-Lee");
  add_keeper (fixture);
  wait_named (fixture, "Keith Park, Keepers · No password");
  g_assert_true (has_typed (fixture, "Dana Okafor-Lee"));
  kh_ui_choose (kh_ui_wait_field (preferences_root (fixture), "Group"), "Keepers");
  kh_ui_settle (fixture->preferences);
  preferences_save (fixture);
  wait_named (fixture, "Dana Okafor-Lee, Keepers · No password");
}

static void
test_close_while_saving (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_fill (name_entry (fixture), "Dana Okafor-Lee");
  gtk_widget_activate_action (name_entry (fixture), "staff.save", NULL);
  gtk_window_destroy (fixture->preferences);
  KH_UI_WAIT (find_member (fixture, "Dana Okafor-Lee") != NULL);
}

/* Also from a later field of the form that is there already. */
static void
test_new_from_form (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *technician = wait_named (fixture, "Technician");

  gtk_widget_grab_focus (technician);
  kh_ui_wait_focus (fixture->preferences, technician);
  kh_ui_press (GDK_KEY_w, GDK_ALT_MASK);
  KH_UI_WAIT (has_typed (fixture, ""));
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
}

/* Until there is an owner, nobody is kept from anything, and that is said. */
static void
test_no_owner (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_wait_part (preferences_root (fixture), "Nobody is an owner yet");
  kh_ui_wait_part (preferences_root (fixture), "Add those who work in your office with New Member.");
  kh_ui_screenshots (fixture->preferences, "staff-nobody");
  kh_ui_click (preferences_root (fixture), "New Member");
  kh_ui_fill (name_entry (fixture), "Sam Reyes");
  preferences_save (fixture);
  KH_UI_WAIT (is_invalid (kh_ui_wait_field (preferences_root (fixture), "Group")));
  g_assert_true (has_typed (fixture, "Sam Reyes"));

  preferences_set_up_staff (fixture);
  KH_UI_WAIT (kh_ui_find_part (preferences_root (fixture), "Nobody is an owner yet") == NULL);
}

/* Groups */

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Office, 1 member");
  kh_ui_press (GDK_KEY_d, GDK_ALT_MASK);
  kh_ui_wait_text (preferences_root (fixture), "New Group Like “Office”");
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
  kh_ui_type ("Night Desk");
  KH_UI_WAIT (has_typed (fixture, "Night Desk"));
  kh_ui_screenshots (fixture->preferences, "groups-duplicate");
  preferences_save (fixture);
  wait_named (fixture, "Night Desk, No members");
  g_assert_true (kh_grants_equal (find_group (fixture, "Night Desk")->grants, find_group (fixture, "Office")->grants));
  g_assert_cmpuint (kh_staff_get_groups (staff (fixture))->len, ==, 5);
}

static void
test_needs (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Office, 1 member");
  g_assert_true (is_ticked (fixture, "Contacts: Modify"));
  kh_ui_screenshots (fixture->preferences, "groups");
  toggle (fixture, "Contacts: View");
  g_assert_false (is_ticked (fixture, "Contacts: Modify"));
  g_assert_false (gtk_widget_is_sensitive (wait_named (fixture, "Contacts: Modify")));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (wait_named (fixture, "Contacts: Modify")), ==,
                   "This has no effect without “Contacts: View”. Tick that first.");
  toggle (fixture, "Contacts: View");
  g_assert_true (is_ticked (fixture, "Contacts: Modify"));
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "Save")));

  toggle (fixture, "Contacts: View");
  kh_ui_screenshots (fixture->preferences, "groups-needs");
  preferences_save (fixture);
  KH_UI_WAIT (!may (fixture, fixture->clerk, KH_GRANT_CONTACTS_VIEW));
  g_assert_true (may (fixture, fixture->clerk, KH_GRANT_EQUIPMENT_VIEW));
}

static void
test_owners (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Owners, 1 member");
  kh_ui_wait_part (preferences_root (fixture), "Owners may do everything, also what a newer Keyholder brings.");
  kh_ui_wait_part (preferences_root (fixture), "This group cannot be removed");
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      g_autofree char *name = kh_grant_dup_name ((KhGrant) i);

      g_assert_true (is_ticked (fixture, name));
      g_assert_false (gtk_widget_is_sensitive (wait_named (fixture, name)));
    }
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "Remove…")));
  kh_ui_screenshots (fixture->preferences, "groups-owners");
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *dialog;

  choose_row (fixture, "Office, 1 member");
  kh_ui_press (GDK_KEY_r, GDK_ALT_MASK);
  dialog = GTK_WIDGET (kh_ui_wait_window ("Remove the Group"));
  kh_ui_wait_part (dialog, "1 member of the staff belongs to “Office”");
  kh_ui_screenshots (GTK_WINDOW (dialog), "groups-remove");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Remove the Group");
  g_assert_nonnull (find_group (fixture, "Office"));

  kh_ui_click (preferences_root (fixture), "Remove…");
  dialog = GTK_WIDGET (kh_ui_wait_window ("Remove the Group"));
  kh_ui_choose (kh_ui_wait_field (dialog, "Group"), "Technicians");
  kh_ui_click (dialog, "Remove");
  KH_UI_WAIT (find_group (fixture, "Office") == NULL);
  g_assert_cmpint (find_member (fixture, "Dana Okafor")->group, ==, find_group (fixture, "Technicians")->id);
  wait_named (fixture, "Technicians, 1 member");
  KH_UI_WAIT (has_typed (fixture, "Owners"));
  kh_ui_wait_focus (fixture->preferences, wait_named (fixture, "Owners, 1 member"));
}

static void
test_remove_unused (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *dialog;

  choose_row (fixture, "Technicians, No members");
  kh_ui_click (preferences_root (fixture), "Remove…");
  dialog = GTK_WIDGET (kh_ui_wait_window ("Remove the group?"));
  kh_ui_wait_part (dialog, "Nobody belongs to “Technicians”.");
  kh_ui_click (dialog, "Remove");
  KH_UI_WAIT (find_group (fixture, "Technicians") == NULL);
}

/* The whole window */

static void
test_mnemonics (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  preferences_assert_mnemonics (fixture, 13);
  preferences_show_tab (fixture, "Groups");
  preferences_assert_mnemonics (fixture, 6);
}

/* With letters of twice the size it still needs no bar below. */
static void
test_large_text (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  int before;
  int width;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &before, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  wait_named (fixture, "Customer: View, Added");
  kh_ui_settle (fixture->preferences);
  kh_ui_screenshot (fixture->preferences, "staff-large");
  preferences_show_tab (fixture, "Groups");
  kh_ui_screenshot (fixture->preferences, "groups-large");
  gtk_widget_measure (preferences_root (fixture), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", before, NULL);
  g_assert_cmpint (width, <=, 1280);
}

static void
count_checks (GtkWidget *widget,
              guint     *n)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  *n += GTK_IS_CHECK_BUTTON (widget) ? 1 : 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    count_checks (child, n);
}

/* Each says where one is. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  guint n = 0;

  wait_named (fixture, "Maria Vega, You · Owners · No password");
  choose_row (fixture, "Dana Okafor, Office · No password");
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      g_autofree char *name = kh_grant_dup_name ((KhGrant) i);
      g_autofree char *added = g_strdup_printf ("%s, Added", name);
      g_autofree char *taken = g_strdup_printf ("%s, Taken away", name);

      g_assert_true (wait_named (fixture, added) != wait_named (fixture, taken));
    }
  count_checks (preferences_root (fixture), &n);
  g_assert_cmpuint (n, ==, 3 + 3 * (KH_N_GRANTS - 1));

  preferences_show_tab (fixture, "Groups");
  choose_row (fixture, "Office, 1 member");
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      g_autofree char *name = kh_grant_dup_name ((KhGrant) i);

      g_assert_true (GTK_IS_CHECK_BUTTON (wait_named (fixture, name)));
    }
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add ("/staff/" path, Fixture, NULL, up, test, tear_down)
  ADD ("add", set_up, test_add);
  ADD ("take-away", set_up, test_take_away);
  ADD ("without-effect", set_up, test_without_effect);
  ADD ("last-owner", set_up, test_last_owner);
  ADD ("end", set_up, test_end);
  ADD ("name-taken", set_up, test_name_taken);
  ADD ("reach", set_up, test_reach);
  ADD ("read-only", set_up, test_read_only);
  ADD ("not-shown", set_up, test_not_shown);
  ADD ("guard", set_up, test_guard);
  ADD ("follow", set_up, test_follow);
  ADD ("close-while-saving", set_up, test_close_while_saving);
  ADD ("new-from-form", set_up, test_new_from_form);
  ADD ("no-owner", set_up_nobody, test_no_owner);
  ADD ("duplicate", set_up_groups, test_duplicate);
  ADD ("needs", set_up_groups, test_needs);
  ADD ("owners", set_up_groups, test_owners);
  ADD ("remove", set_up_groups, test_remove);
  ADD ("remove-unused", set_up_groups, test_remove_unused);
  ADD ("mnemonics", set_up, test_mnemonics);
  ADD ("large-text", set_up, test_large_text);
  ADD ("names", set_up, test_names);

  return g_test_run ();
}
