/* kh-postal-reader.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-postal-place.h"

G_BEGIN_DECLS

/* How many lines that cannot be read are named, out of however many there are. */
#define KH_POSTAL_READER_NAMED 8

/**
 * KhPostalReader:
 *
 * Reads a postal file, a piece at a time: lines of cells with tabulators between them, as GeoNames
 * gives them away. What it has of other countries, and of places in no state, is left out; a line
 * that cannot be read is counted.
 */
#define KH_TYPE_POSTAL_READER (kh_postal_reader_get_type ())
G_DECLARE_FINAL_TYPE (KhPostalReader, kh_postal_reader, KH, POSTAL_READER, GObject)

KhPostalReader      *kh_postal_reader_open       (const char      *path,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;

const KhPostalPlace *kh_postal_reader_next       (KhPostalReader  *self,
                                                  const char     **zip,
                                                  GError         **error);
gboolean             kh_postal_reader_check      (KhPostalReader  *self,
                                                  GError         **error);
guint                kh_postal_reader_get_n_left_out (KhPostalReader *self);

G_END_DECLS
