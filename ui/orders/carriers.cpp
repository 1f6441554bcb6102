// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/carriers.h"

#include "ui/common/theme.h"

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

QLabel *makeCarrierHint(Carriers &carriers, QWidget *parent)
{
    auto *hint = new QLabel(parent);
    hint->setObjectName(u"carrierHint"_s);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    QPalette faint = hint->palette();
    faint.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Faint));
    hint->setPalette(faint);
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
