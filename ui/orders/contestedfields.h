// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/contactedit.h"

#include <QWidget>

class QGridLayout;

namespace Steward {

/// The fields that two people have corrected to something different, each with mine, theirs and what it was before, side by side to
/// choose from.
class ContestedFields final : public QWidget
{
    Q_OBJECT

public:
    explicit ContestedFields(QWidget *parent = nullptr);
    /// Hidden where nothing is contested.
    void show(const ContactEdit &edit);

Q_SIGNALS:
    void chosen(const QString &field, const QString &value);

private:
    void addChoice(const QString &name, const QString &field, const QString &what, const QString &value, bool isChosen, int row, int column);

    QWidget *m_inside = nullptr;
    QGridLayout *m_grid = nullptr;
};

} // namespace Steward
