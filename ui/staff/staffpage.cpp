// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/staff/staffpage.h"

#include "models/session/drafts.h"
#include "models/session/session.h"
#include "models/session/storezone.h"
#include "models/staff/firstpassword.h"
#include "ui/common/actionregistry.h"
#include "ui/common/prompts.h"
#include "ui/common/smalltable.h"
#include "ui/common/statebanner.h"
#include "ui/common/titlelabel.h"
#include "ui/common/windows.h"
#include "ui/staff/staffsheets.h"

#include <QFutureWatcher>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// One account is made at a time, so there is one draft of it.
constexpr QLatin1StringView draftRecord("account");
constexpr QLatin1StringView draftVerb("new_account");

} // namespace

StaffPage::StaffPage(const UiContext &context, StaffRepository &staff, QWidget *parent)
    : Page(parent), m_context(context), m_staff(staff), m_table(new SmallTable(m_model, u"staffTable"_s, tr("Accounts of staff"), this)), m_banner(new StateBanner(this)), m_answer(new QLabel(this))
{
    setObjectName(u"staffPage"_s);
    makeActions();
    layOut();
    connect(m_table, &SmallTable::rowChosen, this, &StaffPage::showState);
    connect(m_table, &SmallTable::rowActivated, m_group, &QAction::trigger);
    connect(m_banner, &StateBanner::actionTriggered, this, &StaffPage::load);
    showState();
}

QString StaffPage::name() const
{
    return u"staff"_s;
}

QString StaffPage::title() const
{
    return tr("Accounts");
}

QIcon StaffPage::icon() const
{
    return Theme::icon(u"user"_s);
}

void StaffPage::makeActions()
{
    const auto add = [this](const QString &action, const QString &text, const QString &shortcut, const QString &icon, void (StaffPage::*run)()) {
        QAction *made = m_context.actions.add(this, action, text, QKeySequence(shortcut), title());
        made->setIcon(Theme::icon(icon));
        connect(made, &QAction::triggered, this, run);
        return made;
    };
    m_new = add(u"newAccountAction"_s, tr("New account…"), u"Ctrl+N"_s, u"add"_s, &StaffPage::makeAccount);
    m_group = add(u"staffGroupAction"_s, tr("Group…"), u"Ctrl+G"_s, u"user"_s, &StaffPage::chooseGroup);
    m_reset = add(u"staffResetAction"_s, tr("Reset password…"), u"Ctrl+R"_s, u"lock"_s, &StaffPage::askToReset);
    m_disable = add(u"staffDisableAction"_s, tr("Disable…"), u"Ctrl+D"_s, u"close"_s, &StaffPage::askToDisable);
    m_enable = add(u"staffEnableAction"_s, tr("Enable again"), {}, u"undo"_s, &StaffPage::enable);
    m_refresh = add(u"staffRefreshAction"_s, tr("Ask again"), u"F5"_s, u"refresh"_s, &StaffPage::load);
}

void StaffPage::layOut()
{
    auto *top = new QHBoxLayout;
    top->setSpacing(Theme::spaceM);
    top->addWidget(new TitleLabel(title(), 1.5, this));
    top->addStretch();
    for (QAction *action : {m_new, m_group, m_reset, m_disable, m_enable}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text().remove(u'…'));
        top->addWidget(button);
    }
    m_answer->setObjectName(u"staffAnswer"_s);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceL, Theme::spaceM, Theme::spaceL, Theme::spaceM);
    column->setSpacing(Theme::spaceM);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    column->addWidget(m_banner, 1);
    column->addWidget(m_answer);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(m_table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_group, m_reset, m_disable, m_enable});
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
}

void StaffPage::activate()
{
    load();
    m_table->setFocus(Qt::OtherFocusReason);
}

void StaffPage::focusLookUp()
{
    m_table->setFocus(Qt::ShortcutFocusReason); // letters typed there go to the name that begins with them
}

const StaffAccount *StaffPage::chosen() const
{
    return m_model.at(m_table->currentRow());
}

