/* kh-several-doubles.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-several-lines.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhSeveralDoubles:
 *
 * Looks, one line after the other, whether there is a customer of that name at that address
 * already, and has the line say so. A phone or a business that all of them have from the original
 * is no sign of it.
 */
#define KH_TYPE_SEVERAL_DOUBLES (kh_several_doubles_get_type ())
G_DECLARE_FINAL_TYPE (KhSeveralDoubles, kh_several_doubles, KH, SEVERAL_DOUBLES, GObject)

KhSeveralDoubles *kh_several_doubles_new      (KhStore          *store,
                                               KhSeveralLines   *lines) G_GNUC_WARN_UNUSED_RESULT;
/* @copy: what all of them are but for their lines; @original: who is never a double. */
void              kh_several_doubles_set_copy (KhSeveralDoubles *self,
                                               KhCustomer       *copy,
                                               gint64            original);
/* Whoever asked needs no answer any more. */
void              kh_several_doubles_stop     (KhSeveralDoubles *self);

G_END_DECLS
