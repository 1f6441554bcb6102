// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sheetparts.h"

#include <QDialog>
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

QVBoxLayout *sheetLayout(QDialog *sheet, int spacing)
{
    auto *column = new QVBoxLayout(sheet);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(spacing);
    return column;
}

} // namespace Steward
