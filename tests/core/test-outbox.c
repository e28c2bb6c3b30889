/* test-outbox.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-backoff.h"
#include "kh-outbox-item.h"

#define SECOND G_TIME_SPAN_SECOND

/* Laws over every state and event */

static gboolean
is_answer_about_outcome (KhOutboxEvent event)
{
  return event == KH_OUTBOX_ACCEPTED || event == KH_OUTBOX_FOUND || event == KH_OUTBOX_APPROVED;
}

static void
assert_law (KhOutboxState from,
            KhOutboxEvent event,
            KhOutboxState to)
{
  g_test_message ("%s, %s: %s", kh_outbox_state_to_string (from), kh_outbox_event_to_string (event),
                  kh_outbox_state_to_string (to));
  /* Only the station can say that it has something, and what says so says nothing else. */
  g_assert_cmpint (is_answer_about_outcome (event), ==, to == KH_OUTBOX_APPLIED && event != KH_OUTBOX_RESTARTED);
  /* What is over is over. */
  if (kh_outbox_state_is_final (from))
    g_assert_cmpint (from, ==, to);
  /* Nothing disappears unless a person wants it so, by an edit or outright. */
  if (to == KH_OUTBOX_SUPERSEDED && from != to)
    g_assert_true (event == KH_OUTBOX_EDITED || event == KH_OUTBOX_DISCARDED);
  /* What may be there already is neither changed nor taken back. */
  if (from == KH_OUTBOX_SENDING)
    g_assert_true (event != KH_OUTBOX_EDITED && event != KH_OUTBOX_DISCARDED && event != KH_OUTBOX_SENT);
  /* After a person said so, or the account was read, and not before. */
  if (from == KH_OUTBOX_HELD && to == KH_OUTBOX_QUEUED)
    g_assert_true (event == KH_OUTBOX_RETRIED || event == KH_OUTBOX_UNTOUCHED);
  if (kh_outbox_event_is_hold (event))
    g_assert_cmpint (to, ==, KH_OUTBOX_HELD);
  if (event == KH_OUTBOX_RESTARTED)
    g_assert_cmpint (to, ==, from == KH_OUTBOX_SENDING ? KH_OUTBOX_WAITING : from);
}

static void
test_laws (void)
{
  guint n_legal = 0;

  for (guint i = 0; i < KH_N_OUTBOX_STATES; i++)
    for (guint j = 0; j < KH_N_OUTBOX_EVENTS; j++)
      {
        KhOutboxState to = (KhOutboxState) i;

        if (kh_outbox_state_advance (&to, (KhOutboxEvent) j))
          {
            assert_law ((KhOutboxState) i, (KhOutboxEvent) j, to);
            n_legal++;
          }
        else
          g_assert_cmpint (to, ==, i);
      }
  g_assert_cmpuint (n_legal, ==, 2 * 22 + 26 + 11 + 8 + 4 + 1 + 1);
}

/* From every state that is not final, the station's and people's answers lead to an end. */
static void
test_ends (void)
{
  gboolean ends[KH_N_OUTBOX_STATES] = { FALSE };

  ends[KH_OUTBOX_APPLIED] = ends[KH_OUTBOX_SUPERSEDED] = TRUE;
  for (guint round = 0; round < KH_N_OUTBOX_STATES; round++)
    for (guint i = 0; i < KH_N_OUTBOX_STATES; i++)
      for (guint j = 0; j < KH_N_OUTBOX_EVENTS; j++)
        {
          KhOutboxState to = (KhOutboxState) i;

          if (kh_outbox_state_advance (&to, (KhOutboxEvent) j))
            ends[i] |= ends[to];
        }
  for (guint i = 0; i < KH_N_OUTBOX_STATES; i++)
    g_assert_true (ends[i]);
}

typedef struct {
  KhOutboxEvent event;
  KhOutboxState to;
} Row;

