// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/walk.h"

#include "models/disclosures/disclosure.h"
#include "models/session/session.h"
#include "ui/common/smalltable.h"
#include "ui/paper/paperpreview.h"
#include "ui/shell/mainwindow.h"

#include <QComboBox>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

bool isPageShown(const MainWindow &window, const QString &name)
{
    return window.currentPage() && window.currentPage()->name() == name;
}

} // namespace

void Walk::addBeginning(const QString &login, const std::function<void()> &signIn)
{
    const auto isIn = [this, login] { return m_session.state() == Session::State::Ready && m_session.login().login == login; };
    if (login == u"admin") {
        m_steps.append({{}, tr("signed in over TLS; the accounts are there"), signIn, [this, isIn] {
                            const auto *accounts = m_window.findChild<SmallTable *>(u"staffTable"_s);
                            return isIn() && accounts && accounts->isVisible() && accounts->model()->rowCount() > 0;
                        }});
        return;
    }
    m_steps.append({{}, tr("signed in over TLS; the list is there"), signIn, [this, isIn] { return isIn() && isListAt(TableModel::State::Ready, {}); }});
    m_steps.append({{}, tr("opened an order beside the list"), [this] { selectRow(0); }, [this] { return isPanelOfRow(0); }});
}

void Walk::addPages(const QString &login, const QString &suffix)
{
    if (login == u"admin")
        addAccounts(suffix);
    else if (login == u"privacy")
        addDisclosures(suffix);
    else
        addDesk(suffix);
}

/// An admin, who has no orders desk.
void Walk::addAccounts(const QString &suffix)
{
    const auto choose = [this] {
        auto *accounts = m_window.findChild<SmallTable *>(u"staffTable"_s);
        accounts->setFocus();
        accounts->chooseRow(1); // not one's own
    };
    m_steps.append({u"accounts"_s + suffix, tr("the accounts"), choose, [this] { return isPageShown(m_window, u"staff"_s); }});
    addSheet(u"new-account"_s + suffix, tr("the sheet that makes an account"), u"newAccountAction"_s, u"newAccountSheet"_s);
    addSheet(u"group"_s + suffix, tr("the sheet that moves to another group"), u"staffGroupAction"_s, u"groupSheet"_s);
    m_steps.append({u"store"_s + suffix, tr("the store's particulars, with an invoice as it would look"), [this] { trigger(u"page_storeAction"_s); }, [this] {
                        const auto *preview = m_window.findChild<PaperPreview *>(u"paperPreview"_s);
                        return isPageShown(m_window, u"store"_s) && preview && preview->isVisible() && preview->pageCount() > 0;
                    }});
    m_steps.append({{}, tr("back at the accounts"), [this] { trigger(u"page_staffAction"_s); }, [this] { return isPageShown(m_window, u"staff"_s); }});
}

/// A privacy officer, who looks at what was given to whom.
void Walk::addDisclosures(const QString &suffix)
{
    const auto table = [this] { return m_window.findChild<SmallTable *>(u"disclosureTable"_s); };
    m_steps.append({u"disclosures"_s + suffix, tr("what was given to outside parties"), [this] { trigger(u"page_disclosuresAction"_s); },
                    [this, table] { return isPageShown(m_window, u"disclosures"_s) && table() && table()->isVisible() && table()->model()->rowCount() > 0; }});
    addSheet(u"deletion"_s + suffix, tr("the sheet that notes a deletion"), u"disclosureDeletionAction"_s, u"deletionSheet"_s);
    const auto filter = [this](int which) {
        if (auto *box = m_window.findChild<QComboBox *>(u"disclosureFilter"_s))
            box->setCurrentIndex(box->findData(which));
    };
    const auto isOne = [this, table] {
        const auto *corrected = m_window.findChild<QLabel *>(u"disclosureCorrected"_s);
        return table()->model()->rowCount() == 1 && corrected && corrected->isVisible();
    };
    m_steps.append({u"disclosures-untold"_s + suffix, tr("a file of which an address was corrected since"), [filter] { filter(int(DisclosureFilter::Untold)); }, isOne});
    m_steps.append({{}, tr("all files again"), [filter] { filter(int(DisclosureFilter::All)); }, [table] { return table()->model()->rowCount() > 1; }});
    m_steps.append({{}, tr("the orders again"), [this] { trigger(u"page_ordersAction"_s); }, [this] { return isPageShown(m_window, u"orders"_s); }});
}

} // namespace Steward
