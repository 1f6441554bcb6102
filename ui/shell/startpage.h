// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/page.h"

namespace Steward {

struct Login;

/// For groups without a desk: says honestly what their login can do today.
class StartPage final : public Page
{
    Q_OBJECT

public:
    StartPage(const Login &login, QWidget *parent = nullptr);
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QIcon icon() const override;
    void activate() override { }
};

} // namespace Steward
