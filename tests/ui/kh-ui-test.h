/* kh-ui-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Drives real windows with real key events, as a person at the keyboard does: what is on the
 * screen is found by the words that can be read there. Whatever is waited for ends the test,
 * and says what it was, when it does not come. */

#define KH_UI_PATIENCE (8 * G_USEC_PER_SEC)

/* Runs the main loop until @condition. */
#define KH_UI_WAIT(condition)                                                           \
  G_STMT_START {                                                                        \
    gint64 kh_ui_end_ = g_get_monotonic_time () + KH_UI_PATIENCE;                       \
    while (!(condition))                                                                \
      kh_ui_step (kh_ui_end_, G_STRLOC, #condition);                                    \
  } G_STMT_END

void       kh_ui_test_init      (int              *argc,
                                 char           ***argv);
void       kh_ui_step           (gint64            end,
                                 const char       *place,
                                 const char       *awaited);
/* Until nothing is left to do and the window is drawn. */
void       kh_ui_settle         (GtkWindow        *window);
/* As long as it lasts: only to see that something does not happen. */
void       kh_ui_linger         (guint             milliseconds);

/* Keys. Those that move the focus are waited for by the calls with "focus" in their name. */
void       kh_ui_press          (guint             keyval,
                                 GdkModifierType   modifiers);
/* From a customer's own first tab to the History, the last, or back from there. */
void       kh_ui_press_history  (gboolean          back);
void       kh_ui_type           (const char       *text);
void       kh_ui_press_focus    (GtkWindow        *window,
                                 guint             keyval,
                                 GdkModifierType   modifiers);
void       kh_ui_wait_focus     (GtkWindow        *window,
                                 GtkWidget        *widget);
/* Gives the focus, selects all and types over it. */
void       kh_ui_fill           (GtkWidget        *field,
                                 const char       *text);

/* Windows */
void       kh_ui_wait_active    (GtkWindow        *window);
/* At once, where it is known that no other window gets it. */
void       kh_ui_hand_focus     (GtkWindow        *window);
GtkWindow *kh_ui_find_window    (const char       *title);
GtkWindow *kh_ui_wait_window    (const char       *title);
void       kh_ui_wait_no_window (const char       *title);

/* What can be seen in @root: a label with that text or, for the call with "part", that
 * contains it; a button by its label or tooltip; a field by the label before it. NULL when it is
 * not there. Mnemonics do not count. */
GtkWidget *kh_ui_find_text      (GtkWidget        *root,
                                 const char       *text);
GtkWidget *kh_ui_find_part      (GtkWidget        *root,
                                 const char       *text);
GtkWidget *kh_ui_find_button    (GtkWidget        *root,
                                 const char       *label);
GtkWidget *kh_ui_find_field     (GtkWidget        *root,
                                 const char       *label);
GtkWidget *kh_ui_find_type      (GtkWidget        *root,
                                 GType             type);
/* The same, waited for. */
GtkWidget *kh_ui_wait_text      (GtkWidget        *root,
                                 const char       *text);
GtkWidget *kh_ui_wait_part      (GtkWidget        *root,
                                 const char       *text);
GtkWidget *kh_ui_wait_button    (GtkWidget        *root,
                                 const char       *label);
GtkWidget *kh_ui_wait_field     (GtkWidget        *root,
                                 const char       *label);
/* Focuses a button that can be pressed and presses it with Space. */
void       kh_ui_click          (GtkWidget        *root,
                                 const char       *label);
/* Chooses in a drop-down by keys. */
void       kh_ui_choose         (GtkWidget        *drop_down,
                                 const char       *item);
/* Every visible text, one a line, to be shown when a test fails. */
char      *kh_ui_dump           (GtkWidget        *root) G_GNUC_WARN_UNUSED_RESULT;
/* A secret is nowhere: in no text that is shown, no tooltip, no title, and no name or description
 * for a screen reader. */
void       kh_ui_expect_untold  (GtkWidget        *root,
                                 const char       *text);

/* Pictures. The first goes to the folder that KH_SCREENSHOTS names, when it does. */
void       kh_ui_set_dark       (gboolean          dark);
void       kh_ui_screenshot     (GtkWindow        *window,
                                 const char       *name);
void       kh_ui_screenshots    (GtkWindow        *window,
                                 const char       *name);
void       kh_ui_save_picture   (GtkNative        *native,
                                 const char       *path);

/* How many microseconds this thread has worked: they do not grow when others use the machine, too. */
gint64     kh_ui_get_work       (void);

/**
 * KhUiWatchdog:
 *
 * Measures how long the main loop was away at the most. Only what happens while a loop runs
 * counts, so its readings are for code that waits with KH_UI_WAIT() all along.
 */
typedef struct _KhUiWatchdog KhUiWatchdog;

KhUiWatchdog *kh_ui_watchdog_start       (void);
/* The longest stall since the start or the last call, in microseconds. */
gint64        kh_ui_watchdog_get_longest (KhUiWatchdog *self);
/* The same, of which only what this thread itself worked counts. */
gint64        kh_ui_watchdog_get_hardest (KhUiWatchdog *self);
void          kh_ui_watchdog_stop        (KhUiWatchdog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhUiWatchdog, kh_ui_watchdog_stop)

G_END_DECLS
