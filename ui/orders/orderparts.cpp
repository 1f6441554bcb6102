// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderparts.h"

#include "ui/orders/factlabel.h"

#include <QGuiApplication>
#include <QLabel>
#include <QStyle>

namespace Steward {

namespace {

/// A text that can be selected goes to the side its own script begins on, unless told that it belongs to the window's.
void align(QLabel *label, Qt::Alignment side)
{
    label->setAlignment(QStyle::visualAlignment(QGuiApplication::layoutDirection(), side | Qt::AlignTop) | Qt::AlignAbsolute);
}

void colour(QLabel *label, Theme::Tone tone)
{
    if (tone == Theme::Tone::Neutral)
        return;
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    label->setPalette(palette);
}

} // namespace

QLabel *makeLabel(const QString &text, Theme::Tone tone)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    align(label, Qt::AlignLeft);
    colour(label, tone);
    return label;
}

QLabel *makeStrong(const QString &text)
{
    QLabel *label = makeLabel(text);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel *makeAmount(const QString &text)
{
    QLabel *label = makeLabel(text);
    align(label, Qt::AlignRight);
    label->setWordWrap(false);
    return label;
}

QLabel *makeFact(const QString &objectName, const QString &what, const QString &text, Theme::Tone tone)
{
    auto *label = new FactLabel(objectName, what, text);
    align(label, Qt::AlignLeft);
    colour(label, tone);
    return label;
}

} // namespace Steward
