// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"
#include "ui/orders/phoneorderproblems.h"

#include <QPointer>
#include <QUuid>
#include <QWidget>

class QLabel;
class QPushButton;

namespace Steward {

struct Draft;
class OrderDesk;
class PhoneOrderForm;

/// An order taken by phone, in a window of its own beside the list. It is sent under one id until the store has said what became of it, and
/// what was typed is asked about before the window closes.
class PhoneOrderWindow final : public QWidget
{
    Q_OBJECT

public:
    PhoneOrderWindow(OrderDesk &desk, QWidget *parent);

    /// For restore(); empty when nothing was typed.
    [[nodiscard]] QJsonObject typed() const;
    void restore(const QJsonObject &typed);
    /// The same with what was kept, and with the command that was on its way when the program ended.
    void restore(const Draft &draft);
    [[nodiscard]] static QString draftVerb();
    [[nodiscard]] const QString &draftRecord() const { return m_record; }
    /// Nothing of it is on its way, nor is it unknown what became of it.
    [[nodiscard]] bool isTyping() const { return m_state == State::Typing; }
    void forgetDraft();
    /// Whose order it is, as a person calls it.
    [[nodiscard]] QString what() const;

Q_SIGNALS:
    void edited(); ///< typed() may give something else now
    void taken(const Steward::OrderChoice &order, const QString &text);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    /// Unknown: it was sent, and nobody knows what became of it; until it is asked again, nothing of it may change.
    enum class State { Typing, Sending, Unknown };

    void submit();
    void send();
    void keepDraft();
    void answered(const Result<CommandOutcome> &answer);
    void done(const CommandOutcome &outcome);
    void setState(State state);
    void say(const QString &text, Theme::Tone tone);
    void askBeforeClosing();

    OrderDesk &m_desk;
    PhoneOrderForm *m_form = nullptr;
    QLabel *m_said = nullptr;
    QPushButton *m_submit = nullptr;
    State m_state = State::Typing;
    QUuid m_commandId;
    QJsonObject m_sent; ///< what m_commandId stands for
    QString m_record; ///< what its draft is filed under
    QPointer<QWidget> m_at; ///< where the cursor was when it was sent
    bool m_mayClose = false;
};

} // namespace Steward
