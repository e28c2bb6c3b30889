/* kh-catalogues-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues-page.h"

#include "kh-accessible.h"
#include "kh-catalogue-form.h"
#include "kh-one-stop.h"
#include "kh-preferences-page.h"
#include "kh-side-list.h"
#include "kh-value-type.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

/* Beside the ids in the data file: the form of a new one, none at all, and whichever is first. */
#define NEW_ENTRY 0
#define NO_ENTRY KH_SIDE_LIST_NONE
#define FIRST_ENTRY -2

#define CHILD_INDENT 18

/* One list to choose. Ids are unique over all of them. */
typedef struct {
  KhCatalogueId catalogue;
  const char *title;
  const char *new_label;
  const char *new_title;
  const char *empty;
  const char *new_child_label; /* where other entries belong to its entries */
  const char *new_child_title;
  const char *child;
} Subject;

/* Where the page goes once nothing is in the way; @parent: of a new one that belongs to another. */
typedef struct {
  guint subject;
  gint64 id;
  gint64 parent;
} Place;

struct _KhCataloguesPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkBox *buttons;
  GtkButton *child_button;
  GtkDropDown *catalogue;
  GtkLabel *catalogue_label;
  GtkLabel *empty;
  KhCatalogueForm *form;
  GtkListBox *list;
  GtkButton *new_button;
  GtkStack *stack;

  /* Borrowed: below the buttons */
  GtkWidget *why;

  /* Owned */
  KhServices *services;

  /* State */
  guint subject;
  gint64 shown;
  Place wanted;
  gboolean filling;
};

static void page_iface_init (KhPreferencesPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhCataloguesPage, kh_catalogues_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_PREFERENCES_PAGE, page_iface_init))

static const Subject subjects[] = {
  { KH_CATALOGUE_ACCOUNT_CLASSES, N_("Account Classes"), N_("Ne_w Account Class"), N_("New Account Class"),
    N_("Add the classes of your accounts with New Account Class. "
       "Each brings its usual charge and term to a new customer."), NULL, NULL, NULL },
  { KH_CATALOGUE_LEAD_SOURCES, N_("Lead Sources"), N_("Ne_w Lead Source"), N_("New Lead Source"),
    N_("Add how customers come to your office with New Lead Source, and then its campaigns."),
    N_("New Cam_paign"), N_("New Campaign"), N_("Campaign") },
  { KH_CATALOGUE_OFFICE_LOCATIONS, N_("Office Locations"), N_("Ne_w Office Location"), N_("New Office Location"),
    N_("Add the places of your office with New Office Location."), NULL, NULL, NULL },
  { KH_CATALOGUE_DEALER_NUMBERS, N_("Dealer Numbers"), N_("Ne_w Dealer Number"), N_("New Dealer Number"),
    N_("Add the numbers that monitoring companies know your office by with New Dealer Number."), NULL, NULL, NULL },
  { KH_CATALOGUE_MONITORING_PLANS, N_("Monitoring Plans"), N_("Ne_w Monitoring Plan"), N_("New Monitoring Plan"),
    N_("Add what your office sells with New Monitoring Plan."), NULL, NULL, NULL },
  { KH_CATALOGUE_CANCEL_REASONS, N_("Cancel Reasons"), N_("Ne_w Cancel Reason"), N_("New Cancel Reason"),
    N_("Add the reasons why customers leave with New Cancel Reason."), NULL, NULL, NULL },
  { KH_CATALOGUE_NOTE_TYPES, N_("Note Types"), N_("Ne_w Note Type"), N_("New Note Type"),
    N_("Add what the notes on your customers are about with New Note Type."), NULL, NULL, NULL },
  { KH_CATALOGUE_PACKAGES, N_("Equipment Packages"), N_("Ne_w Package"), N_("New Package"),
    N_("Add what is installed together with New Package, and then its items. “3 x Door Contact” are three of them."),
    N_("New _Item"), N_("New Item"), N_("Item") },
};

static KhCatalogues *
get_catalogues (KhCataloguesPage *self)
{
  return kh_store_get_catalogues (kh_services_get_store (self->services));
}

