/* kh-demo-people.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-demo-people.h"

#include "kh-demo-book.h"
#include "kh-demo.h"

/* Nobody in here is real: names are common ones, telephone numbers are the 555-01xx that
 * are kept free for such use, and mail goes to example.com. */

const KhDemoCompany kh_demo_companies[KH_DEMO_COMPANIES] = {
  { "Dynamark", KH_MONITOR_BOLD, "DY-" },
  { "Security Partners", KH_MONITOR_BOLD, "SP" },
  { "Legacy Security Services", KH_MONITOR_BOLD, "L" },
  { "Alarm Central", KH_MONITOR_BOLD, "AC-" },
  { "ADT", KH_MONITOR_ADT, "44" },
};

static const char *const first_names[] = {
  "Aaliyah", "Aiko", "Alejandro", "Amara", "Andre", "Anika", "Beatriz", "Benjamin", "Bridget", "Carlos",
  "Chidi", "Chloé", "Claire", "Dmitri", "Edith", "Elena", "Emeka", "Fatima", "Fiona", "Gabriel",
  "George", "Hana", "Harold", "Ibrahim", "Imani", "Ingrid", "Isaac", "Jamal", "Jin", "José",
  "Kateryna", "Keisha", "Kwame", "Lars", "Leila", "Lucía", "Malik", "Margaret", "Mei", "Miguel",
  "Nadia", "Noah", "Olga", "Omar", "Priya", "Quinn", "Rafael", "Renée", "Rosa", "Samuel",
  "Sofía", "Søren", "Tamika", "Thomas", "Umar", "Valentina", "Wei", "Xiomara", "Yusuf", "Zoë",
};

static const char *const last_names[] = {
  "Adeyemi", "Alvarez", "Andersen", "Baker", "Banerjee", "Bianchi", "Brown", "Castillo", "Chen", "Clark",
  "Cohen", "D'Angelo", "Davis", "Dubois", "Edwards", "Fernández", "Fischer", "Garcia", "González", "Haddad",
  "Hernández", "Hughes", "Ivanova", "Jackson", "Johansson", "Johnson", "Kim", "Kowalski", "Lee", "Lopez",
  "MacDonald", "Martinez", "Mbeki", "Miller", "Müller", "Nakamura", "Nguyen", "Núñez", "O'Brien", "O'Neil",
  "Okonkwo", "Olsen", "Patel", "Pham", "Ramírez", "Reyes", "Robinson", "Rossi", "Sato", "Schmidt",
  "Singh", "Smith", "St. Clair", "Suzuki", "Taylor", "Thompson", "Tran", "van Dijk", "Williams", "Żak",
};

static const char *const trades[] = {
  "Bakery", "Dental Care", "Hardware", "Jewelers", "Pharmacy", "Auto Repair", "Books", "Florist", "Market", "Law Office",
};

static const char *const streets[] = {
  "Birch Court", "Cedar Lane", "Center Street", "Elm Street", "Harbor View", "Hill Street", "Jefferson Avenue",
  "Lake Drive", "Main Street", "Maple Avenue", "Oak Avenue", "Park Street", "Pine Avenue", "River Road",
  "Second Street", "Sunset Boulevard", "Union Street", "Washington Avenue", "West Temple", "Willow Lane",
};

static const struct {
  const char *city;
  const char *county;
  const char *state;
  const char *zip;
  const char *area;
  const char *zone;
} places[] = {
  { "Ogden", "Weber", "UT", "84401", "801", "America/Denver" },
  { "Provo", "Utah", "UT", "84601", "801", "America/Denver" },
  { "Salt Lake City", "Salt Lake", "UT", "84101", "801", "America/Denver" },
  { "Logan", "Cache", "UT", "84321", "435", "America/Denver" },
  { "Boise", "Ada", "ID", "83702", "208", "America/Boise" },
  { "Idaho Falls", "Bonneville", "ID", "83402", "208", "America/Boise" },
  { "Salem", "Marion", "OR", "97301", "503", "America/Los_Angeles" },
  { "Portland", "Multnomah", "OR", "97205", "503", "America/Los_Angeles" },
  { "Bend", "Deschutes", "OR", "97701", "541", "America/Los_Angeles" },
  { "Astoria", "Clatsop", "OR", "97103", "503", "America/Los_Angeles" },
  { "Reno", "Washoe", "NV", "89501", "775", "America/Los_Angeles" },
  { "Missoula", "Missoula", "MT", "59801", "406", "America/Denver" },
};

