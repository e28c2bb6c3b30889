/* kh-store-setup.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-staff-rows.h"
#include "kh-store-private.h"
#include "kh-text.h"

#include <glib/gi18n-lib.h>

#define AUTHOR "setup"

/* The group of owners has the name that the office gave it; this one is understood as well, so
 * that a file for a new desk does not depend on the language. */
#define OWNERS "Owners"

typedef struct {
  guint n_added;
  guint n_changed;
  guint n_kept;
  KhStaff *staff;
  KhCatalogues *catalogues;
} Outcome;

/* @staff grows with every item, @before is what it was; @catalogues is what was. */
typedef struct {
  KhSetup *setup;
  char *as;
  KhStaff *before;
  KhStaff *staff;
  KhCatalogues *catalogues;
  gint64 member;
  Outcome outcome;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->setup);
  g_clear_object (&work->before);
  g_clear_object (&work->staff);
  g_clear_object (&work->catalogues);
  g_free (work->as);
  g_free (work);
}

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_clear_object (&outcome->staff);
  g_clear_object (&outcome->catalogues);
  g_free (outcome);
}

static void complain (Work *work, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
complain (Work       *work,
          guint       line,
          const char *format,
          ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  kh_setup_complain (work->setup, line, message);
}

static KhMember *
find_member (KhStaff    *staff,
             const char *name)
{
  GPtrArray *members = kh_staff_get_members (staff);

  for (guint i = 0; i < members->len; i++)
    {
      KhMember *member = g_ptr_array_index (members, i);

      if (g_str_equal (member->name, name))
        return member;
    }

  return NULL;
}

static KhGroup *
find_group (KhStaff    *staff,
            const char *name)
{
  GPtrArray *groups = kh_staff_get_groups (staff);
  KhGroup *owners = NULL;

  for (guint i = 0; i < groups->len; i++)
    {
      KhGroup *group = g_ptr_array_index (groups, i);

      if (g_str_equal (group->name, name))
        return group;
      if (group->owners)
        owners = group;
    }

  return g_str_equal (name, OWNERS) ? owners : NULL;
}

/* Who it is */

static gboolean
find_author (Work    *work,
             GError **error)
{
  const KhMember *member;

  if (!kh_staff_is_set_up (work->before))
    {
      if (work->as == NULL)
        return TRUE;
      g_set_error_literal (error, KH_SETUP_ERROR, KH_SETUP_ERROR_NOT_ALLOWED,
                           _("These records have no owner yet, so leave --as out."));
      return FALSE;
    }
  if (work->as == NULL)
    {
      g_set_error_literal (error, KH_SETUP_ERROR, KH_SETUP_ERROR_NOT_ALLOWED,
                           _("These records have an owner already. Say with --as NAME who sets them up, "
                             "or make the changes in Preferences, in the window."));
      return FALSE;
    }
  member = find_member (work->before, work->as);
  if (member == NULL)
    g_set_error (error, KH_SETUP_ERROR, KH_SETUP_ERROR_NOT_ALLOWED,
                 _("There is no member of the staff named “%s”. Write the name as it stands in Preferences."), work->as);
  else if (member->has_password)
    g_set_error (error, KH_SETUP_ERROR, KH_SETUP_ERROR_NOT_ALLOWED,
                 _("%s has a password, and it can only be typed in the window. Make the changes there, in Preferences."),
                 work->as);
  else
    work->member = member->id;

  return work->member != 0;
}

/* Before there is an owner there is nobody to keep anything from. */
static gboolean
check_grants (Work    *work,
              GError **error)
{
  static const KhGrant needed[] = {
    [KH_SETUP_GROUP] = KH_GRANT_STAFF_CONTROL,
    [KH_SETUP_COMPANY] = KH_GRANT_COMPANIES_CONTROL,
    [KH_SETUP_ENTRY] = KH_GRANT_CATALOGUES_CONTROL,
    [KH_SETUP_MEMBER] = KH_GRANT_STAFF_CONTROL,
  };
  KhGrants grants = kh_staff_get_grants (work->before, work->member);
  GPtrArray *items = kh_setup_get_items (work->setup);

  if (!kh_gate_check (grants, KH_GRANT_STAFF_CONTROL, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const KhSetupItem *item = g_ptr_array_index (items, i);

      if (!kh_gate_check (grants, needed[item->kind], error))
        return FALSE;
    }

  return TRUE;
}

/* Where the file is wrong besides, all of it is said at once. */
static gboolean
check_author (Work    *work,
              GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (find_author (work, &problem) && check_grants (work, &problem))
    return TRUE;
  if (!kh_setup_is_wrong (work->setup))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  complain (work, 0, "%s", problem->message);

  return kh_setup_check (work->setup, error);
}

/* What is written */

static const char *
get_author (Work *work)
{
  return work->as != NULL ? work->as : AUTHOR;
}

static void
count_change (Work     *work,
              gboolean  added)
{
  if (added)
    work->outcome.n_added++;
  else
    work->outcome.n_changed++;
}

/* Entries of catalogues write their own. */
static gboolean
note_change (Work               *work,
             KhConnection       *connection,
             const KhSetupItem  *item,
             gboolean            added,
             GError            **error)
{
  static const struct {
    const char *add;
    const char *change;
  } actions[] = {
    [KH_SETUP_GROUP] = { "add-group", "change-group" },
    [KH_SETUP_COMPANY] = { "add-company", "change-company" },
    [KH_SETUP_MEMBER] = { "add-member", "change-member" },
  };

  count_change (work, added);

  return kh_history_rows_write (connection, get_author (work),
                                added ? actions[item->kind].add : actions[item->kind].change,
                                0, 0, NULL, NULL, item->name, error);
}

/* A name that differs from another one in nothing but capitals is a mistake of the file. */
static gboolean
is_named_well (Work              *work,
               const KhSetupItem *item,
               const KhMember    *member,
               const KhGroup     *group)
{
  g_autoptr (GError) error = NULL;

  if (kh_staff_check_names (work->staff, member, group, &error))
    return TRUE;
  complain (work, item->line, "%s", error->message);

  return FALSE;
}

static gboolean
set_up_group (Work               *work,
              KhConnection       *connection,
              const KhSetupItem  *item,
              GError            **error)
{
  KhGroup *old = find_group (work->staff, item->name);
  g_autoptr (KhGroup) group = old == NULL ? kh_group_new () : kh_group_copy (old);

  if (group->owners)
    {
      complain (work, item->line, _("The group “%s” has every grant. Take this section out."), item->name);
      return TRUE;
    }
  if (old != NULL && kh_grants_equal (old->grants, item->grants))
    {
      work->outcome.n_kept++;
      return TRUE;
    }
  g_free (group->name);
  group->name = g_strdup (item->name);
  group->grants = item->grants;
  if (!is_named_well (work, item, NULL, group))
    return TRUE;
  group->id = kh_staff_rows_save_group (connection, group, error);
  if (group->id == 0)
    return FALSE;
  if (old != NULL)
    old->grants = group->grants;
  else
    kh_staff_take_group (work->staff, g_steal_pointer (&group));

  return note_change (work, connection, item, old == NULL, error);
}

static gboolean
fill_member (Work              *work,
             const KhSetupItem *item,
             KhMember          *member)
{
  if (item->group != NULL)
    {
      const KhGroup *group = *item->group == '\0' ? NULL : find_group (work->staff, item->group);

      if (group == NULL && *item->group != '\0')
        {
          complain (work, item->group_line, _("There is no group “%s”. Add [group %s], or name another one."),
                    item->group, item->group);
          return FALSE;
        }
      member->group = group == NULL ? 0 : group->id;
    }
  if (item->sales != KH_SETUP_UNSAID)
    member->sales = item->sales;
  if (item->technician != KH_SETUP_UNSAID)
    member->technician = item->technician;
  if (item->active != KH_SETUP_UNSAID)
    member->active = item->active;
  if (item->says_added)
    member->added = item->added;
  if (item->says_taken)
    member->taken = item->taken;

  return TRUE;
}

static gboolean
is_same_member (const KhMember *a,
                const KhMember *b)
{
  return a->group == b->group && a->sales == b->sales && a->technician == b->technician && a->active == b->active &&
         kh_grants_equal (a->added, b->added) && kh_grants_equal (a->taken, b->taken);
}

static gboolean
set_up_member (Work               *work,
               KhConnection       *connection,
               const KhSetupItem  *item,
               GError            **error)
{
  KhMember *old = find_member (work->staff, item->name);
  g_autoptr (KhMember) member = old == NULL ? kh_member_new () : kh_member_copy (old);

  if (old == NULL)
    {
      member->name = g_strdup (item->name);
      member->active = TRUE;
    }
  if (!fill_member (work, item, member) || !is_named_well (work, item, member, NULL))
    return TRUE;
  if (old != NULL && is_same_member (old, member))
    {
      work->outcome.n_kept++;
      return TRUE;
    }
  member->id = kh_staff_rows_save_member (connection, member, error);
  if (member->id == 0)
    return FALSE;
  if (old != NULL)
    fill_member (work, item, old);
  else
    kh_staff_take_member (work->staff, g_steal_pointer (&member));

  return note_change (work, connection, item, old == NULL, error);
}

static KhCompany *
find_company (KhCatalogues *catalogues,
              const char   *name)
{
  GPtrArray *companies = kh_catalogues_get_companies (catalogues);

  for (guint i = 0; i < companies->len; i++)
    {
      KhCompany *company = g_ptr_array_index (companies, i);

      if (g_strcmp0 (kh_company_get_name (company), name) == 0)
        return company;
    }

  return NULL;
}

static KhCompany *
make_company (KhCompany         *old,
              const KhSetupItem *item)
{
  KhCompany *company = old == NULL ? kh_company_new () : kh_company_copy (old);

  g_object_set (company, "name", item->name, "monitor-type", (int) item->type, NULL);
  if (item->address != NULL)
    g_object_set (company, "address", kh_text_none_if_empty (item->address), NULL);
  if (item->dealer_number != NULL)
    g_object_set (company, "dealer-number", kh_text_none_if_empty (item->dealer_number), NULL);
  if (item->ca_file != NULL)
    g_object_set (company, "ca-file", kh_text_none_if_empty (item->ca_file), NULL);
  if (old == NULL || item->active != KH_SETUP_UNSAID)
    g_object_set (company, "active", item->active != FALSE, NULL);
  if (item->sends_zones != KH_SETUP_UNSAID)
    g_object_set (company, "sends-zones", item->sends_zones != FALSE, NULL);
  if (item->zone_digits != KH_SETUP_UNSAID)
    g_object_set (company, "zone-digits", (guint) item->zone_digits, NULL);

  return company;
}

static gboolean
is_same_company (KhCompany *a,
                 KhCompany *b)
{
  return kh_company_get_monitor_type (a) == kh_company_get_monitor_type (b) &&
         kh_company_get_active (a) == kh_company_get_active (b) &&
         kh_company_get_sends_zones (a) == kh_company_get_sends_zones (b) &&
         kh_company_get_zone_digits (a) == kh_company_get_zone_digits (b) &&
         g_strcmp0 (kh_company_get_address (a), kh_company_get_address (b)) == 0 &&
         g_strcmp0 (kh_company_get_dealer_number (a), kh_company_get_dealer_number (b)) == 0 &&
         g_strcmp0 (kh_company_get_ca_file (a), kh_company_get_ca_file (b)) == 0;
}

static gboolean
set_up_company (Work               *work,
                KhConnection       *connection,
                const KhSetupItem  *item,
                GError            **error)
{
  KhCompany *old = find_company (work->catalogues, item->name);
  g_autoptr (KhCompany) company = make_company (old, item);

  /* Half of a company cannot be kept, and nothing else in the file names it. */
  if (kh_setup_is_wrong (work->setup))
    return TRUE;
  if (old != NULL && is_same_company (old, company))
    {
      work->outcome.n_kept++;
      return TRUE;
    }

  return kh_catalogue_rows_save_company (connection, company, error) != 0 &&
         note_change (work, connection, item, old == NULL, error);
}

/* What an entry has besides stays with it. */
static gboolean
write_entry (Work               *work,
             KhConnection       *connection,
             const KhSetupItem  *item,
             gint64              id,
             gint64              parent,
             GError            **error)
{
  const KhCatalogueEntry *old = kh_catalogues_get (work->catalogues, item->catalogue, id);
  KhCatalogueEntry fresh = { .label = item->name, .parent = parent };
  KhCatalogueEntry entry = old != NULL ? *old : fresh;

  entry.active = item->active;
  if (kh_catalogue_rows_save (connection, item->catalogue, &entry, get_author (work), error) == 0)
    return FALSE;
  count_change (work, id == 0);

  return TRUE;
}

static gboolean
set_up_entry (Work               *work,
              KhConnection       *connection,
              const KhSetupItem  *item,
              GError            **error)
{
  gint64 parent = 0;
  gint64 id;
  gboolean active;

  if (item->parent != NULL &&
      !kh_catalogue_rows_find (connection, kh_catalogue_id_get_parent (item->catalogue), item->parent, 0, &parent, &active, error))
    return FALSE;
  if (item->parent != NULL && parent == 0)
    {
      if (item->catalogue == KH_CATALOGUE_PACKAGE_ITEMS)
        complain (work, item->line, _("There is no package “%s”. Add it to [catalogue packages]."), item->parent);
      else
        complain (work, item->line, _("There is no lead source “%s”. Add it to [catalogue lead-sources]."), item->parent);
      return TRUE;
    }
  if (!kh_catalogue_rows_find (connection, item->catalogue, item->name, parent, &id, &active, error))
    return FALSE;
  if (id != 0 && active == item->active)
    {
      work->outcome.n_kept++;
      return TRUE;
    }

  return write_entry (work, connection, item, id, parent, error);
}

/* The whole */

/* Those that others name come first, wherever the file has them. */
static gboolean
set_up_items (Work          *work,
              KhConnection  *connection,
              gboolean       dependent,
              GError       **error)
{
  static gboolean (*const set_up[]) (Work *, KhConnection *, const KhSetupItem *, GError **) = {
    [KH_SETUP_GROUP] = set_up_group,
    [KH_SETUP_COMPANY] = set_up_company,
    [KH_SETUP_ENTRY] = set_up_entry,
    [KH_SETUP_MEMBER] = set_up_member,
  };
  GPtrArray *items = kh_setup_get_items (work->setup);

  for (guint i = 0; i < items->len; i++)
    {
      const KhSetupItem *item = g_ptr_array_index (items, i);

      if (dependent == (item->kind == KH_SETUP_MEMBER || item->parent != NULL) &&
          !set_up[item->kind] (work, connection, item, error))
        return FALSE;
    }

  return TRUE;
}

/* Mistakes that only show beside the records are all found before one of them ends it, and so they
 * are in a file that has others. */
static gboolean
set_up_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Work *work = data;
  g_autoptr (GError) problem = NULL;

  work->before = kh_staff_rows_load (connection, error);
  work->staff = work->before == NULL ? NULL : kh_staff_rows_load (connection, error);
  work->catalogues = work->staff == NULL ? NULL : kh_catalogue_rows_load (connection, error);
  if (work->catalogues == NULL || !check_author (work, error) ||
      !set_up_items (work, connection, FALSE, error) || !set_up_items (work, connection, TRUE, error))
    return FALSE;

  if (!kh_staff_is_set_up (work->before) && !kh_staff_is_set_up (work->staff))
    complain (work, 0, _("These records have no owner yet, and the file names none. Add [member NAME] with group=%s."),
              OWNERS);
  else if (!kh_staff_check (work->staff, &problem))
    complain (work, 0, "%s", problem->message);

  return kh_setup_check (work->setup, error) && kh_store_check_reach (work->before, work->staff, work->member, error);
}

static gpointer
set_up (KhConnection  *connection,
        gpointer       data,
        GError       **error)
{
  Work *work = data;
  Outcome *outcome;

  if (!kh_connection_transact (connection, set_up_in_transaction, work, error))
    return NULL;
  outcome = g_new0 (Outcome, 1);
  *outcome = work->outcome;
  outcome->staff = kh_staff_rows_load (connection, error);
  if (outcome->staff != NULL)
    outcome->catalogues = kh_catalogue_rows_load (connection, error);
  if (outcome->catalogues == NULL)
    g_clear_pointer (&outcome, outcome_free);

  return outcome;
}

static void
after_set_up (KhStore  *self,
              gpointer  result)
{
  Outcome *outcome = result;

  kh_store_set_staff (self, outcome->staff);
  kh_store_set_catalogues (self, outcome->catalogues);
}

static const KhStoreCall set_up_call = { set_up, work_free, outcome_free, TRUE, after_set_up };

/**
 * kh_store_set_up_async:
 * @self: a store
 * @setup: what is to be in the records
 * @as: (nullable): the member whose work it is, where the records have an owner
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * A name that is there already is updated; nothing is removed. The first owner is the member
 * whom the setup puts into the group of owners.
 */
void
kh_store_set_up_async (KhStore             *self,
                       KhSetup             *setup,
                       const char          *as,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Work *work = g_new0 (Work, 1);

  work->setup = g_object_ref (setup);
  work->as = g_strdup (as);
  kh_store_run (self, &set_up_call, work, cancellable, callback, user_data);
}

/**
 * kh_store_set_up_finish:
 * @self: a store
 * @result: what the callback got
 * @n_added: (out) (optional): how many things are new
 * @n_changed: (out) (optional): how many are updated
 * @n_kept: (out) (optional): how many were there as they should be
 * @error: return location for an error of %KH_SETUP_ERROR, %KH_GATE_ERROR or %KH_STORE_ERROR
 *
 * Returns: whether it is kept; if not, nothing is
 */
gboolean
kh_store_set_up_finish (KhStore       *self,
                        GAsyncResult  *result,
                        guint         *n_added,
                        guint         *n_changed,
                        guint         *n_kept,
                        GError       **error)
{
  Outcome *outcome = kh_store_finish (self, result, &set_up_call, error);

  if (outcome == NULL)
    return FALSE;
  if (n_added != NULL)
    *n_added = outcome->n_added;
  if (n_changed != NULL)
    *n_changed = outcome->n_changed;
  if (n_kept != NULL)
    *n_kept = outcome->n_kept;
  outcome_free (outcome);

  return TRUE;
}
