// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/staff/staffrepository.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// A group's name and what its members do.
struct GroupWords
{
    const char *name;
    const char *explanation;
};

const QHash<QString, GroupWords> &groupWords()
{
    static const QHash<QString, GroupWords> words{
        {u"agent"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Support"), QT_TRANSLATE_NOOP("Steward::Staff", "Answers customers: sees every order, writes notes, puts on hold, corrects contact data.")}},
        {u"lead"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Lead"), QT_TRANSLATE_NOOP("Steward::Staff", "All that support does, and ships, refunds, cancels, imports and exports.")}},
        {u"fulfilment"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Fulfilment"), QT_TRANSLATE_NOOP("Steward::Staff", "Ships: sees orders that are open or were shipped lately, without e-mail addresses and prices.")}},
        {u"marketing"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Marketing"), QT_TRANSLATE_NOOP("Steward::Staff", "Sees no person's row.")}},
        {u"manager"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Manager"), QT_TRANSLATE_NOOP("Steward::Staff", "Sees numbers only, and no person's row.")}},
        {u"privacy"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Privacy officer"), QT_TRANSLATE_NOOP("Steward::Staff", "Reads every order, what was done, who read how much, and what was given to whom; changes nothing.")}},
        {u"admin"_s, {QT_TRANSLATE_NOOP("Steward::Staff", "Admin"), QT_TRANSLATE_NOOP("Steward::Staff", "Looks after accounts, and sees no customer's data.")}}};
    return words;
}

} // namespace

QString staffReasonText(const QString &reason)
{
    static const QHash<QString, const char *> words{
        {u"bad_login"_s, QT_TRANSLATE_NOOP("Steward::Staff", "A login begins with a letter, is made of a to z, digits, dot, dash and underscore, and is no name of Steward's own. Choose another one.")},
        {u"bad_name"_s, QT_TRANSLATE_NOOP("Steward::Staff", "The name is empty or too long. Type 1 to 200 characters.")},
        {u"card_number"_s, QT_TRANSLATE_NOOP("Steward::Staff", "The name looks like a card number, which must not be stored. Type another one.")},
        {u"unknown_group"_s, QT_TRANSLATE_NOOP("Steward::Staff", "The store does not know this group. Choose another one.")},
        {u"login_taken"_s, QT_TRANSLATE_NOOP("Steward::Staff", "Somebody has this login already. Choose another one.")},
        {u"no_such_login"_s, QT_TRANSLATE_NOOP("Steward::Staff", "This account is no login of the store's staff any more. Ask again for the list.")},
        {u"yourself"_s, QT_TRANSLATE_NOOP("Steward::Staff", "This is your own account. Another admin can do it, so that there is always one left.")},
        {u"no_right"_s, QT_TRANSLATE_NOOP("Steward::Staff", "You are no admin any more: somebody has changed your own account meanwhile.")}};
    const auto found = words.constFind(reason);
    return found == words.constEnd() ? QCoreApplication::translate("Steward::Staff", "The store refused this (%1).").arg(reason) : QCoreApplication::translate("Steward::Staff", *found);
}

QStringList staffGroups()
{
    return {u"agent"_s, u"lead"_s, u"fulfilment"_s, u"marketing"_s, u"manager"_s, u"privacy"_s, u"admin"_s};
}

QString staffGroupText(const QString &group)
{
    const auto found = groupWords().constFind(group);
    return found == groupWords().constEnd() ? group : QCoreApplication::translate("Steward::Staff", found->name);
}

QString staffGroupExplanation(const QString &group)
{
    const auto found = groupWords().constFind(group);
    return found == groupWords().constEnd() ? QString() : QCoreApplication::translate("Steward::Staff", found->explanation);
}

} // namespace Steward
