/* kh-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-window-private.h"

#include "kh-accessible.h"
#include "kh-key-bar.h"
#include "waiting/kh-pause-bar.h"
#include "kh-tab-label.h"
#include "preferences/kh-preferences-window.h"

#include <glib/gi18n-lib.h>

#define LAST_FOCUS "kh-last-focus"

/* From here on somebody asks whether the program does anything. */
#define SLOW_MS 1500

G_DEFINE_FINAL_TYPE (KhWindow, kh_window, GTK_TYPE_APPLICATION_WINDOW)

/* Whether the list of everybody has those who are archived. */
enum {
  PROP_0,
  PROP_SHOW_ARCHIVED,
};

static KhCustomerPage *
get_nth_page (KhWindow *self,
              int       n)
{
  GtkWidget *child = gtk_notebook_get_nth_page (self->notebook, n);

  return child == NULL ? NULL : KH_CUSTOMER_PAGE (child);
}

static KhCustomerPage *
find_page (KhWindow *self,
           gint64    number)
{
  KhCustomerPage *page;

  for (int i = 0; (page = get_nth_page (self, i)) != NULL; i++)
    if (kh_customer_page_get_number (page) == number)
      return page;

  return NULL;
}

static void
update_title (KhWindow *self)
{
  KhCustomerPage *page = self->locked ? NULL : kh_window_get_page (self);
  const char *name = page == NULL ? NULL : kh_customer_page_get_title (page);
  g_autofree char *title = NULL;

  /* Translators: the window's title: the customer's name and the program's. */
  title = name == NULL ? g_strdup (_("Keyholder")) : g_strdup_printf (_("%s – Keyholder"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* After anything that may have changed which page is shown, or what is on it. */
static void
update (KhWindow *self)
{
  KhCustomerPage *page = kh_window_get_page (self);

  gtk_stack_set_visible_child_name (self->stack, page != NULL ? "tabs" : "empty");
  /* GTK 4.8 measures a row of no tabs as less than nothing, and says so. */
  gtk_notebook_set_show_tabs (self->notebook, page != NULL);
  kh_customer_list_view_select (self->customers, page == NULL ? 0 : kh_customer_page_get_number (page));
  update_title (self);
  kh_window_update_actions (self);
}

/* Tabs */

static void
on_tab_close_cb (KhTabLabel *label,
                 KhWindow   *self)
{
  KhCustomerPage *page;

  for (int i = 0; (page = get_nth_page (self, i)) != NULL; i++)
    {
      if (gtk_notebook_get_tab_label (self->notebook, GTK_WIDGET (page)) == GTK_WIDGET (label))
        {
          kh_window_close_tab (self, page);
          return;
        }
    }
}

/* Where the focus was on a page. */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
on_focus_widget_cb (KhWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  KhCustomerPage *page = kh_window_get_page (self);
  GWeakRef *last;

  if (focus == NULL || page == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (page)))
    return;
  last = g_new0 (GWeakRef, 1);
  g_weak_ref_init (last, focus);
  g_object_set_data_full (G_OBJECT (page), LAST_FOCUS, last, weak_ref_free);
}

/* A page that had no focus yet, or whose widget is gone, chooses itself. */
static void
focus_page (KhCustomerPage *page)
{
  GWeakRef *last = g_object_get_data (G_OBJECT (page), LAST_FOCUS);
  g_autoptr (GtkWidget) widget = last == NULL ? NULL : g_weak_ref_get (last);

  if (widget == NULL || !gtk_widget_is_ancestor (widget, GTK_WIDGET (page)) || !gtk_widget_grab_focus (widget))
    gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
raise_page (KhWindow       *self,
            KhCustomerPage *page)
{
  gtk_notebook_set_current_page (self->notebook, gtk_notebook_page_num (self->notebook, GTK_WIDGET (page)));
  focus_page (page);
}

/* What a page says is about its customer, and stands until another one is looked at. */
void
kh_window_notice_of_page (KhWindow   *self,
                          const char *text)
{
  kh_window_notice (self, text);
  self->notice_of_page = TRUE;
}

/* One tab serves a whole pile of new customers. */
static void
on_page_another_cb (KhWindow       *self,
                    KhCustomerPage *page)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_page_get_number (page));
  /* Translators: a customer's name, a number. */
  g_autofree char *notice = g_strdup_printf (_("%s is saved as customer %s."), kh_customer_page_get_title (page), number);

  kh_window_remove_page (self, page);
  kh_window_new_customer (self);
  kh_window_notice (self, notice);
}

static void
on_page_deleted_cb (KhWindow       *self,
                    KhCustomerPage *page)
{
  kh_window_remove_page (self, page);
  kh_window_notice (self, _("The customer is deleted."));
}

static void
add_page (KhWindow *self,
          gint64    number)
{
  GtkWidget *page = kh_customer_page_new (self->services, number);
  GtkWidget *label = kh_tab_label_new (KH_CUSTOMER_PAGE (page));

  g_signal_connect_object (label, "close", G_CALLBACK (on_tab_close_cb), self, 0);
  g_signal_connect_object (page, "notice", G_CALLBACK (kh_window_notice_of_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-customer", G_CALLBACK (kh_window_open_customer), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "another", G_CALLBACK (on_page_another_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "created", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "deleted", G_CALLBACK (on_page_deleted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "duplicate", G_CALLBACK (kh_window_duplicate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "duplicate-several", G_CALLBACK (kh_window_duplicate_several), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::dirty", G_CALLBACK (kh_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  kh_window_add_duplicate_bar (self, KH_CUSTOMER_PAGE (page));
  gtk_notebook_append_page (self->notebook, page, label);
  gtk_notebook_set_tab_reorderable (self->notebook, page, TRUE);
  kh_tab_label_update (KH_TAB_LABEL (label));
  raise_page (self, KH_CUSTOMER_PAGE (page));
  update (self);
}

void
kh_window_remove_page (KhWindow       *self,
                       KhCustomerPage *page)
{
  int position = gtk_notebook_page_num (self->notebook, GTK_WIDGET (page));

  if (position < 0)
    return;
  gtk_notebook_remove_page (self->notebook, position);
  update (self);
  page = kh_window_get_page (self);
  if (page != NULL)
    focus_page (page);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_page_may_close_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (KhWindow) self = user_data;
  KhCustomerPage *page = KH_CUSTOMER_PAGE (source);

  if (kh_customer_page_may_close_finish (page, result))
    kh_window_remove_page (self, page);
}

/* Closing the window: each page with something unsaved or on test is asked in turn, then the
 * preferences; the first Cancel keeps everything that is still open. */

static void close_next (KhWindow *self);

static void
end_closing (KhWindow *self)
{
  self->closing = FALSE;
  kh_window_update_actions (self);
}

static void
on_closing_page_may_close_cb (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr (KhWindow) self = user_data;
  KhCustomerPage *page = KH_CUSTOMER_PAGE (source);

  if (!kh_customer_page_may_close_finish (page, result))
    {
      end_closing (self);
      return;
    }
  kh_window_remove_page (self, page);
  close_next (self);
}

static void
on_preferences_may_close_cb (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr (KhWindow) self = user_data;

  if (kh_preferences_window_may_close_finish (KH_PREFERENCES_WINDOW (source), result))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    end_closing (self);
}

static KhCustomerPage *
find_wanted_page (KhWindow *self,
                  gboolean (*is_wanted) (KhCustomerPage *page))
{
  KhCustomerPage *page;

  for (int i = 0; (page = get_nth_page (self, i)) != NULL; i++)
    if (is_wanted (page))
      return page;

  return NULL;
}

static void
close_next (KhWindow *self)
{
  KhCustomerPage *page = find_wanted_page (self, kh_customer_page_is_asked_about);

  if (page != NULL)
    {
      raise_page (self, page);
      kh_customer_page_may_close_async (page, on_closing_page_may_close_cb, g_object_ref (self));
    }
  else if (self->preferences != NULL)
    kh_preferences_window_may_close_async (KH_PREFERENCES_WINDOW (self->preferences),
                                           on_preferences_may_close_cb, g_object_ref (self));
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
kh_window_close_request (GtkWindow *window)
{
  KhWindow *self = KH_WINDOW (window);

  if (!self->closing)
    {
      self->closing = TRUE;
      kh_window_update_actions (self);
      close_next (self);
    }

  return TRUE;
}

/* Search */

static void
on_search_changed_cb (KhWindow *self)
{
  kh_customer_list_view_set_query (self->customers, gtk_editable_get_text (self->search));
}

static void
on_search_activate_cb (KhWindow *self)
{
  kh_customer_list_view_open_first (self->customers);
}

/* Escape empties the entry, and leaves it when it is empty. */
static void
on_search_stop_cb (KhWindow *self)
{
  KhCustomerPage *page = kh_window_get_page (self);

  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else if (page != NULL)
    focus_page (page);
}

static gboolean
on_search_key_pressed_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                          guint                  keyval,
                          guint                  keycode G_GNUC_UNUSED,
                          GdkModifierType        state G_GNUC_UNUSED,
                          KhWindow              *self)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->customers));

  return GDK_EVENT_STOP;
}

static void
on_customers_clear_search_cb (KhWindow *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Made when it is first opened: a menu has more widgets than the rest of the window. */
static void
on_menu_button_create_popup_cb (GtkMenuButton *button,
                                gpointer       data)
{
  KhWindow *self = data;

  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (self->menu));
}

static void
on_notebook_switch_page_cb (KhWindow *self)
{
  if (self->notice_of_page)
    kh_window_notice (self, "");
  update (self);
}

/* Drawings and large letters are slow to load, and nobody misses them in the first frame. */

static void
set_image (GtkWidget  *widget,
           const char *icon)
{
  if (GTK_IS_IMAGE (widget))
    gtk_image_set_from_icon_name (GTK_IMAGE (widget), icon);
}

/* The entry's own, before and after its text. */
static void
set_search_images (KhWindow   *self,
                   const char *before,
                   const char *after)
{
  set_image (gtk_widget_get_first_child (GTK_WIDGET (self->search)), before);
  set_image (gtk_widget_get_last_child (GTK_WIDGET (self->search)), after);
}

/* An empty image keeps its place. Even one that is not visible waits for the desktop's icons
 * to be listed. */
static void
undress (KhWindow *self)
{
  set_search_images (self, NULL, NULL);
}

static void
dress (KhWindow *self)
{
  set_search_images (self, "system-search-symbolic", "edit-clear-symbolic");
  gtk_menu_button_set_icon_name (self->menu_button, "open-menu-symbolic");
  gtk_header_bar_set_show_title_buttons (self->header, TRUE);
  gtk_window_set_icon_name (GTK_WINDOW (self), KH_APPLICATION_ID);
  gtk_image_set_from_icon_name (self->emblem, KH_APPLICATION_ID "-symbolic");
  gtk_widget_set_visible (self->welcome, TRUE);
  /* A stack passes over what is not visible yet. */
  gtk_stack_set_visible_child_name (self->stack, kh_window_get_page (self) != NULL ? "tabs" : "empty");
}

static void
on_after_paint_cb (GdkFrameClock *clock,
                   KhWindow      *self)
{
  g_clear_signal_handler (&self->dress_handler, clock);
  dress (self);
}

static void
kh_window_realize (GtkWidget *widget)
{
  KhWindow *self = KH_WINDOW (widget);

  GTK_WIDGET_CLASS (kh_window_parent_class)->realize (widget);

  self->dress_handler = g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                                                 G_CALLBACK (on_after_paint_cb), self, 0);
}

