// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/recordtable.h"

#include "models/table/csvwriter.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int compactPadding = 6;
constexpr int comfortablePadding = 14;
constexpr int narrowest = 40;
constexpr int widest = 2000;
constexpr int widthStep = 3; // characters

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

    // The header tells of a change while it is half done, and of one column after the other.
    m_edited.setSingleShot(true);
    m_edited.setInterval(0);
    connect(&m_edited, &QTimer::timeout, this, &RecordTable::columnsEdited);
    connect(horizontalHeader(), &QHeaderView::sectionMoved, &m_edited, qOverload<>(&QTimer::start));
    connect(horizontalHeader(), &QHeaderView::sectionResized, &m_edited, qOverload<>(&QTimer::start));
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &RecordTable::headingClicked);
    connect(&model, &QAbstractItemModel::modelReset, this, &RecordTable::showSort);
    connect(&model, &QAbstractItemModel::modelReset, this, &RecordTable::reportVisible);
    // A reset takes the selection away without a word.
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        m_isAllSelected = false;
        Q_EMIT selectionCountChanged(selectedCount());
    });
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

void RecordTable::setWithheldColumns(const QSet<int> &columns)
{
    m_withheld = columns;
    for (const int column : columns)
        setColumnHidden(column, true);
}

QList<ViewColumn> RecordTable::columns() const
{
    const int last = shownColumns().isEmpty() ? -1 : shownColumns().last();
    QList<ViewColumn> list;
    for (int visual = 0; visual < m_model.columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        const bool hidden = isColumnHidden(column);
        if (!m_withheld.contains(column))
            list.append({m_columnName(column), hidden || column == last ? 0 : columnWidth(column), !hidden});
    }
    return list;
}

void RecordTable::setColumns(const QList<ViewColumn> &columns)
{
    placeColumns(columns.isEmpty() ? m_defaults : columns);
    if (shownColumns().isEmpty())
        placeColumns(m_defaults);
    m_kept = this->columns();
}

void RecordTable::placeColumns(const QList<ViewColumn> &wanted)
{
    const auto defaultWidth = [this](const QString &name) {
        const auto known = std::ranges::find(m_defaults, name, &ViewColumn::name);
        return known != m_defaults.cend() ? known->width : horizontalHeader()->defaultSectionSize();
    };
    int visual = 0;
    QList<int> named;
    for (const ViewColumn &view : wanted) {
        for (int column = 0; column < m_model.columnCount(); ++column) {
            if (m_columnName(column) != view.name || named.contains(column))
                continue;
            named.append(column);
            horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), visual++);
            setColumnHidden(column, !view.visible || m_withheld.contains(column));
            setColumnWidth(column, view.width >= narrowest ? std::min(view.width, widest) : defaultWidth(view.name));
        }
    }
    // A column this view knows nothing of, because it is newer, stays out of sight.
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (!named.contains(column))
            setColumnHidden(column, true);
    }
}

void RecordTable::widenColumn(int column, int steps)
{
    setColumnWidth(column, std::clamp(columnWidth(column) + steps * widthStep * fontMetrics().averageCharWidth(), narrowest, widest));
}

void RecordTable::setDefaultColumns(const QList<ViewColumn> &columns)
{
    m_defaults = columns;
    setColumns({});
}

void RecordTable::resetColumns()
{
    // Against what was kept this is a change like any other.
    const QList<ViewColumn> kept = m_kept;
    setColumns(m_defaults);
    m_kept = kept;
    m_edited.start();
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

qint64 RecordTable::selectedCount() const
{
    qint64 rows = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        rows += range.height();
    return rows;
}

RecordTable::Selection RecordTable::selectedRecords() const
{
    Selection chosen;
    if (selectedCount() > mostAtOnce)
        return chosen;
    for (const int row : selectedRows()) {
        const TableRow *record = m_model.rowAt(row);
        if (!record)
            ++chosen.onTheirWay;
        else if (record->gone)
            ++chosen.gone;
        else
            chosen.records.append(record);
    }
    return chosen;
}

QList<int> RecordTable::selectedRows() const
{
    QList<int> rows;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

void RecordTable::copySelection()
{
    const qint64 count = selectedCount();
    if (count == 0)
        return;
    if (count > mostAtOnce) {
        Q_EMIT refused(tr("Copy takes at most %L1 rows; export takes all.").arg(mostAtOnce));
        return;
    }
    const QList<int> shown = shownColumns();
    QStringList lines;
    QStringList cells;
    for (const int column : shown)
        cells.append(copiedCell(m_model.headerData(column, Qt::Horizontal).toString()));
    lines.append(cells.join(u'\t'));
    int onTheirWay = 0;
    for (const int row : selectedRows()) {
        if (!m_model.rowAt(row)) {
            ++onTheirWay;
            continue;
        }
        cells.clear();
        for (const int column : shown)
            cells.append(copiedCell(shownText(m_model.index(row, column))));
        lines.append(cells.join(u'\t'));
    }
    if (onTheirWay > 0) {
        Q_EMIT refused(tr("Nothing was copied: %Ln selected row(s) are still on their way. Scroll over them, then copy again.", nullptr, onTheirWay));
        return;
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

QString RecordTable::shownText(const QModelIndex &index) const
{
    // The delegate knows the store's zone.
    const auto *delegate = qobject_cast<const QStyledItemDelegate *>(itemDelegate());
    return delegate ? delegate->displayText(index.data(), locale()) : index.data().toString();
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
    const bool wasChanged = columnsChanged();
    for (int column = 0; m_charWidth > 0 && charWidth != m_charWidth && column < m_model.columnCount(); ++column) {
        if (!isColumnHidden(column))
            setColumnWidth(column, columnWidth(column) * charWidth / m_charWidth);
    }
    if (!wasChanged)
        m_kept = columns();
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
    m_isAllSelected = false;
    Q_EMIT selectionCountChanged(selectedCount());
}

void RecordTable::selectAll()
{
    QTableView::selectAll();
    m_isAllSelected = m_model.rowCount() > 0;
    Q_EMIT selectionCountChanged(selectedCount());
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
