// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/walk.h"

#include "models/orders/ordertablemodel.h"
#include "models/session/session.h"
#include "ui/common/recordtable.h"
#include "ui/paper/paperpreview.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPixmap>
#include <QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pollMs = 20;
constexpr int quietMs = 100;  // nothing was painted or laid out anew: what a step shows stands still
constexpr int settleMs = 350; // a caret that blinks never stands still
constexpr int stepTimeoutMs = 20'000;
constexpr int storeTimeoutMs = 900'000; // a large sample store takes its time
constexpr int lookedAt = 1;             // the row whose customer is looked up and whose order is put on hold

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

} // namespace

Walk::Walk(MainWindow &window, Session &session, Settings &settings, const QString &folder, const QStringList &logins, const QStringList &looks, SignIn signIn)
    : m_window(window), m_session(session), m_settings(settings), m_folder(folder), m_logins(logins), m_looks(looks), m_signIn(std::move(signIn)), m_patienceMs(storeTimeoutMs)
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &Walk::check);
    qApp->installEventFilter(this);
    addSteps();
}

void Walk::begin()
{
    if (!QDir().mkpath(m_folder))
        return fail(tr("The folder %1 could not be made.").arg(m_folder));
    removeOldPictures();
    m_window.resize(1440, 900);
    if (!takePicture(u"sign-in"_s))
        return;
    next();
    m_poll.start();
}

void Walk::storeIsReady()
{
    m_patienceMs = stepTimeoutMs;
    m_since.start();
}

void Walk::fail(const QString &text)
{
    if (m_hasEnded)
        return;
    QTextStream(stderr) << tr("The walk failed: %1").arg(text) << Qt::endl;
    end(1);
}

