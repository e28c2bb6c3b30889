/* kh-ui-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-ui-test.h"

#include "kh-style.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>
#include <time.h>

/* Without a window manager nobody hands the focus on when a window goes away. */
#define FOCUS_HELP_AFTER (300 * G_TIME_SPAN_MILLISECOND)

#define WATCHDOG_PERIOD_MS 2

void
kh_ui_test_init (int    *argc,
                 char ***argv)
{
  /* A keyring would be started by the bus, and ask for its password; so there is none. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_unsetenv ("SECRET_BACKEND");
  gtk_test_init (argc, argv);
  kh_style_install (gdk_display_get_default ());
  g_object_set (gtk_settings_get_default (),
                "gtk-cursor-blink", FALSE,
                "gtk-enable-animations", FALSE,
                "gtk-theme-name", "Adwaita",
                NULL);
}

void
kh_ui_step (gint64      end,
            const char *place,
            const char *awaited)
{
  if (g_main_context_iteration (NULL, FALSE))
    return;
  if (g_get_monotonic_time () > end)
    {
      GListModel *windows = gtk_window_get_toplevels ();

      for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
        {
          g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
          g_autofree char *texts = kh_ui_dump (window);

          g_test_message ("Window %u:\n%s", i, texts);
        }
      g_error ("%s: waited in vain for %s", place, awaited);
    }
  g_usleep (500);
}

void
kh_ui_linger (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

void
kh_ui_settle (GtkWindow *window)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND;

  while (g_main_context_iteration (NULL, FALSE) && g_get_monotonic_time () < end)
    ;
  gtk_widget_queue_draw (GTK_WIDGET (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

/* Keys */

static Display *
get_display (void)
{
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
}

static void
send_key (guint keysym,
          Bool  down)
{
  KeyCode code = XKeysymToKeycode (get_display (), keysym);

  if (code == 0)
    g_error ("There is no key for %s on this keyboard", gdk_keyval_name (keysym));
  XTestFakeKeyEvent (get_display (), code, down, 0);
}

static void
send_modifiers (GdkModifierType modifiers,
                Bool            down)
{
  static const struct {
    GdkModifierType modifier;
    guint keyval;
  } keys[] = {
    { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
    { GDK_CONTROL_MASK, GDK_KEY_Control_L },
    { GDK_ALT_MASK, GDK_KEY_Alt_L },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((modifiers & keys[i].modifier) != 0)
      send_key (keys[i].keyval, down);
}

static gboolean
needs_shift (guint keysym)
{
  KeyCode code = XKeysymToKeycode (get_display (), keysym);

  return code != 0 && XkbKeycodeToKeysym (get_display (), code, 0, 0) != keysym &&
         XkbKeycodeToKeysym (get_display (), code, 0, 1) == keysym;
}

void
kh_ui_press (guint           keyval,
             GdkModifierType modifiers)
{
  if (needs_shift (keyval))
    modifiers |= GDK_SHIFT_MASK;

  send_modifiers (modifiers, True);
  send_key (keyval, True);
  send_key (keyval, False);
  send_modifiers (modifiers, False);
  XSync (get_display (), False);
}

void
kh_ui_press_history (gboolean back)
{
  const guint tabs_between = 5;

  for (guint i = 0; i < tabs_between; i++)
    kh_ui_press (back ? GDK_KEY_Page_Up : GDK_KEY_Page_Down, GDK_CONTROL_MASK);
}

void
kh_ui_type (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    kh_ui_press (*c == '\n' ? GDK_KEY_Return : gdk_unicode_to_keyval (g_utf8_get_char (c)), 0);
}

void
kh_ui_press_focus (GtkWindow       *window,
                   guint            keyval,
                   GdkModifierType  modifiers)
{
  GtkWidget *before = gtk_window_get_focus (window);

  kh_ui_press (keyval, modifiers);
  KH_UI_WAIT (gtk_window_get_focus (window) != before);
}

static gboolean
has_focus_in (GtkWindow *window,
              GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
kh_ui_wait_focus (GtkWindow *window,
                  GtkWidget *widget)
{
  KH_UI_WAIT (has_focus_in (window, widget));
}

static GtkWindow *
get_window (GtkWidget *widget)
{
  return GTK_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW));
}

/* The window gets it from X, so a key sent too early would go to another one. */
static void
focus (GtkWidget *widget)
{
  GtkWindow *window = get_window (widget);

  g_assert_nonnull (window);
  kh_ui_wait_active (window);
  KH_UI_WAIT (gtk_widget_is_sensitive (widget) && gtk_widget_get_mapped (widget));
  gtk_widget_grab_focus (widget);
  kh_ui_wait_focus (window, widget);
}

void
kh_ui_fill (GtkWidget  *field,
            const char *text)
{
  GtkWidget *input = kh_ui_find_type (field, GTK_TYPE_TEXT);

  if (input == NULL)
    input = kh_ui_find_type (field, GTK_TYPE_TEXT_VIEW);
  g_assert_nonnull (input);
  focus (input);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  if (*text == '\0')
    kh_ui_press (GDK_KEY_BackSpace, 0);
  kh_ui_type (text);
  if (GTK_IS_EDITABLE (input))
    KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (input)), text));
}

