/* kh-table-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-page.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-equipment-tools.h"
#include "kh-focus.h"
#include "kh-gate.h"
#include "kh-row-rules.h"
#include "kh-rule.h"
#include "kh-table-layout.h"
#include "kh-table-view.h"

#include <glib/gi18n-lib.h>

/* How long before it expires a permit is warned of: time to ask for another. */
#define PERMIT_DAYS 30

struct _KhTablePage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *again_button;
  GtkButton *cancel_button;
  GtkButton *edit_button;
  GtkLabel *empty_body;
  GtkLabel *empty_title;
  GtkLabel *message;
  GtkLabel *hint;
  GtkWidget *place;
  GtkButton *save_button;
  GtkStack *stack;
  GtkLabel *title;

  /* Borrowed: our descendants */
  KhTableView *view;
  KhEquipmentTools *tools; /* of the equipment */

  /* Owned */
  KhServices *services;
  KhStore *store;
  KhTableDraft *draft;
  KhCompany *company;
  KhCodeSource *codes; /* of a table that has some */
  GCancellable *cancellable;

  /* State */
  KhTableId table;
  gint64 customer;
  gulong dirty_id;
  gboolean editing;
  gboolean loading;
  gboolean again;
  gboolean saving;
  gboolean dirty;
};

G_DEFINE_FINAL_TYPE (KhTablePage, kh_table_page, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_NOTICE,
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void load (KhTablePage *self);

/* What is shown */

static gboolean
may_change (KhTablePage *self)
{
  const KhTable *table = kh_table_get (self->table);
  KhGrants grants = kh_store_get_grants (self->store);

  return kh_grants_has (grants, table->create) || kh_grants_has (grants, table->modify) ||
         kh_grants_has (grants, table->remove);
}

static void
set_message (KhTablePage *self,
             const char  *text)
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
}

static void
update_actions (KhTablePage *self)
{
  gboolean idle = self->draft != NULL && !self->saving;
  gboolean may = may_change (self);
  g_autofree char *why = may ? NULL : kh_staff_dup_why (kh_store_get_staff (self->store), kh_table_get (self->table)->modify);

  gtk_widget_set_visible (GTK_WIDGET (self->edit_button), !self->editing);
  gtk_widget_set_visible (GTK_WIDGET (self->save_button), self->editing);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), self->editing);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), self->editing);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->edit_button), why != NULL ? why : _("Edit (F2)"));
  if (self->tools != NULL)
    kh_equipment_tools_update (self->tools, self->draft, self->editing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table-page.edit", idle && !self->editing && may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table-page.save", idle && self->editing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table-page.cancel", idle && self->editing);
}

static void
update_dirty (KhTablePage *self)
{
  gboolean dirty = self->draft != NULL && kh_table_draft_get_dirty (self->draft);

  if (self->dirty == dirty)
    return;
  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static void
show_empty (KhTablePage *self,
            const char  *title,
            const char  *body,
            gboolean     again)
{
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), again);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* What is allowed and yet unwise. */
static char *
dup_warning (KhTablePage *self)
{
  g_autoptr (GPtrArray) rows = kh_table_draft_dup_rows (self->draft);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *title = NULL;
  const KhRowProblem *problem;

  if (self->table == KH_TABLE_CONTACTS)
    problems = kh_row_rules_warn_contacts (rows);
  else if (self->table == KH_TABLE_AGENCIES)
    problems = kh_row_rules_warn_permits (rows, now, PERMIT_DAYS);
  if (problems == NULL || problems->len == 0)
    return NULL;
  problem = g_ptr_array_index (problems, 0);
  title = kh_row_dup_title (g_ptr_array_index (rows, problem->position));

  /* Translators: the name of a contact or an agency, and what is unwise about it. */
  return g_strdup_printf (_("%s: %s"), title, problem->message);
}

static void
show_rows (KhTablePage *self)
{
  g_autofree char *why = NULL;
  g_autofree char *warning = NULL;

  if (kh_rows_is_hidden (kh_table_draft_get_original (self->draft)))
    {
      why = kh_staff_dup_why (kh_store_get_staff (self->store), kh_table_get (self->table)->view);
      show_empty (self, _("Hidden"), why, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->edit_button), FALSE);
      return;
    }
  warning = dup_warning (self);
  set_message (self, warning);
  if (kh_table_draft_get_n (self->draft) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_empty (self, _("Nothing here yet"), may_change (self) ? _("Press F2 to fill in the table.")
                                                               : _("Whoever may change it can fill in the table."), FALSE);
}

