// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/shipsheet.h"

#include "ui/common/enterkey.h"
#include "ui/common/theme.h"
#include "ui/orders/carriers.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/shipwholesheet.h"
#include "ui/orders/tellbox.h"

#include <QComboBox>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostParcels = 20;

/// What of a line can be packed now.
int freePieces(const OrderLine &line)
{
    return line.open - line.held;
}

QString ofText(const OrderLine &line)
{
    return line.held > 0 ? ShipSheet::tr(" of %1, %2 on hold").arg(line.open).arg(line.held) : ShipSheet::tr(" of %1").arg(line.open);
}

} // namespace

ShipSheet::ShipSheet(const OrderPanel &order, Carriers &carriers, QWidget *parent)
    : OrderSheet(u"ship"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_carriers(carriers), m_tell(new TellBox(u"ship"_s, tr("Tell the customer by e-mail"), this))
{
    std::ranges::copy_if(order.lines, std::back_inserter(m_lines), [](const OrderLine &line) { return line.open > 0; });
    m_tell->follow(order);
    auto *inside = new QWidget(this);
    m_column = new QVBoxLayout(inside);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inside);
    scroll->setAccessibleName(tr("Parcels"));
    m_another = new QPushButton(Theme::icon(u"add"_s), tr("Another parcel"), this);
    m_another->setObjectName(u"anotherParcelButton"_s);
    auto *form = new QVBoxLayout;
    form->addWidget(scroll, 1);
    form->addWidget(makeCarrierHint(carriers, this));
    form->addWidget(m_another, 0, Qt::AlignLeading);
    form->addWidget(m_tell);
    layOut(tr("What is left of the order. Take pieces out that stay for a later parcel."), form, tr("Ship"), u"shipButton"_s);
    connect(m_another, &QPushButton::clicked, this, &ShipSheet::addParcel);
    connect(m_tell, &TellBox::edited, this, &OrderSheet::edited);
    addParcel();
    scroll->setMinimumHeight(std::min(inside->sizeHint().height(), fontMetrics().height() * 14));
    resizeTo(Theme::scaled(560), sizeHint().height());
    m_boxes.first().tracking->setFocus();
    m_untouched = boxesJson();
}

void ShipSheet::addParcel()
{
    if (m_boxes.size() == mostParcels)
        return refuse(tr("One shipment has at most %1 parcels. Ship these, then the others.").arg(mostParcels));
    auto *group = new QGroupBox(this);
    auto *grid = new QGridLayout(group);
    grid->setColumnStretch(1, 1);
    Box box;
    box.group = group;
    box.grid = grid;
    box.carrier = new CarrierBox(m_carriers, group);
    box.carrier->setCurrentText(m_boxes.isEmpty() ? QString() : m_boxes.last().carrier->currentText());
    box.tracking = new QLineEdit(group);
    box.tracking->setPlaceholderText(tr("optional"));
    box.tracking->installEventFilter(this);
    grid->addWidget(new QLabel(tr("Carrier"), group), 0, 0);
    grid->addWidget(box.carrier, 0, 1, 1, 2);
    grid->addWidget(new QLabel(tr("Tracking number"), group), 1, 0);
    grid->addWidget(box.tracking, 1, 1, 1, 2);
    for (const OrderLine &line : std::as_const(m_lines))
        addPieces(box, line, int(m_boxes.size()) + 1);
    box.remove = new QPushButton(Theme::icon(u"close"_s), tr("Remove"), group);
    grid->addWidget(box.remove, 0, 3);
    m_column->insertWidget(m_column->count() - 1, group);
    m_boxes.append(box);
    nameParcels();
    // Not under its own button, which goes with the parcel.
    connect(box.remove, &QPushButton::clicked, this, [this, group] { removeParcel(group); }, Qt::QueuedConnection);
    connect(box.carrier, &QComboBox::currentTextChanged, this, &OrderSheet::edited);
    connect(box.tracking, &QLineEdit::textChanged, this, &OrderSheet::edited);
    box.carrier->setFocus();
    count();
}

