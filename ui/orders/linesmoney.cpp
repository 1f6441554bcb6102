// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/linesmoney.h"

#include "ui/common/theme.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

LinesMoney::LinesMoney(QWidget *parent) : QWidget(parent), m_form(new QFormLayout), m_why(new QLabel(this))
{
    setObjectName(u"linesMoney"_s);
    m_why->setObjectName(u"moneyWhy"_s);
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_why->hide();
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(Theme::spaceXs);
    m_form->setLabelAlignment(Qt::AlignLeading);
    m_form->setFormAlignment(Qt::AlignLeading | Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_form);
    column->addWidget(m_why);
}

void LinesMoney::show(const QList<Amount> &amounts)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    m_labels.clear();
    for (const Amount &amount : amounts) {
        auto *money = new QLabel(amount.money, this);
        auto *text = new QLabel(amount.text, this);
        money->setObjectName(u"money"_s + amount.name);
        text->setObjectName(u"moneyText"_s + amount.name);
        money->setAlignment(Qt::AlignTrailing);
        for (QLabel *label : {text, money})
            label->setTextFormat(Qt::PlainText);
        if (&amount == &amounts.last()) {
            QFont strong = money->font();
            strong.setWeight(QFont::DemiBold);
            money->setFont(strong);
            text->setFont(strong);
        }
        m_form->addRow(text, money);
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
