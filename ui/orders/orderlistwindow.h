// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/ordertablemodel.h"
#include "models/table/savedviews.h"
#include "ui/orders/orderlist.h"

#include <QWidget>

class QLabel;
class QSplitter;

namespace Steward {

class FilterBar;
class ListFooter;
class OrderDelegate;
class OrderDesk;
class OrderPanelWidget;
class RecordTable;
class TitleLabel;

/// One view of the orders in a window of its own: a list with its own filter, order, columns and panel. What is changed in it stays in
/// it; the view is changed where it was saved.
class OrderListWindow final : public QWidget
{
    Q_OBJECT

public:
    /// What of its looks is kept, for the next time; no word of a filter, which may name a person.
    struct Looks
    {
        QString sort;
        bool descending = true;
        QList<ViewColumn> columns;
        int panelWidth = 0; ///< 0: the default
    };

    /// view: with the filter to begin with. Nothing is asked until begin().
    OrderListWindow(OrderDesk &desk, const SavedView &view, QWidget *parent);
    ~OrderListWindow() override;

    /// Asks for its rows. After that it goes on by itself.
    void begin();
    [[nodiscard]] const SavedView &view() const { return m_view; }
    /// It has another name by now.
    void rename(const SavedView &view);
    [[nodiscard]] Looks looks() const;
    void setLooks(const Looks &looks);

Q_SIGNALS:
    void windowAsked(const Steward::OrderChoice &order); ///< an order, to be shown in a window of its own
    void placed(); ///< it was moved, is of another size, or looks otherwise
    void closed(); ///< by the person

protected:
    void closeEvent(QCloseEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    [[nodiscard]] QWidget *makeList();
    void connectList();
    void connectPanel();
    void connectDesk();
    void makeActions();
    void add(const QString &name, const QString &text, const QString &shortcut, const std::function<void()> &run);
    [[nodiscard]] OrderList list();
    void ask(const TableQuery &query);
    void sortBy(const QString &sort, bool descending);
    void chooseSort();
    void moveBy(int rows);
    void showState();
    void followCursor();
    void say(const QString &text, Theme::Tone tone);
    void nameIt();

    OrderDesk &m_desk;
    SavedView m_view;
    OrderTableModel m_model;
    TitleLabel *m_head = nullptr;
    FilterBar *m_filters = nullptr;
    QLabel *m_said = nullptr;
    RecordTable *m_table = nullptr;
    OrderDelegate *m_delegate = nullptr;
    StateBanner *m_banner = nullptr;
    ListFooter *m_footer = nullptr;
    OrderPanelWidget *m_panel = nullptr;
    QSplitter *m_splitter = nullptr;
    bool m_isListNotice = false; ///< what is said is over once the list is there again
};

} // namespace Steward
