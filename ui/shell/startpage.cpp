// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/startpage.h"

#include "models/session/session.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

StartPage::StartPage(const Login &login, QWidget *parent) : Page(parent)
{
    setObjectName(u"startPage"_s);
    const QString text = tr("Your group, %1, sees no person's row, so there is no orders desk here. That is what the store's privacy policy says, and the database holds to it.").arg(login.groups.join(u", "_s));
    auto *banner = new StateBanner(this);
    banner->show(StateBanner::Look::Empty, tr("Welcome, %1").arg(login.displayName), text);
    auto *column = new QVBoxLayout(this);
    column->addWidget(banner);
}

QString StartPage::name() const
{
    return u"start"_s;
}

QString StartPage::title() const
{
    return tr("Start");
}

QIcon StartPage::icon() const
{
    return Theme::icon(u"star"_s);
}

} // namespace Steward
