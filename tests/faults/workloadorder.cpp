// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/workloadorder.h"

using namespace Qt::StringLiterals;

namespace Steward::Test {

QJsonObject WorkloadOrder::toJson() const
{
    QJsonArray people;
    for (const auto &[name, password] : logins)
        people.append(QJsonObject{{u"name"_s, name}, {u"password"_s, password}});
    return {{u"seed"_s, qint64(seed)}, {u"commands"_s, commands}, {u"hosts"_s, Profile::printHosts(profile.hosts)}, {u"database"_s, profile.database},
            {u"ca_file"_s, profile.caFile}, {u"logins"_s, people}, {u"orders"_s, orders}, {u"customer"_s, customer}, {u"folder"_s, folder}};
}

WorkloadOrder WorkloadOrder::fromJson(const QJsonObject &json)
{
    WorkloadOrder order;
    order.seed = quint32(json[u"seed"_s].toInteger());
    order.commands = json[u"commands"_s].toInt();
    order.profile = {.name = u"faults"_s, .hosts = Profile::parseHosts(json[u"hosts"_s].toString()), .database = json[u"database"_s].toString(),
                     .caFile = json[u"ca_file"_s].toString(), .lastUser = {}};
    for (const QJsonValue &person : json[u"logins"_s].toArray())
        order.logins.append({person[u"name"_s].toString(), person[u"password"_s].toString()});
    order.orders = json[u"orders"_s].toArray();
    order.customer = json[u"customer"_s].toString();
    order.folder = json[u"folder"_s].toString();
    return order;
}

} // namespace Steward::Test
