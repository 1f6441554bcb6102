// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sortsheet.h"

#include "ui/common/theme.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

SortSheet::SortSheet(const QList<Choice> &choices, const QString &sort, bool descending, QWidget *parent)
    : QDialog(parent), m_list(new QListWidget(this)), m_ascending(new QRadioButton(tr("Smallest, oldest or A first"), this)), m_descending(new QRadioButton(tr("Largest, newest or Z first"), this))
{
    setObjectName(u"sortSheet"_s);
    setWindowTitle(tr("Sort by"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_list->setObjectName(u"sortList"_s);
    m_list->setAccessibleName(tr("Sort by"));
    for (const Choice &choice : choices) {
        auto *item = new QListWidgetItem(choice.title, m_list);
        item->setData(Qt::UserRole, choice.sort);
        if (choice.sort == sort)
            m_list->setCurrentItem(item);
    }
    (descending ? m_descending : m_ascending)->setChecked(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *go = buttons->addButton(tr("Sort"), QDialogButtonBox::AcceptRole);
    go->setProperty("primary", true);
    go->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_list, 1);
    column->addWidget(m_ascending);
    column->addWidget(m_descending);
    column->addWidget(buttons);
    m_list->setFocus();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(this, &QDialog::accepted, this, [this] {
        if (const QListWidgetItem *item = m_list->currentItem())
            Q_EMIT chosen(item->data(Qt::UserRole).toString(), m_descending->isChecked());
    });
}

} // namespace Steward
