/* test-value-type.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-address.h"
#include "kh-catalogues.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <string.h>

#define TODAY_YEAR 2026
#define FINE (-1)

/* What is typed, and the canonical value it gives, what that value is shown as
 * (NULL: as the value), or the error it gives. */
typedef struct {
  KhDatapointId id;
  const char *typed;
  const char *value;
  const char *shown;
  int code;
} Case;

static const Case cases[] = {
  /* Text */
  { KH_DATAPOINT_FIRST_NAME, "Ann", "Ann", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "  Ann Marie\t\n", "Ann Marie", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "\u00a0\u2003Ann\u3000", "Ann", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "", NULL, NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, " \t ", NULL, NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "O'Neil <b>& Sons</b>; DROP TABLE --", "O'Neil <b>& Sons</b>; DROP TABLE --", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "José", "José", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "Jose\u0301", "Jose\u0301", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "👩‍💻 ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍💻 ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "می\u200cخواهم", "می\u200cخواهم", NULL, FINE },
  { KH_DATAPOINT_FIRST_NAME, "An\u200dn", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "Ann\u200d", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\tn", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\nn", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\001n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\177n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\xc2\x85n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\u202en", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "\u2066Ann\u2069", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\u200bn", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "\ufeffAnn", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\u2060n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\u2028n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "\u3164", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\ue000n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\uffffn", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\U000e0041n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\u0378n", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_FIRST_NAME, "An\xffn", NULL, NULL, KH_VALUE_ERROR_ENCODING },
  { KH_DATAPOINT_FIRST_NAME, "\xed\xa0\x80", NULL, NULL, KH_VALUE_ERROR_ENCODING },
  { KH_DATAPOINT_FIRST_NAME, "\xc0\xaf", NULL, NULL, KH_VALUE_ERROR_ENCODING },
  { KH_DATAPOINT_TIME_ZONE, "America/Denver", "America/Denver", NULL, FINE },
  { KH_DATAPOINT_TIME_ZONE, "UTC", "UTC", NULL, FINE },
  { KH_DATAPOINT_TIME_ZONE, "America/Atlantis", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_TIME_ZONE, "../../etc/passwd", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_TIME_ZONE, "Mountain", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },

  /* Multiline */
  { KH_DATAPOINT_DIRECTIONS, "\r\nGate 4\r\n\rBlue door\n", "Gate 4\n\nBlue door", NULL, FINE },
  { KH_DATAPOINT_DIRECTIONS, "Gate\t4", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_DIRECTIONS, "Gate \u202d4", NULL, NULL, KH_VALUE_ERROR_CHARACTER },

  /* Choice */
  { KH_DATAPOINT_STATE, "UT", "UT", "Utah", FINE },
  { KH_DATAPOINT_STATE, "ut", "UT", "Utah", FINE },
  { KH_DATAPOINT_STATE, "north  CAROLINA", "NC", "North Carolina", FINE },
  { KH_DATAPOINT_STATE, "Atlantis", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_ACCOUNT_TYPE, "Business", "business", "Business", FINE },
  { KH_DATAPOINT_MONITORING_TYPE, "alarms only", "alarms-only", "Alarms only", FINE },

  /* Catalogue, staff, company */
  { KH_DATAPOINT_ACCOUNT_CLASS, "Gold", "1", "Gold", FINE },
  { KH_DATAPOINT_ACCOUNT_CLASS, "1", "1", "Gold", FINE },
  { KH_DATAPOINT_ACCOUNT_CLASS, "gold", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_ACCOUNT_CLASS, "9", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_ACCOUNT_CLASS, "0", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_ACCOUNT_CLASS, "-1", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_ACCOUNT_CLASS, "99999999999999999999", NULL, NULL, KH_VALUE_ERROR_UNKNOWN },
  { KH_DATAPOINT_ACCOUNT_CLASS, "Bronze", NULL, NULL, KH_VALUE_ERROR_INACTIVE },
  { KH_DATAPOINT_DEALER_NUMBER, "2", "7", "2", FINE },
  { KH_DATAPOINT_SALES_REP, "Ray", "4", "Ray", FINE },

  /* Integer */
  { KH_DATAPOINT_CONTRACT_TERM, "36", "36", NULL, FINE },
  { KH_DATAPOINT_CONTRACT_TERM, " +036 ", "36", NULL, FINE },
  { KH_DATAPOINT_CONTRACT_TERM, "0", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_CONTRACT_TERM, "-0", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_CONTRACT_TERM, "121", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_CONTRACT_TERM, "-5", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_CONTRACT_TERM, "99999999999999999999", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_CONTRACT_TERM, "3.5", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CONTRACT_TERM, "0x10", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CONTRACT_TERM, "1e2", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CONTRACT_TERM, "-", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CONTRACT_TERM, "+-5", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CONTRACT_TERM, "36 months", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CONTRACT_TERM, "３６", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_CREDIT_SCORE, "850", "850", NULL, FINE },
  { KH_DATAPOINT_CREDIT_SCORE, "851", NULL, NULL, KH_VALUE_ERROR_RANGE },

  /* Money */
  { KH_DATAPOINT_MONTHLY_CHARGE, "49.99", "4999", "$49.99", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "$1,234.5", "123450", "$1,234.50", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "$ 5", "500", "$5.00", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, ".5", "50", "$0.50", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "5.", "500", "$5.00", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "0", "0", "$0.00", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "99999.99", "9999999", "$99,999.99", FINE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "100000", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "-1", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "-$0.01", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_MONTHLY_CHARGE, "49,99", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "1,23,456", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, ",123", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "1,", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "49.999", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "4.9.9", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, ".", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "$", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "99999999999999999999", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "1e3", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_MONTHLY_CHARGE, "5 €", NULL, NULL, KH_VALUE_ERROR_FORMAT },

  /* Date */
  { KH_DATAPOINT_SALE_DATE, "2026-03-31", "2026-03-31", "03/31/2026", FINE },
  { KH_DATAPOINT_SALE_DATE, "03/31/2026", "2026-03-31", "03/31/2026", FINE },
  { KH_DATAPOINT_SALE_DATE, "3/1/26", "2026-03-01", "03/01/2026", FINE },
  { KH_DATAPOINT_SALE_DATE, "3-1-2026", "2026-03-01", "03/01/2026", FINE },
  { KH_DATAPOINT_SALE_DATE, "2/29/2024", "2024-02-29", "02/29/2024", FINE },
  { KH_DATAPOINT_SALE_DATE, "2/29/2025", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_SALE_DATE, "31/3/2025", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_SALE_DATE, "0/0/2025", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_SALE_DATE, "6/15/2027", "2027-06-15", "06/15/2027", FINE },
  { KH_DATAPOINT_SALE_DATE, "6/16/2027", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_SALE_DATE, "1/1/0026", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_SALE_DATE, "3/1-26", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_SALE_DATE, "3/1/026", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_SALE_DATE, "20260331", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_SALE_DATE, "March 31", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_SALE_DATE, "2026-3-31", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_BIRTHDATE, "5/6/68", "1968-05-06", "05/06/1968", FINE },
  { KH_DATAPOINT_BIRTHDATE, "5/6/26", "2026-05-06", "05/06/2026", FINE },
  { KH_DATAPOINT_BIRTHDATE, "6/16/26", "1926-06-16", "06/16/1926", FINE },
  { KH_DATAPOINT_BIRTHDATE, "6/15/2026", "2026-06-15", "06/15/2026", FINE },
  { KH_DATAPOINT_BIRTHDATE, "6/16/2026", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_BIRTHDATE, "12/31/1899", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_BIRTHDATE, "1/1/1900", "1900-01-01", "01/01/1900", FINE },
  { KH_DATAPOINT_PERMIT_EXPIRY, "1/1/68", "2068-01-01", "01/01/2068", FINE },

  /* Boolean */
  { KH_DATAPOINT_BILLING_SAME, "Yes", "1", "Yes", FINE },
  { KH_DATAPOINT_BILLING_SAME, "0", "0", "No", FINE },
  { KH_DATAPOINT_BILLING_SAME, "FALSE", "0", "No", FINE },
  { KH_DATAPOINT_BILLING_SAME, "2", NULL, NULL, KH_VALUE_ERROR_FORMAT },

  /* Phone */
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142", "+18015550142", "(801) 555-0142", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "(801) 555-0142", "+18015550142", "(801) 555-0142", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "801.555.0142", "+18015550142", "(801) 555-0142", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "1-801-555-0142", "+18015550142", "(801) 555-0142", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "+1 801 555 0142", "+18015550142", "(801) 555-0142", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "801\u00a0555\u20110142", "+18015550142", "(801) 555-0142", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "801 555 0142 x12", "+18015550142x12", "(801) 555-0142 ext. 12", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142ext. 012", "+18015550142x012", "(801) 555-0142 ext. 012", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142 Extension: 7", "+18015550142x7", "(801) 555-0142 ext. 7", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142 #7", "+18015550142x7", "(801) 555-0142 ext. 7", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "+44 20 7946 0958", "+442079460958", "+44 207 946 0958", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "+353 1 234 5678 x 9", "+35312345678x9", "+353 123 456 78 ext. 9", FINE },
  { KH_DATAPOINT_PRIMARY_PHONE, "555-0142", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "80155501423", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "1801555014", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "+1801555014", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "123-555-0142", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "091 555 0142", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_PRIMARY_PHONE, "291 555 0142", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_PRIMARY_PHONE, "911 555 0142", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_PRIMARY_PHONE, "801 155 0142", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_PRIMARY_PHONE, "801 911 0142", NULL, NULL, KH_VALUE_ERROR_RANGE },
  { KH_DATAPOINT_PRIMARY_PHONE, "+4412345", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "+0123456789", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "+4412345678901234", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "1-800-FLOWERS", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142 x", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142 x1 x2", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142 x123456789", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "8015550142, 8015550143", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "x12", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "+", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "801+5550142", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PRIMARY_PHONE, "８０１５５５０１４２", NULL, NULL, KH_VALUE_ERROR_FORMAT },

  /* E-mail */
  { KH_DATAPOINT_EMAIL, "Ann.Lee+alarm@Example.COM", "Ann.Lee+alarm@example.com", NULL, FINE },
  { KH_DATAPOINT_EMAIL, "a@b.co", "a@b.co", NULL, FINE },
  { KH_DATAPOINT_EMAIL, "ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example", NULL, FINE },
  { KH_DATAPOINT_EMAIL, "ann", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "@example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@localhost", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@10.0.0.1", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@b@example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, ".ann@example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "an..n@example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@-example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@example..com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "Ann <ann@example.com>", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "\"ann\"@example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@example.com,bo@example.com", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_EMAIL, "ann@bücher.example", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_EMAIL, "ann@example.com\nBcc: x@y.z", NULL, NULL, KH_VALUE_ERROR_CHARACTER },

  /* Postal */
  { KH_DATAPOINT_ZIP, "84101", "84101", NULL, FINE },
  { KH_DATAPOINT_ZIP, "00501", "00501", NULL, FINE },
  { KH_DATAPOINT_ZIP, "84101-1234", "84101-1234", NULL, FINE },
  { KH_DATAPOINT_ZIP, "841011234", "84101-1234", NULL, FINE },
  { KH_DATAPOINT_ZIP, "84101 1234", "84101-1234", NULL, FINE },
  { KH_DATAPOINT_ZIP, "k1a0b1", "K1A 0B1", NULL, FINE },
  { KH_DATAPOINT_ZIP, "K1A-0B1", "K1A 0B1", NULL, FINE },
  { KH_DATAPOINT_ZIP, "8410", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "841011", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "84101-", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "841-011234", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "84101--1234", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "D1A 0B1", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "W1A 0B1", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "K1O 0B1", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "KK1 0B1", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ZIP, "SW1A 1AA", NULL, NULL, KH_VALUE_ERROR_FORMAT },

  /* Account */
  { KH_DATAPOINT_ACCOUNT_NUMBER, "00aB-7", "00aB-7", NULL, FINE },
  { KH_DATAPOINT_ACCOUNT_NUMBER, " 0042 ", "0042", NULL, FINE },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "00 42", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "../x", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "é", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "123456789012345678901234567890123", NULL, NULL, KH_VALUE_ERROR_TOO_LONG },

  /* Digits, secret, tags */
  { KH_DATAPOINT_SSN_LAST_FOUR, "0042", "0042", NULL, FINE },
  { KH_DATAPOINT_SSN_LAST_FOUR, "42", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_SSN_LAST_FOUR, "00421", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_SSN_LAST_FOUR, "٠٠٤٢", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_PASSCODE, "blue Dog 7", "blue Dog 7", "••••••", FINE },
  { KH_DATAPOINT_PASSCODE, "0042", "0042", "••••••", FINE },
  { KH_DATAPOINT_PASSCODE, "naïve", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_PASSCODE, "12345678901234567890123456", NULL, NULL, KH_VALUE_ERROR_TOO_LONG },
  { KH_DATAPOINT_TAGS, "VIP, gate code ,vip,\nDog", "VIP\ngate code\nDog", "VIP, gate code, Dog", FINE },
  { KH_DATAPOINT_TAGS, ",,", NULL, NULL, KH_VALUE_ERROR_FORMAT },
  { KH_DATAPOINT_TAGS, "a\tb", NULL, NULL, KH_VALUE_ERROR_CHARACTER },
  { KH_DATAPOINT_TAGS, "12345678901234567890123456789012345678901", NULL, NULL, KH_VALUE_ERROR_TOO_LONG },
};

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();

  kh_catalogues_add (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, 1, "Gold", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, 2, "Bronze", 0, FALSE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_DEALER_NUMBERS, 2, "1001", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_DEALER_NUMBERS, 7, "2", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_SALES_REPS, 4, "Ray", 0, TRUE);

  return catalogues;
}

