/* kh-event-table.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-event-private.h"

#include <glib/gi18n-lib.h>

/* The common codes of SIA DC-03, and those that stations note by themselves: data only, in
 * the order of the codes. */
const KhEventCode kh_event_codes[] = {
  { "*CH", KH_EVENT_RECORD, N_("Account changed") },
  { "*HA", KH_EVENT_RECORD, N_("Alarm handled") },
  { "*TC", KH_EVENT_TEST, N_("Test cleared") },
  { "*TP", KH_EVENT_TEST, N_("Put on test") },
  { "*TX", KH_EVENT_TEST, N_("Test ended") },
  { "AR", KH_EVENT_RESTORE, N_("AC power restored") },
  { "AT", KH_EVENT_TROUBLE, N_("AC power lost") },
  { "BA", KH_EVENT_ALARM, N_("Burglary alarm") },
  { "BB", KH_EVENT_ACCESS, N_("Burglary zone bypassed") },
  { "BC", KH_EVENT_RESTORE, N_("Burglary alarm cancelled") },
  { "BH", KH_EVENT_RESTORE, N_("Burglary alarm restored") },
  { "BJ", KH_EVENT_RESTORE, N_("Burglary trouble restored") },
  { "BR", KH_EVENT_RESTORE, N_("Burglary zone restored") },
  { "BT", KH_EVENT_TROUBLE, N_("Burglary trouble") },
  { "BU", KH_EVENT_ACCESS, N_("Burglary zone no longer bypassed") },
  { "BV", KH_EVENT_ALARM, N_("Burglary alarm verified") },
  { "CA", KH_EVENT_ACCESS, N_("Closed automatically") },
  { "CF", KH_EVENT_ACCESS, N_("Closed with zones left out") },
  { "CI", KH_EVENT_TROUBLE, N_("Not closed in time") },
  { "CL", KH_EVENT_ACCESS, N_("Closed") },
  { "CP", KH_EVENT_ACCESS, N_("Closed automatically") },
  { "FA", KH_EVENT_ALARM, N_("Fire alarm") },
  { "FB", KH_EVENT_ACCESS, N_("Fire zone bypassed") },
  { "FH", KH_EVENT_RESTORE, N_("Fire alarm restored") },
  { "FJ", KH_EVENT_RESTORE, N_("Fire trouble restored") },
  { "FR", KH_EVENT_RESTORE, N_("Fire zone restored") },
  { "FT", KH_EVENT_TROUBLE, N_("Fire trouble") },
  { "FU", KH_EVENT_ACCESS, N_("Fire zone no longer bypassed") },
  { "GA", KH_EVENT_ALARM, N_("Gas alarm") },
  { "GH", KH_EVENT_RESTORE, N_("Gas alarm restored") },
  { "HA", KH_EVENT_ALARM, N_("Holdup alarm") },
  { "HH", KH_EVENT_RESTORE, N_("Holdup alarm restored") },
  { "KA", KH_EVENT_ALARM, N_("Heat alarm") },
  { "KH", KH_EVENT_RESTORE, N_("Heat alarm restored") },
  { "MA", KH_EVENT_ALARM, N_("Medical alarm") },
  { "MH", KH_EVENT_RESTORE, N_("Medical alarm restored") },
  { "OA", KH_EVENT_ACCESS, N_("Opened automatically") },
  { "OI", KH_EVENT_TROUBLE, N_("Not opened in time") },
  { "OP", KH_EVENT_ACCESS, N_("Opened") },
  { "OR", KH_EVENT_ACCESS, N_("Opened after an alarm") },
  { "PA", KH_EVENT_ALARM, N_("Panic alarm") },
  { "PH", KH_EVENT_RESTORE, N_("Panic alarm restored") },
  { "QA", KH_EVENT_ALARM, N_("Emergency alarm") },
  { "QH", KH_EVENT_RESTORE, N_("Emergency alarm restored") },
  { "RP", KH_EVENT_TEST, N_("Automatic test") },
  { "RX", KH_EVENT_TEST, N_("Test by hand") },
  { "SA", KH_EVENT_ALARM, N_("Sprinkler alarm") },
  { "SH", KH_EVENT_RESTORE, N_("Sprinkler alarm restored") },
  { "TA", KH_EVENT_ALARM, N_("Tamper alarm") },
  { "TE", KH_EVENT_TEST, N_("Test ended at the panel") },
  { "TR", KH_EVENT_RESTORE, N_("Tamper restored") },
  { "TS", KH_EVENT_TEST, N_("Test begun at the panel") },
  { "WA", KH_EVENT_ALARM, N_("Water alarm") },
  { "WH", KH_EVENT_RESTORE, N_("Water alarm restored") },
  { "XR", KH_EVENT_RESTORE, N_("Sensor battery restored") },
  { "XT", KH_EVENT_TROUBLE, N_("Sensor battery low") },
  { "YC", KH_EVENT_TROUBLE, N_("Communication trouble") },
  { "YK", KH_EVENT_RESTORE, N_("Communication restored") },
  { "YR", KH_EVENT_RESTORE, N_("Panel battery restored") },
  { "YT", KH_EVENT_TROUBLE, N_("Panel battery low") },
  { "ZA", KH_EVENT_ALARM, N_("Freeze alarm") },
  { "ZH", KH_EVENT_RESTORE, N_("Freeze alarm restored") },
};

const gsize kh_n_event_codes = G_N_ELEMENTS (kh_event_codes);
