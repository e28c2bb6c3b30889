/* kh-document-adder.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-adder.h"

#include "kh-dialogs.h"
#include "kh-store-documents.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* From here on a file takes long enough for somebody to ask how far it is. */
#define LARGE_BYTES (1000 * 1000)

typedef struct {
  GFile *file;
  char *category;
} Item;

struct _KhDocumentAdder
{
  GObject parent_instance;

  /* Borrowed */
  GtkWindow *window;    /* weak */

  /* Owned */
  KhStore *store;
  GCancellable *cancellable;
  GQueue items;         /* the first is being added while we are busy */
  GPtrArray *refusals;

  /* State */
  gint64 number;
  guint n_added;
  guint n_done;
  guint n_bytes;        /* of the first that are copied, of how many; 0 while nobody knows */
  guint n_all_bytes;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KhDocumentAdder, kh_document_adder, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void add_next (KhDocumentAdder *self);

static void
item_free (gpointer data)
{
  Item *item = data;

  g_object_unref (item->file);
  g_free (item->category);
  g_free (item);
}

static char *
dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : g_strdup ("");

  return kh_value_dup_visible (name);
}

/* Each names its file. */
static void
take_refusal (KhDocumentAdder *self,
              GFile           *file,
              const char      *message)
{
  g_autofree char *name = dup_name (file);

  if (strstr (message, name) != NULL)
    g_ptr_array_add (self->refusals, g_strdup (message));
  else
    /* Translators: the name of a file, and why it is not added, a sentence. */
    g_ptr_array_add (self->refusals, g_strdup_printf (_("“%s”: %s"), name, message));
}

static char *
dup_notice (KhDocumentAdder *self,
            gboolean         cancelled)
{
  if (cancelled && self->n_added == 0)
    return g_strdup (_("Adding was cancelled. Nothing was added."));
  if (cancelled)
    return g_strdup_printf (ngettext ("Adding was cancelled. %u file was added before.",
                                      "Adding was cancelled. %u files were added before.", self->n_added), self->n_added);
  if (self->n_added == 0)
    return g_strdup (_("Nothing was added."));

  return g_strdup_printf (ngettext ("%u file was added.", "%u files were added.", self->n_added), self->n_added);
}

static void
tell_refusals (KhDocumentAdder *self)
{
  guint n = self->refusals->len;

  if (n == 0)
    return;
  g_ptr_array_add (self->refusals, NULL);
  kh_dialogs_tell (self->window, ngettext ("File Not Added", "Files Not Added", n),
                   ngettext ("This file could not be added. Nothing of it was kept.",
                             "These files could not be added. Nothing of them was kept.", n),
                   (const char * const *) self->refusals->pdata);
}

static void
end (KhDocumentAdder *self)
{
  gboolean cancelled = g_cancellable_is_cancelled (self->cancellable);
  g_autofree char *notice = dup_notice (self, cancelled);

  tell_refusals (self);
  g_ptr_array_set_size (self->refusals, 0);
  g_set_object (&self->cancellable, NULL);
  self->n_added = 0;
  self->n_done = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, notice);
}

static void
finish_item (KhDocumentAdder *self)
{
  item_free (g_queue_pop_head (&self->items));
  self->n_done++;
  self->n_bytes = 0;
  self->n_all_bytes = 0;
  self->busy = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    g_queue_clear_full (&self->items, item_free);
  add_next (self);
}

