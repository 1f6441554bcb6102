// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QObject>
#include <QPointer>

namespace Steward {

/// Every action there is, once: the command palette and the shortcut sheet are made of it, so nothing is mouse-only.
class ActionRegistry final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    struct Entry
    {
        QPointer<QAction> action;
        QString group; ///< translated heading: "Orders"
    };
    /// Makes a named action with a shortcut on parent and lists it. whyOff explains a disabled action in palette and tool tip
    /// through setWhyOff().
    QAction *add(QWidget *parent, const QString &objectName, const QString &text, const QKeySequence &shortcut, const QString &group);
    void adopt(QAction *action, const QString &group);
    [[nodiscard]] QList<Entry> entries() const; ///< living ones, in the order they were added

    /// Disables an action and says why in its tool tip; an empty why enables it.
    static void setWhyOff(QAction *action, const QString &why);
    [[nodiscard]] static QString whyOff(const QAction *action);

private:
    QList<Entry> m_entries;
};

} // namespace Steward
