/* main.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-station.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* What sysexits.h calls usage; anything else that goes wrong is 1. */
#define EXIT_USAGE 64

typedef struct {
  char *listen;
  char *profile;
  char *name;
  char *dealer;
  char *accounts;
  char *data;
  char *token_file;
  char *tls_cert;
  char *tls_key;
  char *log;
  char **faults;
  gint64 clock;
  char **blocks;
  char **reviews;
  gboolean version;
} Options;

static const char description[] =
  "Faults: KIND[:ARGUMENT]@RESOURCE[*COUNT][+SKIP], COUNT times after SKIP requests.\n"
  "  Kinds: delay:MS, drop, drop-after, status:CODE[:SECONDS], problem:TYPE[:SECONDS|:POINTER],\n"
  "    stale, locked[:SECONDS], truncated[:chunked], garbage[:json], nested[:LEVELS],\n"
  "    huge[:MIB], liar[:negative], latin1, drip[:MS], redirect[:URL], pending, touch, no-etag[:weak],\n"
  "    other[:number]\n"
  "  Resources: ping, capabilities, lookup, account, changes, dry-run, change, reference,\n"
  "    tests, test, events, create, blocks, reserve, agencies, codes, any\n"
  "\n"
  "The token file has a token of 8 to 200 characters, a blank and a dealer's code on each line;\n"
  "# begins a comment.\n"
  "The accounts file is a JSON array of accounts, or CSV whose first line names the columns, such as\n"
  "  number,receiver,dealer,first,last,line1,city,state,zip,phone,email\n"
  "with phone numbers like +18015550142; it is read only when there are no accounts yet.\n"
  "\n"
  "A browser on this machine finds the operator's page at /operator: it shows the accounts, edits\n"
  "them by hand, and decides on the changes that wait. Blocks and reviews are kept with the accounts.\n";

static void
options_clear (Options *self)
{
  g_free (self->listen);
  g_free (self->profile);
  g_free (self->name);
  g_free (self->dealer);
  g_free (self->accounts);
  g_free (self->data);
  g_free (self->token_file);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_free (self->log);
  g_strfreev (self->faults);
  g_strfreev (self->blocks);
  g_strfreev (self->reviews);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_options (Options   *self,
              int       *argc,
              char    ***argv,
              GError   **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen,
      "Where to listen (127.0.0.1:0; port 0 picks one)", "HOST:PORT" },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &self->profile,
      "Whose habits it has (generic)", "bold|adt|generic" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, "The station's name", "NAME" },
    { "dealer", 0, 0, G_OPTION_ARG_STRING, &self->dealer,
      "The dealer of accounts that name none", "CODE" },
    { "accounts", 0, 0, G_OPTION_ARG_FILENAME, &self->accounts, "Accounts to begin with", "FILE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data,
      "Where the accounts are kept (without it, in memory)", "FILE" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &self->token_file,
      "The dealers' tokens (without it, one is made and shown)", "FILE" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_cert, "The certificate for https", "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_key, "Its private key", "FILE" },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &self->log, "Where requests are logged", "FILE" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->faults,
      "Misbehave; may be given several times", "SPEC" },
    { "clock", 0, 0, G_OPTION_ARG_INT64, &self->clock,
      "How far its clock is ahead (of the machine's, or behind it)", "SECONDS" },
    { "number-block", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->blocks,
      "Hand out the dealer's account numbers; may be given several times", "BEGIN:END[:RECEIVER[:two-way]]" },
    { "review", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->reviews,
      "Let the operator approve changes of it; may be given several times", "PATH|ACCOUNT" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Show the version and end", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("— a monitoring company to try with");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                   "What is \"%s\"?", (*argv)[1]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_options (const Options       *self,
               KhReferenceProfile  *profile,
               GError             **error)
{
  *profile = KH_REFERENCE_GENERIC;
  if (self->profile != NULL && !kh_reference_profile_from_string (self->profile, profile))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There is no profile \"%s\", only bold, adt and generic.", self->profile);
      return FALSE;
    }
  if ((self->tls_cert == NULL) != (self->tls_key == NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "--tls-cert and --tls-key go together.");
      return FALSE;
    }
  if (self->dealer != NULL
      && !g_regex_match_simple ("^[A-Za-z0-9_-]{1,32}$", self->dealer, G_REGEX_DOLLAR_ENDONLY, 0))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "A dealer's code is 1 to 32 letters, digits, hyphens and underscores.");
      return FALSE;
    }
  return TRUE;
}

