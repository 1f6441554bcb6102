// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/draftfolder.h"
#include "ui/common/theme.h"
#include "ui/orders/orderverbs.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

class QAction;
class QMenu;
class QWidget;

namespace Steward {

class BulkTask;
class OrderDesk;
class OrderSheet;
class OrderRepository;
class Prompts;
enum class UnsentChoice;
struct UiContext;

/// Where one order is shown, and its commands are about it.
class OrderTarget
{
public:
    virtual ~OrderTarget() = default;
    [[nodiscard]] virtual const std::optional<OrderPanel> &order() const = 0;
    /// Another order than the one shown was asked for and is on its way.
    [[nodiscard]] virtual bool isOpening() const = 0;
    /// Calls with the order asked for: now, or as soon as it is shown. Never with another.
    virtual void whenShown(const std::function<void(const OrderPanel &)> &then) = 0;
    virtual void focusNote() = 0;
    /// What became of a command on an order, which may not be shown any more.
    virtual void deliver(OrderId id, const QString &number, const QString &text, Theme::Tone tone) = 0;
};

/// All that can be done to the order a window shows, or to the rows chosen beside it: the actions with their shortcuts and why they
/// are off, the sheets they open, and where the answers go. One of it for each window.
class OrderActions final : public QObject
{
    Q_OBJECT

public:
    /// The rows of a list that a verb for several is meant for.
    struct Rows
    {
        std::function<bool()> areChosen;
        std::function<bool()> areSeveral;
        /// Takes over where all that the list matches is meant and not all of it is loaded: finds the orders and goes on with them.
        std::function<bool(const std::function<void(const QList<OrderChoice> &)> &then)> gather;
        /// What is chosen; nothing after having said why it cannot be taken; empty when the order shown is meant.
        std::function<std::optional<QList<OrderChoice>>(const OrderVerb &verb)> choose;
    };

    /// place: the widget whose shortcuts the actions are, and over which their sheets open. In a window of its own they are not listed
    /// in the registry a second time.
    OrderActions(OrderDesk &desk, OrderTarget &target, QWidget *place, QObject *parent);
    void setRows(const Rows &rows) { m_rows = rows; }

    [[nodiscard]] QAction *action(const QString &verb) const { return m_actions.value(verb); }
    void addTo(QMenu &menu) const; ///< all of them, those of one kind together
    /// Why a verb cannot be done to an order now, as a whole sentence; empty when it can.
    [[nodiscard]] QString whyNot(const QString &verb, const OrderPanel &order) const;
    /// The rows, the order or the rights are others now.
    void update();
    void start(const OrderVerb &verb);
    /// On the order that is shown, whatever rows are chosen.
    void startShown(const QString &verb);

    // What a verb's start() is given to work with.
    [[nodiscard]] QWidget *place() const { return m_place; }
    [[nodiscard]] OrderTarget &target() const { return m_target; }
    [[nodiscard]] const UiContext &context() const;
    [[nodiscard]] OrderRepository &repository() const;
    [[nodiscard]] OrderCommands &commands() const;
    [[nodiscard]] OrderDesk &desk() const { return m_desk; }
    [[nodiscard]] Prompts &prompts() const;
    /// Opens a verb's sheet and looks after it: sends, answers, and says elsewhere what became of it when it was closed before. again:
    /// begins the same anew where the verb by itself would begin something else.
    void open(OrderSheet *sheet, const QString &verb, const std::function<void(const OrderPanel &order)> &again = {});
    /// What was typed into such a sheet of one order and has certainly not been done; nothing where a command may have been.
    [[nodiscard]] std::optional<Draft> unsentDraft(OrderId id, const QString &verb) const;
    struct DraftQuestion
    {
        QString text, goOn, discard;
    };
    /// Asks what becomes of a draft about another part of its order than the one that is meant now: then() opens the one or, the draft
    /// being forgotten, the other. On Cancel nothing happens.
    void settleDraft(const Draft &draft, const DraftQuestion &question, const std::function<void(const OrderPanel &order, UnsentChoice choice)> &then);
    /// A command without a sheet: go() sends it as soon as it is safe to, and its verb is off for these orders until the answer has come.
    /// what: the command as a heading says it.
    void begin(QUuid command, const QString &verb, const QList<OrderChoice> &orders, const QString &what, const std::function<void()> &go);
    /// A verb without a sheet is done to many: by a run of its own, or it is said why not.
    void run(const BulkTask &task, const QList<OrderChoice> &orders);
    /// Its window is closed and goes in a moment: what became of what was sent from here is said elsewhere.
    void retire();
    /// A sheet about this order is open here.
    [[nodiscard]] bool hasSheet(OrderId id) const;

Q_SIGNALS:
    void changed();                                             ///< what is on or off, or which sheets are open
    void told(const QString &text, Steward::Theme::Tone tone); ///< a sentence for the window's own place

private:
    struct Sent
    {
        QPointer<OrderSheet> sheet;
        QString what; ///< which orders, should the sheet be closed before the answer
    };
    struct Begun
    {
        QString verb;
        QList<OrderChoice> orders;
    };

    [[nodiscard]] bool isForRows(const OrderVerb &verb) const;
    void startOn(const OrderVerb &verb, const OrderPanel &order);
    void submit(OrderSheet *sheet);
    void askBeforeClosing(OrderSheet *sheet);
    void startAnew(OrderSheet *sheet, const QString &verb, const std::function<void(const OrderPanel &order)> &again);
    void answered(const CommandAnswer &answer);

    OrderDesk &m_desk;
    OrderTarget &m_target;
    QWidget *m_place;
    Rows m_rows;
    QHash<QString, QAction *> m_actions;
    QHash<QUuid, Sent> m_sent;
    QHash<QUuid, Begun> m_begun;
    QList<QPointer<OrderSheet>> m_sheets;
};

} // namespace Steward
