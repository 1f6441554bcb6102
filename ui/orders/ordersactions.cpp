// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sortsheet.h"
#include "ui/orders/exportsheet.h"
#include "ui/orders/importwizard.h"
#include "ui/orders/orderspage_p.h"

#include <QCalendarWidget>
#include <QDialogButtonBox>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// Which column of the page function a column of the list exports.
ExportColumn exportColumn(int column, const QString &title)
{
    using Kind = ExportColumn::Kind;
    static const QHash<int, std::pair<QByteArray, Kind>> sources{
        {OrderTableModel::Number, {"number", Kind::Text}}, {OrderTableModel::Placed, {"placed_at", Kind::Time}}, {OrderTableModel::Customer, {"customer_name", Kind::Text}},
        {OrderTableModel::Total, {"total_minor", Kind::Money}}, {OrderTableModel::Payment, {"payment_status", Kind::Text}}, {OrderTableModel::Fulfilment, {"fulfilment_status", Kind::Text}},
        {OrderTableModel::Items, {"item_count", Kind::Number}}, {OrderTableModel::Postal, {"postal_code", Kind::Text}}, {OrderTableModel::Country, {"country", Kind::Text}},
        {OrderTableModel::Email, {"email", Kind::Text}}, {OrderTableModel::Phone, {"phone", Kind::Text}}, {OrderTableModel::Paid, {"paid_minor", Kind::Money}},
        {OrderTableModel::Refunded, {"refunded_minor", Kind::Money}}, {OrderTableModel::Assigned, {"assigned_login", Kind::Text}}, {OrderTableModel::Source, {"source", Kind::Text}}};
    const auto source = sources.value(column);
    ExportColumn exported{OrderTableModel::columnName(column), title, source.first, source.second};
    // The list shows words for these, so the file does.
    for (const QueryField &field : OrderTableModel::queryFields({})) {
        if (field.name != exported.name || (column != OrderTableModel::Payment && column != OrderTableModel::Fulfilment))
            continue;
        for (const auto &[word, shown] : field.choices)
            exported.words.insert(word, shown);
    }
    return exported;
}

} // namespace

QAction *OrdersPage::Private::addAction(const QString &name, const QString &text, const QString &shortcut, const QString &icon, const std::function<void()> &run)
{
    QAction *action = context.actions.add(q, name, text, QKeySequence(shortcut), OrdersPage::tr("Orders"));
    if (!icon.isEmpty())
        action->setIcon(Theme::icon(icon));
    connect(action, &QAction::triggered, q, run);
    return action;
}

void OrdersPage::Private::makeActions()
{
    openWindow = addAction(u"openWindowAction"_s, OrdersPage::tr("Open in a window"), u"Ctrl+O"_s, {}, [this] { openInWindow(); });
    phoneOrder = addAction(u"phoneOrderAction"_s, OrdersPage::tr("New order by phone…"), u"Ctrl+N"_s, u"add"_s, [this] { phoneOrders.open(); });
    phoneOrder->setIconText(OrdersPage::tr("New order"));
    undoing = addAction(u"undoAction"_s, OrdersPage::tr("Undo what was just done"), u"Ctrl+Z"_s, u"undo"_s, [this] { undoBar->undo(); });
    exporting = addAction(u"exportAction"_s, OrdersPage::tr("Export…"), u"Ctrl+E"_s, u"export"_s, [this] { exportList(); });
    importing = addAction(u"importAction"_s, OrdersPage::tr("Import orders…"), u"Ctrl+Alt+I"_s, {}, [this] { importOrders(); });
    drafts = addAction(u"draftsAction"_s, OrdersPage::tr("Drafts…"), u"Ctrl+Shift+K"_s, u"note"_s, [this] { showDrafts(); });
    refresh = addAction(u"refreshAction"_s, OrdersPage::tr("Ask again"), u"F5"_s, u"refresh"_s, [this] { model.reload(); });
    countExactly = addAction(u"countAction"_s, OrdersPage::tr("Count exactly"), u"Ctrl+Shift+N"_s, {}, [this] { model.requestExactCount(); });
    copy = addAction(u"copyAction"_s, OrdersPage::tr("Copy the selected rows"), {}, {}, [this] { table->copySelection(); });
    makeLayoutActions();
    makeMoveActions();
    makeContextMenu();
}

