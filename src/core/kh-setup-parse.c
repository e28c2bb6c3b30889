/* kh-setup-parse.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-setup.h"
#include "kh-setup-private.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As long as the window takes them. */
#define LONGEST_STAFF   60
#define LONGEST_COMPANY 100
#define LONGEST_LABEL   100
#define LONGEST_ADDRESS 500
#define LONGEST_DEALER  50
#define LONGEST_PATH    4000

/* GKeyFile forgets lines and joins what stands twice, so the lines are read here, and only the
 * value of each goes through it. */
typedef struct {
  KhSetup *setup;
  GHashTable *sections;
  GHashTable *keys;
  GHashTable *labels;
  KhSetupItem *item;
  char *parent;
  KhCatalogueId catalogue;
  guint line;
  guint section_line;
  gboolean in_section;
  gboolean understood;
} Parser;

typedef void (*ValueFunc) (Parser     *parser,
                           const char *text,
                           char      **list);

typedef struct {
  const char *key;
  ValueFunc take;
  gboolean is_list;
} Key;

static void complain (Parser *parser, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
complain (Parser     *parser,
          const char *format,
          ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  kh_setup_complain (parser->setup, parser->line, message);
}

static gboolean
check_text (Parser     *parser,
            const char *text,
            glong       longest)
{
  g_autoptr (GError) error = NULL;

  if (!kh_text_check (text, KH_TEXT_ONE_LINE, &error))
    complain (parser, "%s", error->message);
  else if (g_utf8_strlen (text, -1) > longest)
    complain (parser, ngettext ("This is longer than %ld character. Shorten it.",
                                "This is longer than %ld characters. Shorten it.", (gulong) longest), longest);
  else
    return TRUE;

  return FALSE;
}

/* Values */

static void
take_text (Parser      *parser,
           const char  *text,
           glong        longest,
           char       **place)
{
  if (check_text (parser, text, longest))
    *place = g_strdup (text);
}

static void
take_type (Parser      *parser,
           const char  *text,
           char       **list G_GNUC_UNUSED)
{
  parser->item->type = kh_monitor_type_from_string (text);
  if (!g_str_equal (kh_monitor_type_to_string (parser->item->type), text))
    complain (parser, _("There is no type “%s”. Use bold, adt, generic or none."), text);
}

static void
take_address (Parser      *parser,
              const char  *text,
              char       **list G_GNUC_UNUSED)
{
  parser->item->address_line = parser->line;
  take_text (parser, text, LONGEST_ADDRESS, &parser->item->address);
}

static void
take_dealer_number (Parser      *parser,
                    const char  *text,
                    char       **list G_GNUC_UNUSED)
{
  take_text (parser, text, LONGEST_DEALER, &parser->item->dealer_number);
}

static void
take_ca_file (Parser      *parser,
              const char  *text,
              char       **list G_GNUC_UNUSED)
{
  if (*text != '\0' && !g_path_is_absolute (text))
    complain (parser, _("“%s” is no whole path. Begin it with a slash."), text);
  else if (*text != '\0' && !g_file_test (text, G_FILE_TEST_IS_REGULAR))
    complain (parser, _("There is no file “%s”."), text);
  else
    take_text (parser, text, LONGEST_PATH, &parser->item->ca_file);
}

static void
take_flag (Parser     *parser,
           const char *text,
           int        *flag)
{
  if (g_str_equal (text, "true"))
    *flag = TRUE;
  else if (g_str_equal (text, "false"))
    *flag = FALSE;
  else
    complain (parser, _("Use true or false here, not “%s”."), text);
}

static void
take_active (Parser      *parser,
             const char  *text,
             char       **list G_GNUC_UNUSED)
{
  take_flag (parser, text, &parser->item->active);
}

static void
take_sends_zones (Parser      *parser,
                  const char  *text,
                  char       **list G_GNUC_UNUSED)
{
  take_flag (parser, text, &parser->item->sends_zones);
}

static void
take_zone_digits (Parser      *parser,
                  const char  *text,
                  char       **list G_GNUC_UNUSED)
{
  guint64 digits;

  if (g_ascii_string_to_unsigned (text, 10, 0, KH_COMPANY_MOST_ZONE_DIGITS, &digits, NULL))
    parser->item->zone_digits = (int) digits;
  else
    complain (parser, _("Use a number from 0, as typed, to 10 here, not “%s”."), text);
}

static KhGrants
parse_grants (Parser  *parser,
              char   **list)
{
  KhGrants grants = kh_grants_none ();

  for (; *list != NULL; list++)
    {
      KhGrant grant = kh_grant_lookup (g_strstrip (*list));

      if (grant != KH_GRANT_NONE)
        grants = kh_grants_with (grants, grant);
      else
        complain (parser, _("There is no grant “%s”. Use words such as customer.view."), *list);
    }

  return grants;
}

static void
take_grants (Parser      *parser,
             const char  *text G_GNUC_UNUSED,
             char       **list)
{
  parser->item->grants = parse_grants (parser, list);
}

static void
take_added (Parser      *parser,
            const char  *text G_GNUC_UNUSED,
            char       **list)
{
  parser->item->says_added = TRUE;
  parser->item->added = parse_grants (parser, list);
}

static void
take_taken (Parser      *parser,
            const char  *text G_GNUC_UNUSED,
            char       **list)
{
  parser->item->says_taken = TRUE;
  parser->item->taken = parse_grants (parser, list);
}

static void
take_group (Parser      *parser,
            const char  *text,
            char       **list G_GNUC_UNUSED)
{
  parser->item->group_line = parser->line;
  take_text (parser, text, LONGEST_STAFF, &parser->item->group);
}

static void
take_roles (Parser      *parser,
            const char  *text G_GNUC_UNUSED,
            char       **list)
{
  parser->item->sales = FALSE;
  parser->item->technician = FALSE;
  for (; *list != NULL; list++)
    {
      g_strstrip (*list);
      if (g_str_equal (*list, "sales"))
        parser->item->sales = TRUE;
      else if (g_str_equal (*list, "technician"))
        parser->item->technician = TRUE;
      else
        complain (parser, _("There is no role “%s”. Use sales, technician, or both with a semicolon between."), *list);
    }
}

static void
take_labels (Parser    *parser,
             char     **list,
             gboolean   active)
{
  for (; *list != NULL; list++)
    {
      KhSetupItem *item;

      if (*g_strstrip (*list) == '\0')
        {
          complain (parser, _("An entry has no name. Take the semicolon out, or name it."));
          continue;
        }
      if (!check_text (parser, *list, LONGEST_LABEL))
        continue;
      if (!g_hash_table_add (parser->labels, g_utf8_casefold (*list, -1)))
        {
          complain (parser, _("“%s” is in this catalogue already. Take one of them out."), *list);
          continue;
        }
      item = kh_setup_add_item (parser->setup, KH_SETUP_ENTRY, parser->line, *list);
      item->active = active;
      item->catalogue = parser->catalogue;
      item->parent = g_strdup (parser->parent);
    }
}

static void
take_entries (Parser      *parser,
              const char  *text G_GNUC_UNUSED,
              char       **list)
{
  take_labels (parser, list, TRUE);
}

static void
take_inactive (Parser      *parser,
               const char  *text G_GNUC_UNUSED,
               char       **list)
{
  take_labels (parser, list, FALSE);
}

/* Sections */

static const Key group_keys[] = {
  { "grants", take_grants, TRUE },
  { NULL, NULL, FALSE },
};

static const Key company_keys[] = {
  { "type", take_type, FALSE },
  { "address", take_address, FALSE },
  { "dealer-number", take_dealer_number, FALSE },
  { "ca-file", take_ca_file, FALSE },
  { "sends-zones", take_sends_zones, FALSE },
  { "zone-digits", take_zone_digits, FALSE },
  { "active", take_active, FALSE },
  { NULL, NULL, FALSE },
};

static const Key entry_keys[] = {
  { "entries", take_entries, TRUE },
  { "inactive", take_inactive, TRUE },
  { NULL, NULL, FALSE },
};

static const Key member_keys[] = {
  { "group", take_group, FALSE },
  { "roles", take_roles, TRUE },
  { "added", take_added, TRUE },
  { "taken", take_taken, TRUE },
  { "active", take_active, FALSE },
  { NULL, NULL, FALSE },
};

static const struct {
  const char *word;
  const Key *keys;
  glong longest;
  const char *wanted;
} kinds[] = {
  [KH_SETUP_GROUP] = { "group", group_keys, LONGEST_STAFF, "grants" },
  [KH_SETUP_COMPANY] = { "company", company_keys, LONGEST_COMPANY, "type" },
  [KH_SETUP_ENTRY] = { "catalogue", entry_keys, LONGEST_LABEL, NULL },
  [KH_SETUP_MEMBER] = { "member", member_keys, LONGEST_STAFF, NULL },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == KH_N_SETUP_KINDS);

static KhSetupKind
get_kind (const Parser *parser)
{
  return parser->item != NULL ? parser->item->kind : KH_SETUP_ENTRY;
}

/* What must be there is missed where the section begins. */
static void
end_section (Parser *parser)
{
  guint line = parser->line;
  const char *wanted;

  if (!parser->in_section || !parser->understood)
    return;
  parser->line = parser->section_line;
  wanted = kinds[get_kind (parser)].wanted;
  if (wanted != NULL && !g_hash_table_contains (parser->keys, wanted))
    complain (parser, _("The key “%s” is missing here."), wanted);
  if (parser->item != NULL && parser->item->kind == KH_SETUP_COMPANY && parser->item->type != KH_MONITOR_NONE &&
      !g_hash_table_contains (parser->keys, "address"))
    complain (parser, _("The key “%s” is missing here."), "address");
  parser->line = line;
}

static const char *
get_parent_hint (KhCatalogueId catalogue)
{
  return catalogue == KH_CATALOGUE_PACKAGE_ITEMS
           ? _("Name the package of the items, as in [catalogue package-items: Apartment].")
           : _("Name the lead source of the campaigns, as in [catalogue lead-campaigns: Radio].");
}

/* "account-classes", or "lead-campaigns: Radio". */
static gboolean
begin_catalogue (Parser *parser,
                 char   *name)
{
  char *colon = strchr (name, ':');

  if (colon != NULL)
    *colon = '\0';
  parser->catalogue = kh_catalogue_id_from_string (g_strstrip (name));
  if (parser->catalogue == KH_CATALOGUE_SALES_REPS || parser->catalogue == KH_CATALOGUE_TECHNICIANS ||
      parser->catalogue == KH_CATALOGUE_STAFF)
    complain (parser, _("Staff is no catalogue. Write [member NAME] with roles=sales or roles=technician."));
  else if (parser->catalogue == KH_CATALOGUE_NONE || parser->catalogue == KH_CATALOGUE_COMPANIES)
    complain (parser, _("There is no catalogue “%s”. Use a word such as account-classes."), name);
  else if ((kh_catalogue_id_get_parent (parser->catalogue) != KH_CATALOGUE_NONE) != (colon != NULL))
    complain (parser, "%s", colon == NULL ? get_parent_hint (parser->catalogue)
                                    : _("Only lead-campaigns has a colon and a lead source, and package-items a colon and a package."));
  else if (colon != NULL && *g_strstrip (colon + 1) == '\0')
    complain (parser, "%s", get_parent_hint (parser->catalogue));
  else if (colon == NULL || check_text (parser, colon + 1, LONGEST_LABEL))
    {
      parser->parent = colon == NULL ? NULL : g_strdup (colon + 1);
      return TRUE;
    }

  return FALSE;
}

static gboolean
begin_named (Parser      *parser,
             KhSetupKind  kind,
             char        *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *section = g_strdup_printf ("%u %s", (guint) kind, folded);

  if (*name == '\0')
    {
      complain (parser, _("The name is missing. Write [%s NAME]."), kinds[kind].word);
      return FALSE;
    }
  if (!check_text (parser, name, kinds[kind].longest))
    return FALSE;
  if (!g_hash_table_add (parser->sections, g_steal_pointer (&section)))
    {
      complain (parser, _("“%s” stands in the file twice. Put what is said into one place."), name);
      return FALSE;
    }
  if (kind == KH_SETUP_ENTRY)
    return begin_catalogue (parser, name);
  parser->item = kh_setup_add_item (parser->setup, kind, parser->line, name);

  return TRUE;
}

static void
begin_section (Parser *parser,
               char   *header)
{
  gsize length = strlen (header);
  gsize word;

  end_section (parser);
  parser->section_line = parser->line;
  parser->in_section = TRUE;
  parser->understood = FALSE;
  parser->item = NULL;
  g_clear_pointer (&parser->parent, g_free);
  g_hash_table_remove_all (parser->keys);
  g_hash_table_remove_all (parser->labels);
  if (header[length - 1] != ']')
    {
      complain (parser, _("A line that begins with [ must end with ]."));
      return;
    }
  header[length - 1] = '\0';
  g_strstrip (++header);
  word = strcspn (header, " ");
  for (guint i = 0; i < KH_N_SETUP_KINDS; i++)
    if (strlen (kinds[i].word) == word && strncmp (header, kinds[i].word, word) == 0)
      {
        parser->understood = begin_named (parser, (KhSetupKind) i, g_strstrip (header + word));
        return;
      }
  complain (parser, _("“%s” is none of company, catalogue, group and member."), header);
}

/* Keys */

static gboolean
is_secret (const char *key)
{
  static const char *const words[] = { "token", "password", "passcode", "secret", "pin" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strcasecmp (key, words[i]) == 0 || g_str_has_suffix (key, words[i]))
        return TRUE;
    }

  return FALSE;
}

