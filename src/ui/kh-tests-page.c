/* kh-tests-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-tests-page.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-focus.h"
#include "kh-manage.h"
#include "kh-one-stop.h"
#include "kh-text.h"

#include <glib/gi18n.h>

#define ROW_TEST "kh-test"
#define ROW_LEFT "kh-left"

struct _KhTestsPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *as_of;
  GtkButton *clear_all_button;
  GtkWidget *clear_box;
  GtkButton *clear_button;
  GtkEntry *description;
  GtkLabel *description_label;
  GtkLabel *failure;
  GtkWidget *form;
  GtkWidget *head;
  GtkSpinButton *hours;
  GtkLabel *hours_label;
  GtkListBox *list;
  GtkSpinButton *minutes;
  GtkLabel *minutes_label;
  GtkEntry *numbers;
  GtkLabel *numbers_label;
  GtkButton *put_button;
  GtkButton *refresh_button;
  GtkDropDown *scope;
  GtkLabel *scope_label;
  GtkStack *stack;
  GtkLabel *why;

  /* Owned */
  KhStore *store;
  KhTestMemory *memory;
  KhLink *link;
  KhStation *station;
  GCancellable *cancellable;
  char *key;      /* of a write whose answer was lost */
  char *key_what; /* what that write was */

  /* State */
  guint longest;
  guint tick;
  GCancellable *reading; /* while the list is on its way */
  gboolean writing;
};

G_DEFINE_FINAL_TYPE (KhTestsPage, kh_tests_page, GTK_TYPE_WIDGET)

/* What is shown */

static gboolean
may_test (KhTestsPage  *self,
          GError      **error)
{
  return kh_manage_check (kh_store_get_grants (self->store), self->link, KH_MANAGE_TEST, error);
}

static KhTestEntry *
get_selected (KhTestsPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? g_object_get_data (G_OBJECT (row), ROW_TEST) : NULL;
}

static gboolean
has_tests (KhTestsPage *self)
{
  return gtk_list_box_get_row_at_index (self->list, 0) != NULL;
}

static void
update (KhTestsPage *self)
{
  gboolean may = self->store != NULL && may_test (self, NULL);
  gboolean all = gtk_drop_down_get_selected (self->scope) == KH_TEST_SCOPE_ALL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button), get_selected (self) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), may && has_tests (self));
  gtk_widget_set_visible (GTK_WIDGET (self->clear_all_button), may && has_tests (self));
  gtk_widget_set_visible (self->form, may);
  gtk_widget_set_visible (GTK_WIDGET (self->why), !may);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), !all);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers_label), !all);
}

static void
show_failure (KhTestsPage *self,
              const char  *text)
{
  gtk_label_set_text (self->failure, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
}

static void
show_as_of (KhTestsPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  /* Translators: a time of day. */
  g_autofree char *text = g_strdup_printf (_("As of %s"), time);

  gtk_label_set_text (self->as_of, text);
}

/* Rows */

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* "Whole account, until 14:05, by Ann Lee" */
static char *
dup_about (KhTestEntry *test)
{
  g_autoptr (GDateTime) until = g_date_time_to_local (kh_test_entry_get_until (test));
  g_autofree char *time = g_date_time_format (until, "%m/%d/%Y %H:%M");
  g_autofree char *scope = kh_test_entry_dup_scope (test);
  const char *author = kh_test_entry_get_author (test);

  if (author == NULL)
    /* Translators: what is on test, a date and time. */
    return g_strdup_printf (_("%s, until %s"), scope, time);

  /* Translators: what is on test, a date and time, a person. */
  return g_strdup_printf (_("%s, until %s, by %s"), scope, time, author);
}

static void
show_time_left (GtkListBoxRow *row,
                gint64         clock)
{
  KhTestEntry *test = g_object_get_data (G_OBJECT (row), ROW_TEST);
  GtkLabel *label = g_object_get_data (G_OBJECT (row), ROW_LEFT);
  g_autofree char *left = kh_test_entry_dup_time_left (test, clock);

  if (g_strcmp0 (gtk_label_get_text (label), left) != 0)
    gtk_label_set_text (label, left);
}

static GtkWidget *
new_row (KhTestEntry *test)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *left = new_label ("", "numeric");
  g_autofree char *about = dup_about (test);
  const char *reason = kh_test_entry_get_reason (test);
  /* Translators: why an account is on test, then what of it and until when. */
  g_autofree char *name = g_strdup_printf (_("%s. %s"), reason != NULL ? reason : _("On test"), about);

  gtk_label_set_width_chars (GTK_LABEL (left), 8);
  gtk_widget_set_valign (left, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), new_label (reason != NULL ? reason : _("On test"), NULL));
  gtk_box_append (GTK_BOX (texts), new_label (about, "dim"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), ROW_TEST, g_object_ref (test), g_object_unref);
  g_object_set_data (G_OBJECT (row), ROW_LEFT, left);
  kh_accessible_name_widget (row, name);
  show_time_left (GTK_LIST_BOX_ROW (row), kh_test_clock_now ());

  return row;
}

