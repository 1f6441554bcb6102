// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

QJsonObject Measurement::toJson() const
{
    return {{u"name"_s, name}, {u"value"_s, value}, {u"unit"_s, unit}, {u"peer"_s, peer}, {u"peer_value"_s, peerValue},
            {u"ratio"_s, ratio}, {u"target"_s, target}, {u"met"_s, met}};
}

Scale Scale::smoke()
{
    Scale scale;
    scale.orders = 4'000;
    scale.fewOrders = 1'000;
    scale.opens = 3;
    scale.jumps = 10;
    scale.peerJumps = 5;
    scale.lookUps = 5;
    scale.importOrders = 500;
    scale.exportRows = 2'000;
    scale.sessionMs = 4'000;
    scale.starts = 2;
    scale.commandMs = 500;
    scale.bulkOrders = 300;
    return scale;
}

QList<BenchLine::Entry> &BenchLine::all()
{
    static QList<Entry> lines;
    return lines;
}

BenchLine::BenchLine(const QString &name, Line line)
{
    all().append({name, std::move(line)});
}

double percentile(QList<double> values, double part)
{
    if (values.isEmpty())
        return std::nan("");
    std::ranges::sort(values);
    const auto place = qsizetype(std::ceil(part * double(values.size()))) - 1;
    return values.at(std::clamp<qsizetype>(place, 0, values.size() - 1));
}

Measurement faster(const QString &name, double value, const QString &unit, const QString &peer, double peerValue, double times)
{
    const double ratio = peerValue / value;
    return {name, value, unit, peer, peerValue, ratio, u"at least %1 times less than the peer"_s.arg(times), ratio >= times};
}

Measurement atMostMore(const QString &name, double value, const QString &unit, const QString &peer, double peerValue, double more)
{
    return {name, value, unit, peer, peerValue, value / peerValue, u"at most %1 %2 more than the peer"_s.arg(more).arg(unit), value - peerValue <= more};
}

Measurement within(const QString &name, double value, const QString &unit, const QString &peer, double peerValue, double times)
{
    const double ratio = value / peerValue;
    return {name, value, unit, peer, peerValue, ratio, u"at most %1 times the peer"_s.arg(times), ratio <= times};
}

} // namespace Steward::Bench
