/* kh-customer-page-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-page.h"
#include "kh-draft.h"
#include "kh-postal-bar.h"
#include "kh-section-card.h"

G_BEGIN_DECLS

/* Sets of sections, as bits. */
#define SECTION_BIT(section) (1U << (section))
#define ALL_SECTIONS (SECTION_BIT (KH_N_SECTIONS) - 1)

/* What follows once a new customer is kept. */
typedef enum {
  KH_THEN_STAY,
  KH_THEN_ANOTHER,
  KH_THEN_LINK,
} KhThen;

struct _KhCustomerPage {
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *again_button;
  GtkWidget *columns;
  GtkWidget *contacts_place;
  GtkWidget *contacts_tab;
  GtkWidget *customer_tab;
  GtkWidget *documents_place;
  GtkWidget *documents_tab;
  GtkWidget *duplicate_box;
  GtkWidget *duplicate_button;
  GtkWidget *failed_label;
  GtkWidget *header;
  GtkWidget *history_place;
  GtkWidget *history_tab;
  GtkWidget *loading_label;
  GtkWidget *loading_spinner;
  GtkWidget *notes_place;
  GtkWidget *notes_tab;
  GtkWidget *stack;
  GtkWidget *systems_place;
  GtkWidget *systems_tab;
  GtkWidget *tabs;

  /* borrowed: our descendants */
  KhSectionCard *cards[KH_N_SECTIONS];
  GtkWidget *bar;
  GtkWidget *first;     /* what a new customer must have; NULL for others */
  GtkWidget *postal[KH_N_POSTAL_ADDRESSES];
  GtkWidget *history;   /* NULL until it is looked at */
  GtkWidget *missing;
  GtkWidget *top_bar;
  GtkWidget *why;

  /* owned */
  KhServices *services;
  GCancellable *cancellable;
  KhDraft *draft;
  KhCustomer *base;     /* what the last save went out from */
  KhLink *link;
  GPtrArray *secrets;
  GTask *closing;
  char *title;

  /* state */
  gint64 number;
  KhSection last;
  KhThen then;
  gulong dirty_id;
  guint saving;
  guint refused;
  guint patience;
  gboolean loading;
  gboolean again;
  gboolean asking;
  gboolean conflict;
  gboolean busy;
  gboolean dirty;
  gboolean wants_focus;
  gboolean wants_notes;
  gboolean wants_compare;
};

/* What is shown: kh-customer-page.c. */
guint kh_customer_page_get_editing     (KhCustomerPage *self);
guint kh_customer_page_get_unsaved     (KhCustomerPage *self);
void  kh_customer_page_show            (KhCustomerPage *self,
                                        KhCustomer     *customer);
void  kh_customer_page_show_failure    (KhCustomerPage *self,
                                        const char     *message);
void  kh_customer_page_set_message     (KhCustomerPage *self,
                                        const char     *message);
void  kh_customer_page_take_draft      (KhCustomerPage *self,
                                        KhDraft        *draft);
void  kh_customer_page_update          (KhCustomerPage *self);
void  kh_customer_page_update_busy     (KhCustomerPage *self);
void  kh_customer_page_update_dirty    (KhCustomerPage *self);
KhSection kh_customer_page_find_section (KhCustomerPage *self,
                                        gboolean        editing);
void  kh_customer_page_edit_section    (KhCustomerPage *self,
                                        KhSection       section);
void  kh_customer_page_cancel_section  (KhCustomerPage *self,
                                        KhSection       section);
void  kh_customer_page_stop_editing    (KhCustomerPage *self,
                                        KhSection       section);
void  kh_customer_page_became          (KhCustomerPage *self,
                                        gint64          number);
void  kh_customer_page_notice          (KhCustomerPage *self,
                                        const char     *text);

/* What can be done: kh-customer-page-actions.c. */
void  kh_customer_page_install_actions (GtkWidgetClass *widget_class);

/* Its standing: kh-customer-page-status.c. */
void  kh_customer_page_install_status  (GtkWidgetClass *widget_class);

/* What is kept: kh-customer-page-record.c. Saving returns whether the sections are saved or on the
 * way to be; it shows what is wrong with them if they are not. */
gboolean kh_customer_page_save         (KhCustomerPage *self,
                                        guint           sections);
gboolean kh_customer_page_is_ready_to_link (KhCustomerPage *self);
void     kh_customer_page_create       (KhCustomerPage *self,
                                        GArray         *doubles);
