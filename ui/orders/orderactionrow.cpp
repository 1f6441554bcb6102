// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderactionrow.h"

#include "ui/common/flowlayout.h"
#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

OrderActionRow::OrderActionRow(OrderActions &actions, QWidget *parent) : QWidget(parent), m_actions(actions), m_more(new QPushButton(tr("More"), this)), m_menu(new QMenu(this))
{
    auto *row = new FlowLayout(this, Theme::spaceS);
    for (const OrderVerb &verb : orderVerbs()) {
        if (verb.shown != OrderVerb::Shown::AsButton)
            continue;
        auto *button = new QPushButton(OrderActions::tr(verb.text), this);
        button->setObjectName(verb.name + u"PanelButton"_s);
        connect(button, &QPushButton::clicked, this, [this, name = verb.name] { m_actions.startShown(name); });
        row->addWidget(button);
        m_buttons.insert(verb.name, button);
    }
    m_more->setObjectName(u"moreButton"_s);
    m_more->setAccessibleName(tr("More that can be done to the order"));
    m_more->setIcon(Theme::icon(u"down"_s));
    m_menu->setObjectName(u"moreMenu"_s);
    m_menu->setToolTipsVisible(true);
    row->addWidget(m_more);
    connect(m_more, &QPushButton::clicked, this, [this] {
        fillMenu();
        // A menu of the button itself would wait in a loop of its own. Upwards, for the row stands at the foot of the window.
        const QSize size = m_menu->sizeHint();
        const int side = layoutDirection() == Qt::LeftToRight ? m_more->width() - size.width() : 0;
        m_menu->popup(m_more->mapToGlobal(QPoint(side, -size.height())));
    });
}

void OrderActionRow::update(const OrderPanel &order)
{
    for (auto button = m_buttons.begin(); button != m_buttons.end(); ++button) {
        const QString why = m_actions.whyNot(button.key(), order);
        button.value()->setEnabled(why.isEmpty());
        button.value()->setToolTip(why);
    }
    // What nothing can be released of needs no room.
    m_buttons.value(u"release"_s)->setVisible(std::ranges::any_of(order.holds, &OrderHold::isOpen));
}

/// The actions of the page are about the rows that are chosen; these are about the order that is shown.
void OrderActionRow::fillMenu()
{
    m_menu->clear();
    const auto &order = m_actions.target().order();
    std::optional<OrderVerb::Kind> last;
    for (const OrderVerb &verb : orderVerbs()) {
        if (verb.shown != OrderVerb::Shown::InMenu || !order)
            continue;
        if (last && *last != verb.kind)
            m_menu->addSeparator();
        last = verb.kind;
        const QString text = OrderActions::tr(verb.text);
        // The shortcut is shown alone: it belongs to the page's action.
        const QString keys = QKeySequence(verb.shortcut).toString(QKeySequence::NativeText);
        QAction *entry = m_menu->addAction(verb.icon.isEmpty() ? QIcon() : Theme::icon(verb.icon), keys.isEmpty() ? text : text + u'\t' + keys);
        const QString why = m_actions.whyNot(verb.name, *order);
        entry->setObjectName(verb.name + u"Entry"_s);
        entry->setEnabled(why.isEmpty());
        entry->setToolTip(why.isEmpty() ? text : why);
        entry->setStatusTip(why);
        connect(entry, &QAction::triggered, this, [this, name = verb.name] { m_actions.startShown(name); });
    }
}

} // namespace Steward
