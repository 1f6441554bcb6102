// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/moneyspin.h"

#include "models/core/money.h"

#include <cmath>

namespace Steward {

MoneySpin::MoneySpin(const QString &objectName, const QString &accessibleName, const QString &currency, QWidget *parent) : QDoubleSpinBox(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    setGroupSeparatorShown(true);
    setCurrency(currency);
}

void MoneySpin::setCurrency(const QString &currency)
{
    const int digits = Money::digits(currency);
    m_unit = 1;
    for (int i = 0; i < digits; ++i)
        m_unit *= 10;
    setDecimals(digits);
    setSuffix(QLatin1Char(' ') + currency);
    if (m_least != m_most)
        setMinorRange(m_least, m_most);
}

void MoneySpin::setMinorRange(qint64 least, qint64 most)
{
    m_least = least;
    m_most = most;
    setRange(double(least) / double(m_unit), double(most) / double(m_unit));
}

qint64 MoneySpin::minor() const
{
    return std::llround(value() * double(m_unit));
}

void MoneySpin::setMinor(qint64 minor)
{
    setValue(double(minor) / double(m_unit));
}

} // namespace Steward
