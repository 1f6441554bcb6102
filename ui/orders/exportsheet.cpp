// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/exportsheet.h"

#include "ui/common/counts.h"
#include "ui/common/prompts.h"
#include "ui/common/sheetparts.h"

#include <QDate>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString stoppedText()
{
    return ExportSheet::tr("The export was stopped; no file was left behind.");
}

} // namespace

ExportSheet::ExportSheet(const UiContext &context, const ExportRequest &request, const QStringList &leftOut, QWidget *parent)
    : QDialog(parent, Qt::Window), m_context(context), m_request(request), m_export(context.session), m_csv(new QRadioButton(tr("CSV, any number of rows"), this)),
      m_xlsx(new QRadioButton(tr("Excel workbook (XLSX), up to %L1 rows").arg(xlsxMaxRows), this)), m_text(new QLabel(this)), m_bar(new QProgressBar(this)),
      m_start(new QPushButton(tr("Choose a file…"), this)), m_close(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"exportSheet"_s);
    setWindowTitle(tr("Export orders"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_csv->setChecked(true);
    m_text->setWordWrap(true);
    m_text->setObjectName(u"exportText"_s);
    QStringList titles;
    for (const ExportColumn &column : request.columns)
        titles.append(column.title);
    const QString rows = request.expectedRows >= 0 ? tr("%Ln order(s)", nullptr, countOf(request.expectedRows)) : tr("All orders of this list");
    m_text->setText(tr("%1, with the columns shown: %2.\nThe store keeps a record of each export: who, when, which filter and columns, how many rows.").arg(rows, titles.join(u", "_s))
                    + (leftOut.isEmpty() ? QString() : u'\n' + tr("Left out, since addresses are given to carriers alone: %1.").arg(leftOut.join(u", "_s))));
    m_bar->setRange(0, countOf(request.expectedRows));
    m_bar->setTextVisible(false);
    m_bar->hide();
    m_start->setProperty("primary", true);
    m_start->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_start);
    QVBoxLayout *column = sheetLayout(this);
    column->addWidget(m_text);
    column->addWidget(m_csv);
    column->addWidget(m_xlsx);
    column->addWidget(m_bar);
    column->addLayout(buttons);
    setMinimumWidth(460);
    connect(m_start, &QPushButton::clicked, this, &ExportSheet::chooseFile);
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (m_export.isRunning())
            m_export.cancel();
        else
            QDialog::reject();
    });
    connect(&m_export, &TableExport::counting, this, [this] { m_text->setText(tr("Counting first whether a spreadsheet can hold them all…")); });
    connect(&m_export, &TableExport::progressed, this, &ExportSheet::showProgress);
    connect(&m_export, &TableExport::finished, this, [this](qint64 written) { finish(tr("%Ln order(s) were written to %1.", nullptr, countOf(written)).arg(m_request.fileName)); });
    connect(&m_export, &TableExport::failed, this, &ExportSheet::finish);
    connect(&m_export, &TableExport::cancelled, this, [this] { finish(stoppedText()); });
}

/// Esc and the window's cross are easily meant for something else.
void ExportSheet::reject()
{
    if (!m_export.isRunning())
        return QDialog::reject();
    m_context.prompts.ask(this, work().title, tr("%1 If you stop it, no file is left behind.").arg(work().said), {tr("Stop the export"), tr("Go on")}, [this](int choice) {
        if (choice != 0 || !m_export.isRunning())
            return; // it may have come to its end meanwhile, which is to be read
        m_export.cancel();
        Q_EMIT ended(stoppedText());
        QDialog::reject();
    });
}

PageWork ExportSheet::work()
{
    return {tr("An export is going on"), tr("Orders are being exported."), tr("If you leave now, it stops, and no file is left behind."), tr("It stops when the screen is locked, and no file is left behind.")};
}

void ExportSheet::chooseFile()
{
    const bool isXlsx = m_xlsx->isChecked();
    const QString extension = isXlsx ? u"xlsx"_s : u"csv"_s;
    const QString name = tr("orders-%1.%2").arg(QDate::currentDate().toString(Qt::ISODate), extension);
    m_context.prompts.saveFile(this, tr("Export orders"), name, {u"*."_s + extension}, [this, isXlsx](const QString &fileName) { start(fileName, isXlsx ? ExportFormat::Xlsx : ExportFormat::Csv); });
}

void ExportSheet::start(const QString &fileName, ExportFormat format)
{
    m_request.fileName = fileName;
    m_request.format = format;
    m_start->setEnabled(false);
    m_csv->setEnabled(false);
    m_xlsx->setEnabled(false);
    m_close->setText(tr("Stop"));
    m_bar->show();
    m_export.start(m_request);
}

void ExportSheet::showProgress(qint64 rows)
{
    m_bar->setValue(countOf(rows));
    m_text->setText(tr("%Ln order(s) written so far…", nullptr, countOf(rows)));
}

void ExportSheet::finish(const QString &text)
{
    m_bar->hide();
    m_text->setText(text);
    m_start->setEnabled(true);
    m_csv->setEnabled(true);
    m_xlsx->setEnabled(true);
    m_close->setText(tr("Close"));
    Q_EMIT ended(text);
}

} // namespace Steward
