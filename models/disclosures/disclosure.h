// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"

#include <QByteArray>
#include <QDate>
#include <QDateTime>
#include <QStringList>

namespace Steward {

using DisclosureId = Id<struct DisclosureTag>;

/// Whom the store gives data to: for what, which fields of an order and no others, and for how many days.
struct OutsideParty
{
    QString code;
    QString name;
    QString purpose; ///< machine word: "delivery"
    QStringList fields;
    int keepDays = 0;
};

/// An order that goes into no file, and the machine word that says why.
struct OrderLeftOut
{
    OrderId id;
    QString number; ///< empty for an order that this login does not see
    QString reason;
};

/// What would become of a file for some orders.
struct FileCheck
{
    int taken = 0;
    QList<OrderLeftOut> leftOut;
};

/// A file as the store gave it out, to be written as it is. reason is not empty when it did not, and says why.
struct GivenFile
{
    QString reason;
    QByteArray body;
    QByteArray sha256; ///< of body, in hexadecimal
    QDate deleteBy;
};

/// One file that was made for an outside party, as the privacy officer sees it.
struct Disclosure
{
    DisclosureId id;
    QString party;
    QString purpose;
    QStringList fields;
    int orderCount = 0;
    QStringList orderNumbers; ///< a person's, when one was asked for; else of all of its orders, at most a hundred
    QString sha256;
    QDateTime madeAt;
    QDate deleteBy; ///< in the store's zone
    QString madeBy;
    int givings = 0; ///< how often the file was given out: more than once when it could not be written
    bool isDue = false; ///< to be deleted by today or earlier, and nobody has confirmed that it was
    QDate deletedOn;    ///< what the party told of its copy; null: it has told nothing yet
    QString how;        ///< it told, in a few words
    QString confirmedBy;
    QDateTime confirmedAt;
    int version = 0; ///< of what it told, for the next command about it
    QList<qint64> untold;      ///< corrections of its orders that the party has not been told of
    QStringList untoldFields;  ///< what was corrected, as machine words
    QStringList untoldNumbers; ///< of which orders, at most a hundred
    QDateTime toldAt;          ///< when it was told of others last
    QString toldBy;
};

/// Which of the files that were made.
enum class DisclosureFilter { All, Due, Open, Deleted, Untold };

/// That a party's copy is gone, or that this was written down by mistake.
struct DeletionNote
{
    DisclosureId id;
    QDate on; ///< in the store's zone; null takes back what was written down
    QString how; ///< or why it is taken back: 1 to 500 letters
    int version = 0; ///< of what was known when it was decided

    friend bool operator==(const DeletionNote &, const DeletionNote &) = default;
};

} // namespace Steward
