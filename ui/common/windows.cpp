// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/windows.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QEvent>
#include <QScreen>

#include <algorithm>
#include <utility>

namespace Steward {

namespace {

/// By way of parents, through windows; not by QWidget::isAncestorOf(), which ends at a window.
bool isBelow(const QWidget *window, const QWidget *above)
{
    while (window && window != above)
        window = window->parentWidget();
    return window;
}

const QWidget *rootOf(const QWidget *widget)
{
    while (widget->parentWidget())
        widget = widget->parentWidget();
    return widget;
}

} // namespace

void showWindow(QWidget *window, Keyboard keyboard)
{
    Windows::show(window, keyboard == Keyboard::Takes ? Windows::Way::Window : Windows::Way::Quietly);
}

void openSheet(QDialog *sheet)
{
    Windows::show(sheet, Windows::Way::Sheet);
}

void resizeWithin(QWidget *window, QSize wanted)
{
    constexpr int edge = 60; // of the screen, for the window's own frame
    const QRect screen = window->screen()->availableGeometry();
    window->resize(wanted.boundedTo(screen.size() - QSize(edge, edge)));
    if (!window->isVisible())
        return;
    // One that grows where it stands would have its buttons below the screen's edge.
    const QRect frame = window->frameGeometry();
    const QPoint over(std::max(0, frame.right() - screen.right()), std::max(0, frame.bottom() - screen.bottom()));
    if (!over.isNull())
        window->move(std::max(screen.left(), frame.left() - over.x()), std::max(screen.top(), frame.top() - over.y()));
}

Windows::Windows(QWidget *main) : QObject(main), m_main(main)
{
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *, const QWidget *now) {
        if (!now)
            QMetaObject::invokeMethod(this, &Windows::keepKeyboard, Qt::QueuedConnection);
    });
}

void Windows::offer(QAction *action)
{
    m_offered.append(action);
}

void Windows::show(QWidget *window, Way way)
{
    if (auto *windows = rootOf(window)->findChild<Windows *>(QString(), Qt::FindDirectChildrenOnly))
        windows->admit(window, way);
    else
        bring(window, way);
}

void Windows::admit(QWidget *window, Way way)
{
    for (QAction *action : std::as_const(m_offered)) {
        if (action && !window->actions().contains(action))
            window->addAction(action);
    }
    window->installEventFilter(this);
    if (m_desk && isBelow(window, m_desk))
        m_waiting.append({window, way});
    else
        bring(window, way);
}

void Windows::bring(QWidget *window, Way way)
{
    if (way == Way::Sheet)
        return static_cast<QDialog *>(window)->open();
    if (way == Way::Quietly) {
        QWidget *active = QApplication::activeWindow();
        window->setAttribute(Qt::WA_ShowWithoutActivating);
        window->show();
        window->setAttribute(Qt::WA_ShowWithoutActivating, false);
        if (active) // not every system heeds that a window wants no keyboard
            active->activateWindow();
        return;
    }
    window->show();
    if (window->windowType() == Qt::Popup)
        return; // in front by itself, and never the active window
    window->raise();
    window->activateWindow();
}

void Windows::cover(const QWidget *desk)
{
    m_desk = desk;
    constexpr int deepest = 8; // menus within menus
    for (int i = 0; i < deepest && QApplication::activePopupWidget(); ++i)
        QApplication::activePopupWidget()->close();
    const bool hadKeyboard = QApplication::activeWindow() != nullptr;
    for (QWidget *window : m_main->findChildren<QWidget *>()) {
        if (!window->isWindow() || !window->isVisible())
            continue;
        m_waiting.append({window, Way::Window}); // a sheet stays modal while it is hidden
        window->hide();
    }
    // What is typed next is the password, not the note of a sheet that was just hidden; other programs keep the keyboard.
    if (hadKeyboard)
        m_main->activateWindow();
}

void Windows::uncover()
{
    m_desk = nullptr;
    for (const Waiting &waiting : std::exchange(m_waiting, {})) {
        if (waiting.window)
            bring(waiting.window, waiting.way);
    }
}

void Windows::clear()
{
    m_desk = nullptr;
    m_waiting.clear();
    for (QDialog *sheet : m_main->findChildren<QDialog *>()) {
        sheet->hide();
        sheet->deleteLater();
    }
}

QWidget *Windows::front() const
{
    QWidget *window = QApplication::activeWindow();
    while (window && (window->windowType() == Qt::Popup || !window->isVisible()))
        window = window->parentWidget() ? window->parentWidget()->window() : nullptr;
    return window && isBelow(window, m_main) ? window : m_main;
}

bool Windows::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowActivate)
        QMetaObject::invokeMethod(this, &Windows::keepKeyboard, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

/// Shortcuts go by what has the cursor: a window in which nothing can have it, yet or while it sends, takes it itself.
void Windows::keepKeyboard()
{
    QWidget *window = QApplication::activeWindow();
    if (window && window != m_main && !QApplication::focusWidget() && isBelow(window, m_main))
        window->setFocus(Qt::OtherFocusReason);
}

} // namespace Steward
