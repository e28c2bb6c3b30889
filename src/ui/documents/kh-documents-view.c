/* kh-documents-view.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-documents-view.h"

#include "kh-accessible.h"
#include "kh-adding-bar.h"
#include "kh-dialogs.h"
#include "kh-document-form.h"
#include "kh-document-list.h"
#include "kh-document-opener.h"
#include "kh-focus.h"
#include "kh-gate.h"
#include "kh-one-stop.h"
#include "kh-removed-bar.h"
#include "kh-store-documents.h"
#include "kh-value-type.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _KhDocumentsView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *add_button;
  KhAddingBar *adding;
  KhEntryList *category;
  GtkLabel *category_label;
  GtkButton *copy_button;
  GtkButton *edit_button;
  GtkWidget *edit_why_place;
  GtkLabel *empty_body;
  GtkLabel *empty_title;
  GtkWidget *foot;
  KhDocumentForm *form;
  GtkWidget *head;
  KhDocumentList *list;
  GtkButton *open_button;
  KhRemovedBar *removed;
  GtkButton *remove_button;
  GtkWidget *remove_why_place;
  GtkStack *stack;
  GtkLabel *why;

  /* Borrowed: our descendants */
  GtkWidget *edit_why;
  GtkWidget *remove_why;

  /* Owned */
  KhServices *services;
  KhStore *store;
  KhDocumentAdder *adder;
  GCancellable *cancellable;

  /* State */
  gint64 number;
  gboolean loading;
  gboolean again;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (KhDocumentsView, kh_documents_view, GTK_TYPE_WIDGET)

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

static void load (KhDocumentsView *self);

static gboolean
may (KhDocumentsView *self,
     KhGrant          grant)
{
  return kh_grants_has (kh_store_get_grants (self->store), grant);
}

static GtkWindow *
get_window (KhDocumentsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
notify (KhDocumentsView *self,
        const char      *text)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

/* For the bars, which go away with us. */
static void
on_notice_cb (KhDocumentsView *self,
              const char      *text)
{
  if (!g_cancellable_is_cancelled (self->cancellable))
    notify (self, text);
}

/* What is shown */

static void
update_why (KhDocumentsView *self,
            GtkWidget       *why,
            KhGrant          grant)
{
  g_autofree char *reason = may (self, grant) ? NULL : kh_staff_dup_why (kh_store_get_staff (self->store), grant);

  gtk_widget_set_visible (gtk_widget_get_parent (why), reason != NULL);
  if (reason != NULL)
    kh_why_set_reason (why, reason);
}

static void
update_buttons (KhDocumentsView *self)
{
  gboolean chosen;

  /* The list's last words, when it goes away. */
  if (self->store == NULL)
    return;
  chosen = kh_document_list_get_chosen (self->list) != NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->open_button), chosen);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy_button), chosen);
  gtk_widget_set_sensitive (GTK_WIDGET (self->edit_button), chosen && !self->saving && may (self, KH_GRANT_FILES_MODIFY));
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_button), chosen && !self->saving && may (self, KH_GRANT_FILES_DELETE));
  update_why (self, self->edit_why, KH_GRANT_FILES_MODIFY);
  update_why (self, self->remove_why, KH_GRANT_FILES_DELETE);
}

static void
update_form (KhDocumentsView *self)
{
  gboolean view = may (self, KH_GRANT_FILES_VIEW);
  gboolean add = view && may (self, KH_GRANT_FILES_CREATE);
  g_autofree char *why = add ? NULL : kh_staff_dup_why (kh_store_get_staff (self->store), KH_GRANT_FILES_CREATE);

  gtk_widget_set_visible (self->head, add && kh_document_form_get_document (self->form) == NULL);
  gtk_label_set_text (self->why, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), why != NULL && view);
  gtk_widget_set_visible (GTK_WIDGET (self->form), kh_document_form_get_document (self->form) != NULL);
  kh_document_form_set_busy (self->form, self->saving);
  update_buttons (self);
}

static void
show_empty (KhDocumentsView *self,
            const char      *title,
            const char      *body)
{
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_set_visible (self->foot, FALSE);
}

/* Nothing of what somebody else was shown stays. */
static void
show_denied (KhDocumentsView *self)
{
  g_autofree char *why = kh_staff_dup_why (kh_store_get_staff (self->store), KH_GRANT_FILES_VIEW);

  kh_document_list_clear (self->list);
  kh_document_form_set_document (self->form, NULL);
  update_form (self);
  show_empty (self, _("You may not view files"), why);
}

static void
show_list (KhDocumentsView *self)
{
  gboolean any = kh_document_list_get_length (self->list) > 0;

  gtk_widget_set_visible (self->foot, any);
  if (any)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_empty (self, _("No files yet"),
                _("Contracts, permits, photos and floor plans of this customer stand here. Keyholder keeps a copy of each."));
  update_buttons (self);
}

