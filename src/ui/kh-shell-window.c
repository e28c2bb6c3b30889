/* kh-shell-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shell-window.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-linker.h"
#include "kh-row-text.h"
#include "kh-sheller.h"
#include "kh-store-links.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a block is chosen by: whose it is, and its id. */
#define OWN "own:"
#define THEIRS "station:"

struct _KhShellWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *again_button;
  GtkLabel *block_label;
  KhEntryList *blocks;
  GtkLabel *busy_label;
  GtkButton *cancel_button;
  GtkButton *close_button;
  GtkLabel *error_label;
  GtkLabel *failed_label;
  GtkListBox *lines;
  GtkLabel *lines_label;
  GtkLabel *missing_label;
  GtkListBox *missing_list;
  GtkButton *next_button;
  GtkEntry *number_entry;
  GtkLabel *number_label;
  GtkEntry *receiver_entry;
  GtkLabel *receiver_label;
  GtkButton *shell_button;
  GtkSpinner *spinner;
  GtkStack *stack;
  GtkLabel *warning;

  /* Owned */
  KhServices *services;
  KhSheller *sheller;
  KhShellPlan *plan;
  GPtrArray *lacks; /* of KhShellLack: those that are shown */
  GHashTable *choices; /* of KhNumberBlock, by what it is chosen by */
  GCancellable *cancellable;
  char *company;
  char *two_way_number; /* the last one of a block for panels that one can talk through */

  /* State */
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (KhShellWindow, kh_shell_window, GTK_TYPE_WINDOW)

enum {
  JUMP,
  LINKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void prepare (KhShellWindow *self);

static gboolean
is_closed (KhShellWindow *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
show_page (KhShellWindow *self,
           const char    *name)
{
  gboolean busy = strcmp (name, "busy") == 0;

  gtk_stack_set_visible_child_name (self->stack, name);
  if (busy)
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
  gtk_window_set_default_widget (GTK_WINDOW (self),
                                 strcmp (name, "send") == 0 ? GTK_WIDGET (self->shell_button) : NULL);
}

static void
show_failure (KhShellWindow *self,
              const char    *message)
{
  gtk_label_set_text (self->failed_label, message);
  show_page (self, "failed");
  gtk_widget_grab_focus (GTK_WIDGET (self->again_button));
}

static void
set_note (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
empty_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
append_row (GtkListBox *list,
            GtkWidget  *box,
            const char *label,
            const char *text)
{
  /* Translators: a datapoint's name, and its value or what is wrong with it. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), label, text);

  gtk_list_box_append (list, box);
  kh_accessible_name_list_row (box, name);
}

/* What is missing */

static void
append_lack (KhShellWindow     *self,
             const KhShellLack *lack)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), make_label (kh_shell_lack_get_label (lack), "differing"));
  gtk_box_append (GTK_BOX (box), make_label (lack->message, "dim-label"));
  append_row (self->missing_list, box, kh_shell_lack_get_label (lack), lack->message);
}

/* Each is a way to its field. */
static void
show_lacks (KhShellWindow *self,
            GPtrArray     *lacks,
            const char    *text)
{
  g_ptr_array_ref (lacks);
  g_clear_pointer (&self->lacks, g_ptr_array_unref);
  self->lacks = lacks;
  gtk_label_set_text (self->missing_label, text);
  empty_list (self->missing_list);
  for (guint i = 0; i < lacks->len; i++)
    append_lack (self, g_ptr_array_index (lacks, i));
  show_page (self, "missing");
  gtk_list_box_select_row (self->missing_list, gtk_list_box_get_row_at_index (self->missing_list, 0));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->missing_list, 0)));
}

static void
show_missing (KhShellWindow *self)
{
  g_autofree char *text = NULL;

  /* Translators: a monitoring company. */
  text = g_strdup_printf (_("Before an account can be created at %s, please fill in or correct these. Enter goes to the one that is chosen."),
                          self->company);
  show_lacks (self, self->plan->lacks, text);
}

