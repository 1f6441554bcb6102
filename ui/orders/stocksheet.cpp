// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/stocksheet.h"

#include "ui/common/theme.h"
#include "ui/orders/orderactions.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSpinBox>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Steward {

StockSheet::StockSheet(const OrderPanel &order, QWidget *parent) : OrderSheet(u"stock"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_sum(new QLabel(this))
{
    auto *inside = new QWidget(this);
    auto *grid = new QGridLayout(inside);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::spaceM);
    grid->setColumnStretch(0, 1);
    for (const OrderLine &line : order.lines) {
        if (line.returnable == 0)
            continue;
        auto *title = new QLabel(line.title, inside);
        title->setTextFormat(Qt::PlainText);
        title->setWordWrap(true);
        auto *spin = new QSpinBox(inside);
        spin->setObjectName(u"stockPieces%1"_s.arg(line.id));
        spin->setAccessibleName(tr("Pieces of %1 back to stock").arg(line.title));
        const int row = grid->rowCount();
        grid->addWidget(title, row, 0);
        grid->addWidget(spin, row, 1);
        m_spins.insert(line.id, spin);
        connect(spin, &QSpinBox::valueChanged, this, &StockSheet::count);
    }
    grid->setRowStretch(grid->rowCount(), 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inside);
    scroll->setAccessibleName(tr("Lines"));
    scroll->setMinimumHeight(std::min(inside->sizeHint().height(), fontMetrics().height() * 14));
    m_sum->setObjectName(u"stockSum"_s);
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setWordWrap(true);
    auto *form = new QVBoxLayout;
    form->addWidget(scroll, 1);
    form->addWidget(m_sum);
    layOut(tr("What came back and can be sold again. Money is not given back by this, and the customer gets no message."), form, tr("Return to stock"), u"stockButton"_s);
    follow(order);
    resizeTo(Theme::scaled(480), sizeHint().height());
    if (!m_spins.isEmpty())
        m_spins.first()->setFocus();
}

void StockSheet::follow(const OrderPanel &order)
{
    for (auto spin = m_spins.begin(); spin != m_spins.end(); ++spin) {
        const auto line = std::ranges::find(order.lines, spin.key(), &OrderLine::id);
        const int most = line == order.lines.end() ? 0 : line->returnable;
        spin.value()->setRange(0, most);
        spin.value()->setEnabled(most > 0);
        spin.value()->setSuffix(tr(" of %1").arg(most));
    }
    count();
}

QMap<qint64, int> StockSheet::pieces() const
{
    QMap<qint64, int> pieces;
    for (auto spin = m_spins.begin(); spin != m_spins.end(); ++spin) {
        if (spin.value()->value() > 0)
            pieces.insert(spin.key(), spin.value()->value());
    }
    return pieces;
}

void StockSheet::count()
{
    const QMap<qint64, int> chosen = pieces();
    const int count = std::accumulate(chosen.begin(), chosen.end(), 0);
    m_sum->setText(count > 0 ? tr("%n piece(s) go back to stock.", "", count) : tr("Choose how many pieces came back."));
    setSendable(count > 0, count > 0 ? QString() : tr("Choose how many pieces came back."));
    Q_EMIT edited();
}

QJsonObject StockSheet::typed() const
{
    const QMap<qint64, int> chosen = pieces();
    QJsonObject json;
    for (auto piece = chosen.begin(); piece != chosen.end(); ++piece)
        json.insert(QString::number(piece.key()), piece.value());
    return json.isEmpty() ? QJsonObject() : QJsonObject{{u"pieces"_s, json}};
}

void StockSheet::restore(const QJsonObject &typed)
{
    const QJsonObject json = typed.value(u"pieces"_s).toObject();
    for (auto spin = m_spins.begin(); spin != m_spins.end(); ++spin)
        spin.value()->setValue(json.value(QString::number(spin.key())).toInt());
}

OrderSheet::Command StockSheet::command() const
{
    return [id = commandId(), order = orders().first(), pieces = pieces()](OrderCommands &commands) { commands.returnToStock(id, order, pieces); };
}

QString StockSheet::titleText() const
{
    return tr("Return pieces of %1 to stock").arg(orders().first().number);
}

void startStockReturn(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        actions.open(new StockSheet(*order, actions.place()), u"stock_return"_s);
}

} // namespace Steward
