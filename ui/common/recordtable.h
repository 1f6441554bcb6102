// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/savedviews.h"
#include "models/table/tablemodel.h"

#include <QTableView>

#include <functional>

namespace Steward {

/// The table every desk shows its records in: fixed row heights, sorting by the heading, columns that move and hide, and it
/// tells its model which rows are seen. A row that is on its way is drawn as a quiet bar.
class RecordTable final : public QTableView
{
    Q_OBJECT

public:
    enum class Density { Compact, Comfortable };

    /// sortName and columnName say what a column is called in queries and in views; an empty sort name: it does not sort.
    RecordTable(TableModel &model, std::function<QString(int)> sortName, std::function<QString(int)> columnName, QWidget *parent = nullptr);

    void setDensity(Density density);
    [[nodiscard]] Density density() const { return m_density; }
    /// What is shown now, in order; and back.
    [[nodiscard]] QList<ViewColumn> columns() const;
    void setColumns(const QList<ViewColumn> &columns);
    void setDefaultColumns(const QList<ViewColumn> &columns);
    void resetColumns();
    [[nodiscard]] QList<int> shownColumns() const; ///< logical indexes in visual order

    /// Selected rows that are loaded, as ids and versions, at most limit.
    [[nodiscard]] QList<const TableRow *> selectedRecords(int limit = 1000) const;
    void copySelection() const;
    void showRow(int row);

Q_SIGNALS:
    void currentRecordChanged(qint64 id); ///< 0 while it is on its way
    void activatedRecord(qint64 id);
    void sortAsked(const QString &sort, bool descending);
    void selectionCountChanged(int rows);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void reportVisible();
    void showSort();
    void headingClicked(int column);
    void currentMayHaveLoaded();

    TableModel &m_model;
    std::function<QString(int)> m_sortName;
    std::function<QString(int)> m_columnName;
    QList<ViewColumn> m_defaults;
    Density m_density = Density::Comfortable;
    qint64 m_current = 0;
    int m_charWidth = 0; ///< of the font the widths were made for
};

} // namespace Steward
