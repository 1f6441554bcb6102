// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace Steward {

class RecordTable;

/// Which columns a table shows and in what order: a list to search, tick and drag (or Alt+Up, Alt+Down).
class ColumnChooser final : public QDialog
{
    Q_OBJECT

public:
    explicit ColumnChooser(RecordTable &table, QWidget *parent = nullptr);

private:
    [[nodiscard]] QLayout *makeWidths();
    [[nodiscard]] QLayout *makeButtons();
    void find(const QString &text);
    void fill();
    void apply();
    void move(int by);
    void widen(int steps);

    RecordTable &m_table;
    QLineEdit *m_search = nullptr;
    QListWidget *m_list = nullptr;
};

} // namespace Steward
