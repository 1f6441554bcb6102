// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tableexport.h"
#include "ui/common/context.h"
#include "ui/common/pagework.h"

#include <QDialog>

class QLabel;
class QProgressBar;
class QPushButton;
class QRadioButton;

namespace Steward {

/// Exports what the list shows: format, place, progress, stop, and how many rows it became. A window beside the desk, since a large one
/// takes its time; one that is running is not stopped without a word.
class ExportSheet final : public QDialog
{
    Q_OBJECT

public:
    /// request holds query, columns and the expected rows; format and file are chosen here. leftOut: columns that no export holds.
    ExportSheet(const UiContext &context, const ExportRequest &request, const QStringList &leftOut, QWidget *parent = nullptr);
    [[nodiscard]] bool isRunning() const { return m_export.isRunning(); }
    [[nodiscard]] static PageWork work(); ///< that an export is
    void reject() override;

Q_SIGNALS:
    void ended(const QString &text); ///< what became of it, as a whole sentence

private:
    void chooseFile();
    void start(const QString &fileName, ExportFormat format);
    void showProgress(qint64 rows);
    void finish(const QString &text);

    UiContext m_context;
    ExportRequest m_request;
    TableExport m_export;
    QRadioButton *m_csv = nullptr;
    QRadioButton *m_xlsx = nullptr;
    QLabel *m_text = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace Steward
