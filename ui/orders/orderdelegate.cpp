// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderdelegate.h"

#include "models/orders/ordertablemodel.h"
#include "ui/common/badge.h"
#include "ui/common/isolate.h"
#include "ui/common/plaintip.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int cellPadding = 8;

/// A bar where a value will be; its width varies by row, so that a page on its way looks like text and not like a grid.
void paintSkeleton(QPainter *painter, const QRect &cell, Qt::LayoutDirection direction, int row, int column)
{
    const int width = cell.width() * (40 + (row * 7 + column * 13) % 35) / 100;
    const QRect bar = QStyle::visualRect(direction, cell, {cell.left() + cellPadding, cell.center().y() - 4, std::max(12, width - 2 * cellPadding), 8});
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Theme::line());
    painter->drawRoundedRect(bar, 4, 4);
    painter->restore();
}

constexpr int markSize = 18;
constexpr int markEdge = 4; // beside it

/// Where the number's cell says that others are at the order. The room is there for everybody, so that nothing moves when they come.
QRect markPlace(const QRect &cell, Qt::LayoutDirection direction)
{
    const int size = std::min(Theme::scaled(markSize), cell.height() - 2);
    return QStyle::alignedRect(direction, Qt::AlignRight | Qt::AlignVCenter, {size, size}, cell.adjusted(markEdge, 0, -markEdge, 0));
}

/// Told apart by what is drawn, and by colour beside it.
void paintPresence(QPainter *painter, const QRect &place, const QString &mode)
{
    if (mode == u"editing")
        Theme::paintMark(*painter, place, u"pencil"_s, Theme::Tone::Warning);
    else if (mode == u"viewing")
        Theme::paintMark(*painter, place, u"eye"_s, Theme::Tone::Info);
    else if (mode == u"away")
        Theme::paintMark(*painter, place, u"away"_s, Theme::Tone::Neutral);
}

} // namespace

void OrderDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
    const bool gone = index.data(TableModel::GoneRole).toBool();
    if (gone || index.data(OrderTableModel::CancelledRole).toBool())
        option->palette.setColor(QPalette::Text, Theme::text(Theme::Tone::Faint));
    if (gone)
        option->font.setStrikeOut(true);
    if (index.column() == OrderTableModel::Number)
        option->font.setWeight(QFont::DemiBold);
}

QString OrderDelegate::displayText(const QVariant &value, const QLocale &locale) const
{
    if (value.userType() != QMetaType::QDateTime)
        return QStyledItemDelegate::displayText(value, locale);
    const QDateTime local = value.toDateTime().toTimeZone(m_zone);
    return locale.toString(local.date(), QLocale::ShortFormat) + u"  "_s + locale.toString(local.time(), QLocale::ShortFormat);
}

void OrderDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    if (!index.data(TableModel::LoadedRole).toBool()) {
        QStyleOptionViewItem plain = option;
        style->drawPrimitive(QStyle::PE_PanelItemViewRow, &plain, painter, option.widget);
        return paintSkeleton(painter, option.rect, option.direction, index.row(), index.column());
    }
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = item.text;
    item.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    QRect inner = option.rect.adjusted(cellPadding, 3, -cellPadding, -3);
    if (index.column() == OrderTableModel::Number) {
        const QRect mark = markPlace(option.rect, option.direction);
        if (option.direction == Qt::RightToLeft)
            inner.setLeft(mark.right() + markEdge);
        else
            inner.setRight(mark.left() - markEdge);
        paintPresence(painter, mark, index.data(OrderTableModel::PresenceRole).toString());
    }
    if (index.column() == OrderTableModel::Payment || index.column() == OrderTableModel::Fulfilment) {
        const int holds = index.column() == OrderTableModel::Fulfilment ? index.data(OrderTableModel::HoldsRole).toInt() : 0;
        const QString word = holds > 1 ? tr("%1 × %2").arg(text).arg(holds) : text;
        (void)paintBadge(painter, inner, word, statusTone(index.data(OrderTableModel::StatusRole).toString()), option.font, option.direction);
    } else {
        const QPalette::ColorRole role = option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text;
        painter->setFont(item.font);
        painter->setPen(item.palette.color(role));
        QString shown = QFontMetrics(item.font).elidedText(text, Qt::ElideRight, inner.width());
        if (option.direction == Qt::RightToLeft)
            shown = isolated(shown); // "25 Nov 2026" stays in its own order
        painter->drawText(inner, int(QStyle::visualAlignment(option.direction, item.displayAlignment)), shown);
    }
    painter->setPen(Theme::line());
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

bool OrderDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QString tip = event->type() == QEvent::ToolTip ? index.data(Qt::ToolTipRole).toString() : QString();
    if (tip.isEmpty())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), typedTip(tip), view, option.rect);
    return true;
}

} // namespace Steward
