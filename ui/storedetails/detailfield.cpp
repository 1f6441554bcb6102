// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storedetails/detailfield.h"

#include "ui/common/isolate.h"
#include "ui/common/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

void colour(QLabel *label, Theme::Tone tone)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    label->setPalette(palette);
}

QString dayText(const QDateTime &at, const QTimeZone &zone)
{
    return QLocale().toString(at.toTimeZone(zone).date(), QLocale::ShortFormat);
}

} // namespace

DetailField::DetailField(const QString &key, const QString &label, const QString &purpose, Lines lines, QWidget *parent)
    : QWidget(parent), m_key(key), m_purpose(purpose), m_about(plainLabel(this)), m_theirs(plainLabel(this)), m_take(new QPushButton(tr("Take theirs"), this))
{
    const QString name = key.section(u'.', 1);
    setObjectName(u"field_"_s + name);
    auto *heading = new QLabel(label, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceXs);
    column->addWidget(heading);
    QWidget *text = nullptr;
    if (lines == Lines::One) {
        text = m_line = new QLineEdit(this);
        connect(m_line, &QLineEdit::textChanged, this, &DetailField::edited);
    } else {
        text = m_block = new QPlainTextEdit(this);
        m_block->setTabChangesFocus(true);
        m_block->setFixedHeight(fontMetrics().lineSpacing() * 4 + 2 * Theme::spaceM);
        connect(m_block, &QPlainTextEdit::textChanged, this, &DetailField::edited);
    }
    text->setObjectName(u"text_"_s + name);
    text->setAccessibleName(label);
    heading->setBuddy(text);
    m_theirs->setObjectName(u"theirs_"_s + name);
    m_take->setObjectName(u"take_"_s + name);
    m_take->setAutoDefault(false);
    m_theirs->hide();
    m_take->hide();
    column->addWidget(text);
    column->addWidget(m_about);
    column->addWidget(m_theirs);
    column->addWidget(m_take, 0, Qt::AlignLeading);
    setFocusProxy(text);
    connect(m_take, &QPushButton::clicked, this, [this] {
        takeBack();
        focusText();
    });
    sayLast(QTimeZone::utc());
    tint();
}

void DetailField::tint()
{
    colour(m_about, Theme::Tone::Faint);
    colour(m_theirs, Theme::Tone::Warning);
}

/// A page outlives a change of its colours. The labels are given back what they had before when the style goes, so they are coloured after
/// that.
void DetailField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        QMetaObject::invokeMethod(this, &DetailField::tint, Qt::QueuedConnection);
}

QString DetailField::value() const
{
    if (m_line)
        return m_line->text().trimmed();
    QStringList lines;
    for (const QString &line : m_block->toPlainText().split(u'\n'))
        lines.append(line.trimmed());
    return lines.join(u'\n').trimmed();
}

void DetailField::type(const QString &text)
{
    if (m_line)
        m_line->setText(text);
    else
        m_block->setPlainText(text);
}

void DetailField::setDetail(const StoreDetail &detail, const QTimeZone &zone)
{
    const bool wasTyped = isChanged();
    m_detail = detail;
    if (!wasTyped && value() != detail.value)
        type(detail.value);
    m_theirs->hide();
    m_take->hide();
    sayLast(zone);
}

void DetailField::setTheirs(const StoreDetail &theirs, const QTimeZone &zone)
{
    m_detail = theirs;
    sayLast(zone);
    m_theirs->setText(tr("%1 has changed this to: %2\nSave again to put yours in its place.").arg(theirs.changedBy.isEmpty() ? tr("Somebody") : isolated(theirs.changedBy), theirs.value.isEmpty() ? tr("(nothing)") : isolated(theirs.value)));
    m_theirs->show();
    m_take->show();
}

void DetailField::takeBack()
{
    type(m_detail.value);
    m_theirs->hide();
    m_take->hide();
}

void DetailField::focusText()
{
    setFocus(Qt::OtherFocusReason);
}

void DetailField::sayLast(const QTimeZone &zone)
{
    m_about->setText(m_detail.changedAt.isValid() ? tr("%1 Last changed on %2 by %3.").arg(m_purpose, dayText(m_detail.changedAt, zone), isolated(m_detail.changedBy)) : m_purpose);
}

} // namespace Steward
