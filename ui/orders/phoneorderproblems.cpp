// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/phoneorderproblems.h"

#include "models/orders/orderrepository.h"
#include "ui/common/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

QLayout *PhoneOrderProblems::add(const QString &name, QWidget *field, QWidget *focus)
{
    auto *said = new QLabel(field->parentWidget());
    said->setObjectName(u"problem_"_s + name);
    said->setTextFormat(Qt::PlainText);
    said->setWordWrap(true);
    QPalette palette = said->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    said->setPalette(palette);
    said->hide();
    m_fields.insert(name, {focus ? focus : field, said});
    auto *column = new QVBoxLayout;
    column->setSpacing(Theme::spaceXs);
    column->addWidget(field);
    column->addWidget(said);
    return column;
}

bool PhoneOrderProblems::isMissing(const OrderProblem &problem, const QWidget *field)
{
    const auto *edit = qobject_cast<const QLineEdit *>(field);
    return problem.reason == u"no_contact_point" || problem.reason == u"address_incomplete" || problem.reason == u"bad_lines" || (edit && edit->text().trimmed().isEmpty());
}

QStringList PhoneOrderProblems::show(const QList<OrderProblem> &problems, Say say)
{
    QHash<QString, QString> sentences;
    QStringList others;
    m_firstWrong = nullptr;
    for (const OrderProblem &problem : problems) {
        const auto field = m_fields.constFind(problem.field);
        if (field == m_fields.constEnd()) {
            others.append(orderReasonText(problem.reason));
            continue;
        }
        if (sentences.contains(problem.field) || (say == Say::WhatIsWrong && isMissing(problem, field->focus)))
            continue;
        sentences.insert(problem.field, orderReasonText(problem.reason));
        m_firstWrong = m_firstWrong ? m_firstWrong : field->focus;
    }
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field) {
        const QString sentence = sentences.value(field.key());
        field->said->setText(sentence);
        field->said->setVisible(!sentence.isEmpty());
        field->focus->setAccessibleDescription(sentence);
    }
    return others;
}

} // namespace Steward
