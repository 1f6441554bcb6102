// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/phoneorder.h"

#include <QHash>

class QLabel;
class QLayout;
class QWidget;

namespace Steward {

/// The fields of an order by phone by the store's names for them, each with the place beside it where it is said what is wrong.
class PhoneOrderProblems final
{
public:
    /// What is still missing is said only once somebody wanted to send it.
    enum class Say { WhatIsWrong, WhatIsMissingToo };

    /// The field with that place under it. focus: where to go when it is wrong, the field itself when none is given.
    [[nodiscard]] QLayout *add(const QString &name, QWidget *field, QWidget *focus = nullptr);
    /// The sentences that belong to no field.
    QStringList show(const QList<OrderProblem> &problems, Say say);
    /// The first field that is wrong as it is shown now; null: none.
    [[nodiscard]] QWidget *firstWrong() const { return m_firstWrong; }

private:
    struct Field
    {
        QWidget *focus = nullptr;
        QLabel *said = nullptr;
    };

    [[nodiscard]] static bool isMissing(const OrderProblem &problem, const QWidget *field);

    QHash<QString, Field> m_fields;
    QWidget *m_firstWrong = nullptr;
};

} // namespace Steward
