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
        bool isAlways = false;
    };
    /// When an action may run: while somebody is signed in, or also before a sign-in and over a locked screen.
    enum class When { SignedIn, Always };
    /// Makes a named action with a shortcut on parent and lists it. whyOff explains a disabled action in palette and tool tip
    /// through setWhyOff().
    QAction *add(QWidget *parent, const QString &objectName, const QString &text, const QKeySequence &shortcut, const QString &group, When when = When::SignedIn);
    void adopt(QAction *action, const QString &group, When when = When::SignedIn);
    /// Nobody is signed in, or the screen is locked: what is not for Always is off, whatever setWhyOff() says, until open().
    void shut();
    void open();
    [[nodiscard]] QList<Entry> entries() const; ///< living ones, in the order they were added

    [[nodiscard]] static bool isShut(const QAction *action);
    /// Disables an action and says why in its tool tip; an empty why enables it.
    static void setWhyOff(QAction *action, const QString &why);
    [[nodiscard]] static QString whyOff(const QAction *action);

private:
    QList<Entry> m_entries;
    bool m_isShut = false;
};

} // namespace Steward
