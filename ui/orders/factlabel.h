// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace Steward {

/// Something of a record that is copied into other programs: Tab reaches it and selects the whole of it, Ctrl+C takes it.
class FactLabel final : public QLabel
{
    Q_OBJECT

public:
    /// what: as a screen reader says it, "E-mail".
    FactLabel(const QString &objectName, const QString &what, const QString &text, QWidget *parent = nullptr);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
};

} // namespace Steward