static KhCatalogueId
get_children (KhCataloguesPage *self)
{
  return kh_catalogue_id_get_child (subjects[self->subject].catalogue);
}

/* @catalogue: of the two that are in one list, the one that it is in. */
static const KhCatalogueEntry *
find_entry (KhCataloguesPage *self,
            gint64            id,
            KhCatalogueId    *catalogue)
{
  const KhCatalogueEntry *entry;

  *catalogue = subjects[self->subject].catalogue;
  entry = kh_catalogues_get (get_catalogues (self), *catalogue, id);
  if (entry != NULL || get_children (self) == KH_CATALOGUE_NONE)
    return entry;

  *catalogue = get_children (self);
  return kh_catalogues_get (get_catalogues (self), *catalogue, id);
}

/* The one that is shown, or whose child is, where entries have some, or 0. */
static gint64
get_shown_parent (KhCataloguesPage *self)
{
  KhCatalogueId catalogue;
  const KhCatalogueEntry *entry = get_children (self) != KH_CATALOGUE_NONE ? find_entry (self, self->shown, &catalogue) : NULL;

  if (entry == NULL)
    return 0;

  return catalogue == get_children (self) ? entry->parent : entry->id;
}

/* The one place that decides what can be done now. */
static void
update (KhCataloguesPage *self)
{
  g_autofree char *why = kh_preferences_page_update_gate (KH_PREFERENCES_PAGE (self), self->why,
                                                          kh_services_get_store (self->services),
                                                          KH_GRANT_CATALOGUES_VIEW, KH_GRANT_CATALOGUES_CONTROL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->new_button), why == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), why == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->child_button), get_children (self) != KH_CATALOGUE_NONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->child_button), why == NULL && get_shown_parent (self) != 0);
  gtk_label_set_text (self->empty, why != NULL ? why : _(subjects[self->subject].empty));
}

/* The list */

static void
select_shown (KhCataloguesPage *self)
{
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->catalogue, self->subject);
  gtk_list_box_select_row (self->list, kh_side_list_find (self->list, self->shown));
  self->filling = FALSE;
}

static char *
dup_line (KhCataloguesPage       *self,
          KhCatalogueId           catalogue,
          const KhCatalogueEntry *entry)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  if (!entry->active)
    g_strv_builder_add (parts, _("Inactive"));
  if (catalogue == get_children (self))
    g_strv_builder_add (parts, _(subjects[self->subject].child));
  if (entry->monthly_charge != NULL)
    {
      g_autofree char *amount = kh_value_format (kh_datapoint_get (KH_DATAPOINT_MONTHLY_CHARGE), entry->monthly_charge, NULL);
      /* Translators: an amount of money. */
      g_autofree char *charge = g_strdup_printf (_("%s a month"), amount);

      g_strv_builder_add (parts, charge);
    }
  if (entry->contract_term != NULL)
    {
      guint n = (guint) g_ascii_strtoull (entry->contract_term, NULL, 10);
      g_autofree char *term = g_strdup_printf (ngettext ("%u month", "%u months", n), n);

      g_strv_builder_add (parts, term);
    }
  if (kh_catalogue_form_get_category (entry) != NULL)
    g_strv_builder_add (parts, kh_catalogue_form_get_category (entry));
  words = g_strv_builder_end (parts);

  return *words == NULL ? NULL : g_strjoinv (_(" · "), words);
}

static void add_entries (KhCataloguesPage *self,
                         KhCatalogueId     catalogue,
                         gint64            parent);

static void
add_entry (KhCataloguesPage       *self,
           KhCatalogueId           catalogue,
           const KhCatalogueEntry *entry)
{
  g_autofree char *line = dup_line (self, catalogue, entry);
  GtkWidget *row = kh_side_list_append (self->list, entry->id, entry->label, line);

  if (catalogue == get_children (self))
    gtk_widget_set_margin_start (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)), CHILD_INDENT);
  else if (get_children (self) != KH_CATALOGUE_NONE)
    add_entries (self, get_children (self), entry->id);
}