/// Its pieces are left for a later parcel, or for another of these.
void ShipSheet::removeParcel(const QGroupBox *group)
{
    const auto box = std::ranges::find(m_boxes, group, &Box::group);
    if (box == m_boxes.end() || m_boxes.size() == 1 || !isFilling())
        return;
    delete box->group;
    const qsizetype place = m_boxes.erase(box) - m_boxes.begin();
    nameParcels();
    m_boxes.at(std::min(place, m_boxes.size() - 1)).carrier->setFocus();
    count();
}

/// By their places, which change when one is removed. The only one stays.
void ShipSheet::nameParcels()
{
    for (qsizetype i = 0; i < m_boxes.size(); ++i) {
        const Box &box = m_boxes.at(i);
        const QString place = QString::number(i + 1);
        box.group->setTitle(tr("Parcel %1").arg(i + 1));
        box.carrier->setObjectName(u"shipCarrier"_s + place);
        box.carrier->setAccessibleName(tr("Carrier of parcel %1").arg(place));
        box.tracking->setObjectName(u"shipTracking"_s + place);
        box.tracking->setAccessibleName(tr("Tracking number of parcel %1").arg(place));
        box.remove->setObjectName(u"shipRemove"_s + place);
        box.remove->setAccessibleName(tr("Remove parcel %1").arg(place));
        box.remove->setVisible(m_boxes.size() > 1);
        for (const OrderLine &line : std::as_const(m_lines))
            namePieces(*box.pieces.value(line.id), line, int(i) + 1);
    }
}

void ShipSheet::namePieces(QSpinBox &pieces, const OrderLine &line, int place)
{
    pieces.setObjectName(u"shipPieces%1_%2"_s.arg(place).arg(line.id));
    pieces.setAccessibleName(tr("Pieces of %1 in parcel %2").arg(line.title).arg(place));
}

/// A scanner ends a tracking number with Return, which must not ship before anybody has looked.
bool ShipSheet::eventFilter(QObject *watched, QEvent *event)
{
    const bool isTracking = std::ranges::any_of(m_boxes, [watched](const Box &box) { return box.tracking == watched; });
    if (!isTracking || event->type() != QEvent::KeyPress || !isPlainEnter(*static_cast<QKeyEvent *>(event)))
        return OrderSheet::eventFilter(watched, event);
    m_another->setFocus();
    return true;
}

/// In a parcel that is added last goes what the others have left.
void ShipSheet::addPieces(Box &box, const OrderLine &line, int place)
{
    int packed = 0;
    for (const Box &other : std::as_const(m_boxes))
        packed += other.pieces.contains(line.id) ? other.pieces.value(line.id)->value() : 0;
    auto *pieces = new QSpinBox(box.grid->parentWidget());
    namePieces(*pieces, line, place);
    pieces->setRange(0, freePieces(line));
    pieces->setValue(freePieces(line) - packed);
    pieces->setSuffix(ofText(line));
    auto *title = new QLabel(line.title, box.grid->parentWidget());
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    const int row = box.grid->rowCount();
    box.grid->addWidget(title, row, 0, 1, 2);
    box.grid->addWidget(pieces, row, 2);
    box.pieces.insert(line.id, pieces);
    connect(pieces, &QSpinBox::valueChanged, this, &ShipSheet::count);
}

/// What is left of a line is less or more now; pieces that were typed stay as far as they are left.
void ShipSheet::follow(const OrderPanel &order)
{
    const bool isUntouched = boxesJson() == m_untouched;
    m_tell->follow(order);
    for (OrderLine &line : m_lines) {
        const auto now = std::ranges::find(order.lines, line.id, &OrderLine::id);
        line.open = now == order.lines.end() ? 0 : now->open;
        line.held = now == order.lines.end() ? 0 : now->held;
        for (const Box &box : std::as_const(m_boxes)) {
            box.pieces.value(line.id)->setRange(0, freePieces(line));
            box.pieces.value(line.id)->setSuffix(ofText(line));
            if (isUntouched)
                box.pieces.value(line.id)->setValue(freePieces(line));
        }
    }
    for (const OrderLine &line : order.lines) {
        if (line.open == 0 || std::ranges::find(m_lines, line.id, &OrderLine::id) != m_lines.end())
            continue;
        m_lines.append(line);
        for (qsizetype i = 0; i < m_boxes.size(); ++i)
            addPieces(m_boxes[i], line, int(i) + 1);
    }
    if (isUntouched)
        m_untouched = boxesJson();
    count();
}

