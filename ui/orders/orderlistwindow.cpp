// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderlistwindow.h"

#include "models/session/session.h"
#include "ui/common/columnchooser.h"
#include "ui/common/filterbar.h"
#include "ui/common/offkeys.h"
#include "ui/common/recordtable.h"
#include "ui/common/titlelabel.h"
#include "ui/common/windows.h"
#include "ui/orders/listfooter.h"
#include "ui/orders/listpresence.h"
#include "ui/orders/orderdelegate.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderpanel.h"
#include "ui/orders/ordersheet.h"
#include "ui/orders/undobar.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int restMs = 120; // moving through rows asks for the one that is rested on
constexpr QSize firstSize(1160, 720);

} // namespace

OrderListWindow::OrderListWindow(OrderDesk &desk, const SavedView &view, QWidget *parent)
    : QWidget(parent, Qt::Window), m_desk(desk), m_view(view), m_model(desk.orders().makeTableSource()), m_head(new TitleLabel({}, 1.3, this)),
      m_filters(new FilterBar(OrderTableModel::queryFields(desk.context().session.login().rights), this)), m_said(new QLabel(this)),
      m_table(new RecordTable(m_model, &OrderTableModel::sortName, &OrderTableModel::columnName, this)), m_delegate(new OrderDelegate(this)), m_banner(new StateBanner(this)),
      m_footer(new ListFooter(m_model, this)), m_panel(new OrderPanelWidget(desk, this, this)), m_splitter(new QSplitter(this))
{
    setObjectName(u"orderListWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    m_delegate->setTimeZone(desk.zone());
    m_table->setObjectName(u"listWindowTable"_s);
    m_table->setItemDelegate(m_delegate);
    m_table->setAccessibleName(tr("Orders"));
    setUpOrderTable(*m_table, desk.context().session.login().rights);
    m_table->setColumns(view.columns);
    m_table->setDensity(desk.context().settings.value(u"orders/density"_s).toString() == u"compact" ? RecordTable::Density::Compact : RecordTable::Density::Comfortable);
    new ListPresence(m_model, desk, m_table);
    layOut();
    makeActions();
    connectList();
    connectPanel();
    connectDesk();
    m_filters->setQuery(view.query);
    nameIt();
    resizeWithin(this, {Theme::scaled(firstSize.width()), Theme::scaled(firstSize.height())});
}

OrderListWindow::~OrderListWindow()
{
    // Its widgets look at the model, which is not one of them.
    qDeleteAll(findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
}

void OrderListWindow::layOut()
{
    m_head->setObjectName(u"listWindowHead"_s);
    m_head->setTextFormat(Qt::PlainText);
    m_splitter->addWidget(makeList());
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    auto *undoBar = new UndoBar(m_desk.commands(), m_desk.sent(), {}, this);
    connect(undoBar, &UndoBar::told, this, &OrderListWindow::say);
    add(u"undoWindowAction"_s, tr("Undo what was just done"), u"Ctrl+Z"_s, [undoBar] { undoBar->undo(); });
    auto *head = new QVBoxLayout;
    head->setContentsMargins(Theme::spaceL, Theme::spaceM, Theme::spaceL, Theme::spaceS);
    head->setSpacing(Theme::spaceS);
    head->addWidget(m_head);
    head->addWidget(m_filters);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_splitter, 1);
    column->addWidget(undoBar);
}

QWidget *OrderListWindow::makeList()
{
    m_said->setObjectName(u"listWindowSaid"_s);
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->setAutoFillBackground(true);
    m_said->setMargin(Theme::spaceS);
    m_said->hide();
    auto *list = new QWidget(this);
    auto *stack = new QStackedLayout;
    stack->addWidget(m_table);
    stack->addWidget(m_banner);
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_said);
    column->addLayout(stack, 1);
    column->addWidget(m_footer);
    connect(&m_model, &TableModel::stateChanged, this, [this, stack] {
        showState();
        stack->setCurrentWidget(m_banner->look() == StateBanner::Look::Hidden ? static_cast<QWidget *>(m_table) : m_banner);
    });
    return list;
}

void OrderListWindow::add(const QString &name, const QString &text, const QString &shortcut, const std::function<void()> &run)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(QKeySequence(shortcut));
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, run);
    addAction(action);
}