/* The account number and the receiver are typed in this window. */
static gboolean
is_typed_here (const KhShellLack *lack)
{
  return lack->datapoint == KH_DATAPOINT_ACCOUNT_NUMBER || lack->datapoint == KH_DATAPOINT_RECEIVER_NUMBER;
}

/* Gives whether there was something to show. */
static gboolean
show_refused (KhShellWindow *self,
              const GError  *error)
{
  g_autoptr (GPtrArray) lacks = kh_sheller_list_refused (self->sheller, error);
  g_autofree char *text = NULL;
  gboolean elsewhere = FALSE;

  for (guint i = 0; i < lacks->len; i++)
    elsewhere |= !is_typed_here (g_ptr_array_index (lacks, i));
  if (!elsewhere)
    return FALSE;
  /* Translators: a monitoring company. */
  text = g_strdup_printf (_("%s did not create the account, because it does not take these. Correct them, save, and choose "
                            "Shell Account again. Enter goes to the one that is chosen."), self->company);
  show_lacks (self, lacks, text);

  return TRUE;
}

static void
on_missing_row_activated_cb (KhShellWindow *self,
                             GtkListBoxRow *row)
{
  const KhShellLack *lack = g_ptr_array_index (self->lacks, (guint) gtk_list_box_row_get_index (row));
  KhDatapointId datapoint = lack->datapoint;
  KhTableId table = lack->table;
  g_autoptr (KhShellWindow) kept = g_object_ref (self);

  g_signal_emit (self, signals[JUMP], 0, (guint) datapoint, (guint) table);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* What is sent */

static void
append_line (KhShellWindow *self,
             const char    *label,
             const char    *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = make_label (label, "dim-label");
  GtkWidget *value = make_label (text, NULL);

  gtk_widget_set_size_request (name, 170, -1);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  append_row (self->lines, box, label, text);
}

/* One line for each area and zone, where the company gets them. */
static void
append_rows (KhShellWindow *self,
             KhRows        *rows)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);
      g_autofree char *title = kh_row_dup_title (row);
      g_autofree char *summary = kh_row_dup_summary (row);
      g_autofree char *text = g_strdup_printf ("%s · %s", title, summary);

      append_line (self, kh_table_get_row_label (kh_rows_get_table (rows)), text);
    }
}

static void
fill_lines (KhShellWindow *self)
{
  g_autoptr (GPtrArray) tables = kh_sheller_list_tables (self->sheller);
  g_autofree char *text = NULL;

  /* Translators: a monitoring company. */
  text = g_strdup_printf (_("Exactly this is sent to %s, with the account number above:"), self->company);
  gtk_label_set_text (self->lines_label, text);
  empty_list (self->lines);
  for (guint i = 0; i < self->plan->lines->len; i++)
    {
      const KhShellLine *line = g_ptr_array_index (self->plan->lines, i);

      append_line (self, kh_datapoint_get_label (line->datapoint), line->text);
    }
  for (guint i = 0; i < tables->len; i++)
    append_rows (self, g_ptr_array_index (tables, i));
}

static void
make_plan (KhShellWindow *self)
{
  g_autofree char *number = kh_value_normalise (kh_datapoint_get (KH_DATAPOINT_ACCOUNT_NUMBER),
                                                gtk_editable_get_text (GTK_EDITABLE (self->number_entry)));

  g_clear_pointer (&self->plan, kh_shell_plan_free);
  kh_sheller_set_two_way (self->sheller, self->two_way_number != NULL && g_strcmp0 (self->two_way_number, number) == 0);
  self->plan = kh_sheller_make_plan (self->sheller, gtk_editable_get_text (GTK_EDITABLE (self->receiver_entry)));
}

static void
on_entry_changed_cb (KhShellWindow *self)
{
  if (!self->filled)
    return;
  make_plan (self);
  fill_lines (self);
}

/* The blocks of account numbers: the office's own, and the station's. */

static KhNumberBlock *
get_block (KhShellWindow *self)
{
  const char *chosen = kh_entry_list_get_chosen (self->blocks);

  return chosen != NULL ? g_hash_table_lookup (self->choices, chosen) : NULL;
}