void     kh_customer_page_load         (KhCustomerPage *self);
void     kh_customer_page_end_closing  (KhCustomerPage *self,
                                        gboolean        may_close);
/* As kh_customer_page_may_close_async(), which also finishes it, before Duplicate: what is not
 * saved may stay as it is. */
void     kh_customer_page_may_duplicate_async (KhCustomerPage      *self,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void     kh_customer_page_follow_lists (KhCustomerPage *self);

/* What is new, and what a postal code fills in: kh-customer-page-new.c. */
void       kh_customer_page_add_first    (KhCustomerPage *self);
void       kh_customer_page_fill_first   (KhCustomerPage *self);
void       kh_customer_page_end_first    (KhCustomerPage *self);
void       kh_customer_page_save_and     (KhCustomerPage *self,
                                          KhThen          then);
void       kh_customer_page_follow_up    (KhCustomerPage *self);
void       kh_customer_page_add_postal   (KhCustomerPage *self);
void       kh_customer_page_end_postal   (KhCustomerPage *self,
                                          KhSection       section);

/* On paper: kh-customer-page-print.c. */
void       kh_customer_page_install_print (GtkWidgetClass *widget_class);

/* What is sealed: kh-customer-page-secrets.c. */
void       kh_customer_page_reveal       (KhCustomerPage *self,
                                          KhDatapointId   id);
void       kh_customer_page_hide_secrets (KhCustomerPage *self,
                                          KhCustomer     *customer);
char      *kh_customer_page_dup_why_not  (KhCustomerPage *self,
                                          const GError   *error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_customer_page_take_secrets (KhCustomerPage *self,
                                          guint           sections);

/* Whether a new customer is here already: kh-customer-page-doubles.c. It is created if it is not,
 * or if somebody says so. */
void     kh_customer_page_check_doubles (KhCustomerPage *self);
/* The tabs of the customer's tables: kh-customer-page-tables.c. Rows that are typed include a note and
 * the name of a file. */
gboolean kh_customer_page_focus_front    (KhCustomerPage *self);
void     kh_customer_page_show_tables    (KhCustomerPage *self,
                                          GtkWidget      *place);
void     kh_customer_page_tell_tables    (KhCustomerPage *self);
void     kh_customer_page_offer_tables   (KhCustomerPage *self);
gboolean kh_customer_page_has_typed_rows (KhCustomerPage *self);
void     kh_customer_page_go_to_contacts (KhCustomerPage *self);
GtkWidget *kh_customer_page_get_front    (KhCustomerPage *self);
void     kh_customer_page_bring_front     (KhCustomerPage *self,
                                           GtkWidget      *place);
void     kh_customer_page_go_on_closing   (KhCustomerPage *self,
                                           gboolean        well);
gboolean kh_customer_page_is_at_table    (KhCustomerPage *self);
gboolean kh_customer_page_hand_to_table  (KhCustomerPage *self,
                                          const char     *action);
void     kh_customer_page_save_tables    (KhCustomerPage *self);

/* The Notes tab: kh-customer-page-notes.c. */
void     kh_customer_page_make_notes      (KhCustomerPage *self);
void     kh_customer_page_offer_notes     (KhCustomerPage *self);
gboolean kh_customer_page_is_at_notes     (KhCustomerPage *self);
gboolean kh_customer_page_has_typed_note  (KhCustomerPage *self);
void     kh_customer_page_hand_to_notes   (KhCustomerPage *self,
                                           const char     *action);
void     kh_customer_page_save_note       (KhCustomerPage *self);

/* The Files tab: kh-customer-page-documents.c. */
void     kh_customer_page_install_documents (GtkWidgetClass *widget_class);
void     kh_customer_page_make_documents    (KhCustomerPage *self);
void     kh_customer_page_offer_documents   (KhCustomerPage *self);
gboolean kh_customer_page_is_at_documents   (KhCustomerPage *self);
gboolean kh_customer_page_has_typed_document (KhCustomerPage *self);
void     kh_customer_page_hand_to_documents (KhCustomerPage *self,
                                             const char     *action);
void     kh_customer_page_save_document     (KhCustomerPage *self);

/* The Duplicate button: kh-customer-page-duplicate.c. */
void     kh_customer_page_update_duplicate (KhCustomerPage *self);
void     kh_customer_page_show_duplicate   (KhCustomerPage *self);
void     kh_customer_page_duplicate        (GtkWidget      *widget,
                                            const char     *action,
                                            GVariant       *target);

G_END_DECLS
