// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/import/importbench.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Steward::Test {

QStringList ReadOrders::reasons() const
{
    QStringList texts;
    for (const ImportProblem &problem : problems)
        texts.append(u"%1 %2: %3"_s.arg(problem.line).arg(problem.column, problem.reason));
    return texts;
}

ReadOrders readOrders(const QString &path, const ImportMap &map, const ImportChoices &choices)
{
    ReadOrders read;
    auto plan = ImportPlan::make(path, map, choices);
    if (!plan) {
        read.fault = plan.error().userText;
        return read;
    }
    read.rows = (*plan)->rows;
    auto groups = OrderGroups::make(**plan);
    if (!groups) {
        read.fault = groups.error().userText;
        return read;
    }
    BatchReader reader(**plan, std::move(*groups));
    for (bool isLast = false; !isLast;) {
        const ImportBatch batch = reader.take();
        isLast = batch.isLast;
        read.fault = batch.fault;
        read.problems += batch.problems;
        read.refused += qsizetype(batch.refused.size());
        QJsonParseError error;
        const QJsonArray orders = QJsonDocument::fromJson(batch.json, &error).array();
        Q_ASSERT_X(error.error == QJsonParseError::NoError, "readOrders", batch.json.constData());
        for (const QJsonValue &order : orders)
            read.orders.append(order);
    }
    read.notes = reader.notes();
    return read;
}

ImportMap shippedMap(const QString &name)
{
    auto map = ImportMap::load(name);
    if (!map)
        qFatal("%s", qPrintable(map.error().userText));
    return *map;
}

QString FileFolder::write(const QString &name, const QByteArray &content) const
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("no file can be written for the test");
    return path;
}

QByteArray shopifyFile()
{
    return "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,"
           "Lineitem price,Lineitem sku,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Notes,Payment Reference\n"
           "#1,anna@example.com,paid,fulfilled,EUR,30.00,4.90,0.00,34.90,0.00,2026-03-01 10:00:00 +0100,2,Mug,10.00,MUG-1,Anna Berg,Seeweg 3,Köln,'01067,DE,,c1.1\n"
           "#1,,,,,,,,,,2026-03-01 10:00:00 +0100,1,\"Plate, \"\"large\"\"\",10.00,PLATE-1,,,,,,,\n"
           "#2,ben@example.com,pending,,EUR,10.00,0.00,0.00,10.00,0.00,2026-03-02 11:30:00 +0100,1,Mug,10.00,MUG-1,Ben Ode,Hafen 1,Kiel,24103,DE,\"Ring\ntwice\",\n";
}

QByteArray testCard()
{
    return QByteArray("4111") + " 1111 1111 " + "1111";
}

QString sharedData(const QString &folder)
{
    const QString root = qEnvironmentVariable("STEWARD_SHARED_DATA");
    const QDir dir(root + u'/' + folder);
    return !root.isEmpty() && dir.exists() ? dir.absolutePath() : QString();
}

} // namespace Steward::Test
