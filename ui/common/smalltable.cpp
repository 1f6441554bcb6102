// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/smalltable.h"

#include "ui/common/enterkey.h"
#include "ui/common/isolate.h"
#include "ui/common/theme.h"

#include <QHeaderView>
#include <QStyle>
#include <QStyledItemDelegate>

namespace Steward {

namespace {

constexpr int padding = Theme::spaceS - 2; // to where the headings begin

} // namespace

/// Cells keep their own direction to themselves: a date stays in order where the window runs from right to left.
class SmallTable::CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    int markedRole = -1;

    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &locale) const override { return isolated(QStyledItemDelegate::displayText(value, locale)); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
        QStyleOptionViewItem inner = option;
        inner.rect.adjust(padding, 0, -padding, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override { return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * padding, 0); }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (markedRole < 0 || !index.data(markedRole).toBool())
            return;
        option->palette.setColor(QPalette::Text, Theme::text(Theme::Tone::Bad));
        option->font.setWeight(QFont::DemiBold); // the chosen row has colours of its own
    }
};

SmallTable::SmallTable(QAbstractItemModel &model, const QString &name, const QString &accessibleName, QWidget *parent) : QTableView(parent), m_cells(new CellDelegate(this))
{
    setObjectName(name);
    setAccessibleName(accessibleName);
    setModel(&model);
    setItemDelegate(m_cells);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    connect(&model, &QAbstractItemModel::modelReset, this, &SmallTable::fit);
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) { Q_EMIT rowActivated(index.row()); });
    fit();
}

int SmallTable::currentRow() const
{
    return selectionModel()->selectedRows().value(0).row();
}

void SmallTable::chooseRow(int row)
{
    // selectRow() looks for a column at the right edge where the window runs from right to left, finds none and selects nothing.
    if (row >= 0 && row < model()->rowCount())
        selectionModel()->setCurrentIndex(model()->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void SmallTable::setMarkedRole(int role)
{
    m_cells->markedRole = role;
    viewport()->update();
}

void SmallTable::keyPressEvent(QKeyEvent *event)
{
    if (isPlainEnter(*event) && currentRow() >= 0) {
        Q_EMIT rowActivated(currentRow());
        return;
    }
    QTableView::keyPressEvent(event);
}

void SmallTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

void SmallTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT rowChosen(currentRow());
}

void SmallTable::fit()
{
    if (!model())
        return;
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Theme::spaceL);
    resizeColumnsToContents();
    const int most = fontMetrics().averageCharWidth() * 40;
    for (int column = 0; column + 1 < model()->columnCount(); ++column)
        setColumnWidth(column, qMin(columnWidth(column) + Theme::spaceL, most));
}

} // namespace Steward
