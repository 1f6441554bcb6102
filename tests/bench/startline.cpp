// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/steward.h"
#include "tests/bench/bench.h"
#include "tests/bench/children.h"
#include "tests/bench/store.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QProcess>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

/// Tells when the sign-in page has been painted and the event loop has nothing left to do.
class UsableWatch final : public QObject
{
public:
    UsableWatch() { qApp->installEventFilter(this); }
    bool isUsable = false;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && watched->objectName() == u"signInPassword" && !m_isSeen) {
            m_isSeen = true;
            QTimer::singleShot(0, this, [this] { isUsable = true; });
        }
        return false;
    }

private:
    bool m_isSeen = false;
};

const Child whole(u"start"_s, [](const QStringList &) -> Result<QJsonObject> {
    QApplication::setOrganizationName(u"Steward"_s);
    UsableWatch watch;
    Application steward({});
    steward.start();
    if (!waitFor([&watch] { return watch.isUsable; }, 30'000))
        return Error{ErrorKind::Timeout, u"The window does not become usable."_s, {}, {}};
    return QJsonObject{{u"usable"_s, true}};
});

/// From starting a process to the line it prints when its window can be used.
Result<double> start(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    if (!process.waitForReadyRead(30'000) || !process.readAllStandardOutput().contains("usable"))
        return Error{ErrorKind::Internal, u"A window did not start."_s, {}, {}};
    const double took = double(timer.nsecsElapsed()) / 1e6;
    process.waitForFinished(30'000);
    return took;
}

const BenchLine line(u"start"_s, [](Context &context) -> Result<QList<Measurement>> {
    QList<double> ours, peer, word;
    for (int i = 0; i <= context.scale.starts; ++i) { // the first one of each warms
        auto own = start(QCoreApplication::applicationFilePath(), {u"--child"_s, u"start"_s});
        auto other = own ? start(QCoreApplication::applicationDirPath() + u"/steward_bench_empty"_s, {}) : own;
        auto third = other ? start(QCoreApplication::applicationDirPath() + u"/steward_bench_empty"_s, {u"word"_s}) : other;
        if (!third)
            return third.error();
        if (i > 0) {
            ours.append(*own);
            peer.append(*other);
            word.append(*third);
        }
    }
    Measurement fonts{u"start, beside one with a word"_s, median(ours), u"ms"_s, u"a Qt Widgets window with one word"_s, median(word), median(ours) / median(word), {}, true};
    return QList<Measurement>{within(u"start to usable window"_s, median(ours), u"ms"_s, u"an empty Qt Widgets window"_s, median(peer), 2), fonts};
});

} // namespace

} // namespace Steward::Bench
