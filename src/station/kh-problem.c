/* kh-problem.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-changes.h"
#include "kh-csl-shell.h"
#include "kh-json.h"
#include "kh-problem.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define MAX_DETAIL_CHARACTERS 200
#define MAX_REFUSALS 5
#define LONGEST_WAIT_SECONDS 3600

/* What a kind of problem means. In the messages, each %s is the company's name. */
typedef struct {
  const char *slug;
  guint status;
  KhStationError code;
  KhCertainty certainty;
  const char *message;
} Kind;

static const Kind kinds[] = {
  { "bad-request", 400, KH_STATION_ERROR_BUG, KH_CERTAINTY_NO_EFFECT,
    N_("%s cannot make sense of what Keyholder sent. Nothing was changed there. Tell whoever looks "
       "after Keyholder.") },
  { "unauthorized", 401, KH_STATION_ERROR_UNAUTHORIZED, KH_CERTAINTY_NO_EFFECT,
    N_("%s did not accept the token. Ask %s for a new one and enter it under Preferences, Monitoring "
       "Companies.") },
  { "not-permitted", 403, KH_STATION_ERROR_NOT_PERMITTED, KH_CERTAINTY_NO_EFFECT,
    N_("%s does not permit this with our token. Ask %s to permit it.") },
  { "not-your-account", 403, KH_STATION_ERROR_NOT_OURS, KH_CERTAINTY_NO_EFFECT,
    N_("At %s this account belongs to another dealer. Check the account number, and contact %s if it "
       "is right.") },
  { "not-found", 404, KH_STATION_ERROR_NOT_FOUND, KH_CERTAINTY_NO_EFFECT,
    N_("%s no longer has this account. Check the account number, or contact %s.") },
  { "method-not-allowed", 405, KH_STATION_ERROR_BUG, KH_CERTAINTY_NO_EFFECT,
    N_("%s does not know what Keyholder asked for. Nothing was changed there. Tell whoever looks "
       "after Keyholder.") },
  { "request-in-progress", 409, KH_STATION_ERROR_BUSY, KH_CERTAINTY_UNKNOWN,
    N_("%s is still working on this request. Wait a moment and try again.") },
  { "already-linked", 409, KH_STATION_ERROR_ALREADY_LINKED, KH_CERTAINTY_NO_EFFECT,
    N_("%s has this account linked to another customer of yours, or this customer to another account. "
       "Unlink the other one first.") },
  { "in-alarm", 409, KH_STATION_ERROR_IN_ALARM, KH_CERTAINTY_NO_EFFECT,
    N_("The account is in alarm at %s, and nothing can be changed there now. Try again when the alarm "
       "is over.") },
  { "duplicate-number", 409, KH_STATION_ERROR_DUPLICATE, KH_CERTAINTY_NO_EFFECT,
    N_("At %s the account number is taken. Choose another one, or contact %s.") },
  { "block-exhausted", 409, KH_STATION_ERROR_NO_NUMBER, KH_CERTAINTY_NO_EFFECT,
    N_("At %s this block has no account number left. Choose another block, or ask %s for one.") },
  { "block-disabled", 409, KH_STATION_ERROR_NO_NUMBER, KH_CERTAINTY_NO_EFFECT,
    N_("%s gives out no more account numbers from this block. Choose another block, or ask %s for "
       "one.") },
  { "stale", 412, KH_STATION_ERROR_STALE, KH_CERTAINTY_NO_EFFECT,
    N_("The account was changed at %s meanwhile. Nothing was written. Compare again.") },
  { "too-large", 413, KH_STATION_ERROR_BUG, KH_CERTAINTY_NO_EFFECT,
    N_("What Keyholder sent is too long for %s. Nothing was changed there. Tell whoever looks after "
       "Keyholder.") },
  { "validation", 422, KH_STATION_ERROR_INVALID, KH_CERTAINTY_NO_EFFECT,
    N_("%s refuses one of the values. Nothing was changed there. Contact %s.") },
  { "read-only-field", 422, KH_STATION_ERROR_INVALID, KH_CERTAINTY_NO_EFFECT,
    N_("%s does not let us change one of the values. Nothing was changed there. Contact %s.") },
  { "unknown-code", 422, KH_STATION_ERROR_INVALID, KH_CERTAINTY_NO_EFFECT,
    N_("%s does not know one of the values. Nothing was changed there. Contact %s.") },
  { "key-reused", 422, KH_STATION_ERROR_BUG, KH_CERTAINTY_NO_EFFECT,
    N_("%s has had another request with the same key. Nothing was changed there. Tell whoever looks "
       "after Keyholder.") },
  { "locked", 423, KH_STATION_ERROR_LOCKED, KH_CERTAINTY_NO_EFFECT,
    N_("An operator at %s has this account open. Try again in a few minutes.") },
  { "if-match-required", 428, KH_STATION_ERROR_BUG, KH_CERTAINTY_NO_EFFECT,
    N_("%s misses the version that Keyholder should have sent. Nothing was changed there. Tell whoever "
       "looks after Keyholder.") },
  { "rate", 429, KH_STATION_ERROR_UNAVAILABLE, KH_CERTAINTY_NO_EFFECT,
    N_("%s takes no more requests for the moment. Try again in a few minutes.") },
  { "internal", 500, KH_STATION_ERROR_UNAVAILABLE, KH_CERTAINTY_UNKNOWN,
    N_("%s has a fault of its own. Try again later; if it stays so, contact %s.") },
  { "unavailable", 503, KH_STATION_ERROR_UNAVAILABLE, KH_CERTAINTY_NO_EFFECT,
    N_("%s is not available for the moment. Try again in a few minutes.") },
};

