// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/unsent.h"

#include "ui/common/prompts.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype mostLines = 8; // more of them are counted

QString translated(const char *text, int number = -1)
{
    return QCoreApplication::translate("Steward::Unsent", text, nullptr, number);
}

} // namespace

void askAboutUnsent(Prompts &prompts, QWidget *parent, const QStringList &what, const QString &warning, const std::function<void(UnsentChoice)> &then)
{
    QStringList lines = what;
    if (lines.size() > mostLines + 1)
        lines = lines.first(mostLines) << translated(QT_TRANSLATE_N_NOOP("Steward::Unsent", "and %n more"), int(what.size() - mostLines));
    if (!warning.isEmpty())
        lines << QString() << warning;
    const QString discard = translated(QT_TRANSLATE_NOOP("Steward::Unsent", "Discard")), cancel = translated(QT_TRANSLATE_NOOP("Steward::Unsent", "Cancel"));
    const QStringList choices = warning.isEmpty() ? QStringList{translated(QT_TRANSLATE_NOOP("Steward::Unsent", "Keep as a draft")), discard, cancel} : QStringList{discard, cancel};
    prompts.ask(parent, translated(QT_TRANSLATE_NOOP("Steward::Unsent", "Something was typed and not sent")), lines.join(u'\n'), choices, [then, choices](int choice) {
        if (choice >= 0 && choice < choices.size() - 1)
            then(choice == choices.size() - 2 ? UnsentChoice::Discard : UnsentChoice::Keep);
    });
}

} // namespace Steward