/* Only a hundred numbers of each area are free for such use, so people have brought their phones
 * along from all over the West: else everybody would share theirs with ten others. */
static const char *const areas[] = {
  "209", "213", "214", "254", "281", "303", "307", "310", "323", "361", "385", "408", "409", "415", "424", "425",
  "432", "442", "458", "469", "480", "505", "509", "510", "512", "520", "530", "559", "562", "564", "575", "602",
  "619", "623", "626", "628", "650", "657", "661", "669", "682", "702", "707", "713", "714", "719", "720", "725",
  "737", "747", "760", "805", "806", "817", "818", "830", "831", "832", "858", "903", "909", "915", "916", "925",
  "928", "936", "940", "949", "951", "956", "970", "971", "972", "979", "986",
};

/* Every so many customers one was entered a second time by accident. */
#define TWIN_EVERY  100
#define TWIN_BEFORE 40

typedef struct {
  GRand *random;
  KhCatalogues *catalogues;
  GPtrArray *people;
  guint index;
  guint phones;
} Maker;

static const char *
pick (Maker             *maker,
      const char *const *words,
      guint              n)
{
  return words[g_rand_int_range (maker->random, 0, (gint32) n)];
}

#define PICK(maker, words) pick (maker, words, G_N_ELEMENTS (words))

static gboolean
chance (Maker *maker,
        int    percent)
{
  return g_rand_int_range (maker->random, 0, 100) < percent;
}

static void
set_format (KhCustomer    *customer,
            KhDatapointId  id,
            const char    *format,
            ...) G_GNUC_PRINTF (3, 4);

static void
set_format (KhCustomer    *customer,
            KhDatapointId  id,
            const char    *format,
            ...)
{
  g_autofree char *value = NULL;
  va_list args;

  va_start (args, format);
  value = g_strdup_vprintf (format, args);
  va_end (args);
  kh_customer_set (customer, id, value);
}

static void
set_entry (Maker         *maker,
           KhCustomer    *customer,
           KhDatapointId  id)
{
  g_autoptr (GPtrArray) entries = kh_catalogues_list (maker->catalogues, kh_datapoint_get (id)->catalogue, 0, 0);
  KhCatalogueEntry *entry;

  if (entries->len == 0)
    return;
  entry = g_ptr_array_index (entries, g_rand_int_range (maker->random, 0, (gint32) entries->len));
  if (entry->parent == 0)
    set_format (customer, id, "%" G_GINT64_FORMAT, entry->id);
}

static void
set_phone (Maker         *maker,
           KhCustomer    *customer,
           KhDatapointId  id)
{
  guint n = maker->phones++;

  set_format (customer, id, "+1%s55501%02u", areas[n % G_N_ELEMENTS (areas)], (guint) (n / G_N_ELEMENTS (areas) % 100));
}

static void
make_names (Maker      *maker,
            KhCustomer *customer)
{
  const char *last = PICK (maker, last_names);

  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, PICK (maker, first_names));
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, last);
  if (!chance (maker, 15))
    return;

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, "business");
  set_format (customer, KH_DATAPOINT_BUSINESS_NAME, "%s %s", last, PICK (maker, trades));
  set_format (customer, KH_DATAPOINT_BUSINESS_CONTACT, "%s %s", PICK (maker, first_names), last);
}

static void
make_premises (Maker      *maker,
               KhCustomer *customer)
{
  guint place = (guint) g_rand_int_range (maker->random, 0, G_N_ELEMENTS (places));

  set_format (customer, KH_DATAPOINT_ADDRESS_1, "%d %s", g_rand_int_range (maker->random, 2, 2400), PICK (maker, streets));
  if (chance (maker, 20))
    set_format (customer, KH_DATAPOINT_ADDRESS_2, "Apt %d", g_rand_int_range (maker->random, 1, 40));
  kh_customer_set (customer, KH_DATAPOINT_CITY, places[place].city);
  kh_customer_set (customer, KH_DATAPOINT_COUNTY, places[place].county);
  kh_customer_set (customer, KH_DATAPOINT_STATE, places[place].state);
  kh_customer_set (customer, KH_DATAPOINT_ZIP, places[place].zip);
  kh_customer_set (customer, KH_DATAPOINT_TIME_ZONE, places[place].zone);
  set_phone (maker, customer, KH_DATAPOINT_PRIMARY_PHONE);
  if (chance (maker, 60))
    set_phone (maker, customer, KH_DATAPOINT_CELL_PHONE);
  if (chance (maker, 25))
    set_phone (maker, customer, KH_DATAPOINT_WORK_PHONE);
  if (chance (maker, 80))
    set_format (customer, KH_DATAPOINT_EMAIL, "customer%u@example.com", maker->index);
}

