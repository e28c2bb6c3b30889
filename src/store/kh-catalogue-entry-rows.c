/* kh-catalogue-entry-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogue-rows.h"

#include "kh-history-rows.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define LABEL_MAX 255

#define SQL_LOAD \
  "SELECT catalogue, label, parent, active, monthly_charge, contract_term, category " \
  "FROM catalogue_entry WHERE id = ?1"

#define SQL_BY_LABEL \
  "SELECT id FROM catalogue_entry WHERE catalogue = ?1 AND label = ?2 AND ifnull (parent, 0) = ?3"

#define SQL_OTHER_ACTIVE \
  "SELECT id FROM catalogue_entry WHERE catalogue = ?1 AND id <> ?2 AND active <> 0 LIMIT 1"

#define SQL_ADD \
  "INSERT INTO catalogue_entry (catalogue, label, parent, active, monthly_charge, contract_term, category) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"

#define SQL_UPDATE \
  "UPDATE catalogue_entry SET label = ?2, parent = ?3, active = ?4, monthly_charge = ?5, " \
  "contract_term = ?6, category = ?7 WHERE catalogue = ?1 AND id = ?8"

static const char * const categories[] = { "voluntary", "involuntary", "other" };

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, message);
  return FALSE;
}

/* Leaves %NULL in @entry when there is no such row in that catalogue. */
static gboolean
load (KhConnection      *connection,
      KhCatalogueId      catalogue,
      gint64             id,
      KhCatalogueEntry **entry,
      GError           **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = FALSE;

  *entry = NULL;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, id);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row || kh_catalogue_id_from_string (kh_statement_get_text (statement, 0)) != catalogue)
    return TRUE;

  *entry = g_new0 (KhCatalogueEntry, 1);
  (*entry)->id = id;
  (*entry)->label = g_strdup (kh_statement_get_text (statement, 1));
  (*entry)->parent = kh_statement_get_int64 (statement, 2);
  (*entry)->active = kh_statement_get_int64 (statement, 3) != 0;
  (*entry)->monthly_charge = g_strdup (kh_statement_get_text (statement, 4));
  (*entry)->contract_term = g_strdup (kh_statement_get_text (statement, 5));
  (*entry)->category = g_strdup (kh_statement_get_text (statement, 6));
  return TRUE;
}

static gboolean
check_label (KhCatalogueEntry  *entry,
             GError           **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *clean = NULL;

  if (entry->label == NULL)
    return refuse (error, _("The name is empty. Type a name."));
  clean = kh_text_clean (entry->label, strlen (entry->label), KH_TEXT_ONE_LINE, &reason);
  if (clean == NULL)
    return refuse (error, reason->message);
  if (*clean == '\0')
    return refuse (error, _("The name is empty. Type a name."));
  if (g_utf8_strlen (clean, -1) > LABEL_MAX)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
                   ngettext ("The name is too long. Use at most %d character.",
                             "The name is too long. Use at most %d characters.", LABEL_MAX),
                   LABEL_MAX);
      return FALSE;
    }

  g_free (entry->label);
  entry->label = g_steal_pointer (&clean);
  return TRUE;
}

static gboolean
check_unique (KhConnection      *connection,
              KhCatalogueId      catalogue,
              KhCatalogueEntry  *entry,
              GError           **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_BY_LABEL, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_catalogue_id_to_string (catalogue));
  kh_statement_bind_text (statement, 2, entry->label);
  kh_statement_bind_int64 (statement, 3, entry->parent);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row || kh_statement_get_int64 (statement, 0) == entry->id)
    return TRUE;

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE,
               _("There already is an entry named %s in this list. Use another name."), entry->label);
  return FALSE;
}

