/* kh-datapoint.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-grant.h"

G_BEGIN_DECLS

/**
 * KhDatapointId:
 *
 * One value for each row of the registry, in the registry's order. The number
 * is never stored or sent: the key is.
 */
typedef enum {
  KH_DATAPOINT_CUSTOMER_NUMBER,
  KH_DATAPOINT_STATUS,
  KH_DATAPOINT_ACCOUNT_TYPE,
  KH_DATAPOINT_FIRST_NAME,
  KH_DATAPOINT_LAST_NAME,
  KH_DATAPOINT_BUSINESS_NAME,
  KH_DATAPOINT_BUSINESS_CONTACT,
  KH_DATAPOINT_SPOUSE,
  KH_DATAPOINT_ACCOUNT_CLASS,
  KH_DATAPOINT_OFFICE_LOCATION,
  KH_DATAPOINT_PRIMARY_LANGUAGE,
  KH_DATAPOINT_TIME_ZONE,
  KH_DATAPOINT_TAGS,
  KH_DATAPOINT_BIRTHDATE,
  KH_DATAPOINT_SSN_LAST_FOUR,
  KH_DATAPOINT_ADDRESS_1,
  KH_DATAPOINT_ADDRESS_2,
  KH_DATAPOINT_CROSS_STREET,
  KH_DATAPOINT_CITY,
  KH_DATAPOINT_COUNTY,
  KH_DATAPOINT_STATE,
  KH_DATAPOINT_ZIP,
  KH_DATAPOINT_DIRECTIONS,
  KH_DATAPOINT_PRIMARY_PHONE,
  KH_DATAPOINT_CELL_PHONE,
  KH_DATAPOINT_WORK_PHONE,
  KH_DATAPOINT_OTHER_PHONE,
  KH_DATAPOINT_EMAIL,
  KH_DATAPOINT_EMAIL_2,
  KH_DATAPOINT_BEST_CONTACT_TIME,
  KH_DATAPOINT_HOME_OWNERSHIP,
  KH_DATAPOINT_BILLING_SAME,
  KH_DATAPOINT_BILLING_NAME,
  KH_DATAPOINT_BILLING_ADDRESS_1,
  KH_DATAPOINT_BILLING_ADDRESS_2,
  KH_DATAPOINT_BILLING_CITY,
  KH_DATAPOINT_BILLING_STATE,
  KH_DATAPOINT_BILLING_ZIP,
  KH_DATAPOINT_BILLING_EMAIL,
  KH_DATAPOINT_BILLING_PHONE,
  KH_DATAPOINT_LEAD_SOURCE,
  KH_DATAPOINT_LEAD_CAMPAIGN,
  KH_DATAPOINT_PROMO_CODE,
  KH_DATAPOINT_PARTNER_REFERENCE,
  KH_DATAPOINT_SALE_DATE,
  KH_DATAPOINT_SALES_REP,
  KH_DATAPOINT_SALES_REP_NUMBER,
  KH_DATAPOINT_DEALER_NUMBER,
  KH_DATAPOINT_MONTHLY_CHARGE,
  KH_DATAPOINT_CONTRACT_TERM,
  KH_DATAPOINT_ACTIVATION_FEE,
  KH_DATAPOINT_MONITORING_PLAN,
  KH_DATAPOINT_PURCHASE_PRICE,
  KH_DATAPOINT_CREDIT_SCORE,
  KH_DATAPOINT_CREDIT_TRACKING_NUMBER,
  KH_DATAPOINT_CANCEL_DATE,
  KH_DATAPOINT_CANCEL_REASON,
  KH_DATAPOINT_MONITORING_COMPANY,
  KH_DATAPOINT_ACCOUNT_NUMBER,
  KH_DATAPOINT_RECEIVER_NUMBER,
  KH_DATAPOINT_TWO_WAY_VOICE,
  KH_DATAPOINT_MONITORING_TYPE,
  KH_DATAPOINT_PERMIT_NUMBER,
  KH_DATAPOINT_PERMIT_EXPIRY,
  KH_DATAPOINT_DISPATCH_NOTES,
  KH_DATAPOINT_PASSCODE,
  KH_DATAPOINT_DURESS_CODE,
  KH_DATAPOINT_INSTALLER_CODE,
  KH_DATAPOINT_INSTALL_DATE,
  KH_DATAPOINT_INSTALL_TECHNICIAN,
  KH_DATAPOINT_PANEL_TYPE,
  KH_DATAPOINT_PANEL_LOCATION,
  KH_DATAPOINT_CELLULAR_BACKUP,
  KH_DATAPOINT_GUARD_RESPONSE,
  KH_DATAPOINT_MAINTENANCE_PLAN,

  KH_N_DATAPOINTS
} KhDatapointId;

/* For rows that name no other datapoint: nothing ever names the Customer ID. */
#define KH_DATAPOINT_NONE KH_DATAPOINT_CUSTOMER_NUMBER

/**
 * KhSection:
 *
 * The sections of a customer's page, in the order in which they are shown.
 */
