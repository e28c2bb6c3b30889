/* main.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-application.h"
#include "kh-cipher.h"
#include "kh-setup-command.h"
#include "kh-transfer-command.h"
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

/* What works without a display: the first of its options says which. */
typedef struct {
  const char *option;
  int (*run) (GVariantDict *options);
} Command;

static char *
dup_folder (GVariantDict *options)
{
  g_autoptr (GVariant) data_dir = g_variant_dict_lookup_value (options, "data-dir", G_VARIANT_TYPE_BYTESTRING);
  g_autoptr (GFile) place = NULL;

  if (data_dir == NULL)
    return g_build_filename (g_get_user_data_dir (), "keyholder", NULL);
  place = g_file_new_for_commandline_arg (g_variant_get_bytestring (data_dir));

  return g_file_get_path (place);
}

static char *
dup_file (GVariantDict *options,
          const char   *option)
{
  g_autoptr (GVariant) file = g_variant_dict_lookup_value (options, option, G_VARIANT_TYPE_BYTESTRING);

  return file == NULL ? NULL : g_strdup (g_variant_get_bytestring (file));
}

static const char *
get_as (GVariantDict *options)
{
  const char *as = NULL;

  g_variant_dict_lookup (options, "as", "&s", &as);

  return as;
}

static int
set_up (GVariantDict *options)
{
  g_autofree char *file = dup_file (options, "setup");
  g_autofree char *folder = dup_folder (options);

  return kh_setup_command_run (file, folder, get_as (options));
}

static int
import (GVariantDict *options)
{
  g_autofree char *file = dup_file (options, "import");
  g_autofree char *mapping = dup_file (options, "mapping");
  g_autofree char *folder = dup_folder (options);

  return kh_transfer_command_import (file, folder, get_as (options), mapping,
                                     g_variant_dict_contains (options, "dry-run"));
}

static int
export (GVariantDict *options)
{
  g_autofree char *file = dup_file (options, "export");
  g_autofree char *folder = dup_folder (options);

  return kh_transfer_command_export (file, folder, get_as (options));
}

static const Command commands[] = {
  { "verify-history", kh_verify_history },
  { "setup", set_up },
  { "import", import },
  { "export", export },
};

/* What says more about something else means nothing alone. */
static const struct {
  const char *option;
  const char *wanted[4];
  const char *message;
} companions[] = {
  { "history-head", { "verify-history", NULL }, N_("keyholder: --history-head goes with --verify-history.") },
  { "dry-run", { "import", NULL }, N_("keyholder: --dry-run only goes with --import FILE.") },
  { "mapping", { "import", NULL }, N_("keyholder: --mapping only goes with --import FILE.") },
  { "as", { "setup", "import", "export", NULL }, N_("keyholder: --as only goes with --setup FILE, --import FILE or --export FILE.") },
};

static const char *
find_fault (GVariantDict *options)
{
  guint n_commands = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    n_commands += g_variant_dict_contains (options, commands[i].option) ? 1 : 0;
  if (g_variant_dict_contains (options, "demo") && g_variant_dict_contains (options, "data-dir"))
    return _("keyholder: --demo has a folder of its own; leave --data-dir out.");
  if (g_variant_dict_contains (options, "demo") && g_variant_dict_contains (options, "setup"))
    return _("keyholder: --demo sets itself up; leave --setup out.");
  if (g_variant_dict_contains (options, "demo") && n_commands > 0)
    return _("keyholder: --demo forgets its records at the end; leave it out.");
  if (n_commands > 1)
    return _("keyholder: do one after the other: --verify-history, --setup, --import or --export.");
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      gboolean there = FALSE;

      for (guint j = 0; companions[i].wanted[j] != NULL; j++)
        there = there || g_variant_dict_contains (options, companions[i].wanted[j]);
      if (!there && g_variant_dict_contains (options, companions[i].option))
        return _(companions[i].message);
    }

  return NULL;
}

/* Before there is a display, so that these also work without one. */
static int
on_application_handle_local_options_cb (GApplication *application G_GNUC_UNUSED,
                                        GVariantDict *options)
{
  const char *fault;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("keyholder %s\n", KH_VERSION);
      return EXIT_SUCCESS;
    }
  fault = find_fault (options);
  if (fault != NULL)
    {
      g_printerr ("%s\n", fault);
      return EXIT_FAILURE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_variant_dict_contains (options, commands[i].option))
      return commands[i].run (options);

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
