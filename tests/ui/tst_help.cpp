// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/desk.h"

#include "ui/common/actionregistry.h"
#include "ui/shell/helpwindow.h"

#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTextBrowser>

#include <algorithm>

using namespace Steward;
using namespace Steward::Test;
using namespace Qt::StringLiterals;

/// The help: found, read, and true where a machine can tell.
class TestHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTopicHasANameATitleAndText();
    void everyLinkLeadsToATopic();
    void everyShortcutNamedIsOneThatTheDeskHas();
    void opensByKeyAndStaysOneWindow();
    void topicsAreFoundByAnyOfTheirWords();
};

void TestHelp::everyTopicHasANameATitleAndText()
{
    const QList<HelpTopic> topics = helpTopics();
    QVERIFY(topics.size() >= 9);
    QStringList names;
    for (const HelpTopic &topic : topics) {
        QVERIFY(!topic.name.isEmpty() && !names.contains(topic.name));
        names.append(topic.name);
        QVERIFY2(topic.text.startsWith(u"# "_s + topic.title + u'\n'), qPrintable(topic.name));
        QVERIFY2(topic.text.size() > 200, qPrintable(topic.name));
    }
}

void TestHelp::everyLinkLeadsToATopic()
{
    static const QRegularExpression link(u"\\]\\(([^)]*)\\)"_s);
    const QList<HelpTopic> topics = helpTopics();
    for (const HelpTopic &topic : topics) {
        for (auto found = link.globalMatch(topic.text); found.hasNext();) {
            const QString target = found.next().captured(1);
            QVERIFY2(target.endsWith(u".md") && std::ranges::find(topics, target.chopped(3), &HelpTopic::name) != topics.cend(), qPrintable(topic.name + u": "_s + target));
        }
    }
}

void TestHelp::everyShortcutNamedIsOneThatTheDeskHas()
{
    StoreUnderTest store(TestDatabase::Kind::Demo);
    Desk desk(store);
    QVERIFY(desk.signIn(u"lead"_s));
    QVERIFY(desk.waitForList());
    Desk admins(store);
    QVERIFY(admins.signIn(u"admin"_s));
    QTRY_VERIFY_WITH_TIMEOUT(admins.action(u"storeSaveAction"_s), 20'000);
    QStringList known{u"Ctrl+Return"_s}; // of every sheet, which has it for itself
    for (const ActionRegistry::Entry &entry : desk.registry().entries() + admins.registry().entries()) {
        for (const QKeySequence &keys : entry.action->shortcuts())
            known.append(keys.toString(QKeySequence::PortableText));
    }
    static const QRegularExpression shortcut(u"\\*\\*((?:(?:Ctrl|Shift|Alt)\\+)+\\S+|F\\d+)\\*\\*"_s);
    int count = 0;
    for (const HelpTopic &topic : helpTopics()) {
        for (auto found = shortcut.globalMatch(topic.text); found.hasNext(); ++count) {
            const QString keys = found.next().captured(1);
            QVERIFY2(known.contains(keys), qPrintable(topic.name + u": "_s + keys));
        }
    }
    QVERIFY(count > 10);
}

void TestHelp::opensByKeyAndStaysOneWindow()
{
    StoreUnderTest store(TestDatabase::Kind::Demo);
    Desk desk(store);
    QVERIFY(desk.signIn(u"agent"_s));
    QVERIFY(desk.waitForList());
    desk.press(Qt::Key_F1);
    QVERIFY(desk.waitForSheet(u"helpWindow"_s));
    const auto *page = desk.find<QTextBrowser>(u"helpPage"_s);
    const auto *list = desk.find<QListWidget>(u"helpTopics"_s);
    QVERIFY(page->toPlainText().startsWith(helpTopics().constFirst().title));
    desk.press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(page->toPlainText().startsWith(helpTopics().at(1).title), 20'000);
    desk.action(u"helpAction"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(list->currentRow(), 0, 20'000);
    QCOMPARE(desk.window().findChildren<HelpWindow *>().size(), 1);
    desk.press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.sheet(u"helpWindow"_s), 20'000);
}

void TestHelp::topicsAreFoundByAnyOfTheirWords()
{
    HelpWindow help(nullptr);
    help.setAttribute(Qt::WA_DeleteOnClose, false);
    help.open(u"undo"_s);
    const auto *list = help.findChild<QListWidget *>(u"helpTopics"_s);
    const auto *page = help.findChild<QTextBrowser *>(u"helpPage"_s);
    auto *find = help.findChild<QLineEdit *>(u"helpFind"_s);
    QCOMPARE(list->currentItem()->text(), u"Undo"_s);
    const int all = list->count();
    find->setFocus();
    QTest::keyClicks(find, u"processor adjustment"_s);
    QCOMPARE(list->count(), 1);
    QVERIFY(page->toPlainText().startsWith(list->item(0)->text()));
    find->selectAll();
    QTest::keyClicks(find, u"no topic says zzzz"_s);
    QCOMPARE(list->count(), 0);
    QVERIFY(!page->toPlainText().isEmpty());
    find->clear();
    QCOMPARE(list->count(), all);
}

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
