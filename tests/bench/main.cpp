// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cluster/endsignals.h"
#include "models/database/environment.h"
#include "tests/bench/bench.h"
#include "tests/bench/children.h"
#include "tests/bench/store.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTextStream>
#include <QThread>

#include <cstdlib>

#include <algorithm>

using namespace Steward;
using namespace Steward::Bench;
using namespace Qt::StringLiterals;

namespace {

void print(const Measurement &measured)
{
    const auto number = [](double value) { return QString::number(value, 'g', 4); };
    QTextStream(stdout) << u"%1  %2 %3; %4: %5; ratio %6; %7"_s.arg(measured.name, -28).arg(number(measured.value), measured.unit, measured.peer, number(measured.peerValue),
                                                                        number(measured.ratio), measured.target.isEmpty() ? u"measured"_s : measured.target)
                        << (measured.target.isEmpty() ? QString() : measured.met ? u": met"_s : u": MISSED"_s) << Qt::endl;
}

/// Lines block where they measure, so a thread of its own hears Ctrl+C and SIGTERM; it ends with the process.
void endInOrder(Store &store)
{
    const int descriptor = EndSignals::listen();
    if (descriptor < 0)
        return;
    QThread::create([descriptor, &store] {
        int signal = 0;
        while (signal == 0)
            signal = EndSignals::take(descriptor);
        store.abandon();
        std::_Exit(128 + signal);
    })->start();
}

} // namespace

int main(int argc, char *argv[])
{
    neutraliseEnvironment();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"steward_bench"_s);
    QStringList arguments = application.arguments();
    if (arguments.value(1) == u"--child")
        return Child::runAs(arguments.mid(2));

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures Steward side by side with its peers. Fails only when something cannot be measured."_s);
    parser.addHelpOption();
    parser.addOptions({{u"out"_s, u"Where bench.json goes."_s, u"file"_s, u"bench.json"_s}, {u"smoke"_s, u"Small and quick: only shows that all can be measured."_s},
                       {u"store"_s, u"A cluster made before with 'stewardctl demo start --dir'; it is left as it is found, but for what lines add."_s, u"folder"_s},
                       {u"orders"_s, u"How many orders the store has."_s, u"number"_s}});
    parser.addPositionalArgument(u"name"_s, u"Lines to measure; without one all."_s, u"[NAME…]"_s);
    parser.process(application);
    Scale scale = parser.isSet(u"smoke"_s) ? Scale::smoke() : Scale();
    if (parser.isSet(u"orders"_s))
        scale.orders = parser.value(u"orders"_s).toLongLong();
    Store store(scale.orders, parser.value(u"store"_s));
    endInOrder(store);
    Context context{scale, store};
    const QStringList wanted = parser.positionalArguments();
    QJsonArray results;
    bool isWhole = true;
    int run = 0;
    for (const BenchLine::Entry &line : BenchLine::all()) {
        if (!wanted.isEmpty() && !wanted.contains(line.name))
            continue;
        ++run;
        auto prepared = store.prepare();
        auto measured = prepared ? line.line(context) : Result<QList<Measurement>>(prepared.error());
        if (!measured) {
            QTextStream(stderr) << line.name << ": could not be measured: " << measured.error().userText << Qt::endl;
            isWhole = false;
            continue;
        }
        for (const Measurement &one : *measured) {
            print(one);
            results.append(one.toJson());
        }
    }
    if (run == 0) {
        QStringList names;
        for (const BenchLine::Entry &line : BenchLine::all())
            names.append(line.name);
        QTextStream(stderr) << "There is no such line. Lines: " << names.join(u", "_s) << Qt::endl;
        return 2;
    }
    QFile file(parser.value(u"out"_s));
    // A single line measured anew takes its own figures' place and leaves the others'.
    if (!wanted.isEmpty() && file.open(QIODevice::ReadOnly)) {
        QJsonArray kept;
        for (const QJsonValue &known : QJsonDocument::fromJson(file.readAll()).array()) {
            const auto isNew = [&known](const QJsonValue &result) { return result[u"name"_s] == known[u"name"_s]; };
            if (std::none_of(results.cbegin(), results.cend(), isNew))
                kept.append(known);
        }
        for (const QJsonValue &result : std::as_const(results))
            kept.append(result);
        results = kept;
        file.close();
    }
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(results).toJson()) < 0) {
        QTextStream(stderr) << file.fileName() << " cannot be written." << Qt::endl;
        return 1;
    }
    QTextStream(stdout) << results.size() << " figures are in " << file.fileName() << Qt::endl;
    return isWhole ? 0 : 1;
}