/* Windows */

void
kh_ui_hand_focus (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  if (surface == NULL || !gdk_surface_get_mapped (surface))
    return;
  XSetInputFocus (get_display (), gdk_x11_surface_get_xid (surface), RevertToParent, CurrentTime);
  XSync (get_display (), False);
}

void
kh_ui_wait_active (GtkWindow *window)
{
  gint64 help = g_get_monotonic_time () + FOCUS_HELP_AFTER;
  gint64 end = g_get_monotonic_time () + KH_UI_PATIENCE;

  while (!gtk_window_is_active (window))
    {
      kh_ui_step (end, G_STRLOC, "the window to be active");
      if (g_get_monotonic_time () < help)
        continue;
      kh_ui_hand_focus (window);
      help = g_get_monotonic_time () + FOCUS_HELP_AFTER;
    }
}

GtkWindow *
kh_ui_find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return window;
    }

  return NULL;
}

static GtkWindow *
await_window (const char *title,
              gint64      end)
{
  GtkWindow *window;
  g_autofree char *awaited = g_strdup_printf ("a window titled “%s”", title);

  while ((window = kh_ui_find_window (title)) == NULL)
    kh_ui_step (end, G_STRLOC, awaited);

  return window;
}

GtkWindow *
kh_ui_wait_window (const char *title)
{
  GtkWindow *window = await_window (title, g_get_monotonic_time () + KH_UI_PATIENCE);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  kh_ui_wait_active (window);

  return window;
}

void
kh_ui_wait_no_window (const char *title)
{
  KH_UI_WAIT (kh_ui_find_window (title) == NULL);
}

/* Pictures */

void
kh_ui_set_dark (gboolean dark)
{
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
}

/* NULL while the window waits to be drawn, as after a change of its style. */
static GskRenderNode *
take_node (GtkNative       *native,
           graphene_rect_t *area)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (native));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);

  graphene_rect_init (area, 0, 0, (float) width, (float) height);
  gdk_paintable_snapshot (paintable, snapshot, width, height);

  return gtk_snapshot_to_node (snapshot);
}

void
kh_ui_save_picture (GtkNative  *native,
                    const char *path)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t area;

  KH_UI_WAIT ((node = take_node (native, &area)) != NULL);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node, &area);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
kh_ui_screenshot (GtkWindow  *window,
                  const char *name)
{
  const char *folder = g_getenv ("KH_SCREENSHOTS");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  path = g_build_filename (folder, file, NULL);
  kh_ui_settle (window);
  kh_ui_save_picture (GTK_NATIVE (window), path);
}

/* Light and dark. */
void
kh_ui_screenshots (GtkWindow  *window,
                   const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  if (g_getenv ("KH_SCREENSHOTS") == NULL)
    return;
  kh_ui_screenshot (window, name);
  kh_ui_set_dark (TRUE);
  kh_ui_screenshot (window, dark);
  kh_ui_set_dark (FALSE);
}

gint64
kh_ui_get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The watchdog */

struct _KhUiWatchdog
{
  guint source;
  gint64 last;
  gint64 longest;
  gint64 last_work;
  gint64 hardest;
};

static gboolean
on_watchdog_timeout_cb (gpointer data)
{
  KhUiWatchdog *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 work = kh_ui_get_work ();

  self->longest = MAX (self->longest, now - self->last - WATCHDOG_PERIOD_MS * G_TIME_SPAN_MILLISECOND);
  self->hardest = MAX (self->hardest, work - self->last_work);
  self->last = now;
  self->last_work = work;

  return G_SOURCE_CONTINUE;
}

KhUiWatchdog *
kh_ui_watchdog_start (void)
{
  KhUiWatchdog *self = g_new0 (KhUiWatchdog, 1);

  self->last = g_get_monotonic_time ();
  self->last_work = kh_ui_get_work ();
  self->source = g_timeout_add_full (G_PRIORITY_HIGH * 10, WATCHDOG_PERIOD_MS, on_watchdog_timeout_cb, self, NULL);

  return self;
}

gint64
kh_ui_watchdog_get_longest (KhUiWatchdog *self)
{
  gint64 longest;

  on_watchdog_timeout_cb (self);
  longest = self->longest;
  self->longest = 0;

  return longest;
}

gint64
kh_ui_watchdog_get_hardest (KhUiWatchdog *self)
{
  gint64 hardest;

  on_watchdog_timeout_cb (self);
  hardest = self->hardest;
  self->hardest = 0;

  return hardest;
}

void
kh_ui_watchdog_stop (KhUiWatchdog *self)
{
  g_source_remove (self->source);
  g_free (self);
}
