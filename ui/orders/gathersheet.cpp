// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/gathersheet.h"

#include "ui/common/theme.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

GatherSheet::GatherSheet(BulkRepository &repository, const TableQuery &query, std::function<void(const QList<OrderChoice> &)> then, QWidget *parent)
    : QDialog(parent), m_gathering(repository), m_then(std::move(then)), m_text(new QLabel(tr("Finding the orders that match…"), this)), m_stop(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"gatherSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("All orders that match"));
    m_text->setObjectName(u"gatherText"_s);
    m_text->setWordWrap(true);
    m_stop->setObjectName(u"gatherStopButton"_s);
    auto *bar = new QProgressBar(this);
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(tr("Progress"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_text);
    column->addWidget(bar);
    column->addWidget(m_stop, 0, Qt::AlignTrailing);
    setMinimumWidth(Theme::scaled(380));
    connect(m_stop, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_gathering, &BulkGathering::progressed, this, [this](int orders) { m_text->setText(tr("%Ln order(s) found so far…", nullptr, orders)); });
    connect(&m_gathering, &BulkGathering::gathered, this, &GatherSheet::finish);
    connect(&m_gathering, &BulkGathering::failed, this, [this, bar](const QString &text) {
        bar->hide();
        m_text->setText(text);
        m_stop->setText(tr("Close"));
    });
    m_gathering.start(query);
}

void GatherSheet::finish(const QList<BulkOrder> &orders)
{
    if (orders.isEmpty()) {
        m_text->setText(tr("No order matches any more."));
        return m_stop->setText(tr("Close"));
    }
    QList<OrderChoice> chosen;
    chosen.reserve(orders.size());
    for (const BulkOrder &order : orders)
        chosen.append({order.id, order.version, order.number, {}});
    accept();
    m_then(chosen);
}

} // namespace Steward