static void
show_tests (KhTestsPage *self,
            GPtrArray   *tests)
{
  gboolean had_focus = kh_focus_is_within (GTK_WIDGET (self->list))
                       || (tests->len == 0 && kh_focus_is_within (self->clear_box));
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < tests->len; i++)
    gtk_list_box_append (self->list, new_row (tests->pdata[i]));
  row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_list_box_select_row (self->list, row);
  gtk_stack_set_visible_child_name (self->stack, row != NULL ? "list" : "none");
  show_as_of (self);
  /* What had the focus is gone. */
  if (had_focus)
    gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->refresh_button));
}

/* A test that is over stands there as such until the next look. */
static gboolean
on_tick_cb (gpointer data)
{
  KhTestsPage *self = data;
  gint64 clock = kh_test_clock_now ();
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    show_time_left (row, clock);

  return G_SOURCE_CONTINUE;
}

/* Reading */

static void
on_tests_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhTestsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tests = kh_station_list_tests_finish (KH_STATION (source), result, &error);

  if (self->station == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (tests != NULL)
    {
      kh_test_memory_set (self->memory, self->link->customer, tests);
      show_tests (self, tests);
    }
  else
    show_failure (self, error->message);
  update (self);
}

static void
stop_reading (KhTestsPage *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
read_tests (KhTestsPage *self)
{
  g_autoptr (GError) error = NULL;

  stop_reading (self);
  if (!kh_manage_check (kh_store_get_grants (self->store), self->link, KH_MANAGE_VIEW, &error))
    {
      show_failure (self, error->message);
      return;
    }
  self->reading = g_cancellable_new ();
  kh_station_list_tests_async (self->station, self->link->account, self->reading, on_tests_cb,
                               g_object_ref (self));
}

void
kh_tests_page_refresh (KhTestsPage *self)
{
  g_return_if_fail (KH_IS_TESTS_PAGE (self));

  if (self->station == NULL || self->writing || self->reading != NULL)
    return;
  show_failure (self, NULL);
  read_tests (self);
}

/* Writing */

/* The same once more is sent with the same key as long as nobody knows what became of it. */
static const char *
take_key (KhTestsPage *self,
          const char  *what)
{
  if (g_strcmp0 (self->key_what, what) != 0)
    {
      g_free (self->key);
      g_free (self->key_what);
      self->key = g_uuid_string_random ();
      self->key_what = g_strdup (what);
    }

  return self->key;
}

/* Whatever became of it, what is on test now is read again. */
static void
end_write (KhTestsPage  *self,
           const GError *error)
{
  if (error == NULL || kh_station_error_is_certain (error))
    {
      g_clear_pointer (&self->key, g_free);
      g_clear_pointer (&self->key_what, g_free);
    }
  self->writing = FALSE;
  show_failure (self, error != NULL ? error->message : NULL);
  read_tests (self);
}

/* A list on its way does not hold it up: what it would show is of before. */
static gboolean
begin_write (KhTestsPage *self)
{
  g_autoptr (GError) error = NULL;

  if (self->station == NULL || self->writing)
    return FALSE;
  if (!may_test (self, &error))
    {
      show_failure (self, error->message);
      update (self);
      return FALSE;
    }
  show_failure (self, NULL);
  stop_reading (self);
  self->writing = TRUE;

  return TRUE;
}

static void
on_put_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (KhTestsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhTestEntry) test = kh_station_put_on_test_finish (KH_STATION (source), result, &error);

  if (self->station == NULL)
    return;
  if (test != NULL)
    {
      kh_test_memory_add (self->memory, self->link->customer, test);
      gtk_editable_set_text (GTK_EDITABLE (self->description), "");
      gtk_editable_set_text (GTK_EDITABLE (self->numbers), "");
    }
  end_write (self, error);
}

static GStrv
dup_numbers (KhTestsPage *self)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->numbers)), ", ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);

  return g_strv_builder_end (builder);
}

static KhTestOrder *
read_form (KhTestsPage *self)
{
  KhTestOrder *order = kh_test_order_new ();
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->description))));

  gtk_spin_button_update (self->hours);
  gtk_spin_button_update (self->minutes);
  order->minutes = (guint) (gtk_spin_button_get_value_as_int (self->hours) * 60
                            + gtk_spin_button_get_value_as_int (self->minutes));
  order->scope = (KhTestScope) gtk_drop_down_get_selected (self->scope);
  if (order->scope != KH_TEST_SCOPE_ALL)
    order->items = dup_numbers (self);
  order->reason = g_strdup (kh_text_none_if_empty (reason));
  order->author = g_strdup (kh_store_get_author (self->store));

  return order;
}