static const char *
get_dealer (const Options *self)
{
  return self->dealer != NULL ? self->dealer : "DEALER";
}

static gboolean
add_tokens (KhReferenceStation  *station,
            const Options       *options,
            GError             **error)
{
  const char *dealer = get_dealer (options);
  g_autofree char *token = NULL;

  if (options->token_file != NULL)
    return kh_reference_station_read_tokens (station, options->token_file, error);
  token = g_uuid_string_random ();
  kh_reference_station_add_token (station, token, dealer);
  g_printerr ("There is no --token-file. The token of dealer %s for this run is %s\n", dealer, token);
  return TRUE;
}

static gboolean
load_accounts (KhReferenceStation  *station,
               const Options       *options,
               GError             **error)
{
  gboolean loaded;

  if (options->accounts == NULL)
    return TRUE;
  if (!kh_reference_station_load_file (station, options->accounts, options->dealer, &loaded, error))
    {
      g_prefix_error (error, "%s was not loaded.\n", options->accounts);
      return FALSE;
    }
  if (!loaded)
    g_printerr ("There are accounts already; %s was left aside.\n", options->accounts);
  return TRUE;
}

static gboolean
add_faults (KhReferenceStation  *station,
            const Options       *options,
            GError             **error)
{
  for (guint i = 0; options->faults != NULL && options->faults[i] != NULL; i++)
    if (!kh_reference_station_add_fault (station, options->faults[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_rules (KhReferenceStation  *station,
           const Options       *options,
           GError             **error)
{
  for (guint i = 0; options->blocks != NULL && options->blocks[i] != NULL; i++)
    if (!kh_reference_station_add_block (station, get_dealer (options), options->blocks[i], error))
      return FALSE;
  for (guint i = 0; options->reviews != NULL && options->reviews[i] != NULL; i++)
    if (!kh_reference_station_add_review (station, options->reviews[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
begin_to_listen (KhReferenceStation  *station,
                 const Options       *options,
                 GError             **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (options->tls_cert != NULL)
    {
      certificate = g_tls_certificate_new_from_files (options->tls_cert, options->tls_key, error);
      if (certificate == NULL)
        {
          g_prefix_error (error, "The certificate cannot be used: ");
          return FALSE;
        }
    }
  return kh_reference_station_listen (station,
                                      options->listen != NULL ? options->listen : "127.0.0.1:0",
                                      certificate, error);
}

static KhReferenceStation *
start_station (const Options  *options,
               GError        **error)
{
  g_autoptr (KhReferenceStation) station = NULL;
  KhReferenceProfile profile;

  if (!check_options (options, &profile, error))
    return NULL;
  station = kh_reference_station_new (profile,
                                      options->name != NULL ? options->name : "Reference Station",
                                      options->data, error);
  if (station != NULL)
    kh_reference_station_set_clock (station, options->clock);
  if (station == NULL || !add_faults (station, options, error)
      || !load_accounts (station, options, error) || !add_rules (station, options, error)
      || (options->log != NULL && !kh_reference_station_open_log (station, options->log, error))
      || !begin_to_listen (station, options, error) || !add_tokens (station, options, error))
    return NULL;
  return g_steal_pointer (&station);
}

static gboolean
on_signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
serve (KhReferenceStation *station)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, on_signal_cb, loop);

  g_print ("listening on %s\n", kh_reference_station_get_url (station));
  fflush (stdout);
  g_main_loop_run (loop);
  g_source_remove (terminate);
  g_source_remove (interrupt);
  kh_reference_station_stop (station);
}

int
main (int    argc,
      char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhReferenceStation) station = NULL;

  /* GnuTLS would write the connections' secrets to a file, or weaken them. */
  g_unsetenv ("SSLKEYLOGFILE");
  g_unsetenv ("G_TLS_GNUTLS_PRIORITY");
  setlocale (LC_ALL, "");
  g_set_prgname ("keyholder-station");
  if (!read_options (&options, &argc, &argv, &error))
    {
      g_printerr ("keyholder-station: %s\nTry keyholder-station --help.\n", error->message);
      return EXIT_USAGE;
    }
  if (options.version)
    {
      g_print ("keyholder-station %s\n", KH_VERSION);
      return EXIT_SUCCESS;
    }
  station = start_station (&options, &error);
  if (station == NULL)
    {
      g_printerr ("keyholder-station: %s\n", error->message);
      return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILURE;
    }
  serve (station);
  return EXIT_SUCCESS;
}
