/* kh-reference-signals.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-signals.h"

#include "kh-json.h"

#include <string.h>

#define HOUR (60 * 60)
#define DAY (24 * HOUR)
#define USERS 3

/* Of a test's zones, how many are set off, and how far apart. */
#define TEST_ZONES 3
#define TEST_STEP 60

/* A trouble and what ends it; one day in @rarity has it. */
typedef struct {
  const char *begins;
  const char *begins_text;
  const char *ends;
  const char *ends_text;
  gint32 rarity;
  gint32 shortest; /* seconds */
  gint32 longest;
} Trouble;

static const Trouble troubles[] = {
  { "YT", "Panel battery low", "YR", "Panel battery restored", 60, 2 * HOUR, 9 * HOUR },
  { "AT", "AC power lost", "AR", "AC power restored", 45, 60, 3 * HOUR },
  { "YC", "Communication trouble", "YK", "Communication restored", 90, 120, HOUR },
};

/* One day of one panel. */
typedef struct {
  JsonObject *account;
  GRand *random;
  GDateTime *midnight;
  GPtrArray *events;
  char *day;
  guint count;
} Day;

typedef struct {
  const char *zone;
  const char *place;
  const char *code;
  char *area; /* owned */
} Zone;

/**
 * kh_reference_event_free:
 * @event: (transfer full): an event
 */
void
kh_reference_event_free (KhReferenceEvent *event)
{
  g_free (event->id);
  g_free (event->code);
  g_free (event->text);
  g_free (event->area);
  g_free (event->zone);
  g_free (event->place);
  g_free (event->by);
  g_free (event);
}

static void
zone_clear (Zone *zone)
{
  g_clear_pointer (&zone->area, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Zone, zone_clear)

static JsonArray *
get_zones (JsonObject *account)
{
  JsonArray *systems = kh_json_get_array (account, "systems");

  if (systems == NULL || json_array_get_length (systems) == 0)
    return NULL;
  return kh_json_get_array (json_array_get_object_element (systems, 0), "zones");
}

static guint
count_zones (JsonObject *account)
{
  JsonArray *zones = get_zones (account);

  return zones != NULL ? json_array_get_length (zones) : 0;
}

/* A panel whose zones nobody wrote down sends their numbers all the same. */
static void
read_zone (JsonObject *account,
           guint       index,
           Zone       *zone)
{
  JsonObject *object = NULL;
  gint64 area;

  if (index < count_zones (account))
    object = json_array_get_object_element (get_zones (account), index);
  zone->zone = kh_json_get_string (object, "zone", "001");
  zone->place = kh_json_get_string (object, "description", NULL);
  zone->code = kh_json_get_string (object, "event", "BA");
  area = kh_json_get_int (object, "area", 0);
  zone->area = area > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, area) : NULL;
}

static KhReferenceEvent *
add_event (Day        *self,
           gint64      second,
           const char *code,
           const char *text)
{
  KhReferenceEvent *event = g_new0 (KhReferenceEvent, 1);

  event->id = g_strdup_printf ("sig-%s-%02u", self->day, self->count++);
  event->at = g_date_time_to_unix (self->midnight) + second;
  event->code = g_strdup (code);
  event->text = g_strdup (text);
  g_ptr_array_add (self->events, event);
  return event;
}

static void
add_by_user (Day        *self,
             gint64      second,
             const char *code,
             const char *text)
{
  KhReferenceEvent *event = add_event (self, second, code, text);

  event->by = g_strdup_printf ("User %d", g_rand_int_range (self->random, 1, USERS + 1));
}

static void
add_at_zone (Day        *self,
             gint64      second,
             const char *code,
             const char *text,
             const Zone *zone)
{
  KhReferenceEvent *event = add_event (self, second, code, text);

  event->area = g_strdup (zone->area);
  event->zone = g_strdup (zone->zone);
  event->place = g_strdup (zone->place);
}

/* Every night at the panel's own time. */
static void
add_periodic_test (Day *self)
{
  const char *id = kh_json_get_string (self->account, "id", "");

  add_event (self, HOUR + g_str_hash (id) % (4 * HOUR), "RP", "Automatic test");
}

static void
add_opening_and_closing (Day *self)
{
  gint32 opens = 7 * HOUR + g_rand_int_range (self->random, 0, 2 * HOUR);
  gint32 closes = 17 * HOUR + g_rand_int_range (self->random, 0, 4 * HOUR);

  if (g_date_time_get_day_of_week (self->midnight) == 7)
    return;
  add_by_user (self, opens, "OP", "Opening");
  add_by_user (self, closes, "CL", "Closing");
}

static void
add_troubles (Day *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      const Trouble *trouble = &troubles[i];
      gboolean happens = g_rand_int_range (self->random, 0, trouble->rarity) == 0;
      gint32 begins = g_rand_int_range (self->random, 0, 12 * HOUR);
      gint32 lasts = g_rand_int_range (self->random, trouble->shortest, trouble->longest);

      if (!happens)
        continue;
      add_event (self, begins, trouble->begins, trouble->begins_text);
      add_event (self, begins + lasts, trouble->ends, trouble->ends_text);
    }
}

