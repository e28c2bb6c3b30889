/* kh-choice-table.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint-private.h"

#include <glib/gi18n-lib.h>

/* What the registry's choices may be chosen from: data only. */

const KhChoice kh_choices_statuses[] = {
  { "active", N_("Active") },
  { "cancelled", N_("Cancelled") },
  { "archived", N_("Archived") },
  { NULL, NULL },
};

const KhChoice kh_choices_account_types[] = {
  { "residential", N_("Residential") },
  { "business", N_("Business") },
  { NULL, NULL },
};

/* BCP 47. */
const KhChoice kh_choices_languages[] = {
  { "en", N_("English") },
  { "es", N_("Spanish") },
  { "fr", N_("French") },
  { "zh", N_("Chinese") },
  { "vi", N_("Vietnamese") },
  { "ko", N_("Korean") },
  { "ru", N_("Russian") },
  { "pt", N_("Portuguese") },
  { NULL, NULL },
};

const KhChoice kh_choices_home_ownerships[] = {
  /* Translators: the customer owns the home. */
  { "own", N_("Own") },
  { "rent", N_("Rent") },
  { "lease", N_("Lease") },
  /* Translators: neither owned, rented nor leased. */
  { "other", N_("Other") },
  { NULL, NULL },
};

const KhChoice kh_choices_monitoring_types[] = {
  { "alarms-only", N_("Alarms only") },
  { "log-only", N_("Log only") },
  /* Translators: the station acts on every signal. */
  { "full", N_("Full") },
  { NULL, NULL },
};

/* USPS codes, then Canada Post's. */
const KhChoice kh_choices_states[] = {
  { "AL", N_("Alabama") },
  { "AK", N_("Alaska") },
  { "AZ", N_("Arizona") },
  { "AR", N_("Arkansas") },
  { "CA", N_("California") },
  { "CO", N_("Colorado") },
  { "CT", N_("Connecticut") },
  { "DE", N_("Delaware") },
  { "DC", N_("District of Columbia") },
  { "FL", N_("Florida") },
  { "GA", N_("Georgia") },
  { "HI", N_("Hawaii") },
  { "ID", N_("Idaho") },
  { "IL", N_("Illinois") },
  { "IN", N_("Indiana") },
  { "IA", N_("Iowa") },
  { "KS", N_("Kansas") },
  { "KY", N_("Kentucky") },
  { "LA", N_("Louisiana") },
  { "ME", N_("Maine") },
  { "MD", N_("Maryland") },
  { "MA", N_("Massachusetts") },
  { "MI", N_("Michigan") },
  { "MN", N_("Minnesota") },
  { "MS", N_("Mississippi") },
  { "MO", N_("Missouri") },
  { "MT", N_("Montana") },
  { "NE", N_("Nebraska") },
  { "NV", N_("Nevada") },
  { "NH", N_("New Hampshire") },
  { "NJ", N_("New Jersey") },
  { "NM", N_("New Mexico") },
  { "NY", N_("New York") },
  { "NC", N_("North Carolina") },
  { "ND", N_("North Dakota") },
  { "OH", N_("Ohio") },
  { "OK", N_("Oklahoma") },
  { "OR", N_("Oregon") },
  { "PA", N_("Pennsylvania") },
  { "RI", N_("Rhode Island") },
  { "SC", N_("South Carolina") },
  { "SD", N_("South Dakota") },
  { "TN", N_("Tennessee") },
  { "TX", N_("Texas") },
  { "UT", N_("Utah") },
  { "VT", N_("Vermont") },
  { "VA", N_("Virginia") },
  { "WA", N_("Washington") },
  { "WV", N_("West Virginia") },
  { "WI", N_("Wisconsin") },
  { "WY", N_("Wyoming") },
  { "AS", N_("American Samoa") },
  { "GU", N_("Guam") },
  { "MH", N_("Marshall Islands") },
  { "FM", N_("Micronesia") },
  { "MP", N_("Northern Mariana Islands") },
  { "PW", N_("Palau") },
  { "PR", N_("Puerto Rico") },
  { "VI", N_("Virgin Islands") },
  { "AB", N_("Alberta") },
  { "BC", N_("British Columbia") },
  { "MB", N_("Manitoba") },
  { "NB", N_("New Brunswick") },
  { "NL", N_("Newfoundland and Labrador") },
  { "NS", N_("Nova Scotia") },
  { "NT", N_("Northwest Territories") },
  { "NU", N_("Nunavut") },
  { "ON", N_("Ontario") },
  { "PE", N_("Prince Edward Island") },
  { "QC", N_("Quebec") },
  { "SK", N_("Saskatchewan") },
  { "YT", N_("Yukon") },
  { NULL, NULL },
};