/// How the list looks.
void OrdersPage::Private::makeLayoutActions()
{
    columns = addAction(u"columnsAction"_s, OrdersPage::tr("Columns…"), u"Ctrl+Shift+C"_s, u"columns"_s, [this] {
        auto *chooser = new ColumnChooser(*table, q);
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        openSheet(chooser);
    });
    sorting = addAction(u"sortAction"_s, OrdersPage::tr("Sort by…"), u"Ctrl+Shift+O"_s, {}, [this] { chooseSort(); });
    widerPanel = addAction(u"widerPanelAction"_s, OrdersPage::tr("Wider panel"), {}, {}, [this] { widenPanel(1); });
    narrowerPanel = addAction(u"narrowerPanelAction"_s, OrdersPage::tr("Narrower panel"), {}, {}, [this] { widenPanel(-1); });
    pointPanelKeys();
    density = addAction(u"densityAction"_s, OrdersPage::tr("Compact rows"), u"Ctrl+Shift+D"_s, {}, [this] {
        table->setDensity(table->density() == RecordTable::Density::Compact ? RecordTable::Density::Comfortable : RecordTable::Density::Compact);
    });
    reset = addAction(u"resetLayoutAction"_s, OrdersPage::tr("Reset columns and layout"), {}, {}, [this] { q->resetLayout(); });
}

/// Where in the list one is.
void OrdersPage::Private::makeMoveActions()
{
    next = addAction(u"nextAction"_s, OrdersPage::tr("Next order"), u"Alt+Down"_s, u"down"_s, [this] { moveBy(1); });
    previous = addAction(u"previousAction"_s, OrdersPage::tr("Previous order"), u"Alt+Up"_s, u"up"_s, [this] { moveBy(-1); });
    first = addAction(u"firstAction"_s, OrdersPage::tr("First order"), u"Ctrl+Home"_s, u"first"_s, [this] { table->showRow(0); });
    last = addAction(u"lastAction"_s, OrdersPage::tr("Last order"), u"Ctrl+End"_s, u"last"_s, [this] {
        want({WantedPlace::Kind::Other, {}, {}});
        model.jumpToEnd();
    });
    toDate = addAction(u"jumpToDateAction"_s, OrdersPage::tr("Go to a date…"), u"Ctrl+D"_s, u"calendar"_s, [this] { jumpToDate(); });
    toNumber = addAction(u"jumpToNumberAction"_s, OrdersPage::tr("Go to an order number…"), u"Ctrl+G"_s, u"hash"_s, [this] { jumpToNumber(); });
    focusFilter = addAction(u"focusFilterAction"_s, OrdersPage::tr("Filter the list"), u"Ctrl+Shift+F"_s, u"filter"_s, [this] { filters->focusText(); });
    focusTable = addAction(u"focusTableAction"_s, OrdersPage::tr("Back to the list"), u"Ctrl+L"_s, {}, [this] { table->setFocus(Qt::ShortcutFocusReason); });
}

void OrdersPage::Private::makeContextMenu()
{
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table, &QWidget::customContextMenuRequested, q, [this](const QPoint &at) {
        auto *menu = new QMenu(table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(openWindow);
        menu->addSeparator();
        panel->actions().addTo(*menu);
        menu->addSeparator();
        menu->addAction(selectAll);
        menu->addActions({copy, exporting, importing, sorting, columns});
        menu->popup(table->viewport()->mapToGlobal(at));
    });
}

void OrdersPage::Private::makeViewActions()
{
    const auto add = [this](const QString &name, const QString &text, const QString &shortcut, auto run) {
        QAction *action = context.actions.add(q, name, text, QKeySequence(shortcut), OrdersPage::tr("Views"));
        connect(action, &QAction::triggered, q, run);
        return action;
    };
    saveAction = add(u"saveViewAction"_s, OrdersPage::tr("Save this view"), u"Ctrl+S"_s, [this] { saveView(); });
    saveAsAction = add(u"saveViewAsAction"_s, OrdersPage::tr("Save as a new view…"), u"Ctrl+Shift+S"_s, [this] { saveViewAs(false); });
    shareAction = add(u"shareViewAction"_s, OrdersPage::tr("Save as a view for everybody…"), {}, [this] { saveViewAs(true); });
    renameAction = add(u"renameViewAction"_s, OrdersPage::tr("Rename this view…"), {}, [this] { renameView(); });
    revertAction = add(u"revertViewAction"_s, OrdersPage::tr("Undo the changes to this view"), {}, [this] { showView(tabs->currentView()); });
    deleteAction = add(u"deleteViewAction"_s, OrdersPage::tr("Delete this view…"), {}, [this] { deleteView(); });
    viewWindow = add(u"viewWindowAction"_s, OrdersPage::tr("Open this view in its own window"), u"Ctrl+Shift+W"_s, [this] { openViewInWindow(); });
    connect(tabs, &QWidget::customContextMenuRequested, q, [this](const QPoint &at) {
        if (const int tab = tabs->tabAt(at); tab >= 0)
            tabs->setCurrentIndex(tab);
        auto *menu = new QMenu(tabs);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({viewWindow, saveAction, saveAsAction, shareAction, renameAction, revertAction, deleteAction, reset});
        menu->popup(tabs->mapToGlobal(at));
    });
}