/// The keys that a person knows from the list of the desk.
void OrderListWindow::makeActions()
{
    add(u"openWindowWindowAction"_s, tr("Open in a window"), u"Ctrl+O"_s, [this] {
        if (const auto order = list().current())
            Q_EMIT windowAsked(*order);
        else
            say(tr("Choose an order first."), Theme::Tone::Warning);
    });
    add(u"refreshWindowAction"_s, tr("Ask again"), u"F5"_s, [this] { m_model.reload(); });
    add(u"columnsWindowAction"_s, tr("Columns…"), u"Ctrl+Shift+C"_s, [this] {
        auto *chooser = new ColumnChooser(*m_table, this);
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        openSheet(chooser);
    });
    add(u"sortWindowAction"_s, tr("Sort by…"), u"Ctrl+Shift+O"_s, [this] { chooseSort(); });
    add(u"nextWindowAction"_s, tr("Next order"), u"Alt+Down"_s, [this] { moveBy(1); });
    add(u"previousWindowAction"_s, tr("Previous order"), u"Alt+Up"_s, [this] { moveBy(-1); });
    add(u"selectAllWindowAction"_s, tr("Select all orders that match"), u"Ctrl+Alt+A"_s, [this] { m_table->selectAll(); });
    add(u"focusFilterWindowAction"_s, tr("Filter the list"), u"Ctrl+Shift+F"_s, [this] { m_filters->focusText(); });
    add(u"focusTableWindowAction"_s, tr("Back to the list"), u"Ctrl+L"_s, [this] { m_table->setFocus(Qt::ShortcutFocusReason); });
    add(u"closeWindowAction"_s, tr("Close"), u"Ctrl+W"_s, [this] { close(); });
    m_panel->actions().setRows(list().rows());
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(m_table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(findChild<QAction *>(u"openWindowWindowAction"_s));
        menu->addSeparator();
        m_panel->actions().addTo(*menu);
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
}

OrderList OrderListWindow::list()
{
    return {m_desk, *m_table, m_model, *m_panel, this, [this](const QString &why) { say(why, Theme::Tone::Warning); }};
}

void OrderListWindow::connectList()
{
    connect(m_filters, &FilterBar::queryEdited, this, &OrderListWindow::ask);
    connect(m_table, &RecordTable::sortAsked, this, &OrderListWindow::sortBy);
    connect(m_table, &RecordTable::currentRecordChanged, this, &OrderListWindow::followCursor);
    connect(m_table, &RecordTable::activatedRecord, this, [this](qint64 id) { m_panel->showOrder({id}, 0); });
    connect(m_table, &RecordTable::selectionCountChanged, this, [this](qint64 rows) {
        m_footer->setSelectionCount(rows, m_table->isAllSelected() ? ListFooter::Selected::All : ListFooter::Selected::Rows);
        followCursor();
    });
    connect(m_table, &RecordTable::columnsEdited, this, &OrderListWindow::placed);
    connect(m_table, &RecordTable::refused, this, [this](const QString &why) { say(why, Theme::Tone::Warning); });
    connect(m_splitter, &QSplitter::splitterMoved, this, &OrderListWindow::placed);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] { m_footer->setCurrentRow(-1); });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this] {
        const TableRow *row = m_panel->order() ? m_model.rowAt(m_model.rowOfId(m_panel->order()->id.value)) : nullptr;
        if (row && !row->gone)
            m_panel->newerSeen({row->id}, row->version);
    });
    connect(m_banner, &StateBanner::actionTriggered, this, [this] {
        if (m_model.state() == TableModel::State::Empty)
            return m_filters->clear();
        if (!isRefused(m_model))
            return m_model.reload();
        m_filters->setQuery({});
        ask({});
    });
}

void OrderListWindow::connectPanel()
{
    connect(m_panel, &OrderPanelWidget::loaded, this, [this] { m_panel->actions().update(); });
    connect(m_panel, &OrderPanelWidget::otherOrderChosen, this, [this](OrderId id) {
        m_table->clearSelection(); // no row is marked that is not the order shown
        m_panel->showOrder(id, 0);
    });
    connect(m_panel, &OrderPanelWidget::told, this, &OrderListWindow::say);
    connect(&m_panel->actions(), &OrderActions::told, this, &OrderListWindow::say);
    const auto *offKeys = new OffKeys(this);
    connect(offKeys, &OffKeys::pressed, this, [this](const QString &why) {
        if (!m_isListNotice) // that the server is away says enough
            say(why, Theme::Tone::Warning);
    });
    connect(offKeys, &OffKeys::over, this, [this](const QString &why) {
        if (m_said->text() == why)
            say({}, Theme::Tone::Neutral);
    });
    connect(m_panel, &OrderPanelWidget::loaded, offKeys, &OffKeys::end);
    connect(m_table, &RecordTable::currentRecordChanged, offKeys, &OffKeys::end);
}