void StaffPage::load()
{
    if (m_model.rowCount() == 0) {
        m_table->hide();
        m_banner->show(StateBanner::Look::Loading, tr("Asking the store…"), {});
    }
    m_loading.start(m_staff.accounts(), this, [this](const Result<QList<StaffAccount>> &accounts) { answered(accounts); });
}

void StaffPage::answered(const Result<QList<StaffAccount>> &accounts)
{
    if (!accounts && m_model.rowCount() > 0) // what is shown stays, with what is to be said of it
        return say(accounts.error().userText, Theme::Tone::Bad);
    const StaffAccount *before = chosen();
    const QString wanted = !m_wanted.isEmpty() ? std::exchange(m_wanted, {}) : before ? before->login : QString();
    m_model.setTimeZone(storeZone(m_context.session.login()));
    m_model.setAccounts(accounts ? *accounts : QList<StaffAccount>());
    const bool isEmpty = m_model.rowCount() == 0;
    const bool hadFocus = m_banner->isVisible();
    m_table->setVisible(!isEmpty);
    if (!accounts)
        m_banner->show(accounts.error().kind == ErrorKind::Offline ? StateBanner::Look::Offline : StateBanner::Look::Failed, tr("The accounts could not be had"), accounts.error().userText, tr("Ask again"));
    else if (isEmpty)
        m_banner->show(StateBanner::Look::Empty, tr("There are no accounts"), tr("Make the first one with “New account…”."));
    else
        m_banner->show(StateBanner::Look::Hidden, {}, {});
    m_table->chooseRow(std::max(0, m_model.rowOf(wanted)));
    if (hadFocus && !isEmpty)
        m_table->setFocus(Qt::OtherFocusReason);
    showState();
}

QString StaffPage::whyOff(const StaffAccount *account) const
{
    if (!account)
        return tr("Choose an account first.");
    if (account->login == m_context.session.login().login)
        return staffReasonText(u"yourself"_s);
    return m_underWay.contains(account->login) ? tr("This is being done right now.") : QString();
}

void StaffPage::showState()
{
    const StaffAccount *account = chosen();
    const QString why = whyOff(account);
    const QString whyNotUsed = why.isEmpty() && account->isDisabled() ? tr("This account is disabled. Enable it first.") : why;
    ActionRegistry::setWhyOff(m_group, whyNotUsed);
    ActionRegistry::setWhyOff(m_reset, whyNotUsed);
    ActionRegistry::setWhyOff(m_disable, why.isEmpty() && account->isDisabled() ? tr("This account is disabled already.") : why);
    ActionRegistry::setWhyOff(m_enable, why.isEmpty() && !account->isDisabled() ? tr("This account is in use.") : why);
}

void StaffPage::makeAccount()
{
    auto *sheet = new NewAccountSheet(m_staff, this);
    m_newAccount = sheet;
    if (const auto draft = m_context.drafts.find(draftRecord, draftVerb))
        sheet->restore(draft->typed);
    connect(sheet, &NewAccountSheet::edited, this, &StaffPage::keepAccountDraft);
    connect(sheet, &NewAccountSheet::closeAsked, this, &StaffPage::askBeforeClosing);
    connect(sheet, &QDialog::rejected, this, &StaffPage::load); // it may have been made all the same
    connect(sheet, &NewAccountSheet::made, this, [this](const QString &login, const QString &name, const QString &password) {
        m_wanted = login;
        m_context.drafts.forget(draftRecord, draftVerb);
        say(tr("The account of %1 was made.").arg(name), Theme::Tone::Good);
        load();
        openSheet(new FirstPasswordSheet(name, login, password, this));
    });
    openSheet(sheet);
}

void StaffPage::keepAccountDraft()
{
    if (!m_newAccount || m_newAccount->typed().isEmpty())
        m_context.drafts.forget(draftRecord, draftVerb);
    else
        m_context.drafts.keep({draftRecord, draftVerb, m_newAccount->windowTitle(), m_newAccount->typed(), {}, {}, {}});
}

