/* kh-import-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-import-window.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-customer-file.h"
#include "kh-dialogs.h"
#include "kh-import-columns.h"
#include "kh-import-lines.h"
#include "kh-transfer.h"

#include <glib/gi18n-lib.h>

/* How many records are shown as they would be. */
#define N_SAMPLES 3

/**
 * Page:
 * @PAGE_FILE: which file
 * @PAGE_COLUMNS: where its columns go
 * @PAGE_CHECKING: the dry run runs
 * @PAGE_CHECKED: how it would go
 * @PAGE_IMPORTING: the import runs
 * @PAGE_DONE: how it went
 */
typedef enum {
  PAGE_FILE,
  PAGE_COLUMNS,
  PAGE_CHECKING,
  PAGE_CHECKED,
  PAGE_IMPORTING,
  PAGE_DONE,
} Page;

/* What stands where on each page; a button without a word is not there. */
static const struct {
  const char *child;
  const char *back;
  const char *next;
  const char *close;
} pages[] = {
  [PAGE_FILE] = { "file", NULL, N_("_Next"), N_("_Cancel") },
  [PAGE_COLUMNS] = { "columns", N_("_Back"), N_("C_heck"), N_("_Cancel") },
  [PAGE_CHECKING] = { "working", NULL, NULL, N_("_Cancel") },
  [PAGE_CHECKED] = { "report", N_("_Back"), N_("_Import"), N_("_Cancel") },
  [PAGE_IMPORTING] = { "working", NULL, NULL, N_("_Cancel") },
  [PAGE_DONE] = { "report", NULL, NULL, N_("Cl_ose") },
};

struct _KhImportWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *back_button;
  GtkButton *close_button;
  KhImportColumns *columns;
  GtkLabel *error;
  GtkEditable *file;
  GtkListView *list;
  GtkButton *next_button;
  GtkProgressBar *progress;
  GtkStack *stack;
  GtkLabel *summary;
  GtkLabel *working;

  /* Owned */
  KhStore *store;
  GCancellable *cancellable;
  KhImportMapping *mapping;
  char *path;

  /* State */
  Page page;
};

G_DEFINE_FINAL_TYPE (KhImportWindow, kh_import_window, GTK_TYPE_WINDOW)

static void
set_button (GtkButton  *button,
            const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (button, _(label));
  kh_accessible_name_button (button);
}

static void
show_error (KhImportWindow *self,
            const char     *message)
{
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  gtk_label_set_text (self->error, message != NULL ? message : "");
}

static void
show_page (KhImportWindow *self,
           Page            page)
{
  self->page = page;
  show_error (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, pages[page].child);
  set_button (self->back_button, pages[page].back);
  set_button (self->next_button, pages[page].next);
  set_button (self->close_button, pages[page].close);
  if (page == PAGE_FILE)
    gtk_widget_grab_focus (GTK_WIDGET (self->file));
  else
    gtk_widget_grab_focus (GTK_WIDGET (pages[page].next != NULL ? self->next_button : self->close_button));
}

/* The file */

typedef struct {
  KhImportMapping *mapping;
  GPtrArray *samples;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->mapping, kh_import_mapping_free);
  g_ptr_array_unref (loaded->samples);
  g_free (loaded);
}

static char *
dup_mappings_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "keyholder", "mappings", NULL);
}

static char **
dup_cells (KhRecord *record,
           guint     n)
{
  char **cells = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const char *cell = kh_record_get (record, i);

      cells[i] = g_strdup (cell != NULL ? cell : "");
    }

  return cells;
}

static void
load_samples (Loaded     *loaded,
              const char *path)
{
  g_autoptr (KhRecordReader) reader = kh_customer_file_open (path, NULL);
  g_autoptr (KhRecord) record = kh_record_new ();

  while (reader != NULL && loaded->samples->len < N_SAMPLES && kh_record_reader_next (reader, record, NULL))
    if (record->problem == NULL)
      g_ptr_array_add (loaded->samples, dup_cells (record, kh_import_mapping_get_n (loaded->mapping)));
}