static GDateTime *
make_today (void)
{
  return g_date_time_new_local (TODAY_YEAR, 6, 15, 12, 0, 0);
}

static void
assert_refused (GError     *error,
                int         code,
                const char *typed)
{
  if (error == NULL || error->code != code)
    g_test_message ("“%s” gave %s", typed, error != NULL ? error->message : "no error");

  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, KH_VALUE_ERROR);
  g_assert_cmpint (error->code, ==, code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_cmpuint (strlen (error->message), <, 120);
}

static void
check_case (const Case           *test,
            const KhValueContext *context)
{
  const KhDatapoint *datapoint = kh_datapoint_get (test->id);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = kh_value_parse (datapoint, test->typed, -1, context, &error);
  g_autofree char *shown = NULL;

  if (test->code != FINE)
    {
      g_assert_null (value);
      assert_refused (error, test->code, test->typed);
      return;
    }

  if (error != NULL)
    g_test_message ("“%s” gave %s", test->typed, error->message);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, test->value);
  g_assert_true (kh_value_check (datapoint, value, context, &error));

  shown = kh_value_format (datapoint, value, context->catalogues);
  if (value != NULL)
    g_assert_cmpstr (shown, ==, test->shown != NULL ? test->shown : value);
}

static void
test_parse (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (GDateTime) today = make_today ();
  const KhValueContext context = { .catalogues = catalogues, .today = today };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], &context);
}

