// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paper/papertemplate.h"

#include "ui/common/isolate.h"

#include <QCoreApplication>
#include <QImage>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

Error broken(const QString &name)
{
    return {ErrorKind::Internal, QCoreApplication::translate("Steward::Papers", "The paper’s template cannot be read at “%1”.").arg(name), {}, {}};
}

/// A value is text and never anything else; lines stay lines.
QString escaped(const QString &value)
{
    return isolated(value.toHtmlEscaped()).replace(u'\n', QChar(0x2069) + u"<br/>"_s + QChar(0x2068));
}

/// Rich text sets a table's columns from left to right, whatever the direction of what stands in them.
QString withRowsTurned(const QString &html)
{
    static const QRegularExpression row(uR"(<tr>(.*?)</tr>)"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression cell(uR"(<t[hd]\b.*?</t[hd]>)"_s, QRegularExpression::DotMatchesEverythingOption);
    QString turned;
    qsizetype from = 0;
    for (auto found = row.globalMatch(html); found.hasNext();) {
        const auto match = found.next();
        turned += QStringView(html).sliced(from, match.capturedStart() - from);
        QString cells;
        for (auto inside = cell.globalMatch(match.captured(1)); inside.hasNext();)
            cells.prepend(inside.next().captured());
        turned += u"<tr>"_s + cells + u"</tr>"_s;
        from = match.capturedEnd();
    }
    turned += QStringView(html).sliced(from);
    return turned;
}

} // namespace

QString withPixels(QString css)
{
    static const QRegularExpression millimetres(uR"((\d+(?:\.\d+)?)mm)"_s);
    // What a picture has when nobody has said otherwise is what rich text takes a pixel for.
    const double pixels = QImage(1, 1, QImage::Format_Mono).logicalDpiX() / 25.4;
    QString plain;
    qsizetype from = 0;
    for (auto found = millimetres.globalMatch(css); found.hasNext();) {
        const auto match = found.next();
        plain += QStringView(css).sliced(from, match.capturedStart() - from);
        plain += QString::number(match.capturedView(1).toDouble() * pixels, 'f', 3) + u"px"_s;
        from = match.capturedEnd();
    }
    plain += QStringView(css).sliced(from);
    return plain;
}

Result<PaperTemplate> PaperTemplate::parse(QString text, const QSet<QString> &allowed, Qt::LayoutDirection direction)
{
    const bool isLeftToRight = direction != Qt::RightToLeft;
    text.replace(u"=\"start\""_s, isLeftToRight ? u"=\"left\""_s : u"=\"right\""_s);
    text.replace(u"=\"end\""_s, isLeftToRight ? u"=\"right\""_s : u"=\"left\""_s);
    text = withPixels(isLeftToRight ? text : withRowsTurned(text));
    static const QRegularExpression beginning(uR"(<!-- part: (\w+) -->)"_s);
    PaperTemplate made;
    auto found = beginning.globalMatch(text);
    while (found.hasNext()) {
        const auto match = found.next();
        const qsizetype end = found.hasNext() ? found.peekNext().capturedStart() : text.size();
        const QStringView part = QStringView(text).sliced(match.capturedEnd(), end - match.capturedEnd());
        qsizetype at = 0;
        auto nodes = parseNodes(part, at, {}, allowed);
        if (!nodes)
            return nodes.error();
        made.m_parts.insert(match.captured(1), *nodes);
    }
    return made;
}

Result<QList<PaperTemplate::Node>> PaperTemplate::parseNodes(QStringView text, qsizetype &at, const QString &closing, const QSet<QString> &allowed)
{
    QList<Node> nodes;
    while (true) {
        const qsizetype open = text.indexOf(u"{{", at);
        if (open < 0) {
            if (!closing.isEmpty())
                return broken(closing);
            nodes.append({Node::Kind::Literal, text.sliced(at).toString(), {}});
            at = text.size();
            return nodes;
        }
        const qsizetype close = text.indexOf(u"}}", open);
        if (close < 0)
            return broken(text.sliced(open).first(std::min<qsizetype>(text.size() - open, 20)).toString());
        nodes.append({Node::Kind::Literal, text.sliced(at, open - at).toString(), {}});
        QString name = text.sliced(open + 2, close - open - 2).toString();
        at = close + 2;
        const QChar sign = name.isEmpty() ? QChar() : name.front();
        if (sign == u'/' || sign == u'#' || sign == u'?')
            name.remove(0, 1);
        if (sign == u'/') {
            if (name != closing || closing.isEmpty())
                return broken(name);
            return nodes;
        }
        if (!allowed.contains(name))
            return broken(name);
        Node node{sign == u'#' ? Node::Kind::List : sign == u'?' ? Node::Kind::Given : Node::Kind::Text, name, {}};
        if (node.kind != Node::Kind::Text) {
            auto inside = parseNodes(text, at, name, allowed);
            if (!inside)
                return inside.error();
            node.inside = *inside;
        }
        nodes.append(node);
    }
}

void PaperTemplate::fillNodes(const QList<Node> &nodes, const PaperValues &values, const PaperValues::Texts &row, QString &out)
{
    const auto textOf = [&](const QString &name) { return row.contains(name) ? row.value(name) : values.texts.value(name); };
    for (const Node &node : nodes) {
        switch (node.kind) {
        case Node::Kind::Literal:
            out += node.text;
            break;
        case Node::Kind::Text:
            out += escaped(textOf(node.text));
            break;
        case Node::Kind::Given:
            if (!textOf(node.text).isEmpty())
                fillNodes(node.inside, values, row, out);
            break;
        case Node::Kind::List:
            for (const PaperValues::Texts &inner : values.lists.value(node.text))
                fillNodes(node.inside, values, inner, out);
            break;
        }
    }
}

QString PaperTemplate::fill(const QString &part, const PaperValues &values) const
{
    QString html;
    fillNodes(m_parts.value(part), values, {}, html);
    return html;
}

} // namespace Steward