static void
load_in_thread (GTask        *task,
                gpointer      source G_GNUC_UNUSED,
                gpointer      data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  Loaded *loaded = g_new0 (Loaded, 1);
  g_autofree char *folder = dup_mappings_folder ();
  GError *error = NULL;

  loaded->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  loaded->mapping = kh_customer_file_guess (data, &error);
  if (loaded->mapping == NULL)
    {
      loaded_free (loaded);
      g_task_return_error (task, error);
      return;
    }
  kh_import_mapping_recall (loaded->mapping, folder);
  load_samples (loaded, data);
  g_task_return_pointer (task, loaded, loaded_free);
}

static void
on_mapping_changed_cb (KhImportWindow *self)
{
  g_autoptr (GError) error = NULL;
  gboolean good = kh_import_mapping_check (self->mapping, &error);

  show_error (self, good ? NULL : error->message);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), good);
}

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data G_GNUC_UNUSED)
{
  KhImportWindow *self = KH_IMPORT_WINDOW (source);
  g_autoptr (GError) error = NULL;
  Loaded *loaded = g_task_propagate_pointer (G_TASK (result), &error);

  if (loaded == NULL && self->store != NULL)
    show_error (self, error->message);
  if (loaded == NULL)
    return;
  if (self->store != NULL)
    {
      g_clear_pointer (&self->mapping, kh_import_mapping_free);
      self->mapping = g_steal_pointer (&loaded->mapping);
      kh_import_columns_show (self->columns, self->mapping, loaded->samples, kh_store_get_catalogues (self->store));
      show_page (self, PAGE_COLUMNS);
      on_mapping_changed_cb (self);
    }
  loaded_free (loaded);
}

static void
load (KhImportWindow *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_loaded_cb, NULL);
  const char *typed = gtk_editable_get_text (self->file);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (typed);

  g_free (self->path);
  self->path = g_file_get_path (file);
  if (*typed == '\0' || self->path == NULL)
    {
      show_error (self, _("Choose a file first."));
      return;
    }
  show_error (self, NULL);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

static void
on_file_chosen_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhImportWindow) self = user_data;
  g_autoptr (GFile) file = kh_dialogs_open_finish (result);

  (void) source;
  if (file == NULL || self->store == NULL)
    return;
  gtk_editable_set_text (self->file, g_file_peek_path (file) != NULL ? g_file_peek_path (file) : "");
  load (self);
}

static void
on_choose_clicked_cb (KhImportWindow *self)
{
  kh_dialogs_open_async (GTK_WINDOW (self), _("Choose a File of Customers"), on_file_chosen_cb, g_object_ref (self));
}

/* How it goes */

/* Takes the report. */
static void
show_lines (KhImportWindow *self,
            KhImportReport *report)
{
  KhImportLines *lines = kh_import_lines_new (report);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (lines));

  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->list)),
                          g_list_model_get_n_items (G_LIST_MODEL (lines)) > 0);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

static char *
dup_summary (const KhImportReport *report)
{
  g_autofree char *good = kh_count_format ((guint) report->n_good);
  g_autofree char *bad = kh_count_format ((guint) (report->n_records - report->n_good));
  g_autofree char *doubles = kh_count_format ((guint) report->n_doubles);

  if (report->dry_run)
    /* Translators: three numbers of customers. */
    return g_strdup_printf (_("Can be imported: %s. Left out because of problems: %s. Likely to be customers already: %s."),
                            good, bad, doubles);
  if (report->rejected == NULL)
    return g_strdup_printf (_("Imported: %s. Type passcodes where there are any: they are not imported."), good);

  /* Translators: two numbers of customers, and a file's place. */
  return g_strdup_printf (_("Imported: %s. Not imported: %s. These are in %s. Mend them there, and import that file."),
                          good, bad, report->rejected);
}

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer user_data)
{
  KhImportWindow *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, total == 0 ? 0 : MIN (1.0, (double) done / total));
}

static void
remember (KhImportWindow *self)
{
  g_autofree char *folder = dup_mappings_folder ();
  g_autoptr (GError) error = NULL;

  if (!kh_import_mapping_remember (self->mapping, folder, &error))
    g_debug ("The mapping was not remembered: %s", error->message);
}

static void
fail (KhImportWindow *self,
      const GError   *error)
{
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  show_page (self, PAGE_COLUMNS);
  show_error (self, stopped ? _("You stopped. Nothing was imported.") : error->message);
}

