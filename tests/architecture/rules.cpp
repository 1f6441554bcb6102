// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/rules.h"

#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Steward::Architecture {

namespace {

constexpr int longestFile = 500; // lines

QString at(const SourceFile &file, qsizetype position, const QString &what)
{
    const qsizetype line = QStringView(file.text).left(position).count(u'\n') + 1;
    return u"%1:%2: %3"_s.arg(file.path).arg(line).arg(what);
}

/// Comments may speak of what code may not do, so they are blanked out (lines stay).
QString withoutComments(const QString &text)
{
    static const QRegularExpression lineComment(uR"((?<!:)//[^\n]*)"_s);
    static const QRegularExpression blockComment(uR"(/\*(?:[^*]|\*(?!/))*\*/)"_s);
    QString plain = text;
    plain.replace(lineComment, QString());
    return plain.remove(blockComment);
}

QStringList matches(const SourceFile &file, const QString &pattern, const QString &what)
{
    QStringList breaches;
    const QString code = withoutComments(file.text);
    const SourceFile stripped{file.path, code};
    const QRegularExpression expression(pattern);
    auto iterator = expression.globalMatch(code);
    while (iterator.hasNext())
        breaches.append(at(stripped, iterator.next().capturedStart(), what));
    return breaches;
}

/// "models/orders/import/x.cpp" belongs to "models/orders"; "app/ctl/main.cpp" to "app".
QString roomOf(const QString &path)
{
    const QStringList parts = path.split(u'/');
    if (parts.size() < 2 || parts[0] == u"app")
        return parts.value(0);
    return parts[0] + u'/' + parts[1];
}

/// Which rooms a room may look into, besides itself.
bool mayInclude(const QString &from, const QString &to)
{
    static const QHash<QString, QStringList> infrastructure{
        {u"models/core"_s, {}},
        {u"models/database"_s, {u"models/core"_s}},
        {u"models/session"_s, {u"models/core"_s, u"models/database"_s}},
        {u"models/table"_s, {u"models/core"_s, u"models/database"_s, u"models/session"_s}},
    };
    if (from == to || from == u"app" || from.startsWith(u"tests"_s))
        return true;
    if (infrastructure.contains(from))
        return infrastructure[from].contains(to);
    if (from.startsWith(u"models/"_s)) // a slice
        return infrastructure.contains(to);
    if (from == u"ui/common")
        return to.startsWith(u"models/"_s) && infrastructure.contains(to);
    if (from.startsWith(u"ui/"_s))
        return to.startsWith(u"models/"_s) || to == u"ui/common" || to == u"ui/paper"; // any desk may put something on paper
    return false;
}

bool isBelowUi(const QString &path)
{
    return path.startsWith(u"models/"_s) || path.startsWith(u"app/ctl/"_s) || path.startsWith(u"app/cluster/"_s);
}

/// A window that comes to the screen by itself comes over a locked one, too.
QStringList windowBreaches(const SourceFile &file)
{
    if (!file.path.startsWith(u"ui/"_s) || file.path == u"ui/common/windows.cpp"_s)
        return {};
    return matches(file, uR"(->open\(\))"_s, u"sheets come to the screen by openSheet()"_s)
        + matches(file, u"->(activateWindow|showMaximized)\\("_s, u"windows come to the screen by showWindow()"_s);
}

/// What runs on the GUI thread does not wait for a future or a process.
QStringList waitingBreaches(const SourceFile &file)
{
    if (!file.path.startsWith(u"ui/"_s) && !file.path.startsWith(u"models/"_s) && !file.path.startsWith(u"app/desktop/"_s))
        return {};
    return matches(file, u"\\bwaitForFinished\\b"_s, u"the screen never waits; use LatestOnly"_s);
}

} // namespace

