// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/orderspage_p.h"

#include <QEvent>
#include <QJsonDocument>
#include <QScopedValueRollback>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int countsEveryMs = 10'000;
constexpr int restMs = 120; // moving through rows asks for the one that is rested on

ViewVocabulary vocabulary(const QSet<QString> &rights)
{
    return {OrderTableModel::queryFields(rights), OrderTableModel::sortNames(rights)};
}

} // namespace

OrdersPage::Private::Private(OrdersPage *page, const UiContext &given, OrderRepository &repository)
    : q(page), context(given), orders(repository), model(repository.makeTableSource()), views(given.session, u"orders"_s, model.source(), vocabulary(given.session.login().rights)), desk(given, repository), windows(desk, page), listWindows(desk, page), phoneOrders(desk, page),
      lookUp(new LookUpBox(page)), tabs(new ViewTabs(views, page)), filters(new FilterBar(OrderTableModel::queryFields(given.session.login().rights), page)),
      table(new RecordTable(model, &OrderTableModel::sortName, &OrderTableModel::columnName, page)), delegate(new OrderDelegate(page)), banner(new StateBanner(page)),
      notice(new QLabel(page)), footer(new ListFooter(model, page)), panel(new OrderPanelWidget(desk, page, page)), splitter(new QSplitter(page)), undoBar(new UndoBar(desk.commands(), desk.sent(), {}, page)),
      bulkStrip(new BulkStrip(desk.bulk(), page)),
      draftsButton(new QToolButton(page)), saveButton(new QToolButton(page)), revertButton(new QToolButton(page))
{
    table->setItemDelegate(delegate);
    table->setAccessibleName(OrdersPage::tr("Orders"));
    setUpOrderTable(*table, given.session.login().rights);
    new ListPresence(model, desk, table);
    countsRest.setSingleShot(true);
    countsRest.setInterval(countsEveryMs);
}

OrdersPage::OrdersPage(const UiContext &context, OrderRepository &orders, QWidget *parent) : Page(parent), d(std::make_unique<Private>(this, context, orders))
{
    setObjectName(u"ordersPage"_s);
    d->makeActions();
    d->makeViewActions();
    d->makeCopyActions();
    d->makeBulkActions();
    d->layOut();
    d->connectLookUp();
    d->connectList();
    d->connectPanel();
    d->connectViews();
    d->connectSession();
    d->connectDrafts();
    d->updateActions();
}

void OrdersPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        d->pointPanelKeys();
}

