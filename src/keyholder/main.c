/* main.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder"

#include "config.h"

#include "kh-application.h"
#include "kh-cipher.h"
#include "kh-setup-command.h"
#include "kh-verify.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define STATION_PROGRAM "keyholder-station"

/* Before any thread starts, for the environment is read without a lock. */
static void
guard_environment (void)
{
  /* GnuTLS would write the connections' secrets to a file, or weaken them. */
  g_unsetenv ("SSLKEYLOGFILE");
  g_unsetenv ("G_TLS_GNUTLS_PRIORITY");
#ifndef KH_DEBUG_BUILD
  /* GTK's inspector shows what every widget holds. */
  if (g_getenv ("GTK_DEBUG") != NULL && strstr (g_getenv ("GTK_DEBUG"), "interactive") != NULL)
    g_unsetenv ("GTK_DEBUG");
#endif
  /* Records and exports are nobody else's to read. */
  umask (077);
}

/* What is in memory stays there: a crash leaves no picture of it on the disk, and no other
 * program of the same login looks in. A build for debugging is to be looked into. */
static void
guard_memory (void)
{
#ifndef KH_DEBUG_BUILD
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

/* libsecret starts libgcrypt in its own way unless that is done already, and neither may be done
 * beside other threads. What fails here is said again, to whoever wants to see a passcode. */
static void
start_cipher (void)
{
  g_autoptr (GError) error = NULL;

  if (!kh_cipher_init (&error))
    g_debug ("%s", error->message);
}

static void
set_language (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, KH_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Beside this program once installed, and in its own folder where it was built. */
static char *
find_station_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self == NULL ? NULL : g_path_get_dirname (self);
  g_autofree char *beside = NULL;

  if (folder == NULL)
    return g_strdup (STATION_PROGRAM);
  beside = g_build_filename (folder, STATION_PROGRAM, NULL);
  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);

  return g_build_filename (folder, "..", STATION_PROGRAM, STATION_PROGRAM, NULL);
}

static int
set_up (GVariantDict *options)
{
  g_autoptr (GVariant) file = g_variant_dict_lookup_value (options, "setup", G_VARIANT_TYPE_BYTESTRING);
  g_autoptr (GVariant) data_dir = g_variant_dict_lookup_value (options, "data-dir", G_VARIANT_TYPE_BYTESTRING);
  g_autofree char *folder = NULL;
  const char *as = NULL;

  if (data_dir != NULL)
    {
      g_autoptr (GFile) place = g_file_new_for_commandline_arg (g_variant_get_bytestring (data_dir));

      folder = g_file_get_path (place);
    }
  else
    folder = g_build_filename (g_get_user_data_dir (), "keyholder", NULL);
  g_variant_dict_lookup (options, "as", "&s", &as);

  return kh_setup_command_run (g_variant_get_bytestring (file), folder, as);
}

/* Before there is a display, so that these also work without one. */
static int
on_application_handle_local_options_cb (GApplication *application G_GNUC_UNUSED,
                                        GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("keyholder %s\n", KH_VERSION);
      return EXIT_SUCCESS;
    }
  if (g_variant_dict_contains (options, "demo") && g_variant_dict_contains (options, "data-dir"))
    {
      g_printerr ("%s\n", _("keyholder: --demo has a folder of its own; leave --data-dir out."));
      return EXIT_FAILURE;
    }
  if (g_variant_dict_contains (options, "verify-history"))
    return kh_verify_history (options);
  if (g_variant_dict_contains (options, "history-head"))
    {
      g_printerr ("%s\n", _("keyholder: --history-head goes with --verify-history."));
      return EXIT_FAILURE;
    }
  if (g_variant_dict_contains (options, "setup") && g_variant_dict_contains (options, "demo"))
    {
      g_printerr ("%s\n", _("keyholder: --demo sets itself up; leave --setup out."));
      return EXIT_FAILURE;
    }
  if (g_variant_dict_contains (options, "setup"))
    return set_up (options);
  if (g_variant_dict_contains (options, "as"))
    {
      g_printerr ("%s\n", _("keyholder: --as only goes with --setup FILE."));
      return EXIT_FAILURE;
    }

  return -1;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *station_program = NULL;
  g_autoptr (KhApplication) application = NULL;

  guard_environment ();
  guard_memory ();
  start_cipher ();
  set_language ();
  station_program = find_station_program ();
  application = kh_application_new (station_program);
  g_signal_connect (application, "handle-local-options",
                    G_CALLBACK (on_application_handle_local_options_cb), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
