/* kh-section-card.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-section-card.h"

#include "kh-accessible.h"
#include "kh-customer.h"
#include "kh-gate.h"
#include "kh-mnemonics.h"
#include "kh-rule.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

struct _KhSectionCard {
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *cancel_button;
  GtkWidget *edit_button;
  GtkWidget *foot;
  GtkWidget *header;
  GtkWidget *message;
  GtkWidget *rows;
  GtkWidget *save_button;
  GtkWidget *title;

  /* borrowed: a child of the header, once it is needed */
  GtkWidget *why;

  /* owned */
  KhDraft *draft;
  KhStaff *staff;
  char **mnemonics;

  /* state */
  KhDatapointRow *by_id[KH_N_DATAPOINTS];
  KhSection section;
  KhGrants grants;
  gulong changed_id;
  gboolean creating;
  gboolean editable;
  gboolean editing;
  gboolean linked;
  gboolean plain;
};

G_DEFINE_FINAL_TYPE (KhSectionCard, kh_section_card, GTK_TYPE_WIDGET)

/* Rows */

/* Fields that say nothing are folded away: where to send the bill when it goes to the
 * premises, and the number that a new customer does not have yet. */
static gboolean
is_folded (KhSectionCard *self,
           KhDatapointId  id)
{
  KhCustomer *edited = kh_draft_get_edited (self->draft);

  if (id == KH_DATAPOINT_CUSTOMER_NUMBER)
    return kh_customer_get (edited, id) == NULL;

  return self->section == KH_SECTION_BILLING && id != KH_DATAPOINT_BILLING_SAME &&
         kh_customer_get_boolean (edited, KH_DATAPOINT_BILLING_SAME) &&
         kh_draft_get_error (self->draft, id) == NULL && kh_customer_get (edited, id) == NULL;
}

static const char *
get_lock (KhSectionCard *self,
          KhDatapointId  id)
{
  if (self->linked && kh_datapoint_get (id)->sent == KH_SENT_KEY)
    return _("Locked while linked");

  return NULL;
}

/* The grant that the member lacks to change a value, or to see it at all. */
static KhGrant
find_missing (KhSectionCard *self,
              KhDatapointId  id)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  gboolean required;

  if (self->staff == NULL || !kh_datapoint_is_editable (id))
    return KH_GRANT_NONE;
  if (!self->creating)
    return kh_gate_may_change (self->grants, id) ? KH_GRANT_NONE : kh_grants_find_missing (self->grants, datapoint->modify);

  required = kh_rule_is_required (id, kh_draft_get_edited (self->draft), kh_draft_get_catalogues (self->draft), FALSE);
  if (kh_gate_may_begin (self->grants, id, required))
    return KH_GRANT_NONE;

  return kh_grants_find_missing (self->grants, kh_grants_has (self->grants, KH_GRANT_CUSTOMER_CREATE)
                                                 ? datapoint->modify : KH_GRANT_CUSTOMER_CREATE);
}

static void
update_denied (KhSectionCard *self,
               KhDatapointId  id)
{
  KhGrant missing = find_missing (self, id);
  g_autofree char *why = missing == KH_GRANT_NONE ? NULL : kh_staff_dup_why (self->staff, missing);

  kh_datapoint_row_set_denied (self->by_id[id], why);
}

/* The first grant that is missing where there is nothing to edit for want of one. */
static KhGrant
find_lock (KhSectionCard *self)
{
  KhGrant lock = KH_GRANT_NONE;

  for (KhDatapointId id = 0; self->draft != NULL && id < KH_N_DATAPOINTS; id++)
    {
      KhGrant missing;

      if (self->by_id[id] == NULL || !kh_datapoint_is_editable (id))
        continue;
      missing = find_missing (self, id);
      if (missing == KH_GRANT_NONE)
        return KH_GRANT_NONE;
      if (lock == KH_GRANT_NONE)
        lock = missing;
    }

  return lock;
}

