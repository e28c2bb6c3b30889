/* kh-note.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-note.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_TEXT  10000
#define LONGEST_TITLE 60

#define OPEN "open"

struct _KhNote
{
  GObject parent_instance;

  /* Owned */
  char *values[KH_N_NOTE_FIELDS];
  KhNoteOrigin origin;
};

G_DEFINE_FINAL_TYPE (KhNote, kh_note, G_TYPE_OBJECT)

G_DEFINE_QUARK (kh-note-error-quark, kh_note_error)

/* The fields: data only, as the registry's datapoints are. */

static const KhChoice priorities[] = {
  { "low", N_("Low") },
  /* Translators: how urgent a ticket is. */
  { "normal", N_("Normal") },
  { "high", N_("High") },
  { "urgent", N_("Urgent") },
  { NULL, NULL },
};

static const KhChoice states[] = {
  /* Translators: a ticket that is not done yet. */
  { OPEN, N_("Open") },
  /* Translators: a ticket that is done. */
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const KhDatapoint fields[KH_N_NOTE_FIELDS] = {
  [KH_NOTE_KIND] = {
    .id = (KhDatapointId) KH_NOTE_KIND, .key = "type", .label = N_("Type"),
    .type = KH_VALUE_CATALOGUE, .catalogue = KH_CATALOGUE_NOTE_TYPES,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
  },
  [KH_NOTE_TEXT] = {
    .id = (KhDatapointId) KH_NOTE_TEXT, .key = "text", .label = N_("Text"),
    .type = KH_VALUE_MULTILINE, .min = 1, .max = LONGEST_TEXT, .required = KH_REQUIRED_ALWAYS,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
  },
  [KH_NOTE_TICKET] = {
    /* Translators: a note that is something to be done. */
    .id = (KhDatapointId) KH_NOTE_TICKET, .key = "ticket", .label = N_("Ticket"),
    .type = KH_VALUE_BOOLEAN,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
    .fallback = "0",
  },
  [KH_NOTE_ASSIGNEE] = {
    .id = (KhDatapointId) KH_NOTE_ASSIGNEE, .key = "assignee", .label = N_("Assigned To"),
    .type = KH_VALUE_STAFF, .catalogue = KH_CATALOGUE_STAFF,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
  },
  [KH_NOTE_DUE] = {
    /* Translators: the day by which a ticket is done. */
    .id = (KhDatapointId) KH_NOTE_DUE, .key = "due", .label = N_("Due"),
    .type = KH_VALUE_DATE, .min = 0, .max = G_MAXINT64,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
  },
  [KH_NOTE_PRIORITY] = {
    .id = (KhDatapointId) KH_NOTE_PRIORITY, .key = "priority", .label = N_("Priority"),
    .type = KH_VALUE_CHOICE, .choices = priorities,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
    .fallback = "normal",
  },
  [KH_NOTE_STATE] = {
    .id = (KhDatapointId) KH_NOTE_STATE, .key = "state", .label = N_("State"),
    .type = KH_VALUE_CHOICE, .choices = states,
    .view = KH_GRANT_NOTES_VIEW, .modify = KH_GRANT_NOTES_MODIFY,
    .fallback = OPEN,
  },
};

/**
 * kh_note_field_get:
 * @field: a field
 *
 * Returns: (transfer none): what it is called, and what it may hold
 */
const KhDatapoint *
kh_note_field_get (KhNoteField field)
{
  g_return_val_if_fail ((guint) field < KH_N_NOTE_FIELDS, NULL);

  return &fields[field];
}

/**
 * kh_note_field_lookup:
 * @key: (nullable): the key of a field
 *
 * Returns: (transfer none) (nullable): what it is called, and what it may hold
 */
const KhDatapoint *
kh_note_field_lookup (const char *key)
{
  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    {
      if (g_strcmp0 (fields[i].key, key) == 0)
        return &fields[i];
    }

  return NULL;
}

static void
clear_origin (KhNoteOrigin *origin)
{
  g_free (origin->author);
  g_free (origin->customer_name);
}

static void
kh_note_finalize (GObject *object)
{
  KhNote *self = KH_NOTE (object);

  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    g_free (self->values[i]);
  clear_origin (&self->origin);

  G_OBJECT_CLASS (kh_note_parent_class)->finalize (object);
}

static void
kh_note_class_init (KhNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_note_finalize;
}

static void
kh_note_init (KhNote *self)
{
  self->values[KH_NOTE_TICKET] = g_strdup (fields[KH_NOTE_TICKET].fallback);
}

/**
 * kh_note_new:
 *
 * Returns: (transfer full): an empty note
 */
KhNote *
kh_note_new (void)
{
  return g_object_new (KH_TYPE_NOTE, NULL);
}

/**
 * kh_note_copy:
 * @self: a note
 *
 * Returns: (transfer full): another that says the same
 */
KhNote *
kh_note_copy (KhNote *self)
{
  KhNote *copy;

  g_return_val_if_fail (KH_IS_NOTE (self), NULL);

  copy = kh_note_new ();
  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    kh_note_set (copy, (KhNoteField) i, self->values[i]);
  kh_note_set_origin (copy, &self->origin);

  return copy;
}

/**
 * kh_note_get:
 * @self: a note
 * @field: a field
 *
 * Returns: (nullable): its canonical value
 */
const char *
kh_note_get (KhNote      *self,
             KhNoteField  field)
{
  g_return_val_if_fail (KH_IS_NOTE (self), NULL);
  g_return_val_if_fail ((guint) field < KH_N_NOTE_FIELDS, NULL);

  return self->values[field];
}

/**
 * kh_note_set:
 * @self: a note
 * @field: a field
 * @value: (nullable): its canonical value, which is not checked here
 */
void
kh_note_set (KhNote      *self,
             KhNoteField  field,
             const char  *value)
{
  char *copy;

  g_return_if_fail (KH_IS_NOTE (self));
  g_return_if_fail ((guint) field < KH_N_NOTE_FIELDS);

  copy = g_strdup (value);
  g_free (self->values[field]);
  self->values[field] = copy;
}

/**
 * kh_note_get_origin:
 * @self: a note
 *
 * Returns: (transfer none): what the data file knows of it
 */
const KhNoteOrigin *
kh_note_get_origin (KhNote *self)
{
  g_return_val_if_fail (KH_IS_NOTE (self), NULL);

  return &self->origin;
}

/**
 * kh_note_set_origin:
 * @self: a note
 * @origin: what the data file knows of it; its texts are copied
 */
void
kh_note_set_origin (KhNote             *self,
                    const KhNoteOrigin *origin)
{
  KhNoteOrigin copy;

  g_return_if_fail (KH_IS_NOTE (self));

  copy = *origin;
  copy.author = g_strdup (origin->author);
  copy.customer_name = g_strdup (origin->customer_name);
  clear_origin (&self->origin);
  self->origin = copy;
}

/**
 * kh_note_is_ticket:
 * @self: a note
 *
 * Returns: whether it is something to be done
 */
gboolean
kh_note_is_ticket (KhNote *self)
{
  return g_strcmp0 (kh_note_get (self, KH_NOTE_TICKET), "1") == 0;
}

/**
 * kh_note_is_open:
 * @self: a note
 *
 * Returns: whether it is a ticket that is not done yet
 */
gboolean
kh_note_is_open (KhNote *self)
{
  return kh_note_is_ticket (self) && g_strcmp0 (kh_note_get (self, KH_NOTE_STATE), OPEN) == 0;
}

/**
 * kh_note_is_overdue:
 * @self: a note
 * @today: the day it is, as a canonical date
 *
 * Returns: whether it is a ticket that should have been done by yesterday, and is not
 */
gboolean
kh_note_is_overdue (KhNote     *self,
                    const char *today)
{
  const char *due = kh_note_get (self, KH_NOTE_DUE);

  return kh_note_is_open (self) && due != NULL && strcmp (due, today) < 0;
}

/**
 * kh_note_dup_title:
 * @self: a note
 *
 * Returns: (transfer full): the beginning of its text, on one line
 */
char *
kh_note_dup_title (KhNote *self)
{
  const char *text = kh_note_get (self, KH_NOTE_TEXT);
  gsize length = text != NULL ? strcspn (text, "\n") : 0;
  g_autofree char *line = g_strndup (text != NULL ? text : "", length);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= LONGEST_TITLE)
    return g_steal_pointer (&line);
  start = g_utf8_substring (line, 0, LONGEST_TITLE);

  return g_strconcat (start, "…", NULL);
}

