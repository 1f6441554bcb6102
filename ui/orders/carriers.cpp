// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/carriers.h"

#include "ui/common/enterkey.h"
#include "ui/common/sheetparts.h"

#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace Steward {

Carriers::Carriers(OrderRepository &orders, QObject *parent) : QObject(parent), m_orders(orders) { }

void Carriers::ask()
{
    if (m_isKnown || m_asking.isRunning())
        return;
    m_asking.start(m_orders.carriers(), this, [this](const Result<QStringList> &answer) {
        m_isKnown = answer.hasValue();
        m_names = answer ? *answer : QStringList();
        m_whyNone = !answer ? tr("The store’s list of carriers could not be had. Type who carries it.\n%1").arg(answer.error().userText)
            : m_names.isEmpty() ? tr("The store has no carrier on its list. Type who carries it.")
                                : QString();
        Q_EMIT changed();
    });
}

CarrierBox::CarrierBox(Carriers &carriers, QWidget *parent) : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert); // the list is the store's
    fill(carriers.names());
    connect(&carriers, &Carriers::changed, this, [this, &carriers] { fill(carriers.names()); });
}

void CarrierBox::fill(const QStringList &names)
{
    const QSignalBlocker quiet(this);
    const QString typed = currentText();
    clear();
    addItems(names);
    setCurrentIndex(findText(typed, Qt::MatchFixedString)); // so that the first arrow key takes the first one
    setEditText(typed);
}

void CarrierBox::keyPressEvent(QKeyEvent *event)
{
    QComboBox::keyPressEvent(event);
    if (!isPlainEnter(*event))
        return;
    if (!event->isAccepted())
        focusNextChild();
    event->accept();
}

QLabel *makeCarrierHint(Carriers &carriers, QWidget *parent)
{
    QLabel *hint = faintLabel({}, parent, u"carrierHint"_s);
    const auto say = [hint, &carriers] {
        hint->setText(carriers.whyNone());
        hint->setVisible(!carriers.whyNone().isEmpty());
    };
    QObject::connect(&carriers, &Carriers::changed, hint, say);
    say();
    carriers.ask();
    return hint;
}

} // namespace Steward
