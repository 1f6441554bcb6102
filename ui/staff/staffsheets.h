// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/staff/staffrepository.h"
#include "ui/common/theme.h"

#include <QDialog>
#include <QJsonObject>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Steward {

/// A new account: name, login and group. Its first password is made here and shown when the account is there. Sent again after an answer
/// that was lost it is the same command with the same password.
class NewAccountSheet final : public QDialog
{
    Q_OBJECT

public:
    explicit NewAccountSheet(StaffRepository &staff, QWidget *parent = nullptr);
    /// Stays while the command is under way: its password would be lost. With something typed it asks, see closeAsked().
    void reject() override;
    void dismiss(); ///< closes without a question
    /// What was filled in, never a password; empty when no name and no login was typed.
    [[nodiscard]] QJsonObject typed() const;
    void restore(const QJsonObject &typed);
    /// What is typed now need not be asked about.
    void settle() { m_settled = typed(); }
    [[nodiscard]] bool isUnsettled() const { return !typed().isEmpty() && typed() != m_settled; }

Q_SIGNALS:
    void made(const QString &login, const QString &name, const QString &password);
    void edited();     ///< typed() gives something else now
    void closeAsked(); ///< somebody wants to close it with something typed

private:
    void layOut();
    void suggestLogin(const QString &name);
    void submit();
    void answered(const Result<CommandOutcome> &outcome);
    void beginAnew();
    void setFilling(bool isFilling);
    void askAgain(const QString &why);
    void say(const QString &text, Theme::Tone tone);

    StaffRepository &m_staff;
    QJsonObject m_settled;
    QUuid m_commandId;
    QString m_password;
    QStringList m_sent; ///< what m_commandId was sent with
    LatestOnly<Result<CommandOutcome>> m_making;
    QLineEdit *m_name = nullptr, *m_login = nullptr;
    QComboBox *m_group = nullptr;
    QLabel *m_explanation = nullptr, *m_answer = nullptr;
    QPushButton *m_submit = nullptr, *m_cancel = nullptr;
};

/// Another group for an account, and what changes by that.
class GroupSheet final : public QDialog
{
    Q_OBJECT

public:
    GroupSheet(const StaffAccount &account, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &group);
};

/// A password that somebody else has to be told, shown this once.
class FirstPasswordSheet final : public QDialog
{
    Q_OBJECT

public:
    FirstPasswordSheet(const QString &name, const QString &login, const QString &password, QWidget *parent = nullptr);
};

} // namespace Steward