static void
take_rows (KhTablePage *self,
           KhRows      *rows)
{
  if (self->draft != NULL)
    g_clear_signal_handler (&self->dirty_id, self->draft);
  g_clear_object (&self->draft);
  self->draft = kh_table_draft_new (rows, kh_store_get_catalogues (self->store));
  kh_table_draft_set_company (self->draft, self->company);
  self->dirty_id = g_signal_connect_object (self->draft, "notify::dirty", G_CALLBACK (update_dirty), self,
                                            G_CONNECT_SWAPPED);
  kh_table_view_set_draft (self->view, self->draft);
  update_actions (self);
  show_rows (self);
  update_dirty (self);
}

/* Loading */

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhTablePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) rows = kh_store_load_table_finish (KH_STORE (source), result, &error);

  self->loading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows == NULL)
    show_empty (self, _("The table could not be read"), error->message, TRUE);
  /* What is typed stays; saving it says what was changed elsewhere meanwhile. */
  else if (!self->editing)
    take_rows (self, rows);
  if (self->again)
    load (self);
}

static void
load (KhTablePage *self)
{
  self->again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  kh_store_load_table_async (self->store, self->customer, self->table, self->cancellable, on_loaded_cb,
                             g_object_ref (self));
}

static void
on_customer_changed_cb (KhTablePage *self,
                        gint64       number)
{
  if (number == self->customer && !self->editing && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
on_access_changed_cb (KhTablePage *self)
{
  if (self->draft != NULL && !self->editing)
    load (self);
}

/* Editing */

static gboolean
has_codes (KhTableId table)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if (kh_table_get_column (table, i)->codes != NULL)
        return TRUE;
    }

  return FALSE;
}

/* They come while somebody types, or not at all. */
static void
ask_for_codes (KhTablePage *self)
{
  for (guint i = 0; self->codes != NULL && i < kh_table_get (self->table)->n_columns; i++)
    {
      const KhCodeList *list = kh_table_get_column (self->table, i)->codes;

      if (list != NULL)
        kh_code_source_ask (self->codes, list);
    }
}

static const char *
get_hint (KhTablePage *self)
{
  if (kh_table_get (self->table)->ranked)
    return _("Tab goes to the next cell. Alt+Up and Alt+Down change the call order. Ctrl+Delete takes a row out, Ctrl+Z brings it back.");
  if (self->codes != NULL && kh_code_source_get_name (self->codes) != NULL)
    return _("Tab goes to the next cell. F4 opens the list of the monitoring company’s codes. Ctrl+Delete takes a row out, Ctrl+Z brings it back.");

  return _("Tab goes to the next cell. Ctrl+Delete takes a row out, Ctrl+Z brings it back.");
}

static void
stop_editing (KhTablePage *self)
{
  self->editing = FALSE;
  kh_table_view_set_editable (self->view, FALSE);
  kh_table_draft_set_appends (self->draft, FALSE);
}

void
kh_table_page_edit (KhTablePage *self)
{
  guint n;
  guint column;

  g_return_if_fail (KH_IS_TABLE_PAGE (self));

  if (self->editing)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "table.edit", NULL);
  if (self->draft == NULL || self->editing || self->saving || !may_change (self) ||
      kh_rows_is_hidden (kh_table_draft_get_original (self->draft)))
    return;
  column = kh_table_layout_get_fields (self->table, &n)[0].column;
  self->editing = TRUE;
  kh_table_draft_set_appends (self->draft, kh_grants_has (kh_store_get_grants (self->store), kh_table_get (self->table)->create));
  kh_table_view_set_editable (self->view, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "list");
  update_actions (self);
  ask_for_codes (self);
  if (kh_table_draft_get_n (self->draft) > 0)
    kh_table_view_edit (self->view, 0, column);
}

static void
end_saving (KhTablePage *self,
            gboolean     well)
{
  self->saving = FALSE;
  update_actions (self);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, well);
}

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhTablePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) rows = kh_store_save_table_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (rows == NULL)
    set_message (self, error->message);
  else
    {
      stop_editing (self);
      take_rows (self, rows);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
      g_signal_emit (self, signals[SIGNAL_NOTICE], 0, _("Saved."));
    }
  end_saving (self, rows != NULL);
}

