// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/scaledstyle.h"

#include "ui/common/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// The colours of one box or button to choose.
struct Ink
{
    QColor edge, fill, mark;
};

Ink inkOf(const QStyleOption &option, bool isMarked)
{
    const auto group = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    const QColor base = option.palette.color(group, QPalette::Base);
    if (group == QPalette::Disabled) {
        const QColor faint = option.palette.color(group, QPalette::Text);
        return {faint, base, faint};
    }
    const QColor accent = Theme::text(Theme::Tone::Accent);
    if (isMarked)
        return {accent, accent, option.palette.color(QPalette::BrightText)};
    return {option.state.testFlag(QStyle::State_MouseOver) ? accent : option.palette.color(QPalette::PlaceholderText), base, {}};
}

QPen penOf(const QColor &colour, qreal width)
{
    return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

void drawBox(const QStyleOption &option, QPainter &painter)
{
    const bool isTicked = option.state.testFlag(QStyle::State_On), isPartly = option.state.testFlag(QStyle::State_NoChange);
    const Ink ink = inkOf(option, isTicked || isPartly);
    const qreal edge = std::min(option.rect.width(), option.rect.height());
    const QPointF centre = QRectF(option.rect).center();
    const QRectF box(std::round(centre.x() - edge / 2) + 0.5, std::round(centre.y() - edge / 2) + 0.5, edge - 1, edge - 1); // its lines on whole pixels
    painter.setPen(penOf(ink.edge, 1.2));
    painter.setBrush(ink.fill);
    painter.drawRoundedRect(box, edge / 5, edge / 5);
    painter.setPen(penOf(ink.mark, edge / 7));
    painter.setBrush(Qt::NoBrush);
    const auto at = [&box](qreal x, qreal y) { return QPointF(box.left() + x * box.width(), box.top() + y * box.height()); };
    if (isPartly)
        painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
    else if (isTicked)
        painter.drawPolyline(QPolygonF({at(0.24, 0.53), at(0.43, 0.72), at(0.77, 0.30)}));
}

void drawChoice(const QStyleOption &option, QPainter &painter)
{
    const bool isChosen = option.state.testFlag(QStyle::State_On);
    const Ink ink = inkOf(option, isChosen);
    const qreal radius = std::min(option.rect.width(), option.rect.height()) / 2.0 - 0.7;
    const QPointF centre = QRectF(option.rect).center();
    painter.setPen(penOf(ink.edge, 1.2));
    painter.setBrush(option.palette.color(QPalette::Base));
    painter.drawEllipse(centre, radius, radius);
    if (!isChosen)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink.edge);
    painter.drawEllipse(centre, radius * 0.55, radius * 0.55);
}

} // namespace

ScaledStyle::ScaledStyle() : QProxyStyle(QStyleFactory::create(u"Fusion"_s)) { }

int ScaledStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const int size = QProxyStyle::pixelMetric(metric, option, widget);
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_HeaderMarkSize:
        return Theme::scaled(size);
    default:
        return size;
    }
}

/// Fusion draws the edges a shade darker than the window, which on a dark one is not seen.
void ScaledStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const bool isBox = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (!isBox && element != PE_IndicatorRadioButton)
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isBox)
        drawBox(*option, *painter);
    else
        drawChoice(*option, *painter);
    painter->restore();
}

void ScaledStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (!qobject_cast<QAbstractSpinBox *>(widget) && !qobject_cast<QComboBox *>(widget))
        return;
    if (widget->focusPolicy() == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
    widget->installEventFilter(this);
}

bool ScaledStyle::eventFilter(QObject *watched, QEvent *event)
{
    const auto *widget = qobject_cast<QWidget *>(watched);
    if (event->type() != QEvent::Wheel || !widget || widget->hasFocus())
        return QProxyStyle::eventFilter(watched, event);
    event->ignore(); // it goes on to what the widget lies in
    return true;
}

} // namespace Steward
