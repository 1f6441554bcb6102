// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulktask.h"
#include "models/orders/order.h"
#include "ui/common/theme.h"
#include "ui/orders/ordercommands.h"

#include <QDialog>
#include <QJsonObject>
#include <QPointer>
#include <QUuid>

#include <functional>
#include <optional>

class QLabel;
class QLayout;
class QPushButton;
class QVBoxLayout;

namespace Steward {

class BulkPlanLabel;
class BulkRepository;
class RestoredLine;

/// A command on an order, or on several, as a form: which ones, what is asked of the person, and what the store said to it. From the
/// click that submits it until the store has said what became of it nothing in the form changes, so that what was read, what is kept as
/// a draft, and what is sent are one thing under one id. A sheet of a verb adds its fields.
class OrderSheet : public QDialog
{
    Q_OBJECT

public:
    OrderSheet(const QString &name, const QList<OrderChoice> &orders, QWidget *parent);

    [[nodiscard]] QUuid commandId() const { return m_commandId; }
    /// Those the command is still to be done to, at the versions they were last seen at.
    [[nodiscard]] const QList<OrderChoice> &orders() const { return m_orders; }
    [[nodiscard]] QString what() const; ///< number and customer of one order, how many of several
    [[nodiscard]] bool isAbout(OrderId id) const { return m_orders.size() == 1 && m_orders.first().id == id; }
    /// The one order as the form was filled from it, so that it can be said what others have changed since.
    void setSeen(const OrderPanel &order) { m_seen = order; }
    /// The order as it is shown elsewhere. After an answer that was not done, one that is as new as the answer is compared with what the
    /// form was filled from: what is other is said, the form follows, and what was typed stays. Where the command was not done for a change
    /// that it does not hang on, it is sent again by itself, a few times.
    void orderIsNow(const OrderPanel &order);
    /// What was filled in. Two sheets with the same answer ask for the same; empty when nothing was typed.
    [[nodiscard]] virtual QJsonObject typed() const = 0;
    /// Fills the form in with what typed() gave once. Sends nothing.
    virtual void restore(const QJsonObject &typed) = 0;
    /// The command with all its arguments, as the form is filled in now, under commandId().
    using Command = std::function<void(OrderCommands &commands)>;
    [[nodiscard]] virtual Command command() const = 0;
    /// Says from now on what will become of each of several orders, before anything is sent. Those that are left alone are not sent.
    void lookFirst(BulkRepository &repository);
    /// The store has changed, so what will become of them may be other.
    void lookAgain();
    /// As many orders as are sent with one command and answered while one looks on; more of them are a bulk run's.
    static constexpr int fewOrders = 20;
    /// What a bulk run would do to the orders; nothing where there is no doing it to many.
    [[nodiscard]] virtual std::optional<BulkTask> bulkTask() const { return {}; }
    /// The answer came: closes when it was done, else says why and lets those that are left be tried again, under a new id. Where nobody
    /// knows what became of it, the same can be asked for once more and nothing else.
    virtual void answered(const CommandAnswer &answer);

    /// From now on, closing it with something typed asks, see closeAsked(). What is filled in now is a form that nobody has touched.
    void beginAsking();
    [[nodiscard]] bool isBlank() const { return typed() == m_blank; }
    /// Something was typed that is neither sent nor settled.
    [[nodiscard]] bool isUnsettled() const { return m_asks && !isBlank() && typed() != m_settled; }
    /// What is typed now need not be asked about: it was restored, sent, or is kept.
    void settle() { m_settled = typed(); }
    /// Says that the form was filled in before, and offers to begin anew.
    void sayRestored(const QString &text, Theme::Tone tone);
    /// Goes on with a command that was sent as the form is filled in now, with nobody knowing what became of it: it can be asked again.
    virtual void takeUp(QUuid command, const QList<OrderChoice> &orders);
    /// A run over many does it instead: go() sends nothing any more.
    void leaveToRun() { m_going = {}; }
    /// Sends what was submitted, once, as it was then.
    void go(OrderCommands &commands);
    /// Closes without a question.
    void dismiss();
    void reject() override;
    bool event(QEvent *event) override;

Q_SIGNALS:
    void submitted();
    void edited();       ///< typed() may give something else now, or orders()
    void closeAsked();   ///< somebody wants to close it with something typed
    void hurried();      ///< it closes, and what was submitted has not gone yet
    void discardAsked(); ///< what was restored is not wanted

protected:
    /// Puts the sheet together: what it is about, a sentence that explains, the form, the answer, and the buttons.
    void layOut(const QString &explanation, QLayout *form, const QString &submitText, const QString &submitName);
    /// Pixels at the present size of text; never more than the screen has room for.
    void resizeTo(int width, int height);
    /// What the button says that closes the sheet and does nothing.
    [[nodiscard]] virtual QString dismissText() const;
    /// The title for the orders that are left.
    [[nodiscard]] virtual QString titleText() const = 0;
    void submit();
    /// Says why it cannot be sent as it is; empty takes it back.
    void refuse(const QString &why);
    /// Whether the form is filled in so that it can be sent; why, where it cannot.
    void setSendable(bool isSendable, const QString &why = {});
    void focusSubmit();
    /// It can be typed into: nothing is on its way, and what became of the last command is known.
    [[nodiscard]] bool isFilling() const { return m_state == State::Filling; }
    /// The form's part of a newer order: what may still be chosen. Never takes away what was typed.
    virtual void follow(const OrderPanel &) { }
    /// What was submitted over the order as it was is decided on as well over what it is now.
    [[nodiscard]] virtual bool isStillDecided(const OrderPanel &before, const OrderPanel &now) const;

private:
    /// Unknown: it was sent and the answer was lost; only the same command again tells.
    enum class State { Filling, Sending, Unknown };

    void setState(State state);
    void nameOrders();
    void updateSubmit();
    void updatePlan();
    void planChanged();
    void leaveOutRefused();
    void followUntyped(const OrderPanel &order);

    QUuid m_commandId = QUuid::createUuid();
    QJsonObject m_sent; ///< what m_commandId was sent with
    QJsonObject m_blank, m_settled;
    bool m_asks = false;
    State m_state = State::Filling;
    bool m_isSendable = true; ///< as it is filled in
    Command m_going;         ///< submitted, and not with the commands yet
    QPointer<QWidget> m_at;  ///< where the cursor was when it was submitted
    QString m_whyNot; ///< why it cannot
    QList<OrderChoice> m_orders;
    std::optional<OrderPanel> m_seen;
    std::optional<OrderPanel> m_newer; ///< came while the command was on its way
    bool m_waitsForOrder = false; ///< a newer one than m_seen may be on its way
    bool m_isOutdated = false;    ///< it was not done since the order had been changed
    int m_sentAgain = 0;          ///< by itself
    QLabel *m_what = nullptr;
    QLabel *m_answer = nullptr;
    QLabel *m_news = nullptr; ///< what others have changed
    RestoredLine *m_restored = nullptr;
    QWidget *m_form = nullptr;
    QString m_submitText;
    BulkPlanLabel *m_plan = nullptr; ///< null where one order is meant, or so many that a run looks at them
    QVBoxLayout *m_column = nullptr;
    QPushButton *m_submit = nullptr;
};

} // namespace Steward
