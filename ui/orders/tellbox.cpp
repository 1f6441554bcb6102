// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/tellbox.h"

#include "models/orders/orderrepository.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

QString whyUntold(const OrderPanel &order)
{
    return order.messageObstacle.isEmpty() ? QString() : orderReasonText(order.messageObstacle);
}

TellBox::TellBox(const QString &name, const QString &text, QWidget *parent) : QWidget(parent), m_box(new QCheckBox(text, this)), m_untold(faintLabel({}, this, name + u"Untold"_s))
{
    m_box->setObjectName(name + u"IsTold"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceXs);
    column->addWidget(m_box);
    column->addWidget(m_untold);
    showWhy({});
    connect(m_box, &QCheckBox::toggled, this, [this](bool isOn) {
        m_said = isOn;
        Q_EMIT edited();
    });
}

void TellBox::showWhy(const QString &why)
{
    const QSignalBlocker quiet(m_box); // nobody has wished anything else
    m_box->setEnabled(why.isEmpty());
    m_box->setChecked(isWished() && why.isEmpty());
    m_box->setToolTip(why);
    m_untold->setText(why);
    m_untold->setVisible(!why.isEmpty());
    describeNext();
}

/// A box that is off is not reached by Tab, so why it is off is read with what Tab reaches instead.
void TellBox::describeNext()
{
    if (m_describing)
        m_describing->setAccessibleDescription(m_described);
    m_describing = nullptr;
    const QString why = m_untold->text();
    for (QWidget *next = m_box->nextInFocusChain(); !why.isEmpty() && !m_describing && next != m_box; next = next->nextInFocusChain()) {
        if (next->window() == window() && (next->focusPolicy() & Qt::TabFocus) && next->isEnabled() && next->isVisibleTo(window()))
            m_describing = next;
    }
    if (!m_describing)
        return;
    m_described = m_describing->accessibleDescription();
    m_describing->setAccessibleDescription(m_described.isEmpty() ? why : tr("%1 %2").arg(m_described, why));
}

/// Only now do all parts of the sheet stand in their order.
void TellBox::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    describeNext();
}

void TellBox::follow(const OrderPanel &order)
{
    const bool wasTold = isTold();
    showWhy(whyUntold(order));
    if (isTold() != wasTold)
        Q_EMIT edited();
}

void TellBox::setUsual(bool isTold)
{
    m_isUsual = isTold;
    showWhy(m_untold->text());
}

bool TellBox::isTold() const
{
    return m_box->isChecked();
}

QJsonValue TellBox::typed() const
{
    return isWished() && !isTold() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(isTold());
}

void TellBox::restore(const QJsonValue &typed)
{
    m_said = typed.isBool() ? std::optional(typed.toBool()) : std::nullopt;
    showWhy(m_untold->text());
}

} // namespace Steward