static void
kh_window_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  if (prop_id == PROP_SHOW_ARCHIVED)
    g_value_set_boolean (value, KH_WINDOW (object)->show_archived);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_window_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  KhWindow *self = KH_WINDOW (object);

  if (prop_id != PROP_SHOW_ARCHIVED)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  self->show_archived = g_value_get_boolean (value);
  kh_customer_list_view_set_archived (self->customers, self->show_archived);
}

static void
kh_window_dispose (GObject *object)
{
  KhWindow *self = KH_WINDOW (object);

  /* It switches from page to page while it goes away. */
  if (self->notebook != NULL)
    g_signal_handlers_disconnect_by_data (self->notebook, self);
  self->notebook = NULL;
  g_clear_handle_id (&self->slow_source, g_source_remove);
  g_clear_weak_pointer (&self->doubles);
  kh_window_stop_duplicate (self);
  g_clear_weak_pointer (&self->duplicate);
  g_clear_weak_pointer (&self->preferences);
  g_clear_weak_pointer (&self->shortcuts);
  g_clear_weak_pointer (&self->tickets);
  g_clear_weak_pointer (&self->import);
  g_clear_weak_pointer (&self->waiting);
  g_clear_pointer (&self->duplicates, g_hash_table_unref);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_CUSTOMER_LIST_VIEW);
  g_type_ensure (KH_TYPE_WAITING_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhWindow, author);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, content);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, customers);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, emblem);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, header);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, notebook);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, search);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, waiting_button);
  gtk_widget_class_bind_template_child (widget_class, KhWindow, welcome);
  gtk_widget_class_bind_template_callback (widget_class, kh_window_open_customer);
  gtk_widget_class_bind_template_callback (widget_class, on_customers_clear_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_notebook_switch_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stop_cb);
}

