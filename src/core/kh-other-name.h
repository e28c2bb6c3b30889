/* kh-other-name.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-account.h"
#include "kh-customer.h"

G_BEGIN_DECLS

gboolean kh_other_name_is (KhCustomer *customer,
                           KhAccount  *account);

G_END_DECLS
