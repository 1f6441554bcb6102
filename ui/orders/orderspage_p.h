// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/orderrepository.h"
#include "models/orders/ordertablemodel.h"
#include "models/session/session.h"
#include "models/table/savedviews.h"
#include "ui/common/actionregistry.h"
#include "ui/common/columnchooser.h"
#include "ui/common/filterbar.h"
#include "ui/common/lookupbox.h"
#include "ui/common/prompts.h"
#include "ui/common/recordtable.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"
#include "ui/common/titlelabel.h"
#include "ui/common/viewtabs.h"
#include "ui/common/windows.h"
#include "ui/orders/bulkstrip.h"
#include "ui/orders/exportsheet.h"
#include "ui/orders/importwizard.h"
#include "ui/orders/listfooter.h"
#include "ui/orders/listpresence.h"
#include "ui/orders/orderdelegate.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/orderlist.h"
#include "ui/orders/orderlistwindows.h"
#include "ui/orders/orderpanel.h"
#include "ui/orders/orderwindows.h"
#include "ui/orders/phoneorderwindows.h"
#include "ui/orders/undobar.h"
#include "ui/orders/orderspage.h"

#include <QLabel>
#include <QPointer>
#include <QSettings>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>

#include <functional>

namespace Steward {

/// A place in the list that was asked for and is not known yet. Moving the cursor takes it back.
struct WantedPlace
{
    enum class Kind { None, Order, Number, Other };
    Kind kind = Kind::None;
    OrderId id;
    QString number; ///< as it was typed
};

class OrdersPage::Private
{
public:
    Private(OrdersPage *page, const UiContext &given, OrderRepository &repository);

    void layOut();
    [[nodiscard]] QLayout *makeHead();
    [[nodiscard]] QWidget *makeList();
    void connectLookUp();
    void connectList();
    void connectPanel();
    void connectViews();
    void connectSession();
    void makeActions();
    void makeLayoutActions();
    void makeMoveActions();
    void makeContextMenu();
    QAction *addAction(const QString &name, const QString &text, const QString &shortcut, const QString &icon, const std::function<void()> &run);
    void makeViewActions();
    void makeCopyActions();
    void makeBulkActions();
    void connectDrafts();

    void showView(const SavedView &view);
    void openViewInWindow();
    void restoreListWindows();
    void ask(const TableQuery &query);
    void sortBy(const QString &sort, bool descending);
    void chooseSort();
    void widenPanel(int steps);
    void pointPanelKeys();
    void openWithDefaults();
    void updateChanged();
    void refreshCountsSoon();
    void showState();
    void showLooked(const QString &text, const Result<QList<OrderMatch>> &answer);
    [[nodiscard]] OrderList list();
    void openInWindow();
    void updateCopyActions();
    void exportList();
    void showExport();
    void importOrders();
    void sayDrafts();
    void showDrafts();
    void openDraft(const Draft &draft);
    void openTyped(const Draft &draft);
    void updateDrafts();
    void jumpToDate();
    void jumpToNumber();
    void moveBy(int rows);
    void located(int row, qint64 id);
    void goTo(int row);
    void followCursor();
    void learnTags();
    void want(const WantedPlace &place);
    void saveView();
    void saveViewAs(bool shared);
    void renameView();
    void deleteView();
    void tell(const QString &text, Theme::Tone tone = Theme::Tone::Warning);
    void viewSaved(SavedViewId id);
    void hear(const QString &text, Theme::Tone tone);
    void showNotice(const QString &text, Theme::Tone tone = Theme::Tone::Warning);
    void settleNotice();
    [[nodiscard]] QList<ViewColumn> shownColumnsOfAll() const;
    void updateActions();
    [[nodiscard]] QTimeZone zone() const;

    OrdersPage *q;
    UiContext context;
    OrderRepository &orders;
    OrderTableModel model;
    SavedViews views;
    OrderDesk desk;
    OrderWindows windows;
    OrderListWindows listWindows;
    PhoneOrderWindows phoneOrders;

    LookUpBox *lookUp;
    ViewTabs *tabs;
    FilterBar *filters;
    RecordTable *table;
    OrderDelegate *delegate;
    StateBanner *banner;
    QLabel *notice;
    ListFooter *footer;
    OrderPanelWidget *panel;
    QSplitter *splitter;
    UndoBar *undoBar;
    BulkStrip *bulkStrip;
    QPointer<ImportWizard> importWizard;
    QPointer<ExportSheet> exportSheet;
    QToolButton *draftsButton, *saveButton, *revertButton;

    QAction *openWindow = nullptr, *phoneOrder = nullptr, *undoing = nullptr, *exporting = nullptr, *importing = nullptr, *drafts = nullptr, *columns = nullptr, *density = nullptr, *reset = nullptr;
    QAction *next = nullptr, *previous = nullptr, *first = nullptr, *last = nullptr, *toDate = nullptr, *toNumber = nullptr, *refresh = nullptr, *countExactly = nullptr;
    QAction *sorting = nullptr, *widerPanel = nullptr, *narrowerPanel = nullptr;
    QAction *selectAll = nullptr, *showingRun = nullptr;
    QAction *renameAction = nullptr, *revertAction = nullptr;
    QAction *saveAction = nullptr, *saveAsAction = nullptr, *shareAction = nullptr, *deleteAction = nullptr, *viewWindow = nullptr, *focusFilter = nullptr, *focusTable = nullptr, *copy = nullptr;

    QAction *copyNumber = nullptr, *copyEmail = nullptr, *copyPhone = nullptr, *copyAddress = nullptr, *copyTracking = nullptr;

    WantedPlace wanted;
    bool isGoing = false;        ///< the cursor is moved by the page, not by the person
    bool isListNotice = false;   ///< what the notice says is over once the list is there again
    LatestOnly<Result<QList<OrderMatch>>> looking;
    LatestOnly<Result<QStringList>> learning;
    QStringList knownTags;
    SavedViewId shownView;         ///< whose columns are shown; invalid: those of All
    QList<ViewColumn> allColumns;  ///< of All, while another view is shown
    QList<ViewColumn> sentColumns; ///< of the view that is being saved
    QTimer countsRest;
    bool countsAreDue = false;
    bool areDraftsSaid = false;
    QString draftWarning; ///< that was shown
    bool areWindowsRestored = false;
    bool areViewsKnown = false;
};

} // namespace Steward
