// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/parcelsheet.h"

#include "ui/common/enterkey.h"
#include "ui/common/isolate.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/common/unsent.h"
#include "ui/orders/carriers.h"
#include "ui/orders/orderactions.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/tellbox.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int contentsWidth = 42; // letters of what is in a parcel, where parcels are chosen among

/// What was cut off may have ended an isolated part.
QString closed(const QString &cut)
{
    const QString ending = isolated(u" "_s);
    return cut + QString(cut.count(ending.front()) - cut.count(ending.back()), ending.back());
}

void openParcel(OrderActions &actions, const OrderPanel &order, int parcel, int meant)
{
    actions.open(new ParcelSheet(order, parcel, actions.desk().carriers(), actions.desk().zone(), actions.place()), u"parcel"_s,
                 [&actions, meant](const OrderPanel &now) { startParcelOf(actions, now, meant); });
}

} // namespace

ParcelSheet::ParcelSheet(const OrderPanel &order, int parcel, Carriers &carriers, const QTimeZone &zone, QWidget *parent)
    : OrderSheet(u"parcel"_s, {{order.id, order.version, order.number, order.customerName}}, parent), m_zone(zone), m_meant(parcel), m_parcels(order.shipments)
{
    QLayout *form = makeForm(carriers);
    m_tell->follow(order);
    offerParcels(parcel);
    layOut(tr("Puts right what was written down. A message that still waits tells the customer what is right when it leaves; one that has left stays as it was, unless they are told once more."), form,
           tr("Correct the parcel"), u"parcelButton"_s);
    connectAll();
    showParcel();
    resizeTo(Theme::scaled(560), sizeHint().height());
    m_tracking->setFocus();
    m_tracking->selectAll();
}

QLayout *ParcelSheet::makeForm(Carriers &carriers)
{
    m_choice = new QComboBox(this);
    m_choice->setObjectName(u"parcelChoice"_s);
    m_choice->setAccessibleName(tr("Parcel"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(contentsWidth);
    m_about = plainLabel({}, this);
    m_about->setObjectName(u"parcelAbout"_s);
    m_other = plainLabel({}, this);
    m_other->setObjectName(u"parcelOther"_s);
    QPalette warning = m_other->palette();
    warning.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Warning));
    m_other->setPalette(warning);
    m_isFixed = new QRadioButton(tr("Its carrier or its tracking number is wrong"), this);
    m_isFixed->setObjectName(u"parcelIsFixed"_s);
    m_isFixed->setChecked(true);
    m_carrier = new CarrierBox(carriers, this);
    m_carrier->setObjectName(u"parcelCarrier"_s);
    m_carrier->setAccessibleName(tr("Carrier"));
    m_tracking = new QLineEdit(this);
    m_tracking->setObjectName(u"parcelTracking"_s);
    m_tracking->setAccessibleName(tr("Tracking number"));
    m_tracking->installEventFilter(this);
    m_tell = new TellBox(u"parcel"_s, tr("Tell the customer by e-mail what is right"), this);
    m_isVoid = new QRadioButton(tr("It did not leave: its pieces are to be sent again"), this);
    m_isVoid->setObjectName(u"parcelIsVoid"_s);
    m_kept = faintLabel({}, this, u"parcelKept"_s);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::spaceM);
    grid->setVerticalSpacing(Theme::spaceS);
    grid->setColumnStretch(1, 1);
    grid->addWidget(new QLabel(tr("Carrier"), this), 0, 0);
    grid->addWidget(m_carrier, 0, 1);
    grid->addWidget(makeCarrierHint(carriers, this), 1, 0, 1, 2);
    grid->addWidget(new QLabel(tr("Tracking number"), this), 2, 0);
    grid->addWidget(m_tracking, 2, 1);
    grid->addWidget(m_tell, 3, 0, 1, 2);
    const QString follows = tr("The customer gets no message of this. One that still waits and tells of this parcel alone is withdrawn.");
    m_isVoid->setAccessibleDescription(follows);
    auto *consequence = new QVBoxLayout;
    consequence->addWidget(faintLabel(follows, this, u"parcelConsequence"_s));
    consequence->addWidget(m_kept);
    auto *form = new QVBoxLayout;
    form->setSpacing(Theme::spaceS);
    form->addWidget(m_choice);
    form->addWidget(m_about);
    form->addWidget(m_other);
    form->addSpacing(Theme::spaceXs);
    form->addWidget(m_isFixed);
    form->addLayout(indented(grid));
    form->addSpacing(Theme::spaceXs);
    form->addWidget(m_isVoid);
    form->addLayout(indented(consequence));
    form->addStretch(1);
    return form;
}