typedef enum {
  KH_SECTION_IDENTITY,
  KH_SECTION_PREMISES,
  KH_SECTION_CONTACT,
  KH_SECTION_BILLING,
  KH_SECTION_CENTRAL_STATION,
  KH_SECTION_PASSCODES,
  KH_SECTION_LEAD_SOURCE,
  KH_SECTION_SALES,
  KH_SECTION_INSTALLATION,

  KH_N_SECTIONS
} KhSection;

/**
 * KhValueType:
 *
 * How a datapoint's value is written, checked, kept and compared; see
 * kh_value_parse() for the behaviour of each.
 */
typedef enum {
  KH_VALUE_TEXT,
  KH_VALUE_MULTILINE,
  KH_VALUE_CHOICE,
  KH_VALUE_CATALOGUE,
  KH_VALUE_INTEGER,
  KH_VALUE_MONEY,
  KH_VALUE_DATE,
  KH_VALUE_BOOLEAN,
  KH_VALUE_PHONE,
  KH_VALUE_EMAIL,
  KH_VALUE_POSTAL,
  KH_VALUE_ACCOUNT,
  KH_VALUE_SECRET,
  KH_VALUE_STAFF,
  KH_VALUE_TAGS,
  KH_VALUE_DIGITS,
  KH_VALUE_COMPANY,
  KH_VALUE_ZONE,

  KH_N_VALUE_TYPES
} KhValueType;

/**
 * KhTextForm:
 *
 * What kind of text a %KH_VALUE_TEXT is.
 *
 * @KH_TEXT_PLAIN: any words
 * @KH_TEXT_STREET: a line of an address, compared as kh_address_same() does
 * @KH_TEXT_TIME_ZONE: the name of a time zone
 */
typedef enum {
  KH_TEXT_PLAIN,
  KH_TEXT_STREET,
  KH_TEXT_TIME_ZONE,
} KhTextForm;

/**
 * KhCatalogueId:
 *
 * The lists behind drop-downs whose entries the office keeps itself.
 */
typedef enum {
  KH_CATALOGUE_NONE,
  KH_CATALOGUE_ACCOUNT_CLASSES,
  KH_CATALOGUE_OFFICE_LOCATIONS,
  KH_CATALOGUE_LEAD_SOURCES,
  KH_CATALOGUE_LEAD_CAMPAIGNS,
  KH_CATALOGUE_DEALER_NUMBERS,
  KH_CATALOGUE_MONITORING_PLANS,
  KH_CATALOGUE_CANCEL_REASONS,
  KH_CATALOGUE_NOTE_TYPES,
  KH_CATALOGUE_PACKAGES,
  KH_CATALOGUE_PACKAGE_ITEMS,
  KH_CATALOGUE_SALES_REPS,
  KH_CATALOGUE_TECHNICIANS,
  KH_CATALOGUE_STAFF,
  KH_CATALOGUE_COMPANIES,

  KH_N_CATALOGUES
} KhCatalogueId;

/**
 * KhRequired:
 *
 * When a datapoint must have a value; the flags add up.
 *
 * @KH_REQUIRED_SYSTEM: the store gives it; nobody types it
 * @KH_REQUIRED_ALWAYS: for every customer
 * @KH_REQUIRED_BUSINESS: when the account type is business
 * @KH_REQUIRED_ADT: when the monitoring company's monitor type is ADT
 * @KH_REQUIRED_BILLING_DIFFERS: when billing is not the same as the premises
 * @KH_REQUIRED_CANCELLED: when the status is cancelled
 * @KH_REQUIRED_BEFORE_LINK: not to save, but before Link Account or Shell Account
 */
typedef enum {
  KH_REQUIRED_NEVER           = 0,
  KH_REQUIRED_SYSTEM          = 1 << 0,
  KH_REQUIRED_ALWAYS          = 1 << 1,
  KH_REQUIRED_BUSINESS        = 1 << 2,
  KH_REQUIRED_ADT             = 1 << 3,
  KH_REQUIRED_BILLING_DIFFERS = 1 << 4,
  KH_REQUIRED_CANCELLED       = 1 << 5,
  KH_REQUIRED_BEFORE_LINK     = 1 << 6,
} KhRequired;

/**
 * KhSent:
 *
 * Whether a datapoint goes to the monitoring company.
 *
 * @KH_SENT_NO: never
 * @KH_SENT_YES: on Link, and every saved change after it
 * @KH_SENT_ONCE: on Link or Shell, where the station has no value yet
 * @KH_SENT_KEY: it is what the account is found by
 */
typedef enum {
  KH_SENT_NO,
  KH_SENT_YES,
  KH_SENT_ONCE,
  KH_SENT_KEY,
} KhSent;

/**
 * KhBold:
 *
 * How a Bold station takes a column of a row that goes there. What it takes of a datapoint it says
 * itself.
 *
 * @KH_BOLD_TAKES: like any other station
 * @KH_BOLD_NEVER: not at all
 * @KH_BOLD_ONCE: with a row that is added, and never again
 */
typedef enum {
  KH_BOLD_TAKES,
  KH_BOLD_NEVER,
  KH_BOLD_ONCE,
} KhBold;

