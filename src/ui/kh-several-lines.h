/* kh-several-lines.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-duplicate-lines.h"

G_BEGIN_DECLS

/**
 * KhSeveralLine:
 *
 * A line of #KhSeveralLines as an object.
 *
 * ::changed (): what stands in it, or what is wrong with it, is another.
 */
#define KH_TYPE_SEVERAL_LINE (kh_several_line_get_type ())
G_DECLARE_FINAL_TYPE (KhSeveralLine, kh_several_line, KH, SEVERAL_LINE, GObject)

const KhDuplicateLine *kh_several_line_get          (KhSeveralLine *self);
/* What the customer has where nothing stands in the cell, or NULL for nothing. */
const char            *kh_several_line_get_fallback (KhSeveralLine *self,
                                                     guint          column);

/* What looks like a double and need not be one: another line, or a customer who is there; or NULL. */
const char            *kh_several_line_get_note     (KhSeveralLine *self);

/**
 * KhSeveralLines:
 *
 * The table of Duplicate for several: a #GListModel of #KhSeveralLine, always checked.
 *
 * ::changed (): a line, or how many there are, is another.
 * ::noted (): a line was found to look like a customer who is there.
 */
#define KH_TYPE_SEVERAL_LINES (kh_several_lines_get_type ())
G_DECLARE_FINAL_TYPE (KhSeveralLines, kh_several_lines, KH, SEVERAL_LINES, GObject)

KhSeveralLines *kh_several_lines_new         (void) G_GNUC_WARN_UNUSED_RESULT;

/* The address of lines that have none; NULL for none. */
void            kh_several_lines_set_address (KhSeveralLines  *self,
                                              const char      *address);
/* Adds the lines of a pasted table below those that are there: all of them or none. */
gboolean        kh_several_lines_paste       (KhSeveralLines  *self,
                                              const char      *text,
                                              GError         **error);
/* FALSE when there are as many as can be made in one go. */
gboolean        kh_several_lines_add         (KhSeveralLines  *self);
void            kh_several_lines_remove      (KhSeveralLines  *self,
                                              guint            position);
void            kh_several_lines_set_cells   (KhSeveralLines  *self,
                                              KhSeveralLine   *line,
                                              char           **cells);

/* The first good line of which nobody asked whether it looks like a customer; NULL for none. What
 * is known of it stands until it is corrected. */
KhSeveralLine  *kh_several_lines_find_unknown (KhSeveralLines *self);
void            kh_several_lines_mark_asked  (KhSeveralLines  *self,
                                              KhSeveralLine   *line);
void            kh_several_lines_set_known   (KhSeveralLines  *self,
                                              KhSeveralLine   *line,
                                              const char      *text);

GPtrArray      *kh_several_lines_get_lines   (KhSeveralLines  *self);
guint           kh_several_lines_count       (KhSeveralLines  *self,
                                              guint           *n_bad,
                                              guint           *n_noted);
/* The first that is wrong; GTK_INVALID_LIST_POSITION, which is G_MAXUINT, for none. */
guint           kh_several_lines_find_bad    (KhSeveralLines  *self);
guint           kh_several_lines_find        (KhSeveralLines  *self,
                                              KhSeveralLine   *line);

G_END_DECLS
