/* kh-demo-process.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-demo-process.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>

#define LISTENING "listening on "
#define SCHEME "http://"

struct _KhDemoProcess
{
  GSubprocess *process;
  GDataInputStream *output;
  char *address;
};

/* Runs in the child between fork and exec: a demo that is killed takes its stations along. */
static void
die_with_parent (gpointer data G_GNUC_UNUSED)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static const char *
get_profile (const KhDemoCompany *company)
{
  return company->monitor_type == KH_MONITOR_ADT ? "adt" : "bold";
}

static GPtrArray *
make_arguments (const char          *program,
                const char          *folder,
                guint                index,
                const KhDemoCompany *company,
                const char          *address)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (program));
  g_ptr_array_add (arguments, g_strconcat ("--listen=", address != NULL ? address + strlen (SCHEME) : "127.0.0.1:0", NULL));
  g_ptr_array_add (arguments, g_strdup_printf ("--profile=%s", get_profile (company)));
  g_ptr_array_add (arguments, g_strdup_printf ("--name=%s", company->name));
  g_ptr_array_add (arguments, g_strdup ("--dealer=" KH_DEMO_DEALER));
  g_ptr_array_add (arguments, g_strdup_printf ("--token-file=%s/station-tokens", folder));
  g_ptr_array_add (arguments, g_strdup_printf ("--data=%s/station-%u.db", folder, index));
  g_ptr_array_add (arguments, g_strdup_printf ("--log=%s/station-%u.log", folder, index));
  /* It keeps what it was given. */
  if (address == NULL)
    {
      g_ptr_array_add (arguments, g_strdup_printf ("--accounts=%s/station-%u-accounts.json", folder, index));
      /* One with room, and one near its end. */
      g_ptr_array_add (arguments, g_strdup ("--number-block=80000:80999:1"));
      g_ptr_array_add (arguments, g_strdup ("--number-block=TW-101:TW-105:2:two-way"));
    }
  g_ptr_array_add (arguments, NULL);

  return arguments;
}

static void
on_line_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhDemoProcess *self = g_task_get_task_data (task);
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL || !g_str_has_prefix (line, LISTENING))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _("A monitoring company of the demo did not start. Start the demo again."));
      return;
    }
  self->address = g_strdup (line + strlen (LISTENING));
  g_task_return_boolean (task, TRUE);
}

void
kh_demo_process_start_async (const char          *program,
                             const char          *folder,
                             guint                index,
                             const KhDemoCompany *company,
                             const char          *address,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GPtrArray) arguments = make_arguments (program, folder, index, company, address);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  KhDemoProcess *self = g_new0 (KhDemoProcess, 1);
  GError *error = NULL;

  g_task_set_name (task, "kh_demo_process_start");
  g_task_set_task_data (task, self, (GDestroyNotify) kh_demo_process_free);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  if (self->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, on_line_read_cb, g_steal_pointer (&task));
}

KhDemoProcess *
kh_demo_process_start_finish (GAsyncResult  *result,
                              GError       **error)
{
  KhDemoProcess *kept = g_task_get_task_data (G_TASK (result));
  KhDemoProcess *self;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  /* What the task held is the caller's from here. */
  self = g_new0 (KhDemoProcess, 1);
  *self = *kept;
  *kept = (KhDemoProcess) { 0 };

  return self;
}

const char *
kh_demo_process_get_address (KhDemoProcess *self)
{
  return self != NULL ? self->address : NULL;
}

void
kh_demo_process_free (KhDemoProcess *self)
{
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
  g_clear_object (&self->output);
  g_free (self->address);
  g_free (self);
}

void
kh_demo_process_stop (KhDemoProcess *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  kh_demo_process_free (self);
}