static guint
count_editable_before (KhSectionCard *self,
                       KhDatapointId  id)
{
  guint n = 0;

  for (KhDatapointId other = 0; other < id; other++)
    {
      if (self->by_id[other] != NULL && kh_datapoint_is_editable (other))
        n++;
    }

  return n;
}

static void
set_row_editing (KhSectionCard *self,
                 KhDatapointId  id,
                 gboolean       editing)
{
  const char *mnemonic = NULL;

  if (editing && kh_datapoint_is_editable (id))
    mnemonic = self->mnemonics[count_editable_before (self, id)];
  kh_datapoint_row_set_editing (self->by_id[id], editing, mnemonic);
}

static void
update_row (KhSectionCard *self,
            KhDatapointId  id)
{
  GtkWidget *row = GTK_WIDGET (self->by_id[id]);
  gboolean folded = is_folded (self, id);
  gboolean unfolds = !folded && !gtk_widget_get_visible (row);

  update_denied (self, id);
  kh_datapoint_row_set_locked (self->by_id[id], get_lock (self, id));
  if (unfolds && self->editing)
    set_row_editing (self, id, TRUE);
  else
    kh_datapoint_row_update (self->by_id[id]);
  gtk_widget_set_visible (row, !folded);
}

/* What one field holds decides what others need, list and hide. */
static void
on_draft_changed_cb (KhSectionCard *self,
                     guint          datapoint)
{
  KhDatapointRow *row = self->by_id[datapoint];

  if (row != NULL)
    kh_datapoint_row_set_problem (row, NULL);
  if (row != NULL || self->editing)
    kh_section_card_update (self);
}

static void
assign_mnemonics (KhSectionCard *self)
{
  const char *buttons[] = { gtk_button_get_label (GTK_BUTTON (self->cancel_button)),
                            gtk_button_get_label (GTK_BUTTON (self->save_button)), NULL };
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autofree char *reserved = kh_mnemonics_dup_taken (buttons);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->by_id[id] != NULL && kh_datapoint_is_editable (id))
        g_ptr_array_add (labels, (gpointer) kh_datapoint_get_label (id));
    }
  g_ptr_array_add (labels, NULL);

  g_strfreev (self->mnemonics);
  self->mnemonics = kh_mnemonics_assign ((const char * const *) labels->pdata, reserved);
}

static void
add_rows (KhSectionCard *self)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (kh_datapoint_get (id)->section != self->section)
        continue;
      self->by_id[id] = KH_DATAPOINT_ROW (kh_datapoint_row_new (id));
      gtk_box_append (GTK_BOX (self->rows), GTK_WIDGET (self->by_id[id]));
      self->editable = self->editable || kh_datapoint_is_editable (id);
    }
}

/* The title row */

static void
set_target (KhSectionCard *self,
            GtkWidget     *button,
            const char    *action)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", (guint32) self->section);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
name_edit_button (KhSectionCard *self)
{
  /* Translators: the section's name follows, as in "Edit Central Station". */
  g_autofree char *name = g_strdup_printf (_("Edit %s"), kh_section_get_label (self->section));
  g_autofree char *tooltip = g_strdup_printf ("%s (F2)", name);

  gtk_widget_set_tooltip_text (self->edit_button, tooltip);
  kh_accessible_name_widget (self->edit_button, name);
}

/* While they are hidden: to set the tooltip of a visible widget asks the X server where the pointer is. */
static void
set_up_buttons (KhSectionCard *self)
{
  const char *section = kh_section_get_label (self->section);
  /* Translators: the section's name follows, as in "Save Premises". */
  g_autofree char *save = g_strdup_printf (_("Save %s (Ctrl+S)"), section);
  /* Translators: the section's name follows. */
  g_autofree char *cancel = g_strdup_printf (_("Stop editing %s without saving (Esc)"), section);

  set_target (self, self->edit_button, "page.edit-section");
  set_target (self, self->save_button, "page.save-section");
  set_target (self, self->cancel_button, "page.cancel-section");
  gtk_widget_set_tooltip_text (self->save_button, save);
  gtk_widget_set_tooltip_text (self->cancel_button, cancel);
  name_edit_button (self);
  kh_accessible_name_button (GTK_BUTTON (self->save_button));
  kh_accessible_name_button (GTK_BUTTON (self->cancel_button));
}