static void
update_block (KhShellWindow *self)
{
  KhNumberBlock *block = get_block (self);
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), block != NULL);
  if (block != NULL && kh_number_block_is_near_end (block))
    text = g_strdup_printf (ngettext ("This block has %u number left. Ask the monitoring company for another block.",
                                      "This block has %u numbers left. Ask the monitoring company for another block.",
                                      (guint) kh_number_block_get_left (block)),
                            (guint) kh_number_block_get_left (block));
  set_note (self->warning, text);
}

static void
on_block_chosen_cb (KhShellWindow *self)
{
  update_block (self);
}

static char *
dup_block_label (KhShellWindow *self,
                 KhNumberBlock *block,
                 gboolean       own)
{
  if (own)
    /* Translators: the first, the last and the next account number of a block. */
    return g_strdup_printf (_("Ours %s–%s, next %s"), kh_number_block_get_begin (block),
                            kh_number_block_get_end (block), kh_number_block_get_next (block));

  /* Translators: a monitoring company, the first, the last and the next account number of a block. */
  return g_strdup_printf (_("%s %s–%s, next %s"), self->company, kh_number_block_get_begin (block),
                          kh_number_block_get_end (block), kh_number_block_get_next (block));
}

static void
add_blocks (KhShellWindow *self,
            GPtrArray     *blocks,
            gboolean       own)
{
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      KhNumberBlock *block = g_ptr_array_index (blocks, i);
      g_autofree char *choice = g_strconcat (own ? OWN : THEIRS, kh_number_block_get_id (block), NULL);
      g_autofree char *label = NULL;

      if (!kh_number_block_get_enabled (block) || kh_number_block_get_next (block) == NULL)
        continue;
      label = dup_block_label (self, block, own);
      kh_entry_list_add (self->blocks, choice, label);
      g_hash_table_replace (self->choices, g_steal_pointer (&choice), g_object_ref (block));
    }
}

static void
show_blocks (KhShellWindow *self,
             gboolean       visible)
{
  gtk_widget_set_visible (GTK_WIDGET (self->block_label), visible);
  gtk_widget_set_visible (GTK_WIDGET (self->blocks), visible);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), visible);
}

static void
end_blocks (KhShellWindow *self)
{
  gboolean some = g_hash_table_size (self->choices) > 0;

  kh_entry_list_end (self->blocks);
  show_blocks (self, some);
  update_block (self);
}

static void
on_station_blocks_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (KhShellWindow) self = user_data;
  g_autoptr (GPtrArray) blocks = kh_sheller_list_blocks_finish (KH_SHELLER (source), result, NULL);

  if (is_closed (self))
    return;
  add_blocks (self, blocks, FALSE);
  end_blocks (self);
}

static void
on_store_blocks_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhShellWindow) self = user_data;
  g_autoptr (GPtrArray) blocks = kh_store_list_blocks_finish (KH_STORE (source), result, NULL);

  if (is_closed (self))
    return;
  kh_entry_list_begin (self->blocks);
  g_hash_table_remove_all (self->choices);
  add_blocks (self, blocks, TRUE);
  if (kh_sheller_has_blocks (self->sheller))
    kh_sheller_list_blocks_async (self->sheller, self->cancellable, on_station_blocks_cb, g_object_ref (self));
  else
    end_blocks (self);
}

static void
load_blocks (KhShellWindow *self)
{
  kh_store_list_blocks_async (kh_services_get_store (self->services),
                              kh_company_get_id (kh_sheller_get_company (self->sheller)),
                              on_store_blocks_cb, g_object_ref (self));
}

