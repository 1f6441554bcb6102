// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/clock.h"
#include "models/disclosures/disclosurerepository.h"
#include "models/orders/orderrepository.h"
#include "models/session/drafts.h"
#include "models/session/session.h"
#include "models/staff/staffrepository.h"
#include "models/storedetails/storedetailsrepository.h"
#include "models/table/tablemodel.h"
#include "tests/database/storeundertest.h"
#include "tests/support/memorycredentials.h"
#include "ui/common/actionregistry.h"
#include "ui/common/prompts.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"

#include <QPrinter>
#include <QPromise>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

namespace Steward::Test {

/// Answers what the program asks a person, as the test said beforehand, and remembers what was asked.
class AnsweredPrompts final : public Prompts
{
public:
    void ask(QWidget *, const QString &title, const QString &text, const QStringList &offered, const std::function<void(int)> &answer) override
    {
        asked.append(title);
        said = text;
        choices = offered;
        answer(choice);
    }
    void saveFile(QWidget *, const QString &title, const QString &, const QStringList &, const std::function<void(const QString &)> &answer) override
    {
        asked.append(title);
        if (!fileName.isEmpty())
            answer(fileName);
    }
    void openFile(QWidget *parent, const QString &title, const QStringList &filters, const std::function<void(const QString &)> &answer) override
    {
        saveFile(parent, title, {}, filters, answer);
    }
    void text(QWidget *, const QString &title, const QString &, const QString &, const std::function<void(const QString &)> &answer) override
    {
        asked.append(title);
        answer(typed);
    }
    /// A printer that writes a PDF.
    void choosePrinter(QWidget *, const QString &title, const std::function<void(std::shared_ptr<QPrinter>)> &answer) override
    {
        asked.append(title);
        if (fileName.isEmpty())
            return;
        const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
        printer->setOutputFormat(QPrinter::PdfFormat);
        printer->setOutputFileName(fileName);
        answer(printer);
    }

    QStringList asked;
    QStringList choices; ///< of the last question
    QString said;        ///< with the last question
    int choice = -1;
    QString fileName, typed;
};

/// The whole window before a store, the test's own or another, used with keys and clicks.
class Desk
{
public:
    using PasswordOf = std::function<QString(const QString &login)>;

    /// folder: where settings rest, for a desk that was there before; one of its own when none is given.
    explicit Desk(const TestDatabase &store, const QString &folder = {});
    /// through: where the window reaches the store, when not at its own address.
    Desk(const TestDatabase &store, const HostPort &through, const QString &folder = {});
    /// Before any store, with the passwords of its logins.
    Desk(const Profile &profile, PasswordOf passwordOf, const QString &folder = {});
    ~Desk();
    Q_DISABLE_COPY_MOVE(Desk)

    /// Types login and password, the cluster's when none is given, and waits until the login is in.
    bool signIn(const QString &login, const QString &password = {});
    /// Types the password on the lock page and waits until the desk is back.
    bool unlock(const QString &password);
    /// Waits until the list shows rows, or the reason why not.
    bool waitForList();
    /// Types a filter and waits for its answer.
    bool filter(const QString &text);
    /// After a sheet: the window and its list have the keyboard again.
    void backToTheList() const;
    /// Moves to a row with the keyboard and waits for its panel.
    bool openRow(int row);
    /// Takes the last command back with Ctrl+Z as soon as it is offered, and waits until it was.
    [[nodiscard]] bool takeBack() const;

    template <typename T>
    [[nodiscard]] T *find(const QString &name) const
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (T *found = top->objectName() == name ? qobject_cast<T *>(top) : nullptr)
                return found;
        }
        return m_window->findChild<T *>(name);
    }
    /// A sheet that is open now, or null.
    [[nodiscard]] QDialog *sheet(const QString &name) const;
    /// The same once it is open and has the cursor.
    [[nodiscard]] QDialog *waitForSheet(const QString &name) const;
    [[nodiscard]] QAction *action(const QString &name) const { return m_window->findChild<QAction *>(name); }
    [[nodiscard]] QTableView *table() const { return m_window->findChild<QTableView *>(QStringLiteral("recordTable")); }
    [[nodiscard]] QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    [[nodiscard]] MainWindow &window() const { return *m_window; }
    [[nodiscard]] Session &session() { return m_session; }
    [[nodiscard]] const ActionRegistry &registry() const { return m_actions; }
    [[nodiscard]] Drafts &drafts() { return m_drafts; }
    [[nodiscard]] QString folder() const { return m_folder; }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const;
    /// The keys of an action, which has to have some.
    void pressKeysOf(const QAction *action) const;
    void type(const QString &text) const;

    AnsweredPrompts prompts;
    MemoryCredentials credentials;

private:
    PasswordOf m_passwordOf;
    QTemporaryDir m_ownFolder;
    QString m_folder;
    QSettings m_settingsStore;
    Settings m_settings;
    ActionRegistry m_actions;
    Drafts m_drafts;
    Session m_session;
    std::unique_ptr<OrderRepository> m_orders;
    std::unique_ptr<DisclosureRepository> m_disclosures;
    std::unique_ptr<StaffRepository> m_staff;
    std::unique_ptr<StoreDetailsRepository> m_storeDetails;
    std::unique_ptr<MainWindow> m_window;
};

/// A member of staff whom no other test knows, so that their password can be changed; they must change it before anything else.
struct NewLogin
{
    NewLogin(const StoreUnderTest &store, const QString &group);

    QString name;
    QString password = QStringLiteral("the-first-password");
};

} // namespace Steward::Test