static gboolean
show_problems (KhTablePage *self)
{
  g_autoptr (GPtrArray) problems = kh_table_draft_validate (self->draft);
  const KhRowProblem *first = problems->len > 0 ? g_ptr_array_index (problems, 0) : NULL;
  g_autofree char *message = NULL;

  if (first == NULL)
    return FALSE;
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u value is not right yet. Nothing was saved.",
                                          "%u values are not right yet. Nothing was saved.", problems->len), problems->len);
  set_message (self, first->column == KH_COLUMN_NONE ? first->message : message);
  kh_table_view_edit (self->view, first->position, first->column == KH_COLUMN_NONE ? 0 : first->column);

  return TRUE;
}

void
kh_table_page_save (KhTablePage *self)
{
  g_autoptr (GPtrArray) changes = NULL;

  g_return_if_fail (KH_IS_TABLE_PAGE (self));

  if (self->draft == NULL || !self->editing || self->saving)
    return;
  if (show_problems (self))
    {
      end_saving (self, FALSE);
      return;
    }
  changes = kh_table_draft_dup_changes (self->draft);
  set_message (self, NULL);
  kh_table_view_end_edit (self->view);
  self->saving = TRUE;
  update_actions (self);
  kh_store_save_table_async (self->store, self->customer, self->table, changes, NULL, on_saved_cb, g_object_ref (self));
}

static void
discard (KhTablePage *self)
{
  stop_editing (self);
  kh_table_draft_revert (self->draft);
  update_actions (self);
  show_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  /* What was changed elsewhere meanwhile. */
  load (self);
}

static void
on_discard_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhTablePage) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !g_cancellable_is_cancelled (self->cancellable))
    discard (self);
}

/* A table of people and numbers is not thrown away by one key. */
void
kh_table_page_cancel (KhTablePage *self)
{
  GtkRoot *root;

  g_return_if_fail (KH_IS_TABLE_PAGE (self));

  if (!self->editing || self->saving)
    return;
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!self->dirty)
    discard (self);
  else
    kh_dialogs_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Discard what you typed?"),
                          _("What you changed in this table is not saved yet."), NULL, _("_Keep Editing"), NULL, _("_Discard"),
                          KH_DIALOG_DESTRUCTIVE, self->cancellable, on_discard_answered_cb, g_object_ref (self));
}

void
kh_table_page_set_company (KhTablePage *self,
                           KhCompany   *company)
{
  g_return_if_fail (KH_IS_TABLE_PAGE (self));

  g_set_object (&self->company, company);
  if (self->draft != NULL)
    kh_table_draft_set_company (self->draft, company);
  if (self->codes == NULL)
    return;
  kh_code_source_set_company (self->codes, company);
  gtk_label_set_text (self->hint, get_hint (self));
  if (self->editing)
    ask_for_codes (self);
}

gboolean
kh_table_page_get_dirty (KhTablePage *self)
{
  g_return_val_if_fail (KH_IS_TABLE_PAGE (self), FALSE);

  return self->dirty;
}

/* What is sealed */

typedef struct {
  KhTablePage *page;
  gint64 row;
  gint64 member;
} Reveal;

static void
reveal_free (Reveal *reveal)
{
  g_object_unref (reveal->page);
  g_free (reveal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reveal, reveal_free)

static void
on_revealed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Reveal) reveal = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = kh_store_reveal_row_finish (KH_STORE (source), result, &error);
  KhTablePage *self = reveal->page;
  KhDesk *desk = kh_services_get_desk (self->services);
  g_autofree char *why = NULL;

  /* Whoever asked is still there, and looks at it. */
  if (g_cancellable_is_cancelled (self->cancellable) || self->editing ||
      reveal->member != kh_store_get_member (KH_STORE (source)))
    return;
  if (desk != NULL && g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY))
    why = kh_desk_dup_why (desk);
  set_message (self, why != NULL ? why : error != NULL ? error->message : NULL);
  if (secret != NULL)
    kh_table_view_reveal (self->view, reveal->row, secret, kh_services_get_reveal_time (self->services));
}

static void
on_reveal_activated_cb (GtkWidget  *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant   *parameter)
{
  KhTablePage *self = KH_TABLE_PAGE (widget);
  Reveal *reveal = g_new0 (Reveal, 1);
  guint32 column;

  g_variant_get (parameter, "(xu)", &reveal->row, &column);
  reveal->page = g_object_ref (self);
  reveal->member = kh_store_get_member (self->store);
  kh_store_reveal_row_async (self->store, self->customer, self->table, reveal->row, column, self->cancellable,
                             on_revealed_cb, reveal);
}

/* Actions */

static void
on_edit_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  kh_table_page_edit (KH_TABLE_PAGE (widget));
}

