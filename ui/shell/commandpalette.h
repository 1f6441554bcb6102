// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace Steward {

class ActionRegistry;

/// Every action by typing a few of its letters; disabled ones are there too and say why. Over a locked screen only those that
/// touch nobody's rows.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const ActionRegistry &actions, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const QString &wanted);
    void run();

    const ActionRegistry &m_actions;
    QLineEdit *m_edit = nullptr;
    QListWidget *m_list = nullptr;
};

/// How well a text matches typed letters in their order: 0 not at all, more is better.
[[nodiscard]] int matchScore(const QString &text, const QString &typed);

} // namespace Steward
