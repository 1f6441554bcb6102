// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/table/tablequery.h"

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
};

/// What to export, and where to.
struct ExportRequest
{
    QString desk = QStringLiteral("orders");
    QString pageQuery = QStringLiteral("orders/order_export_page");
    TableQuery query;
    QList<ExportColumn> columns;
    ExportFormat format = ExportFormat::Csv;
    QString fileName;
    QByteArray timeZone = "UTC"; ///< times are written in the store's zone
    qint64 expectedRows = -1;    ///< when known: an XLSX of more rows than it can hold is refused before it starts
};

/// One export of what a list shows: logged before the first row, streamed in pages off the GUI thread, cancellable.
/// A cancelled or failed export leaves no file behind. Cells that a spreadsheet would run as a formula are neutralised.
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
    void progressed(qint64 rows);
    void finished(qint64 rows);
    void failed(const QString &text);
    void cancelled();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
