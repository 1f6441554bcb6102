// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/asker.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int mostTries = 5; // of a machine that stands still for as long as a connection may take

} // namespace

void Asker::setServer(const Cluster &cluster)
{
    m_connections.clear();
    m_cluster = std::make_unique<Cluster>(cluster);
}

Rows Asker::rows(const QString &login, const QByteArray &sql, const Params &params)
{
    std::shared_ptr<Connection> &connection = m_connections[login];
    if (!connection || !connection->isOpen()) {
        connection = std::make_shared<Connection>(u"asker"_s);
        auto opened = connection->open(m_cluster->optionsFor(login));
        for (int tries = 1; !opened && opened.error().kind == ErrorKind::Offline && tries < mostTries; ++tries)
            opened = connection->open(m_cluster->optionsFor(login));
        if (!opened) {
            m_failures.append(u"%1 cannot connect: %2"_s.arg(login, opened.error().userText));
            return {};
        }
    }
    const auto rows = connection->query({u"test/faults"_s, sql}, params);
    if (rows)
        return *rows;
    m_failures.append(u"<%1> for %2"_s.arg(rows.error().sqlState, QString::fromUtf8(sql).left(120)));
    return {};
}

QString Asker::one(const QString &login, const QByteArray &sql, const Params &params)
{
    const Rows answer = rows(login, sql, params);
    return answer.isEmpty() ? QString() : answer.text(0, 0);
}

} // namespace Steward::Test