void OrdersPage::Private::updateActions()
{
    panel->actions().update();
    updateCopyActions();
    ActionRegistry::setWhyOff(undoing, undoBar->isOffered() ? QString() : OrdersPage::tr("Nothing was done lately that can be taken back."));
    ActionRegistry::setWhyOff(phoneOrder, context.session.may(u"edit"_s) ? QString() : OrdersPage::tr("Your group takes no orders by phone."));
    ActionRegistry::setWhyOff(showingRun, desk.bulk().run() ? QString() : OrdersPage::tr("Nothing was done to many orders yet."));
    updateDrafts();
    ActionRegistry::setWhyOff(exporting, context.session.may(u"export"_s) ? QString() : OrdersPage::tr("Your group may not export. A lead can."));
    ActionRegistry::setWhyOff(importing, context.session.may(u"import"_s) ? QString() : OrdersPage::tr("Your group may not import. A lead can."));
    const SavedView &view = tabs->currentView();
    const bool mayShare = context.session.may(u"saved_view_share"_s);
    const QString locked = !view.id.isValid() ? OrdersPage::tr("“All” stays as it is; save it as a new view.") : view.shared && !mayShare ? OrdersPage::tr("Shared views are changed by a lead.") : QString();
    ActionRegistry::setWhyOff(saveAction, locked);
    ActionRegistry::setWhyOff(deleteAction, locked);
    ActionRegistry::setWhyOff(renameAction, locked.isEmpty() && view.broken ? OrdersPage::tr("Save this view again first.") : locked);
    saveButton->setDefaultAction(locked.isEmpty() ? saveAction : saveAsAction);
    saveButton->setAccessibleName(saveButton->text().remove(u'…'));
    ActionRegistry::setWhyOff(shareAction, mayShare ? QString() : OrdersPage::tr("Shared views are made by a lead."));
}

void OrdersPage::Private::openInWindow()
{
    if (const auto order = list().current())
        windows.open(*order);
    else
        tell(OrdersPage::tr("Choose an order first."));
}

/// One at a time: one that is running is shown again.
void OrdersPage::Private::exportList()
{
    if (exportSheet && exportSheet->isRunning())
        return showExport();
    if (exportSheet)
        exportSheet->close();
    ExportRequest request;
    request.query = model.query();
    request.timeZone = context.session.login().timeZone.toLatin1();
    request.expectedRows = model.countStage() == CountStage::Exact ? model.countValue() : -1;
    bool hasMoney = false;
    QStringList leftOut;
    for (const int column : table->shownColumns()) {
        const QString title = model.headerData(column, Qt::Horizontal).toString();
        if (column == OrderTableModel::Postal || column == OrderTableModel::Country) { // the store gives addresses to carriers alone
            leftOut.append(title);
            continue;
        }
        request.columns.append(exportColumn(column, title));
        hasMoney = hasMoney || request.columns.last().kind == ExportColumn::Kind::Money;
    }
    if (hasMoney)
        request.columns.append({u"currency"_s, OrdersPage::tr("Currency"), "currency", ExportColumn::Kind::Text});
    exportSheet = new ExportSheet(context, request, leftOut, q);
    connect(exportSheet, &ExportSheet::ended, q, &OrdersPage::statusText);
    showExport();
}

void OrdersPage::Private::showExport()
{
    showWindow(exportSheet);
}

/// One window of it, however often it is asked for.
void OrdersPage::Private::importOrders()
{
    if (!importWizard) {
        importWizard = new ImportWizard(context, q);
        connect(importWizard, &ImportWizard::imported, q, [this] {
            model.reload();
            views.refreshCounts();
        });
    }
    showWindow(importWizard);
}

void OrdersPage::Private::chooseSort()
{
    auto *sheet = new SortSheet(sortChoices(model, context.session.login().rights), model.query().sort, model.query().descending, q);
    connect(sheet, &SortSheet::chosen, q, [this](const QString &sort, bool descending) { sortBy(sort, descending); });
    openSheet(sheet);
}

/// The arrow that points away from the panel makes it wider, on whichever side it is.
void OrdersPage::Private::pointPanelKeys()
{
    const bool isAtTheRight = q->layoutDirection() == Qt::LeftToRight;
    const QKeySequence left(u"Ctrl+Shift+Left"_s), right(u"Ctrl+Shift+Right"_s);
    widerPanel->setShortcut(isAtTheRight ? left : right);
    narrowerPanel->setShortcut(isAtTheRight ? right : left);
}

