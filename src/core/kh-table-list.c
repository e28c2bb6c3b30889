/* kh-table-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint-private.h"
#include "kh-table-private.h"

#include <glib/gi18n-lib.h>

/* The tables of the registry: data only, as kh-datapoint-table.c is. Contacts of ANSI/TMA CS-V-01
 * (two-call verification), zones and systems as stations keep them. */

const KhChoice kh_choices_contact_kinds[] = {
  /* Translators: whoever has a key and is called about an alarm. */
  { "keyholder", N_("Keyholder") },
  { "contact", N_("Contact") },
  { "technician", N_("Technician") },
  { "agent", N_("Agent") },
  { "janitor", N_("Janitor") },
  { "person", N_("Person") },
  /* Translators: the contact of the two calls before the police are sent. */
  { "verification", N_("Verification") },
  { NULL, NULL },
};

const KhChoice kh_choices_phone_types[] = {
  { "home", N_("Home") },
  { "cell", N_("Cell") },
  { "work", N_("Work") },
  { "pager", N_("Pager") },
  { "other", N_("Other") },
  { NULL, NULL },
};

const KhChoice kh_choices_agency_types[] = {
  { "police", N_("Police") },
  { "fire", N_("Fire") },
  { "medical", N_("Medical") },
  /* Translators: a company that sends a guard. */
  { "guard", N_("Guard") },
  { NULL, NULL },
};

const KhChoice kh_choices_system_types[] = {
  { "burglary", N_("Burglary") },
  { "fire", N_("Fire") },
  { "medical", N_("Medical") },
  /* Translators: who may pass which door. */
  { "access", N_("Access") },
  { "other", N_("Other") },
  { NULL, NULL },
};

/* SIA DC-05, DC-03 and DC-09, and what came before them. */
const KhChoice kh_choices_signal_formats[] = {
  { "contact-id", N_("Contact ID") },
  { "sia", N_("SIA") },
  { "sia-ip", N_("SIA over IP") },
  { "pulse", N_("Pulse") },
  { "other", N_("Other") },
  { NULL, NULL },
};

const KhChoice kh_choices_zone_statuses[] = {
  { "installed", N_("Installed") },
  { "planned", N_("Planned") },
  { "removed", N_("Removed") },
  /* Translators: a zone that does not work as it should. */
  { "trouble", N_("Trouble") },
  { NULL, NULL },
};

const KhChoice kh_choices_install_statuses[] = {
  { "planned", N_("Planned") },
  { "installed", N_("Installed") },
  { "replaced", N_("Replaced") },
  { "faulty", N_("Faulty") },
  { "removed", N_("Removed") },
  { NULL, NULL },
};

static const KhCodeList zone_events = {
  .key = "zone-events",
  /* Translators: {company} and {code} stay as they are; such as "Dynamark has no event “XX”." */
  .unknown = N_("{company} has no event “{code}”. Press F4 for its list."),
};

