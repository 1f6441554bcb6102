// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/storedetails/storedetails.h"

#include <QTimeZone>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace Steward {

/// One particular of the store to be read and changed: its label, the text on one line or several, what it is for, who changed it last,
/// and what somebody else has made of it meanwhile.
class DetailField final : public QWidget
{
    Q_OBJECT

public:
    enum class Lines { One, Several };

    DetailField(const QString &key, const QString &label, const QString &purpose, Lines lines, QWidget *parent);

    [[nodiscard]] const QString &key() const { return m_key; }
    /// As it is typed now, without blanks around its lines or empty lines at its end.
    [[nodiscard]] QString value() const;
    [[nodiscard]] DetailChange change() const { return {m_key, m_detail.value, value()}; }
    [[nodiscard]] bool isChanged() const { return value() != m_detail.value; }
    /// As the store has it. What was typed stays where it is other than what the store had before.
    void setDetail(const StoreDetail &detail, const QTimeZone &zone);
    /// Somebody else's that is other than what is typed and stands in its way: it is said, and may be taken.
    void setTheirs(const StoreDetail &theirs, const QTimeZone &zone);
    void type(const QString &text);
    void takeBack(); ///< what the store has
    void focusText();

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();
    void sayLast(const QTimeZone &zone);

    QString m_key, m_purpose;
    StoreDetail m_detail;
    QLineEdit *m_line = nullptr;        ///< of one line, or
    QPlainTextEdit *m_block = nullptr;  ///< of several
    QLabel *m_about = nullptr, *m_theirs = nullptr;
    QPushButton *m_take = nullptr;
};

} // namespace Steward
