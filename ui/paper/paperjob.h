// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paper/paperform.h"

#include <QFutureWatcher>
#include <QObject>

#include <atomic>

class QPrinter;

namespace Steward {

/// Papers of one kind, ready to be put on pages.
struct PaperBatch
{
    std::shared_ptr<const PaperForm> form;
    QList<Paper> papers;
};

/// Puts a batch on paper or into one PDF, off the GUI thread. A file of that name is replaced at once when all is written, or left as
/// it was. Destroying it stops.
class PaperJob final : public QObject
{
    Q_OBJECT

public:
    explicit PaperJob(QObject *parent = nullptr);
    ~PaperJob() override;
    void writePdf(const PaperBatch &batch, const QString &fileName);
    /// On the paper that the printer has; the batch's form is of that size.
    void print(const PaperBatch &batch, const std::shared_ptr<QPrinter> &printer);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_watcher.isRunning(); }

Q_SIGNALS:
    void progressed(int papers);
    void finished(int pages);
    void failed(const QString &text);
    void stopped();

private:
    void end();

    QFutureWatcher<Result<int>> m_watcher;
    std::shared_ptr<std::atomic_bool> m_isStopped; ///< of the run under way; a future that is cancelled would not tell how it ended
};

/// A batch as one PDF, here and now; answers with the number of pages. Any thread.
[[nodiscard]] Result<int> writePapers(const PaperBatch &batch, const QString &fileName);

} // namespace Steward