static void
test_round_trip (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (GDateTime) today = make_today ();
  const KhValueContext context = { .catalogues = catalogues, .today = today };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get (cases[i].id);
      g_autofree char *shown = NULL;
      g_autofree char *again = NULL;
      g_autofree char *normal = NULL;

      if (cases[i].value == NULL || datapoint->type == KH_VALUE_SECRET)
        continue;

      shown = kh_value_format (datapoint, cases[i].value, catalogues);
      again = kh_value_parse (datapoint, shown, -1, &context, NULL);
      normal = kh_value_normalise (datapoint, cases[i].value);
      g_assert_cmpstr (again, ==, cases[i].value);
      g_assert_cmpstr (normal, ==, cases[i].value);
    }
}

/* A value that was kept passes; the same value typed in another way does not. */
static void
test_check (void)
{
  static const struct {
    KhDatapointId id;
    const char *value;
  } kept[] = {
    { KH_DATAPOINT_FIRST_NAME, " Ann" },
    { KH_DATAPOINT_FIRST_NAME, "" },
    { KH_DATAPOINT_FIRST_NAME, "A\u202en" },
    { KH_DATAPOINT_FIRST_NAME, "\xff" },
    { KH_DATAPOINT_DIRECTIONS, "a\r\nb" },
    { KH_DATAPOINT_STATE, "ut" },
    { KH_DATAPOINT_STATE, "Utah" },
    { KH_DATAPOINT_ACCOUNT_CLASS, "Gold" },
    { KH_DATAPOINT_ACCOUNT_CLASS, "01" },
    { KH_DATAPOINT_CONTRACT_TERM, "036" },
    { KH_DATAPOINT_MONTHLY_CHARGE, "49.99" },
    { KH_DATAPOINT_SALE_DATE, "03/31/2026" },
    { KH_DATAPOINT_BILLING_SAME, "yes" },
    { KH_DATAPOINT_PRIMARY_PHONE, "8015550142" },
    { KH_DATAPOINT_EMAIL, "a@B.co" },
    { KH_DATAPOINT_ZIP, "k1a 0b1" },
    { KH_DATAPOINT_TAGS, "a, b" },
    { KH_DATAPOINT_TAGS, "a\nA" },
  };
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  const KhValueContext context = { .catalogues = catalogues };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autoptr (GError) error = NULL;

      if (kh_value_check (kh_datapoint_get (kept[i].id), kept[i].value, &context, &error))
        g_error ("“%s” passes", kept[i].value);
      g_assert_nonnull (error);
    }

  g_assert_true (kh_value_check (kh_datapoint_get (KH_DATAPOINT_FIRST_NAME), NULL, NULL, NULL));
}

