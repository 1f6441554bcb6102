// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/disclosures/disclosurerepository.h"

#include <QObject>

namespace Steward {

/// A file that lies where it was wanted.
struct WrittenFile
{
    QString fileName;
    QByteArray sha256; ///< of what is on the disk
    QDate deleteBy;
    int orders = 0;
    QList<OrderLeftOut> leftOut; ///< also what changed after it was looked at
};

/// One file for an outside party: that it can be written is tried first, then the store writes the record, gives the file out, and its
/// bytes are written as they came, readable by their owner alone. A file that was given out and could not be written is asked for again
/// under the same record. GUI thread; nothing in it blocks.
class CarrierFile final : public QObject
{
    Q_OBJECT

public:
    CarrierFile(DisclosureRepository &disclosures, QList<OrderId> orders, QObject *parent = nullptr);
    void write(const QString &party, const QString &fileName);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void written(const Steward::WrittenFile &file);
    /// text is a whole sentence, or empty when the store refused for a reason, a machine word. leftOut: where it refused each order.
    void failed(const QString &text, const QString &reason, const QList<Steward::OrderLeftOut> &leftOut);

private:
    void make();
    void made(const Result<CommandOutcome> &outcome);
    void give();
    void given(const GivenFile &file);
    void fail(const QString &text, const QString &reason = {}, const QList<OrderLeftOut> &leftOut = {});

    DisclosureRepository &m_disclosures;
    QList<OrderId> m_orders;
    QString m_party;
    QUuid m_commandId = QUuid::createUuid();
    DisclosureId m_record; ///< made and not written yet
    WrittenFile m_file;
    bool m_isRunning = false;
    LatestOnly<QString> m_trying;
    LatestOnly<Result<CommandOutcome>> m_making;
    LatestOnly<Result<GivenFile>> m_giving;
    LatestOnly<QByteArray> m_writing;
};

} // namespace Steward
