// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace Steward {

/// An order's tags as chips, one beside the other as far as the width goes.
class TagRow final : public QWidget
{
    Q_OBJECT

public:
    explicit TagRow(const QStringList &tags, QWidget *parent = nullptr);
};

} // namespace Steward
