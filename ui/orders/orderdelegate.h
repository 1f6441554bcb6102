// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTimeZone>

namespace Steward {

/// Paints the orders list: badges, amounts, the store's time, who else is there, quiet bars for rows on their way, ghosts for those that
/// left.
class OrderDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setTimeZone(const QTimeZone &zone) { m_zone = zone; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Names are somebody's, and are not taken for markup.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;
    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &locale) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace Steward
