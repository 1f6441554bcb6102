// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chipedit.h"

#include "ui/common/enterkey.h"
#include "ui/common/flowlayout.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

ChipEdit::ChipEdit(const QString &objectName, const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_edit(new QLineEdit(this)), m_chips(new QWidget(this)), m_known(new QStringListModel(this))
{
    m_edit->setObjectName(objectName);
    m_edit->setAccessibleName(accessibleName);
    m_edit->setPlaceholderText(tr("Type, then Enter"));
    m_edit->installEventFilter(this);
    auto *completer = new QCompleter(m_known, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_edit->setCompleter(completer);
    m_row = new FlowLayout(m_chips, Theme::spaceS);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceS);
    column->addWidget(m_chips);
    column->addWidget(m_edit);
    m_chips->hide();
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &ChipEdit::changed);
    // Queued, for the edit puts the whole word in only after this is told.
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, &ChipEdit::take, Qt::QueuedConnection);
}

void ChipEdit::setWords(const QStringList &words)
{
    m_words = words;
    showChips();
    Q_EMIT changed();
}

QStringList ChipEdit::words() const
{
    const QString typed = m_edit->text().simplified();
    return typed.isEmpty() || m_words.contains(typed, Qt::CaseInsensitive) ? m_words : m_words + QStringList{typed};
}

void ChipEdit::setKnown(const QStringList &known)
{
    m_known->setStringList(known);
}

bool ChipEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    if ((isPlainEnter(*press) || press->text() == u",") && !m_edit->text().trimmed().isEmpty()) {
        m_edit->completer()->popup()->hide();
        take(m_edit->text());
        return true;
    }
    if (press->key() == Qt::Key_Backspace && m_edit->text().isEmpty() && !m_words.isEmpty()) {
        remove(m_words.last());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ChipEdit::take(const QString &typed)
{
    QString word = typed.simplified();
    for (const QString &known : m_known->stringList()) {
        if (known.compare(word, Qt::CaseInsensitive) == 0)
            word = known;
    }
    if (!word.isEmpty() && !m_words.contains(word, Qt::CaseInsensitive))
        m_words.append(word);
    m_edit->clear();
    showChips();
    Q_EMIT changed();
}

void ChipEdit::remove(const QString &word)
{
    m_words.removeOne(word);
    m_edit->setFocus();
    showChips();
    Q_EMIT changed();
}

void ChipEdit::showChips()
{
    while (QLayoutItem *item = m_row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    QWidget *last = nullptr;
    for (const QString &word : std::as_const(m_words)) {
        auto *chip = new QToolButton(m_chips);
        chip->setObjectName(u"chip"_s);
        chip->setText(word);
        chip->setIcon(Theme::icon(u"close"_s));
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight);
        chip->setToolTip(tr("Take it away"));
        chip->setAccessibleName(tr("Take away %1").arg(word));
        chip->setFocusPolicy(Qt::StrongFocus);
        chip->setStyleSheet(u"QToolButton { background: %1; color: %2; }"_s.arg(Theme::background(Theme::Tone::Accent).name(), Theme::text(Theme::Tone::Accent).name()));
        connect(chip, &QToolButton::clicked, this, [this, word] { remove(word); });
        m_row->addWidget(chip);
        if (last)
            setTabOrder(last, chip);
        last = chip;
    }
    if (last)
        setTabOrder(last, m_edit); // seen above the edit, so reached before it
    m_chips->setVisible(!m_words.isEmpty());
}

} // namespace Steward