static void
kh_window_class_init (KhWindowClass *klass)
{
  g_signal_new ("lock", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  G_OBJECT_CLASS (klass)->dispose = kh_window_dispose;
  G_OBJECT_CLASS (klass)->get_property = kh_window_get_property;
  G_OBJECT_CLASS (klass)->set_property = kh_window_set_property;
  GTK_WIDGET_CLASS (klass)->realize = kh_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = kh_window_close_request;

  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_SHOW_ARCHIVED,
                                   g_param_spec_boolean ("show-archived", NULL, NULL, FALSE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_install_property_action (GTK_WIDGET_CLASS (klass), "win.show-archived", "show-archived");
  bind_template (GTK_WIDGET_CLASS (klass));
  kh_window_install_actions (GTK_WIDGET_CLASS (klass));
}

static void
kh_window_init (KhWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  undress (self);
  kh_accessible_name_widget (GTK_WIDGET (self->search), _("Find a customer"));
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (on_focus_widget_cb), NULL);
  gtk_menu_button_set_create_popup_func (self->menu_button, on_menu_button_create_popup_cb, self, NULL);
  update (self);
}

/* Who is signed in, and what they may do. */
static void
update_access (KhWindow *self)
{
  g_autofree char *author = NULL;

  /* Translators: the name of the person at this desk. */
  author = g_strdup_printf (_("Working as %s"), kh_store_get_author (kh_services_get_store (self->services)));
  gtk_label_set_text (self->author, author);
  kh_window_update_actions (self);
}

/* A new version may have to make something of every record, once. */
static gboolean
on_slow_cb (gpointer data)
{
  KhWindow *self = data;

  self->slow_source = 0;
  self->slow = gtk_label_get_text (self->notice)[0] == '\0';
  if (self->slow)
    kh_window_notice (self, _("The records are being opened. After an update of Keyholder this can take a minute or two."));

  return G_SOURCE_REMOVE;
}

static void
end_waiting (KhWindow *self)
{
  g_clear_handle_id (&self->slow_source, g_source_remove);
  if (self->slow)
    kh_window_notice (self, "");
  self->slow = FALSE;
}

GtkWidget *
kh_window_new (GtkApplication *application,
               KhServices     *services)
{
  KhWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  kh_window_install_shortcuts (application);
  self = g_object_new (KH_TYPE_WINDOW, "application", application, NULL);
  if (services != NULL)
    kh_window_set_services (self, services);
  else
    self->slow_source = g_timeout_add (SLOW_MS, on_slow_cb, self);

  return GTK_WIDGET (self);
}

void
kh_window_set_services (KhWindow   *self,
                        KhServices *services)
{
  KhStore *store;

  g_return_if_fail (KH_IS_WINDOW (self));
  g_return_if_fail (KH_IS_SERVICES (services));
  g_return_if_fail (self->services == NULL);

  end_waiting (self);
  self->services = g_object_ref (services);
  store = kh_services_get_store (services);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (update_access), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (update_access), self, G_CONNECT_SWAPPED);
  gtk_box_prepend (GTK_BOX (self->content), kh_key_bar_new (services));
  gtk_box_prepend (GTK_BOX (self->content), kh_pause_bar_new (services));
  kh_waiting_button_watch (self->waiting_button, services);
  kh_customer_list_view_set_store (self->customers, store);
  update_access (self);
  update (self);
}

