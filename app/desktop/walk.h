// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablemodel.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>

class QDialog;

namespace Steward {

class MainWindow;
class RecordTable;
class Session;
class Settings;

/// Visits every page and sheet by itself, one login after the other, leaves a picture of each, says what it did, and ends the program: 0
/// when all of it could be shown.
class Walk final : public QObject
{
    Q_OBJECT

public:
    using SignIn = std::function<void(const QString &login)>;

    /// The first of logins is signed in by whoever starts the store, the others by signIn. looks: of allLooks(); others are not taken.
    Walk(MainWindow &window, Session &session, Settings &settings, const QString &folder, const QStringList &logins, const QStringList &looks, SignIn signIn);
    [[nodiscard]] static QStringList allLooks() { return {QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("rtl"), QStringLiteral("200")}; }
    void begin();
    /// From here on the first step, too, has to come about soon.
    void storeIsReady();
    void fail(const QString &text);

protected:
    /// Watches for what is painted, so that pictures are taken when nothing moves any more.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What to do, when it has happened, and the picture to take then.
    struct Step
    {
        QString picture; ///< empty: none, and nothing is said of it
        QString text;    ///< what comes about, as it is said or missed
        std::function<void()> act;
        std::function<bool()> isDone;
    };
    void addSteps();
    /// The desk and its sheets under one look.
    void addLook(const QString &login, const QString &suffix, const QString &text, int theme, Qt::LayoutDirection direction, int textPercent);
    void addLooks(const QString &login);
    void addLock();
    /// What there is to see for a login.
    void addBeginning(const QString &login, const std::function<void()> &signIn);
    void addPages(const QString &login, const QString &suffix);
    void addAccounts(const QString &suffix);
    void addDisclosures(const QString &suffix);
    void addDesk(const QString &suffix);
    void addWork(const QString &suffix);
    void addHeldLines(const QString &suffix);
    void addViewWindow(const QString &suffix);
    void addPhone(const QString &suffix);
    void addBulk(const QString &suffix);
    void addImport(const QString &suffix);
    void addCorrections(const QString &suffix);
    void addPapers(const QString &suffix);
    void addDrafts(const QString &suffix);
    void addFew(const QString &suffix);
    void addFilter(const QString &picture, const QString &text, const QString &filter, TableModel::State state);
    void addSheet(const QString &picture, const QString &text, const QString &action, const QString &sheet);
    void next();
    void check();
    [[nodiscard]] bool standsStill() const;
    void end(int code);
    void removeOldPictures() const;
    [[nodiscard]] bool takePicture(const QString &name);
    void trigger(const QString &action);
    void closeSheets();
    void dismissSheets();
    void type(const QString &box, const QString &text);
    void selectRow(int row);
    [[nodiscard]] QList<QDialog *> openSheets() const;
    [[nodiscard]] RecordTable *table() const;
    [[nodiscard]] TableModel *model() const;
    [[nodiscard]] QString cell(int row, const QString &column) const;
    [[nodiscard]] bool isListAt(TableModel::State state, const QString &filter) const;
    [[nodiscard]] bool isPanelOfRow(int row) const;
    [[nodiscard]] bool isLookUpAnswered() const;
    [[nodiscard]] bool isShown(const QString &name) const;
    void click(const QString &button);
    [[nodiscard]] bool isPaperSheet(bool isFilled) const;
    /// Written anew where the walk keeps what it needs; empty when it cannot be.
    [[nodiscard]] QString importFile();

    MainWindow &m_window;
    Session &m_session;
    Settings &m_settings;
    QString m_folder;
    QStringList m_logins;
    QStringList m_looks;
    SignIn m_signIn;
    QList<Step> m_steps;
    int m_at = -1;
    QTimer m_poll;
    QElapsedTimer m_since; ///< the step began
    QElapsedTimer m_quiet; ///< something was painted
    int m_patienceMs;
    bool m_hasEnded = false;
    QTemporaryDir m_ownFiles;
    int m_pictures = 0;
};

} // namespace Steward
