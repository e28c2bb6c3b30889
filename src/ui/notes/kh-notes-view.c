/* kh-notes-view.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-notes-view.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-focus.h"
#include "kh-gate.h"
#include "kh-note-form.h"
#include "kh-note-row.h"
#include "kh-one-stop.h"

#include <glib/gi18n-lib.h>

#define PAGE 100

struct _KhNotesView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *edit_button;
  GtkLabel *empty_body;
  GtkLabel *empty_title;
  GtkWidget *foot;
  KhNoteForm *form;
  GtkListBox *list;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  GtkButton *state_button;
  GtkLabel *why;

  /* Owned */
  KhStore *store;
  GCancellable *cancellable;

  /* State */
  gint64 number;
  guint limit;
  guint n_rows;
  gboolean more;
  gboolean loading;
  gboolean again;
  gboolean saving;
  gboolean wants_list;
};

G_DEFINE_FINAL_TYPE (KhNotesView, kh_notes_view, GTK_TYPE_WIDGET)

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

static void load (KhNotesView *self);

static gboolean
may (KhNotesView *self,
     KhGrant      grant)
{
  return kh_grants_has (kh_store_get_grants (self->store), grant);
}

static KhNote *
get_chosen (KhNotesView *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? kh_note_row_get_note (KH_NOTE_ROW (row)) : NULL;
}

/* What is shown */

static void
update_buttons (KhNotesView *self)
{
  KhNote *chosen;
  gboolean changes;

  /* The list's last words, when it goes away. */
  if (self->store == NULL)
    return;
  chosen = get_chosen (self);
  changes = chosen != NULL && !self->saving && may (self, KH_GRANT_NOTES_MODIFY);
  gtk_widget_set_sensitive (GTK_WIDGET (self->edit_button), changes);
  gtk_widget_set_visible (GTK_WIDGET (self->state_button), chosen != NULL && kh_note_is_ticket (chosen));
  gtk_widget_set_sensitive (GTK_WIDGET (self->state_button), changes);
  gtk_button_set_label (self->state_button, chosen != NULL && !kh_note_is_open (chosen) ? _("Re_open Ticket")
                                                                                        : _("C_lose Ticket"));
  kh_accessible_name_button (self->state_button);
}

/* Who may change notes and not write new ones has the form while they change one. */
static void
update_form (KhNotesView *self)
{
  gboolean shown = may (self, KH_GRANT_NOTES_CREATE) || kh_note_form_get_note (self->form) != NULL;
  g_autofree char *why = shown ? NULL : kh_staff_dup_why (kh_store_get_staff (self->store), KH_GRANT_NOTES_CREATE);

  gtk_widget_set_visible (GTK_WIDGET (self->form), shown);
  gtk_label_set_text (self->why, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), why != NULL && may (self, KH_GRANT_NOTES_VIEW));
  kh_note_form_set_busy (self->form, self->saving);
  update_buttons (self);
}

static void
show_empty (KhNotesView *self,
            const char  *title,
            const char  *body)
{
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_set_visible (self->foot, FALSE);
}

static void
show_failure (KhNotesView  *self,
              const GError *error)
{
  g_autofree char *why = NULL;

  if (!g_error_matches (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED))
    {
      show_empty (self, _("The notes could not be read"), error->message);
      return;
    }
  while (self->n_rows > 0)
    gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) --self->n_rows)));
  why = kh_staff_dup_why (kh_store_get_staff (self->store), KH_GRANT_NOTES_VIEW);
  show_empty (self, _("You may not view notes"), why);
}

static void
focus_first (KhNotesView *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  self->wants_list = FALSE;
  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_list (KhNotesView *self)
{
  gtk_widget_set_visible (self->foot, self->n_rows > 0);
  if (self->n_rows > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_empty (self, _("No notes yet"), _("What is worth knowing about this customer, and what is to be done, stands here."));
  update_buttons (self);
  if (self->wants_list)
    focus_first (self);
}

/* Loading. Nobody takes notes out, and new ones come at the top. */

static KhNote *
get_note_at (KhNotesView *self,
             guint        position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) position);

  return row != NULL ? kh_note_row_get_note (KH_NOTE_ROW (row)) : NULL;
}

