// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/table/tablequery.h"

#include <QObject>

#include <memory>

namespace Steward {

enum class ExportFormat { Csv, Xlsx };

/// One export of what a list shows: logged before the first row, streamed in pages off the GUI thread, cancellable.
/// A cancelled or failed export leaves no file behind. Cells that a spreadsheet would run as a formula are neutralised.
class TableExport final : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QString desk = QStringLiteral("orders");
        TableQuery query;
        QStringList columns; ///< column names in order
        QStringList titles;  ///< their headings
        ExportFormat format = ExportFormat::Csv;
        QString fileName;
        qint64 expectedRows = -1; ///< when known: an XLSX above 1,048,575 data rows is refused before it starts
    };

    explicit TableExport(Session &session, QObject *parent = nullptr);
    ~TableExport() override;
    void start(const Request &request);
    void cancel();

Q_SIGNALS:
    void progressed(qint64 rows);
    void finished(qint64 rows);
    void failed(const QString &text);
    void cancelled();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
