// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/rules.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Steward::Architecture;

/// The dependency rule and the banned list of the house, and that each rule catches a planted breach.
class ArchitectureTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileKeepsTheRules()
    {
        const QDir root(QStringLiteral(STEWARD_SOURCE_DIR));
        QStringList breaches;
        int files = 0;
        for (const QString &top : {u"app"_s, u"ui"_s, u"models"_s}) {
            QDirIterator iterator(root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (iterator.hasNext()) {
                QFile file(iterator.next());
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
                breaches += allBreaches({root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
                ++files;
            }
        }
        QVERIFY(files > 50);
        QVERIFY2(breaches.isEmpty(), qPrintable(u'\n' + breaches.join(u'\n')));
    }

    void aPlantedBreachIsCaught_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QString &path, const QString &text) { QTest::newRow(name) << path << text; };
        row("models include ui", u"models/orders/x.cpp"_s, u"#include \"ui/common/page.h\"\n"_s);
        row("ui includes app", u"ui/orders/x.cpp"_s, u"#include \"app/desktop/steward.h\"\n"_s);
        row("slice includes slice", u"models/orders/x.cpp"_s, u"#include \"models/audit/audit.h\"\n"_s);
        row("desk includes desk", u"ui/orders/x.cpp"_s, u"#include \"ui/customers/page.h\"\n"_s);
        row("database includes session", u"models/database/x.cpp"_s, u"#include \"models/session/session.h\"\n"_s);
        row("query outside", u"models/orders/x.cpp"_s, u"QSqlQuery query;\n"_s);
        row("libpq outside", u"ui/orders/x.cpp"_s, u"#include <libpq-fe.h>\n"_s);
        row("colour in a model", u"models/orders/x.cpp"_s, u"#include <QColor>\n"_s);
        row("nested loop", u"ui/orders/x.cpp"_s, u"QEventLoop loop;\n"_s);
        row("process events", u"ui/orders/x.cpp"_s, u"QCoreApplication::processEvents();\n"_s);
        row("sender", u"ui/orders/x.cpp"_s, u"auto *who = sender();\n"_s);
        row("dialog exec", u"ui/orders/x.cpp"_s, u"dialog.exec();\n"_s);
        row("then with context", u"ui/orders/x.cpp"_s, u"future.then(this, [] {});\n"_s);
        row("three-argument connect", u"ui/orders/x.cpp"_s, u"connect(button, &QPushButton::clicked, [this] { go(); });\n"_s);
        row("joined SQL", u"models/orders/x.cpp"_s, u"auto sql = \"select * from orders where id = \" + id;\n"_s);
        row("SQL by arg", u"models/orders/x.cpp"_s, u"auto sql = u\"select * from orders where id = %1\"_s.arg(id);\n"_s);
        row("unfinished", u"models/orders/x.cpp"_s, u"// TO"_s + u"DO later\n"_s);
        row("too long", u"models/orders/x.cpp"_s, QString(501, u'\n'));
    }

    void aPlantedBreachIsCaught()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QCOMPARE(allBreaches({path, text}).size(), 1);
    }

    void whatIsAllowedPasses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QString &path, const QString &text) { QTest::newRow(name) << path << text; };
        row("page includes its slice", u"ui/orders/x.cpp"_s, u"#include \"models/orders/order.h\"\n#include \"ui/common/page.h\"\n"_s);
        row("four-argument connect", u"ui/orders/x.cpp"_s, u"connect(button, &QPushButton::clicked, this, [this] { go(); });\n"_s);
        row("comment names it", u"ui/orders/x.cpp"_s, u"// no QEventLoop here\nint x = 0; // nor sender()\n"_s);
        row("query in its place", u"models/database/x.cpp"_s, u"QSqlQuery query;\n"_s);
    }

    void whatIsAllowedPasses()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QCOMPARE(allBreaches({path, text}), QStringList());
    }
};

QTEST_APPLESS_MAIN(ArchitectureTest)
#include "tst_architecture.moc"