void Walk::end(int code)
{
    m_hasEnded = true;
    m_poll.stop();
    // By way of the event loop, since a walk may fail before there is one.
    QMetaObject::invokeMethod(qApp, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
}

/// Only those a walk takes: the folder may be anybody's.
void Walk::removeOldPictures() const
{
    QFile::remove(m_folder + u"/sign-in.png"_s);
    for (const Step &step : m_steps) {
        if (!step.picture.isEmpty())
            QFile::remove(m_folder + u'/' + step.picture + u".png"_s);
    }
}

void Walk::trigger(const QString &action)
{
    for (QAction *candidate : m_window.findChildren<QAction *>(action))
        candidate->trigger();
}

QList<QDialog *> Walk::openSheets() const
{
    QList<QDialog *> sheets;
    for (QDialog *sheet : m_window.findChildren<QDialog *>()) {
        if (sheet->isVisible())
            sheets.append(sheet);
    }
    return sheets;
}

void Walk::closeSheets()
{
    for (QDialog *sheet : openSheets())
        sheet->close();
}

void Walk::type(const QString &box, const QString &text)
{
    auto *edit = m_window.findChild<QLineEdit *>(box);
    if (!edit)
        return;
    edit->setFocus();
    edit->setText(text);
    Q_EMIT edit->textEdited(text);
}

void Walk::selectRow(int row)
{
    if (!table())
        return;
    table()->setFocus();
    table()->showRow(row);
}

RecordTable *Walk::table() const
{
    return m_window.findChild<RecordTable *>(u"recordTable"_s);
}

TableModel *Walk::model() const
{
    return table() ? qobject_cast<TableModel *>(table()->model()) : nullptr;
}

QString Walk::cell(int row, const QString &column) const
{
    for (int i = 0; model() && i < model()->columnCount(); ++i) {
        if (OrderTableModel::columnName(i) == column)
            return model()->index(row, i).data().toString();
    }
    return {};
}

bool Walk::isListAt(TableModel::State state, const QString &filter) const
{
    if (!model() || model()->state() != state || model()->query().filters.isEmpty() != filter.isEmpty())
        return false;
    return state == TableModel::State::Empty ? model()->rowCount() == 0 : model()->rowAt(0) != nullptr;
}

bool Walk::isPanelOfRow(int row) const
{
    const auto *number = m_window.findChild<QLabel *>(u"panelNumber"_s);
    return number && number->isVisible() && !number->text().isEmpty() && number->text() == cell(row, u"number"_s);
}

/// An answer that is a hit, not the line that says nothing was found.
bool Walk::isLookUpAnswered() const
{
    const auto *list = m_window.findChild<QListWidget *>(u"lookUpResults"_s);
    return list && list->isVisible() && list->count() > 0 && (list->item(0)->flags() & Qt::ItemIsEnabled);
}

bool Walk::isShown(const QString &name) const
{
    const auto *widget = m_window.findChild<QWidget *>(name);
    return widget && widget->isVisible();
}

void Walk::click(const QString &button)
{
    if (auto *found = m_window.findChild<QAbstractButton *>(button))
        found->click();
}

bool Walk::isPaperSheet(bool isFilled) const
{
    for (const QDialog *sheet : openSheets()) {
        const auto *preview = sheet->findChild<PaperPreview *>();
        const auto *next = sheet->findChild<QWidget *>(isFilled ? u"paperPrintButton"_s : u"paperNumberButton"_s);
        if (preview && next && next->isEnabled() && next->isVisible() && (preview->pageCount() > 0) == isFilled)
            return true;
    }
    return false;
}

void Walk::addSheet(const QString &picture, const QString &text, const QString &action, const QString &name)
{
    const auto isOpen = [this, name] {
        const auto sheets = openSheets();
        return std::ranges::any_of(sheets, [&name](const QDialog *sheet) { return sheet->objectName() == name; });
    };
    m_steps.append({picture, text, [this, action] { trigger(action); }, isOpen});
    m_steps.append({{}, tr("closed again: %1").arg(text), [this] { closeSheets(); }, [this] { return openSheets().isEmpty(); }});
}

void Walk::addFilter(const QString &picture, const QString &text, const QString &filter, TableModel::State state)
{
    const auto act = [this, filter] {
        type(u"filterEdit"_s, filter);
        if (auto *edit = m_window.findChild<QLineEdit *>(u"filterEdit"_s))
            Q_EMIT edit->returnPressed();
    };
    m_steps.append({picture, text, act, [this, filter, state] { return isListAt(state, filter); }});
}

void Walk::addDesk(const QString &suffix)
{
    using State = TableModel::State;
    m_steps.append({u"orders"_s + suffix, tr("the orders desk"), [this] { selectRow(2); }, [this] { return isListAt(State::Ready, {}) && isPanelOfRow(2); }});
    addFilter(u"filter"_s + suffix, tr("a typed filter and its chips"), u"fulfilment:on_hold total:>20 "_s, State::Ready);
    addFilter(u"no-match"_s + suffix, tr("a filter nothing matches"), u"number:none-such"_s, State::Empty);
    addFilter({}, tr("the list without a filter"), {}, State::Ready);
    m_steps.append({u"look-up"_s + suffix, tr("looked a name up"), [this] { type(u"lookUpBox"_s, cell(lookedAt, u"customer"_s)); }, [this] { return isLookUpAnswered(); }});
    m_steps.append({{}, tr("an order to put on hold"), [this] {
                        type(u"lookUpBox"_s, {});
                        selectRow(lookedAt);
                    },
                    [this] { return !isLookUpAnswered() && isPanelOfRow(lookedAt); }});
    addSheet(u"hold-sheet"_s + suffix, tr("the sheet that puts on hold"), u"holdAction"_s, u"holdSheet"_s);
    addWork(suffix);
    addViewWindow(suffix);
    addBulk(suffix);
    addSheet(u"columns"_s + suffix, tr("the column chooser"), u"columnsAction"_s, u"columnChooser"_s);
    addSheet(u"export"_s + suffix, tr("the export sheet"), u"exportAction"_s, u"exportSheet"_s);
    addImport(suffix);
    addSheet(u"palette"_s + suffix, tr("the command palette"), u"paletteAction"_s, u"commandPalette"_s);
    addSheet(u"help"_s + suffix, tr("the help"), u"helpAction"_s, u"helpWindow"_s);
    addSheet(u"shortcuts"_s + suffix, tr("the shortcuts"), u"shortcutsAction"_s, u"shortcutSheet"_s);
    addSheet(u"preferences"_s + suffix, tr("the preferences"), u"preferencesAction"_s, u"preferencesSheet"_s);
    addSheet(u"password"_s + suffix, tr("the password sheet"), u"passwordAction"_s, u"passwordSheet"_s);
    addSheet(u"certificate"_s + suffix, tr("the server's certificate"), u"certificateAction"_s, u"certificateSheet"_s);
}

void Walk::addLook(const QString &login, const QString &suffix, const QString &text, int theme, Qt::LayoutDirection direction, int textPercent)
{
    const auto act = [this, theme, direction, textPercent] {
        m_settings.setTheme(Theme::Mode(theme));
        m_settings.setTextPercent(textPercent);
        QApplication::setLayoutDirection(direction);
        m_window.applyPreferences();
    };
    const auto isDone = [this, theme, direction, textPercent] {
        return m_window.layoutDirection() == direction && m_settings.theme() == Theme::Mode(theme) && m_settings.textPercent() == textPercent;
    };
    m_steps.append({{}, text, act, isDone});
    if (!suffix.isEmpty())
        addPages(login, suffix);
}

void Walk::addSteps()
{
    for (const QString &login : std::as_const(m_logins)) {
        const bool isFirst = login == m_logins.first();
        addBeginning(login, [this, login, isFirst] {
            if (isFirst)
                return; // whoever started the store does it
            m_session.signOut();
            m_window.showProgress(tr("Signing in as %1").arg(login)); // not by the sign-in page, which would keep a profile
            m_signIn(login);
        });
        addLooks(login);
        if (isFirst)
            addLock();
    }
}

void Walk::addLooks(const QString &login)
{
    struct Look
    {
        QString name, text;
        int theme;
        Qt::LayoutDirection direction;
        int textPercent;
    };
    const QList<Look> looks{{u"light"_s, tr("light colours"), 1, Qt::LeftToRight, 100}, {u"dark"_s, tr("dark colours"), 2, Qt::LeftToRight, 100},
                            {u"rtl"_s, tr("right to left"), 1, Qt::RightToLeft, 100}, {u"200"_s, tr("text at 200 %"), 1, Qt::LeftToRight, 200}};
    for (const Look &look : looks) {
        if (m_looks.contains(look.name))
            addLook(login, u'-' + look.name, look.text, look.theme, look.direction, look.textPercent);
    }
    addLook(login, {}, tr("the first look again"), 1, Qt::LeftToRight, 100);
}

void Walk::addLock()
{
    m_steps.append({u"locked"_s, tr("locked the screen"), [this] { m_window.lock(); }, [this] {
                        const auto *cover = m_window.findChild<QWidget *>(u"lockScreen"_s);
                        return m_session.state() == Session::State::Locked && cover && cover->isVisible();
                    }});
}

void Walk::next()
{
    ++m_at;
    if (m_at >= m_steps.size()) {
        say(tr("Walked every page: %n picture(s) in %1", "", m_pictures).arg(m_folder));
        return end(0);
    }
    if (m_at > 0)
        m_patienceMs = stepTimeoutMs;
    m_since.start();
    m_quiet.start();
    m_steps.at(m_at).act();
}

bool Walk::eventFilter(QObject *watched, QEvent *event)
{
    const auto type = event->type();
    if (watched->isWidgetType() && (type == QEvent::Paint || type == QEvent::LayoutRequest || type == QEvent::UpdateRequest))
        m_quiet.start();
    return QObject::eventFilter(watched, event);
}

bool Walk::standsStill() const
{
    return m_quiet.elapsed() >= quietMs || m_since.elapsed() >= settleMs;
}

void Walk::check()
{
    const Step &step = m_steps.at(m_at);
    if (standsStill() && step.isDone()) {
        if (!step.picture.isEmpty()) {
            if (!takePicture(step.picture))
                return;
            say(u"  "_s + step.text);
        }
        next();
    } else if (m_since.elapsed() > m_patienceMs) {
        fail(tr("this did not come about: %1.").arg(step.text));
    }
}

bool Walk::takePicture(const QString &name)
{
    QPixmap picture = m_window.grab();
    QPainter painter(&picture);
    // Sheets are windows of their own: they are drawn where they stand over the main one.
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget != &m_window && widget->isVisible() && widget->windowType() != Qt::ToolTip)
            painter.drawPixmap(m_window.mapFromGlobal(widget->mapToGlobal(QPoint(0, 0))), widget->grab());
    }
    painter.end();
    if (!picture.save(m_folder + u'/' + name + u".png"_s)) {
        fail(tr("The picture %1 could not be saved.").arg(name));
        return false;
    }
    ++m_pictures;
    return true;
}

} // namespace Steward