static const Kind gone = {
  NULL, 410, KH_STATION_ERROR_NOT_FOUND, KH_CERTAINTY_NO_EFFECT,
  N_("%s no longer has this account. Check the account number, or contact %s."),
};

static const Kind rejected = {
  NULL, 0, KH_STATION_ERROR_BUG, KH_CERTAINTY_NO_EFFECT,
  N_("%s refuses what Keyholder sent. Nothing was changed there. Tell whoever looks after Keyholder."),
};

static const Kind timed_out = {
  NULL, 408, KH_STATION_ERROR_TIMED_OUT, KH_CERTAINTY_UNKNOWN,
  N_("%s did not get the whole request in time. Try again."),
};

static const Kind failed = {
  NULL, 500, KH_STATION_ERROR_UNAVAILABLE, KH_CERTAINTY_UNKNOWN,
  N_("%s has a fault of its own. Try again later; if it stays so, contact %s."),
};

static const Kind foreign = {
  NULL, 0, KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_UNKNOWN,
  N_("The answer of %s cannot be read. Check the address under Preferences, Monitoring Companies; if "
     "it is right, contact %s."),
};

/* Helpers */

static char *
fill (const char *message,
      const char *company)
{
  g_auto (GStrv) parts = g_strsplit (message, "%s", -1);

  return g_strjoinv (company, parts);
}

/**
 * kh_problem_dup_detail:
 * @text: (nullable): a station's words
 * @sent: (nullable): what they are about
 *
 * Returns: (transfer full) (nullable): them, harmless, short and on one line; %NULL where they
 *   repeat a passcode that was sent, and are not for the screen
 */
char *
kh_problem_dup_detail (const char *text,
                       GBytes     *sent)
{
  g_autofree char *cut = NULL;
  g_autofree char *line = NULL;

  if (text == NULL
      || (sent != NULL && (kh_csl_changes_reveals (sent, text) || kh_csl_shell_reveals (sent, text))))
    return NULL;

  cut = g_utf8_strlen (text, -1) > MAX_DETAIL_CHARACTERS
          ? g_utf8_substring (text, 0, MAX_DETAIL_CHARACTERS)
          : g_strdup (text);
  line = g_strdelimit (g_steal_pointer (&cut), "\r\n\t", ' ');
  g_strstrip (line);
  while (g_str_has_suffix (line, "."))
    line[strlen (line) - 1] = '\0';

  return *line != '\0' ? kh_value_dup_visible (line) : NULL;
}

static const char *
get_slug (JsonObject *body)
{
  const char *type = body != NULL ? kh_json_get_string (body, "type", NULL) : NULL;
  const char *slash = type != NULL ? strrchr (type, '/') : NULL;

  return slash != NULL ? slash + 1 : type;
}

/* The type says more than the status, but not something else: a 503 that claims to be a
 * 412 is neither. */
static const Kind *
find_kind (const KhProblem *problem)
{
  const char *slug = get_slug (problem->body);

  for (guint i = 0; slug != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].slug, slug) == 0 && kinds[i].status / 100 == problem->status / 100)
      return &kinds[i];

  if (problem->body == NULL && problem->status == 503)
    return &failed;
  if (problem->body == NULL && problem->status < 500
      && problem->status != 401 && problem->status != 403 && problem->status != 429)
    return &foreign;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].status == problem->status)
      return &kinds[i];

  if (problem->status >= 500)
    return &failed;
  if (problem->status == 408)
    return &timed_out;
  if (problem->status == 410)
    return &gone;

  return problem->status >= 400 ? &rejected : &foreign;
}

static gboolean
find_datapoint (JsonObject    *refusal,
                GBytes        *sent,
                KhDatapointId *id)
{
  const char *pointer = kh_json_get_string (refusal, "pointer", NULL);

  return sent != NULL && pointer != NULL
         && (kh_csl_changes_find (sent, pointer, id) || kh_csl_shell_find (sent, pointer, id));
}

static char *
dup_place (JsonObject *refusal,
           GBytes     *sent)
{
  const char *pointer = kh_json_get_string (refusal, "pointer", NULL);
  KhDatapointId id;

  if (find_datapoint (refusal, sent, &id))
    return g_strdup (kh_datapoint_get_label (id));

  return sent != NULL && pointer != NULL ? kh_csl_shell_dup_place (sent, pointer) : NULL;
}

