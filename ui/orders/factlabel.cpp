// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/factlabel.h"

#include <QFocusEvent>

namespace Steward {

FactLabel::FactLabel(const QString &objectName, const QString &what, const QString &text, QWidget *parent) : QLabel(text, parent)
{
    setObjectName(objectName);
    setAccessibleName(tr("%1: %2").arg(what, text));
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFocusPolicy(Qt::StrongFocus); // the flags alone give the focus to clicks only
}

void FactLabel::focusInEvent(QFocusEvent *event)
{
    QLabel::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setSelection(0, int(text().size()));
}

void FactLabel::focusOutEvent(QFocusEvent *event)
{
    QLabel::focusOutEvent(event);
    // Two marked texts would leave it open which of them is copied.
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        setSelection(0, 0);
}

} // namespace Steward
