// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/linesmoney.h"

#include "ui/common/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

LinesMoney::LinesMoney(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout), m_why(new QLabel(this))
{
    setObjectName(u"linesMoney"_s);
    m_why->setObjectName(u"moneyWhy"_s);
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_why->hide();
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setVerticalSpacing(Theme::spaceXs);
    m_grid->setColumnStretch(0, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_grid);
    column->addWidget(m_why);
}

void LinesMoney::show(const QList<Amount> &amounts)
{
    qDeleteAll(std::exchange(m_labels, {}));
    for (const Amount &amount : amounts) {
        auto *money = new QLabel(amount.money, this);
        auto *text = new QLabel(amount.text, this);
        money->setObjectName(u"money"_s + amount.name);
        text->setObjectName(u"moneyText"_s + amount.name);
        for (QLabel *label : {text, money})
            label->setTextFormat(Qt::PlainText);
        if (&amount == &amounts.last()) {
            QFont strong = money->font();
            strong.setWeight(QFont::DemiBold);
            money->setFont(strong);
            text->setFont(strong);
        }
        const int row = int(m_labels.size());
        m_grid->addWidget(text, row, 0);
        m_grid->addWidget(money, row, 1, Qt::AlignTrailing);
        m_labels << text << money;
    }
    m_why->hide();
}

void LinesMoney::setCounting()
{
    setTone(true);
}

void LinesMoney::showNothing(const QString &why)
{
    setTone(true);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
}

void LinesMoney::setTone(bool isOld)
{
    for (QLabel *label : std::as_const(m_labels)) {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, isOld ? Theme::text(Theme::Tone::Faint) : this->palette().color(QPalette::WindowText));
        label->setPalette(palette);
    }
}

} // namespace Steward
