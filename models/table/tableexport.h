// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/table/tablequery.h"
#include "models/table/xlsxwriter.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace Steward {

enum class ExportFormat { Csv, Xlsx };

/// One column of an export: its heading, the page function's column, and what it holds.
struct ExportColumn
{
    enum class Kind { Text, Money, Time, Number };
    QString name;      ///< as in saved views, "placed": what the log keeps
    QString title;
    QByteArray source; ///< "placed_at"
    Kind kind = Kind::Text;
    QHash<QString, QString> words = {}; ///< for machine words: what the list shows instead, "partially_paid" as "Partly paid"
};

/// What to export, and where to.
struct ExportRequest
{
    QString desk = QStringLiteral("orders");
    QString pageQuery = QStringLiteral("orders/order_export_page");
    QString countQuery = QStringLiteral("orders/order_count");
    TableQuery query;
    QList<ExportColumn> columns;
    ExportFormat format = ExportFormat::Csv;
    QString fileName;
    QByteArray timeZone = "UTC"; ///< times are written in the store's zone
    qint64 expectedRows = -1;    ///< when known; an XLSX is counted first when it is not, and refused when it cannot hold them all
    qint64 sheetRows = xlsxMaxRows;
};

/// One export of what a list shows: logged before the first row, streamed in pages over a connection of its own, so that counts and
/// tabs are answered meanwhile; cancellable. A file of that name is replaced at once when all is written, or left as it was. A cancelled or failed export leaves no file behind. Cells that a spreadsheet would run as a formula are neutralised.
class TableExport final : public QObject
{
    Q_OBJECT

public:
    explicit TableExport(Session &session, QObject *parent = nullptr);
    ~TableExport() override;
    void start(const ExportRequest &request);
    void cancel();
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void counting(); ///< before an XLSX of unknown length
    void progressed(qint64 rows);
    void finished(qint64 rows);
    void failed(const QString &text);
    void cancelled();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