static void
take_notes (KhNotesView *self,
            GPtrArray   *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      KhNote *note = g_ptr_array_index (notes, i);
      KhNote *there = get_note_at (self, i);
      GtkWidget *row;

      if (there == NULL || kh_note_get_origin (there)->id != kh_note_get_origin (note)->id)
        {
          row = kh_note_row_new ();
          gtk_list_box_insert (self->list, row, (int) i);
          self->n_rows++;
        }
      else
        row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i));
      kh_note_row_set_note (KH_NOTE_ROW (row), note, kh_store_get_catalogues (self->store));
    }
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhNotesView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = kh_store_list_notes_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->loading = FALSE;
  if (notes == NULL)
    show_failure (self, error);
  else
    {
      self->more = notes->len == self->limit;
      take_notes (self, notes);
      show_list (self);
    }
  if (self->again)
    load (self);
}

static void
load (KhNotesView *self)
{
  self->again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  kh_store_list_notes_async (self->store, self->number, 0, self->limit, self->cancellable, on_listed_cb, g_object_ref (self));
}

static void
on_notes_changed_cb (KhNotesView *self,
                     gint64       number)
{
  if (number == self->number)
    load (self);
}

static void
on_access_changed_cb (KhNotesView *self)
{
  kh_note_form_set_catalogues (self->form, kh_store_get_catalogues (self->store));
  update_form (self);
  load (self);
}

static void
on_adjustment_changed_cb (KhNotesView   *self,
                          GtkAdjustment *adjustment)
{
  double page = gtk_adjustment_get_page_size (adjustment);
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  if (!self->more || left > page || self->loading)
    return;
  self->more = FALSE;
  self->limit += PAGE;
  load (self);
}

/* Saving */

static void
end_saving (KhNotesView *self,
            gboolean     well)
{
  self->saving = FALSE;
  update_form (self);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, well);
}

static void
start_saving (KhNotesView         *self,
              KhNote              *note,
              GAsyncReadyCallback  callback)
{
  self->saving = TRUE;
  update_form (self);
  kh_store_save_note_async (self->store, self->number, note, NULL, callback, g_object_ref (self));
}

/* Whoever was typing goes on with the next. */
static void
give_up (KhNotesView *self)
{
  gboolean typing = kh_focus_is_within (GTK_WIDGET (self->form));

  kh_note_form_set_note (self->form, NULL);
  update_form (self);
  if (typing)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhNotesView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhNote) note = kh_store_save_note_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (note != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_NOTICE], 0, kh_note_is_ticket (note) ? _("The ticket is saved.") : _("The note is saved."));
      give_up (self);
    }
  end_saving (self, note != NULL);
  if (note == NULL)
    kh_note_form_show_error (self->form, error);
}

/* A ticket that is closed or opened again: what is being typed meanwhile stays. */
static void
on_state_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (KhNotesView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhNote) note = kh_store_save_note_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->saving = FALSE;
  update_form (self);
  if (note == NULL)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
  else
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, kh_note_is_open (note) ? _("The ticket is open again.")
                                                                           : _("The ticket is closed."));
}

static void
on_state_clicked_cb (KhNotesView *self)
{
  KhNote *chosen = get_chosen (self);
  g_autoptr (KhNote) note = NULL;

  if (chosen == NULL || self->saving)
    return;
  note = kh_note_copy (chosen);
  kh_note_set (note, KH_NOTE_STATE, kh_note_is_open (note) ? "closed" : "open");
  start_saving (self, note, on_state_saved_cb);
}

static void
on_form_dirty_cb (KhNotesView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static gboolean
kh_notes_view_grab_focus (GtkWidget *widget)
{
  KhNotesView *self = KH_NOTES_VIEW (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (self->form)) ? GTK_WIDGET (self->form)
                                                                                : GTK_WIDGET (self->list));
}

static void
kh_notes_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, kh_notes_view_get_dirty (KH_NOTES_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_notes_view_dispose (GObject *object)
{
  KhNotesView *self = KH_NOTES_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_NOTES_VIEW);

  G_OBJECT_CLASS (kh_notes_view_parent_class)->dispose (object);
}

