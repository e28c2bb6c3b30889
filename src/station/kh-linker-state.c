/* kh-linker-state.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-linker-private.h"

#define TO(state) (1u << (state))

/* Where each state may lead. A Link that is given up while nobody waits for a station
 * goes back to idle; one that is given up while somebody does has failed. */
static const guint legal_states[KH_N_LINKER_STATES] = {
  [KH_LINKER_IDLE] = TO (KH_LINKER_LOOKING_UP),
  [KH_LINKER_LOOKING_UP] = TO (KH_LINKER_NOT_FOUND) | TO (KH_LINKER_SEVERAL) | TO (KH_LINKER_READING)
                           | TO (KH_LINKER_LINKED) | TO (KH_LINKER_FAILED),
  [KH_LINKER_NOT_FOUND] = TO (KH_LINKER_LOOKING_UP) | TO (KH_LINKER_IDLE),
  [KH_LINKER_SEVERAL] = TO (KH_LINKER_LOOKING_UP) | TO (KH_LINKER_READING) | TO (KH_LINKER_IDLE),
  [KH_LINKER_READING] = TO (KH_LINKER_COMPARED) | TO (KH_LINKER_FAILED),
  [KH_LINKER_COMPARED] = TO (KH_LINKER_LOOKING_UP) | TO (KH_LINKER_READING_AGAIN) | TO (KH_LINKER_IDLE),
  [KH_LINKER_READING_AGAIN] = TO (KH_LINKER_COMPARED) | TO (KH_LINKER_TRYING) | TO (KH_LINKER_RECORDING)
                              | TO (KH_LINKER_FAILED),
  [KH_LINKER_TRYING] = TO (KH_LINKER_WRITING) | TO (KH_LINKER_READING) | TO (KH_LINKER_FAILED),
  [KH_LINKER_WRITING] = TO (KH_LINKER_REFERRING) | TO (KH_LINKER_READING) | TO (KH_LINKER_READING_AGAIN)
                        | TO (KH_LINKER_FAILED),
  [KH_LINKER_REFERRING] = TO (KH_LINKER_RECORDING) | TO (KH_LINKER_FAILED),
  [KH_LINKER_RECORDING] = TO (KH_LINKER_LINKED) | TO (KH_LINKER_READING_AGAIN) | TO (KH_LINKER_FAILED),
  [KH_LINKER_LINKED] = 0,
  [KH_LINKER_FAILED] = TO (KH_LINKER_LOOKING_UP),
};

static const char *const state_names[KH_N_LINKER_STATES] = {
  [KH_LINKER_IDLE] = "idle",
  [KH_LINKER_LOOKING_UP] = "looking-up",
  [KH_LINKER_NOT_FOUND] = "not-found",
  [KH_LINKER_SEVERAL] = "several",
  [KH_LINKER_READING] = "reading",
  [KH_LINKER_COMPARED] = "compared",
  [KH_LINKER_READING_AGAIN] = "reading-again",
  [KH_LINKER_TRYING] = "trying",
  [KH_LINKER_WRITING] = "writing",
  [KH_LINKER_REFERRING] = "referring",
  [KH_LINKER_RECORDING] = "recording",
  [KH_LINKER_LINKED] = "linked",
  [KH_LINKER_FAILED] = "failed",
};

/**
 * kh_linker_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name, for logs and tests
 */
const char *
kh_linker_state_to_string (KhLinkerState state)
{
  g_return_val_if_fail (state < KH_N_LINKER_STATES, NULL);

  return state_names[state];
}

/**
 * kh_linker_state_waits:
 * @state: a state
 *
 * Returns: whether it waits for a person; otherwise it goes on by itself
 */
gboolean
kh_linker_state_waits (KhLinkerState state)
{
  switch (state)
    {
    case KH_LINKER_IDLE:
    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_COMPARED:
    case KH_LINKER_LINKED:
    case KH_LINKER_FAILED:
      return TRUE;

    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
    case KH_LINKER_TRYING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
    case KH_LINKER_RECORDING:
      return FALSE;

    case KH_N_LINKER_STATES:
      break;
    }

  g_return_val_if_reached (TRUE);
}

/**
 * kh_linker_state_leads_to:
 * @state: a state
 * @next: another
 *
 * Returns: whether a Link may go from @state to @next
 */
gboolean
kh_linker_state_leads_to (KhLinkerState state,
                          KhLinkerState next)
{
  return (legal_states[state] & TO (next)) != 0;
}