/* Loading */

/* The focus of who removed a file was on it, or on the button. */
static void
show_documents (KhDocumentsView *self,
                GPtrArray       *documents)
{
  gboolean focused = kh_focus_is_within (GTK_WIDGET (self->list)) || kh_focus_is_within (self->foot);
  gboolean moved = kh_document_list_take (self->list, documents);

  show_list (self);
  if (focused && moved)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhDocumentsView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = kh_store_list_documents_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->loading = FALSE;
  if (documents != NULL)
    show_documents (self, documents);
  else if (g_error_matches (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED))
    show_denied (self);
  else
    show_empty (self, _("The files could not be read"), error->message);
  if (self->again)
    load (self);
}

static void
load (KhDocumentsView *self)
{
  self->again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  kh_store_list_documents_async (self->store, self->number, self->cancellable, on_listed_cb, g_object_ref (self));
}

static void
on_documents_changed_cb (KhDocumentsView *self,
                         gint64           number)
{
  if (number == self->number)
    load (self);
}

/* Whoever comes next need not know what was removed before. */
static void
on_access_changed_cb (KhDocumentsView *self)
{
  kh_removed_bar_set_document (self->removed, NULL);
  update_form (self);
  load (self);
}

/* Adding */

static void
add_files (KhDocumentsView *self,
           GListModel      *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      kh_document_adder_add (self->adder, file, kh_entry_list_get_chosen (self->category), get_window (self));
    }
}

static void
on_files_chosen_cb (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (KhDocumentsView) self = data;
  g_autoptr (GListModel) files = kh_dialogs_add_files_finish (result);

  if (files != NULL && !g_cancellable_is_cancelled (self->cancellable))
    add_files (self, files);
}

static gboolean
on_drop_cb (GtkDropTarget   *target G_GNUC_UNUSED,
            const GValue    *value,
            double           x G_GNUC_UNUSED,
            double           y G_GNUC_UNUSED,
            KhDocumentsView *self)
{
  g_autoptr (GListStore) files = NULL;

  if (!may (self, KH_GRANT_FILES_CREATE))
    return FALSE;
  files = g_list_store_new (G_TYPE_FILE);
  for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
    g_list_store_append (files, item->data);
  add_files (self, G_LIST_MODEL (files));

  return TRUE;
}

/* Looking at files, and taking copies elsewhere */

/* What was found out by reading it stands on the row too. */
static void
take_finding (KhDocumentsView *self,
              KhDocument      *document,
              const GError    *error)
{
  gboolean changed = g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);

  if (!changed && error != NULL)
    return;
  kh_document_list_set_changed (self->list, kh_document_get_origin (document)->id, changed);
  load (self);
}

typedef struct {
  KhDocumentsView *view;
  KhDocument *document;
} Use;

static Use *
use_new (KhDocumentsView *self,
         KhDocument      *document)
{
  Use *use = g_new0 (Use, 1);

  use->view = g_object_ref (self);
  use->document = g_object_ref (document);

  return use;
}

static void
use_free (Use *use)
{
  g_object_unref (use->view);
  g_object_unref (use->document);
  g_free (use);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Use, use_free)

static void
tell_failure (Use          *use,
              const char   *title,
              const GError *error)
{
  g_autofree char *name = kh_value_dup_visible (kh_document_get (use->document, KH_DOCUMENT_NAME));
  const char *names[] = { name, NULL };

  notify (use->view, "");
  kh_dialogs_tell (get_window (use->view), title, error->message, strstr (error->message, name) == NULL ? names : NULL);
}

static void
on_opened_cb (GObject      *source G_GNUC_UNUSED,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Use) use = data;
  g_autoptr (GError) error = NULL;

  kh_document_opener_open_finish (result, &error);
  if (g_cancellable_is_cancelled (use->view->cancellable))
    return;
  take_finding (use->view, use->document, error);
  if (error != NULL)
    tell_failure (use, _("File Not Opened"), error);
}

static void
on_open_clicked_cb (KhDocumentsView *self)
{
  KhDocument *chosen = kh_document_list_get_chosen (self->list);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (chosen == NULL)
    return;
  name = kh_value_dup_visible (kh_document_get (chosen, KH_DOCUMENT_NAME));
  /* Translators: the name of a file. */
  text = g_strdup_printf (_("Opening “%s”…"), name);
  notify (self, text);
  kh_document_opener_open_async (self->services, chosen, GTK_WIDGET (self), self->cancellable, on_opened_cb,
                                 use_new (self, chosen));
}

