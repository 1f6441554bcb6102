// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/rule.h"

#include "ui/common/theme.h"

#include <QPainter>

namespace Steward {

Rule::Rule(Qt::Orientation orientation, QWidget *parent) : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Rule::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::line());
}

} // namespace Steward