static void
make_sale (Maker      *maker,
           KhCustomer *customer)
{
  static const KhDatapointId entries[] = {
    KH_DATAPOINT_ACCOUNT_CLASS, KH_DATAPOINT_OFFICE_LOCATION, KH_DATAPOINT_LEAD_SOURCE,
    KH_DATAPOINT_SALES_REP, KH_DATAPOINT_MONITORING_PLAN, KH_DATAPOINT_INSTALL_TECHNICIAN,
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    set_entry (maker, customer, entries[i]);
  set_format (customer, KH_DATAPOINT_SALE_DATE, "20%02d-%02d-%02d", g_rand_int_range (maker->random, 15, 26),
              g_rand_int_range (maker->random, 1, 13), g_rand_int_range (maker->random, 1, 29));
  set_format (customer, KH_DATAPOINT_MONTHLY_CHARGE, "%d", g_rand_int_range (maker->random, 25, 60) * 100 + 99);
  set_format (customer, KH_DATAPOINT_CONTRACT_TERM, "%d", g_rand_int_range (maker->random, 1, 6) * 12);
  set_format (customer, KH_DATAPOINT_SALES_REP_NUMBER, "%d", g_rand_int_range (maker->random, 100, 999));
  if (chance (maker, 40))
    set_format (customer, KH_DATAPOINT_PERMIT_NUMBER, "%d-%04d", g_rand_int_range (maker->random, 20, 26),
                g_rand_int_range (maker->random, 1, 9999));
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_LANGUAGE, chance (maker, 20) ? "es" : "en");
  kh_customer_set (customer, KH_DATAPOINT_PANEL_LOCATION, chance (maker, 50) ? "Hall closet" : "Garage");
}

static KhCustomer *
make_customer (Maker *maker)
{
  KhCustomer *customer = kh_customer_new ();

  make_names (maker, customer);
  make_premises (maker, customer);
  make_sale (maker, customer);

  return customer;
}

static KhDemoPerson *
person_new (KhCustomer *customer,
            int         company)
{
  KhDemoPerson *person = g_new0 (KhDemoPerson, 1);

  person->customer = customer;
  person->company = company;
  person->accounts = json_array_new ();

  return person;
}

static void
person_free (gpointer data)
{
  KhDemoPerson *person = data;

  g_object_unref (person->customer);
  json_array_unref (person->accounts);
  g_free (person);
}

static void
monitor (Maker        *maker,
         KhDemoPerson *person,
         const char   *number)
{
  const KhCatalogueEntry *entry = kh_catalogues_find (maker->catalogues, KH_CATALOGUE_COMPANIES,
                                                      kh_demo_companies[person->company].name);

  set_format (person->customer, KH_DATAPOINT_MONITORING_COMPANY, "%" G_GINT64_FORMAT, entry->id);
  kh_customer_set (person->customer, KH_DATAPOINT_ACCOUNT_NUMBER, number);
}

static JsonObject *
add_account (Maker        *maker,
             KhDemoPerson *person,
             KhCustomer   *customer,
             const char   *number,
             const char   *dealer)
{
  JsonObject *account = kh_demo_book_make_account (customer, maker->catalogues, number, dealer);

  json_array_add_object_element (person->accounts, account);

  return account;
}

static void
add_receivers (Maker        *maker,
               KhDemoPerson *person,
               const char   *number)
{
  g_autoptr (KhCustomer) other = kh_customer_copy (person->customer);

  kh_customer_set (other, KH_DATAPOINT_FIRST_NAME, PICK (maker, first_names));
  kh_customer_set (other, KH_DATAPOINT_LAST_NAME, PICK (maker, last_names));
  kh_demo_book_make_differ (other, maker->random, 4);
  json_object_set_string_member (add_account (maker, person, person->customer, number, KH_DEMO_DEALER), "receiver", "1");
  json_object_set_string_member (add_account (maker, person, other, number, KH_DEMO_DEALER), "receiver", "2");
}

static char *
dup_near_miss (const char *number)
{
  g_autoptr (GString) text = g_string_new (number);

  if (strchr (number, '-') != NULL)
    g_string_replace (text, "-", "", 0);
  else
    g_string_ascii_down (text);

  return g_strdup (text->str);
}

