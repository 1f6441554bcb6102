// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/awaywatch.h"
#include "tests/bench/bench.h"
#include "tests/bench/children.h"
#include "tests/bench/ordersdesk.h"
#include "tests/session/proxy.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int delayMs = 200;
constexpr int stepMs = 150; // a fast typist's key

const Child idle(u"away-peer"_s, [](const QStringList &arguments) -> Result<QJsonObject> {
    AwayWatch watch;
    (void)waitFor([] { return false; }, arguments.value(0).toInt());
    return QJsonObject{{u"p999"_s, percentile(watch.gaps, 0.999)}, {u"longest"_s, percentile(watch.gaps, 1)}};
});

/// What a person does at the desk, key after key, around and around.
class Script final : public QObject
{
public:
    Script(OrdersPage &page) : m_table(page.findChild<RecordTable *>()), m_filter(page.findChild<QLineEdit *>(u"filterEdit"_s)), m_lookUp(page.findChild<QLineEdit *>(u"lookUpBox"_s)),
        m_note(page.findChild<QPlainTextEdit *>(u"noteEdit"_s))
    {
        for (int i = 0; i < 20; ++i)
            key(m_table, Qt::Key_PageDown);
        for (int i = 0; i < 15; ++i)
            key(m_table, Qt::Key_Down);
        type(m_filter, u"payment:paid total:>100 "_s);
        key(m_filter, Qt::Key_Return);
        for (int i = 0; i < 10; ++i)
            key(m_table, Qt::Key_PageDown);
        key(m_table, Qt::Key_End, Qt::ControlModifier);
        key(m_table, Qt::Key_PageUp);
        key(m_table, Qt::Key_Home, Qt::ControlModifier);
        type(m_lookUp, u"martin"_s);
        key(m_lookUp, Qt::Key_Escape);
        m_steps.append([this] { m_filter->setFocus(); m_filter->clear(); Q_EMIT m_filter->returnPressed(); });
        for (const int column : {0, 3, 6, 1}) {
            m_steps.append([this, column] { Q_EMIT m_table->horizontalHeader()->sectionClicked(column); });
            for (int i = 0; i < 5; ++i)
                key(m_table, Qt::Key_PageDown);
        }
        type(m_note, u"a note nobody sends "_s);
        for (int i = 0; i < 8; ++i)
            key(m_table, Qt::Key_Down);
        // The sheet that puts on hold, opened, and left as it came.
        m_steps.append([&page] {
            if (auto *hold = page.findChild<QAction *>(u"holdAction"_s))
                hold->trigger();
        });
        for (int i = 0; i < 3; ++i)
            m_steps.append([] { });
        m_steps.append([&page] {
            for (QDialog *sheet : page.window()->findChildren<QDialog *>())
                sheet->reject();
        });
        connect(&m_timer, &QTimer::timeout, this, [this] { m_steps.at(m_at++ % m_steps.size())(); });
        m_timer.start(stepMs);
    }
    [[nodiscard]] qsizetype done() const { return m_at; }

private:
    void key(QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        m_steps.append([widget, key, modifiers] { widget->setFocus(); QTest::keyClick(widget, key, modifiers); });
    }
    void type(QWidget *widget, const QString &text)
    {
        for (const QChar character : text)
            m_steps.append([widget, character] { QTest::sendKeyEvent(QTest::Click, widget, Qt::Key_unknown, QString(character), Qt::NoModifier); });
    }

    RecordTable *m_table;
    QLineEdit *m_filter, *m_lookUp;
    QPlainTextEdit *m_note;
    QList<std::function<void()>> m_steps;
    QTimer m_timer;
    qsizetype m_at = 0;
};

const BenchLine line(u"away"_s, [](Context &context) -> Result<QList<Measurement>> {
    Steward::Test::Proxy proxy(context.store.optionsFor(u"lead"_s).hosts.first(), delayMs);
    const auto desk = OrdersDesk::open(context.store, OrdersDesk::Until::Rows, proxy.address());
    if (!desk)
        return desk.error();
    QProcess peer;
    peer.start(QCoreApplication::applicationFilePath(), {u"--child"_s, u"away-peer"_s, QString::number(context.scale.sessionMs)});
    AwayWatch watch;
    const Script script((*desk)->page());
    (void)waitFor([] { return false; }, context.scale.sessionMs);
    const QList<double> gaps = watch.gaps;
    if (script.done() < context.scale.sessionMs / stepMs / 4 || (*desk)->session().state() != Session::State::Ready || !(*desk)->model()->rowAt(0))
        return Error{ErrorKind::Internal, u"The session came to a halt, so there is nothing to measure."_s, {}, {}};
    if (!peer.waitForFinished(60'000) || peer.exitCode() != 0)
        return Error{ErrorKind::Internal, u"The empty event loop did not come to its end."_s, {}, {}};
    const QJsonObject empty = QJsonDocument::fromJson(peer.readAllStandardOutput()).object();
    Measurement longest{u"GUI thread away, longest"_s, percentile(gaps, 1), u"ms"_s, u"an empty event loop under the same load"_s, empty[u"longest"].toDouble(), 0, {}, true};
    longest.ratio = longest.value / longest.peerValue;
    return QList<Measurement>{atMostMore(u"GUI thread away, p99.9"_s, percentile(gaps, 0.999), u"ms"_s, u"an empty event loop under the same load, p99.9"_s, empty[u"p999"].toDouble(), 16), longest};
});

} // namespace

} // namespace Steward::Bench
