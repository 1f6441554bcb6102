// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/staff/stafflistmodel.h"
#include "models/staff/staffrepository.h"
#include "ui/common/context.h"
#include "ui/common/page.h"
#include "ui/common/theme.h"

#include <QHash>
#include <QPointer>

class QAction;
class QLabel;

namespace Steward {

class NewAccountSheet;
class SmallTable;
class StateBanner;

/// The accounts of staff, for whoever looks after them: who there is, in which group and state; made, moved, shut out and let in again,
/// and given another first password.
class StaffPage final : public Page
{
    Q_OBJECT

public:
    StaffPage(const UiContext &context, StaffRepository &staff, QWidget *parent = nullptr);
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QIcon icon() const override;
    void activate() override;
    void focusLookUp() override;
    [[nodiscard]] QStringList unsent() const override;
    void settleUnsent(UnsentChoice choice) override;

private:
    /// A reset whose answer was lost: the same command, with the same password.
    struct Reset
    {
        QUuid command;
        QString password;
    };

    void makeActions();
    void layOut();
    void load();
    void answered(const Result<QList<StaffAccount>> &accounts);
    void showState();
    [[nodiscard]] QString whyOff(const StaffAccount *account) const;
    void makeAccount();
    void keepAccountDraft();
    void askBeforeClosing();
    void chooseGroup();
    void askToReset();
    void askToDisable();
    void enable();
    void reset(const StaffAccount &account);
    /// Follows a command to its end, also when another account is chosen meanwhile.
    void follow(const QString &login, const QFuture<Result<CommandOutcome>> &future, const QString &done, const std::function<void(const Result<CommandOutcome> &)> &then = {});
    void say(const QString &text, Theme::Tone tone);
    [[nodiscard]] const StaffAccount *chosen() const;

    UiContext m_context;
    StaffRepository &m_staff;
    StaffListModel m_model;
    LatestOnly<Result<QList<StaffAccount>>> m_loading;
    QHash<QString, Reset> m_resets; ///< by login
    QSet<QString> m_underWay;       ///< logins
    QString m_wanted;               ///< the login to be chosen in the next list
    QAction *m_new = nullptr, *m_group = nullptr, *m_reset = nullptr, *m_disable = nullptr, *m_enable = nullptr, *m_refresh = nullptr;
    QPointer<NewAccountSheet> m_newAccount;
    SmallTable *m_table = nullptr;
    StateBanner *m_banner = nullptr;
    QLabel *m_answer = nullptr;
};

} // namespace Steward
