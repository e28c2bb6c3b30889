/* kh-postal-place.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-place.h"

#include "kh-datapoint.h"

#include <string.h>

#define ZIP_LENGTH 5
#define CANADIAN_LENGTH 7

/* Where the ZIP codes of the United States Postal Service are, mostly by their first three digits.
 * What is not here is given to nobody, or to the armed forces. */
static const struct {
  guint from;
  guint to;
  const char *state;
} states[] = {
  {   501,   599, "NY" }, {   600,   799, "PR" }, {   800,   899, "VI" }, {   900,   999, "PR" },
  {  1000,  2799, "MA" }, {  2800,  2999, "RI" }, {  3000,  3899, "NH" }, {  3900,  4999, "ME" },
  {  5000,  5499, "VT" }, {  5500,  5599, "MA" }, {  5600,  5999, "VT" }, {  6000,  6389, "CT" },
  {  6390,  6390, "NY" }, {  6391,  6999, "CT" }, {  7000,  8999, "NJ" }, { 10000, 14999, "NY" },
  { 15000, 19699, "PA" }, { 19700, 19999, "DE" }, { 20000, 20099, "DC" }, { 20100, 20199, "VA" },
  { 20200, 20599, "DC" }, { 20600, 21999, "MD" }, { 22000, 24699, "VA" }, { 24700, 26899, "WV" },
  { 27000, 28999, "NC" }, { 29000, 29999, "SC" }, { 30000, 31999, "GA" }, { 32000, 33999, "FL" },
  { 34100, 34999, "FL" }, { 35000, 36999, "AL" }, { 37000, 38599, "TN" }, { 38600, 39799, "MS" },
  { 39800, 39999, "GA" }, { 40000, 42799, "KY" }, { 43000, 45999, "OH" }, { 46000, 47999, "IN" },
  { 48000, 49999, "MI" }, { 50000, 52899, "IA" }, { 53000, 54999, "WI" }, { 55000, 56799, "MN" },
  { 56900, 56999, "DC" }, { 57000, 57799, "SD" }, { 58000, 58899, "ND" }, { 59000, 59999, "MT" },
  { 60000, 62999, "IL" }, { 63000, 65899, "MO" }, { 66000, 67999, "KS" }, { 68000, 69399, "NE" },
  { 70000, 71499, "LA" }, { 71600, 72999, "AR" }, { 73000, 73299, "OK" }, { 73300, 73399, "TX" },
  { 73400, 74999, "OK" }, { 75000, 79999, "TX" }, { 80000, 81699, "CO" }, { 82000, 83199, "WY" },
  { 83200, 83899, "ID" }, { 84000, 84799, "UT" }, { 85000, 86599, "AZ" }, { 87000, 88499, "NM" },
  { 88500, 88599, "TX" }, { 88900, 89899, "NV" }, { 90000, 96199, "CA" }, { 96700, 96798, "HI" },
  { 96799, 96799, "AS" }, { 96800, 96899, "HI" }, { 96900, 96939, "GU" }, { 96940, 96940, "PW" },
  { 96941, 96944, "FM" }, { 96950, 96952, "MP" }, { 96960, 96970, "MH" }, { 97000, 97999, "OR" },
  { 98000, 99499, "WA" }, { 99500, 99999, "AK" },
};

/* By the first letter of a Canadian code. X is shared, see below. */
static const struct {
  char letter;
  const char *state;
} provinces[] = {
  { 'A', "NL" }, { 'B', "NS" }, { 'C', "PE" }, { 'E', "NB" }, { 'G', "QC" }, { 'H', "QC" }, { 'J', "QC" },
  { 'K', "ON" }, { 'L', "ON" }, { 'M', "ON" }, { 'N', "ON" }, { 'P', "ON" }, { 'R', "MB" }, { 'S', "SK" },
  { 'T', "AB" }, { 'V', "BC" }, { 'X', "NT" }, { 'Y', "YT" },
};