static void
test_normalise (void)
{
  static const struct {
    KhDatapointId id;
    const char *value;
    const char *normal;
  } values[] = {
    { KH_DATAPOINT_PRIMARY_PHONE, "(801) 555-0142", "+18015550142" },
    { KH_DATAPOINT_MONTHLY_CHARGE, "04999", "4999" },
    { KH_DATAPOINT_ZIP, "k1a0b1", "K1A 0B1" },
    { KH_DATAPOINT_PRIMARY_PHONE, "call me", "call me" },
    { KH_DATAPOINT_FIRST_NAME, "", NULL },
    { KH_DATAPOINT_FIRST_NAME, "  ", NULL },
    { KH_DATAPOINT_FIRST_NAME, NULL, NULL },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *normal = kh_value_normalise (kh_datapoint_get (values[i].id), values[i].value);

      g_assert_cmpstr (normal, ==, values[i].normal);
    }
}

static void
test_limits (void)
{
  const KhDatapoint *name = kh_datapoint_get (KH_DATAPOINT_FIRST_NAME);
  const KhDatapoint *business = kh_datapoint_get (KH_DATAPOINT_BUSINESS_NAME);
  const KhValueContext adt = { .adt = TRUE };
  g_autofree char *hundred = g_strnfill (100, 'x');
  g_autofree char *longer = g_strnfill (132, 'x');
  g_autoptr (GString) emoji = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  guint i;

  value = kh_value_parse (name, hundred, -1, NULL, &error);
  g_assert_cmpstr (value, ==, hundred);

  g_assert_null (kh_value_parse (name, longer, -1, NULL, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
  g_assert_cmpstr (error->message, ==, "Use at most 100 characters; this has 132.");
  g_clear_error (&error);

  /* Characters count, not bytes. */
  for (i = 0; i < 100; i++)
    g_string_append (emoji, "🔑");
  g_clear_pointer (&value, g_free);
  value = kh_value_parse (name, emoji->str, -1, NULL, &error);
  g_assert_cmpstr (value, ==, emoji->str);

  g_assert_null (kh_value_parse (business, longer, 29, &adt, &error));
  g_assert_cmpstr (error->message, ==, "Use at most 28 characters; this has 29.");
}

static void
test_ten_megabytes (void)
{
  const gsize length = 10 * 1000 * 1000;
  g_autofree char *huge = g_strnfill (length, 'x');
  gint64 before = g_get_monotonic_time ();
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_value_parse (kh_datapoint_get ((KhDatapointId) i), huge, (gssize) length, NULL, &error));
      g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
      g_clear_error (&error);
      g_assert_null (kh_value_parse (kh_datapoint_get ((KhDatapointId) i), huge, -1, NULL, &error));
      g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
    }

  /* Reading all of it many times over would take much longer. */
  g_assert_cmpint (g_get_monotonic_time () - before, <, 10 * G_TIME_SPAN_SECOND);
}