static void
on_put_clicked_cb (KhTestsPage *self)
{
  g_autoptr (KhTestOrder) order = read_form (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *items = order->items != NULL ? g_strjoinv (",", order->items) : NULL;
  g_autofree char *what = g_strdup_printf ("%u %u %s %s", order->minutes, (guint) order->scope, items, order->reason);

  if (!kh_test_order_check (order, self->longest, &error))
    {
      show_failure (self, error->message);
      return;
    }
  if (begin_write (self))
    kh_station_put_on_test_async (self->station, self->link->account, order, take_key (self, what),
                                  self->cancellable, on_put_cb, g_object_ref (self));
}

static void
on_cleared_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhTestsPage) self = data;
  g_autoptr (GError) error = NULL;

  kh_station_clear_test_finish (KH_STATION (source), result, &error);
  if (self->station == NULL)
    return;
  /* Its key says which. */
  if (error == NULL && self->key_what != NULL)
    kh_test_memory_remove (self->memory, self->link->customer, self->key_what);
  end_write (self, error);
}

static void
on_clear_clicked_cb (KhTestsPage *self)
{
  KhTestEntry *test = get_selected (self);
  g_autofree char *id = test != NULL ? g_strdup (kh_test_entry_get_id (test)) : NULL;

  if (id != NULL && begin_write (self))
    kh_station_clear_test_async (self->station, self->link->account, id, take_key (self, id),
                                 self->cancellable, on_cleared_cb, g_object_ref (self));
}

static void
on_all_cleared_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (KhTestsPage) self = data;
  g_autoptr (GError) error = NULL;

  kh_station_clear_all_tests_finish (KH_STATION (source), result, &error);
  if (self->station == NULL)
    return;
  if (error == NULL)
    kh_test_memory_set (self->memory, self->link->customer, NULL);
  end_write (self, error);
}

static void
on_clear_all_answered_cb (GObject      *source G_GNUC_UNUSED,
                          GAsyncResult *result,
                          gpointer      data)
{
  g_autoptr (KhTestsPage) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && begin_write (self))
    kh_station_clear_all_tests_async (self->station, self->link->account, take_key (self, "all tests"),
                                      self->cancellable, on_all_cleared_cb, g_object_ref (self));
}

/* Others may have put on some of them. */
static void
on_clear_all_clicked_cb (KhTestsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  kh_dialogs_ask_async (GTK_WINDOW (root), _("Clear All Test Entries?"),
                        _("The station acts on every signal of this account again, also where somebody else has "
                          "put it on test."), NULL, _("_Cancel"), NULL, _("Clear _All"), KH_DIALOG_NONE,
                        self->cancellable, on_clear_all_answered_cb, g_object_ref (self));
}

/* Callbacks */

static void
on_refresh_clicked_cb (KhTestsPage *self)
{
  kh_tests_page_refresh (self);
}

static void
on_changed_cb (KhTestsPage *self)
{
  /* What is taken apart changes, too. */
  if (self->station != NULL)
    update (self);
}

static void
kh_tests_page_dispose (GObject *object)
{
  KhTestsPage *self = KH_TESTS_PAGE (object);

  stop_reading (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->station);
  g_clear_object (&self->store);
  g_clear_object (&self->memory);
  g_clear_pointer (&self->link, kh_link_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->key_what, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_TESTS_PAGE);

  G_OBJECT_CLASS (kh_tests_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-tests-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, as_of);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, clear_all_button);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, clear_box);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, description);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, description_label);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, failure);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, form);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, head);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, hours);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, hours_label);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, list);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, minutes);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, minutes_label);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, numbers_label);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, put_button);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, scope);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, scope_label);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KhTestsPage, why);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_put_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh_clicked_cb);
}

static void
kh_tests_page_class_init (KhTestsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_tests_page_dispose;

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
kh_tests_page_init (KhTestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->tick = g_timeout_add (1000, on_tick_cb, self);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Tests"));
  kh_accessible_name_button (self->clear_all_button);
  kh_accessible_name_button (self->clear_button);
  kh_accessible_name_button (self->put_button);
  kh_accessible_name_button (self->refresh_button);
  kh_accessible_label_for (self->description_label, GTK_WIDGET (self->description));
  kh_accessible_label_for (self->hours_label, GTK_WIDGET (self->hours));
  kh_accessible_label_for (self->minutes_label, GTK_WIDGET (self->minutes));
  kh_accessible_label_for (self->numbers_label, GTK_WIDGET (self->numbers));
  kh_accessible_name_drop_down (self->scope, _("On test"));
  update (self);
}

void
kh_tests_page_set_station (KhTestsPage  *self,
                           KhServices   *services,
                           const KhLink *link,
                           KhStation    *station,
                           guint         longest)
{
  KhStore *store = kh_services_get_store (services);
  g_autofree char *why = kh_staff_dup_why (kh_store_get_staff (store), KH_GRANT_CENTRAL_STATION_TEST);

  g_return_if_fail (KH_IS_TESTS_PAGE (self));

  g_set_object (&self->store, store);
  g_set_object (&self->memory, kh_services_get_tests (services));
  g_set_object (&self->station, station);
  g_clear_pointer (&self->link, kh_link_free);
  self->link = kh_link_copy (link);
  self->longest = longest;
  gtk_label_set_text (self->why, why != NULL ? why : "");
  kh_tests_page_refresh (self);
}