/* "Address 1: at most 30 characters", or only the second half, and then not @named. */
static char *
dup_refusal (JsonObject *refusal,
             GBytes     *sent,
             gboolean   *named)
{
  g_autofree char *detail = kh_problem_dup_detail (kh_json_get_string (refusal, "detail", NULL), sent);
  g_autofree char *place = dup_place (refusal, sent);

  if (place == NULL)
    {
      *named = FALSE;
      return g_steal_pointer (&detail);
    }
  if (detail == NULL)
    return g_steal_pointer (&place);

  /* Translators: a datapoint, then what is wrong with its value. */
  return g_strdup_printf (_("%s: %s"), place, detail);
}

static char *
dup_refusals (JsonArray *errors,
              GBytes    *sent,
              gboolean  *named)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (errors) && texts->len < MAX_REFUSALS; i++)
    {
      JsonNode *node = json_array_get_element (errors, i);
      char *text = JSON_NODE_HOLDS_OBJECT (node) ? dup_refusal (json_node_get_object (node), sent, named) : NULL;

      if (text != NULL)
        g_ptr_array_add (texts, text);
    }
  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);

  /* Translators: between two refused values of a list. */
  return g_strjoinv (_("; "), (char **) texts->pdata);
}

static char *
dup_message (const KhProblem *problem,
             const Kind      *kind)
{
  JsonArray *errors;
  g_autofree char *refusals = NULL;
  gboolean named = TRUE;

  if (kind->code == KH_STATION_ERROR_INVALID && problem->body != NULL)
    {
      errors = kh_json_get_array (problem->body, "errors");
      refusals = errors != NULL ? dup_refusals (errors, problem->sent, &named) : NULL;
      if (refusals == NULL)
        {
          refusals = kh_problem_dup_detail (kh_json_get_string (problem->body, "detail", NULL), problem->sent);
          named = FALSE;
        }
    }
  if (refusals != NULL && named)
    /* Translators: a company, then what it refuses and why. */
    return g_strdup_printf (_("%s refuses %s. Nothing was changed there. Correct it, or leave it out."),
                            problem->company, refusals);
  if (refusals != NULL)
    /* Translators: a company, then why it refuses what it was sent, in its own words. */
    return g_strdup_printf (_("%s refuses this: %s. Nothing was changed there. Correct it, or leave it out."),
                            problem->company, refusals);

  return fill (_(kind->message), problem->company);
}

/* Where the station says at which value of ours. */
static GPtrArray *
list_refusals (const KhProblem *problem)
{
  JsonArray *errors = problem->body != NULL ? kh_json_get_array (problem->body, "errors") : NULL;
  GPtrArray *refusals = kh_refusals_new ();

  for (guint i = 0; errors != NULL && i < json_array_get_length (errors) && refusals->len < KH_N_DATAPOINTS; i++)
    {
      JsonNode *node = json_array_get_element (errors, i);
      JsonObject *refusal = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *detail = NULL;
      KhDatapointId id;

      if (refusal == NULL || !find_datapoint (refusal, problem->sent, &id))
        continue;
      detail = kh_problem_dup_detail (kh_json_get_string (refusal, "detail", NULL), problem->sent);
      kh_refusals_add (refusals, id, detail);
    }

  return refusals;
}

/**
 * kh_problem_to_error:
 * @problem: an answer that is no success
 *
 * The meaning is taken from the problem's type (RFC 9457), and from the status where the
 * type is unknown or does not fit.
 *
 * Returns: (transfer full): what it means, as an error of %KH_STATION_ERROR
 */
GError *
kh_problem_to_error (const KhProblem *problem)
{
  const Kind *kind = find_kind (problem);
  g_autofree char *message = dup_message (problem, kind);
  g_autoptr (GPtrArray) refusals = NULL;
  GError *error;

  error = kh_station_error_new (kind->code,
                                problem->is_write ? kind->certainty : KH_CERTAINTY_NO_EFFECT,
                                problem->retry_after, "%s", message);
  if (kind->code == KH_STATION_ERROR_INVALID)
    {
      refusals = list_refusals (problem);
      kh_station_error_set_refusals (error, refusals);
    }

  return error;
}

/**
 * kh_problem_retry_after:
 * @header: the value of Retry-After: seconds, or a date of HTTP
 * @now: the time that a date is counted from
 *
 * Returns: the seconds to wait, at most an hour; 0 where @header makes no sense
 */
guint
kh_problem_retry_after (const char *header,
                        GDateTime  *now)
{
  g_autoptr (GDateTime) then = NULL;
  guint64 seconds;
  gint64 wait;

  if (*header != '\0' && strspn (header, "0123456789") == strlen (header))
    return g_ascii_string_to_unsigned (header, 10, 0, G_MAXUINT32, &seconds, NULL)
             ? (guint) MIN (seconds, LONGEST_WAIT_SECONDS)
             : LONGEST_WAIT_SECONDS;

  then = soup_date_time_new_from_http_string (header);
  if (then == NULL)
    return 0;
  wait = g_date_time_difference (then, now) / G_TIME_SPAN_SECOND;

  return (guint) CLAMP (wait, 0, LONGEST_WAIT_SECONDS);
}