QStringList layerBreaches(const SourceFile &file)
{
    static const QRegularExpression include(uR"re(#include\s+"((?:app|ui|models|tests)/[^"]+)")re"_s);
    QStringList breaches;
    auto iterator = include.globalMatch(file.text);
    while (iterator.hasNext()) {
        const auto match = iterator.next();
        const QString from = roomOf(file.path);
        const QString to = roomOf(match.captured(1));
        if (!mayInclude(from, to))
            breaches.append(at(file, match.capturedStart(), u"%1 may not include %2"_s.arg(from, to)));
    }
    return breaches;
}

QStringList databaseBreaches(const SourceFile &file)
{
    if (file.path.startsWith(u"models/database/"_s) || file.path.startsWith(u"tests/"_s))
        return {};
    return matches(file, uR"(QSqlDatabase|QSqlQuery|libpq-fe\.h|\bPQ(exec|connect|sendQuery)\w*)"_s,
                   u"only models/database names the SQL layer"_s);
}

QStringList widgetBreaches(const SourceFile &file)
{
    if (!isBelowUi(file.path))
        return {};
    return matches(file, uR"(#include\s+<(Q(Widget|Color|Icon|Font|Pixmap|Image|Painter|Palette|Brush|Application|Action|Dialog|TableView)\w*|QtWidgets|QtGui)\b[^>]*>)"_s,
                   u"Widgets and Gui live in ui and app/desktop"_s);
}

QStringList bannedBreaches(const SourceFile &file)
{
    if (file.path.startsWith(u"tests/"_s))
        return {};
    return matches(file, u"\\bQEventLoop\\b"_s, u"no nested event loop"_s)
        + matches(file, u"\\bprocessEvents\\b"_s, u"no processEvents"_s)
        + matches(file, u"(?<![\\w.>])sender\\(\\)"_s, u"no sender()"_s)
        + matches(file, uR"((?<!\bapplication)(\.|->)exec\()"_s, u"exec() nests an event loop; use open() or popup()"_s)
        + matches(file, uR"((?<!\bQApplication|\bQCoreApplication|\bQGuiApplication)::exec\()"_s, u"exec() nests an event loop; use open() or popup()"_s)
        + matches(file, uR"(\bQMessageBox::(question|information|warning|critical|about|aboutQt)\s*\()"_s, u"a static message box nests an event loop; ask through Prompts"_s)
        + matches(file, uR"(\bQFileDialog::(get|save)\w+\s*\()"_s, u"a static file dialog nests an event loop; ask through Prompts"_s)
        + matches(file, uR"(\bQ(Input|Color|Font)Dialog::get\w+\s*\()"_s, u"a static dialog nests an event loop; ask through Prompts"_s)
        + matches(file, u"\\bBlockingQueuedConnection\\b"_s, u"the screen never waits for another thread"_s)
        + waitingBreaches(file)
        + windowBreaches(file)
        + matches(file, uR"(\.then\(\s*(this|context)\b)"_s, u"no QFuture::then with a context"_s)
        + matches(file, uR"(connect\(\s*[^,;()]+(\([^()]*\))?[^,;()]*,\s*&[\w:]+(<[^>]*>)?\s*,\s*\[)"_s, u"connect() without a context object"_s)
        + matches(file, uR"(singleShot\(\s*[^,;()]+,\s*\[)"_s, u"singleShot() without a context object"_s)
        + matches(file, uR"re("\s*(?i:select|insert into|update|delete from)\s[^"\n]*"(_s|_ba)?\)?\s*(\+|%)\s*[a-z])re"_s, u"SQL joined from strings"_s)
        + matches(file, uR"re("\s*(?i:select|insert into|update|delete from)\s[^"\n]*%1[^"\n]*")re"_s, u"SQL made by arg()"_s);
}

QStringList unfinishedBreaches(const SourceFile &file)
{
    if (file.path.startsWith(u"tests/"_s))
        return {};
    QStringList breaches;
    static const QRegularExpression words(u"\\b(TO" "DO|FIX" "ME|X" "XX|HA" "CK|not imple" "mented|for n" "ow)\\b"_s);
    auto iterator = words.globalMatch(file.text);
    while (iterator.hasNext())
        breaches.append(at(file, iterator.next().capturedStart(), u"reads as unfinished"_s));
    return breaches;
}

QStringList lengthBreaches(const SourceFile &file)
{
    const qsizetype lines = file.text.count(u'\n');
    if (lines <= longestFile || file.path.startsWith(u"tests/"_s))
        return {};
    return {u"%1:%2: longer than %3 lines"_s.arg(file.path).arg(lines).arg(longestFile)};
}

QStringList allBreaches(const SourceFile &file)
{
    return layerBreaches(file) + databaseBreaches(file) + widgetBreaches(file) + bannedBreaches(file) + unfinishedBreaches(file)
        + lengthBreaches(file);
}

} // namespace Steward::Architecture