static void
kh_notes_view_finalize (GObject *object)
{
  g_clear_object (&KH_NOTES_VIEW (object)->cancellable);

  G_OBJECT_CLASS (kh_notes_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_NOTE_FORM);
  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-notes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, edit_button);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, foot);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, form);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, list);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, scroller);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, stack);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, state_button);
  gtk_widget_class_bind_template_child (widget_class, KhNotesView, why);
  gtk_widget_class_bind_template_callback (widget_class, kh_notes_view_cancel);
  gtk_widget_class_bind_template_callback (widget_class, kh_notes_view_edit);
  gtk_widget_class_bind_template_callback (widget_class, kh_notes_view_save);
  gtk_widget_class_bind_template_callback (widget_class, on_form_dirty_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_state_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
kh_notes_view_class_init (KhNotesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_notes_view_dispose;
  object_class->finalize = kh_notes_view_finalize;
  object_class->get_property = kh_notes_view_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_notes_view_grab_focus;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  bind_template (widget_class);
}

static void
kh_notes_view_init (KhNotesView *self)
{
  GtkAdjustment *adjustment;

  self->cancellable = g_cancellable_new ();
  self->limit = PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Notes"));
  kh_accessible_name_button (self->edit_button);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
kh_notes_view_new (KhStore *store,
                   gint64   number)
{
  KhNotesView *self = g_object_new (KH_TYPE_NOTES_VIEW, NULL);

  self->store = g_object_ref (store);
  self->number = number;
  g_signal_connect_object (store, "notes-changed", G_CALLBACK (on_notes_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_access_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::catalogues", G_CALLBACK (on_access_changed_cb), self, G_CONNECT_SWAPPED);
  on_access_changed_cb (self);

  return GTK_WIDGET (self);
}

gboolean
kh_notes_view_get_dirty (KhNotesView *self)
{
  g_return_val_if_fail (KH_IS_NOTES_VIEW (self), FALSE);

  return self->form != NULL && kh_note_form_get_dirty (self->form);
}

void
kh_notes_view_save (KhNotesView *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhNote) note = NULL;

  g_return_if_fail (KH_IS_NOTES_VIEW (self));

  if (self->saving || !kh_note_form_get_dirty (self->form))
    return;
  note = kh_note_form_dup_typed (self->form, &error);
  kh_note_form_show_error (self->form, error);
  if (note == NULL)
    g_signal_emit (self, signals[SIGNAL_SAVED], 0, FALSE);
  else
    start_saving (self, note, on_saved_cb);
}

static void
on_cancel_answered_cb (GObject      *source G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (KhNotesView) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !g_cancellable_is_cancelled (self->cancellable))
    give_up (self);
}

void
kh_notes_view_cancel (KhNotesView *self)
{
  GtkRoot *root;

  g_return_if_fail (KH_IS_NOTES_VIEW (self));

  if (self->saving)
    return;
  if (!kh_notes_view_get_dirty (self))
    {
      give_up (self);
      return;
    }
  root = gtk_widget_get_root (GTK_WIDGET (self));
  kh_dialogs_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Discard what you typed?"),
                        _("What you typed into the note is not saved."), NULL, _("_Keep Editing"), NULL, _("_Discard"),
                        KH_DIALOG_DESTRUCTIVE, self->cancellable, on_cancel_answered_cb, g_object_ref (self));
}

void
kh_notes_view_edit (KhNotesView *self)
{
  KhNote *chosen;

  g_return_if_fail (KH_IS_NOTES_VIEW (self));

  chosen = get_chosen (self);
  if (kh_notes_view_get_dirty (self))
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, _("Save or cancel the note that you are typing first."));
  else if (chosen != NULL && !self->saving && may (self, KH_GRANT_NOTES_MODIFY))
    {
      kh_note_form_set_note (self->form, chosen);
      update_form (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

void
kh_notes_view_focus_list (KhNotesView *self)
{
  g_return_if_fail (KH_IS_NOTES_VIEW (self));

  self->wants_list = TRUE;
  if (self->n_rows > 0)
    focus_first (self);
}