KhCustomerPage *
kh_window_get_page (KhWindow *self)
{
  g_return_val_if_fail (KH_IS_WINDOW (self), NULL);

  return self->notebook == NULL ? NULL : get_nth_page (self, gtk_notebook_get_current_page (self->notebook));
}

/* A page that is still open is raised, not opened twice. */
void
kh_window_open_customer (KhWindow *self,
                         gint64    number)
{
  KhCustomerPage *page;

  g_return_if_fail (KH_IS_WINDOW (self));
  g_return_if_fail (self->services != NULL);

  page = find_page (self, number);
  if (page != NULL)
    raise_page (self, page);
  else
    add_page (self, number);
  if (number != 0)
    kh_store_note_viewed_async (kh_services_get_store (self->services), number, NULL, NULL, NULL);
}

void
kh_window_set_locked (KhWindow *self,
                      gboolean  locked)
{
  g_return_if_fail (KH_IS_WINDOW (self));

  self->locked = locked;
  gtk_widget_set_visible (self->content, !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->search), !locked);
  update_title (self);
  kh_window_update_actions (self);
  if (!locked && kh_window_get_page (self) != NULL)
    focus_page (kh_window_get_page (self));
  else if (!locked)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

gboolean
kh_window_get_unsaved (KhWindow *self)
{
  g_return_val_if_fail (KH_IS_WINDOW (self), FALSE);

  return find_wanted_page (self, kh_customer_page_get_dirty) != NULL;
}

