// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablemodel.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace Steward {

/// Below a list: where one is, how many there are and how sure that is, what is new, and the ways to jump.
class ListFooter final : public QWidget
{
    Q_OBJECT

public:
    explicit ListFooter(TableModel &model, QWidget *parent = nullptr);
    void setCurrentRow(int row);
    enum class Selected { Rows, All };
    /// All: everything that the list's query matches, however many rows are known of it.
    void setSelectionCount(qint64 rows, Selected selected);
    /// Buttons for actions of the desk, in order.
    void addButton(QAction *action);
    [[nodiscard]] QString countText() const;

private:
    void update();

    TableModel &m_model;
    QLabel *m_position = nullptr;
    QToolButton *m_count = nullptr;
    QToolButton *m_news = nullptr;
    QWidget *m_actions = nullptr;
    int m_row = -1;
    qint64 m_selected = 0;
    bool m_isAllSelected = false;
};

} // namespace Steward
