// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>

namespace Steward {

/// Something to report about a file. Never holds a value of a field: the line and the column say where to look.
struct ImportProblem
{
    enum class Kind {
        Rejected, ///< the order was not imported
        Masked,   ///< a card number was made unreadable; the order was imported
    };

    Kind kind = Kind::Rejected;
    qint64 line = 0;
    QString column; ///< empty when it is about the whole row
    QString order;  ///< its number, when that could be read
    QString reason; ///< a whole sentence
    QString file;   ///< empty: the file that is being imported

    friend bool operator==(const ImportProblem &, const ImportProblem &) = default;
};

/// Something a file did not say and how it was read all the same, counted instead of told for each order.
struct ImportNote
{
    QString text;
    qint64 count = 0;
    qint64 firstLine = 0;
};

/// Notes by their text.
using ImportNotes = QHash<QString, ImportNote>;

inline void addNote(ImportNotes &notes, const QString &text, qint64 line, qint64 count = 1)
{
    ImportNote &note = notes[text];
    if (note.count == 0)
        note = {text, 0, line};
    note.count += count;
}

} // namespace Steward
