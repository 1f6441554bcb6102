// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/shipwholesheet.h"

#include "ui/common/theme.h"
#include "ui/orders/carriers.h"
#include "ui/orders/tellbox.h"

#include <QComboBox>
#include <QFormLayout>

using namespace Qt::StringLiterals;

namespace Steward {

ShipWholeSheet::ShipWholeSheet(const QList<OrderChoice> &orders, Carriers &carriers, QWidget *parent)
    : OrderSheet(u"shipWhole"_s, orders, parent), m_carrier(new CarrierBox(carriers, this)), m_tell(new TellBox(u"shipWhole"_s, tr("Tell the customers by e-mail"), this))
{
    m_carrier->setObjectName(u"shipWholeCarrier"_s);
    m_carrier->setAccessibleName(tr("Carrier"));
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Carrier"), m_carrier);
    form->addRow(makeCarrierHint(carriers, this));
    form->addRow(m_tell);
    layOut(tr("All that is left of each order and not on hold goes out in one parcel. Where parcels or tracking numbers are to be noted, ship the orders one by one."), form, tr("Ship"), u"shipWholeButton"_s);
    connect(m_carrier, &QComboBox::currentTextChanged, this, &OrderSheet::edited);
    connect(m_tell, &TellBox::edited, this, &OrderSheet::edited);
    m_carrier->setFocus();
}

QString ShipWholeSheet::carrier() const
{
    return m_carrier->currentText().trimmed();
}

QJsonObject ShipWholeSheet::typed() const
{
    return {{u"carrier"_s, carrier()}, {u"told"_s, m_tell->typed()}};
}

void ShipWholeSheet::restore(const QJsonObject &typed)
{
    m_carrier->setCurrentText(typed.value(u"carrier"_s).toString());
    m_tell->restore(typed.value(u"told"_s));
}

OrderSheet::Command ShipWholeSheet::command() const
{
    return [id = commandId(), orders = orders(), carrier = carrier(), isTold = m_tell->isTold()](OrderCommands &commands) { commands.shipWhole(id, orders, carrier, isTold); };
}

std::optional<BulkTask> ShipWholeSheet::bulkTask() const
{
    return BulkTask::shipWhole(carrier(), m_tell->isTold());
}

QString ShipWholeSheet::titleText() const
{
    return tr("Ship %n order(s)", "", int(orders().size()));
}

} // namespace Steward
