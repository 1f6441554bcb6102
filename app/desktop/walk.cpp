// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/walk.h"

#include "models/session/session.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QTableView>
#include <QTextStream>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pollMs = 60;
constexpr int settleMs = 350;         // fonts, layouts and pauses of typing
constexpr int stepTimeoutMs = 15'000;
constexpr int storeTimeoutMs = 900'000; // a large sample store takes its time

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

} // namespace

Walk::Walk(MainWindow &window, Session &session, Settings &settings, const QString &folder) : m_window(window), m_session(session), m_settings(settings), m_folder(folder)
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &Walk::check);
    addSteps();
}

void Walk::begin()
{
    if (!QDir().mkpath(m_folder))
        return fail(tr("The folder %1 could not be made.").arg(m_folder));
    m_window.resize(1440, 900);
    takePicture(u"sign-in"_s);
    next();
    m_poll.start();
}

void Walk::fail(const QString &text)
{
    say(tr("Failed: %1").arg(text));
    m_poll.stop();
    QCoreApplication::exit(1);
}

void Walk::trigger(const QString &action)
{
    for (QAction *candidate : m_window.findChildren<QAction *>(action))
        candidate->trigger();
}

void Walk::closeSheets()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *sheet = qobject_cast<QDialog *>(widget))
            sheet->close();
    }
    for (QDialog *sheet : m_window.findChildren<QDialog *>())
        sheet->close();
}

void Walk::look(int theme, Qt::LayoutDirection direction, int textPercent)
{
    m_settings.setTheme(Theme::Mode(theme));
    m_settings.setTextPercent(textPercent);
    QApplication::setLayoutDirection(direction);
    m_window.applyPreferences();
}

void Walk::addSheet(const QString &picture, const QString &text, const QString &action)
{
    m_steps.append({picture, text, [this, action] { trigger(action); }, [] { return true; }});
    m_steps.append({{}, {}, [this] { closeSheets(); }, [] { return true; }});
}

void Walk::addLooks(const QString &suffix)
{
    const auto edit = [this](const QString &name) { return m_window.findChild<QLineEdit *>(name); };
    const auto type = [](QLineEdit *box, const QString &text) {
        box->setFocus();
        box->setText(text);
        Q_EMIT box->textEdited(text);
    };
    const auto table = [this] { return m_window.findChild<QTableView *>(u"recordTable"_s); };
    m_steps.append({u"orders"_s + suffix, tr("the orders desk"), [table] { table()->selectRow(table()->model()->rowCount() > 2 ? 2 : 0); }, [] { return true; }});
    m_steps.append({u"filter"_s + suffix, tr("a typed filter and its chips"), [edit, type] { type(edit(u"filterEdit"_s), u"fulfilment:on_hold total:>20 "_s); Q_EMIT edit(u"filterEdit"_s)->returnPressed(); }, [] { return true; }});
    m_steps.append({u"no-match"_s + suffix, tr("a filter nothing matches"), [edit, type] { type(edit(u"filterEdit"_s), u"number:none-such"_s); Q_EMIT edit(u"filterEdit"_s)->returnPressed(); }, [] { return true; }});
    m_steps.append({{}, {}, [edit, type] { type(edit(u"filterEdit"_s), QString()); Q_EMIT edit(u"filterEdit"_s)->returnPressed(); }, [] { return true; }});
    m_steps.append({u"look-up"_s + suffix, tr("looked a name up"), [edit, type] { type(edit(u"lookUpBox"_s), u"martin"_s); }, [] { return true; }});
    m_steps.append({{}, {}, [edit, type, table] { type(edit(u"lookUpBox"_s), QString()); table()->setFocus(); table()->selectRow(1); }, [] { return true; }});
    addSheet(u"hold-sheet"_s + suffix, tr("the sheet that puts on hold"), u"holdAction"_s);
    addSheet(u"columns"_s + suffix, tr("the column chooser"), u"columnsAction"_s);
    addSheet(u"export"_s + suffix, tr("the export sheet"), u"exportAction"_s);
    addSheet(u"palette"_s + suffix, tr("the command palette"), u"paletteAction"_s);
    addSheet(u"shortcuts"_s + suffix, tr("the shortcuts"), u"shortcutsAction"_s);
    addSheet(u"preferences"_s + suffix, tr("the preferences"), u"preferencesAction"_s);
    addSheet(u"password"_s + suffix, tr("the password sheet"), u"passwordAction"_s);
    addSheet(u"certificate"_s + suffix, tr("the server's certificate"), u"certificateAction"_s);
}

void Walk::addSteps()
{
    const auto table = [this] { return m_window.findChild<QTableView *>(u"recordTable"_s); };
    m_steps.append({{}, tr("signed in over TLS; the list is there"), [] { }, [this, table] { return m_session.state() == Session::State::Ready && table() && table()->model()->rowCount() > 0; }});
    m_steps.append({{}, tr("opened an order beside the list"), [table] { table()->selectRow(0); }, [this] { return m_window.findChild<QLabel *>(u"panelNumber"_s) != nullptr; }});
    m_steps.append({{}, {}, [this] { look(1, Qt::LeftToRight, 100); }, [] { return true; }});
    addLooks(u"-light"_s);
    m_steps.append({{}, tr("dark colours"), [this] { look(2, Qt::LeftToRight, 100); }, [] { return true; }});
    addLooks(u"-dark"_s);
    m_steps.append({{}, tr("right to left"), [this] { look(1, Qt::RightToLeft, 100); }, [] { return true; }});
    addLooks(u"-rtl"_s);
    m_steps.append({{}, tr("text at 200 %"), [this] { look(1, Qt::LeftToRight, 200); }, [] { return true; }});
    addLooks(u"-200"_s);
    m_steps.append({{}, {}, [this] { look(1, Qt::LeftToRight, 100); }, [] { return true; }});
    m_steps.append({u"locked"_s, tr("locked the screen"), [this] { m_window.lock(); }, [this] { return m_session.state() == Session::State::Locked; }});
}

void Walk::next()
{
    ++m_at;
    if (m_at >= m_steps.size()) {
        m_poll.stop();
        say(tr("Walked every page: %n picture(s) in %1", "", m_pictures).arg(m_folder));
        return QCoreApplication::exit(0);
    }
    m_since.start();
    m_steps.at(m_at).act();
}

void Walk::check()
{
    const Step &step = m_steps.at(m_at);
    const qint64 waited = m_since.elapsed();
    if (waited >= settleMs && step.isDone()) {
        if (!step.picture.isEmpty())
            takePicture(step.picture);
        if (!step.text.isEmpty())
            say(u"  "_s + step.text);
        next();
    } else if (waited > (m_at == 0 ? storeTimeoutMs : stepTimeoutMs)) {
        fail(tr("This did not come about: %1").arg(step.text));
    }
}

void Walk::takePicture(const QString &name)
{
    QPixmap picture = m_window.grab();
    QPainter painter(&picture);
    // Sheets are windows of their own: they are drawn where they stand over the main one.
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget != &m_window && widget->isVisible() && qobject_cast<QDialog *>(widget))
            painter.drawPixmap(m_window.mapFromGlobal(widget->mapToGlobal(QPoint(0, 0))), widget->grab());
    }
    painter.end();
    if (picture.save(m_folder + u'/' + name + u".png"_s))
        ++m_pictures;
    else
        fail(tr("The picture %1 could not be saved.").arg(name));
}

} // namespace Steward
