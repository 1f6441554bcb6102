// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/savedviews.h"
#include "models/table/tablemodel.h"

#include <QSet>
#include <QTableView>
#include <QTimer>

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
    /// Columns this login is not shown: never seen, chosen or stored. Before the columns are set.
    void setWithheldColumns(const QSet<int> &columns);
    [[nodiscard]] bool isWithheld(int column) const { return m_withheld.contains(column); }
    /// What is shown now, in order; and back. The last one fills what is left and hidden ones have none, so their width is 0.
    [[nodiscard]] QList<ViewColumn> columns() const;
    void setColumns(const QList<ViewColumn> &columns);
    void setDefaultColumns(const QList<ViewColumn> &columns);
    void resetColumns();
    /// Whether order, widths or choice of columns were changed since they were set or kept.
    [[nodiscard]] bool columnsChanged() const { return columns() != m_kept; }
    void keepColumns(const QList<ViewColumn> &columns) { m_kept = columns; }
    void widenColumn(int column, int steps); ///< by some characters each; negative: narrower
    [[nodiscard]] QList<int> shownColumns() const; ///< logical indexes in visual order

    /// How many rows are selected, loaded or not; costs nothing however many they are.
    [[nodiscard]] qint64 selectedCount() const;
    /// Everything was selected at once, so all that the list's query matches is meant, also where its length is not known yet.
    [[nodiscard]] bool isAllSelected() const { return m_isAllSelected; }
    /// What an action on all selected rows works on. Beyond mostAtOnce rows nothing is looked at.
    struct Selection
    {
        QList<const TableRow *> records; ///< in the order of the list
        int onTheirWay = 0;              ///< selected, but not loaded
        int gone = 0;                    ///< selected, but left the list meanwhile
    };
    static constexpr int mostAtOnce = 1000;
    [[nodiscard]] Selection selectedRecords() const;
    /// Copies what is shown of all selected rows, or of none and emits refused().
    void copySelection();
    void showRow(int row);
    void selectAll() override;

Q_SIGNALS:
    void currentRecordChanged(qint64 id); ///< 0 while it is on its way
    void activatedRecord(qint64 id);
    void sortAsked(const QString &sort, bool descending);
    void selectionCountChanged(qint64 rows);
    void columnsEdited(); ///< once, when they have settled
    void refused(const QString &why); ///< a whole sentence: what was not done, and what to do

protected:
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    [[nodiscard]] QList<int> selectedRows() const;
    [[nodiscard]] QString shownText(const QModelIndex &index) const;
    void reportVisible();
    void showSort();
    void headingClicked(int column);
    void currentMayHaveLoaded();
    void placeColumns(const QList<ViewColumn> &wanted);

    TableModel &m_model;
    std::function<QString(int)> m_sortName;
    std::function<QString(int)> m_columnName;
    QSet<int> m_withheld;
    QList<ViewColumn> m_defaults;
    QList<ViewColumn> m_kept;
    QTimer m_edited;
    Density m_density = Density::Comfortable;
    qint64 m_current = 0;
    bool m_isAllSelected = false;
    int m_charWidth = 0; ///< of the font the widths were made for
};

} // namespace Steward
