// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/titlelabel.h"

#include <QApplication>
#include <QEvent>

namespace Steward {

TitleLabel::TitleLabel(const QString &text, qreal factor, QWidget *parent) : QLabel(text, parent), m_factor(factor)
{
    setTextFormat(Qt::PlainText);
    fit();
}

void TitleLabel::changeEvent(QEvent *event)
{
    // The theme is applied anew after every change of the size of text.
    if (event->type() == QEvent::StyleChange)
        fit();
    QLabel::changeEvent(event);
}

void TitleLabel::fit()
{
    QFont large = QApplication::font();
    large.setPointSizeF(large.pointSizeF() * m_factor);
    large.setWeight(QFont::DemiBold);
    if (font() != large)
        setFont(large);
}

} // namespace Steward