void OrdersPage::Private::widenPanel(int steps)
{
    constexpr int step = 40;
    QList<int> sizes = splitter->sizes();
    sizes[0] -= steps * step;
    sizes[1] += steps * step;
    splitter->setSizes(sizes);
}

void OrdersPage::Private::jumpToDate()
{
    auto *sheet = new QDialog(q);
    sheet->setObjectName(u"jumpToDateSheet"_s);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->setWindowTitle(OrdersPage::tr("Go to a date"));
    auto *calendar = new QCalendarWidget(sheet);
    calendar->setAccessibleName(OrdersPage::tr("Date"));
    // The calendar gives the cursor to its parts.
    for (QWidget *part : calendar->findChildren<QWidget *>()) {
        if (part->focusPolicy() & Qt::TabFocus)
            part->setAccessibleName(OrdersPage::tr("Date"));
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, sheet);
    auto *column = new QVBoxLayout(sheet);
    column->addWidget(calendar);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, sheet, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, sheet, &QDialog::accept);
    connect(calendar, &QCalendarWidget::activated, sheet, &QDialog::accept);
    connect(sheet, &QDialog::accepted, q, [this, calendar] {
        if (model.query().sort != u"placed")
            sortBy(u"placed"_s, true);
        want({WantedPlace::Kind::Other, {}, {}});
        // Descending, the first row at or before the day's end is its latest order.
        const QDate day = model.query().descending ? calendar->selectedDate().addDays(1) : calendar->selectedDate();
        model.jumpToKey(QDateTime(day, QTime(0, 0), zone()).toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.000000'Z'"_s));
    });
    openSheet(sheet);
}

void OrdersPage::Private::jumpToNumber()
{
    context.prompts.text(q, OrdersPage::tr("Go to an order number"), OrdersPage::tr("Order number"), {}, [this](const QString &number) {
        if (number.trimmed().isEmpty())
            return;
        if (model.query().sort != u"number")
            sortBy(u"number"_s, true);
        want({WantedPlace::Kind::Number, {}, number.trimmed()});
        model.jumpToKey(OrderTableModel::numberKey(number));
    });
}

void OrdersPage::Private::moveBy(int rows)
{
    const int row = table->currentIndex().isValid() ? table->currentIndex().row() + rows : 0;
    if (row >= 0 && row < model.rowCount())
        table->showRow(row);
}

void OrdersPage::Private::saveView()
{
    SavedView view = tabs->currentView();
    if (!view.id.isValid())
        return saveViewAs(false);
    view.query = model.query();
    view.columns = sentColumns = table->columns();
    view.broken = false;
    views.save(view);
}

void OrdersPage::Private::viewSaved(SavedViewId id)
{
    if (id == shownView && !sentColumns.isEmpty())
        table->keepColumns(sentColumns);
    sentColumns.clear();
    connect(&views, &SavedViews::loaded, tabs, [this, id] {
        tabs->select(id);
        settleNotice();
    }, Qt::SingleShotConnection);
}

/// The name alone: what was changed in the list meanwhile stays a change.
void OrdersPage::Private::renameView()
{
    const SavedView view = tabs->currentView();
    context.prompts.text(q, OrdersPage::tr("Rename the view “%1”").arg(view.shownName()), OrdersPage::tr("Name"), view.shownName(), [this, view](const QString &name) {
        if (name.trimmed().isEmpty() || name.trimmed() == view.shownName())
            return;
        SavedView renamed = view;
        renamed.name = name.trimmed();
        views.save(renamed);
    });
}

void OrdersPage::Private::saveViewAs(bool shared)
{
    context.prompts.text(q, OrdersPage::tr("Save as a new view"), OrdersPage::tr("Name"), {}, [this, shared](const QString &name) {
        if (name.trimmed().isEmpty())
            return;
        SavedView view;
        view.name = name.trimmed();
        view.shared = shared;
        view.query = model.query();
        view.columns = table->columns();
        views.save(view);
    });
}

void OrdersPage::Private::deleteView()
{
    const SavedView view = tabs->currentView();
    context.prompts.ask(q, OrdersPage::tr("Delete the view “%1”?").arg(view.shownName()), view.shared ? OrdersPage::tr("It goes for everybody. Orders are not touched.") : OrdersPage::tr("Orders are not touched."),
                        {OrdersPage::tr("Delete"), OrdersPage::tr("Cancel")}, [this, view](int choice) {
                            if (choice == 0)
                                views.remove(view.id);
                        });
}

} // namespace Steward
