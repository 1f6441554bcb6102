// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkmodel.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QTableView;

namespace Steward {

class BulkRuns;

/// A run over many orders: first what will become of each and why, then how far it has come and what became of each, with the ways to
/// stop it, go on, try the failures again and take it back. The desk beside it stays usable; closing the window leaves the run as it is.
class BulkWindow final : public QWidget
{
    Q_OBJECT

public:
    /// For the run that runs has now; both outlive the window.
    BulkWindow(BulkRuns &runs, QWidget *parent);

private:
    void layOut();
    void connectAll();
    QPushButton *addButton(const QString &text, const QString &name);
    void update();
    void updateButtons();
    void updateGroups();
    void showChosenGroup();
    [[nodiscard]] QString saidText() const;
    [[nodiscard]] QString plannedText() const;
    [[nodiscard]] QString stoppedText() const;
    [[nodiscard]] QString endText() const;

    BulkRuns &m_runs;
    BulkRun &m_run;
    BulkModel m_model;
    BulkGroupModel m_shown;
    QLabel *m_head = nullptr;
    QLabel *m_said = nullptr;
    QProgressBar *m_bar = nullptr;
    QListWidget *m_groups = nullptr;
    QTableView *m_rows = nullptr;
    QPushButton *m_do = nullptr, *m_stop = nullptr, *m_resume = nullptr, *m_end = nullptr, *m_retry = nullptr, *m_undo = nullptr, *m_close = nullptr;
    QList<BulkGroup> m_listed; ///< of m_groups, behind the line for all
};

} // namespace Steward
