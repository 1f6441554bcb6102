// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QProcess>
#include <QStandardPaths>
#include <QString>
#include <QXmlStreamReader>

#include <optional>

namespace Steward::Test {

/// One cell of a worksheet as a spreadsheet program would take it.
struct SheetCell
{
    enum class Kind { None, Text, Number, Formula };
    Kind kind = Kind::None;
    QString text;

    friend bool operator==(const SheetCell &, const SheetCell &) = default;
};
using Sheet = QList<QList<SheetCell>>;

inline bool canUnzip()
{
    return !QStandardPaths::findExecutable(QStringLiteral("unzip")).isEmpty();
}

inline QByteArray unzipped(const QString &fileName, const QString &part)
{
    QProcess unzip;
    unzip.start(QStringLiteral("unzip"), {QStringLiteral("-p"), fileName, part});
    return unzip.waitForFinished() && unzip.exitCode() == 0 ? unzip.readAllStandardOutput() : QByteArray();
}

/// "C7" -> 2
inline int columnOf(QStringView place)
{
    int column = 0;
    for (const QChar c : place) {
        if (c.isLetter())
            column = column * 26 + (c.unicode() - u'A' + 1);
    }
    return column - 1;
}

/// The first worksheet's rows, heading first; empty when it cannot be read.
inline Sheet readSheet(const QString &fileName)
{
    Sheet sheet;
    QXmlStreamReader xml(unzipped(fileName, QStringLiteral("xl/worksheets/sheet1.xml")));
    SheetCell cell;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == u"row") {
            const int row = xml.attributes().value(QStringLiteral("r")).toInt();
            while (sheet.size() < row)
                sheet.append(QList<SheetCell>());
        } else if (xml.isStartElement() && xml.name() == u"c") {
            const int column = columnOf(xml.attributes().value(QStringLiteral("r")));
            while (sheet.last().size() <= column)
                sheet.last().append(SheetCell());
            const bool isText = xml.attributes().value(QStringLiteral("t")) == u"inlineStr";
            cell = {isText ? SheetCell::Kind::Text : SheetCell::Kind::Number, {}};
        } else if (xml.isStartElement() && xml.name() == u"f") {
            cell.kind = SheetCell::Kind::Formula;
        } else if (xml.isStartElement() && (xml.name() == u"t" || xml.name() == u"v")) {
            cell.text = xml.readElementText();
        } else if (xml.isEndElement() && xml.name() == u"c") {
            sheet.last().last() = cell;
        }
    }
    return xml.hasError() ? Sheet() : sheet;
}

} // namespace Steward::Test