/* A section that is all locked says why in the place of its pencil. */
static void
update_why (KhSectionCard *self)
{
  KhGrant lock = self->editing ? KH_GRANT_NONE : find_lock (self);
  g_autofree char *reason = lock == KH_GRANT_NONE ? NULL : kh_staff_dup_why (self->staff, lock);

  if (reason != NULL && self->why == NULL)
    {
      self->why = kh_why_new (kh_section_get_label (self->section));
      gtk_box_insert_child_after (GTK_BOX (self->header), self->why, self->edit_button);
    }
  if (reason != NULL)
    kh_why_set_reason (self->why, reason);
  if (self->why != NULL)
    gtk_widget_set_visible (self->why, reason != NULL);
}

static void
update_buttons (KhSectionCard *self)
{
  update_why (self);
  gtk_widget_set_visible (self->edit_button, kh_section_card_is_editable (self) && !self->editing && !self->plain);
  gtk_widget_set_visible (self->save_button, self->editing && !self->plain);
  gtk_widget_set_visible (self->cancel_button, self->editing && !self->plain);
}

static void
kh_section_card_dispose (GObject *object)
{
  KhSectionCard *self = KH_SECTION_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_SECTION_CARD);
  g_clear_object (&self->draft);
  g_clear_object (&self->staff);

  G_OBJECT_CLASS (kh_section_card_parent_class)->dispose (object);
}

static void
kh_section_card_finalize (GObject *object)
{
  KhSectionCard *self = KH_SECTION_CARD (object);

  g_strfreev (self->mnemonics);

  G_OBJECT_CLASS (kh_section_card_parent_class)->finalize (object);
}

static void
kh_section_card_class_init (KhSectionCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_section_card_dispose;
  object_class->finalize = kh_section_card_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-section-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, edit_button);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, foot);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, header);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, message);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, rows);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, save_button);
  gtk_widget_class_bind_template_child (widget_class, KhSectionCard, title);
}

static void
kh_section_card_init (KhSectionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kh_section_card_new (KhSection section)
{
  KhSectionCard *self = g_object_new (KH_TYPE_SECTION_CARD, NULL);

  self->section = section;
  gtk_label_set_text (GTK_LABEL (self->title), kh_section_get_label (section));
  kh_accessible_name_widget (GTK_WIDGET (self), kh_section_get_label (section));
  add_rows (self);
  set_up_buttons (self);
  update_buttons (self);

  return GTK_WIDGET (self);
}

KhSection
kh_section_card_get_section (KhSectionCard *self)
{
  g_return_val_if_fail (KH_IS_SECTION_CARD (self), KH_SECTION_IDENTITY);

  return self->section;
}

guint
kh_section_card_get_n_rows (KhSectionCard *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_SECTION_CARD (self), 0);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->by_id[id] != NULL)
        n++;
    }

  return n;
}

KhDatapointRow *
kh_section_card_get_row (KhSectionCard *self,
                         KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_SECTION_CARD (self), NULL);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, NULL);

  return self->by_id[id];
}

gboolean
kh_section_card_is_editable (KhSectionCard *self)
{
  g_return_val_if_fail (KH_IS_SECTION_CARD (self), FALSE);

  return self->editable && find_lock (self) == KH_GRANT_NONE;
}

gboolean
kh_section_card_get_editing (KhSectionCard *self)
{
  g_return_val_if_fail (KH_IS_SECTION_CARD (self), FALSE);

  return self->editing;
}