OrdersPage::~OrdersPage()
{
    // The page's widgets look at the models that go with d, so they go first.
    qDeleteAll(findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
}

void OrdersPage::Private::showState()
{
    const ListLook look = lookOf(model);
    banner->show(look.look, look.title, look.text, look.action);
    if (model.state() == TableModel::State::Ready && isListNotice)
        return settleNotice();
    // Behind the lock nothing is asked, and the server need not be away.
    if (look.look != StateBanner::Look::Hidden || model.state() == TableModel::State::Ready || context.session.state() == Session::State::Locked)
        return;
    tell(awayText(model)); // what is shown stays
    isListNotice = true;
}

void OrdersPage::Private::tell(const QString &text, Theme::Tone tone)
{
    isListNotice = false;
    showNotice(text, tone);
    Q_EMIT q->statusText(text);
}

void OrdersPage::Private::showNotice(const QString &text, Theme::Tone tone)
{
    showListNotice(*notice, text, tone);
}

/// What is said goes with its cause; that a view could not be read holds as long as it is shown.
void OrdersPage::Private::settleNotice()
{
    const SavedView &view = tabs->currentView();
    showNotice(view.broken ? OrdersPage::tr("The view “%1” could not be read, so it is shown with the defaults. Save it again to mend it.").arg(view.shownName()) : QString());
}

void OrdersPage::Private::showLooked(const QString &text, const Result<QList<OrderMatch>> &answer)
{
    if (!answer)
        return lookUp->showFailure(answer.error().userText);
    static const QHash<QString, const char *> kinds{{u"number"_s, QT_TRANSLATE_NOOP("Steward::OrdersPage", "Order number")}, {u"email"_s, QT_TRANSLATE_NOOP("Steward::OrdersPage", "E-mail")},
        {u"phone"_s, QT_TRANSLATE_NOOP("Steward::OrdersPage", "Phone")}, {u"name"_s, QT_TRANSLATE_NOOP("Steward::OrdersPage", "Name")},
        {u"postal"_s, QT_TRANSLATE_NOOP("Steward::OrdersPage", "Postal code")}, {u"reference"_s, QT_TRANSLATE_NOOP("Steward::OrdersPage", "Payment reference")}};
    QList<LookUpHit> hits;
    for (const OrderMatch &match : *answer) {
        const QString placed = QLocale().toString(match.placedAt.toTimeZone(zone()).date(), QLocale::ShortFormat);
        hits.append({OrdersPage::tr(kinds.value(match.kind, QT_TRANSLATE_NOOP("Steward::OrdersPage", "Order"))), match.number + u"   "_s + match.customerName,
                     match.matched + u"   "_s + placed + u"   "_s + fulfilmentStatusText(match.fulfilmentStatus), match.id.value});
    }
    lookUp->showHits(text, hits);
}

QTimeZone OrdersPage::Private::zone() const
{
    return desk.zone();
}

void OrdersPage::Private::want(const WantedPlace &place)
{
    wanted = place;
    notice->hide();
}

void OrdersPage::Private::located(int row, qint64 id)
{
    const WantedPlace place = std::exchange(wanted, {});
    const TableRow *found = model.rowAt(row);
    switch (place.kind) {
    case WantedPlace::Kind::None:
        return; // the person has gone elsewhere meanwhile
    case WantedPlace::Kind::Order:
        if (id != place.id.value) {
            wanted = place; // the answer to an older question
            return;
        }
        if (found && found->id == id)
            return goTo(row);
        return tell(OrdersPage::tr("This order is not in the list as it is filtered; it is shown beside it."));
    case WantedPlace::Kind::Number: {
        if (row < 0 && id > 0) {
            wanted = place;
            return;
        }
        const bool isThere = found && OrderTableModel::numberKey(found->cells.value(OrderTableModel::Number).toString()) == OrderTableModel::numberKey(place.number);
        goTo(row);
        if (isThere)
            return;
        const bool isFiltered = !model.query().filters.isEmpty() || !model.query().text.isEmpty();
        if (row < 0)
            return tell(isFiltered ? OrdersPage::tr("No order %1 in the list as it is filtered.").arg(place.number) : OrdersPage::tr("No order %1.").arg(place.number));
        return tell(isFiltered ? OrdersPage::tr("No order %1 in the list as it is filtered; this is the nearest.").arg(place.number) : OrdersPage::tr("No order %1; this is the nearest.").arg(place.number));
    }
    case WantedPlace::Kind::Other:
        return goTo(row);
    }
}

void OrdersPage::Private::goTo(int row)
{
    const QScopedValueRollback going(isGoing, true);
    table->showRow(row);
}

void OrdersPage::Private::followCursor()
{
    const QModelIndex at = table->currentIndex();
    footer->setCurrentRow(at.row());
    // A row that arrives late under a cursor that marks nothing is nobody's choice.
    if (at.isValid() && table->selectionModel()->isSelected(at)) {
        if (!isGoing)
            wanted = {};
        if (const TableRow *row = model.rowAt(at.row()))
            panel->showOrder({row->id}, restMs);
    }
    updateActions();
}

QString OrdersPage::name() const
{
    return u"orders"_s;
}

QString OrdersPage::title() const
{
    return tr("Orders");
}

QIcon OrdersPage::icon() const
{
    return Theme::icon(u"orders"_s);
}

void OrdersPage::activate()
{
    d->delegate->setTimeZone(d->zone());
    if (d->model.state() == TableModel::State::Loading && d->model.rowCount() == 0) {
        QSettings &settings = d->context.settings;
        d->table->setDensity(settings.value(u"orders/density"_s).toString() == u"compact" ? RecordTable::Density::Compact : RecordTable::Density::Comfortable);
        d->splitter->restoreState(settings.value(u"orders/splitter"_s).toByteArray());
        SavedView remembered;
        remembered.setDefinition(QJsonDocument::fromJson(settings.value(u"orders/columns"_s).toByteArray()).object());
        if (!remembered.broken && !remembered.columns.isEmpty())
            d->table->setColumns(remembered.columns);
        d->filters->setQuery({});
        d->model.setQuery({});
        d->views.load();
        d->learnTags();
    }
    d->refreshCountsSoon();
    d->sayDrafts();
    d->table->setFocus();
}

void OrdersPage::focusLookUp()
{
    d->lookUp->setFocus(Qt::ShortcutFocusReason);
    d->lookUp->selectAll();
}

void OrdersPage::saveLayout()
{
    SavedView layout;
    layout.columns = d->shownColumnsOfAll();
    d->context.settings.setValue(u"orders/columns"_s, QJsonDocument(layout.definition()).toJson(QJsonDocument::Compact));
    d->context.settings.setValue(u"orders/splitter"_s, d->splitter->saveState());
    d->context.settings.setValue(u"orders/density"_s, d->table->density() == RecordTable::Density::Compact ? u"compact"_s : u"comfortable"_s);
    d->windows.remember();
    d->listWindows.remember();
}

void OrdersPage::resetLayout()
{
    d->table->resetColumns();
    d->table->setDensity(RecordTable::Density::Comfortable);
    d->splitter->setSizes({900, 400});
}

void OrdersPage::openOrder(OrderId id)
{
    d->want({WantedPlace::Kind::Order, id, {}});
    // No row is marked that is not the order shown, or a command would not know which of the two is meant.
    d->table->clearSelection();
    d->panel->showOrder(id, 0);
    d->updateActions();
    d->model.locate(id.value);
}

} // namespace Steward
