// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/actionregistry.h"

#include <QVariant>
#include <QWidget>

namespace Steward {

namespace {

constexpr auto whyProperty = "whyOff";
constexpr auto tipProperty = "plainToolTip";
constexpr auto shutProperty = "shut";

QString plainTip(const QAction *action)
{
    const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
    QString text = action->text();
    text.remove(u'&');
    return shortcut.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, shortcut);
}

void setShut(const ActionRegistry::Entry &entry, bool isShut)
{
    entry.action->setProperty(shutProperty, isShut && !entry.isAlways);
    entry.action->setEnabled(!ActionRegistry::isShut(entry.action) && ActionRegistry::whyOff(entry.action).isEmpty());
}

} // namespace

QAction *ActionRegistry::add(QWidget *parent, const QString &objectName, const QString &text, const QKeySequence &shortcut, const QString &group, When when)
{
    auto *action = new QAction(text, parent);
    action->setObjectName(objectName);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(plainTip(action));
    parent->addAction(action);
    adopt(action, group, when);
    return action;
}

void ActionRegistry::adopt(QAction *action, const QString &group, When when)
{
    action->setProperty(tipProperty, plainTip(action));
    m_entries.append({action, group, when == When::Always});
    setShut(m_entries.last(), m_isShut);
}

void ActionRegistry::shut()
{
    m_isShut = true;
    for (const Entry &entry : entries())
        setShut(entry, m_isShut);
}

void ActionRegistry::open()
{
    m_isShut = false;
    for (const Entry &entry : entries())
        setShut(entry, m_isShut);
}

QList<ActionRegistry::Entry> ActionRegistry::entries() const
{
    QList<Entry> living;
    for (const Entry &entry : m_entries) {
        if (entry.action)
            living.append(entry);
    }
    return living;
}

bool ActionRegistry::isShut(const QAction *action)
{
    return action->property(shutProperty).toBool();
}

void ActionRegistry::setWhyOff(QAction *action, const QString &why)
{
    action->setProperty(whyProperty, why);
    // A page that goes on working under a locked screen opens nothing by it.
    action->setEnabled(why.isEmpty() && !isShut(action));
    const QString plain = action->property(tipProperty).toString();
    action->setToolTip(why.isEmpty() ? plain : plain + QStringLiteral("\n") + why);
    action->setStatusTip(why);
}

QString ActionRegistry::whyOff(const QAction *action)
{
    return action->property(whyProperty).toString();
}

} // namespace Steward
