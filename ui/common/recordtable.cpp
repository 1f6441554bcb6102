// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/recordtable.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int compactPadding = 6;
constexpr int comfortablePadding = 14;
constexpr int narrowest = 40;

} // namespace

RecordTable::RecordTable(TableModel &model, std::function<QString(int)> sortName, std::function<QString(int)> columnName, QWidget *parent)
    : QTableView(parent), m_model(model), m_sortName(std::move(sortName)), m_columnName(std::move(columnName))
{
    setObjectName(u"recordTable"_s);
    setModel(&model);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerItem);
    setAlternatingRowColors(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(narrowest);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setDensity(Density::Comfortable);

    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &RecordTable::headingClicked);
    connect(&model, &QAbstractItemModel::modelReset, this, &RecordTable::showSort);
    connect(&model, &QAbstractItemModel::modelReset, this, &RecordTable::reportVisible);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &RecordTable::reportVisible);
    connect(&model, &QAbstractItemModel::dataChanged, this, &RecordTable::currentMayHaveLoaded);
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (const TableRow *row = m_model.rowAt(index.row()))
            Q_EMIT activatedRecord(row->id);
    });
}

void RecordTable::setDensity(Density density)
{
    m_density = density;
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + (density == Density::Compact ? compactPadding : comfortablePadding));
    reportVisible();
}

QList<ViewColumn> RecordTable::columns() const
{
    QList<ViewColumn> list;
    for (int visual = 0; visual < m_model.columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        const bool hidden = isColumnHidden(column);
        list.append({m_columnName(column), hidden ? 0 : columnWidth(column), !hidden});
    }
    return list;
}

void RecordTable::setColumns(const QList<ViewColumn> &columns)
{
    const QList<ViewColumn> &wanted = columns.isEmpty() ? m_defaults : columns;
    int visual = 0;
    QList<int> named;
    for (const ViewColumn &view : wanted) {
        for (int column = 0; column < m_model.columnCount(); ++column) {
            if (m_columnName(column) != view.name || named.contains(column))
                continue;
            named.append(column);
            horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), visual++);
            setColumnHidden(column, !view.visible);
            if (view.width >= narrowest)
                setColumnWidth(column, view.width);
        }
    }
    // A column this view knows nothing of, because it is newer, stays out of sight.
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (!named.contains(column))
            setColumnHidden(column, true);
    }
    if (shownColumns().isEmpty() && !m_defaults.isEmpty() && columns != m_defaults)
        setColumns(m_defaults);
}

void RecordTable::setDefaultColumns(const QList<ViewColumn> &columns)
{
    m_defaults = columns;
    setColumns(columns);
}

void RecordTable::resetColumns()
{
    setColumns(m_defaults);
}

QList<int> RecordTable::shownColumns() const
{
    QList<int> shown;
    for (int visual = 0; visual < m_model.columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            shown.append(column);
    }
    return shown;
}

QList<const TableRow *> RecordTable::selectedRecords(int limit) const
{
    QList<const TableRow *> records;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && records.size() < limit; ++row) {
            const TableRow *record = m_model.rowAt(row);
            if (record && !record->gone)
                records.append(record);
        }
    }
    return records;
}

void RecordTable::copySelection() const
{
    const QList<int> shown = shownColumns();
    QStringList lines;
    QStringList cells;
    for (const int column : shown)
        cells.append(m_model.headerData(column, Qt::Horizontal).toString());
    lines.append(cells.join(u'\t'));
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (!m_model.rowAt(row))
                continue;
            cells.clear();
            for (const int column : shown)
                cells.append(m_model.index(row, column).data().toString().replace(u'\t', u' ').replace(u'\n', u' '));
            lines.append(cells.join(u'\t'));
        }
    }
    if (lines.size() > 1)
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

void RecordTable::showRow(int row)
{
    if (row < 0 || row >= m_model.rowCount())
        return;
    const int column = shownColumns().value(0);
    selectionModel()->setCurrentIndex(m_model.index(row, column), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(m_model.index(row, column), EnsureVisible);
    reportVisible();
}

void RecordTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    reportVisible();
}

void RecordTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0)
        reportVisible();
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT activated(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void RecordTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange)
        return;
    // Widths and heights grow with the text, so that as much of it is seen as before.
    const int charWidth = fontMetrics().averageCharWidth();
    for (int column = 0; m_charWidth > 0 && charWidth != m_charWidth && column < m_model.columnCount(); ++column) {
        if (!isColumnHidden(column))
            setColumnWidth(column, columnWidth(column) * charWidth / m_charWidth);
    }
    m_charWidth = charWidth;
    setDensity(m_density);
}

void RecordTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    const TableRow *row = current.isValid() ? m_model.rowAt(current.row()) : nullptr;
    m_current = row ? row->id : 0;
    Q_EMIT currentRecordChanged(m_current);
}

void RecordTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    int rows = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        rows += range.height();
    Q_EMIT selectionCountChanged(rows);
}

void RecordTable::reportVisible()
{
    const int height = std::max(1, rowHeight(0) > 0 ? rowHeight(0) : verticalHeader()->defaultSectionSize());
    const int first = std::max(0, rowAt(0));
    m_model.setVisibleRows(first, first + viewport()->height() / height + 1);
}

void RecordTable::showSort()
{
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (!m_sortName(column).isEmpty() && m_sortName(column) == m_model.query().sort) {
            horizontalHeader()->setSortIndicator(column, m_model.query().descending ? Qt::DescendingOrder : Qt::AscendingOrder);
            return;
        }
    }
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
}

void RecordTable::headingClicked(int column)
{
    const QString sort = m_sortName(column);
    if (sort.isEmpty())
        return showSort(); // the header has moved its arrow already
    const bool same = m_model.query().sort == sort;
    Q_EMIT sortAsked(sort, same ? !m_model.query().descending : false);
}

void RecordTable::currentMayHaveLoaded()
{
    if (m_current != 0 || !currentIndex().isValid())
        return;
    if (const TableRow *row = m_model.rowAt(currentIndex().row())) {
        m_current = row->id;
        Q_EMIT currentRecordChanged(m_current);
    }
}

} // namespace Steward
