// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sheetparts.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace Steward {

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QLabel *faintLabel(const QString &text, QWidget *parent, const QString &name)
{
    QLabel *label = plainLabel(text, parent);
    label->setObjectName(name);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Faint));
    label->setPalette(palette);
    return label;
}

QHBoxLayout *indented(QLayout *parts)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addSpacing(Theme::spaceXl);
    row->addLayout(parts, 1);
    return row;
}

QVBoxLayout *sheetLayout(QDialog *sheet, int spacing)
{
    auto *column = new QVBoxLayout(sheet);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(spacing);
    return column;
}

} // namespace Steward
