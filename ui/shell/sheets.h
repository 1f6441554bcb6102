// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/session/session.h"
#include "ui/shell/settings.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Steward {

class ActionRegistry;

/// All shortcuts, by group.
class ShortcutSheet final : public QDialog
{
    Q_OBJECT
public:
    ShortcutSheet(const ActionRegistry &actions, QWidget *parent);
};

/// What the server showed: TLS version, the chain with its names, validity and fingerprint.
class CertificateSheet final : public QDialog
{
    Q_OBJECT
public:
    CertificateSheet(const ProbeReport &report, QWidget *parent);
};

/// One's own password. When it must be changed, the only other way out is to sign out.
class PasswordSheet final : public QDialog
{
    Q_OBJECT
public:
    PasswordSheet(Session &session, bool isForced, QWidget *parent);
    [[nodiscard]] bool isForced() const { return m_isForced; }

Q_SIGNALS:
    void changed(const QString &next);

private:
    void submit();
    void say(const QString &text);

    Session &m_session;
    bool m_isForced;
    QLineEdit *m_current = nullptr;
    QLineEdit *m_next = nullptr;
    QLineEdit *m_again = nullptr;
    QLabel *m_answer = nullptr;
    QPushButton *m_change = nullptr;
    LatestOnly<Result<void>> m_changing;
};

/// Theme, size of text and idle lock.
class PreferencesSheet final : public QDialog
{
    Q_OBJECT
public:
    PreferencesSheet(Settings &settings, QWidget *parent);

Q_SIGNALS:
    void applied();
};

} // namespace Steward
