// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace Steward {

/// An amount to be typed, in a currency's own digits. Counted in minor units inside and out.
class MoneySpin final : public QDoubleSpinBox
{
    Q_OBJECT

public:
    MoneySpin(const QString &objectName, const QString &accessibleName, const QString &currency, QWidget *parent = nullptr);
    /// Another currency, with its own digits; the number that is shown stays.
    void setCurrency(const QString &currency);
    void setMinorRange(qint64 least, qint64 most);
    [[nodiscard]] qint64 minor() const;
    void setMinor(qint64 minor);

private:
    qint64 m_unit = 1; ///< minor units in one of the currency
    qint64 m_least = 0, m_most = 0;
};

} // namespace Steward