static void
on_save_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  kh_table_page_save (KH_TABLE_PAGE (widget));
}

static void
on_cancel_activated_cb (GtkWidget  *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  kh_table_page_cancel (KH_TABLE_PAGE (widget));
}

static void
on_again_button_clicked_cb (KhTablePage *self)
{
  load (self);
}

static void
on_view_notice_cb (KhTablePage *self,
                   const char  *text)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

static gboolean
kh_table_page_grab_focus (GtkWidget *widget)
{
  KhTablePage *self = KH_TABLE_PAGE (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->view));

  return gtk_widget_grab_focus (GTK_WIDGET (self->edit_button));
}

static void
kh_table_page_map (GtkWidget *widget)
{
  KhTablePage *self = KH_TABLE_PAGE (widget);

  GTK_WIDGET_CLASS (kh_table_page_parent_class)->map (widget);
  if (!self->editing)
    load (self);
}

static void
kh_table_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, KH_TABLE_PAGE (object)->dirty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_table_page_dispose (GObject *object)
{
  KhTablePage *self = KH_TABLE_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  self->view = NULL;
  self->tools = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->company);
  /* What it asked for is not waited for any more. */
  if (self->codes != NULL)
    kh_code_source_set_company (self->codes, NULL);
  g_clear_object (&self->codes);
  g_clear_object (&self->draft);
  g_clear_object (&self->store);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_table_page_parent_class)->dispose (object);
}

static void
kh_table_page_finalize (GObject *object)
{
  g_clear_object (&KH_TABLE_PAGE (object)->cancellable);

  G_OBJECT_CLASS (kh_table_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-table-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, hint);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, message);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, place);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, save_button);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, stack);
  gtk_widget_class_bind_template_child (widget_class, KhTablePage, title);
  gtk_widget_class_bind_template_callback (widget_class, on_again_button_clicked_cb);
}

static void
kh_table_page_class_init (KhTablePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_table_page_dispose;
  object_class->finalize = kh_table_page_finalize;
  object_class->get_property = kh_table_page_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_table_page_grab_focus;
  widget_class->map = kh_table_page_map;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "table-page.edit", NULL, on_edit_activated_cb);
  gtk_widget_class_install_action (widget_class, "table-page.save", NULL, on_save_activated_cb);
  gtk_widget_class_install_action (widget_class, "table-page.cancel", NULL, on_cancel_activated_cb);
  gtk_widget_class_install_action (widget_class, "table-page.reveal", "(xu)", on_reveal_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "table-page.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "table-page.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "table-page.cancel", NULL);
}

static void
kh_table_page_init (KhTablePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->again_button);
  kh_accessible_name_button (self->save_button);
  kh_accessible_name_button (self->cancel_button);
}

static void
build_tools (KhTablePage *self)
{
  GtkWidget *header = gtk_widget_get_parent (GTK_WIDGET (self->title));

  self->tools = KH_EQUIPMENT_TOOLS (kh_equipment_tools_new (self->store, self->customer));
  gtk_box_insert_child_after (GTK_BOX (header), GTK_WIDGET (self->tools), GTK_WIDGET (self->title));
  g_signal_connect_object (self->tools, "notice", G_CALLBACK (on_view_notice_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
kh_table_page_new (KhServices *services,
                   gint64      customer,
                   KhTableId   table)
{
  KhStore *store = kh_services_get_store (services);
  KhTablePage *self = g_object_new (KH_TYPE_TABLE_PAGE, NULL);
  /* Translators: the name of a table, such as Contacts. */
  g_autofree char *name = g_strdup_printf (_("Edit %s"), kh_table_get_label (table));

  self->services = g_object_ref (services);
  self->store = g_object_ref (store);
  self->customer = customer;
  self->table = table;
  gtk_label_set_text (self->title, kh_table_get_label (table));
  if (table == KH_TABLE_EQUIPMENT)
    build_tools (self);
  kh_accessible_name_widget (GTK_WIDGET (self->edit_button), name);
  if (has_codes (table))
    self->codes = kh_code_source_new (kh_services_get_stations (services));
  gtk_label_set_text (self->hint, get_hint (self));
  self->view = KH_TABLE_VIEW (kh_table_view_new (table, self->codes));
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (GTK_BOX (self->place), GTK_WIDGET (self->view));
  g_signal_connect_object (self->view, "notice", G_CALLBACK (on_view_notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_access_changed_cb), self, G_CONNECT_SWAPPED);
  update_actions (self);

  return GTK_WIDGET (self);
}
