// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace Steward::Bench {

class Store;

/// One figure beside its peer, measured in the same run. Absolute figures mean nothing across machines; the ratio does.
struct Measurement
{
    QString name;
    double value = 0;
    QString unit;
    QString peer; ///< what it is measured against, in words
    double peerValue = 0;
    double ratio = 0; ///< whichever way the target reads it
    QString target;   ///< in words, "at least 50 times faster"; empty: only measured
    bool met = true;

    [[nodiscard]] QJsonObject toJson() const;
};

/// How much is measured: a smoke run only shows that all of it still can be.
struct Scale
{
    qint64 orders = 5'000'000;
    qint64 fewOrders = 5'000;
    int opens = 15;
    int jumps = 200;
    int peerJumps = 40;
    int lookUps = 60; ///< of each key
    int importOrders = 30'000;
    qint64 exportRows = 1'000'000;
    int sessionMs = 120'000;
    int starts = 15;
    int commandMs = 5'000;
    int bulkOrders = 10'000;

    [[nodiscard]] static Scale smoke();
};

/// What a line is given: the large store, made when the first line asks for it, and the scale.
struct Context
{
    Scale scale;
    Store &store;
};

using Line = std::function<Result<QList<Measurement>>(Context &context)>;

/// A line of the bench, made known by being defined.
class BenchLine
{
public:
    BenchLine(const QString &name, Line line);
    struct Entry
    {
        QString name;
        Line line;
    };
    [[nodiscard]] static QList<Entry> &all();
};

[[nodiscard]] double percentile(QList<double> values, double part);
[[nodiscard]] inline double median(const QList<double> &values)
{
    return percentile(values, 0.5);
}

/// At least times as fast (smaller is better).
[[nodiscard]] Measurement faster(const QString &name, double value, const QString &unit, const QString &peer, double peerValue, double times);
/// At most so much more than the peer.
[[nodiscard]] Measurement atMostMore(const QString &name, double value, const QString &unit, const QString &peer, double peerValue, double more);
/// At most times what the peer takes (smaller is better).
[[nodiscard]] Measurement within(const QString &name, double value, const QString &unit, const QString &peer, double peerValue, double times);

} // namespace Steward::Bench
