// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/disclosures/carrierfile.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QSaveFile>
#include <QtConcurrentRun>

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QByteArray digestOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// Whether a file can be put there; nothing is left behind.
bool canBeWritten(const QString &fileName)
{
    QSaveFile file(fileName);
    const bool isOpen = file.open(QIODevice::WriteOnly);
    file.cancelWriting();
    return isOpen;
}

/// Writes the whole file or nothing, and answers with the digest of what is on the disk then; empty when it could not be written.
QByteArray writeFile(const QString &fileName, const QByteArray &body)
{
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(body) != body.size() || !file.commit())
        return {};
    QFile kept(fileName);
    return kept.open(QIODevice::ReadOnly) ? digestOf(kept.readAll()) : QByteArray();
}

} // namespace

CarrierFile::CarrierFile(DisclosureRepository &disclosures, QList<OrderId> orders, QObject *parent) : QObject(parent), m_disclosures(disclosures), m_orders(std::move(orders)) { }

void CarrierFile::write(const QString &party, const QString &fileName)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    if (std::exchange(m_party, party) != party) {
        m_commandId = QUuid::createUuid();
        m_record = {};
    }
    m_file.fileName = fileName;
    m_trying.start(QtConcurrent::run([fileName] { return canBeWritten(fileName) ? QString() : CarrierFile::tr("The file %1 cannot be written. Choose another place.").arg(fileName); }), this,
                   [this](const QString &objection) {
                       if (!objection.isEmpty())
                           fail(objection);
                       else if (m_record.isValid())
                           give();
                       else
                           make();
                   });
}

void CarrierFile::make()
{
    m_making.start(m_disclosures.make(m_commandId, m_party, m_orders), this, [this](const Result<CommandOutcome> &outcome) { made(outcome); });
}

void CarrierFile::made(const Result<CommandOutcome> &outcome)
{
    // Nobody knows what became of a command without an answer, so it keeps its name.
    if (!outcome)
        return fail(outcome.error().userText);
    m_commandId = QUuid::createUuid();
    m_file.leftOut = readLeftOut(outcome->details.value(u"rows"_s).toArray());
    m_record = {outcome->details.value(u"disclosure_id"_s).toInteger()};
    m_file.orders = int(m_orders.size() - m_file.leftOut.size());
    if (!m_record.isValid())
        return fail({}, outcome->reason, m_file.leftOut);
    give();
}

void CarrierFile::give()
{
    m_giving.start(m_disclosures.give(m_record), this, [this](const Result<GivenFile> &file) {
        if (!file)
            return fail(tr("%1 The record is made, and the file is not written yet: press again to get the same file.").arg(file.error().userText));
        given(*file);
    });
}

void CarrierFile::given(const GivenFile &file)
{
    if (!file.reason.isEmpty()) {
        m_record = {}; // the next one is made anew
        return fail({}, file.reason);
    }
    if (digestOf(file.body) != file.sha256)
        return fail(tr("The file arrived damaged, so nothing was written. Try again."));
    m_file.sha256 = file.sha256;
    m_file.deleteBy = file.deleteBy;
    m_writing.start(QtConcurrent::run([fileName = m_file.fileName, body = file.body] { return writeFile(fileName, body); }), this, [this](const QByteArray &digest) {
        if (digest != m_file.sha256)
            return fail(tr("The file %1 could not be written. Choose another place, or make room, and write it again.").arg(m_file.fileName));
        m_isRunning = false;
        m_record = {};
        Q_EMIT written(m_file);
    });
}

void CarrierFile::fail(const QString &text, const QString &reason, const QList<OrderLeftOut> &leftOut)
{
    m_isRunning = false;
    Q_EMIT failed(text, reason, leftOut);
}

} // namespace Steward