static void
destroy_child (GtkWindow **place)
{
  GtkWindow *window = *place;

  if (window == NULL)
    return;
  g_clear_weak_pointer (place);
  gtk_window_destroy (window);
}

void
kh_window_forget (KhWindow *self)
{
  g_return_if_fail (KH_IS_WINDOW (self));

  while (get_nth_page (self, 0) != NULL)
    gtk_notebook_remove_page (self->notebook, 0);
  kh_window_forget_duplicates (self);
  /* What was typed there is the last member's, and what it shows is by their grants. */
  destroy_child (&self->preferences);
  destroy_child (&self->doubles);
  destroy_child (&self->tickets);
  destroy_child (&self->import);
  destroy_child (&self->waiting);
  gtk_editable_set_text (self->search, "");
  kh_window_notice (self, "");
  update (self);
}

void
kh_window_new_customer (KhWindow *self)
{
  kh_window_open_customer (self, 0);
}

void
kh_window_close_tab (KhWindow       *self,
                     KhCustomerPage *page)
{
  kh_customer_page_may_close_async (page, on_page_may_close_cb, g_object_ref (self));
}

void
kh_window_notice (KhWindow   *self,
                  const char *text)
{
  g_return_if_fail (KH_IS_WINDOW (self));

  self->notice_of_page = FALSE;
  gtk_label_set_text (self->notice, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->notice), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->notice), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}