/**
 * kh_postal_place_new:
 * @city: (nullable): its name
 * @county: (nullable): its county
 * @state: its state
 *
 * Returns: (transfer full): the place
 */
KhPostalPlace *
kh_postal_place_new (const char *city,
                     const char *county,
                     const char *state)
{
  KhPostalPlace *place = g_new0 (KhPostalPlace, 1);

  place->city = g_strdup (city);
  place->county = g_strdup (county);
  place->state = g_strdup (state);

  return place;
}

/**
 * kh_postal_place_free:
 * @place: (transfer full): a place
 */
void
kh_postal_place_free (KhPostalPlace *place)
{
  g_free (place->city);
  g_free (place->county);
  g_free (place->state);
  g_free (place);
}

static gboolean
starts_with_zip (const char *code)
{
  for (guint i = 0; i < ZIP_LENGTH; i++)
    if (!g_ascii_isdigit (code[i]))
      return FALSE;

  return code[ZIP_LENGTH] == '\0' || code[ZIP_LENGTH] == '-';
}

/**
 * kh_postal_dup_zip:
 * @code: (nullable): a canonical postal code
 *
 * Returns: (transfer full) (nullable): what says where it is: the five digits of a ZIP, a Canadian
 *   code as it is; %NULL when it is neither
 */
char *
kh_postal_dup_zip (const char *code)
{
  if (code == NULL)
    return NULL;
  if (starts_with_zip (code))
    return g_strndup (code, ZIP_LENGTH);

  return strlen (code) == CANADIAN_LENGTH && g_ascii_isupper (*code) ? g_strdup (code) : NULL;
}

static const char *
get_province (const char *code)
{
  if (g_str_has_prefix (code, "X0A") || g_str_has_prefix (code, "X0B") || g_str_has_prefix (code, "X0C"))
    return "NU";
  for (guint i = 0; i < G_N_ELEMENTS (provinces); i++)
    if (provinces[i].letter == *code)
      return provinces[i].state;

  return NULL;
}

/**
 * kh_postal_get_state:
 * @code: (nullable): a canonical postal code
 *
 * Needs no postal file: the first digits or letter tell the state.
 *
 * Returns: (transfer none) (nullable): the state or province it is in
 */
const char *
kh_postal_get_state (const char *code)
{
  g_autofree char *zip = kh_postal_dup_zip (code);
  guint number;

  if (zip == NULL)
    return NULL;
  if (!g_ascii_isdigit (*zip))
    return get_province (zip);
  number = (guint) g_ascii_strtoull (zip, NULL, 10);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (number >= states[i].from && number <= states[i].to)
      return states[i].state;

  return NULL;
}

/**
 * kh_postal_is_state:
 * @state: an abbreviation
 *
 * Returns: whether a customer can live in it
 */
gboolean
kh_postal_is_state (const char *state)
{
  for (const KhChoice *choice = kh_datapoint_get (KH_DATAPOINT_STATE)->choices; choice->value != NULL; choice++)
    if (strcmp (choice->value, state) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_same_city (const char *one,
              const char *other)
{
  g_autofree char *folded = g_utf8_casefold (one, -1);
  g_autofree char *other_folded = g_utf8_casefold (other, -1);

  return strcmp (folded, other_folded) == 0;
}

/**
 * kh_postal_places_add:
 * @places: (element-type KhPostalPlace): places of one postal code, the likeliest first
 * @city: a city
 * @county: (nullable): its county
 * @state: its state
 *
 * Adds a place unless it is there; then it may only bring the county along.
 */
void
kh_postal_places_add (GPtrArray  *places,
                      const char *city,
                      const char *county,
                      const char *state)
{
  for (guint i = 0; i < places->len; i++)
    {
      KhPostalPlace *place = g_ptr_array_index (places, i);

      if (strcmp (place->state, state) != 0 || !is_same_city (place->city, city))
        continue;
      if (place->county == NULL)
        place->county = g_strdup (county);
      return;
    }
  g_ptr_array_add (places, kh_postal_place_new (city, county, state));
}