static const KhDatapoint contact_columns[] = {
  [KH_CONTACT_ORDER] = {
    /* Translators: who is called first has 1. */
    .id = (KhDatapointId) KH_CONTACT_ORDER, .key = "order", .label = N_("Call Order"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 999,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "order",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_NAME] = {
    .id = (KhDatapointId) KH_CONTACT_NAME, .key = "name", .label = N_("Name"),
    .type = KH_VALUE_TEXT, .min = 1, .max = 100,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "name",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_CONTACT_RELATION] = {
    /* Translators: such as neighbour, son, manager. */
    .id = (KhDatapointId) KH_CONTACT_RELATION, .key = "relation", .label = N_("Relation"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 40,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "relation",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_KIND] = {
    .id = (KhDatapointId) KH_CONTACT_KIND, .key = "kind", .label = N_("Kind"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_contact_kinds, .fallback = "keyholder",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "type",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_PHONE_1_TYPE] = {
    .id = (KhDatapointId) KH_CONTACT_PHONE_1_TYPE, .key = "phone-1-type", .label = N_("Phone 1 Type"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_phone_types,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "phones[#1]/type",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_PHONE_1] = {
    .id = (KhDatapointId) KH_CONTACT_PHONE_1, .key = "phone-1", .label = N_("Phone 1"),
    .type = KH_VALUE_PHONE,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "phones[#1]/number",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_CONTACT_PHONE_2_TYPE] = {
    .id = (KhDatapointId) KH_CONTACT_PHONE_2_TYPE, .key = "phone-2-type", .label = N_("Phone 2 Type"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_phone_types,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "phones[#2]/type",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_PHONE_2] = {
    .id = (KhDatapointId) KH_CONTACT_PHONE_2, .key = "phone-2", .label = N_("Phone 2"),
    .type = KH_VALUE_PHONE,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "phones[#2]/number",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_CONTACT_PHONE_3_TYPE] = {
    .id = (KhDatapointId) KH_CONTACT_PHONE_3_TYPE, .key = "phone-3-type", .label = N_("Phone 3 Type"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_phone_types,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "phones[#3]/type",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_PHONE_3] = {
    .id = (KhDatapointId) KH_CONTACT_PHONE_3, .key = "phone-3", .label = N_("Phone 3"),
    .type = KH_VALUE_PHONE,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "phones[#3]/number",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_CONTACT_EMAIL] = {
    .id = (KhDatapointId) KH_CONTACT_EMAIL, .key = "email", .label = N_("Email"),
    .type = KH_VALUE_EMAIL, .min = 0, .max = 254,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "email",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_CONTACT_LANGUAGE] = {
    .id = (KhDatapointId) KH_CONTACT_LANGUAGE, .key = "language", .label = N_("Language"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_languages,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "language",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_PIN] = {
    /* Translators: a contact's own passcode. */
    .id = (KhDatapointId) KH_CONTACT_PIN, .key = "pin", .label = N_("PIN"),
    .type = KH_VALUE_SECRET, .min = 1, .max = 25, .max_adt = 10,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "passcode",
    .duplicate = KH_DUPLICATE_OFF,
    .view = KH_GRANT_PASSCODES_REVEAL, .modify = KH_GRANT_PASSCODES_MODIFY,
    .confidential = TRUE, .sealed = TRUE,
  },
  [KH_CONTACT_HAS_KEY] = {
    .id = (KhDatapointId) KH_CONTACT_HAS_KEY, .key = "has-key", .label = N_("Has Key"),
    .type = KH_VALUE_BOOLEAN,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "has_key",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_MAY_CANCEL] = {
    /* Translators: whether this contact may call an alarm off. */
    .id = (KhDatapointId) KH_CONTACT_MAY_CANCEL, .key = "may-cancel", .label = N_("May Cancel"),
    .type = KH_VALUE_BOOLEAN,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_TWO_CALL] = {
    .id = (KhDatapointId) KH_CONTACT_TWO_CALL, .key = "two-call-verification", .label = N_("Two-Call Verification"),
    .type = KH_VALUE_BOOLEAN,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_NEVER, .compared = TRUE, .wire = "ecv",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_DURESS] = {
    .id = (KhDatapointId) KH_CONTACT_DURESS, .key = "duress", .label = N_("Duress"),
    .type = KH_VALUE_BOOLEAN,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_FROM] = {
    /* Translators: the first day of a temporary contact. */
    .id = (KhDatapointId) KH_CONTACT_FROM, .key = "from", .label = N_("From"),
    .type = KH_VALUE_DATE, .max = 3650,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
  [KH_CONTACT_UNTIL] = {
    /* Translators: the last day of a temporary contact. */
    .id = (KhDatapointId) KH_CONTACT_UNTIL, .key = "until", .label = N_("Until"),
    .type = KH_VALUE_DATE, .max = 3650,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CONTACTS_VIEW, .modify = KH_GRANT_CONTACTS_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (contact_columns) == KH_N_CONTACT_COLUMNS);

static const KhDatapoint passcode_columns[] = {
  [KH_PASSCODE_VALUE] = {
    .id = (KhDatapointId) KH_PASSCODE_VALUE, .key = "value", .label = N_("Passcode"),
    .type = KH_VALUE_SECRET, .min = 1, .max = 25, .max_adt = 10,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "value",
    .duplicate = KH_DUPLICATE_OFF,
    .view = KH_GRANT_PASSCODES_REVEAL, .modify = KH_GRANT_PASSCODES_MODIFY,
    .confidential = TRUE, .sealed = TRUE,
  },
  [KH_PASSCODE_NOTE] = {
    .id = (KhDatapointId) KH_PASSCODE_NOTE, .key = "note", .label = N_("Note"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "note",
    .duplicate = KH_DUPLICATE_OFF,
    .view = KH_GRANT_PASSCODES_REVEAL, .modify = KH_GRANT_PASSCODES_MODIFY,
  },
  [KH_PASSCODE_DURESS] = {
    .id = (KhDatapointId) KH_PASSCODE_DURESS, .key = "duress", .label = N_("Duress"),
    .type = KH_VALUE_BOOLEAN,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "duress",
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_PASSCODES_REVEAL, .modify = KH_GRANT_PASSCODES_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (passcode_columns) == KH_N_PASSCODE_COLUMNS);

static const KhDatapoint agency_columns[] = {
  [KH_AGENCY_TYPE] = {
    .id = (KhDatapointId) KH_AGENCY_TYPE, .key = "type", .label = N_("Type"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_agency_types,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .bold = KH_BOLD_ONCE, .compared = TRUE, .wire = "type",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_AGENCY_NAME] = {
    .id = (KhDatapointId) KH_AGENCY_NAME, .key = "name", .label = N_("Name"),
    .type = KH_VALUE_TEXT, .min = 1, .max = 60,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .bold = KH_BOLD_ONCE, .compared = TRUE, .wire = "name",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_AGENCY_PHONE] = {
    .id = (KhDatapointId) KH_AGENCY_PHONE, .key = "phone", .label = N_("Phone"),
    .type = KH_VALUE_PHONE,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_ONCE, .compared = TRUE, .wire = "phone",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_AGENCY_CITY] = {
    .id = (KhDatapointId) KH_AGENCY_CITY, .key = "city", .label = N_("City"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_AGENCY_STATION_ID] = {
    /* Translators: by which the monitoring company knows the agency. */
    .id = (KhDatapointId) KH_AGENCY_STATION_ID, .key = "station-id", .label = N_("Station’s ID"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 20,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .bold = KH_BOLD_ONCE, .compared = TRUE, .wire = "agency",
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_AGENCY_PERMIT_NUMBER] = {
    .id = (KhDatapointId) KH_AGENCY_PERMIT_NUMBER, .key = "permit-number", .label = N_("Permit Number"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 40,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "permit/number",
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_AGENCY_PERMIT_EFFECTIVE] = {
    .id = (KhDatapointId) KH_AGENCY_PERMIT_EFFECTIVE, .key = "permit-effective", .label = N_("Permit Effective"),
    .type = KH_VALUE_DATE, .max = 3650,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "permit/effective",
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_AGENCY_PERMIT_EXPIRES] = {
    .id = (KhDatapointId) KH_AGENCY_PERMIT_EXPIRES, .key = "permit-expires", .label = N_("Permit Expires"),
    .type = KH_VALUE_DATE, .max = 36500,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "permit/expires",
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .modify = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (agency_columns) == KH_N_AGENCY_COLUMNS);

static const KhDatapoint system_columns[] = {
  [KH_SYSTEM_NUMBER] = {
    .id = (KhDatapointId) KH_SYSTEM_NUMBER, .key = "number", .label = N_("Number"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 99, .fallback = "1",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "no",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_SYSTEM_DESCRIPTION] = {
    .id = (KhDatapointId) KH_SYSTEM_DESCRIPTION, .key = "description", .label = N_("Description"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "description",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_SYSTEM_TYPE] = {
    .id = (KhDatapointId) KH_SYSTEM_TYPE, .key = "type", .label = N_("Type"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_system_types, .fallback = "burglary",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "type",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_SYSTEM_PANEL] = {
    .id = (KhDatapointId) KH_SYSTEM_PANEL, .key = "panel", .label = N_("Panel"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "panel",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_SYSTEM_COMMUNICATOR] = {
    .id = (KhDatapointId) KH_SYSTEM_COMMUNICATOR, .key = "communicator", .label = N_("Communicator"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_SYSTEM_TRANSMITTER] = {
    .id = (KhDatapointId) KH_SYSTEM_TRANSMITTER, .key = "transmitter", .label = N_("Transmitter ID"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 32,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_SYSTEM_RECEIVER] = {
    /* Translators: where the signals arrive. */
    .id = (KhDatapointId) KH_SYSTEM_RECEIVER, .key = "receiver", .label = N_("Receiver"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 20,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
    .searched = KH_SEARCHED_WHOLE,
  },
  [KH_SYSTEM_FORMAT] = {
    .id = (KhDatapointId) KH_SYSTEM_FORMAT, .key = "format", .label = N_("Signal Format"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_signal_formats,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_SYSTEM_TEST_INTERVAL] = {
    /* Translators: hours between two test signals. */
    .id = (KhDatapointId) KH_SYSTEM_TEST_INTERVAL, .key = "test-interval", .label = N_("Test Interval"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 8760,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (system_columns) == KH_N_SYSTEM_COLUMNS);

static const KhDatapoint area_columns[] = {
  [KH_AREA_SYSTEM] = {
    .id = (KhDatapointId) KH_AREA_SYSTEM, .key = "system", .label = N_("System"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 99, .fallback = "1",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = KH_WIRE_SYSTEM,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_AREA_NUMBER] = {
    .id = (KhDatapointId) KH_AREA_NUMBER, .key = "number", .label = N_("Number"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 999, .fallback = "1",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "no",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_AREA_DESCRIPTION] = {
    .id = (KhDatapointId) KH_AREA_DESCRIPTION, .key = "description", .label = N_("Description"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "name",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (area_columns) == KH_N_AREA_COLUMNS);

static const KhDatapoint zone_columns[] = {
  [KH_ZONE_SYSTEM] = {
    .id = (KhDatapointId) KH_ZONE_SYSTEM, .key = "system", .label = N_("System"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 99, .fallback = "1",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = KH_WIRE_SYSTEM,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_ZONE_AREA] = {
    .id = (KhDatapointId) KH_ZONE_AREA, .key = "area", .label = N_("Area"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 999, .fallback = "1",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "area",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_ZONE_NUMBER] = {
    /* Translators: the number of a zone, such as 001. */
    .id = (KhDatapointId) KH_ZONE_NUMBER, .key = "number", .label = N_("Zone"),
    .type = KH_VALUE_ZONE, .min = 1, .max = 10,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "zone",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_ZONE_DESCRIPTION] = {
    .id = (KhDatapointId) KH_ZONE_DESCRIPTION, .key = "description", .label = N_("Description"),
    .type = KH_VALUE_TEXT, .min = 1, .max = 50,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "description",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_ZONE_EVENT] = {
    /* Translators: what a signal of this zone means. */
    .id = (KhDatapointId) KH_ZONE_EVENT, .key = "event", .label = N_("Event"),
    .type = KH_VALUE_TEXT, .codes = &zone_events, .min = 0, .max = 40,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "event",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_ZONE_STATUS] = {
    .id = (KhDatapointId) KH_ZONE_STATUS, .key = "status", .label = N_("Status"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_zone_statuses, .fallback = "installed",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_YES, .compared = TRUE, .wire = "status",
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (zone_columns) == KH_N_ZONE_COLUMNS);

static const KhDatapoint equipment_columns[] = {
  [KH_EQUIPMENT_ITEM] = {
    /* Translators: a piece of equipment. */
    .id = (KhDatapointId) KH_EQUIPMENT_ITEM, .key = "item", .label = N_("Item"),
    .type = KH_VALUE_TEXT, .min = 1, .max = 100,
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_MAKE] = {
    /* Translators: who makes it, and the model. */
    .id = (KhDatapointId) KH_EQUIPMENT_MAKE, .key = "make", .label = N_("Make"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_SERIAL] = {
    .id = (KhDatapointId) KH_EQUIPMENT_SERIAL, .key = "serial", .label = N_("Serial Number"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
    .searched = KH_SEARCHED_ANYWHERE,
  },
  [KH_EQUIPMENT_LOCATION] = {
    .id = (KhDatapointId) KH_EQUIPMENT_LOCATION, .key = "location", .label = N_("Location"),
    .type = KH_VALUE_TEXT, .min = 0, .max = 60,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_ZONE_SYSTEM] = {
    .id = (KhDatapointId) KH_EQUIPMENT_ZONE_SYSTEM, .key = "zone-system", .label = N_("Zone’s System"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 99,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_ZONE_AREA] = {
    .id = (KhDatapointId) KH_EQUIPMENT_ZONE_AREA, .key = "zone-area", .label = N_("Zone’s Area"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 999,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_ZONE_NUMBER] = {
    .id = (KhDatapointId) KH_EQUIPMENT_ZONE_NUMBER, .key = "zone", .label = N_("Zone"),
    .type = KH_VALUE_ZONE, .min = 0, .max = 10,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_QUANTITY] = {
    .id = (KhDatapointId) KH_EQUIPMENT_QUANTITY, .key = "quantity", .label = N_("Quantity"),
    .type = KH_VALUE_INTEGER, .min = 1, .max = 9999, .fallback = "1",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_ON,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_WARRANTY] = {
    .id = (KhDatapointId) KH_EQUIPMENT_WARRANTY, .key = "warranty-until", .label = N_("Warranty Until"),
    .type = KH_VALUE_DATE, .max = 36500,
    .required = KH_REQUIRED_NEVER,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_NEVER,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
  [KH_EQUIPMENT_STATUS] = {
    .id = (KhDatapointId) KH_EQUIPMENT_STATUS, .key = "status", .label = N_("Install Status"),
    .type = KH_VALUE_CHOICE, .choices = kh_choices_install_statuses, .fallback = "planned",
    .required = KH_REQUIRED_ALWAYS,
    .sent = KH_SENT_NO, .compared = FALSE,
    .duplicate = KH_DUPLICATE_OFF,
    .view = KH_GRANT_EQUIPMENT_VIEW, .modify = KH_GRANT_EQUIPMENT_MODIFY,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (equipment_columns) == KH_N_EQUIPMENT_COLUMNS);

/* A permit is of the agency that gave it. */
static const KhTableAnnex permit_annex = { "permit/", "/permits", "agency", KH_AGENCY_STATION_ID };

const KhTable kh_table_table[] = {
  [KH_TABLE_CONTACTS] = {
    /* Translators: the people whom the monitoring company calls. */
    .id = KH_TABLE_CONTACTS, .key = "contacts", .label = N_("Contacts"), .row_label = N_("Contact"),
    .columns = contact_columns, .n_columns = G_N_ELEMENTS (contact_columns),
    .order = KH_CONTACT_ORDER, .ranked = TRUE, .title = KH_CONTACT_NAME,
    .identity = { KH_CONTACT_ORDER }, .n_identity = 1,
    .max_rows = 100,
    .wire = "/contacts", .followed = KH_FOLLOWED_ALWAYS,
    .section = KH_SECTION_CONTACT, .duplicate = KH_DUPLICATE_OFF,
    .parent = KH_N_TABLES,
    .view = KH_GRANT_CONTACTS_VIEW, .create = KH_GRANT_CONTACTS_CREATE,
    .modify = KH_GRANT_CONTACTS_MODIFY, .remove = KH_GRANT_CONTACTS_DELETE,
  },
  [KH_TABLE_PASSCODES] = {
    .id = KH_TABLE_PASSCODES, .key = "passcodes", .label = N_("Additional Passcodes"), .row_label = N_("Additional Passcode"),
    .columns = passcode_columns, .n_columns = G_N_ELEMENTS (passcode_columns),
    .order = KH_COLUMN_NONE, .title = KH_PASSCODE_NOTE,
    .max_rows = 20,
    .wire = "/passcodes", .followed = KH_FOLLOWED_ALWAYS,
    .section = KH_SECTION_PASSCODES, .duplicate = KH_DUPLICATE_NEVER,
    .parent = KH_N_TABLES,
    .view = KH_GRANT_PASSCODES_REVEAL, .create = KH_GRANT_PASSCODES_MODIFY,
    .modify = KH_GRANT_PASSCODES_MODIFY, .remove = KH_GRANT_PASSCODES_MODIFY,
  },
  [KH_TABLE_AGENCIES] = {
    /* Translators: police, fire, medical and guard. */
    .id = KH_TABLE_AGENCIES, .key = "agencies", .label = N_("Agencies"), .row_label = N_("Agency"),
    .columns = agency_columns, .n_columns = G_N_ELEMENTS (agency_columns),
    .order = KH_COLUMN_NONE, .title = KH_AGENCY_NAME,
    .identity = { KH_AGENCY_TYPE }, .n_identity = 1,
    .max_rows = 4,
    .wire = "/agencies", .followed = KH_FOLLOWED_ALWAYS, .fixed = "frozen", .annex = &permit_annex,
    .section = KH_SECTION_CENTRAL_STATION, .duplicate = KH_DUPLICATE_OFF,
    .parent = KH_N_TABLES,
    .view = KH_GRANT_CENTRAL_STATION_VIEW, .create = KH_GRANT_CENTRAL_STATION_MODIFY,
    .modify = KH_GRANT_CENTRAL_STATION_MODIFY, .remove = KH_GRANT_CENTRAL_STATION_MODIFY,
  },
  [KH_TABLE_SYSTEMS] = {
    .id = KH_TABLE_SYSTEMS, .key = "systems", .label = N_("Systems"), .row_label = N_("System"),
    .columns = system_columns, .n_columns = G_N_ELEMENTS (system_columns),
    .order = KH_SYSTEM_NUMBER, .title = KH_SYSTEM_DESCRIPTION,
    .identity = { KH_SYSTEM_NUMBER }, .n_identity = 1,
    .max_rows = 99,
    .wire = "/systems",
    .section = KH_SECTION_INSTALLATION, .duplicate = KH_DUPLICATE_OFF,
    .parent = KH_N_TABLES,
    .view = KH_GRANT_EQUIPMENT_VIEW, .create = KH_GRANT_EQUIPMENT_CREATE,
    .modify = KH_GRANT_EQUIPMENT_MODIFY, .remove = KH_GRANT_EQUIPMENT_DELETE,
  },
  [KH_TABLE_AREAS] = {
    /* Translators: parts of a building with an alarm of their own. */
    .id = KH_TABLE_AREAS, .key = "areas", .label = N_("Areas"), .row_label = N_("Area"),
    .columns = area_columns, .n_columns = G_N_ELEMENTS (area_columns),
    .order = KH_AREA_NUMBER, .title = KH_AREA_DESCRIPTION,
    .identity = { KH_AREA_SYSTEM, KH_AREA_NUMBER }, .n_identity = 2,
    .max_rows = 999,
    .wire = "/systems[*]/areas",
    .section = KH_SECTION_INSTALLATION, .duplicate = KH_DUPLICATE_OFF,
    .parent = KH_TABLE_SYSTEMS, .hangs = { KH_AREA_SYSTEM },
    .view = KH_GRANT_EQUIPMENT_VIEW, .create = KH_GRANT_EQUIPMENT_CREATE,
    .modify = KH_GRANT_EQUIPMENT_MODIFY, .remove = KH_GRANT_EQUIPMENT_DELETE,
  },
  [KH_TABLE_ZONES] = {
    .id = KH_TABLE_ZONES, .key = "zones", .label = N_("Zones"), .row_label = N_("Zone"),
    .columns = zone_columns, .n_columns = G_N_ELEMENTS (zone_columns),
    .order = KH_ZONE_NUMBER, .title = KH_ZONE_DESCRIPTION,
    .identity = { KH_ZONE_SYSTEM, KH_ZONE_AREA, KH_ZONE_NUMBER }, .n_identity = 3,
    .max_rows = 2000,
    .wire = "/systems[*]/zones", .followed = KH_FOLLOWED_WITH_ZONES,
    .section = KH_SECTION_INSTALLATION, .duplicate = KH_DUPLICATE_OFF,
    .parent = KH_TABLE_SYSTEMS, .hangs = { KH_ZONE_SYSTEM },
    .view = KH_GRANT_EQUIPMENT_VIEW, .create = KH_GRANT_EQUIPMENT_CREATE,
    .modify = KH_GRANT_EQUIPMENT_MODIFY, .remove = KH_GRANT_EQUIPMENT_DELETE,
  },
  [KH_TABLE_EQUIPMENT] = {
    .id = KH_TABLE_EQUIPMENT, .key = "equipment", .label = N_("Equipment"), .row_label = N_("Item"),
    .columns = equipment_columns, .n_columns = G_N_ELEMENTS (equipment_columns),
    .order = KH_COLUMN_NONE, .title = KH_EQUIPMENT_ITEM,
    .max_rows = 2000,
    .section = KH_SECTION_INSTALLATION, .duplicate = KH_DUPLICATE_OFF,
    .parent = KH_TABLE_ZONES, .loose = TRUE,
    .hangs = { KH_EQUIPMENT_ZONE_SYSTEM, KH_EQUIPMENT_ZONE_AREA, KH_EQUIPMENT_ZONE_NUMBER },
    .view = KH_GRANT_EQUIPMENT_VIEW, .create = KH_GRANT_EQUIPMENT_CREATE,
    .modify = KH_GRANT_EQUIPMENT_MODIFY, .remove = KH_GRANT_EQUIPMENT_DELETE,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kh_table_table) == KH_N_TABLES);
