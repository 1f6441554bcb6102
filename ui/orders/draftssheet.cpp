// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/draftssheet.h"

#include "ui/common/theme.h"
#include "ui/common/windows.h"
#include "ui/orders/orderdrafts.h"
#include "ui/orders/sentcommands.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

DraftsSheet::DraftsSheet(Drafts &drafts, const QTimeZone &zone, QWidget *parent)
    : QDialog(parent), m_drafts(drafts), m_zone(zone), m_list(new QListWidget(this)), m_open(new QPushButton(tr("Open"), this)), m_discard(new QPushButton(tr("Discard"), this))
{
    setObjectName(u"draftsSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Drafts"));
    auto *explain = new QLabel(this);
    explain->setObjectName(u"draftsExplain"_s);
    explain->setWordWrap(true);
    explain->setTextFormat(Qt::PlainText);
    m_list->setObjectName(u"draftList"_s);
    m_list->setAccessibleName(tr("Drafts"));
    m_open->setObjectName(u"openDraftButton"_s);
    m_open->setProperty("primary", true);
    m_open->setDefault(true);
    m_discard->setObjectName(u"discardDraftButton"_s);
    auto *close = new QPushButton(tr("Close"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_discard);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_open);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::spaceL);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->addWidget(explain);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    connect(m_list, &QListWidget::itemActivated, this, &DraftsSheet::choose);
    connect(m_open, &QPushButton::clicked, this, &DraftsSheet::choose);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        if (m_list->currentRow() >= 0)
            Q_EMIT discarded(m_shown.at(m_list->currentRow()));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&drafts, &Drafts::changed, this, &DraftsSheet::fill);
    const auto sayPlace = [this, explain] { explain->setText(tr("What you typed and did not send.") + u' ' + m_drafts.place()); };
    connect(&drafts, &Drafts::warningChanged, explain, sayPlace);
    sayPlace();
    fill();
    resizeWithin(this, {Theme::scaled(560), Theme::scaled(360)});
    m_list->setFocus();
}

void DraftsSheet::fill()
{
    const int row = m_list->currentRow();
    m_shown = typedDrafts(m_drafts);
    std::ranges::stable_sort(m_shown, std::ranges::greater(), &Draft::at);
    m_list->clear();
    for (const Draft &draft : std::as_const(m_shown)) {
        const QString what = draft.verb == u"note" ? tr("A note for %1").arg(draft.title) : draft.title;
        const QString text = draft.sent.isEmpty() ? tr("%1 · %2").arg(what, draftTime(draft, m_zone)) : tr("%1 · %2 · nobody knows yet whether it was done").arg(what, draftTime(draft, m_zone));
        m_list->addItem(text);
    }
    m_list->setCurrentRow(std::clamp(row, 0, std::max(0, m_list->count() - 1)));
    m_open->setEnabled(m_list->count() > 0);
    m_discard->setEnabled(m_list->count() > 0);
}

void DraftsSheet::choose()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_shown.size())
        return;
    const Draft draft = m_shown.at(row);
    accept();
    Q_EMIT chosen(draft);
}

} // namespace Steward
