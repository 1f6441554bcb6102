// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/desk.h"

#include <QDialog>
#include <QHash>
#include <QPlainTextEdit>
#include <QTemporaryDir>

namespace Steward {

class OrderWindow;

}

namespace Steward::Test {

/// A desk before a store of one order whose program ends as if killed, and is started again on the same folder and keychain.
class CrashingDesk
{
protected:
    static constexpr int patienceMs = 20'000;

    void begin();
    void signIn(const QString &login = QStringLiteral("lead"));
    /// The desk is gone as if killed: what it had written by now, or what is left of an earlier moment, is all the next one finds.
    void crash(const QHash<QString, QByteArray> &left = {});
    void startAgain(const QString &login = QStringLiteral("lead"));
    /// All of it once what was typed is on disk.
    void crashAndStartAgain();
    [[nodiscard]] QDialog *open(const QString &verb) const;
    [[nodiscard]] QDialog *openAndTypeHold(const QString &text) const;
    void typeHold(const QString &text) const;
    [[nodiscard]] QString heldNote() const { return m_desk->find<QPlainTextEdit>(QStringLiteral("holdNote"))->toPlainText(); }
    [[nodiscard]] QPlainTextEdit *note() const { return m_desk->find<QPlainTextEdit>(QStringLiteral("noteEdit")); }
    void typeNote(const QString &text) const;
    void makeSafe() const;
    [[nodiscard]] QString commands() const { return m_store->owner("select count(*)::text from store.command where actor in ('lead', 'agent')"); }
    [[nodiscard]] QHash<QString, QByteArray> filesNow() const;
    [[nodiscard]] QList<OrderWindow *> windows() const;
    [[nodiscard]] OrderWindow *openWindow();
    /// Of a row, while other windows show orders, too.
    [[nodiscard]] bool openWindowOf(int row);
    [[nodiscard]] bool areFilled(qsizetype count) const;

    std::unique_ptr<StoreUnderTest> m_store;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Desk> m_desk;
    QHash<QString, QString> m_secrets; ///< the keychain outlives the program
    qint64 m_order = 0;

private:
    [[nodiscard]] QHash<QString, QByteArray> readFiles() const;
    void putBack(const QHash<QString, QByteArray> &files) const;
};

} // namespace Steward::Test