static void
on_added_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhDocumentAdder) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDocument) document = kh_store_add_document_finish (KH_STORE (source), result, &error);
  Item *item = g_queue_peek_head (&self->items);

  if (document != NULL)
    self->n_added++;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_refusal (self, item->file, error->message);
  finish_item (self);
}

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer data)
{
  KhDocumentAdder *self = data;

  self->n_bytes = done;
  self->n_all_bytes = total;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_next (KhDocumentAdder *self)
{
  Item *item = g_queue_peek_head (&self->items);
  g_autofree char *path = NULL;

  if (self->busy)
    return;
  if (item == NULL)
    {
      end (self);
      return;
    }
  self->busy = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  path = g_file_get_path (item->file);
  if (path != NULL)
    {
      kh_store_add_document_async (self->store, self->number, path, item->category, on_progress_cb, self,
                                   self->cancellable, on_added_cb, g_object_ref (self));
      return;
    }
  take_refusal (self, item->file, _("It is on another computer. Save it on this one first, and add it then."));
  finish_item (self);
}

static void
kh_document_adder_finalize (GObject *object)
{
  KhDocumentAdder *self = KH_DOCUMENT_ADDER (object);

  g_clear_weak_pointer (&self->window);
  g_queue_clear_full (&self->items, item_free);
  g_ptr_array_unref (self->refusals);
  g_clear_object (&self->cancellable);
  g_object_unref (self->store);

  G_OBJECT_CLASS (kh_document_adder_parent_class)->finalize (object);
}

static void
kh_document_adder_class_init (KhDocumentAdderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_document_adder_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kh_document_adder_init (KhDocumentAdder *self)
{
  self->refusals = g_ptr_array_new_with_free_func (g_free);
}

KhDocumentAdder *
kh_document_adder_new (KhStore *store,
                       gint64   number)
{
  KhDocumentAdder *self = g_object_new (KH_TYPE_DOCUMENT_ADDER, NULL);

  self->store = g_object_ref (store);
  self->number = number;

  return self;
}

void
kh_document_adder_add (KhDocumentAdder *self,
                       GFile           *file,
                       const char      *category,
                       GtkWindow       *window)
{
  Item *item;

  g_return_if_fail (KH_IS_DOCUMENT_ADDER (self));
  g_return_if_fail (G_IS_FILE (file));

  item = g_new0 (Item, 1);
  item->file = g_object_ref (file);
  item->category = g_strdup (category);
  g_queue_push_tail (&self->items, item);
  g_set_weak_pointer (&self->window, window);
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  if (self->busy)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  else
    add_next (self);
}

void
kh_document_adder_cancel (KhDocumentAdder *self)
{
  g_return_if_fail (KH_IS_DOCUMENT_ADDER (self));

  g_cancellable_cancel (self->cancellable);
}

char *
kh_document_adder_dup_text (KhDocumentAdder *self)
{
  g_autofree char *name = NULL;
  guint n_all;

  g_return_val_if_fail (KH_IS_DOCUMENT_ADDER (self), NULL);

  if (!self->busy)
    return NULL;
  n_all = self->n_done + g_queue_get_length (&self->items);
  name = dup_name (((Item *) g_queue_peek_head (&self->items))->file);
  if (n_all == 1)
    /* Translators: the name of a file. */
    return g_strdup_printf (_("Adding “%s”…"), name);

  /* Translators: the name of a file, which of how many it is. */
  return g_strdup_printf (_("Adding “%s” (%u of %u)…"), name, self->n_done + 1, n_all);
}

/* How far a large file is, which is said apart: a screen reader would say all of it anew each time. */
char *
kh_document_adder_dup_amount (KhDocumentAdder *self)
{
  g_autofree char *done = NULL;
  g_autofree char *all = NULL;

  g_return_val_if_fail (KH_IS_DOCUMENT_ADDER (self), NULL);

  if (self->n_all_bytes < LARGE_BYTES)
    return NULL;
  done = g_format_size (self->n_bytes);
  all = g_format_size (self->n_all_bytes);

  /* Translators: how much of a file is done, and its size, such as "12.4 MB of 48.0 MB". */
  return g_strdup_printf (_("%s of %s"), done, all);
}

/* How much of what is to be done is done: each file counts alike. */
double
kh_document_adder_get_fraction (KhDocumentAdder *self)
{
  guint n_all;

  g_return_val_if_fail (KH_IS_DOCUMENT_ADDER (self), 0);

  n_all = self->n_done + g_queue_get_length (&self->items);

  return n_all == 0 ? 0 : (self->n_done + (double) self->n_bytes / MAX (self->n_all_bytes, 1)) / n_all;
}