/* Once in a month or so somebody trips over it, and says who they are on the phone. */
static void
add_burglar_alarm (Day *self)
{
  guint zones = count_zones (self->account);
  gint32 at = 21 * HOUR + g_rand_int_range (self->random, 0, 2 * HOUR);
  gint32 restores = g_rand_int_range (self->random, 20, 300);
  guint index = (guint) g_rand_int_range (self->random, 0, (gint32) MAX (zones, 1));
  KhReferenceEvent *event;
  g_auto (Zone) zone = { 0 };

  if (g_rand_int_range (self->random, 0, 30) != 0)
    return;
  read_zone (self->account, index, &zone);
  add_at_zone (self, at, "BA", "Burglary alarm", &zone);
  add_at_zone (self, at + restores, "BH", "Burglary alarm restored", &zone);
  add_by_user (self, at + restores + 30, "BC", "Alarm cancelled");
  event = add_event (self, at + restores + 90, "*HA", "Set off by mistake");
  event->log = TRUE;
  event->by = g_strdup ("operator");
}

static GRand *
make_random (JsonObject *account,
             const char *day)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *id = kh_json_get_string (account, "id", "");
  guint8 digest[32];
  gsize length = sizeof digest;
  guint32 seed[8];

  g_checksum_update (checksum, (const guchar *) id, (gssize) strlen (id) + 1);
  g_checksum_update (checksum, (const guchar *) day, (gssize) strlen (day));
  g_checksum_get_digest (checksum, digest, &length);
  for (guint i = 0; i < G_N_ELEMENTS (seed); i++)
    seed[i] = (guint32) digest[4 * i] << 24 | (guint32) digest[4 * i + 1] << 16
              | (guint32) digest[4 * i + 2] << 8 | digest[4 * i + 3];
  return g_rand_new_with_seed_array (seed, G_N_ELEMENTS (seed));
}

static void
add_day (JsonObject *account,
         GDateTime  *midnight,
         GPtrArray  *events)
{
  g_autofree char *day = g_date_time_format (midnight, "%Y%m%d");
  g_autoptr (GRand) random = make_random (account, day);
  Day self = { account, random, midnight, events, day, 0 };

  add_periodic_test (&self);
  add_opening_and_closing (&self);
  add_troubles (&self);
  add_burglar_alarm (&self);
}

static GTimeZone *
find_time_zone (JsonObject *account)
{
  JsonObject *site = kh_json_get_object (account, "site");
  const char *name = kh_json_get_string (site, "time_zone", NULL);
  GTimeZone *zone = name != NULL ? g_time_zone_new_identifier (name) : NULL;

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/**
 * kh_reference_signals_add:
 * @account: an account
 * @from: seconds since 1970
 * @to: seconds since 1970, after it
 * @events: (element-type KhReferenceEvent): takes the signals that came from @from on and
 *   before @to, and some beside
 *
 * Makes up what the account's panel sent. Nothing of it is kept: a day is always made up the
 * same way, from the account's id and the date where it stands.
 */
void
kh_reference_signals_add (JsonObject *account,
                          gint64      from,
                          gint64      to,
                          GPtrArray  *events)
{
  g_autoptr (GTimeZone) zone = find_time_zone (account);
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc (from - DAY);
  g_autoptr (GDateTime) local = first != NULL ? g_date_time_to_timezone (first, zone) : NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (local == NULL)
    return;
  midnight = g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                              g_date_time_get_day_of_month (local), 0, 0, 0);
  while (midnight != NULL && g_date_time_to_unix (midnight) < to)
    {
      GDateTime *next = g_date_time_add_days (midnight, 1);

      add_day (account, midnight, events);
      g_date_time_unref (midnight);
      midnight = next;
    }
}

/**
 * kh_reference_signals_add_test:
 * @account: an account
 * @test: the test's number
 * @begins: seconds since 1970
 * @ends: seconds since 1970
 * @events: (element-type KhReferenceEvent): takes the signals
 *
 * Makes up what a technician sets off while the account is on test: a zone a minute, and each
 * restored, and no more than fits.
 */
void
kh_reference_signals_add_test (JsonObject *account,
                               gint64      test,
                               gint64      begins,
                               gint64      ends,
                               GPtrArray  *events)
{
  g_autofree char *name = g_strdup_printf ("test-%08" G_GINT64_FORMAT, test);
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (begins);
  Day self = { account, NULL, start, events, name, 0 };
  guint zones = MAX (1, MIN (count_zones (account), TEST_ZONES));

  for (guint i = 0; i < zones && begins + (i + 1) * TEST_STEP + 15 < ends; i++)
    {
      g_auto (Zone) zone = { 0 };

      read_zone (account, i, &zone);
      add_at_zone (&self, (i + 1) * TEST_STEP, "BA", "Burglary alarm", &zone);
      add_at_zone (&self, (i + 1) * TEST_STEP + 15, "BH", "Burglary alarm restored", &zone);
    }
}