/* The value as a GKeyFile has it, with what stands for blanks, semicolons and the like. */
static void
take_value (Parser     *parser,
            const Key  *key,
            const char *value)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *line = g_strconcat ("[x]\nx=", value, "\n", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) list = NULL;
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_data (file, line, (gsize) -1, G_KEY_FILE_NONE, &error);
  /* A list may have a semicolon behind a backslash, which no single text has. */
  if (error == NULL && key->is_list)
    list = g_key_file_get_string_list (file, "x", "x", NULL, &error);
  else if (error == NULL)
    text = g_key_file_get_string (file, "x", "x", &error);
  if (error == NULL)
    key->take (parser, text, list);
  else
    complain (parser, _("A backslash must have s, n, t, r or another backslash behind it."));
}

static void
take_key (Parser *parser,
          char   *key,
          char   *value)
{
  const Key *keys;

  if (is_secret (key))
    {
      complain (parser, _("“%s” does not belong in a file that others may read: tokens are kept by the desktop’s "
                          "keyring, and passwords are typed. Take it out, and enter it in the window."), key);
      return;
    }
  if (!parser->in_section)
    complain (parser, _("“%s” stands before the first [section]."), key);
  if (!parser->understood)
    return;
  if (!g_hash_table_add (parser->keys, g_strdup (key)))
    {
      complain (parser, _("The key “%s” stands here twice. Take one of them out."), key);
      return;
    }
  for (keys = kinds[get_kind (parser)].keys; keys->key != NULL; keys++)
    if (g_str_equal (keys->key, key))
      {
        take_value (parser, keys, value);
        return;
      }
  complain (parser, _("The key “%s” is not known in a section “%s”."), key, kinds[get_kind (parser)].word);
}

