// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/database/commandclient.h"
#include "models/disclosures/disclosure.h"

#include <QFuture>
#include <QUuid>

#include <memory>

namespace Steward {

class Session;

/// What is asked and told about files for outside parties. Any call on the GUI thread; answers through futures.
class DisclosureRepository
{
public:
    virtual ~DisclosureRepository() = default;

    virtual QFuture<Result<QList<OutsideParty>>> parties() = 0;
    virtual QFuture<Result<FileCheck>> check(const QList<OrderId> &orders) = 0;
    /// Writes the record of a file; nothing of it is given out yet.
    virtual QFuture<Result<CommandOutcome>> make(QUuid commandId, const QString &party, const QList<OrderId> &orders) = 0;
    /// The file of a record of one's own, within a quarter of an hour. Each time is on record as well.
    virtual QFuture<Result<GivenFile>> give(DisclosureId id) = 0;
    /// Those that are due first, then newest first; at most 500. person: an order number or e-mail address, or nothing for all; after: the
    /// last one known, or null.
    virtual QFuture<Result<QList<Disclosure>>> disclosures(const QString &person, DisclosureFilter filter, const Disclosure *after) = 0;
    virtual QFuture<Result<CommandOutcome>> noteDeletion(QUuid commandId, const DeletionNote &note) = 0;
    /// The party of a file has been told of these corrections (Disclosure::untold).
    virtual QFuture<Result<CommandOutcome>> noteTold(QUuid commandId, DisclosureId id, const QList<qint64> &notices) = 0;
};

/// The one that asks the store's database.
[[nodiscard]] std::unique_ptr<DisclosureRepository> makeSqlDisclosureRepository(Session &session);

/// The orders of a check's or command's rows that were left out.
[[nodiscard]] QList<OrderLeftOut> readLeftOut(const QJsonArray &rows);
/// Translated words for fields and purposes.
[[nodiscard]] QString disclosedFieldText(const QString &field);
[[nodiscard]] QString disclosedFieldsText(const QStringList &fields); ///< as a list within a sentence
[[nodiscard]] QString disclosurePurposeText(const QString &purpose);
/// Why the store did not write down a deletion, or that a party was told, as a whole sentence: what, and what to do.
[[nodiscard]] QString deletionReasonText(const QString &reason);

} // namespace Steward
