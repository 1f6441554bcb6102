// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <memory>

struct lxw_workbook;
struct lxw_worksheet;

namespace Steward {

/// Rows a worksheet can hold below its heading (ECMA-376: 1,048,576 rows in all).
constexpr qint64 xlsxMaxRows = 1'048'575;

/// Writes one worksheet row by row in constant memory. Texts are written as texts, so no formula can run.
class XlsxWriter
{
public:
    explicit XlsxWriter(const QString &fileName);
    ~XlsxWriter();
    Q_DISABLE_COPY_MOVE(XlsxWriter)

    void writeHeading(const QStringList &titles);
    void beginRow();
    void writeText(const QString &text);
    void writeNumber(double number);
    void skipCell();
    /// Finishes the file; false when it could not be written.
    [[nodiscard]] bool close();

private:
    lxw_workbook *m_book = nullptr;
    lxw_worksheet *m_sheet = nullptr;
    quint32 m_row = 0;
    quint16 m_column = 0;
};

} // namespace Steward