void StaffPage::askBeforeClosing()
{
    askAboutUnsent(m_context.prompts, m_newAccount, unsent(), m_context.drafts.warning(), [this](UnsentChoice choice) {
        settleUnsent(choice);
        if (m_newAccount)
            m_newAccount->dismiss();
    });
}

QStringList StaffPage::unsent() const
{
    return m_newAccount && m_newAccount->isUnsettled() ? QStringList{tr("A new account")} : QStringList();
}

void StaffPage::settleUnsent(UnsentChoice choice)
{
    if (choice == UnsentChoice::Discard)
        m_context.drafts.forget(draftRecord, draftVerb);
    if (m_newAccount)
        m_newAccount->settle();
}

void StaffPage::chooseGroup()
{
    if (!chosen() || !m_group->isEnabled())
        return;
    auto *sheet = new GroupSheet(*chosen(), this);
    connect(sheet, &GroupSheet::chosen, this, [this, account = *chosen()](const QString &group) {
        follow(account.login, m_staff.move(QUuid::createUuid(), account.login, group), tr("%1 is in the group “%2” now.").arg(account.name, staffGroupText(group)));
    });
    openSheet(sheet);
}

void StaffPage::askToReset()
{
    if (!chosen())
        return;
    const StaffAccount account = *chosen();
    m_context.prompts.ask(this, tr("Reset the password of %1?").arg(account.name),
                          tr("The old password stops working, and a new one is shown to you once. Until %1 has signed in with it and chosen one of their own, nothing is answered to them, also where they are signed in now.").arg(account.name),
                          {tr("Reset password"), tr("Cancel")}, [this, account](int choice) {
                              if (choice == 0)
                                  reset(account);
                          });
}

void StaffPage::reset(const StaffAccount &account)
{
    if (!m_resets.contains(account.login))
        m_resets.insert(account.login, {QUuid::createUuid(), makeFirstPassword()});
    const Reset sent = m_resets.value(account.login);
    follow(account.login, m_staff.resetPassword(sent.command, account.login, sent.password), tr("The password of %1 was reset.").arg(account.name), [this, account, sent](const Result<CommandOutcome> &outcome) {
        if (outcome || outcome.error().kind != ErrorKind::Offline)
            m_resets.remove(account.login);
        if (outcome && outcome->kind == CommandOutcome::Kind::Done)
            openSheet(new FirstPasswordSheet(account.name, account.login, sent.password, this));
    });
}

void StaffPage::askToDisable()
{
    if (!chosen())
        return;
    const StaffAccount account = *chosen();
    m_context.prompts.ask(this, tr("Disable the account of %1?").arg(account.name),
                          tr("They cannot sign in any more, and where they are signed in now, every click is refused from here on. What they did stays on record under their name. The account can be enabled again."),
                          {tr("Disable"), tr("Cancel")}, [this, account](int choice) {
                              if (choice == 0)
                                  follow(account.login, m_staff.disable(QUuid::createUuid(), account.login), tr("The account of %1 is disabled.").arg(account.name));
                          });
}

void StaffPage::enable()
{
    if (const StaffAccount *account = chosen())
        follow(account->login, m_staff.enable(QUuid::createUuid(), account->login), tr("%1 can sign in again, with the password they had.").arg(account->name));
}

void StaffPage::follow(const QString &login, const QFuture<Result<CommandOutcome>> &future, const QString &done, const std::function<void(const Result<CommandOutcome> &)> &then)
{
    m_underWay.insert(login);
    m_answer->hide();
    showState();
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, login, done, then] {
        watcher->deleteLater();
        m_underWay.remove(login);
        showState();
        if (watcher->future().resultCount() == 0)
            return;
        const Result<CommandOutcome> outcome = watcher->result();
        const bool isDone = outcome && outcome->kind == CommandOutcome::Kind::Done;
        say(isDone ? done : outcome ? staffReasonText(outcome->reason) : outcome.error().userText, isDone ? Theme::Tone::Good : Theme::Tone::Bad);
        load();
        if (then)
            then(outcome);
    });
    watcher->setFuture(future);
}

void StaffPage::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
}

} // namespace Steward
