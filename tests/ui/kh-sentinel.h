/* kh-sentinel.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-datapoint.h"

G_BEGIN_DECLS

/**
 * KhSentinel:
 *
 * Looks for secrets where they must not stand. Each secret of a test is a marker: a text like no
 * other. A marker is found as it is, in either case, as UTF-16, and as base64, hexadecimal digits,
 * percent signs or JSON's escapes make it; the checks end the test and name the secret, the form and
 * the place.
 */
typedef struct _KhSentinel KhSentinel;

KhSentinel *kh_sentinel_new            (void);
void        kh_sentinel_free           (KhSentinel         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSentinel, kh_sentinel_free)

/* A value for a sealed datapoint, as its limits allow; another one for another @seed. */
char       *kh_sentinel_make           (KhDatapointId       id,
                                        guint               seed) G_GNUC_WARN_UNUSED_RESULT;
void        kh_sentinel_add            (KhSentinel         *self,
                                        const char         *name,
                                        const char         *text);
void        kh_sentinel_add_bytes      (KhSentinel         *self,
                                        const char         *name,
                                        const guint8       *bytes,
                                        gsize               length);
/* Somebody typed it where it shows, or has it revealed: windows may have it, nothing else. NULL:
 * not any more. */
void        kh_sentinel_allow          (KhSentinel         *self,
                                        const char         *text);

/* "the passcode, in base64", or NULL. */
char       *kh_sentinel_find           (KhSentinel         *self,
                                        const void         *data,
                                        gsize               length) G_GNUC_WARN_UNUSED_RESULT;
/* The same in everything that any window says, shown or not, to the eye or to a screen reader. */
char       *kh_sentinel_find_in_window (KhSentinel         *self,
                                        GtkWidget          *widget) G_GNUC_WARN_UNUSED_RESULT;

void        kh_sentinel_check          (KhSentinel         *self,
                                        const char         *place,
                                        const void         *data,
                                        gsize               length);
void        kh_sentinel_check_windows  (KhSentinel         *self,
                                        const char         *when);
/* @spared: (nullable): names of files that may have them. The result is how many were read. */
guint       kh_sentinel_check_folder   (KhSentinel         *self,
                                        const char         *folder,
                                        const char * const *spared);

/* From here on every field of every message of the log is kept, and can be checked. */
void        kh_sentinel_listen         (void);
void        kh_sentinel_check_log      (KhSentinel         *self,
                                        const char         *awaited);

G_END_DECLS
