// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace Steward {

/// A table of some hundred rows that are all there: whole rows, one at a time; Return works on it, Tab leaves it. Columns are as wide
/// as what is in them, and the last one fills what is left.
class SmallTable final : public QTableView
{
    Q_OBJECT

public:
    SmallTable(QAbstractItemModel &model, const QString &name, const QString &accessibleName, QWidget *parent = nullptr);
    [[nodiscard]] int currentRow() const; ///< of the model; -1 when none is chosen
    void chooseRow(int row);
    /// Cells whose data under this role is true are written strongly, in the colour of what must not be overlooked.
    void setMarkedRole(int role);

Q_SIGNALS:
    void rowChosen(int row); ///< -1: none
    void rowActivated(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    class CellDelegate;

    void fit();

    CellDelegate *m_cells = nullptr;
};

} // namespace Steward