static void
test_nul (void)
{
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_value_parse (kh_datapoint_get ((KhDatapointId) i), "12\0345", 6, NULL, &error));
      g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER);
      g_assert_nonnull (strstr (error->message, "U+0000"));
    }
}

static void
test_inactive (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  const KhValueContext context = { .catalogues = catalogues, .current = "2" };
  g_autofree char *value = NULL;

  value = kh_value_parse (kh_datapoint_get (KH_DATAPOINT_ACCOUNT_CLASS), "Bronze", -1, &context, NULL);
  g_assert_cmpstr (value, ==, "2");
}

static void
test_same (void)
{
  static const struct {
    KhDatapointId id;
    const char *a;
    const char *b;
    gboolean same;
  } pairs[] = {
    { KH_DATAPOINT_FIRST_NAME, "ann  LEE", "Ann Lee", TRUE },
    { KH_DATAPOINT_FIRST_NAME, "Jose\u0301", "JOSÉ", TRUE },
    { KH_DATAPOINT_FIRST_NAME, "O'Neil", "O’Neil", TRUE },
    { KH_DATAPOINT_FIRST_NAME, "O'Neil", "ONeil", FALSE },
    { KH_DATAPOINT_BUSINESS_NAME, "Acme, Inc.", "ACME INC", TRUE },
    { KH_DATAPOINT_BUSINESS_NAME, "Acme Inc", "Acme Ink", FALSE },
    { KH_DATAPOINT_BUSINESS_NAME, NULL, "Acme", FALSE },
    { KH_DATAPOINT_BUSINESS_NAME, NULL, "", TRUE },
    { KH_DATAPOINT_DIRECTIONS, "Gate 4.\nBlue door", "gate 4 blue door", TRUE },
    { KH_DATAPOINT_EMAIL, "Ann@example.com", "ann@example.com", TRUE },
    { KH_DATAPOINT_PRIMARY_PHONE, "+18015550142", "(801) 555-0142", TRUE },
    { KH_DATAPOINT_PRIMARY_PHONE, "+18015550142", "+18015550142x1", FALSE },
    { KH_DATAPOINT_ZIP, "84101", "84101-1234", TRUE },
    { KH_DATAPOINT_ZIP, "84101-1234", "84101-1235", FALSE },
    { KH_DATAPOINT_ZIP, "84101", "84102-1234", FALSE },
    { KH_DATAPOINT_ACCOUNT_NUMBER, "ab1", "AB1", FALSE },
    { KH_DATAPOINT_ACCOUNT_NUMBER, "042", "42", FALSE },
    { KH_DATAPOINT_PASSCODE, "blue", "Blue", FALSE },
    { KH_DATAPOINT_TAGS, "a\nB", "b\na", TRUE },
    { KH_DATAPOINT_TAGS, "a\nb", "a", FALSE },
    { KH_DATAPOINT_STATE, "UT", "NV", FALSE },
    { KH_DATAPOINT_CITY, "Lane St", "Ln St", FALSE },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get (pairs[i].id);

      if (kh_value_same (datapoint, pairs[i].a, pairs[i].b) != pairs[i].same
          || kh_value_same (datapoint, pairs[i].b, pairs[i].a) != pairs[i].same)
        g_error ("“%s” and “%s”", pairs[i].a, pairs[i].b);
    }
}