/* How the offices' books and the stations' stand to each other, in per cent. */
static void
add_accounts (Maker        *maker,
              KhDemoPerson *person,
              const char   *number)
{
  int kind = g_rand_int_range (maker->random, 0, 100);
  g_autoptr (KhCustomer) theirs = kh_customer_copy (person->customer);
  g_autofree char *near_miss = dup_near_miss (number);

  if (kind < 15)
    add_account (maker, person, theirs, number, KH_DEMO_DEALER);
  else if (kind < 80)
    {
      kh_demo_book_make_differ (theirs, maker->random, (guint) g_rand_int_range (maker->random, 1, 11));
      add_account (maker, person, theirs, number, KH_DEMO_DEALER);
    }
  else if (kind < 86 && !g_str_equal (near_miss, number))
    add_account (maker, person, theirs, near_miss, KH_DEMO_DEALER);
  else if (kind < 90)
    add_receivers (maker, person, number);
  else if (kind < 93)
    add_account (maker, person, theirs, number, "D2002");
}

/* In turn only the phone, or only the name and address, with the address typed in another way. */
static KhDemoPerson *
make_twin (Maker *maker)
{
  static const KhDatapointId same[] = {
    KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME, KH_DATAPOINT_ADDRESS_2, KH_DATAPOINT_CITY,
    KH_DATAPOINT_COUNTY, KH_DATAPOINT_STATE, KH_DATAPOINT_ZIP,
  };
  KhDemoPerson *person = person_new (make_customer (maker), -1);
  KhCustomer *first = ((KhDemoPerson *) g_ptr_array_index (maker->people, maker->index - TWIN_BEFORE))->customer;
  g_autofree char *address = g_ascii_strup (kh_customer_get (first, KH_DATAPOINT_ADDRESS_1), -1);

  if (maker->index / TWIN_EVERY % 2 == 0)
    {
      kh_customer_set (person->customer, KH_DATAPOINT_CELL_PHONE, kh_customer_get (first, KH_DATAPOINT_PRIMARY_PHONE));
      return person;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    kh_customer_set (person->customer, same[i], kh_customer_get (first, same[i]));
  kh_customer_set (person->customer, KH_DATAPOINT_ADDRESS_1, address);

  return person;
}

static KhDemoPerson *
make_person (Maker *maker)
{
  KhDemoPerson *person = person_new (make_customer (maker), g_rand_int_range (maker->random, -1, KH_DEMO_COMPANIES));
  g_autofree char *number = NULL;

  if (person->company < 0)
    return person;
  number = g_strdup_printf ("%s%u", kh_demo_companies[person->company].prefix, 20000 + maker->index);
  monitor (maker, person, number);
  add_accounts (maker, person, number);

  return person;
}

/* The first few, whom the help and the walk-through know by name */

static KhDemoPerson *
make_known (Maker      *maker,
            const char *first,
            const char *last,
            const char *address,
            guint       place,
            int         company,
            const char *number)
{
  KhDemoPerson *person = person_new (make_customer (maker), company);
  KhCustomer *customer = person->customer;

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, "residential");
  kh_customer_set (customer, KH_DATAPOINT_BUSINESS_NAME, NULL);
  kh_customer_set (customer, KH_DATAPOINT_BUSINESS_CONTACT, NULL);
  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, first);
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, last);
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, address);
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_2, NULL);
  kh_customer_set (customer, KH_DATAPOINT_CITY, places[place].city);
  kh_customer_set (customer, KH_DATAPOINT_COUNTY, places[place].county);
  kh_customer_set (customer, KH_DATAPOINT_STATE, places[place].state);
  kh_customer_set (customer, KH_DATAPOINT_ZIP, places[place].zip);
  kh_customer_set (customer, KH_DATAPOINT_TIME_ZONE, places[place].zone);
  set_format (customer, KH_DATAPOINT_PRIMARY_PHONE, "+1%s55501%02u", places[place].area, 41 + maker->index);
  if (number != NULL)
    monitor (maker, person, number);

  return person;
}

