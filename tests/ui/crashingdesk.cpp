// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/crashingdesk.h"

#include "ui/orders/orderwindow.h"

#include <QDir>
#include <QDirIterator>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward::Test {

void CrashingDesk::begin()
{
    m_store = std::make_unique<StoreUnderTest>();
    m_order = m_store->placeOrder();
    m_store->payOrder(m_order);
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets.clear();
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
}

void CrashingDesk::signIn(const QString &login)
{
    m_desk->window().activateWindow(); // after a sheet that went with the one before
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window(), patienceMs));
    QVERIFY(m_desk->signIn(login));
    QVERIFY(m_desk->waitForList());
    QVERIFY(m_desk->openRow(0));
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->drafts().isAsking(), patienceMs);
}

/// Read until it is the same twice: where one is written and another goes while they are read, both may be missed.
QHash<QString, QByteArray> CrashingDesk::filesNow() const
{
    QHash<QString, QByteArray> before, files = readFiles();
    do
        before = std::exchange(files, readFiles());
    while (files != before);
    return files;
}

QHash<QString, QByteArray> CrashingDesk::readFiles() const
{
    QHash<QString, QByteArray> files;
    QDirIterator iterator(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        QFile file(iterator.next());
        if (file.open(QIODevice::ReadOnly) && !file.fileName().endsWith(u".lock"_s))
            files.insert(file.fileName(), file.readAll());
    }
    return files;
}

void CrashingDesk::crash(const QHash<QString, QByteArray> &left)
{
    const auto files = left.isEmpty() ? filesNow() : left;
    m_secrets = m_desk->credentials.secrets;
    m_desk.reset();
    QDir(m_folder->filePath(u"drafts"_s)).removeRecursively();
    QDir(m_folder->path()).mkpath(u"drafts"_s);
    putBack(files);
}

void CrashingDesk::putBack(const QHash<QString, QByteArray> &files) const
{
    for (auto content = files.begin(); content != files.end(); ++content) {
        QFile file(content.key());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content.value()) == content.value().size());
    }
}

void CrashingDesk::startAgain(const QString &login)
{
    m_desk = std::make_unique<Desk>(*m_store, m_folder->path());
    m_desk->credentials.secrets = m_secrets;
    signIn(login);
}

QDialog *CrashingDesk::open(const QString &verb) const
{
    m_desk->backToTheList();
    QAction *action = m_desk->action(verb + u"Action"_s);
    if (!QTest::qWaitFor([action] { return action->isEnabled(); }, patienceMs))
        return nullptr;
    action->trigger();
    return m_desk->waitForSheet(verb + u"Sheet"_s);
}

void CrashingDesk::crashAndStartAgain()
{
    makeSafe();
    crash();
    startAgain();
}

void CrashingDesk::typeHold(const QString &text) const
{
    m_desk->find<QPlainTextEdit>(u"holdNote"_s)->setFocus();
    m_desk->type(text);
}

QDialog *CrashingDesk::openAndTypeHold(const QString &text) const
{
    QDialog *sheet = open(u"hold"_s);
    if (sheet)
        typeHold(text);
    return sheet;
}

void CrashingDesk::typeNote(const QString &text) const
{
    note()->setFocus();
    m_desk->type(text);
}

void CrashingDesk::makeSafe() const
{
    // Until it is answered at once: then all is on disk and nothing is being written. A disk that is slow is answered for too soon.
    const auto isOnDisk = [this] {
        const auto isAnswered = std::make_shared<bool>(false);
        m_desk->drafts().whenSafe(&m_desk->drafts(), [isAnswered] { *isAnswered = true; }, SealedFile::Outlives::Computer);
        return *isAnswered;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOnDisk(), patienceMs);
}

OrderWindow *CrashingDesk::openWindow()
{
    m_desk->backToTheList();
    m_desk->press(Qt::Key_O, Qt::ControlModifier);
    return QTest::qWaitFor([this] { return !windows().isEmpty() && windows().last()->version() > 0 && windows().last()->isActiveWindow(); }, patienceMs) ? windows().last() : nullptr;
}

bool CrashingDesk::openWindowOf(int row)
{
    m_desk->backToTheList();
    for (int at = m_desk->table()->currentIndex().row(); at < row; ++at)
        m_desk->press(Qt::Key_Down);
    const qsizetype before = windows().size();
    return m_desk->table()->currentIndex().row() == row && openWindow() && windows().size() == before + 1;
}

bool CrashingDesk::areFilled(qsizetype count) const
{
    const QList<OrderWindow *> open = windows();
    return open.size() == count && std::ranges::all_of(open, [](const OrderWindow *window) { return window->isVisible() && window->version() > 0; });
}

QList<OrderWindow *> CrashingDesk::windows() const
{
    return m_desk->window().findChildren<OrderWindow *>(u"orderWindow"_s);
}

} // namespace Steward::Test
