// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace Steward {

class BulkRuns;
class BulkWindow;

/// Below the list while a run over many orders is under way, or was when the program ended before: how far it has come, and the way
/// to its window.
class BulkStrip final : public QWidget
{
    Q_OBJECT

public:
    BulkStrip(BulkRuns &runs, QWidget *parent);
    /// The window of the run there is; nothing happens when there is none.
    void showWindow();

private:
    void replaceWindow();
    void update();

    BulkRuns &m_runs;
    QLabel *m_text = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_show = nullptr;
    QPointer<BulkWindow> m_window;
};

} // namespace Steward