void OrderListWindow::connectDesk()
{
    Session &session = m_desk.context().session;
    connect(&m_desk.commands(), &OrderCommands::answered, &m_model, &TableModel::refreshVisible);
    connect(&m_desk.bulk(), &BulkRuns::changed, &m_model, &TableModel::refreshVisible);
    connect(&session, &Session::changed, &m_model, &TableModel::refreshVisible);
    connect(&session, &Session::stateChanged, this, [this](Session::State state) { m_model.setOffline(state == Session::State::Reconnecting || state == Session::State::Locked); });
}

void OrderListWindow::begin()
{
    const Session::State state = m_desk.context().session.state();
    m_model.setQuery(m_view.query);
    m_model.setOffline(state == Session::State::Reconnecting || state == Session::State::Locked);
    m_panel->actions().update();
    m_table->setFocus();
}

void OrderListWindow::ask(const TableQuery &query)
{
    say({}, Theme::Tone::Neutral);
    m_model.setQuery(query);
    m_panel->actions().update();
    nameIt();
}

void OrderListWindow::sortBy(const QString &sort, bool descending)
{
    TableQuery query = m_model.query();
    query.sort = sort;
    query.descending = descending;
    m_filters->setOrder(sort, descending);
    ask(query);
    Q_EMIT placed();
}

void OrderListWindow::chooseSort()
{
    auto *sheet = new SortSheet(sortChoices(m_model, m_desk.context().session.login().rights), m_model.query().sort, m_model.query().descending, this);
    connect(sheet, &SortSheet::chosen, this, &OrderListWindow::sortBy);
    openSheet(sheet);
}

void OrderListWindow::moveBy(int rows)
{
    m_table->showRow(m_table->currentIndex().isValid() ? m_table->currentIndex().row() + rows : 0);
}

void OrderListWindow::showState()
{
    const ListLook look = lookOf(m_model);
    m_banner->show(look.look, look.title, look.text, look.action);
    const bool isStale = look.look == StateBanner::Look::Hidden && m_model.state() != TableModel::State::Ready && m_desk.context().session.state() != Session::State::Locked;
    if (isStale)
        say(awayText(m_model), Theme::Tone::Warning);
    else if (m_isListNotice)
        say({}, Theme::Tone::Neutral);
    m_isListNotice = isStale;
}

void OrderListWindow::followCursor()
{
    const QModelIndex at = m_table->currentIndex();
    m_footer->setCurrentRow(at.row());
    // A row that arrives late under a cursor that marks nothing is nobody's choice.
    const bool isChosen = at.isValid() && m_table->selectionModel()->isSelected(at);
    if (const TableRow *row = isChosen ? m_model.rowAt(at.row()) : nullptr)
        m_panel->showOrder({row->id}, restMs);
    m_panel->actions().update();
}

void OrderListWindow::say(const QString &text, Theme::Tone tone)
{
    m_isListNotice = false;
    showListNotice(*m_said, text, tone);
}

void OrderListWindow::rename(const SavedView &view)
{
    m_view.name = view.name;
    m_view.seeded = view.seeded;
    nameIt();
}

/// A filter that is no view's own stands beside the view's name.
void OrderListWindow::nameIt()
{
    const QString filter = m_filters->text();
    const bool isOwn = m_view.id.isValid() || filter.isEmpty();
    const QString text = isOwn ? m_view.shownName() : tr("%1: %2", "a view, and the filter typed over it").arg(m_view.shownName(), filter);
    m_head->setText(text);
    setWindowTitle(tr("%1 — Steward").arg(text));
}

OrderListWindow::Looks OrderListWindow::looks() const
{
    return {m_model.query().sort, m_model.query().descending, m_table->columns(), m_splitter->sizes().value(1)};
}

void OrderListWindow::setLooks(const Looks &looks)
{
    const QStringList sorts = OrderTableModel::sortNames(m_desk.context().session.login().rights);
    if (sorts.contains(looks.sort)) {
        m_view.query.sort = looks.sort;
        m_view.query.descending = looks.descending;
        m_filters->setQuery(m_view.query);
    }
    if (!looks.columns.isEmpty())
        m_table->setColumns(looks.columns);
    if (looks.panelWidth > 0)
        m_splitter->setSizes({std::max(1, width() - looks.panelWidth), looks.panelWidth});
}

void OrderListWindow::moveEvent(QMoveEvent *event)
{
    QWidget::moveEvent(event);
    Q_EMIT placed();
}

void OrderListWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    Q_EMIT placed();
}

/// What is typed in a sheet of it is settled first; a note stays with its order.
void OrderListWindow::closeEvent(QCloseEvent *event)
{
    const QList<OrderSheet *> sheets = m_desk.drafts().unsent(this);
    if (!sheets.isEmpty()) {
        event->ignore();
        return sheets.first()->reject(); // asks what becomes of it
    }
    event->accept();
    m_panel->actions().retire();
    Q_EMIT closed();
}

} // namespace Steward