static void
on_copied_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Use) use = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kh_store_copy_document_finish (KH_STORE (source), result, &error);
  g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (use->view->cancellable))
    return;
  take_finding (use->view, use->document, error);
  if (error != NULL)
    {
      tell_failure (use, _("Copy Not Saved"), error);
      return;
    }
  /* Translators: where a copy of a file is. */
  text = g_strdup_printf (_("The copy is saved: %s"), shown);
  notify (use->view, text);
}

static void
on_place_chosen_cb (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (Use) use = data;
  g_autoptr (GFile) file = kh_dialogs_save_finish (result);
  KhDocumentsView *self = use->view;

  if (file == NULL || g_file_peek_path (file) == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  kh_store_copy_document_async (self->store, kh_document_get_origin (use->document)->id, g_file_peek_path (file),
                                self->cancellable, on_copied_cb, use);
  g_steal_pointer (&use);
}

static void
on_copy_clicked_cb (KhDocumentsView *self)
{
  KhDocument *chosen = kh_document_list_get_chosen (self->list);

  if (chosen != NULL)
    kh_dialogs_save_async (get_window (self), _("Save a Copy"), kh_document_get (chosen, KH_DOCUMENT_NAME), on_place_chosen_cb,
                           use_new (self, chosen));
}

/* Removing */

static void
give_up (KhDocumentsView *self)
{
  gboolean typing = kh_focus_is_within (GTK_WIDGET (self->form));

  kh_document_form_set_document (self->form, NULL);
  update_form (self);
  if (typing)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_removed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Use) use = data;
  g_autoptr (GError) error = NULL;
  KhDocumentsView *self = use->view;
  KhDocument *edited;

  if (!kh_store_remove_document_finish (KH_STORE (source), result, &error))
    {
      if (!g_cancellable_is_cancelled (self->cancellable))
        notify (self, error->message);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      kh_store_forget_document (KH_STORE (source), use->document);
      return;
    }
  edited = kh_document_form_get_document (self->form);
  if (edited != NULL && kh_document_get_origin (edited)->id == kh_document_get_origin (use->document)->id)
    give_up (self);
  kh_removed_bar_set_document (self->removed, use->document);
}

static void
on_remove_clicked_cb (KhDocumentsView *self)
{
  KhDocument *chosen = kh_document_list_get_chosen (self->list);

  if (chosen != NULL && !self->saving && may (self, KH_GRANT_FILES_DELETE))
    kh_store_remove_document_async (self->store, chosen, NULL, on_removed_cb, use_new (self, chosen));
}

/* Saving */

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhDocumentsView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDocument) document = kh_store_save_document_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->saving = FALSE;
  if (document != NULL)
    {
      notify (self, _("The file is saved."));
      give_up (self);
    }
  update_form (self);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, document != NULL);
  if (document == NULL)
    kh_document_form_show_error (self->form, error);
}

static void
on_form_dirty_cb (KhDocumentsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

/* Keys */

/* A field that is typed into has an Undo of its own. */
static gboolean
on_undo_key_cb (GtkWidget *widget,
                GVariant  *args G_GNUC_UNUSED,
                gpointer   data G_GNUC_UNUSED)
{
  kh_removed_bar_undo (KH_DOCUMENTS_VIEW (widget)->removed);

  return GDK_EVENT_STOP;
}

static void
add_keys (KhDocumentsView *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"),
                                                          gtk_callback_action_new (on_undo_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
add_drop_target (KhDocumentsView *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static gboolean
kh_documents_view_grab_focus (GtkWidget *widget)
{
  KhDocumentsView *self = KH_DOCUMENTS_VIEW (widget);

  if (kh_document_form_get_document (self->form) != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->form));
  if (kh_document_list_get_length (self->list) == 0 && gtk_widget_get_visible (self->head))
    return gtk_widget_grab_focus (GTK_WIDGET (self->add_button));

  return gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
kh_documents_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, kh_documents_view_get_dirty (KH_DOCUMENTS_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_documents_view_dispose (GObject *object)
{
  KhDocumentsView *self = KH_DOCUMENTS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->services);
  g_clear_object (&self->adder);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_DOCUMENTS_VIEW);

  G_OBJECT_CLASS (kh_documents_view_parent_class)->dispose (object);
}

static void
kh_documents_view_finalize (GObject *object)
{
  g_clear_object (&KH_DOCUMENTS_VIEW (object)->cancellable);

  G_OBJECT_CLASS (kh_documents_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_ADDING_BAR);
  g_type_ensure (KH_TYPE_DOCUMENT_FORM);
  g_type_ensure (KH_TYPE_DOCUMENT_LIST);
  g_type_ensure (KH_TYPE_ENTRY_LIST);
  g_type_ensure (KH_TYPE_ONE_STOP);
  g_type_ensure (KH_TYPE_REMOVED_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-documents-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, add_button);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, adding);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, category);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, category_label);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, edit_button);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, edit_why_place);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, foot);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, form);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, head);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, list);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, open_button);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, remove_button);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, remove_why_place);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, removed);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, stack);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentsView, why);
  gtk_widget_class_bind_template_callback (widget_class, kh_documents_view_add);
  gtk_widget_class_bind_template_callback (widget_class, kh_documents_view_cancel);
  gtk_widget_class_bind_template_callback (widget_class, kh_documents_view_edit);
  gtk_widget_class_bind_template_callback (widget_class, kh_documents_view_save);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_dirty_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
