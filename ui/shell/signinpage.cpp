// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/signinpage.h"

#include "ui/common/prompts.h"
#include "ui/common/titlelabel.h"
#include "ui/common/windows.h"
#include "ui/shell/sheets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int formWidth = 440;

QLineEdit *makeEdit(QWidget *parent, const QString &name, const QString &label)
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    return edit;
}

} // namespace

SignInPage::SignInPage(Session &session, CredentialStore &credentials, Prompts &prompts, Settings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_credentials(credentials), m_prompts(prompts), m_settings(settings)
{
    setObjectName(u"signInPage"_s);
    layOut();
    m_profiles = loadProfiles(settings.store());
    for (const Profile &profile : std::as_const(m_profiles))
        m_profile->addItem(profile.name);
    m_profile->addItem(tr("New profile…"));
    m_profile->setCurrentIndex(std::max(0, m_profile->findText(settings.lastProfile())));
    m_remember->setChecked(settings.remembersPassword());
    showProfile();
    connect(m_profile, &QComboBox::currentIndexChanged, this, &SignInPage::showProfile);
    connect(m_edit, &QPushButton::clicked, this, [this] { showEditor(!m_form->isRowVisible(m_name)); });
    for (QLineEdit *edit : {m_user, m_hosts, m_database}) {
        connect(edit, &QLineEdit::textEdited, this, &SignInPage::forgetReadPassword);
        connect(edit, &QLineEdit::editingFinished, this, &SignInPage::readPassword);
    }
    connect(m_password, &QLineEdit::textEdited, this, [this] { m_readKey.clear(); });
    connect(m_signIn, &QPushButton::clicked, this, &SignInPage::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPage::submit);
    connect(m_user, &QLineEdit::returnPressed, this, [this] { m_password->setFocus(); });
    connect(&session, &Session::signInFailed, this, [this](const SignInFailure &failure) {
        if (m_session.state() == Session::State::SignedOut) // else it is the lock page's to say
            showFailure(failure);
    });
    connect(&session, &Session::signedIn, this, &SignInPage::signedIn);
    connect(m_bannerButton, &QPushButton::clicked, this, [this] { openSheet(new CertificateSheet(m_failure.report, this)); });
}

void SignInPage::layOut()
{
    auto *title = new TitleLabel(tr("Steward"), 2, this);
    auto *subtitle = new QLabel(tr("Sign in to the store. The connection is always encrypted, and the server is always checked."), this);
    subtitle->setWordWrap(true);
    // In the order Tab goes; the banner, which comes and goes, is the last.
    QLayout *form = makeForm();
    m_signIn = new QPushButton(tr("Sign in"), this);
    m_signIn->setObjectName(u"signInButton"_s);
    m_signIn->setProperty("primary", true);
    m_card = new QWidget(this);
    auto *column = new QVBoxLayout(m_card);
    column->setSpacing(Theme::spaceL);
    column->addWidget(title);
    column->addWidget(subtitle);
    column->addWidget(makeBanner());
    column->addLayout(form);
    column->addWidget(m_signIn);
    auto *page = new QVBoxLayout(this);
    page->addStretch(2);
    page->addWidget(m_card, 0, Qt::AlignHCenter);
    page->addStretch(3);
    m_card->setFixedWidth(Theme::scaled(formWidth));
}

QLayout *SignInPage::makeForm()
{
    QLayout *chooser = makeChooser();
    m_name = makeEdit(this, u"profileName"_s, tr("Profile name"));
    m_hosts = makeEdit(this, u"profileHosts"_s, tr("Server"));
    m_hosts->setPlaceholderText(tr("db.example.com, or several: db1:5432, db2:5432"));
    m_database = makeEdit(this, u"profileDatabase"_s, tr("Database"));
    m_caRow = makeAuthority();
    m_user = makeEdit(this, u"signInUser"_s, tr("Login"));
    m_password = makeEdit(this, u"signInPassword"_s, tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_remember = new QCheckBox(tr("Keep the password in this computer's keychain"), this);
    m_remember->setObjectName(u"rememberPassword"_s);
    m_form = new QFormLayout;
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_form->setSpacing(Theme::spaceM);
    m_form->addRow(tr("Store"), chooser);
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Server"), m_hosts);
    m_form->addRow(tr("Database"), m_database);
    m_form->addRow(tr("Authority"), m_caRow);
    m_form->addRow(tr("Login"), m_user);
    m_form->addRow(tr("Password"), m_password);
    m_form->addRow(QString(), m_remember);
    return m_form;
}

QHBoxLayout *SignInPage::makeChooser()
{
    m_profile = new QComboBox(this);
    m_profile->setObjectName(u"profileChoice"_s);
    m_profile->setAccessibleName(tr("Store"));
    m_edit = new QPushButton(tr("Edit"), this);
    m_edit->setObjectName(u"editProfileButton"_s);
    m_edit->setAccessibleName(tr("Edit the store's profile"));
    auto *chooser = new QHBoxLayout;
    chooser->addWidget(m_profile, 1);
    chooser->addWidget(m_edit);
    return chooser;
}

QHBoxLayout *SignInPage::makeAuthority()
{
    m_caFile = makeEdit(this, u"profileCaFile"_s, tr("Certificate authority"));
    m_caFile->setPlaceholderText(tr("PEM file; empty: the system's own"));
    m_browse = new QPushButton(tr("Choose…"), this);
    m_browse->setAccessibleName(tr("Choose the certificate authority's file"));
    connect(m_browse, &QPushButton::clicked, this, [this] {
        m_prompts.openFile(this, tr("Certificate authority"), {tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")}, [this](const QString &file) { m_caFile->setText(file); });
    });
    auto *row = new QHBoxLayout;
    row->addWidget(m_caFile, 1);
    row->addWidget(m_browse);
    return row;
}

QWidget *SignInPage::makeBanner()
{
    m_banner = new QWidget(this);
    m_banner->setObjectName(u"signInBanner"_s);
    m_banner->setAutoFillBackground(true);
    m_bannerText = new QLabel(m_banner);
    m_bannerText->setObjectName(u"signInBannerText"_s);
    m_bannerText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_bannerDetail = new QLabel(m_banner);
    for (QLabel *label : {m_bannerText, m_bannerDetail}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_bannerButton = new QPushButton(tr("Show the certificate"), m_banner);
    m_bannerButton->setObjectName(u"signInCertificateButton"_s);
    auto *column = new QVBoxLayout(m_banner);
    column->addWidget(m_bannerText);
    column->addWidget(m_bannerDetail);
    column->addWidget(m_bannerButton, 0, Qt::AlignLeading);
    m_banner->hide();
    return m_banner;
}

/// It lives as long as the window, and the size of text may change meanwhile.
void SignInPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange && m_card)
        m_card->setFixedWidth(Theme::scaled(formWidth));
}

void SignInPage::activate()
{
    setBusy(false);
    if (m_user->text().isEmpty())
        m_user->setFocus();
    else
        m_password->setFocus();
}

bool SignInPage::chooseProfile(const QString &name)
{
    const int index = m_profile->findText(name);
    if (index < 0 || index >= m_profiles.size())
        return false;
    m_profile->setCurrentIndex(index);
    return true;
}

void SignInPage::showProfile()
{
    const int index = m_profile->currentIndex();
    const bool isNew = index < 0 || index >= m_profiles.size();
    const Profile profile = isNew ? Profile() : m_profiles.at(index);
    m_name->setText(profile.name);
    m_hosts->setText(Profile::printHosts(profile.hosts));
    m_database->setText(profile.database);
    m_caFile->setText(profile.caFile);
    m_user->setText(profile.lastUser);
    m_password->clear();
    m_readKey.clear();
    showEditor(isNew);
    m_banner->hide();
    readPassword();
}

/// The rows that say where the store is: shown while a profile is new or being edited.
void SignInPage::showEditor(bool isShown)
{
    for (QWidget *field : {m_name, m_hosts, m_database})
        m_form->setRowVisible(field, isShown);
    m_form->setRowVisible(m_caRow, isShown);
}

Profile SignInPage::typedProfile() const
{
    Profile profile;
    profile.hosts = Profile::parseHosts(m_hosts->text());
    profile.name = m_name->text().trimmed().isEmpty() && !profile.hosts.isEmpty() ? profile.hosts.first().host : m_name->text().trimmed();
    profile.database = m_database->text().trimmed();
    profile.caFile = m_caFile->text().trimmed();
    profile.lastUser = m_user->text().trimmed();
    return profile;
}

void SignInPage::readPassword()
{
    // What was asked for another store or login must not arrive here.
    m_reading.cancel();
    const Profile profile = typedProfile();
    if (profile.lastUser.isEmpty() || !m_remember->isChecked() || !m_password->text().isEmpty())
        return;
    const QString key = profile.credentialKey(profile.lastUser);
    m_reading.start(m_credentials.read(key), this, [this, key](const Result<QString> &secret) {
        const Profile now = typedProfile();
        // A keychain that cannot be reached only means that the password is asked for.
        if (!secret || secret->isEmpty() || !m_password->text().isEmpty() || now.credentialKey(now.lastUser) != key)
            return;
        m_password->setText(*secret);
        m_readKey = key;
    });
}

/// The keychain's password belongs to one login of one store: it is not sent to another.
void SignInPage::forgetReadPassword()
{
    m_reading.cancel();
    if (!std::exchange(m_readKey, {}).isEmpty())
        m_password->clear();
}

void SignInPage::submit()
{
    if (m_session.state() == Session::State::Connecting) {
        m_session.cancelSignIn();
        return setBusy(false);
    }
    const Profile profile = typedProfile();
    if (profile.hosts.isEmpty() || profile.database.isEmpty()) {
        showEditor(true);
        return showFailure({ConnectCause::Other, tr("The store's server is missing. Write its name as the certificate says it, for instance db.example.com."), {}, {}});
    }
    if (profile.lastUser.isEmpty() || m_password->text().isEmpty())
        return showFailure({ConnectCause::Other, tr("Type your login and your password."), {}, {}});
    m_reading.cancel();
    m_banner->hide();
    setBusy(true);
    m_session.signIn(profile, profile.lastUser, m_password->text());
}

void SignInPage::setBusy(bool busy)
{
    m_signIn->setText(busy ? tr("Connecting… press to cancel") : tr("Sign in"));
    for (QWidget *widget : {static_cast<QWidget *>(m_profile), static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_hosts), static_cast<QWidget *>(m_database), static_cast<QWidget *>(m_caFile), static_cast<QWidget *>(m_browse), static_cast<QWidget *>(m_user), static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_remember)})
        widget->setEnabled(!busy);
}

void SignInPage::showFailure(const SignInFailure &failure)
{
    setBusy(false);
    m_failure = failure;
    QPalette palette = m_banner->palette();
    palette.setColor(QPalette::Window, Theme::background(Theme::Tone::Bad));
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_banner->setPalette(palette);
    m_bannerText->setText(failure.text);
    m_bannerDetail->setText(failure.detail);
    m_bannerDetail->setVisible(!failure.detail.isEmpty());
    m_bannerButton->setVisible(!failure.report.chain.isEmpty());
    m_banner->show();
    if (failure.cause == ConnectCause::WrongPassword) {
        m_password->selectAll();
        m_password->setFocus();
    }
}

void SignInPage::keepProfile()
{
    const Profile profile = typedProfile();
    const int known = m_profile->currentIndex();
    if (known >= 0 && known < m_profiles.size()) {
        m_profiles[known] = profile;
        m_profile->setItemText(known, profile.name);
    } else {
        m_profiles.append(profile);
        const QSignalBlocker quiet(m_profile);
        m_profile->insertItem(int(m_profiles.size()) - 1, profile.name);
        m_profile->setCurrentIndex(int(m_profiles.size()) - 1);
    }
    saveProfiles(m_settings.store(), m_profiles);
    m_settings.setLastProfile(profile.name);
}

void SignInPage::signedIn()
{
    setBusy(false);
    m_banner->hide();
    if (!isVisible())
        return; // a demo signs in without this page
    keepProfile();
    const bool wasKept = m_settings.remembersPassword();
    m_settings.setRemembersPassword(m_remember->isChecked());
    if (m_remember->isChecked())
        keep(m_password->text());
    else
        m_writing.start(m_credentials.remove(credentialKey()), this, [this, wasKept](const Result<void> &gone) {
            if (!gone && wasKept) // a computer without a keychain is not spoken of to those who never used one
                Q_EMIT keychainFailed(tr("The password could not be removed from the keychain; remove it there yourself."));
        });
    m_password->clear();
    m_readKey.clear();
    showEditor(false);
}

void SignInPage::keepNewPassword(const QString &next)
{
    if (m_settings.remembersPassword())
        keep(next);
}

void SignInPage::keep(const QString &password)
{
    m_writing.start(m_credentials.write(credentialKey(), password), this, [this](const Result<void> &kept) {
        if (!kept)
            Q_EMIT keychainFailed(tr("The password could not be kept in the keychain, so it has to be typed at the next sign-in."));
    });
}

/// Under which the signed-in login's password is kept.
QString SignInPage::credentialKey() const
{
    return m_session.profile().credentialKey(m_session.profile().lastUser);
}

} // namespace Steward
