/* kh-document.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"

G_BEGIN_DECLS

/* The first word of the places of files in the history; see #KhPlace. */
#define KH_DOCUMENTS_KEY "files"

/* The largest file that is kept, in bytes: a scan of many pages, and no film. */
#define KH_DOCUMENT_MOST_BYTES (G_GINT64_CONSTANT (50) * 1000 * 1000)

/* How many of a file's first bytes tell a program from a document. */
#define KH_DOCUMENT_HEAD 64

/**
 * KhDocumentField:
 * @KH_DOCUMENT_NAME: what it is called, as a file
 * @KH_DOCUMENT_CATEGORY: what kind of paper it is
 *
 * What a member of the staff gives a file.
 */
typedef enum {
  KH_DOCUMENT_NAME,
  KH_DOCUMENT_CATEGORY,

  KH_N_DOCUMENT_FIELDS
} KhDocumentField;

const KhDatapoint *kh_document_field_get    (KhDocumentField  field) G_GNUC_CONST;
const KhDatapoint *kh_document_field_lookup (const char      *key);

/**
 * KH_DOCUMENT_ERROR:
 *
 * Why a file cannot be kept as it is. The code is the #KhDocumentField that is wrong; the message is
 * a whole sentence, translated.
 */
#define KH_DOCUMENT_ERROR (kh_document_error_quark ())

GQuark             kh_document_error_quark  (void);

/**
 * KhDocumentState:
 * @KH_DOCUMENT_THERE: its content is there, as far as a look from outside tells
 * @KH_DOCUMENT_LOST: its content is not there any more
 * @KH_DOCUMENT_CHANGED: its content is not what was added
 *
 * What has become of a file's content, which somebody may have taken out of its folder.
 */
typedef enum {
  KH_DOCUMENT_THERE,
  KH_DOCUMENT_LOST,
  KH_DOCUMENT_CHANGED,
} KhDocumentState;

/**
 * KhDocumentOrigin:
 * @id: its row in the data file, from 1; 0 for one that is not kept yet
 * @customer: whose file it is
 * @revision: how often its name and category were kept
 * @added_at: when it was added, in seconds since 1970
 * @size: how long its content is, in bytes
 * @hash: the SHA-256 of its content, in lower-case hexadecimal
 * @author: who added it
 * @state: what has become of its content
 *
 * What the data file knows of a file.
 */
typedef struct {
  gint64 id;
  gint64 customer;
  gint64 revision;
  gint64 added_at;
  gint64 size;
  char *hash;
  char *author;
  KhDocumentState state;
} KhDocumentOrigin;

/**
 * KhDocument:
 *
 * A file that is kept with a customer: a contract, a permit, a photo. Its content is no part of it.
 * It is the office's own: it is never sent to a station, and never duplicated.
 */
#define KH_TYPE_DOCUMENT (kh_document_get_type ())
G_DECLARE_FINAL_TYPE (KhDocument, kh_document, KH, DOCUMENT, GObject)

KhDocument             *kh_document_new            (void) G_GNUC_WARN_UNUSED_RESULT;
KhDocument             *kh_document_copy           (KhDocument              *self) G_GNUC_WARN_UNUSED_RESULT;

const char             *kh_document_get            (KhDocument              *self,
                                                    KhDocumentField          field);
void                    kh_document_set            (KhDocument              *self,
                                                    KhDocumentField          field,
                                                    const char              *value);
const KhDocumentOrigin *kh_document_get_origin     (KhDocument              *self);
void                    kh_document_set_origin     (KhDocument              *self,
                                                    const KhDocumentOrigin  *origin);

gboolean                kh_document_check          (KhDocument              *self,
                                                    GError                 **error);

char                   *kh_document_dup_name       (const char              *path) G_GNUC_WARN_UNUSED_RESULT;
char                   *kh_document_dup_numbered   (const char              *name,
                                                    guint                    number) G_GNUC_WARN_UNUSED_RESULT;
gboolean                kh_document_is_program     (const char              *name,
                                                    const char              *head,
                                                    gsize                    length);
void                    kh_document_refuse_program (const char              *name,
                                                    GError                 **error);

G_END_DECLS
