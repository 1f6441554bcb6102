// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/params.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Steward {

namespace {

/// One element of a text array, quoted always, so that a comma, a brace or the word NULL stays what it is.
void appendQuoted(QByteArray &array, const QByteArray &value)
{
    array += '"';
    for (const char byte : value) {
        if (byte == '"' || byte == '\\')
            array += '\\';
        array += byte;
    }
    array += '"';
}

} // namespace

Params &Params::text(const QString &value)
{
    m_values.append(value.toUtf8());
    return *this;
}

Params &Params::integer(qint64 value)
{
    m_values.append(QByteArray::number(value));
    return *this;
}

Params &Params::boolean(bool value)
{
    m_values.append(QByteArray(value ? "t" : "f"));
    return *this;
}

Params &Params::uuid(QUuid value)
{
    m_values.append(value.toByteArray(QUuid::WithoutBraces));
    return *this;
}

Params &Params::json(const QJsonObject &value)
{
    return rawJson(QJsonDocument(value).toJson(QJsonDocument::Compact));
}

Params &Params::json(const QJsonArray &value)
{
    return rawJson(QJsonDocument(value).toJson(QJsonDocument::Compact));
}

Params &Params::rawJson(QByteArray value)
{
    m_values.append(std::move(value));
    return *this;
}

Params &Params::timestamp(const QDateTime &value)
{
    if (!value.isValid())
        return null();
    m_values.append(value.toUTC().toString(Qt::ISODateWithMs).toLatin1());
    return *this;
}

Params &Params::integers(const QList<qint64> &values)
{
    QByteArray array("{");
    for (const qint64 value : values) {
        if (array.size() > 1)
            array += ',';
        array += QByteArray::number(value);
    }
    m_values.append(array + '}');
    return *this;
}

Params &Params::texts(const QStringList &values)
{
    QByteArray array("{");
    for (const QString &value : values) {
        if (array.size() > 1)
            array += ',';
        appendQuoted(array, value.toUtf8());
    }
    m_values.append(array + '}');
    return *this;
}

Params &Params::null()
{
    m_values.append(std::nullopt);
    return *this;
}

Params &Params::append(const Params &others)
{
    m_values.append(others.m_values);
    return *this;
}

} // namespace Steward
