// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/listfooter.h"

#include "ui/common/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Steward {

ListFooter::ListFooter(TableModel &model, QWidget *parent)
    : QWidget(parent), m_model(model), m_position(new QLabel(this)), m_count(new QToolButton(this)), m_news(new QToolButton(this)), m_actions(new QWidget(this))
{
    m_position->setObjectName(u"positionLabel"_s);
    m_position->setTextFormat(Qt::PlainText);
    m_count->setObjectName(u"countButton"_s);
    m_count->setFocusPolicy(Qt::StrongFocus);
    m_count->setToolTip(tr("Count exactly"));
    m_news->setObjectName(u"newcomersChip"_s);
    m_news->setFocusPolicy(Qt::StrongFocus);
    m_news->setToolTip(tr("Show them: the list is asked again"));
    m_news->hide();
    auto *actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    actions->setSpacing(2);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::spaceS, 2, Theme::spaceS, 2);
    row->addWidget(m_count);
    row->addWidget(m_position);
    row->addWidget(m_news);
    row->addStretch();
    row->addWidget(m_actions);
    connect(&model, &TableModel::countChanged, this, &ListFooter::update);
    connect(&model, &TableModel::newcomersChanged, this, &ListFooter::update);
    connect(m_count, &QToolButton::clicked, &model, &TableModel::requestExactCount);
    connect(m_news, &QToolButton::clicked, &model, &TableModel::reload);
    update();
}

void ListFooter::setCurrentRow(int row)
{
    m_row = row;
    update();
}

void ListFooter::setSelectionCount(qint64 rows, Selected selected)
{
    m_selected = rows;
    m_isAllSelected = selected == Selected::All;
    update();
}

void ListFooter::addButton(QAction *action)
{
    auto *button = new QToolButton(m_actions);
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(action->text().remove(u'…'));
    m_actions->layout()->addWidget(button);
}

QString ListFooter::countText() const
{
    const qint64 value = m_model.countValue();
    const int count = int(std::clamp<qint64>(value, 0, std::numeric_limits<int>::max()));
    switch (m_model.countStage()) {
    case CountStage::None:
        return tr("Counting…");
    case CountStage::Estimate:
        if (value >= 1'000'000)
            return tr("≈ %1 M order(s)", nullptr, count).arg(QLocale().toString(double(value) / 1e6, 'f', 1));
        return tr("≈ %Ln order(s)", nullptr, count);
    case CountStage::AtLeast:
        return tr("%Ln+ order(s)", nullptr, count);
    case CountStage::Exact:
        return tr("%Ln order(s)", nullptr, count);
    }
    return {};
}

void ListFooter::update()
{
    m_count->setText(countText());
    m_count->setAccessibleName(tr("%1, count exactly").arg(countText()));
    m_count->setEnabled(m_model.countStage() == CountStage::Estimate || m_model.countStage() == CountStage::AtLeast);
    m_position->setText(m_isAllSelected && m_selected > 1 ? tr("All selected") : m_selected > 1 ? tr("%L1 selected").arg(m_selected) : m_row >= 0 ? tr("Row %L1").arg(m_row + 1) : QString());
    m_news->setVisible(m_model.newcomers() > 0);
    // Set anew each time, so that it follows a change of theme.
    m_news->setStyleSheet(u"QToolButton { background: %1; color: %2; padding: 3px 8px; }"_s.arg(Theme::background(Theme::Tone::Info).name(), Theme::text(Theme::Tone::Info).name()));
    const int news = m_model.newcomers();
    m_news->setText(news >= 1000 ? tr("%L1+ new").arg(1000) : tr("%L1 new").arg(news));
    m_news->setAccessibleName(tr("%1, show them").arg(m_news->text()));
}

} // namespace Steward
