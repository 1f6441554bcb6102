// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actionregistry.h"

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace Steward {

/// Every action of a window by typing a few of its letters, with those that are offered everywhere; disabled ones are there too and say
/// why. Over a locked screen only those that touch nobody's rows.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    /// window: whose actions they are, and over which the palette stands.
    CommandPalette(const ActionRegistry &actions, QWidget *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void place(const QWidget &window);
    /// What may be run from the window: what acts on another one would act behind its back.
    [[nodiscard]] QList<ActionRegistry::Entry> offered() const;
    void fill(const QString &wanted);
    void run();

    const ActionRegistry &m_actions;
    QLineEdit *m_edit = nullptr;
    QListWidget *m_list = nullptr;
};

/// How well a text matches typed letters in their order: 0 not at all, more is better.
[[nodiscard]] int matchScore(const QString &text, const QString &typed);

} // namespace Steward
