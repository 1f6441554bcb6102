// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/offkeys.h"

#include "ui/common/actionregistry.h"

#include <QKeyEvent>
#include <QWidget>

#include <utility>

namespace Steward {

OffKeys::OffKeys(QWidget *place) : QObject(place), m_place(place)
{
    constexpr int shownMs = 8000;
    m_rest.setSingleShot(true);
    m_rest.setInterval(shownMs);
    connect(&m_rest, &QTimer::timeout, this, &OffKeys::end);
    place->installEventFilter(this);
}

void OffKeys::end()
{
    m_rest.stop();
    if (!m_said.isEmpty())
        Q_EMIT over(std::exchange(m_said, {}));
}

/// What comes here as a key was nobody's shortcut, and none of the widgets inside has used it.
bool OffKeys::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_place || event->type() != QEvent::KeyPress)
        return false;
    const auto &key = *static_cast<QKeyEvent *>(event);
    const QString why = key.isAutoRepeat() ? QString() : whyNothing(key);
    if (why.isEmpty())
        return false;
    end();
    m_said = why;
    m_rest.start();
    Q_EMIT pressed(why);
    return true;
}

QString OffKeys::whyNothing(const QKeyEvent &key) const
{
    const QKeySequence keys(key.keyCombination());
    const QList<QAction *> actions = m_place->actions();
    for (const QAction *action : actions) {
        const QString why = ActionRegistry::whyOff(action);
        if (action->isEnabled() || why.isEmpty() || !action->shortcuts().contains(keys))
            continue;
        // Its text without what belongs to a menu: the key it is chosen by, and that a sheet follows.
        QString name = action->text().remove(u'&');
        name.remove(QStringLiteral("…"));
        return tr("%1: %2", "an action, and why it is off").arg(name, why);
    }
    return {};
}

} // namespace Steward
