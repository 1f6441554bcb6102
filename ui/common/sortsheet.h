// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QListWidget;
class QRadioButton;

namespace Steward {

/// By what a list is sorted and which way: what a click on a heading does, for the keyboard. Deletes itself when closed.
class SortSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Choice
    {
        QString sort;
        QString title;
    };
    SortSheet(const QList<Choice> &choices, const QString &sort, bool descending, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QString &sort, bool descending);

private:
    QListWidget *m_list = nullptr;
    QRadioButton *m_ascending = nullptr;
    QRadioButton *m_descending = nullptr;
};

} // namespace Steward
