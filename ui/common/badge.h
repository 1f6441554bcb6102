// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QLabel>

class QPainter;

namespace Steward {

/// A word in a small coloured field; the word alone says it, the colour only helps.
class Badge final : public QLabel
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);
    void setWord(const QString &word, Theme::Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

private:
    Theme::Tone m_tone = Theme::Tone::Neutral;
};

/// Paints a badge at the leading side of rect and returns its width.
int paintBadge(QPainter *painter, const QRect &rect, const QString &word, Theme::Tone tone, const QFont &font, Qt::LayoutDirection direction);
[[nodiscard]] int badgeWidth(const QString &word, const QFont &font);

/// The tone of a payment or fulfilment status, the same on every screen.
[[nodiscard]] Theme::Tone statusTone(const QString &status);

} // namespace Steward