/// What cannot be sent is said before it is sent.
void ShipSheet::count()
{
    QString why;
    const QList<Parcel> packed = parcels();
    for (const OrderLine &line : std::as_const(m_lines)) {
        int pieces = 0;
        for (const Parcel &parcel : packed)
            pieces += parcel.pieces.value(line.id);
        if (pieces > freePieces(line))
            why = line.held > 0 ? tr("%1: %2 are packed, %3 are left and not on hold.").arg(line.title).arg(pieces).arg(freePieces(line)) : tr("%1: %2 are packed, %3 are left.").arg(line.title).arg(pieces).arg(line.open);
    }
    if (std::ranges::any_of(packed, [](const Parcel &parcel) { return parcel.pieces.isEmpty(); }))
        why = orderReasonText(u"empty_parcel"_s);
    refuse(why);
    setSendable(why.isEmpty());
    Q_EMIT edited();
}

QList<Parcel> ShipSheet::parcels() const
{
    QList<Parcel> packed;
    for (const Box &box : m_boxes) {
        Parcel parcel{box.carrier->currentText().trimmed(), box.tracking->text().trimmed(), {}};
        for (auto piece = box.pieces.begin(); piece != box.pieces.end(); ++piece) {
            if (piece.value()->value() > 0)
                parcel.pieces.insert(piece.key(), piece.value()->value());
        }
        packed.append(parcel);
    }
    return packed;
}

QJsonObject ShipSheet::typed() const
{
    const QJsonArray now = boxesJson();
    if (now == m_untouched && m_tell->isTold()) // else the same would be sent for another
        return {};
    return {{u"parcels"_s, now}, {u"told"_s, m_tell->typed()}};
}

QJsonArray ShipSheet::boxesJson() const
{
    QJsonArray boxes;
    for (const Parcel &parcel : parcels()) {
        QJsonObject pieces;
        for (auto piece = parcel.pieces.begin(); piece != parcel.pieces.end(); ++piece)
            pieces.insert(QString::number(piece.key()), piece.value());
        boxes.append(QJsonObject{{u"carrier"_s, parcel.carrier}, {u"tracking"_s, parcel.tracking}, {u"pieces"_s, pieces}});
    }
    return boxes;
}

void ShipSheet::restore(const QJsonObject &typed)
{
    if (typed.isEmpty())
        return;
    const QJsonArray boxes = typed.value(u"parcels"_s).toArray();
    while (m_boxes.size() < std::min(boxes.size(), qsizetype(mostParcels)))
        addParcel();
    for (qsizetype i = 0; i < std::min(boxes.size(), m_boxes.size()); ++i) {
        const Box &box = m_boxes.at(i);
        const QJsonObject was = boxes.at(i).toObject();
        box.carrier->setCurrentText(was.value(u"carrier"_s).toString());
        box.tracking->setText(was.value(u"tracking"_s).toString());
        const QJsonObject pieces = was.value(u"pieces"_s).toObject();
        for (auto piece = box.pieces.begin(); piece != box.pieces.end(); ++piece)
            piece.value()->setValue(pieces.value(QString::number(piece.key())).toInt());
    }
    m_tell->restore(typed.value(u"told"_s));
}

OrderSheet::Command ShipSheet::command() const
{
    return [id = commandId(), order = orders().first(), parcels = parcels(), isTold = m_tell->isTold()](OrderCommands &commands) { commands.ship(id, order, parcels, isTold); };
}

QString ShipSheet::titleText() const
{
    return tr("Ship %1").arg(orders().first().number);
}

void startShip(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order)
{
    if (order)
        actions.open(new ShipSheet(*order, actions.desk().carriers(), actions.place()), u"ship"_s);
    else
        actions.open(new ShipWholeSheet(orders, actions.desk().carriers(), actions.place()), u"ship"_s);
}

} // namespace Steward