static KhDemoPerson *
make_ana (Maker *maker)
{
  KhDemoPerson *ana = make_known (maker, "Ana", "Ruiz", "4 Elm Street", 0, 0, "DY-10421");
  g_autoptr (KhCustomer) theirs = NULL;

  kh_customer_set (ana->customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (ana->customer, KH_DATAPOINT_EMAIL, "ana.ruiz@example.com");
  kh_customer_set (ana->customer, KH_DATAPOINT_PRIMARY_LANGUAGE, "es");
  kh_customer_set (ana->customer, KH_DATAPOINT_CROSS_STREET, NULL);
  theirs = kh_customer_copy (ana->customer);
  kh_customer_set (theirs, KH_DATAPOINT_ADDRESS_1, "14 Elm St");
  kh_customer_set (theirs, KH_DATAPOINT_PRIMARY_PHONE, "+18015550100");
  kh_customer_set (theirs, KH_DATAPOINT_EMAIL, NULL);
  kh_customer_set (theirs, KH_DATAPOINT_CROSS_STREET, "Oak Ave");
  kh_customer_set (theirs, KH_DATAPOINT_CITY, "OGDEN");
  kh_customer_set (theirs, KH_DATAPOINT_ZIP, "84401-2212");
  add_account (maker, ana, theirs, "DY-10421", KH_DEMO_DEALER);

  return ana;
}

static KhDemoPerson *
make_business (Maker *maker)
{
  KhDemoPerson *person = make_known (maker, "Walter", "Smith", "220 Main Street", 1, 4, "444710923");

  kh_customer_set (person->customer, KH_DATAPOINT_ACCOUNT_TYPE, "business");
  kh_customer_set (person->customer, KH_DATAPOINT_BUSINESS_NAME, "Smith & Sons Hardware");
  kh_customer_set (person->customer, KH_DATAPOINT_BUSINESS_CONTACT, "Walter Smith");
  add_account (maker, person, person->customer, "444710923", KH_DEMO_DEALER);

  return person;
}

static KhDemoPerson *
make_closed (Maker *maker)
{
  KhDemoPerson *person = make_known (maker, "Rosa", "Whitaker", "6 Willow Drive", 5, 3, "AC-2214");
  const KhCatalogueEntry *office = kh_catalogues_find (maker->catalogues, KH_CATALOGUE_OFFICE_LOCATIONS, "Pocatello");

  set_format (person->customer, KH_DATAPOINT_OFFICE_LOCATION, "%" G_GINT64_FORMAT, office->id);
  add_account (maker, person, person->customer, "AC-2214", KH_DEMO_DEALER);

  return person;
}

static KhDemoPerson *
make_showcase (Maker *maker)
{
  KhDemoPerson *person;

  switch (1001 + maker->index)
    {
    case KH_DEMO_DIFFERS:
      return make_ana (maker);
    case KH_DEMO_SAME:
      person = make_known (maker, "Grace", "Abernathy", "18 Elm Street", 6, 1, "SP10417");
      add_account (maker, person, person->customer, "SP10417", KH_DEMO_DEALER);
      return person;
    case KH_DEMO_NEAR_MISS:
      person = make_known (maker, "Daniel", "Okafor", "77 Birch Court", 4, 3, "AC-1077");
      add_account (maker, person, person->customer, "AC1077", KH_DEMO_DEALER);
      return person;
    case KH_DEMO_SEVERAL:
      person = make_known (maker, "Linh", "Nguyen", "905 Pine Avenue", 7, 2, "L2290");
      add_receivers (maker, person, "L2290");
      return person;
    case KH_DEMO_NOT_OURS:
      person = make_known (maker, "Marisol", "Delgado", "12 Oak Avenue", 0, 0, "DY-10488");
      add_account (maker, person, person->customer, "DY-10488", "D2002");
      return person;
    case KH_DEMO_ADT:
      return make_business (maker);
    case KH_DEMO_UNMONITORED:
      return make_known (maker, "Min-jun", "Park", "31 Cedar Lane", 8, -1, NULL);
    case KH_DEMO_CLOSED:
      return make_closed (maker);
    default:
      return maker->index % TWIN_EVERY == TWIN_EVERY - 1 ? make_twin (maker) : NULL;
    }
}

/**
 * kh_demo_people_make:
 * @catalogues: the demo's catalogues and companies
 * @customers: how many customers to make
 * @seed: the same seed makes the same people
 *
 * Returns: (transfer full) (element-type KhDemoPerson): customers in the order of their
 *   numbers, and what the stations have of them
 */
GPtrArray *
kh_demo_people_make (KhCatalogues *catalogues,
                     guint         customers,
                     guint32       seed)
{
  GPtrArray *people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Maker maker = { random, catalogues, people, 0, 0 };

  for (; maker.index < customers; maker.index++)
    {
      KhDemoPerson *person = make_showcase (&maker);

      g_ptr_array_add (people, person != NULL ? person : make_person (&maker));
    }

  return people;
}