/* Those that may be chosen come first. */
static void
add_entries (KhCataloguesPage *self,
             KhCatalogueId     catalogue,
             gint64            parent)
{
  GPtrArray *entries = kh_catalogues_get_entries (get_catalogues (self), catalogue);

  for (int active = 1; active >= 0; active--)
    for (guint i = 0; i < entries->len; i++)
      {
        const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);

        if (entry->active == active && entry->parent == parent)
          add_entry (self, catalogue, entry);
      }
}

static void
fill_list (KhCataloguesPage *self)
{
  gint64 focused;

  self->filling = TRUE;
  focused = kh_side_list_clear (self->list);
  add_entries (self, subjects[self->subject].catalogue, 0);
  /* Older records may have campaigns without a source. */
  if (get_children (self) != KH_CATALOGUE_NONE)
    add_entries (self, get_children (self), 0);
  self->filling = FALSE;
  select_shown (self);
  kh_side_list_focus (self->list, focused);
}

static void
show_subject (KhCataloguesPage *self,
              guint             subject)
{
  self->subject = subject;
  self->shown = NO_ENTRY;
  gtk_button_set_label (self->new_button, _(subjects[subject].new_label));
  kh_accessible_name_button (self->new_button);
  if (subjects[subject].new_child_label != NULL)
    {
      gtk_button_set_label (self->child_button, _(subjects[subject].new_child_label));
      kh_accessible_name_button (self->child_button);
    }
  kh_accessible_name_widget (GTK_WIDGET (self->list), _(subjects[subject].title));
  fill_list (self);
}

/* The form */

static void
show_new (KhCataloguesPage *self,
          gint64            parent)
{
  g_autoptr (KhCatalogueEntry) entry = g_new0 (KhCatalogueEntry, 1);
  const Subject *subject = &subjects[self->subject];

  entry->label = g_strdup ("");
  entry->parent = parent;
  entry->active = TRUE;
  kh_catalogue_form_show (self->form, parent != 0 ? get_children (self) : subject->catalogue, entry,
                          _(parent != 0 ? subject->new_child_title : subject->new_title));
}

static void
show_place (KhCataloguesPage *self,
            Place             place)
{
  GtkListBoxRow *first;
  KhCatalogueId catalogue;
  const KhCatalogueEntry *entry;

  if (place.subject != self->subject)
    show_subject (self, place.subject);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (place.id == FIRST_ENTRY)
    place.id = first != NULL ? kh_side_list_get_id (first) : NO_ENTRY;
  entry = find_entry (self, place.id, &catalogue);
  self->shown = entry != NULL || place.id == NEW_ENTRY ? place.id : NO_ENTRY;
  select_shown (self);
  gtk_stack_set_visible_child_name (self->stack, self->shown == NO_ENTRY ? "empty" : "form");
  /* With nothing to show, it must not go on holding what was shown before. */
  if (entry != NULL)
    kh_catalogue_form_show (self->form, catalogue, entry, NULL);
  else
    show_new (self, place.parent);
  update (self);
  if (self->shown == NEW_ENTRY)
    kh_catalogue_form_focus (self->form);
}

static void
on_store_notify_catalogues_cb (KhCataloguesPage *self)
{
  fill_list (self);
  kh_catalogue_form_refresh (self->form);
  update (self);
}

/* The guard */

static const char *
kh_catalogues_page_get_unsaved (KhPreferencesPage *page)
{
  KhCataloguesPage *self = KH_CATALOGUES_PAGE (page);
  gboolean unsaved = self->shown != NO_ENTRY && kh_catalogue_form_get_dirty (self->form);

  return unsaved ? _("What you typed for this entry of the catalogue is not saved yet.") : NULL;
}

static void
on_guard_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, kh_catalogue_form_save_finish (KH_CATALOGUE_FORM (source), result));
}

static void
kh_catalogues_page_save (KhPreferencesPage *page,
                         GTask             *task)
{
  kh_catalogue_form_save_async (KH_CATALOGUES_PAGE (page)->form, on_guard_saved_cb, task);
}