/* Takes the error. */
static void
take_number (KhShellWindow *self,
             const char    *number,
             const char    *receiver,
             gboolean       two_way,
             GError        *error)
{
  g_autoptr (GError) local_error = error;

  set_note (self->error_label, error != NULL ? error->message : NULL);
  if (number != NULL)
    {
      g_free (self->two_way_number);
      self->two_way_number = two_way ? g_strdup (number) : NULL;
      gtk_editable_set_text (GTK_EDITABLE (self->number_entry), number);
      if (receiver != NULL)
        gtk_editable_set_text (GTK_EDITABLE (self->receiver_entry), receiver);
      gtk_widget_grab_focus (GTK_WIDGET (self->number_entry));
    }
  load_blocks (self);
}

static void
on_taken_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KhShellWindow) self = user_data;
  g_autoptr (KhGivenNumber) given = NULL;
  GError *error = NULL;

  given = kh_store_take_number_finish (KH_STORE (source), result, &error);
  if (is_closed (self))
    g_clear_error (&error);
  else
    take_number (self, given != NULL ? given->number : NULL, given != NULL ? given->receiver : NULL,
                 given != NULL && given->two_way, error);
}

static void
on_reserved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KhShellWindow) self = user_data;
  g_autoptr (KhReservation) reservation = NULL;
  GError *error = NULL;

  reservation = kh_sheller_reserve_finish (KH_SHELLER (source), result, &error);
  if (is_closed (self))
    g_clear_error (&error);
  else
    take_number (self, reservation != NULL ? reservation->number : NULL,
                 reservation != NULL ? reservation->receiver : NULL, reservation != NULL && reservation->two_way, error);
}

static void
on_next_clicked_cb (KhShellWindow *self)
{
  KhNumberBlock *block = get_block (self);

  if (block == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), FALSE);
  if (g_str_has_prefix (kh_entry_list_get_chosen (self->blocks), OWN))
    kh_store_take_number_async (kh_services_get_store (self->services),
                                g_ascii_strtoll (kh_number_block_get_id (block), NULL, 10),
                                on_taken_cb, g_object_ref (self));
  else
    kh_sheller_reserve_async (self->sheller, kh_number_block_get_id (block), self->cancellable,
                              on_reserved_cb, g_object_ref (self));
}

/* Preparing */

static void
fill_entries (KhShellWindow *self)
{
  const char *number = kh_sheller_get_number (self->sheller);
  const char *receiver = kh_sheller_get_receiver (self->sheller);

  if (self->filled)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->number_entry), number != NULL ? number : "");
  gtk_editable_set_text (GTK_EDITABLE (self->receiver_entry), receiver != NULL ? receiver : "");
  self->filled = TRUE;
}

static void
tell_linked (KhShellWindow *self,
             const KhLink  *link)
{
  g_autofree char *text = NULL;
  g_autoptr (KhShellWindow) kept = g_object_ref (self);

  /* Translators: a monitoring company, an account number. */
  text = g_strdup_printf (_("%s has account %s now, and the customer is linked to it."), self->company, link->number);
  g_signal_emit (self, signals[LINKED], 0, text);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_prepared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KhShellWindow) self = user_data;
  KhLink *link = NULL;
  g_autoptr (GError) error = NULL;
  gboolean prepared = kh_sheller_prepare_finish (KH_SHELLER (source), result, &link, &error);

  if (is_closed (self))
    {
      kh_link_free (link);
      return;
    }
  if (!prepared)
    {
      show_failure (self, error->message);
      return;
    }
  if (link != NULL)
    {
      tell_linked (self, link);
      kh_link_free (link);
      return;
    }
  fill_entries (self);
  make_plan (self);
  if (self->plan->lacks->len > 0)
    {
      show_missing (self);
      return;
    }
  fill_lines (self);
  load_blocks (self);
  show_page (self, "send");
  gtk_widget_grab_focus (GTK_WIDGET (self->number_entry));
}

static void
prepare (KhShellWindow *self)
{
  g_autofree char *text = NULL;

  /* Translators: a monitoring company. */
  text = g_strdup_printf (_("Asking %s what it needs…"), self->company);
  gtk_label_set_text (self->busy_label, text);
  show_page (self, "busy");
  kh_sheller_prepare_async (self->sheller, self->cancellable, on_prepared_cb, g_object_ref (self));
}

