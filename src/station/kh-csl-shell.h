/* kh-csl-shell.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-station.h"

G_BEGIN_DECLS

GBytes   *kh_csl_shell_write        (const KhShell *shell) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *kh_csl_shell_write_agency (KhAgency      *old,
                                     KhAgency      *agency,
                                     const char    *author) G_GNUC_WARN_UNUSED_RESULT;

/* Of the bytes that were sent. */
char     *kh_csl_shell_dup_number   (GBytes        *body) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_csl_shell_find         (GBytes        *body,
                                     const char    *pointer,
                                     KhDatapointId *id);
char     *kh_csl_shell_dup_place    (GBytes        *body,
                                     const char    *pointer) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_csl_shell_reveals      (GBytes        *body,
                                     const char    *text);

G_END_DECLS
