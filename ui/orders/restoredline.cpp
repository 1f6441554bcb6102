// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/restoredline.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Steward {

RestoredLine::RestoredLine(const QString &name, QWidget *parent) : QWidget(parent), m_text(new QLabel(this))
{
    setObjectName(name + u"Restored"_s);
    m_text->setObjectName(name + u"RestoredText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *discard = new QPushButton(tr("Discard"), this);
    discard->setObjectName(name + u"RestoredDiscard"_s);
    discard->setAccessibleName(tr("Discard what was restored"));
    discard->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spaceM);
    row->addWidget(m_text, 1);
    row->addWidget(discard, 0, Qt::AlignTop);
    connect(discard, &QPushButton::clicked, this, &RestoredLine::discardAsked);
    hide();
}

void RestoredLine::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_text->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_text->setPalette(palette);
    m_text->setText(text);
    setVisible(!text.isEmpty());
}

} // namespace Steward
