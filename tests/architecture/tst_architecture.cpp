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
        row("paper includes a desk", u"ui/paper/x.cpp"_s, u"#include \"ui/orders/ordersheet.h\"\n"_s);
        row("database includes session", u"models/database/x.cpp"_s, u"#include \"models/session/session.h\"\n"_s);
        row("query outside", u"models/orders/x.cpp"_s, u"QSqlQuery query;\n"_s);
        row("libpq outside", u"ui/orders/x.cpp"_s, u"#include <libpq-fe.h>\n"_s);
        row("colour in a model", u"models/orders/x.cpp"_s, u"#include <QColor>\n"_s);
        row("nested loop", u"ui/orders/x.cpp"_s, u"QEventLoop loop;\n"_s);
        row("process events", u"ui/orders/x.cpp"_s, u"QCoreApplication::processEvents();\n"_s);
        row("sender", u"ui/orders/x.cpp"_s, u"auto *who = sender();\n"_s);
        row("dialog exec", u"ui/orders/x.cpp"_s, u"dialog.exec();\n"_s);
        row("dialog exec in the program", u"app/desktop/x.cpp"_s, u"dialog->exec();\n"_s);
        row("menu exec", u"ui/orders/x.cpp"_s, u"menu.exec(QCursor::pos());\n"_s);
        row("static menu exec", u"ui/orders/x.cpp"_s, u"QMenu::exec(actions, at);\n"_s);
        for (const QString &kind : {u"question"_s, u"information"_s, u"warning"_s, u"critical"_s})
            row(qPrintable(u"message box "_s + kind), u"ui/orders/x.cpp"_s, u"QMessageBox::%1(this, title, text);\n"_s.arg(kind));
        for (const QString &kind : {u"getOpenFileName"_s, u"getOpenFileNames"_s, u"getSaveFileName"_s, u"getExistingDirectory"_s})
            row(qPrintable(kind), u"ui/orders/x.cpp"_s, u"const auto file = QFileDialog::%1(this);\n"_s.arg(kind));
        for (const QString &kind : {u"getText"_s, u"getInt"_s, u"getItem"_s})
            row(qPrintable(kind), u"ui/orders/x.cpp"_s, u"const auto value = QInputDialog::%1(this, title, label);\n"_s.arg(kind));
        row("blocking queued call", u"models/orders/x.cpp"_s, u"QMetaObject::invokeMethod(worker, &Worker::go, Qt::BlockingQueuedConnection);\n"_s);
        row("wait for a future in ui", u"ui/orders/x.cpp"_s, u"m_watcher.waitForFinished();\n"_s);
        row("wait for a future in the desktop", u"app/desktop/x.cpp"_s, u"future.waitForFinished();\n"_s);
        row("wait for a process in a model", u"models/orders/x.cpp"_s, u"process.waitForFinished(1000);\n"_s);
        row("sheet by itself", u"ui/orders/x.cpp"_s, u"(new HoldSheet(this))->open();\n"_s);
        row("window by itself", u"ui/orders/x.cpp"_s, u"window->show();\nwindow->activateWindow();\n"_s);
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
        row("desk includes paper", u"ui/orders/x.cpp"_s, u"#include \"ui/paper/papersheet.h\"\n"_s);
        row("four-argument connect", u"ui/orders/x.cpp"_s, u"connect(button, &QPushButton::clicked, this, [this] { go(); });\n"_s);
        row("comment names it", u"ui/orders/x.cpp"_s, u"// no QEventLoop here\nint x = 0; // nor sender()\n"_s);
        row("the program's own loop", u"app/desktop/x.cpp"_s, u"return application.exec();\n"_s);
        row("the program's own loop, static", u"app/desktop/x.cpp"_s, u"return QApplication::exec() + QCoreApplication::exec();\n"_s);
        row("box that is opened", u"ui/orders/x.cpp"_s, u"auto *box = new QMessageBox(QMessageBox::NoIcon, title, text);\nopenSheet(box);\nmenu->popup(at);\n"_s);
        row("window in its place", u"ui/common/windows.cpp"_s, u"sheet->open();\nwindow->activateWindow();\n"_s);
        row("not a window", u"ui/shell/x.cpp"_s, u"m_context.actions.open();\nwindow->isActiveWindow();\n"_s);
        row("process waited for off the screen", u"app/cluster/x.cpp"_s, u"process.waitForFinished(1000);\n"_s);
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
