// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/xlsxwriter.h"

#include <QFile>

#include <xlsxwriter.h>

#include <utility>

namespace Steward {

namespace {

constexpr int longestCell = 32'767; // characters, the format's own limit

} // namespace

XlsxWriter::XlsxWriter(const QString &fileName)
{
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    m_book = workbook_new_opt(QFile::encodeName(fileName).constData(), &options);
    m_sheet = m_book ? workbook_add_worksheet(m_book, nullptr) : nullptr;
}

XlsxWriter::~XlsxWriter()
{
    if (m_book)
        workbook_close(m_book);
}

void XlsxWriter::writeHeading(const QStringList &titles)
{
    if (!m_sheet)
        return;
    lxw_format *bold = workbook_add_format(m_book);
    format_set_bold(bold);
    for (qsizetype i = 0; i < titles.size(); ++i)
        worksheet_write_string(m_sheet, 0, lxw_col_t(i), titles.at(i).toUtf8().constData(), bold);
    worksheet_freeze_panes(m_sheet, 1, 0);
    m_row = 0;
}

void XlsxWriter::beginRow()
{
    ++m_row;
    m_column = 0;
}

void XlsxWriter::writeText(const QString &text)
{
    if (m_sheet)
        worksheet_write_string(m_sheet, m_row, m_column, text.left(longestCell).toUtf8().constData(), nullptr);
    ++m_column;
}

void XlsxWriter::writeNumber(double number)
{
    if (m_sheet)
        worksheet_write_number(m_sheet, m_row, m_column, number, nullptr);
    ++m_column;
}

void XlsxWriter::skipCell()
{
    ++m_column;
}

bool XlsxWriter::close()
{
    if (!m_book)
        return false;
    const lxw_error error = workbook_close(std::exchange(m_book, nullptr));
    m_sheet = nullptr;
    return error == LXW_NO_ERROR;
}

} // namespace Steward
