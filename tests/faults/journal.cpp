// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/journal.h"

#include <QHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

void Journal::write(const QJsonObject &line)
{
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (m_file.write(text) != text.size())
        qFatal("the journal cannot be written");
}

void Journal::sent(QUuid id, const QString &verb, const QString &login, const QJsonObject &arguments)
{
    write({{u"sent"_s, id.toString()}, {u"verb"_s, verb}, {u"login"_s, login}, {u"arguments"_s, arguments}});
}

void Journal::answered(QUuid id, const Result<CommandOutcome> &answer)
{
    if (answer)
        write({{u"answered"_s, id.toString()}, {u"details"_s, answer->details}});
    else
        write({{u"unknown"_s, id.toString()}, {u"error"_s, int(answer.error().kind)}, {u"state"_s, answer.error().sqlState}});
}

QList<JournalEntry> Journal::read(const QString &fileName)
{
    QList<JournalEntry> entries;
    QHash<QUuid, qsizetype> places;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    while (!file.atEnd()) {
        const QByteArray text = file.readLine();
        if (!text.endsWith('\n'))
            break;
        const QJsonObject line = QJsonDocument::fromJson(text).object();
        if (line.contains(u"sent"_s)) {
            const QUuid id(line[u"sent"_s].toString());
            if (!places.contains(id)) {
                places.insert(id, entries.size());
                entries.append({.id = id, .verb = line[u"verb"_s].toString(), .login = line[u"login"_s].toString(), .arguments = line[u"arguments"_s].toObject(), .answers = {}});
            }
            ++entries[places.value(id)].sent;
        } else if (line.contains(u"answered"_s)) {
            entries[places.value(QUuid(line[u"answered"_s].toString()))].answers.append(line[u"details"_s].toObject());
        } else {
            ++entries[places.value(QUuid(line[u"unknown"_s].toString()))].unknown;
        }
    }
    return entries;
}

QJsonObject withoutReplay(QJsonObject answer)
{
    answer.remove(u"replayed"_s);
    return answer;
}

} // namespace Steward::Test