/**
 * KhDuplicateRule:
 *
 * What Duplicate does with a datapoint when nobody chose otherwise.
 */
typedef enum {
  KH_DUPLICATE_NEVER,
  KH_DUPLICATE_OFF,
  KH_DUPLICATE_ON,
  KH_DUPLICATE_REQUIRED,
  KH_DUPLICATE_TYPED_ANEW,
} KhDuplicateRule;

/**
 * KhSearched:
 *
 * What the search of the customer list finds a datapoint by. A phone number is found by its digits.
 *
 * @KH_SEARCHED_NOT: nothing
 * @KH_SEARCHED_WHOLE: its words, each as a whole: for what many share, and is short
 * @KH_SEARCHED_WORDS: the start of its words
 * @KH_SEARCHED_ANYWHERE: the start of its words, and what is inside them
 */
typedef enum {
  KH_SEARCHED_NOT,
  KH_SEARCHED_WHOLE,
  KH_SEARCHED_WORDS,
  KH_SEARCHED_ANYWHERE,
} KhSearched;

/**
 * KhChoice:
 * @value: the canonical value, never translated
 * @label: what is shown, marked with N_()
 *
 * One choice of a %KH_VALUE_CHOICE datapoint; a list ends with a %NULL value.
 */
typedef struct {
  const char *value;
  const char *label;
} KhChoice;

/**
 * KhCodeList:
 * @key: the list's name at a station
 * @unknown: what is said of a code that it does not have, marked with N_(); {company} and {code}
 *   stand for these
 *
 * One of the lists of codes that each monitoring company keeps itself.
 */
typedef struct {
  const char *key;
  const char *unknown;
} KhCodeList;

/**
 * KhDatapoint:
 * @id: the row's index
 * @key: property name, settings key and, with dashes as underscores, SQL column; never changes
 * @label: the shown name, marked with N_()
 * @section: where it stands on the page
 * @type: its behaviour
 * @form: for %KH_VALUE_TEXT
 * @choices: for %KH_VALUE_CHOICE
 * @codes: for %KH_VALUE_TEXT, the list that a monitoring company takes it from, or %NULL
 * @catalogue: for catalogue, staff and company types
 * @parent: a datapoint whose chosen entry narrows this one's entries, or %KH_DATAPOINT_NONE
 * @min: smallest number, or fewest characters
 * @max: largest number, or most characters; money in cents
 * @max_adt: @max where the monitoring company is an ADT one, or 0
 * @required: when it must have a value
 * @or_else: a datapoint whose value serves as well when this one is required, or
 *   %KH_DATAPOINT_NONE
 * @sent: whether it goes to the station
 * @bold: for a column, how a Bold station takes it
 * @compared: whether it stands in the Discrepancies
 * @wire: its place in a station's account document, or %NULL; see below
 * @duplicate: what Duplicate does with it
 * @view: the grant to see it
 * @modify: the grant to change it, %KH_GRANT_NONE if nobody may
 * @searched: what the search finds it by; whoever changes it makes the index anew, by a migration
 * @confidential: guarded by a grant of its own
 * @sealed: may only be stored encrypted
 * @fallback: the canonical value of a new customer, or %NULL
 *
 * One row of the registry: everything the program knows about a datapoint.
 *
 * @wire is a slash-separated path. A segment `name[x]` picks from the list
 * `name` the item whose `type` is x (`/site/phones[cell]`), whose `no` is x
 * (`/systems[1]/panel`), or the first item where x is `*` (`/permits[*]/number`).
 */
typedef struct {
  KhDatapointId id;
  const char *key;
  const char *label;
  KhSection section;
  KhValueType type;
  KhTextForm form;
  const KhChoice *choices;
  const KhCodeList *codes;
  KhCatalogueId catalogue;
  KhDatapointId parent;
  gint64 min;
  gint64 max;
  gint64 max_adt;
  KhRequired required;
  KhDatapointId or_else;
  KhSent sent;
  KhBold bold;
  gboolean compared;
  const char *wire;
  KhDuplicateRule duplicate;
  KhGrant view;
  KhGrant modify;
  KhSearched searched;
  gboolean confidential;
  gboolean sealed;
  const char *fallback;
} KhDatapoint;

const KhDatapoint *kh_datapoint_get          (KhDatapointId  id) G_GNUC_CONST;
const KhDatapoint *kh_datapoint_lookup       (const char    *key);
const char        *kh_datapoint_get_label    (KhDatapointId  id);
char              *kh_datapoint_dup_column   (KhDatapointId  id) G_GNUC_WARN_UNUSED_RESULT;
gboolean           kh_datapoint_is_stored    (KhDatapointId  id);
gboolean           kh_datapoint_is_editable  (KhDatapointId  id);

const char        *kh_section_get_label      (KhSection      section);
const char        *kh_section_get_key        (KhSection      section);

const char        *kh_catalogue_id_to_string   (KhCatalogueId  id);
KhCatalogueId      kh_catalogue_id_from_string (const char    *text);
KhCatalogueId kh_catalogue_id_get_parent (KhCatalogueId id);
KhCatalogueId kh_catalogue_id_get_child (KhCatalogueId id);

G_END_DECLS
