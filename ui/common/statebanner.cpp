// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/statebanner.h"

#include "ui/common/theme.h"
#include "ui/common/titlelabel.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int iconSize = 48;
constexpr int textWidth = 420;

QString iconName(StateBanner::Look look)
{
    switch (look) {
    case StateBanner::Look::Loading: return u"loading"_s;
    case StateBanner::Look::Empty: return u"empty"_s;
    case StateBanner::Look::Failed: return u"failed"_s;
    case StateBanner::Look::Offline: return u"offline"_s;
    case StateBanner::Look::Hidden: break;
    }
    return {};
}

} // namespace

StateBanner::StateBanner(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(new TitleLabel({}, 1.15, this)), m_text(new QLabel(this)), m_busy(new QProgressBar(this)), m_action(new QPushButton(this))
{
    setObjectName(u"stateBanner"_s);
    for (QLabel *label : {m_title, m_text})
        label->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_busy->setRange(0, 0);
    m_busy->setFixedWidth(textWidth / 3);
    m_busy->setTextVisible(false);
    m_action->setObjectName(u"stateBannerButton"_s);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::spaceM);
    column->addStretch(2);
    for (QWidget *widget : {static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_busy), static_cast<QWidget *>(m_action)})
        column->addWidget(widget, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &StateBanner::actionTriggered);
    hide();
}

void StateBanner::show(Look look, const QString &title, const QString &text, const QString &actionText)
{
    m_look = look;
    setVisible(look != Look::Hidden);
    m_icon->setPixmap(Theme::icon(iconName(look)).pixmap(iconSize));
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_busy->setVisible(look == Look::Loading);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    fit();
}

/// As wide as is read well, or as there is room for. A label that is centred gets the height of its text on few lines, so it is told
/// the one of all.
void StateBanner::fit()
{
    const QMargins edges = layout()->contentsMargins();
    const int width = std::clamp(this->width() - edges.left() - edges.right(), 1, Theme::scaled(textWidth));
    m_text->setFixedWidth(width);
    m_text->setMinimumHeight(std::max(0, m_text->heightForWidth(width))); // no text has none
}

/// It takes the room there is: what it says must not make the window another size.
QSize StateBanner::minimumSizeHint() const
{
    return {0, 0};
}

void StateBanner::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void StateBanner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

} // namespace Steward
