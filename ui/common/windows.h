// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <QSize>

class QAction;
class QDialog;
class QWidget;

namespace Steward {

/// Whether a window that comes to the screen takes the keyboard with it.
enum class Keyboard { Takes, Leaves };

/// The one way a window comes to the screen, and a sheet over its parent. Behind a locked screen what belongs to a desk waits until it is
/// unlocked; a window without a main window above it is shown at once. GUI thread.
void showWindow(QWidget *window, Keyboard keyboard = Keyboard::Takes);
void openSheet(QDialog *sheet);

/// A size in device-independent pixels, or what the window's screen has room for; one that is shown already is moved where it would not be
/// on the screen in whole.
void resizeWithin(QWidget *window, QSize wanted);

/// The windows and sheets of a main window: they are hidden and held back while the screen is locked, and each offers what is offered
/// everywhere. There is one below a main window; showWindow() and openSheet() find it by the window's parents.
class Windows final : public QObject
{
    Q_OBJECT

public:
    explicit Windows(QWidget *main);

    /// In the main window and in each that comes to the screen from here on, with its shortcut.
    void offer(QAction *action);
    /// Hides all windows, and holds those below desk back until uncover(), whatever asks for them.
    void cover(const QWidget *desk);
    void uncover();
    /// Nobody is signed in any more: sheets go, and nothing comes back.
    void clear();
    /// The window in front, for what asks or tells over it; the main window when that is another program's.
    [[nodiscard]] QWidget *front() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    friend void showWindow(QWidget *window, Keyboard keyboard);
    friend void openSheet(QDialog *sheet);
    enum class Way { Window, Quietly, Sheet };
    struct Waiting
    {
        QPointer<QWidget> window;
        Way way;
    };

    static void show(QWidget *window, Way way);
    static void bring(QWidget *window, Way way);
    void admit(QWidget *window, Way way);
    void keepKeyboard();

    QWidget *m_main;
    QPointer<const QWidget> m_desk; ///< covered; null while the screen is not locked
    QList<QPointer<QAction>> m_offered;
    QList<Waiting> m_waiting;
};

} // namespace Steward
