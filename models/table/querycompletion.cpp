// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/querytext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

Completion completeQueryText(const QString &text, int cursor, const QList<QueryField> &fields)
{
    cursor = std::clamp(cursor, 0, int(text.size()));
    int start = cursor;
    while (start > 0 && !text.at(start - 1).isSpace())
        --start;
    const QString word = text.mid(start, cursor - start);
    Completion completion{start, int(word.size()), {}};
    const bool negated = word.startsWith(u'-');
    const QString sign = negated ? u"-"_s : QString();
    const qsizetype colon = word.indexOf(u':');
    if (colon < 0) {
        for (const QueryField &field : fields) {
            if (!word.isEmpty() && field.name.startsWith(word.mid(negated ? 1 : 0), Qt::CaseInsensitive))
                completion.words.append(sign + field.name + u':');
        }
        return completion;
    }
    const QString name = word.mid(negated ? 1 : 0, colon - (negated ? 1 : 0)).toLower();
    const qsizetype comma = word.lastIndexOf(u',');
    const qsizetype from = std::max(colon, comma) + 1;
    const QString begun = word.mid(from + (word.mid(from).startsWith(u'"') ? 1 : 0));
    for (const QueryField &field : fields) {
        if (field.name != name)
            continue;
        for (const auto &choice : field.choices) {
            if (choice.first.startsWith(begun, Qt::CaseInsensitive))
                completion.words.append(word.left(from) + quotedQueryValue(choice.first));
        }
    }
    return completion;
}

} // namespace Steward
