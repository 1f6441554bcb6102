// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/actionregistry.h"

#include <QWidget>

namespace Steward {

namespace {

constexpr auto whyProperty = "whyOff";
constexpr auto tipProperty = "plainToolTip";

QString plainTip(const QAction *action)
{
    const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
    QString text = action->text();
    text.remove(u'&');
    return shortcut.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, shortcut);
}

} // namespace

QAction *ActionRegistry::add(QWidget *parent, const QString &objectName, const QString &text, const QKeySequence &shortcut, const QString &group)
{
    auto *action = new QAction(text, parent);
    action->setObjectName(objectName);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(plainTip(action));
    parent->addAction(action);
    adopt(action, group);
    return action;
}

void ActionRegistry::adopt(QAction *action, const QString &group)
{
    action->setProperty(tipProperty, plainTip(action));
    m_entries.append({action, group});
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

void ActionRegistry::setWhyOff(QAction *action, const QString &why)
{
    action->setProperty(whyProperty, why);
    action->setEnabled(why.isEmpty());
    const QString plain = action->property(tipProperty).toString();
    action->setToolTip(why.isEmpty() ? plain : plain + QStringLiteral("\n") + why);
    action->setStatusTip(why);
}

QString ActionRegistry::whyOff(const QAction *action)
{
    return action->property(whyProperty).toString();
}

} // namespace Steward