static const struct {
  const char *a;
  const char *b;
  gboolean same;
} address_lines[] = {
  { "4 Elm St", "4 ELM STREET", TRUE },
  { "4 Elm St.", "4  elm street,", TRUE },
  { "4 Elm Ave", "4 Elm Av", TRUE },
  { "4 Elm Ave", "4 Elm St", FALSE },
  { "4 Elm St", "5 Elm St", FALSE },
  { "4 N Main St", "4 North Main Street", TRUE },
  { "4 N.E. Main St", "4 Northeast Main St", TRUE },
  { "4 N Main St", "4 S Main St", FALSE },
  { "4 Main St NW", "4 Main Street Northwest", TRUE },
  { "4 St James St", "4 Saint James Street", TRUE },
  { "4 St James Ave", "4 Street James Ave", FALSE },
  { "4 Main St Ext", "4 Main Street Extension", TRUE },
  { "St. Mary's Rd", "Saint Marys Road", TRUE },
  { "4 Dr Martin Luther King Jr Blvd", "4 Doctor Martin Luther King Jr Boulevard", TRUE },
  { "4 Dr Martin Luther King Jr Blvd", "4 Drive Martin Luther King Jr Blvd", FALSE },
  { "4 Oak Dr", "4 Oak Drive", TRUE },
  { "4 Elm St Apt 2", "4 Elm St #2", TRUE },
  { "4 Elm St, Apt. #2", "4 Elm Street Unit 2", TRUE },
  { "4 Elm St Ste B", "4 Elm St Suite B", TRUE },
  { "4 Ste Anne Rd", "4 Sainte Anne Rd", TRUE },
  { "Apt 2-B", "#2B", TRUE },
  { "Apt 2", "Apt 3", FALSE },
  { "Bldg 2", "Building 2", TRUE },
  { "Bldg 2", "Apt 2", FALSE },
  { "Fl 2", "Floor 2", TRUE },
  { "12-34 56th St", "1234 56th St", FALSE },
  { "4 1/2 Elm St", "41 2 Elm St", FALSE },
  { "4 First Ave", "4 1st Avenue", TRUE },
  { "4 Fifth Ave", "4 6th Ave", FALSE },
  { "4 N St NW", "4 North St NW", FALSE },
  { "4 N St NW", "4 N Street Northwest", TRUE },
  { "4 Avenue N", "4 Avenue North", FALSE },
  { "P.O. Box 12", "PO BOX 12", TRUE },
  { "P O Box 12", "P.O. Box 12", TRUE },
  { "Elm St & 5th Ave", "ELM STREET & FIFTH AVENUE", TRUE },
  { "US Hwy 40", "US Highway 40", TRUE },
  { "4 Lakeview Pkwy", "4 Lakeview Parkway", TRUE },
  { "4 Ocean Blvd", "4 Ocean Boulevard", TRUE },
  { "4 Elm Ter", "4 Elm Terrace", TRUE },
  { "4 Elm Trl", "4 Elm Trail", TRUE },
  { "4 Elm Cir", "4 Elm Circle", TRUE },
  { "4 Elm Pl", "4 Elm Place", TRUE },
  { "4 Elm Sq", "4 Elm Square", TRUE },
  { "4 Elm Ct", "4 Elm Court", TRUE },
  { "4 Elm Ln", "4 Elm Lane", TRUE },
  { "4 Elm Rd", "4 Elm Road", TRUE },
  { "4 Rue de l'Église", "4 RUE DE L'E\u0301GLISE", TRUE },
  { "", "", TRUE },
  { "#", "##", TRUE },
  { "...", "St", FALSE },
};

