// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where on the orders desk, and who hears of what.
#include "ui/orders/orderspage_p.h"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

void OrdersPage::Private::layOut()
{
    splitter->addWidget(makeList());
    splitter->addWidget(panel);
    splitter->setStretchFactor(0, 1);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({900, 400});
    auto *page = new QVBoxLayout(q);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addLayout(makeHead());
    page->addWidget(splitter, 1);
    page->addWidget(bulkStrip);
    page->addWidget(undoBar);
}

QLayout *OrdersPage::Private::makeHead()
{
    auto *top = new QHBoxLayout;
    top->setSpacing(Theme::spaceL);
    top->addWidget(new TitleLabel(OrdersPage::tr("Orders"), 1.5, q));
    top->addWidget(lookUp, 1);
    for (QAction *action : {phoneOrder, panel->actions().action(u"hold"_s), exporting, columns}) {
        auto *button = new QToolButton(q);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text().remove(u'…'));
        top->addWidget(button);
        if (action == phoneOrder)
            button->setObjectName(u"newOrderButton"_s);
    }
    auto *viewRow = new QHBoxLayout;
    viewRow->setSpacing(Theme::spaceS);
    viewRow->addWidget(tabs, 1);
    // They come and go, and the tabs give way: at a large text there is no room for them above.
    for (QToolButton *button : {draftsButton, saveButton, revertButton}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->hide();
        viewRow->addWidget(button);
    }
    draftsButton->setObjectName(u"draftsButton"_s);
    draftsButton->setDefaultAction(drafts);
    draftsButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    saveButton->setObjectName(u"saveViewButton"_s);
    revertButton->setObjectName(u"revertViewButton"_s);
    revertButton->setDefaultAction(revertAction);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(Theme::spaceL, Theme::spaceM, Theme::spaceL, Theme::spaceS);
    head->setSpacing(Theme::spaceS);
    head->addLayout(top);
    head->addLayout(viewRow);
    head->addWidget(filters);
    return head;
}

QWidget *OrdersPage::Private::makeList()
{
    notice->setObjectName(u"ordersNotice"_s);
    notice->setTextFormat(Qt::PlainText);
    notice->setWordWrap(true);
    notice->setAutoFillBackground(true);
    notice->setMargin(Theme::spaceS);
    notice->hide();
    auto *list = new QWidget(q);
    auto *stack = new QStackedLayout;
    stack->addWidget(table);
    stack->addWidget(banner);
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(notice);
    column->addLayout(stack, 1);
    column->addWidget(footer);
    for (QAction *action : {toDate, toNumber, first, last, previous, next})
        footer->addButton(action);
    connect(&model, &TableModel::stateChanged, q, [this, stack] {
        showState();
        stack->setCurrentWidget(banner->look() == StateBanner::Look::Hidden ? static_cast<QWidget *>(table) : banner);
    });
    return list;
}

void OrdersPage::Private::connectLookUp()
{
    connect(lookUp, &LookUpBox::asked, q, [this](const QString &text) {
        looking.start(orders.lookUp(text), q, [this, text](const Result<QList<OrderMatch>> &answer) { showLooked(text, answer); });
    });
    connect(lookUp, &LookUpBox::chosen, q, [this](qint64 id) { q->openOrder({id}); });
    connect(&model, &TableModel::located, q, [this](int row, qint64 id) { located(row, id); });
}

void OrdersPage::Private::connectList()
{
    connect(filters, &FilterBar::queryEdited, q, [this](const TableQuery &query) { ask(query); });
    connect(table, &RecordTable::sortAsked, q, [this](const QString &sort, bool descending) { sortBy(sort, descending); });
    connect(table, &RecordTable::currentRecordChanged, q, [this](qint64) { followCursor(); });
    connect(&model, &QAbstractItemModel::modelReset, q, [this] { footer->setCurrentRow(-1); });
    connect(table, &RecordTable::activatedRecord, q, [this](qint64 id) { panel->showOrder({id}, 0); });
    connect(table, &RecordTable::selectionCountChanged, q, [this](qint64 rows) {
        footer->setSelectionCount(rows, table->isAllSelected() ? ListFooter::Selected::All : ListFooter::Selected::Rows);
        followCursor();
    });
    connect(table, &RecordTable::columnsEdited, q, [this] { updateChanged(); });
    connect(table, &RecordTable::refused, q, [this](const QString &why) { tell(why); });
    connect(banner, &StateBanner::actionTriggered, q, [this] {
        if (model.state() == TableModel::State::Empty)
            filters->clear();
        else if (isRefused(model))
            openWithDefaults();
        else
            model.reload();
    });
}

void OrdersPage::Private::hear(const QString &text, Theme::Tone tone)
{
    if (tone == Theme::Tone::Good || tone == Theme::Tone::Neutral)
        Q_EMIT q->statusText(text);
    else
        tell(text, tone);
}

void OrdersPage::Private::connectPanel()
{
    connect(panel, &OrderPanelWidget::loaded, q, [this] {
        updateActions();
        const auto &order = panel->order();
        if (order && std::ranges::any_of(order->tags, [this](const QString &tag) { return !knownTags.contains(tag); }))
            learnTags();
    });
    connect(panel, &OrderPanelWidget::otherOrderChosen, q, [this](OrderId id) { q->openOrder(id); });
    const auto hears = [this](const QString &text, Theme::Tone tone) { hear(text, tone); };
    connect(panel, &OrderPanelWidget::told, q, hears);
    connect(&panel->actions(), &OrderActions::told, q, hears);
    connect(undoBar, &UndoBar::offeredChanged, q, [this] { updateActions(); });
    connect(undoBar, &UndoBar::told, q, hears);
    connect(&phoneOrders, &PhoneOrderWindows::taken, q, [this](const OrderChoice &order, const QString &text) {
        hear(text, Theme::Tone::Good);
        model.refreshVisible();
        views.refreshCounts();
        windows.open(order);
    });
    connect(&model, &QAbstractItemModel::dataChanged, q, [this] {
        const TableRow *row = panel->order() ? model.rowAt(model.rowOfId(panel->order()->id.value)) : nullptr;
        if (row && !row->gone)
            panel->newerSeen({row->id}, row->version);
    });
}

void OrdersPage::Private::connectViews()
{
    connect(tabs, &ViewTabs::viewChosen, q, [this](const SavedView &view) { showView(view); });
    connect(&views, &SavedViews::failed, q, [this](const QString &text) {
        sentColumns.clear();
        tell(text);
    });
    connect(&views, &SavedViews::saved, q, [this](SavedViewId id) { viewSaved(id); });
    connect(&views, &SavedViews::loaded, q, [this] {
        areViewsKnown = true;
        listWindows.rename(views.views());
        restoreListWindows();
        updateChanged();
        updateActions();
    });
    connect(&countsRest, &QTimer::timeout, q, [this] { refreshCountsSoon(); });
}

void OrdersPage::Private::connectSession()
{
    connect(&desk.commands(), &OrderCommands::answered, q, [this] {
        model.refreshVisible();
        views.refreshCounts();
    });
    connect(&context.session, &Session::changed, q, [this] {
        countsAreDue = true;
        refreshCountsSoon();
    });
    connect(&context.session, &Session::changed, &model, &TableModel::refreshVisible);
    connect(&context.session, &Session::stateChanged, q, [this](Session::State state) {
        model.setOffline(state == Session::State::Reconnecting || state == Session::State::Locked);
    });
}

} // namespace Steward