static void
on_again_clicked_cb (KhShellWindow *self)
{
  prepare (self);
}

/* Creating */

/* What may be under way is asked about again, also when this window is closed. */
static void
settle_later (KhShellWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "app.settle-links", NULL);
}

static void
on_created_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (KhShellWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  KhLink *link = kh_sheller_create_finish (KH_SHELLER (source), result, &error);

  if (is_closed (self))
    {
      kh_link_free (link);
      return;
    }
  if (link != NULL)
    {
      tell_linked (self, link);
      kh_link_free (link);
    }
  else if (g_error_matches (error, KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED))
    {
      settle_later (self);
      show_failure (self, error->message);
    }
  else if (!show_refused (self, error))
    {
      set_note (self->error_label, error->message);
      prepare (self);
    }
}

static void
on_shell_clicked_cb (KhShellWindow *self)
{
  const KhDatapoint *datapoint = kh_datapoint_get (KH_DATAPOINT_ACCOUNT_NUMBER);
  g_autofree char *number = kh_value_normalise (datapoint, gtk_editable_get_text (GTK_EDITABLE (self->number_entry)));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!kh_sheller_check_number (self->sheller, number, &error))
    {
      set_note (self->error_label, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->number_entry));
      return;
    }
  set_note (self->error_label, NULL);
  /* Translators: an account number, a monitoring company. */
  text = g_strdup_printf (_("Creating account %s at %s…"), number, self->company);
  gtk_label_set_text (self->busy_label, text);
  show_page (self, "busy");
  kh_sheller_create_async (self->sheller, number, gtk_editable_get_text (GTK_EDITABLE (self->receiver_entry)),
                           on_created_cb, g_object_ref (self));
}

/* GObject overrides */

static void
kh_shell_window_dispose (GObject *object)
{
  KhShellWindow *self = KH_SHELL_WINDOW (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (kh_shell_window_parent_class)->dispose (object);
}

static void
kh_shell_window_finalize (GObject *object)
{
  KhShellWindow *self = KH_SHELL_WINDOW (object);

  g_clear_object (&self->services);
  g_clear_object (&self->sheller);
  g_clear_pointer (&self->plan, kh_shell_plan_free);
  g_clear_pointer (&self->lacks, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_free (self->company);
  g_free (self->two_way_number);

  G_OBJECT_CLASS (kh_shell_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, block_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, blocks);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, busy_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, failed_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, lines);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, lines_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, missing_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, missing_list);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, number_entry);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, number_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, receiver_entry);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, receiver_label);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, shell_button);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KhShellWindow, warning);
}

static void
kh_shell_window_class_init (KhShellWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_shell_window_dispose;
  object_class->finalize = kh_shell_window_finalize;

  signals[JUMP] = g_signal_new ("jump", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[LINKED] = g_signal_new ("linked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-shell-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_block_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_missing_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_shell_clicked_cb);
}

static void
kh_shell_window_init (KhShellWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->again_button);
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->close_button);
  kh_accessible_name_button (self->next_button);
  kh_accessible_name_button (self->shell_button);
  kh_accessible_label_for (self->number_label, GTK_WIDGET (self->number_entry));
  kh_accessible_label_for (self->receiver_label, GTK_WIDGET (self->receiver_entry));
  gtk_label_set_mnemonic_widget (self->block_label, GTK_WIDGET (kh_entry_list_get_drop_down (self->blocks)));
  kh_entry_list_set_name (self->blocks, gtk_label_get_text (self->block_label));
  show_blocks (self, FALSE);
}

GtkWindow *
kh_shell_window_new (GtkWindow  *parent,
                     KhServices *services,
                     gint64      customer,
                     const char *company)
{
  KhShellWindow *self = g_object_new (KH_TYPE_SHELL_WINDOW, "transient-for", parent, NULL);

  self->services = g_object_ref (services);
  self->company = g_strdup (company);
  self->sheller = kh_sheller_new (kh_services_get_store (services), kh_services_get_stations (services), customer);
  prepare (self);

  return GTK_WINDOW (self);
}