static void
test_address (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (address_lines); i++)
    {
      g_autofree char *a = kh_address_fold (address_lines[i].a);
      g_autofree char *b = kh_address_fold (address_lines[i].b);

      if (kh_address_same (address_lines[i].a, address_lines[i].b) != address_lines[i].same)
        g_error ("“%s” (%s) and “%s” (%s)", address_lines[i].a, a, address_lines[i].b, b);
      g_assert_true (kh_value_same (kh_datapoint_get (KH_DATAPOINT_ADDRESS_1), address_lines[i].a, address_lines[i].b) ==
                     address_lines[i].same);
    }
}

static void
test_visible (void)
{
  static const struct {
    const char *text;
    const char *visible;
  } texts[] = {
    { "Ann & <b>", "Ann & <b>" },
    { "A\u202en", "A⟨U+202E⟩n" },
    { "A\001n\tx", "A⟨U+0001⟩n⟨U+0009⟩x" },
    { "a\nb", "a\nb" },
    { "A\u200bn", "A⟨U+200B⟩n" },
    { "A\xffn\xe2\x82", "A⟨FF⟩n⟨E2⟩⟨82⟩" },
    { "👩‍💻", "👩‍💻" },
    { NULL, "" },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *visible = kh_value_dup_visible (texts[i].text);

      g_assert_cmpstr (visible, ==, texts[i].visible);
    }
}

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < KH_N_VALUE_TYPES; i++)
    {
      const char *name = kh_value_type_name ((KhValueType) i);

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/value-type/parse", test_parse);
  g_test_add_func ("/value-type/round-trip", test_round_trip);
  g_test_add_func ("/value-type/check", test_check);
  g_test_add_func ("/value-type/normalise", test_normalise);
  g_test_add_func ("/value-type/limits", test_limits);
  g_test_add_func ("/value-type/ten-megabytes", test_ten_megabytes);
  g_test_add_func ("/value-type/nul", test_nul);
  g_test_add_func ("/value-type/inactive", test_inactive);
  g_test_add_func ("/value-type/same", test_same);
  g_test_add_func ("/value-type/address", test_address);
  g_test_add_func ("/value-type/visible", test_visible);
  g_test_add_func ("/value-type/names", test_names);

  return g_test_run ();
}
