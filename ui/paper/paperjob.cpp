// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paper/paperjob.h"

#include "ui/paper/paperpages.h"

#include <QPainter>
#include <QPdfWriter>
#include <QPrinter>
#include <QSaveFile>
#include <QtConcurrentRun>

#include <functional>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// Told after each paper; false stops.
using Going = std::function<bool(int papers)>;

/// The pages it took; an Error of kind Cancelled when it was stopped.
Result<int> drawPapers(QPagedPaintDevice &device, const PaperBatch &batch, const Error &fault, const Going &isGoing)
{
    QPainter painter;
    if (!painter.begin(&device))
        return fault;
    const double scale = double(device.logicalDpiX()) / PaperPages::dpi;
    int pages = 0;
    for (qsizetype i = 0; i < batch.papers.size(); ++i) {
        if (!isGoing(int(i)))
            return Error{ErrorKind::Cancelled, {}, {}, {}};
        const PaperPages paper(batch.form, batch.papers.at(i));
        for (int page = 0; page < paper.count(); ++page) {
            if (pages++ > 0 && !device.newPage())
                return fault;
            painter.save();
            painter.scale(scale, scale);
            paper.draw(painter, page);
            painter.restore();
        }
    }
    return painter.end() ? Result<int>(pages) : fault;
}

Result<int> writeFile(const PaperBatch &batch, const QString &fileName, const Going &isGoing)
{
    const Error fault{ErrorKind::Invalid, PaperJob::tr("The file %1 could not be written. Choose another place, or make room, and save again.").arg(fileName), {}, {}};
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly))
        return fault;
    auto writer = std::make_unique<QPdfWriter>(&file);
    writer->setResolution(PaperPages::dpi);
    writer->setPageSize(batch.form->look().size);
    writer->setPageMargins({});
    writer->setCreator(u"Steward"_s);
    writer->setTitle(papersText(batch.form->kind(), int(batch.papers.size())));
    const Result<int> pages = drawPapers(*writer, batch, fault, isGoing);
    writer.reset(); // writes what it still has
    if (!pages)
        return pages.error();
    return file.commit() ? pages : fault;
}

Result<int> usePrinter(const PaperBatch &batch, QPrinter &printer, const Going &isGoing)
{
    const Error fault{ErrorKind::Invalid, PaperJob::tr("The printer did not take the papers. Look whether it is on, then print again, or save them as PDF."), {}, {}};
    printer.setFullPage(true);
    printer.setDocName(papersText(batch.form->kind(), int(batch.papers.size())));
    return drawPapers(printer, batch, fault, isGoing);
}

/// Runs write(isGoing) on a helper thread.
template <typename Write>
QFuture<Result<int>> runOff(int count, const std::shared_ptr<std::atomic_bool> &isStopped, Write write)
{
    return QtConcurrent::run([count, isStopped, write](QPromise<Result<int>> &promise) {
        promise.setProgressRange(0, count);
        promise.addResult(write([&](int papers) {
            promise.setProgressValue(papers);
            return !*isStopped;
        }));
    });
}

} // namespace

PaperJob::PaperJob(QObject *parent) : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, &PaperJob::progressed);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &PaperJob::end);
}

PaperJob::~PaperJob()
{
    m_watcher.disconnect();
    stop();
}

void PaperJob::writePdf(const PaperBatch &batch, const QString &fileName)
{
    m_isStopped = std::make_shared<std::atomic_bool>(false);
    m_watcher.setFuture(runOff(int(batch.papers.size()), m_isStopped, [batch, fileName](const Going &isGoing) { return writeFile(batch, fileName, isGoing); }));
}

void PaperJob::print(const PaperBatch &batch, const std::shared_ptr<QPrinter> &printer)
{
    m_isStopped = std::make_shared<std::atomic_bool>(false);
    m_watcher.setFuture(runOff(int(batch.papers.size()), m_isStopped, [batch, printer](const Going &isGoing) { return usePrinter(batch, *printer, isGoing); }));
}

void PaperJob::stop()
{
    if (m_isStopped)
        *m_isStopped = true;
}

void PaperJob::end()
{
    const Result<int> pages = m_watcher.result();
    if (pages)
        Q_EMIT finished(*pages);
    else if (pages.error().kind == ErrorKind::Cancelled)
        Q_EMIT stopped();
    else
        Q_EMIT failed(pages.error().userText);
}

Result<int> writePapers(const PaperBatch &batch, const QString &fileName)
{
    return writeFile(batch, fileName, [](int) { return true; });
}

} // namespace Steward
