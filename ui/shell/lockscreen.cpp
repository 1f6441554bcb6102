// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/lockscreen.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int iconSize = 48;
constexpr int fieldWidth = 320;
constexpr int textWidth = 480;

} // namespace

LockScreen::LockScreen(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_icon(new QLabel(this)), m_who(new QLabel(this)), m_password(new QLineEdit(this)), m_unlock(new QPushButton(tr("Unlock"), this)), m_answer(new QLabel(this))
{
    setObjectName(u"lockScreen"_s);
    setAutoFillBackground(true);
    layOut();
    connectAll();
    fitToText();
}

void LockScreen::layOut()
{
    m_password->setObjectName(u"unlockPassword"_s);
    m_password->setAccessibleName(tr("Password"));
    m_password->setPlaceholderText(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_unlock->setObjectName(u"unlockButton"_s);
    m_unlock->setProperty("primary", true);
    m_answer->setObjectName(u"unlockAnswer"_s);
    m_answer->setWordWrap(true);
    m_who->setObjectName(u"lockedBy"_s);
    m_who->setWordWrap(true);
    m_who->setAlignment(Qt::AlignHCenter);
    auto *signOut = new QPushButton(tr("Sign out"), this);
    signOut->setObjectName(u"lockSignOutButton"_s);
    signOut->setFlat(true);
    connect(signOut, &QPushButton::clicked, this, &LockScreen::signOutAsked);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::spaceM);
    column->addStretch(2);
    for (QLabel *label : {m_who, m_answer})
        label->setTextFormat(Qt::PlainText);
    for (QWidget *widget : {static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_who), static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_unlock), static_cast<QWidget *>(m_answer), static_cast<QWidget *>(signOut)})
        column->addWidget(widget, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

void LockScreen::connectAll()
{
    connect(m_unlock, &QPushButton::clicked, this, &LockScreen::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &LockScreen::submit);
    connect(&m_session, &Session::signInFailed, this, [this](const SignInFailure &failure) {
        if (m_session.state() != Session::State::Locked)
            return;
        m_unlock->setEnabled(true);
        m_answer->setText(failure.text);
        m_password->selectAll();
        m_password->setFocus();
    });
}

/// It lives as long as the window, and the size of text may change meanwhile.
void LockScreen::fitToText()
{
    m_icon->setPixmap(Theme::icon(u"lock"_s).pixmap(Theme::scaled(iconSize)));
    for (QWidget *widget : {static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_unlock), static_cast<QWidget *>(m_answer)})
        widget->setFixedWidth(Theme::scaled(fieldWidth));
    m_who->setFixedWidth(Theme::scaled(textWidth));
}

void LockScreen::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        fitToText();
}

void LockScreen::activate(const QString &underWay)
{
    const QString who = tr("Locked. %1, your work is as you left it.").arg(m_session.login().displayName);
    m_who->setText(underWay.isEmpty() ? who : tr("%1\n%2").arg(who, underWay));
    m_password->clear();
    m_answer->clear();
    m_unlock->setEnabled(true);
    m_password->setFocus();
}

void LockScreen::submit()
{
    if (m_password->text().isEmpty() || !m_unlock->isEnabled())
        return;
    m_unlock->setEnabled(false);
    m_answer->clear();
    m_session.unlock(m_password->text());
}

IdleWatch::IdleWatch(QObject *parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::idle);
    qApp->installEventFilter(this);
}

void IdleWatch::setMinutes(int minutes)
{
    m_timer.setInterval(minutes * 60'000);
    if (minutes > 0)
        m_timer.start();
    else
        m_timer.stop();
}

bool IdleWatch::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
        if (m_timer.interval() > 0)
            m_timer.start();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace Steward
