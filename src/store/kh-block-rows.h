/* kh-block-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-given-number.h"
#include "kh-number-block.h"

G_BEGIN_DECLS

/* The office's own blocks of account numbers, on the thread that owns the connection. */
GPtrArray     *kh_block_rows_list    (KhConnection   *connection,
                                      gint64          company,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       kh_block_rows_add     (KhConnection   *connection,
                                      gint64          company,
                                      KhNumberBlock  *block,
                                      GError        **error);
gboolean       kh_block_rows_disable (KhConnection   *connection,
                                      gint64          id,
                                      char          **name,
                                      GError        **error);
KhGivenNumber *kh_block_rows_take    (KhConnection   *connection,
                                      gint64          id,
                                      const char     *author,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
