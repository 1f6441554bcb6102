// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace Steward {

/// Icons, boxes to tick and buttons to choose grow with the text beside them, and are seen on light and dark whether ticked or not (WCAG
/// 2.1, 1.4.11: 3:1). The wheel turns the form, not a number or a choice the pointer happens to pass; it changes those only where the
/// cursor is. On the GUI thread.
class ScaledStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    ScaledStyle();

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace Steward
