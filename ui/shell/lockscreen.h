// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Steward {

/// Covers the window while nobody is there. The connections are closed; what lies beneath stays as it was.
class LockScreen final : public QWidget
{
    Q_OBJECT

public:
    explicit LockScreen(Session &session, QWidget *parent = nullptr);
    /// underWay: what waits for the person to be back, in whole sentences; may be empty.
    void activate(const QString &underWay);

Q_SIGNALS:
    void signOutAsked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void connectAll();
    void fitToText();
    void submit();

    Session &m_session;
    QLabel *m_icon = nullptr;
    QLabel *m_who = nullptr;
    QLineEdit *m_password = nullptr;
    QPushButton *m_unlock = nullptr;
    QLabel *m_answer = nullptr;
};

/// Tells when nobody has used keyboard or mouse for a while.
class IdleWatch final : public QObject
{
    Q_OBJECT

public:
    explicit IdleWatch(QObject *parent = nullptr);
    void setMinutes(int minutes); ///< 0: never

Q_SIGNALS:
    void idle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTimer m_timer;
};

} // namespace Steward