static void
on_imported_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KhImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhImportReport) report = kh_store_import_finish (KH_STORE (source), result, &error);
  g_autofree char *summary = NULL;

  g_clear_object (&self->cancellable);
  /* The window was closed meanwhile. */
  if (self->store == NULL)
    return;
  if (report == NULL)
    {
      fail (self, error);
      return;
    }
  if (!report->dry_run)
    remember (self);
  summary = dup_summary (report);
  gtk_label_set_text (self->summary, summary);
  show_page (self, report->dry_run ? PAGE_CHECKED : PAGE_DONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), report->n_good > 0);
  show_lines (self, g_steal_pointer (&report));
}

static void
open_in_thread (GTask        *task,
                gpointer      source G_GNUC_UNUSED,
                gpointer      data,
                GCancellable *cancellable G_GNUC_UNUSED)
{
  GError *error = NULL;
  KhRecordReader *reader = kh_customer_file_open (data, &error);

  if (reader != NULL)
    g_task_return_pointer (task, reader, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_opened_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data G_GNUC_UNUSED)
{
  KhImportWindow *self = KH_IMPORT_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRecordReader) reader = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->store != NULL && reader != NULL)
    {
      kh_store_import_async (self->store, reader, self->mapping, self->path, self->page == PAGE_CHECKING,
                             on_progress_cb, self, self->cancellable, on_imported_cb, g_object_ref (self));
      return;
    }
  g_clear_object (&self->cancellable);
  if (self->store != NULL)
    fail (self, error);
}

/* The disk of a file may be slow, or far away. */
static void
run (KhImportWindow *self,
     gboolean        dry_run)
{
  g_autoptr (GTask) task = NULL;

  gtk_label_set_text (self->working, dry_run ? _("Checking the file; nothing is changed…") : _("Importing…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_page (self, dry_run ? PAGE_CHECKING : PAGE_IMPORTING);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_opened_cb, NULL);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

/* Buttons */

static void
on_next_clicked_cb (KhImportWindow *self)
{
  if (self->page == PAGE_FILE)
    load (self);
  else if (self->page == PAGE_COLUMNS)
    run (self, TRUE);
  else if (self->page == PAGE_CHECKED)
    run (self, FALSE);
}

static void
on_back_clicked_cb (KhImportWindow *self)
{
  show_page (self, self->page == PAGE_CHECKED ? PAGE_COLUMNS : PAGE_FILE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), TRUE);
}

/* While something runs, Cancel ends that and not the window. */
static gboolean
on_close_request_cb (KhImportWindow *self)
{
  if (self->cancellable == NULL)
    return GDK_EVENT_PROPAGATE;
  g_cancellable_cancel (self->cancellable);

  return GDK_EVENT_STOP;
}

/* Lines */

static void
on_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
             GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
            GtkListItem              *item)
{
  GtkStringObject *line = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (line));
}

static void
kh_import_window_dispose (GObject *object)
{
  KhImportWindow *self = KH_IMPORT_WINDOW (object);

  /* The import keeps the window until it has ended, and is taken back. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_import_window_parent_class)->dispose (object);
}

static void
kh_import_window_finalize (GObject *object)
{
  KhImportWindow *self = KH_IMPORT_WINDOW (object);

  g_clear_pointer (&self->mapping, kh_import_mapping_free);
  g_free (self->path);

  G_OBJECT_CLASS (kh_import_window_parent_class)->finalize (object);
}

static void
kh_import_window_class_init (KhImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_import_window_finalize;

  g_type_ensure (KH_TYPE_IMPORT_COLUMNS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, columns);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, error);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, file);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, KhImportWindow, working);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_mapping_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked_cb);
}

static void
kh_import_window_init (KhImportWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request_cb), NULL);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Problems and likely doubles"));
  kh_accessible_name_widget (GTK_WIDGET (self->progress), _("How much of the file is done"));
  show_page (self, PAGE_FILE);
}

GtkWindow *
kh_import_window_new (KhStore *store)
{
  KhImportWindow *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);

  self = g_object_new (KH_TYPE_IMPORT_WINDOW, NULL);
  self->store = g_object_ref (store);

  return GTK_WINDOW (self);
}
