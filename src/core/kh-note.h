/* kh-note.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/* The first word of the places of notes in the history; see #KhPlace. */
#define KH_NOTES_KEY "notes"

/**
 * KhNoteField:
 * @KH_NOTE_KIND: its type, an entry of the note types
 * @KH_NOTE_TEXT: what it says
 * @KH_NOTE_TICKET: whether it is a ticket: something to be done
 * @KH_NOTE_ASSIGNEE: of a ticket, the member of the staff who does it
 * @KH_NOTE_DUE: of a ticket, the day by which it is done
 * @KH_NOTE_PRIORITY: of a ticket, how it stands among others
 * @KH_NOTE_STATE: of a ticket, whether it is open or closed
 *
 * What a member of the staff gives a note.
 */
typedef enum {
  KH_NOTE_KIND,
  KH_NOTE_TEXT,
  KH_NOTE_TICKET,
  KH_NOTE_ASSIGNEE,
  KH_NOTE_DUE,
  KH_NOTE_PRIORITY,
  KH_NOTE_STATE,

  KH_N_NOTE_FIELDS
} KhNoteField;

const KhDatapoint *kh_note_field_get    (KhNoteField  field) G_GNUC_CONST;
const KhDatapoint *kh_note_field_lookup (const char  *key);

/**
 * KH_NOTE_ERROR:
 *
 * Why a note cannot be as it is. The code is the #KhNoteField that is wrong; the message is a
 * whole sentence, translated.
 */
#define KH_NOTE_ERROR (kh_note_error_quark ())

GQuark             kh_note_error_quark  (void);

/**
 * KhNoteOrigin:
 * @id: its row in the data file, from 1; 0 for one that is not kept yet
 * @customer: whose note it is
 * @revision: how often it was kept
 * @created_at: when it was written, in seconds since 1970
 * @changed_at: when it was kept last
 * @author: who wrote it
 * @customer_name: (nullable): the customer, as lists show them; only in the queue over all customers
 *
 * What the data file knows of a note.
 */
typedef struct {
  gint64 id;
  gint64 customer;
  gint64 revision;
  gint64 created_at;
  gint64 changed_at;
  char *author;
  char *customer_name;
} KhNoteOrigin;

/**
 * KhNote:
 *
 * A note on a customer, or a ticket: a note that is something to be done. It holds a canonical
 * value, as kh-value-type.h says, or %NULL for each #KhNoteField. It is the office's own: it is
 * never sent to a station, and never duplicated.
 */
#define KH_TYPE_NOTE (kh_note_get_type ())
G_DECLARE_FINAL_TYPE (KhNote, kh_note, KH, NOTE, GObject)

KhNote             *kh_note_new            (void) G_GNUC_WARN_UNUSED_RESULT;
KhNote             *kh_note_copy           (KhNote              *self) G_GNUC_WARN_UNUSED_RESULT;

const char         *kh_note_get            (KhNote              *self,
                                            KhNoteField          field);
void                kh_note_set            (KhNote              *self,
                                            KhNoteField          field,
                                            const char          *value);
const KhNoteOrigin *kh_note_get_origin     (KhNote              *self);
void                kh_note_set_origin     (KhNote              *self,
                                            const KhNoteOrigin  *origin);

gboolean            kh_note_is_ticket      (KhNote              *self);
gboolean            kh_note_is_open        (KhNote              *self);
gboolean            kh_note_is_overdue     (KhNote              *self,
                                            const char          *today);
char               *kh_note_dup_title      (KhNote              *self) G_GNUC_WARN_UNUSED_RESULT;

void                kh_note_tidy           (KhNote              *self);
gboolean            kh_note_check          (KhNote              *self,
                                            KhNote              *kept,
                                            KhCatalogues        *catalogues,
                                            GError             **error);

G_END_DECLS
