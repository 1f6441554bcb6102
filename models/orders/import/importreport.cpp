// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/orders/import/importreport.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Import", text);
}

QJsonObject problemJson(const ImportProblem &problem)
{
    QJsonObject object{{u"kind"_s, problem.kind == ImportProblem::Kind::Masked ? u"masked"_s : u"rejected"_s},
                       {u"line"_s, problem.line},
                       {u"column"_s, problem.column},
                       {u"order"_s, problem.order},
                       {u"reason"_s, problem.reason}};
    if (!problem.file.isEmpty())
        object.insert(u"file"_s, problem.file);
    return object;
}

} // namespace

void ImportReport::add(const ImportProblem &problem)
{
    if (problem.kind == ImportProblem::Kind::Masked)
        ++masked;
    if (problems.size() < mostProblems)
        problems.append(problem);
    else
        ++furtherProblems;
}

QJsonObject ImportReport::counts() const
{
    return {{u"rows"_s, rows}, {u"orders"_s, orders}, {u"created"_s, created}, {u"unchanged"_s, unchanged}, {u"rejected"_s, rejected}, {u"masked"_s, masked}};
}

QJsonObject ImportReport::toJson() const
{
    QJsonObject object = counts();
    object.insert(u"file"_s, file);
    object.insert(u"map"_s, map);
    object.insert(u"source"_s, source);
    object.insert(u"dry_run"_s, isDryRun);
    object.insert(u"reject_file"_s, rejectFile);
    QJsonArray list;
    for (const ImportProblem &problem : problems)
        list.append(problemJson(problem));
    object.insert(u"problems"_s, list);
    object.insert(u"further_problems"_s, furtherProblems);
    QList<ImportNote> sorted = notes.values();
    std::ranges::sort(sorted, {}, &ImportNote::firstLine);
    QJsonArray remarks;
    for (const ImportNote &note : std::as_const(sorted))
        remarks.append(QJsonObject{{u"text"_s, note.text}, {u"count"_s, note.count}, {u"first_line"_s, note.firstLine}});
    object.insert(u"notes"_s, remarks);
    return object;
}

QString importReasonText(const QString &reason)
{
    static const QHash<QString, const char *> sentences{
        {u"no_number"_s, QT_TRANSLATE_NOOP("Steward::Import", "The order has no number.")},
        {u"bad_date"_s, QT_TRANSLATE_NOOP("Steward::Import", "A time of the order is outside what the store can keep.")},
        {u"unknown_currency"_s, QT_TRANSLATE_NOOP("Steward::Import", "The store does not know the order's currency.")},
        {u"bad_amount"_s, QT_TRANSLATE_NOOP("Steward::Import", "An amount of the order is outside what the store can keep.")},
        {u"bad_parts"_s, QT_TRANSLATE_NOOP("Steward::Import", "The order's lines or payments cannot be read.")},
        {u"bad_quantity"_s, QT_TRANSLATE_NOOP("Steward::Import", "A quantity of the order is no whole number above nought.")},
        {u"bad_line"_s, QT_TRANSLATE_NOOP("Steward::Import", "An amount of one of the order's lines is outside what the store can keep.")},
        {u"bad_payment"_s, QT_TRANSLATE_NOOP("Steward::Import", "A payment of the order cannot be read.")},
        {u"too_long"_s, QT_TRANSLATE_NOOP("Steward::Import", "A text of the order is longer than the store keeps.")},
        {u"too_large"_s, QT_TRANSLATE_NOOP("Steward::Import", "The order's quantities or amounts add up to more than the store can keep.")},
        {u"cannot_be_kept"_s, QT_TRANSLATE_NOOP("Steward::Import", "The store cannot keep the order: something in it goes beyond a limit.")},
        {u"unknown_payment_status"_s, QT_TRANSLATE_NOOP("Steward::Import", "The store does not know the order's payment status.")},
        {u"unknown_fulfilment_status"_s, QT_TRANSLATE_NOOP("Steward::Import", "The store does not know the order's fulfilment status.")},
        {u"twice_in_batch"_s, QT_TRANSLATE_NOOP("Steward::Import", "The file has this order in more than one place.")},
        {u"changed_since_import"_s,
         QT_TRANSLATE_NOOP("Steward::Import", "This order was imported before and now differs: an import never overwrites an order. Correct the order in Steward instead.")},
    };
    const char *sentence = sentences.value(reason);
    return sentence ? tr(sentence) : tr("The store refused the order (%1).").arg(reason);
}

} // namespace Steward