static void
page_iface_init (KhPreferencesPageInterface *iface)
{
  iface->get_unsaved = kh_catalogues_page_get_unsaved;
  iface->save = kh_catalogues_page_save;
}

static void
on_leave_answered_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data G_GNUC_UNUSED)
{
  KhCataloguesPage *self = KH_CATALOGUES_PAGE (source);

  if (kh_preferences_page_may_close_finish (KH_PREFERENCES_PAGE (self), result))
    show_place (self, self->wanted);
  else
    select_shown (self);
}

static void
go_to (KhCataloguesPage *self,
       guint             subject,
       gint64            id,
       gint64            parent)
{
  self->wanted = (Place) { subject, id, parent };
  kh_preferences_page_may_close_async (KH_PREFERENCES_PAGE (self), on_leave_answered_cb, NULL);
}

static void
on_catalogue_selected_cb (KhCataloguesPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->catalogue);

  if (!self->filling && self->services != NULL && selected < G_N_ELEMENTS (subjects) && selected != self->subject)
    go_to (self, selected, FIRST_ENTRY, 0);
}

static void
on_list_row_selected_cb (KhCataloguesPage *self,
                         GtkListBoxRow    *row)
{
  if (!self->filling && row != NULL && kh_side_list_get_id (row) != self->shown)
    go_to (self, self->subject, kh_side_list_get_id (row), 0);
}

static void
on_new_clicked_cb (KhCataloguesPage *self)
{
  go_to (self, self->subject, NEW_ENTRY, 0);
}

static void
on_child_clicked_cb (KhCataloguesPage *self)
{
  go_to (self, self->subject, NEW_ENTRY, get_shown_parent (self));
}

/* The store has said so already, but not which one a new one became. */
static void
on_form_saved_cb (KhCataloguesPage *self,
                  gint64            id)
{
  self->shown = id;
  fill_list (self);
  update (self);
}

/* Ctrl+S also where the focus is in the list. */
static gboolean
on_save_pressed_cb (GtkWidget *widget,
                    GVariant  *args G_GNUC_UNUSED,
                    gpointer   user_data G_GNUC_UNUSED)
{
  return gtk_widget_activate_action (GTK_WIDGET (KH_CATALOGUES_PAGE (widget)->form), "entry.save", NULL);
}

static void
kh_catalogues_page_dispose (GObject *object)
{
  KhCataloguesPage *self = KH_CATALOGUES_PAGE (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_CATALOGUES_PAGE);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_catalogues_page_parent_class)->dispose (object);
}

static void
kh_catalogues_page_class_init (KhCataloguesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_catalogues_page_dispose;

  g_type_ensure (KH_TYPE_CATALOGUE_FORM);
  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, on_save_pressed_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-catalogues-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, child_button);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, catalogue);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, catalogue_label);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, form);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, list);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, KhCataloguesPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_child_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_catalogue_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_saved_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked_cb);
}

static void
kh_catalogues_page_init (KhCataloguesPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    gtk_string_list_append (titles, _(subjects[i].title));
  gtk_drop_down_set_model (self->catalogue, G_LIST_MODEL (titles));
  kh_accessible_label_for (self->catalogue_label, GTK_WIDGET (self->catalogue));
  self->why = kh_why_new (_("Catalogues"));
  gtk_widget_set_halign (self->why, GTK_ALIGN_CENTER);
  gtk_box_append (self->buttons, self->why);
}

GtkWidget *
kh_catalogues_page_new (KhServices *services)
{
  KhCataloguesPage *self = g_object_new (KH_TYPE_CATALOGUES_PAGE, NULL);
  KhStore *store = kh_services_get_store (services);

  self->services = g_object_ref (services);
  kh_catalogue_form_set_services (self->form, services);
  g_signal_connect_object (store, "notify::catalogues",
                           G_CALLBACK (on_store_notify_catalogues_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_subject (self, 0);
  show_place (self, (Place) { 0, FIRST_ENTRY, 0 });

  return GTK_WIDGET (self);
}