static gboolean
check_parent (KhConnection      *connection,
              KhCatalogueId      catalogue,
              KhCatalogueEntry  *entry,
              GError           **error)
{
  const KhCatalogueId parents = kh_catalogue_id_get_parent (catalogue);
  g_autoptr (KhCatalogueEntry) parent = NULL;

  if (parents == KH_CATALOGUE_NONE)
    {
      if (entry->parent == 0)
        return TRUE;
      return refuse (error, _("Only a campaign and an item of a package belong to something. Choose nothing that it belongs to."));
    }
  if (!load (connection, parents, entry->parent, &parent, error))
    return FALSE;
  if (parent == NULL)
    return refuse (error, parents == KH_CATALOGUE_PACKAGES ? _("An item belongs to a package. Choose the package.")
                                                           : _("A campaign belongs to a lead source. Choose the lead source."));
  return TRUE;
}

/* An account class brings along what the datapoint itself would take. */
static gboolean
check_value (KhDatapointId   id,
             const char     *value,
             gboolean        allowed,
             GError        **error)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  g_autoptr (GError) reason = NULL;

  if (value == NULL)
    return TRUE;
  if (!allowed)
    return refuse (error, _("Only an account class has a monthly charge and a contract term. Leave them empty."));
  if (kh_value_check (datapoint, value, NULL, &reason))
    return TRUE;

  /* Translators: a datapoint's name, and what is wrong with its value. */
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, _("%s: %s"), _(datapoint->label), reason->message);
  return FALSE;
}

static gboolean
check_category (KhCatalogueId   catalogue,
                const char     *category,
                GError        **error)
{
  if (category == NULL)
    return TRUE;
  if (catalogue != KH_CATALOGUE_CANCEL_REASONS)
    return refuse (error, _("Only a cancel reason has a category. Leave it empty."));
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (g_str_equal (category, categories[i]))
      return TRUE;
  return refuse (error, _("There is no such category. Choose voluntary, involuntary or other."));
}

/* Every customer belongs to an office location, so one has to be there to choose. */
static gboolean
check_last_office (KhConnection            *connection,
                   KhCatalogueId            catalogue,
                   const KhCatalogueEntry  *kept,
                   const KhCatalogueEntry  *entry,
                   GError                 **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = FALSE;

  if (catalogue != KH_CATALOGUE_OFFICE_LOCATIONS || kept == NULL || !kept->active || entry->active)
    return TRUE;
  statement = kh_connection_prepare (connection, SQL_OTHER_ACTIVE, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_catalogue_id_to_string (catalogue));
  kh_statement_bind_int64 (statement, 2, entry->id);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    return TRUE;

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
               _("%s is the only active office location, and every customer needs one. "
                 "Add another office location first."),
               kept->label);
  return FALSE;
}

static gboolean
check (KhConnection            *connection,
       KhCatalogueId            catalogue,
       const KhCatalogueEntry  *kept,
       KhCatalogueEntry        *entry,
       GError                 **error)
{
  gboolean is_class = catalogue == KH_CATALOGUE_ACCOUNT_CLASSES;

  return check_label (entry, error) &&
         check_parent (connection, catalogue, entry, error) &&
         check_unique (connection, catalogue, entry, error) &&
         check_value (KH_DATAPOINT_MONTHLY_CHARGE, entry->monthly_charge, is_class, error) &&
         check_value (KH_DATAPOINT_CONTRACT_TERM, entry->contract_term, is_class, error) &&
         check_category (catalogue, entry->category, error) &&
         check_last_office (connection, catalogue, kept, entry, error);
}

