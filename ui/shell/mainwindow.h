// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/credentialstore.h"
#include "ui/common/context.h"
#include "ui/common/page.h"
#include "ui/shell/settings.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>

class QAction;
class QLabel;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace Steward {

class IdleWatch;
class Leaving;
class LockScreen;
class PasswordSheet;
class SignInPage;
class StartPage;
class Windows;
struct Login;

/// Makes the desks a login has a right to, after it has signed in.
using PageMaker = std::function<QList<Page *>(const Login &login, QWidget *parent)>;

/// The window: sign-in, the desks with their navigation, the lock over them, and the status below.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(const UiContext &context, Settings &settings, CredentialStore &credentials, PageMaker makePages, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] SignInPage &signInPage() const { return *m_signIn; }
    [[nodiscard]] Page *currentPage() const;
    /// A line and a moving bar while something is being prepared (a demo's store).
    void showProgress(const QString &text);
    void showFailure(const QString &title, const QString &text);
    void lock();
    /// Where the window is, and the columns and such of its desks, for the next start.
    void saveLayout();
    /// Theme, text size and idle lock, as the settings say now.
    void applyPreferences();

protected:
    void closeEvent(QCloseEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeActions();
    void togglePalette();
    void layOut();
    void signedIn();
    void unlocked();
    void makePages();
    void addPageAction(int index); ///< by keyboard, where there is more than one
    void showPage(int index);
    void sessionChanged();
    /// The lock page over everything; what was open is hidden and comes back with uncover().
    void cover();
    void uncover();
    void signedOut();
    /// Nothing else is answered until a new account has a password of its own, so the desks wait for it.
    void forceNewPassword();
    PasswordSheet *openPasswordSheet(bool isForced);
    void askToSignOut();
    void sayDraftState();
    void rememberPlace();
    void removePages();
    [[nodiscard]] QString placeKey() const; ///< of this window, on these screens

    UiContext m_context;
    Settings &m_settings;
    PageMaker m_makePages;
    QList<Page *> m_pages;
    Windows *m_windows;
    std::unique_ptr<Leaving> m_leaving;
    QStackedWidget *m_stack = nullptr;
    SignInPage *m_signIn = nullptr;
    QWidget *m_progress = nullptr;
    QWidget *m_workspace = nullptr;
    LockScreen *m_lock = nullptr;
    QStackedWidget *m_desks = nullptr;
    QVBoxLayout *m_rail = nullptr;
    QList<QToolButton *> m_railButtons;
    QList<QAction *> m_pageActions;
    QToolButton *m_user = nullptr;
    QLabel *m_connection = nullptr;
    QLabel *m_zone = nullptr;
    QLabel *m_draftState = nullptr; ///< shown when drafts do not outlive the program
    IdleWatch *m_idle = nullptr;
    QPointer<PasswordSheet> m_passwordSheet;
    QTimer m_rest; ///< of the window while it is moved
    bool m_mayClose = false;
};

} // namespace Steward
