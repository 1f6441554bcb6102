// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include "models/orders/import/importjob.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"format"_s, u"shopify, or columns: any table, by --map."_s, u"format"_s},
        {u"map"_s, u"With --format columns: a map's file, or the name of a shipped one (%1)."_s.arg(ImportMap::shipped().join(u", "_s)), u"map"_s},
        {u"source"_s, u"The shop the orders come from, a name of a to z, 0 to 9, '.', '_' and '-'. The map's own if it is missing."_s, u"name"_s},
        {u"currency"_s, u"Of amounts in a file that does not say it, as EUR."_s, u"code"_s},
        {u"zone"_s, u"Of times without an offset, as Europe/London."_s, u"zone"_s},
        {u"decimal"_s, u"'.' or ',': how amounts are written, when the file leaves it open."_s, u"sign"_s},
        {u"encoding"_s, u"utf-8, utf-16 or windows-1252, when the file leaves it open."_s, u"encoding"_s},
        {u"rejects"_s, u"Folder for the rows of orders that could not be imported; else beside the file."_s, u"folder"_s},
        {u"dry-run"_s, u"Check everything, import nothing."_s},
        {u"json"_s, u"Report as JSON."_s},
    });
    parser.addPositionalArgument(u"file"_s, u"CSV files."_s, u"FILE…"_s);
}

/// What is wrong with the options, or an empty text.
QString readChoices(const QCommandLineParser &parser, ImportRequest &request)
{
    const QString format = parser.value(u"format"_s);
    if (format != u"shopify" && format != u"columns")
        return u"Say with --format how the files are written: shopify, or columns with --map."_s;
    if ((format == u"columns") != parser.isSet(u"map"_s))
        return u"--format columns needs --map, and only that does."_s;
    const QString decimal = parser.value(u"decimal"_s);
    if (!decimal.isEmpty() && decimal != u"." && decimal != u",")
        return u"--decimal is '.' or ','."_s;
    const QString encoding = parser.value(u"encoding"_s);
    if (!encoding.isEmpty() && !QStringList{u"utf-8"_s, u"utf-16"_s, u"windows-1252"_s}.contains(encoding))
        return u"--encoding is utf-8, utf-16 or windows-1252."_s;
    auto map = ImportMap::load(format == u"shopify" ? format : parser.value(u"map"_s));
    if (!map)
        return map.error().userText;
    request.map = *map;
    request.choices = {parser.value(u"source"_s), parser.value(u"currency"_s).toUtf8().toUpper(), parser.value(u"zone"_s).toUtf8(), {}, encoding, 0};
    if (!decimal.isEmpty())
        request.choices.decimalSign = decimal == u"," ? ImportMap::DecimalSign::Comma : ImportMap::DecimalSign::Point;
    request.rejectFolder = parser.value(u"rejects"_s);
    request.mode = parser.isSet(u"dry-run"_s) ? ImportRequest::Mode::DryRun : ImportRequest::Mode::Import;
    return {};
}

void printReport(const ImportReport &report)
{
    Console::print(u"%1: %2 rows, %3 orders: %4 %5, %6 there already, %7 rejected."_s.arg(report.file)
                       .arg(report.rows).arg(report.orders).arg(report.created)
                       .arg(report.isDryRun ? u"would be imported"_s : u"imported"_s).arg(report.unchanged).arg(report.rejected));
    for (const ImportProblem &problem : report.problems) {
        QString where = problem.file.isEmpty() ? u"  line %1"_s.arg(problem.line) : u"  %1, line %2"_s.arg(problem.file).arg(problem.line);
        if (!problem.column.isEmpty())
            where += u", column \"%1\""_s.arg(problem.column);
        Console::print(u"%1: %2"_s.arg(where, problem.reason));
    }
    if (report.furtherProblems > 0)
        Console::print(u"  and %1 more"_s.arg(report.furtherProblems));
    QList<ImportNote> notes = report.notes.values();
    std::ranges::sort(notes, {}, &ImportNote::firstLine);
    for (const ImportNote &note : std::as_const(notes))
        Console::print(u"  note (%1 times, first on line %2): %3"_s.arg(note.count).arg(note.firstLine).arg(note.text));
    if (!report.rejectFile.isEmpty())
        Console::print(u"  The rejected rows are in %1: mend them and import that file."_s.arg(report.rejectFile));
}

/// Imports one file and tells what became of it.
Exit importFile(Connection &connection, const ConnectionOptions &options, const ImportRequest &request, QJsonArray *reports)
{
    Console::ProgressLine line;
    line.show(u"%1: checking"_s.arg(request.path));
    const auto report = ImportJob(connection, options).run(request, [&](double part) {
        line.show(u"%1: %2 %"_s.arg(request.path).arg(int(part * 100)));
        return true;
    });
    line.clear();
    if (!report) {
        if (reports)
            reports->append(QJsonObject{{u"file"_s, request.path}, {u"error"_s, report.error().userText}});
        return Console::fail(u"%1: %2"_s.arg(request.path, report.error().userText));
    }
    if (reports)
        reports->append(report->toJson());
    else
        printReport(*report);
    return report->rejected == 0 ? Exit::Done : Console::fail(u"%1: %2 of %3 orders were rejected."_s.arg(request.path).arg(report->rejected).arg(report->orders));
}

Exit importOrders(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    const QStringList files = parser.positionalArguments();
    if (files.isEmpty())
        return Console::refuse(u"Usage: stewardctl import orders FILE… --format shopify|columns. See --help."_s);
    ImportRequest request;
    if (const QString wrong = readChoices(parser, request); !wrong.isEmpty())
        return Console::refuse(wrong);
    const auto options = Console::connectionOptions(parser);
    if (!options)
        return Console::fail(options.error().userText);
    Connection connection(u"import"_s);
    if (auto opened = connection.open(*options); !opened)
        return Console::fail(opened.error().userText);

    const bool asJson = parser.isSet(u"json"_s);
    QJsonArray reports;
    for (const QString &file : files) {
        request.path = file;
        if (importFile(connection, *options, request, asJson ? &reports : nullptr) != Exit::Done)
            exit = Exit::Failed;
    }
    if (asJson)
        Console::printJson({{u"files"_s, reports}});
    return exit;
}

} // namespace

QList<Subcommand> importCommands()
{
    Subcommand command{{u"import"_s, u"orders"_s}, u"orders from CSV files of other shops: checked, repeatable, rejects kept"_s, u"FILE…"_s, {}};
    command.run = [self = command](const QStringList &arguments) { return importOrders(self, arguments); };
    return {command};
}

} // namespace Steward
