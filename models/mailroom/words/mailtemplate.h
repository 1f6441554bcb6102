// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QHash>
#include <QString>

namespace Steward {

/// What the placeholders of a template stand for.
using MailValues = QHash<QString, QString>;

/// A text with {placeholders}: "Subject: …", an empty line, paragraphs. A paragraph with a placeholder that has nothing to say is left
/// out. What a value holds is never read as a placeholder.
class MailTemplate
{
public:
    /// Refuses a text without a subject, and placeholders that are not known.
    [[nodiscard]] static Result<MailTemplate> parse(const QString &name, const QString &text);

    [[nodiscard]] QString subject(const MailValues &values) const;
    [[nodiscard]] QString body(const MailValues &values) const;
    [[nodiscard]] const QString &text() const { return m_text; } ///< what it was parsed from

private:
    QString m_text;
    QString m_subject;
    QStringList m_paragraphs;
};

/// One for each kind of message: confirmation, shipped, cancelled, refunded, question. Any thread.
class MailTemplates
{
public:
    /// Those of this build, each replaced by the store's own where the folder has a file of its name. An empty folder name: none has.
    [[nodiscard]] static Result<MailTemplates> load(const QString &folder);
    /// What texts() of another process gave.
    [[nodiscard]] static Result<MailTemplates> of(const QHash<QString, QString> &texts);
    [[nodiscard]] const MailTemplate *find(const QString &name) const;
    /// The texts themselves by name, whosever they are.
    [[nodiscard]] QHash<QString, QString> texts() const;

private:
    QHash<QString, MailTemplate> m_templates;
};

} // namespace Steward
