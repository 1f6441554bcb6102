// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUuid>

#include <optional>

namespace Steward {

/// The values of $1, $2, … of one statement, in order. They travel beside the SQL, never inside it.
class Params
{
public:
    Params &text(const QString &value);
    Params &integer(qint64 value);
    Params &boolean(bool value);
    Params &uuid(QUuid value);
    Params &json(const QJsonObject &value);
    Params &json(const QJsonArray &value);
    /// JSON already in text form, for large documents built elsewhere.
    Params &rawJson(QByteArray value);
    Params &timestamp(const QDateTime &value);
    Params &integers(const QList<qint64> &values);
    Params &texts(const QStringList &values);
    Params &null();
    /// All of others after the ones already here.
    Params &append(const Params &others);

    [[nodiscard]] const QList<std::optional<QByteArray>> &values() const { return m_values; }

private:
    QList<std::optional<QByteArray>> m_values;
};

} // namespace Steward
