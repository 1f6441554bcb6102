// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/database/sqlstate.h"

#include <QCoreApplication>

namespace Steward {

namespace {

struct Mapping
{
    QByteArrayView prefix; ///< a whole SQLSTATE, or the class it begins with
    ErrorKind kind;
    const char *text;
};

// The first prefix that fits decides, so a whole SQLSTATE stands before its class.
constexpr Mapping mappings[] = {
    {"ST001", ErrorKind::Denied,
     QT_TRANSLATE_NOOP("Steward",
                       "This login is not a member of any staff group, or was disabled. Ask an administrator.")},
    {"ST002", ErrorKind::Denied,
     QT_TRANSLATE_NOOP("Steward",
                       "You have read more customers' records than your group may in this time. Ask the privacy "
                       "officer, or try again later.")},
    {"ST003", ErrorKind::Denied,
     QT_TRANSLATE_NOOP("Steward", "This program and the database are of different versions. Update the older one.")},
    {"57014", ErrorKind::Timeout,
     QT_TRANSLATE_NOOP("Steward", "The server stopped this question before it was answered. Try again.")},
    {"42501", ErrorKind::Denied, QT_TRANSLATE_NOOP("Steward", "Your group may not do that.")},
    {"28", ErrorKind::Denied, QT_TRANSLATE_NOOP("Steward", "The server did not accept this login.")},
    {"08", ErrorKind::Offline, nullptr},
    {"57P", ErrorKind::Offline, nullptr},
    {"25P03", ErrorKind::Offline, nullptr},
    {"53300", ErrorKind::Offline,
     QT_TRANSLATE_NOOP("Steward", "The server has no free connection just now. Try again in a moment.")},
    {"40", ErrorKind::Conflict,
     QT_TRANSLATE_NOOP("Steward", "Somebody else changed the same records at this moment. Try again.")},
    {"55P03", ErrorKind::Conflict,
     QT_TRANSLATE_NOOP("Steward", "Somebody else is changing this record right now. Try again in a moment.")},
    {"55006", ErrorKind::Conflict, QT_TRANSLATE_NOOP("Steward", "The record is in use. Try again in a moment.")},
    {"23505", ErrorKind::Conflict, QT_TRANSLATE_NOOP("Steward", "That already exists.")},
    {"23P01", ErrorKind::Conflict, QT_TRANSLATE_NOOP("Steward", "That already exists.")},
    {"23", ErrorKind::Invalid,
     QT_TRANSLATE_NOOP("Steward", "The database refused this: a value is missing or out of range.")},
    {"22", ErrorKind::Invalid, QT_TRANSLATE_NOOP("Steward", "A value cannot be read. Correct it and try again.")},
    {"25006", ErrorKind::Denied,
     QT_TRANSLATE_NOOP("Steward", "This server only answers questions and takes no changes. Use the primary server.")},
    {"53", ErrorKind::Internal,
     QT_TRANSLATE_NOOP("Steward", "The server has run out of room or memory. Tell whoever runs it.")},
};

const Mapping *mappingOf(QByteArrayView sqlState)
{
    for (const Mapping &mapping : mappings) {
        if (sqlState.startsWith(mapping.prefix))
            return &mapping;
    }
    return nullptr;
}

QString translated(const char *text)
{
    return QCoreApplication::translate("Steward", text);
}

} // namespace

ErrorKind errorKind(QByteArrayView sqlState)
{
    const Mapping *mapping = mappingOf(sqlState);
    return mapping ? mapping->kind : ErrorKind::Internal;
}

Error errorFor(QByteArrayView sqlState, const QString &queryName, const QString &subject)
{
    const Mapping *mapping = mappingOf(sqlState);
    Error error = offlineError(queryName);
    error.kind = mapping ? mapping->kind : ErrorKind::Internal;
    error.sqlState = QString::fromLatin1(sqlState);
    if (!mapping)
        error.userText =
            QCoreApplication::translate("Steward", "Something went wrong on the server (%1). Try again; if it "
                                                   "stays, report it with this code.")
                .arg(error.sqlState);
    else if (mapping->text)
        error.userText = translated(mapping->text);
    if (!subject.isEmpty())
        error.userText +=
            u' ' + QCoreApplication::translate("Steward", "(%1)", "what the server objects to").arg(subject);
    return error;
}

Error offlineError(const QString &queryName)
{
    return {.kind = ErrorKind::Offline,
            .userText = QCoreApplication::translate("Steward", "The server cannot be reached at the moment."),
            .sqlState = {},
            .queryName = queryName};
}

Error cancelledError(const QString &queryName)
{
    return {.kind = ErrorKind::Cancelled,
            .userText = QCoreApplication::translate("Steward", "Stopped."),
            .sqlState = {},
            .queryName = queryName};
}

Error timeoutError(int timeoutMs, const QString &queryName)
{
    return {.kind = ErrorKind::Timeout,
            .userText = QCoreApplication::translate("Steward",
                                                    "This took longer than %n second(s) and was stopped. Ask for "
                                                    "less, for instance with a narrower filter.",
                                                    nullptr, qMax(1, timeoutMs / 1000)),
            .sqlState = QStringLiteral("57014"),
            .queryName = queryName};
}

} // namespace Steward
