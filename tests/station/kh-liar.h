/* kh-liar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhLiar:
 *
 * A listener on this machine that writes whatever bytes a test wants, in threads of its
 * own, and keeps what it was sent.
 */
typedef struct _KhLiar KhLiar;

/* Answers one request; gives whether the connection stays open for another. */
typedef gboolean (*KhLiarAnswer) (KhLiar        *self,
                                  GIOStream     *stream,
                                  const char    *request,
                                  gconstpointer  data);

KhLiar     *kh_liar_new           (KhLiarAnswer      answer,
                                   gconstpointer     data,
                                   GTlsCertificate  *certificate) G_GNUC_WARN_UNUSED_RESULT;
void        kh_liar_free          (KhLiar           *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhLiar, kh_liar_free)

guint16     kh_liar_get_port      (KhLiar           *self);
char       *kh_liar_dup_address   (KhLiar           *self) G_GNUC_WARN_UNUSED_RESULT;
guint       kh_liar_count         (KhLiar           *self);
guint       kh_liar_count_connections (KhLiar       *self);
guint       kh_liar_most_at_once  (KhLiar           *self);
char       *kh_liar_dup_request   (KhLiar           *self,
                                   guint             index) G_GNUC_WARN_UNUSED_RESULT;

/* For answers: each gives whether the other side still listens. */
gboolean    kh_liar_write         (GIOStream        *stream,
                                   const char       *bytes,
                                   gssize            length);
gboolean    kh_liar_wait          (KhLiar           *self,
                                   GIOStream        *stream,
                                   guint             milliseconds);
void        kh_liar_reset         (GIOStream        *stream);

/* A certificate of the liar's own, that nobody vouches for; its files are in the folder. */
GTlsCertificate *kh_liar_make_certificate (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* Runs a test that needs TLS. */
void        kh_liar_run_child     (const char       *path);

G_END_DECLS