/**
 * kh_note_tidy:
 * @self: a note
 *
 * Takes from a note what only a ticket has, and gives a ticket what every ticket has.
 */
void
kh_note_tidy (KhNote *self)
{
  gboolean ticket = kh_note_is_ticket (self);

  for (guint i = KH_NOTE_ASSIGNEE; i < KH_N_NOTE_FIELDS; i++)
    {
      if (!ticket)
        kh_note_set (self, (KhNoteField) i, NULL);
      else if (self->values[i] == NULL)
        kh_note_set (self, (KhNoteField) i, fields[i].fallback);
    }
}

static gboolean
refuse (GError      **error,
        KhNoteField   field,
        const char   *message)
{
  g_set_error_literal (error, KH_NOTE_ERROR, (int) field, message);

  return FALSE;
}

static gboolean
check_field (KhNote        *self,
             KhNote        *kept,
             KhNoteField    field,
             KhCatalogues  *catalogues,
             GError       **error)
{
  const KhValueContext context = {
    .catalogues = catalogues,
    .current = kept != NULL ? kept->values[field] : NULL,
  };
  g_autoptr (GError) local_error = NULL;

  if (self->values[field] == NULL || kh_value_check (&fields[field], self->values[field], &context, &local_error))
    return TRUE;

  g_set_error (error, KH_NOTE_ERROR, (int) field,
               /* Translators: the name of what is wrong with a note, such as "Due", and a sentence. */
               _("%s: %s"), _(fields[field].label), local_error->message);

  return FALSE;
}

/**
 * kh_note_check:
 * @self: a note
 * @kept: (nullable): the same as it is kept, whose inactive entries may stay
 * @catalogues: (nullable): the entries that its values name
 * @error: return location for an error of %KH_NOTE_ERROR
 *
 * Returns: whether it can be kept
 */
gboolean
kh_note_check (KhNote        *self,
               KhNote        *kept,
               KhCatalogues  *catalogues,
               GError       **error)
{
  gboolean ticket;

  g_return_val_if_fail (KH_IS_NOTE (self), FALSE);

  ticket = kh_note_is_ticket (self);
  if (self->values[KH_NOTE_TEXT] == NULL)
    return refuse (error, KH_NOTE_TEXT, _("The note says nothing yet. Type its text."));
  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    {
      if (!ticket && i >= KH_NOTE_ASSIGNEE && self->values[i] != NULL)
        return refuse (error, (KhNoteField) i, _("Only a ticket is assigned to somebody, due, or open. Turn Ticket on."));
      if (ticket && self->values[i] == NULL && fields[i].fallback != NULL)
        return refuse (error, (KhNoteField) i, _("A ticket has a priority, and is open or closed."));
      if (!check_field (self, kept, (KhNoteField) i, catalogues, error))
        return FALSE;
    }

  return TRUE;
}