static gboolean
has_focus (KhSectionCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* The focus leaves a field before the field goes, or it would be lost to the window. */
void
kh_section_card_set_editing (KhSectionCard *self,
                             gboolean       editing)
{
  gboolean focused;

  g_return_if_fail (KH_IS_SECTION_CARD (self));

  editing = editing && kh_section_card_is_editable (self);
  if (self->editing == editing)
    return;

  focused = has_focus (self);
  if (self->mnemonics == NULL)
    assign_mnemonics (self);
  self->editing = editing;
  update_buttons (self);
  if (!editing && focused)
    gtk_widget_grab_focus (self->edit_button);
  kh_section_card_set_message (self, NULL);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->by_id[id] != NULL && (!editing || gtk_widget_get_visible (GTK_WIDGET (self->by_id[id]))))
        set_row_editing (self, id, editing);
    }
}

void
kh_section_card_set_plain (KhSectionCard *self,
                           gboolean       plain)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  self->plain = plain;
  update_buttons (self);
}

/* What the member may do, and whom to ask for the rest. @creating: whether the record is new. */
void
kh_section_card_set_access (KhSectionCard *self,
                            KhStaff       *staff,
                            KhGrants       grants,
                            gboolean       creating)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  g_set_object (&self->staff, staff);
  self->grants = grants;
  self->creating = creating;
}

void
kh_section_card_set_linked (KhSectionCard *self,
                            gboolean       linked)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  self->linked = linked;
}

void
kh_section_card_set_draft (KhSectionCard *self,
                           KhDraft       *draft)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_set_object (&self->draft, draft);
  if (draft != NULL)
    self->changed_id = g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed_cb), self,
                                                G_CONNECT_SWAPPED);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->by_id[id] != NULL)
        kh_datapoint_row_set_draft (self->by_id[id], draft);
    }
  kh_section_card_update (self);
}

void
kh_section_card_set_foot (KhSectionCard *self,
                          GtkWidget     *foot)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  gtk_box_append (GTK_BOX (self->foot), foot);
}

void
kh_section_card_set_message (KhSectionCard *self,
                             const char    *message)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->message), message);
  gtk_widget_set_visible (self->message, message != NULL);
}

void
kh_section_card_update (KhSectionCard *self)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  if (self->draft == NULL)
    return;

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->by_id[id] != NULL)
        update_row (self, id);
    }
  update_buttons (self);
}

void
kh_section_card_focus (KhSectionCard *self)
{
  g_return_if_fail (KH_IS_SECTION_CARD (self));

  for (KhDatapointId id = 0; self->editing && id < KH_N_DATAPOINTS; id++)
    {
      if (self->by_id[id] != NULL && gtk_widget_get_visible (GTK_WIDGET (self->by_id[id])) &&
          kh_datapoint_row_get_field (self->by_id[id]) != NULL)
        {
          gtk_widget_grab_focus (GTK_WIDGET (self->by_id[id]));
          return;
        }
    }

  gtk_widget_grab_focus (self->edit_button);
}

/* Gives a row away to stand elsewhere for a while, or NULL when it does already. It still belongs to
 * the section. */
GtkWidget *
kh_section_card_lend_row (KhSectionCard *self,
                          KhDatapointId  id)
{
  GtkWidget *row;

  g_return_val_if_fail (KH_IS_SECTION_CARD (self), NULL);

  row = GTK_WIDGET (self->by_id[id]);
  if (gtk_widget_get_parent (row) != self->rows)
    return NULL;
  g_object_ref (row);
  gtk_box_remove (GTK_BOX (self->rows), row);

  return row;
}

void
kh_section_card_take_rows_back (KhSectionCard *self)
{
  GtkWidget *before = NULL;

  g_return_if_fail (KH_IS_SECTION_CARD (self));

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      GtkWidget *row = GTK_WIDGET (self->by_id[id]);

      if (row == NULL)
        continue;
      if (gtk_widget_get_parent (row) != self->rows)
        {
          g_object_ref (row);
          gtk_box_remove (GTK_BOX (gtk_widget_get_parent (row)), row);
          gtk_box_insert_child_after (GTK_BOX (self->rows), row, before);
          g_object_unref (row);
        }
      before = row;
    }
}