static gboolean
write_row (KhConnection      *connection,
           KhCatalogueId      catalogue,
           KhCatalogueEntry  *entry,
           GError           **error)
{
  g_autoptr (KhStatement) statement = NULL;

  statement = kh_connection_prepare (connection, entry->id == 0 ? SQL_ADD : SQL_UPDATE, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_catalogue_id_to_string (catalogue));
  kh_statement_bind_text (statement, 2, entry->label);
  if (entry->parent != 0)
    kh_statement_bind_int64 (statement, 3, entry->parent);
  kh_statement_bind_int64 (statement, 4, entry->active);
  kh_statement_bind_text (statement, 5, entry->monthly_charge);
  kh_statement_bind_text (statement, 6, entry->contract_term);
  kh_statement_bind_text (statement, 7, entry->category);
  if (entry->id != 0)
    kh_statement_bind_int64 (statement, 8, entry->id);
  if (!kh_statement_run (statement, error))
    return FALSE;

  if (entry->id == 0)
    entry->id = kh_connection_get_last_rowid (connection);
  return TRUE;
}

typedef struct {
  KhConnection *connection;
  const char *author;
  const char *action;
  char *entry;
} Trail;

static gboolean
note (Trail       *trail,
      const char  *property,
      const char  *before,
      const char  *after,
      GError     **error)
{
  g_autofree char *what = NULL;

  if (g_strcmp0 (before, after) == 0)
    return TRUE;
  what = g_strdup_printf ("%s/%s", trail->entry, property);
  return kh_history_rows_write (trail->connection, trail->author, trail->action, 0, 0, what, before, after, error);
}

static char *
dup_parent (const KhCatalogueEntry *entry)
{
  if (entry == NULL || entry->parent == 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT, entry->parent);
}

static const char *
get_active (const KhCatalogueEntry *entry)
{
  if (entry == NULL)
    return NULL;
  return entry->active ? "1" : "0";
}

/* One row for each thing that changed, named like "account-classes/7/label". */
static gboolean
write_history (KhConnection            *connection,
               KhCatalogueId            catalogue,
               const KhCatalogueEntry  *kept,
               const KhCatalogueEntry  *entry,
               const char              *author,
               GError                 **error)
{
  g_autofree char *name = g_strdup_printf ("%s/%" G_GINT64_FORMAT, kh_catalogue_id_to_string (catalogue), entry->id);
  g_autofree char *old_parent = dup_parent (kept);
  g_autofree char *new_parent = dup_parent (entry);
  Trail trail = { connection, author, kept == NULL ? "catalogue-add" : "catalogue-change", name };

  return note (&trail, "label", kept != NULL ? kept->label : NULL, entry->label, error) &&
         note (&trail, "parent", old_parent, new_parent, error) &&
         note (&trail, "active", get_active (kept), get_active (entry), error) &&
         note (&trail, "monthly-charge", kept != NULL ? kept->monthly_charge : NULL, entry->monthly_charge, error) &&
         note (&trail, "contract-term", kept != NULL ? kept->contract_term : NULL, entry->contract_term, error) &&
         note (&trail, "category", kept != NULL ? kept->category : NULL, entry->category, error);
}

/**
 * kh_catalogue_rows_save:
 * @connection: the connection that writes, in a transaction
 * @catalogue: a catalogue, not a staff list and not the companies
 * @entry: the entry as it is to be; with id 0 it is a new one
 * @author: who the history says did it
 * @error: return location for an error
 *
 * Writes what is checked here first, and a history row for each thing that changed.
 *
 * Returns: its id, or 0
 */
gint64
kh_catalogue_rows_save (KhConnection            *connection,
                        KhCatalogueId            catalogue,
                        const KhCatalogueEntry  *entry,
                        const char              *author,
                        GError                 **error)
{
  g_autoptr (KhCatalogueEntry) kept = NULL;
  g_autoptr (KhCatalogueEntry) wanted = kh_catalogue_entry_copy (entry);

  if (entry->id != 0 && !load (connection, catalogue, entry->id, &kept, error))
    return 0;
  if (entry->id != 0 && kept == NULL)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                           _("This entry is no longer in the list. Close Preferences and open it again."));
      return 0;
    }
  if (!check (connection, catalogue, kept, wanted, error) ||
      !write_row (connection, catalogue, wanted, error) ||
      !write_history (connection, catalogue, kept, wanted, author, error))
    return 0;

  return wanted->id;
}