void ParcelSheet::connectAll()
{
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ParcelSheet::showParcel);
    connect(m_isVoid, &QRadioButton::toggled, this, &ParcelSheet::check);
    connect(m_carrier, &QComboBox::currentTextChanged, this, &ParcelSheet::check);
    connect(m_tracking, &QLineEdit::textChanged, this, &ParcelSheet::check);
    connect(m_tell, &TellBox::edited, this, &OrderSheet::edited);
}

/// A scanner ends a tracking number with Return, which must not send before anybody has looked.
bool ParcelSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_tracking || event->type() != QEvent::KeyPress || !isPlainEnter(*static_cast<QKeyEvent *>(event)))
        return OrderSheet::eventFilter(watched, event);
    focusNextChild();
    return true;
}

QString ParcelSheet::parcelText(const OrderShipment &parcel) const
{
    QStringList contents;
    for (const auto &[title, quantity] : parcel.lines)
        contents.append(tr("%1 × %2").arg(QString::number(quantity), isolated(title)));
    const QString inside = closed(fontMetrics().elidedText(contents.join(u", "_s), Qt::ElideRight, fontMetrics().averageCharWidth() * contentsWidth));
    const QString day = QLocale().toString(parcel.at.toTimeZone(m_zone).date(), QLocale::ShortFormat);
    QStringList parts{inside, QStringList{isolated(parcel.carrier), isolated(parcel.tracking)}.join(u' ').trimmed(), parcel.voidedAt.isValid() ? tr("%1, taken back").arg(day) : day};
    parts.removeAll(QString());
    return tr("Parcel %1: %2").arg(QString::number(parcel.no), parts.join(u" · "_s));
}

void ParcelSheet::offerParcels(int meant)
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const OrderShipment &each : std::as_const(m_parcels)) {
        if (!each.voidedAt.isValid() || each.no == meant)
            m_choice->addItem(parcelText(each), each.no);
    }
    if (meant > 0 && m_choice->findData(meant) < 0) // it was taken back as if it had never been
        m_choice->addItem(tr("Parcel %1: no longer in the order").arg(meant), meant);
    const int place = m_choice->findData(meant);
    m_choice->setCurrentIndex(place >= 0 ? place : m_choice->count() - 1);
    m_choice->setVisible(m_choice->count() > 1);
    m_about->setText(m_choice->currentText());
    m_about->setVisible(m_choice->count() <= 1);
}

const OrderShipment *ParcelSheet::parcel() const
{
    const auto found = std::ranges::find(m_parcels, m_choice->currentData().toInt(), &OrderShipment::no);
    return found == m_parcels.end() ? nullptr : &*found;
}

/// Of another parcel, or of one that was changed meanwhile: what nobody has typed over says what stands there.
void ParcelSheet::showParcel()
{
    const OrderShipment *now = parcel();
    const QSignalBlocker quietCarrier(m_carrier), quietTracking(m_tracking);
    const QString carrier = now ? now->carrier.trimmed() : QString(), tracking = now ? now->tracking.trimmed() : QString();
    const ParcelFix typedIn = fix();
    if (typedIn.carrier == m_carrierWas)
        m_carrier->setCurrentText(carrier);
    if (typedIn.tracking == m_trackingWas)
        m_tracking->setText(tracking);
    m_carrierWas = carrier;
    m_trackingWas = tracking;
    check();
}

bool ParcelSheet::hasNotLeft() const
{
    return m_isVoid->isChecked();
}

ParcelFix ParcelSheet::fix() const
{
    return {m_carrier->currentText().trimmed(), m_tracking->text().trimmed(), m_tell->isTold()};
}

bool ParcelSheet::isOther() const
{
    const ParcelFix now = fix();
    return now.carrier != m_carrierWas || now.tracking != m_trackingWas;
}

QString ParcelSheet::whyNot() const
{
    const OrderShipment *now = parcel();
    if (!now)
        return orderReasonText(u"no_such_parcel"_s);
    if (now->voidedAt.isValid())
        return orderReasonText(u"parcel_voided"_s);
    if (hasNotLeft())
        return now->takeBack.allowed ? QString() : orderReasonText(now->takeBack.why);
    return isOther() ? QString() : tr("Nothing has been changed yet. Type the right carrier or tracking number, or say that the parcel did not leave.");
}

/// Where the number was wrong the customer had a wrong one, and where the carrier was, a link that led nowhere: they are told unless
/// somebody says otherwise. What was filled in before, and may have been sent, is asked for as it was.
bool ParcelSheet::isUsuallyTold() const
{
    const ParcelFix now = fix();
    if (m_restoredTold.isBool() && now.carrier == m_restoredFix.carrier && now.tracking == m_restoredFix.tracking)
        return m_restoredTold.toBool();
    return now.tracking != m_trackingWas || (now.carrier != m_carrierWas && !m_trackingWas.isEmpty());
}

