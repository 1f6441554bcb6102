// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/badge.h"

#include <QHash>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int padding = 8;
constexpr int verticalPadding = 3;
constexpr qreal radius = 5;

QFont badgeFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.92);
    small.setWeight(QFont::Medium);
    return small;
}

} // namespace

Badge::Badge(QWidget *parent) : QLabel(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setTextFormat(Qt::PlainText);
}

void Badge::setWord(const QString &word, Theme::Tone tone)
{
    m_tone = tone;
    setText(word);
    updateGeometry();
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    (void)paintBadge(&painter, rect(), text(), m_tone, font(), layoutDirection());
}

QSize Badge::sizeHint() const
{
    return {badgeWidth(text(), font()), QFontMetrics(badgeFont(font())).height() + 2 * verticalPadding};
}

int badgeWidth(const QString &word, const QFont &font)
{
    return QFontMetrics(badgeFont(font)).horizontalAdvance(word) + 2 * padding;
}

int paintBadge(QPainter *painter, const QRect &rect, const QString &word, Theme::Tone tone, const QFont &font, Qt::LayoutDirection direction)
{
    if (word.isEmpty())
        return 0;
    const QFont small = badgeFont(font);
    const QFontMetrics metrics(small);
    const QSize size(std::min(badgeWidth(word, font), rect.width()), std::min(metrics.height() + 2 * verticalPadding, rect.height()));
    const QRect field = QStyle::alignedRect(direction, Qt::AlignLeft | Qt::AlignVCenter, size, rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Theme::background(tone));
    painter->drawRoundedRect(field, radius, radius);
    painter->setPen(Theme::text(tone));
    painter->setFont(small);
    const bool fits = field.width() >= badgeWidth(word, font);
    painter->drawText(field, Qt::AlignCenter, fits ? word : metrics.elidedText(word, Qt::ElideRight, field.width() - padding));
    painter->restore();
    return size.width();
}

Theme::Tone statusTone(const QString &status)
{
    static const QHash<QString, Theme::Tone> tones{
        {u"paid"_s, Theme::Tone::Good}, {u"pending"_s, Theme::Tone::Warning}, {u"authorised"_s, Theme::Tone::Info}, {u"partially_paid"_s, Theme::Tone::Warning},
        {u"partially_refunded"_s, Theme::Tone::Info}, {u"refunded"_s, Theme::Tone::Neutral}, {u"voided"_s, Theme::Tone::Neutral}, {u"fulfilled"_s, Theme::Tone::Good},
        {u"unfulfilled"_s, Theme::Tone::Warning}, {u"partially_fulfilled"_s, Theme::Tone::Info}, {u"on_hold"_s, Theme::Tone::Bad}, {u"cancelled"_s, Theme::Tone::Neutral}};
    return tones.value(status, Theme::Tone::Neutral);
}

} // namespace Steward