/* The table of a station's refusals, as of one that is under way. */
static const Row refusals[] = {
  { KH_OUTBOX_BAD_REQUEST, KH_OUTBOX_REJECTED },
  { KH_OUTBOX_UNAUTHORIZED, KH_OUTBOX_WAITING },
  { KH_OUTBOX_NOT_YOURS, KH_OUTBOX_HELD },
  { KH_OUTBOX_NOT_PERMITTED, KH_OUTBOX_HELD },
  { KH_OUTBOX_NOT_FOUND, KH_OUTBOX_HELD },
  { KH_OUTBOX_DUPLICATE_NUMBER, KH_OUTBOX_HELD },
  { KH_OUTBOX_IN_ALARM, KH_OUTBOX_WAITING },
  { KH_OUTBOX_ALREADY_LINKED, KH_OUTBOX_HELD },
  { KH_OUTBOX_IN_PROGRESS, KH_OUTBOX_WAITING },
  { KH_OUTBOX_STALE, KH_OUTBOX_SENDING },
  { KH_OUTBOX_INVALID, KH_OUTBOX_REJECTED },
  { KH_OUTBOX_LOCKED, KH_OUTBOX_WAITING },
  { KH_OUTBOX_NO_IF_MATCH, KH_OUTBOX_REJECTED },
  { KH_OUTBOX_UNAVAILABLE, KH_OUTBOX_WAITING },
};

static void
test_refusals (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (refusals), ==, KH_OUTBOX_UNAVAILABLE - KH_OUTBOX_BAD_REQUEST + 1);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      KhOutboxState state = KH_OUTBOX_SENDING;

      g_assert_cmpint (refusals[i].event, ==, KH_OUTBOX_BAD_REQUEST + i);
      g_assert_true (kh_outbox_state_advance (&state, refusals[i].event));
      g_assert_cmpstr (kh_outbox_state_to_string (state), ==, kh_outbox_state_to_string (refusals[i].to));
    }
}

static void
test_texts (void)
{
  for (guint i = 0; i < KH_N_OUTBOX_STATES; i++)
    {
      KhOutboxState state = KH_N_OUTBOX_STATES;

      g_assert_true (kh_outbox_state_from_string (kh_outbox_state_to_string ((KhOutboxState) i), &state));
      g_assert_cmpint (state, ==, i);
    }
  for (guint i = 0; i < KH_N_OUTBOX_EVENTS; i++)
    {
      KhOutboxEvent event = KH_N_OUTBOX_EVENTS;

      g_assert_true (kh_outbox_event_from_string (kh_outbox_event_to_string ((KhOutboxEvent) i), &event));
      g_assert_cmpint (event, ==, i);
    }
  g_assert_false (kh_outbox_state_from_string ("Queued", &(KhOutboxState) { 0 }));
  g_assert_false (kh_outbox_event_from_string (NULL, &(KhOutboxEvent) { 0 }));
}

/* Folding */

static void
test_fold (void)
{
  for (guint i = 0; i < KH_N_OUTBOX_STATES; i++)
    {
      g_autoptr (KhOutboxItem) item = kh_outbox_item_new ();
      gboolean folds = i == KH_OUTBOX_QUEUED || i == KH_OUTBOX_WAITING || i == KH_OUTBOX_HELD;

      item->state = (KhOutboxState) i;
      item->value = g_strdup ("Provo");
      item->before = g_strdup ("Ogden");
      item->revision = 4;
      g_assert_cmpint (kh_outbox_item_fold (item, "Nephi", 5, "Ed Roe"), ==, folds);
      g_assert_cmpstr (item->value, ==, folds ? "Nephi" : "Provo");
      g_assert_cmpstr (item->before, ==, "Ogden");
      g_assert_cmpint (item->revision, ==, folds ? 5 : 4);
      /* A new value is not one that was refused; but the account is still held. */
      if (folds)
        g_assert_cmpint (item->state, ==, i == KH_OUTBOX_HELD ? KH_OUTBOX_HELD : KH_OUTBOX_QUEUED);
    }
}

static void
test_fold_frozen (void)
{
  g_autoptr (KhOutboxItem) item = kh_outbox_item_new ();

  item->state = KH_OUTBOX_WAITING;
  item->frozen = TRUE;
  g_assert_false (kh_outbox_item_fold (item, "Nephi", 5, "Ed Roe"));
  g_assert_null (item->value);
}

