// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

namespace Steward {

/// What is put into a template: texts by name, and rows of texts by the name of a list. Plain texts; escaping is the template's.
struct PaperValues
{
    using Texts = QHash<QString, QString>;
    Texts texts;
    QHash<QString, QList<Texts>> lists;
};

/// HTML with places for values: {{name}} a text, escaped; {{#list}}…{{/list}} once for each row, whose own names come first;
/// {{?name}}…{{/name}} only where the text is not empty. Parts begin at <!-- part: name -->. Lengths in mm stand for pixels, and start
/// and end in alignments for left and right; right to left, the cells of a row come the other way round. A value; read by any thread.
class PaperTemplate
{
public:
    /// Fails when a name is not among those that are allowed, or a section is not closed.
    [[nodiscard]] static Result<PaperTemplate> parse(QString text, const QSet<QString> &allowed, Qt::LayoutDirection direction);
    /// The part as HTML; empty when there is no such part.
    [[nodiscard]] QString fill(const QString &part, const PaperValues &values) const;
    [[nodiscard]] QStringList parts() const { return m_parts.keys(); }

private:
    struct Node
    {
        enum class Kind { Literal, Text, List, Given };
        Kind kind = Kind::Literal;
        QString text; ///< of a literal its HTML, else the name
        QList<Node> inside;
    };
    static Result<QList<Node>> parseNodes(QStringView text, qsizetype &at, const QString &closing, const QSet<QString> &allowed);
    static void fillNodes(const QList<Node> &nodes, const PaperValues &values, const PaperValues::Texts &row, QString &out);

    QHash<QString, QList<Node>> m_parts;
};

/// Lengths in mm as the pixels that rich text counts in.
[[nodiscard]] QString withPixels(QString css);

} // namespace Steward
