// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/session/credentialstore.h"
#include "models/session/session.h"
#include "ui/shell/settings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Steward {

class Prompts;

/// Where one signs in: a profile, a login, a password. Says in words why it did not work, and what to do next.
class SignInPage final : public QWidget
{
    Q_OBJECT

public:
    SignInPage(Session &session, CredentialStore &credentials, Prompts &prompts, Settings &settings, QWidget *parent = nullptr);

    void activate();
    /// Chooses a profile by name; false when there is none.
    bool chooseProfile(const QString &name);
    void showFailure(const SignInFailure &failure);
    /// The password was changed: the keychain gets the new one, if the person keeps it there.
    void keepNewPassword(const QString &next);

Q_SIGNALS:
    void keychainFailed(const QString &text); ///< a sentence to show; signing in goes on without it

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    [[nodiscard]] QLayout *makeForm();
    [[nodiscard]] QHBoxLayout *makeChooser();
    [[nodiscard]] QHBoxLayout *makeAuthority();
    [[nodiscard]] QWidget *makeBanner();
    void showProfile();
    void showEditor(bool isShown);
    void keepProfile();
    void readPassword();
    void forgetReadPassword();
    void keep(const QString &password);
    void submit();
    void setBusy(bool busy);
    void signedIn();
    [[nodiscard]] QString credentialKey() const;
    [[nodiscard]] Profile typedProfile() const;

    Session &m_session;
    CredentialStore &m_credentials;
    Prompts &m_prompts;
    Settings &m_settings;
    QList<Profile> m_profiles;
    SignInFailure m_failure;
    QString m_readKey; ///< whose password the keychain filled in; empty when it was typed

    QWidget *m_card = nullptr; ///< all of it, in the middle of the page
    QComboBox *m_profile = nullptr;
    QPushButton *m_edit = nullptr;
    QFormLayout *m_form = nullptr;
    QHBoxLayout *m_caRow = nullptr;
    QPushButton *m_browse = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_hosts = nullptr;
    QLineEdit *m_database = nullptr;
    QLineEdit *m_caFile = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QCheckBox *m_remember = nullptr;
    QPushButton *m_signIn = nullptr;
    QWidget *m_banner = nullptr;
    QLabel *m_bannerText = nullptr;
    QLabel *m_bannerDetail = nullptr;
    QPushButton *m_bannerButton = nullptr;
    LatestOnly<Result<QString>> m_reading;
    LatestOnly<Result<void>> m_writing;
};

} // namespace Steward
