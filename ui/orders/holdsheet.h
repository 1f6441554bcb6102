// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QUuid>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace Steward {

/// Why an order, or several, are put on hold. The command's id is made when the sheet opens, so a second click changes nothing.
class HoldSheet final : public QDialog
{
    Q_OBJECT

public:
    HoldSheet(int orders, QWidget *parent = nullptr);
    [[nodiscard]] QUuid commandId() const { return m_commandId; }
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString note() const;
    /// The answer came: closes when it was done, else says why and lets it be tried again under a new id.
    void answered(bool ok, const QString &text);

Q_SIGNALS:
    void submitted();

private:
    void submit();

    QUuid m_commandId = QUuid::createUuid();
    QComboBox *m_reason = nullptr;
    QPlainTextEdit *m_note = nullptr;
    QLabel *m_answer = nullptr;
    QPushButton *m_place = nullptr;
};

} // namespace Steward
