// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/pagework.h"
#include "ui/common/unsent.h"

#include <QIcon>
#include <QWidget>

namespace Steward {

/// One desk in the main window: what navigation shows of it and how it is woken, stilled and left.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    [[nodiscard]] virtual QString name() const = 0;  ///< machine word: "orders"; also its settings group
    [[nodiscard]] virtual QString title() const = 0; ///< translated
    [[nodiscard]] virtual QIcon icon() const = 0;
    [[nodiscard]] virtual QString helpTopic() const { return {}; } ///< which page of the help F1 opens here; empty: its beginning
    /// Called when it becomes the shown page, with the place the cursor should go.
    virtual void activate() = 0;
    /// The look-up box of the desk gets the cursor.
    virtual void focusLookUp() { }
    /// Columns, splitter and such go to and come from QSettings under name().
    virtual void saveLayout() { }
    virtual void resetLayout() { }
    /// What was typed here that is neither sent nor settled, a line each: asked about, once for all desks, before it would be lost.
    [[nodiscard]] virtual QStringList unsent() const { return {}; }
    /// It is kept as a draft wherever drafts are; else it can only be discarded.
    [[nodiscard]] virtual bool keepsUnsent() const { return true; }
    /// What the person answered to that.
    virtual void settleUnsent(UnsentChoice) { }
    /// What goes on by itself and would stop when it is left.
    [[nodiscard]] virtual QList<PageWork> underWay() const { return {}; }

Q_SIGNALS:
    void statusText(const QString &text); ///< one line for the status bar
};

} // namespace Steward