kh_documents_view_class_init (KhDocumentsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_documents_view_dispose;
  object_class->finalize = kh_documents_view_finalize;
  object_class->get_property = kh_documents_view_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_documents_view_grab_focus;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  bind_template (widget_class);
}

static void
name_widgets (KhDocumentsView *self)
{
  kh_accessible_name_button (self->add_button);
  kh_accessible_name_button (self->copy_button);
  kh_accessible_name_button (self->edit_button);
  kh_accessible_name_button (self->open_button);
  kh_accessible_name_button (self->remove_button);
  kh_entry_list_set_name (self->category, gtk_label_get_text (self->category_label));
  kh_accessible_label_for (self->category_label, GTK_WIDGET (self->category));
}

static void
kh_documents_view_init (KhDocumentsView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Translators: what is locked; see "Why is %s locked?". */
  self->edit_why = kh_why_new (_("Rename"));
  self->remove_why = kh_why_new (_("Remove"));
  gtk_box_append (GTK_BOX (self->edit_why_place), self->edit_why);
  gtk_box_append (GTK_BOX (self->remove_why_place), self->remove_why);
  kh_document_form_fill_categories (self->category);
  name_widgets (self);
  add_keys (self);
  add_drop_target (self);
}

GtkWidget *
kh_documents_view_new (KhServices *services,
                       gint64      number)
{
  KhDocumentsView *self = g_object_new (KH_TYPE_DOCUMENTS_VIEW, NULL);

  self->services = g_object_ref (services);
  self->store = g_object_ref (kh_services_get_store (services));
  self->number = number;
  self->adder = kh_document_adder_new (self->store, number);
  g_signal_connect_object (self->adder, "ended", G_CALLBACK (on_notice_cb), self, G_CONNECT_SWAPPED);
  kh_adding_bar_set_adder (self->adding, self->adder);
  kh_removed_bar_set_store (self->removed, self->store);
  g_signal_connect_object (self->store, "documents-changed", G_CALLBACK (on_documents_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::staff", G_CALLBACK (on_access_changed_cb), self, G_CONNECT_SWAPPED);
  on_access_changed_cb (self);

  return GTK_WIDGET (self);
}

gboolean
kh_documents_view_get_dirty (KhDocumentsView *self)
{
  g_return_val_if_fail (KH_IS_DOCUMENTS_VIEW (self), FALSE);

  return self->form != NULL && kh_document_form_get_dirty (self->form);
}

void
kh_documents_view_add (KhDocumentsView *self)
{
  g_return_if_fail (KH_IS_DOCUMENTS_VIEW (self));

  if (may (self, KH_GRANT_FILES_CREATE))
    kh_dialogs_add_files_async (get_window (self), _("Add Files"), on_files_chosen_cb, g_object_ref (self));
}

void
kh_documents_view_edit (KhDocumentsView *self)
{
  KhDocument *chosen;

  g_return_if_fail (KH_IS_DOCUMENTS_VIEW (self));

  chosen = kh_document_list_get_chosen (self->list);
  if (kh_documents_view_get_dirty (self))
    notify (self, _("Save or cancel the name that you are typing first."));
  else if (chosen != NULL && !self->saving && may (self, KH_GRANT_FILES_MODIFY))
    {
      kh_document_form_set_document (self->form, chosen);
      update_form (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
kh_documents_view_save (KhDocumentsView *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDocument) document = NULL;

  g_return_if_fail (KH_IS_DOCUMENTS_VIEW (self));

  if (self->saving || !kh_document_form_get_dirty (self->form))
    return;
  document = kh_document_form_dup_typed (self->form, &error);
  kh_document_form_show_error (self->form, error);
  if (document == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_SAVED], 0, FALSE);
      return;
    }
  self->saving = TRUE;
  update_form (self);
  kh_store_save_document_async (self->store, document, NULL, on_saved_cb, g_object_ref (self));
}

/* A name is soon typed again: nobody is asked. */
void
kh_documents_view_cancel (KhDocumentsView *self)
{
  g_return_if_fail (KH_IS_DOCUMENTS_VIEW (self));

  if (!self->saving)
    give_up (self);
}