static void
parse_line (Parser *parser,
            char   *line)
{
  char *equals;

  g_strstrip (line);
  if (*line == '[')
    {
      begin_section (parser, line);
      return;
    }
  if (*line == '\0' || *line == '#')
    return;
  equals = strchr (line, '=');
  if (equals == NULL || equals == line)
    {
      complain (parser, _("This line is neither [section], nor key=value, nor a comment that begins with #."));
      return;
    }
  *equals = '\0';
  take_key (parser, g_strchomp (line), g_strchug (equals + 1));
}

/**
 * kh_setup_parse:
 * @name: the file's name, for messages
 * @text: what it holds
 * @length: how many bytes
 *
 * Returns: (transfer full): what it says and what is wrong in it; see kh_setup_check()
 */
KhSetup *
kh_setup_parse (const char *name,
                const char *text,
                gsize       length)
{
  g_autoptr (GHashTable) sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Parser parser = { .setup = kh_setup_new (name), .sections = sections, .keys = keys, .labels = labels };
  guint line = 0;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  while (length > 0)
    {
      const char *end = memchr (text, '\n', length);
      gsize n = end == NULL ? length : (gsize) (end - text);
      g_autofree char *copy = g_strndup (text, n);

      parser.line = ++line;
      if (g_utf8_validate_len (text, n, NULL))
        parse_line (&parser, copy);
      else
        kh_setup_complain (parser.setup, line, _("This is not readable text (it is not UTF-8). Type it in anew."));
      n += end != NULL;
      text += n;
      length -= n;
    }
  end_section (&parser);
  g_free (parser.parent);
  if (kh_setup_get_items (parser.setup)->len == 0)
    kh_setup_complain (parser.setup, 0, _("The file says nothing that is to be set up."));

  return parser.setup;
}