static void
test_sent (void)
{
  g_assert_true (kh_outbox_is_sent (KH_DATAPOINT_CITY));
  g_assert_true (kh_outbox_is_sent (KH_DATAPOINT_PASSCODE));
  g_assert_false (kh_outbox_is_sent (KH_DATAPOINT_ACCOUNT_NUMBER));
  g_assert_false (kh_outbox_is_sent (KH_DATAPOINT_MONITORING_COMPANY));
  g_assert_false (kh_outbox_is_sent (KH_DATAPOINT_CREDIT_SCORE));
}

/* Back-off */

static double
get_fixed (gpointer data)
{
  return *(double *) data;
}

static void
test_wait (void)
{
  const guint64 longest[] = { 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600 };
  double random = 0.5;

  for (guint i = 0; i < G_N_ELEMENTS (longest); i++)
    g_assert_cmpuint (kh_backoff_get_wait (i + 1, 0, get_fixed, &random), ==, longest[i] * 500);
  random = 0;
  g_assert_cmpuint (kh_backoff_get_wait (7, 0, get_fixed, &random), ==, 0);
  random = 0.999;
  g_assert_cmpuint (kh_backoff_get_wait (G_MAXUINT, 0, get_fixed, &random), <, 600 * 1000);
  /* What the station asks for wins, shorter or longer. */
  g_assert_cmpuint (kh_backoff_get_wait (12, 1, get_fixed, &random), ==, 1000);
  g_assert_cmpuint (kh_backoff_get_wait (1, 3600, get_fixed, &random), ==, 3600 * 1000);
}

static void
test_breaker (void)
{
  KhBreaker breaker = { 0 };
  double random = 0.5;
  gint64 now = 100 * SECOND;

  for (guint i = 0; i < 5; i++)
    {
      g_assert_true (kh_breaker_begin (&breaker, now));
      g_assert_false (kh_breaker_is_open (&breaker));
      kh_breaker_fail (&breaker, now, 0, get_fixed, &random);
    }
  g_assert_true (kh_breaker_is_open (&breaker));
  g_assert_false (kh_breaker_begin (&breaker, now));
  /* One at a time finds out. */
  now += SECOND;
  g_assert_true (kh_breaker_begin (&breaker, now));
  g_assert_false (kh_breaker_begin (&breaker, now));
  kh_breaker_abstain (&breaker);
  g_assert_true (kh_breaker_begin (&breaker, now));
  kh_breaker_fail (&breaker, now, 0, get_fixed, &random);
  g_assert_false (kh_breaker_begin (&breaker, now + SECOND));
  g_assert_true (kh_breaker_begin (&breaker, now + 2 * SECOND));
  kh_breaker_succeed (&breaker);
  g_assert_false (kh_breaker_is_open (&breaker));
  g_assert_true (kh_breaker_begin (&breaker, now));
  g_assert_true (kh_breaker_begin (&breaker, now));
}

/* A success between failures starts the count anew. */
static void
test_breaker_row (void)
{
  KhBreaker breaker = { 0 };
  double random = 0.5;

  for (guint i = 0; i < 40; i++)
    {
      if (i % 5 == 4)
        kh_breaker_succeed (&breaker);
      else
        kh_breaker_fail (&breaker, 0, 0, get_fixed, &random);
      g_assert_false (kh_breaker_is_open (&breaker));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/outbox/laws", test_laws);
  g_test_add_func ("/outbox/ends", test_ends);
  g_test_add_func ("/outbox/refusals", test_refusals);
  g_test_add_func ("/outbox/texts", test_texts);
  g_test_add_func ("/outbox/fold", test_fold);
  g_test_add_func ("/outbox/fold-frozen", test_fold_frozen);
  g_test_add_func ("/outbox/sent", test_sent);
  g_test_add_func ("/outbox/wait", test_wait);
  g_test_add_func ("/outbox/breaker", test_breaker);
  g_test_add_func ("/outbox/breaker-row", test_breaker_row);

  return g_test_run ();
}