QString ParcelSheet::otherText() const
{
    const bool isOtherOne = m_meant > 0 && m_restored > 0 && m_restored != m_meant && m_choice->currentData().toInt() == m_restored;
    return isOtherOne ? tr("You asked for parcel %1. This is parcel %2, whose correction was sent before: find out first what became of it.").arg(m_meant).arg(m_restored) : QString();
}

/// What cannot be sent is off, and says why: to a screen reader with what is chosen instead, for Tab does not stop at what is off.
void ParcelSheet::check()
{
    const OrderShipment *now = parcel();
    const bool mayVoid = now && now->takeBack.allowed;
    m_isVoid->setEnabled(mayVoid || hasNotLeft());
    m_kept->setText(now && !mayVoid ? orderReasonText(now->takeBack.why) : QString());
    m_kept->setVisible(!m_kept->text().isEmpty());
    m_isFixed->setAccessibleDescription(m_kept->text());
    m_other->setText(otherText());
    m_other->setVisible(!m_other->text().isEmpty());
    m_carrier->setEnabled(!hasNotLeft());
    m_tracking->setEnabled(!hasNotLeft());
    m_tell->setEnabled(!hasNotLeft());
    m_tell->setUsual(isUsuallyTold());
    const QString why = whyNot();
    setSendable(why.isEmpty(), why);
    Q_EMIT edited();
}

void ParcelSheet::follow(const OrderPanel &order)
{
    m_parcels = order.shipments;
    m_tell->follow(order);
    offerParcels(m_choice->currentData().toInt());
    showParcel();
}

/// With the parcel it is about: a draft must not become a correction of another one. Whether the customer is told is a part of what is sent;
/// whether somebody has said so decides what is offered once it is filled in otherwise.
QJsonObject ParcelSheet::typed() const
{
    if (m_restored == 0 && !hasNotLeft() && !isOther())
        return {};
    const ParcelFix now = fix();
    QJsonObject typed{{u"parcel"_s, m_choice->currentData().toInt()}, {u"void"_s, hasNotLeft()}, {u"carrier"_s, now.carrier}, {u"tracking"_s, now.tracking}};
    if (!hasNotLeft())
        typed.insert(u"told"_s, m_tell->typed());
    if (m_tell->isSaid())
        typed.insert(u"said"_s, m_tell->isWished());
    return typed;
}

void ParcelSheet::restore(const QJsonObject &typed)
{
    if (typed.isEmpty())
        return;
    m_restored = typed.value(u"parcel"_s).toInt();
    offerParcels(m_restored);
    showParcel();
    m_carrier->setCurrentText(typed.value(u"carrier"_s).toString());
    m_tracking->setText(typed.value(u"tracking"_s).toString());
    (typed.value(u"void"_s).toBool() ? m_isVoid : m_isFixed)->setChecked(true);
    m_restoredFix = fix();
    m_restoredTold = typed.value(u"told"_s);
    m_tell->restore(typed.value(u"said"_s));
    check();
}

OrderSheet::Command ParcelSheet::command() const
{
    const int number = m_choice->currentData().toInt();
    if (hasNotLeft())
        return [id = commandId(), order = orders().first(), number](OrderCommands &commands) { commands.voidParcel(id, order, number); };
    return [id = commandId(), order = orders().first(), number, fix = fix()](OrderCommands &commands) { commands.fixParcel(id, order, number, fix); };
}

QString ParcelSheet::titleText() const
{
    return tr("Correct a parcel of %1").arg(orders().first().number);
}

void startParcel(OrderActions &actions, const QList<OrderChoice> &, const OrderPanel *order)
{
    if (order)
        startParcelOf(actions, *order, 0);
}

void startParcelOf(OrderActions &actions, const OrderPanel &order, int parcel)
{
    if (const QString why = actions.whyNot(u"parcel"_s, order); !why.isEmpty())
        return actions.target().deliver(order.id, order.number, why, Theme::Tone::Bad);
    const auto draft = actions.unsentDraft(order.id, u"parcel"_s);
    const int typed = draft ? draft->typed.value(u"parcel"_s).toInt() : 0;
    if (parcel == 0 || typed == 0 || typed == parcel)
        return openParcel(actions, order, parcel, parcel);
    actions.settleDraft(*draft, {ParcelSheet::tr("A correction of parcel %1 was typed before and not sent.").arg(typed), ParcelSheet::tr("Go on with parcel %1").arg(typed), ParcelSheet::tr("Discard it, correct parcel %1").arg(parcel)},
                        [&actions, parcel](const OrderPanel &now, UnsentChoice choice) { openParcel(actions, now, choice == UnsentChoice::Keep ? 0 : parcel, parcel); });
}

} // namespace Steward
