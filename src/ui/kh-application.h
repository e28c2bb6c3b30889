/* kh-application.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhApplication:
 *
 * The program: its options, the records it opens, and its window. It shows the window at
 * once and opens the records meanwhile.
 */
#define KH_TYPE_APPLICATION (kh_application_get_type ())
G_DECLARE_FINAL_TYPE (KhApplication, kh_application, KH, APPLICATION, GtkApplication)

/* @station_program: where keyholder-station is, for the demo. */
KhApplication *kh_application_new (const char *station_program);

G_END_DECLS
