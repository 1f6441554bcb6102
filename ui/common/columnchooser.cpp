// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/columnchooser.h"

#include "ui/common/recordtable.h"
#include "ui/common/theme.h"
#include "ui/common/windows.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

ColumnChooser::ColumnChooser(RecordTable &table, QWidget *parent) : QDialog(parent), m_table(table), m_search(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setObjectName(u"columnChooser"_s);
    setWindowTitle(tr("Columns"));
    m_search->setPlaceholderText(tr("Find a column"));
    m_search->setAccessibleName(tr("Find a column"));
    m_list->setObjectName(u"columnList"_s);
    m_list->setAccessibleName(tr("Columns, ticked ones are shown"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setToolTip(tr("Drag to reorder, or Alt+Up and Alt+Down"));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addLayout(makeWidths());
    column->addLayout(makeButtons());
    resizeWithin(this, {Theme::scaled(340), Theme::scaled(480)});
    fill();
    m_list->setCurrentRow(0);
    connect(m_search, &QLineEdit::textChanged, this, &ColumnChooser::find);
    connect(m_list, &QListWidget::itemChanged, this, &ColumnChooser::apply);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &ColumnChooser::apply);
    connect(new QShortcut(QKeySequence(u"Alt+Up"_s), this), &QShortcut::activated, this, [this] { move(-1); });
    connect(new QShortcut(QKeySequence(u"Alt+Down"_s), this), &QShortcut::activated, this, [this] { move(1); });
}

QLayout *ColumnChooser::makeWidths()
{
    auto *wider = new QPushButton(tr("Wider"), this);
    auto *narrower = new QPushButton(tr("Narrower"), this);
    wider->setObjectName(u"widerColumn"_s);
    narrower->setObjectName(u"narrowerColumn"_s);
    auto *row = new QHBoxLayout;
    for (QPushButton *button : {wider, narrower}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    row->addStretch();
    connect(wider, &QPushButton::clicked, this, [this] { widen(1); });
    connect(narrower, &QPushButton::clicked, this, [this] { widen(-1); });
    return row;
}

QLayout *ColumnChooser::makeButtons()
{
    auto *reset = new QPushButton(tr("Reset"), this);
    reset->setToolTip(tr("Columns, order and widths as they were at first"));
    reset->setAutoDefault(false);
    auto *done = new QPushButton(tr("Done"), this);
    done->setProperty("primary", true);
    done->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(reset);
    row->addStretch();
    row->addWidget(done);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    connect(reset, &QPushButton::clicked, this, [this] {
        m_table.resetColumns();
        fill();
    });
    return row;
}

void ColumnChooser::find(const QString &text)
{
    for (int i = 0; i < m_list->count(); ++i)
        m_list->item(i)->setHidden(!m_list->item(i)->text().contains(text, Qt::CaseInsensitive));
}

void ColumnChooser::fill()
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (int visual = 0; visual < m_table.model()->columnCount(); ++visual) {
        const int column = m_table.horizontalHeader()->logicalIndex(visual);
        if (m_table.isWithheld(column))
            continue;
        auto *item = new QListWidgetItem(m_table.model()->headerData(column, Qt::Horizontal).toString(), m_list);
        item->setData(Qt::UserRole, column);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(m_table.isColumnHidden(column) ? Qt::Unchecked : Qt::Checked);
    }
}

void ColumnChooser::apply()
{
    for (int i = 0; i < m_list->count(); ++i) {
        const int column = m_list->item(i)->data(Qt::UserRole).toInt();
        m_table.horizontalHeader()->moveSection(m_table.horizontalHeader()->visualIndex(column), i);
        const bool shown = m_list->item(i)->checkState() == Qt::Checked;
        // A table without columns could not be mended by its own header.
        if (shown || m_table.shownColumns().size() > 1)
            m_table.setColumnHidden(column, !shown);
        if (shown && m_table.columnWidth(column) < 40)
            m_table.setColumnWidth(column, 120);
    }
}

void ColumnChooser::move(int by)
{
    const int from = m_list->currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= m_list->count())
        return;
    m_list->insertItem(to, m_list->takeItem(from));
    m_list->setCurrentRow(to);
    apply();
}

/// The last column fills what is left; it has no width of its own.
void ColumnChooser::widen(int steps)
{
    const QListWidgetItem *item = m_list->currentItem();
    if (item && item->checkState() == Qt::Checked)
        m_table.widenColumn(item->data(Qt::UserRole).toInt(), steps);
}

} // namespace Steward
