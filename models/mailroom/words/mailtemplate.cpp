// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/words/mailtemplate.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Steward::Mailroom", text);
}

Error invalid(const QString &text)
{
    return {ErrorKind::Invalid, text, {}, {}};
}

const QRegularExpression &placeholder()
{
    static const QRegularExpression pattern(u"\\{([^{}\\s]*)\\}"_s);
    return pattern;
}

/// The allow-list: what of an order may stand in a message about it.
bool isKnown(const QString &name)
{
    static const QStringList known{u"store"_s, u"name"_s, u"number"_s, u"date"_s, u"lines"_s, u"shipping"_s, u"discount"_s, u"total"_s, u"parcels"_s, u"refund"_s, u"text"_s};
    return known.contains(name);
}

QStringList placeholdersOf(const QString &text)
{
    QStringList names;
    auto found = placeholder().globalMatch(text);
    while (found.hasNext())
        names.append(found.next().captured(1));
    return names;
}

QString filled(const QString &text, const MailValues &values)
{
    QString made;
    qsizetype last = 0;
    auto found = placeholder().globalMatch(text);
    while (found.hasNext()) {
        const auto match = found.next();
        made += text.sliced(last, match.capturedStart() - last) + values.value(match.captured(1));
        last = match.capturedEnd();
    }
    return made + text.sliced(last);
}

QStringList paragraphsOf(const QString &text)
{
    static const QRegularExpression emptyLines(u"\\n[ \\t]*\\n\\s*"_s);
    return text.split(emptyLines, Qt::SkipEmptyParts);
}

} // namespace

Result<MailTemplate> MailTemplate::parse(const QString &name, const QString &text)
{
    static const QString mark = u"Subject: "_s;
    QStringList paragraphs = paragraphsOf(QString(text).remove(u'\r').trimmed());
    if (paragraphs.size() < 2 || !paragraphs.first().startsWith(mark) || paragraphs.first().contains(u'\n'))
        return invalid(tr("The mail template %1 must begin with a line 'Subject: …' and an empty line.").arg(name));
    for (const QString &used : placeholdersOf(text)) {
        if (!isKnown(used))
            return invalid(tr("The mail template %1 has a placeholder {%2}, which there is none of.").arg(name, used));
    }
    MailTemplate made;
    made.m_text = text;
    made.m_subject = paragraphs.takeFirst().sliced(mark.size());
    made.m_paragraphs = paragraphs;
    return made;
}

QString MailTemplate::subject(const MailValues &values) const
{
    return filled(m_subject, values);
}

QString MailTemplate::body(const MailValues &values) const
{
    QStringList paragraphs;
    for (const QString &paragraph : m_paragraphs) {
        const QStringList used = placeholdersOf(paragraph);
        if (std::ranges::none_of(used, [&values](const QString &name) { return values.value(name).trimmed().isEmpty(); }))
            paragraphs.append(filled(paragraph, values));
    }
    return paragraphs.join(u"\n\n"_s) + u'\n';
}

Result<MailTemplates> MailTemplates::load(const QString &folder)
{
    MailTemplates loaded;
    for (const QString &name : {u"confirmation"_s, u"shipped"_s, u"parcel_fixed"_s, u"cancelled"_s, u"refunded"_s, u"question"_s}) {
        const QString own = folder + u'/' + name + u".txt"_s;
        QFile file(!folder.isEmpty() && QFile::exists(own) ? own : u":/mail/"_s + name + u".txt"_s);
        if (!file.open(QIODevice::ReadOnly))
            return invalid(tr("The mail template %1 cannot be read.").arg(file.fileName()));
        auto parsed = MailTemplate::parse(file.fileName(), QString::fromUtf8(file.readAll()));
        if (!parsed)
            return parsed.error();
        loaded.m_templates.insert(name, *parsed);
    }
    return loaded;
}

Result<MailTemplates> MailTemplates::of(const QHash<QString, QString> &texts)
{
    MailTemplates made;
    for (auto text = texts.begin(); text != texts.end(); ++text) {
        auto parsed = MailTemplate::parse(text.key(), text.value());
        if (!parsed)
            return parsed.error();
        made.m_templates.insert(text.key(), *parsed);
    }
    return made;
}

QHash<QString, QString> MailTemplates::texts() const
{
    QHash<QString, QString> texts;
    for (auto known = m_templates.begin(); known != m_templates.end(); ++known)
        texts.insert(known.key(), known->text());
    return texts;
}

const MailTemplate *MailTemplates::find(const QString &name) const
{
    const auto found = m_templates.constFind(name);
    return found == m_templates.constEnd() ? nullptr : &*found;
}

} // namespace Steward
