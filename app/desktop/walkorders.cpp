// SPDX-License-Identifier: GPL-3.0-or-later
// The walk's way through the work on orders.
#include "app/desktop/walk.h"

#include "ui/common/recordtable.h"
#include "ui/orders/importwizard.h"
#include "ui/orders/ordersheet.h"
#include "ui/shell/mainwindow.h"

#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QItemSelection>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

/// An order that is paid and not shipped: its sheets, and the window of its own.
void Walk::addWork(const QString &suffix)
{
    using State = TableModel::State;
    addFilter({}, tr("orders to ship"), u"payment:paid fulfilment:unfulfilled"_s, State::Ready);
    m_steps.append({{}, tr("an order to work"), [this] { selectRow(0); }, [this] { return isPanelOfRow(0); }});
    addSheet(u"ship-sheet"_s + suffix, tr("the sheet that ships"), u"shipAction"_s, u"shipSheet"_s);
    addHeldLines(suffix);
    addPhone(suffix);
    addSheet(u"carrier-sheet"_s + suffix, tr("the sheet that makes a carrier's file"), u"discloseAction"_s, u"carrierSheet"_s);
    addDrafts(suffix);
    addSheet(u"refund-sheet"_s + suffix, tr("the sheet that refunds"), u"refundAction"_s, u"refundSheet"_s);
    addSheet(u"cancel-sheet"_s + suffix, tr("the sheet that cancels"), u"cancelAction"_s, u"cancelSheet"_s);
    addCorrections(suffix);
    addPapers(suffix);
    const auto isFilled = [this] {
        const auto *window = m_window.findChild<QWidget *>(u"orderWindow"_s);
        const auto *number = window ? window->findChild<QLabel *>(u"panelNumber"_s) : nullptr;
        return number && number->isVisible() && !number->text().isEmpty();
    };
    m_steps.append({u"order-window"_s + suffix, tr("an order in a window of its own"), [this] { trigger(u"openWindowAction"_s); }, isFilled});
    m_steps.append({{}, tr("the order's window closed again"), [this] {
                        if (auto *window = m_window.findChild<QWidget *>(u"orderWindow"_s))
                            window->close();
                    },
                    [this] { return !m_window.findChild<QWidget *>(u"orderWindow"_s); }});
    addFilter({}, tr("the list without a filter again"), {}, State::Ready);
}

/// Without the question about what was typed.
void Walk::dismissSheets()
{
    for (QDialog *sheet : openSheets()) {
        if (auto *order = qobject_cast<OrderSheet *>(sheet))
            order->dismiss();
        else
            sheet->close();
    }
}

/// One line put on hold, of an order that has several.
void Walk::addHeldLines(const QString &suffix)
{
    const auto choose = [this](int which) {
        if (auto *scope = m_window.findChild<QComboBox *>(u"holdScope"_s))
            scope->setCurrentIndex(which);
    };
    m_steps.append({{}, tr("the sheet that puts on hold once more"), [this] { trigger(u"holdAction"_s); }, [this] { return isShown(u"holdSheet"_s); }});
    m_steps.append({u"hold-lines"_s + suffix, tr("the sheet that holds some lines back"), [choose] { choose(1); }, [this] { return isShown(u"holdSheet"_s); }});
    const auto close = [this, choose] {
        choose(0); // a blank sheet leaves no draft
        dismissSheets();
    };
    m_steps.append({{}, tr("the sheet that holds some lines back closed again"), close, [this] { return openSheets().isEmpty(); }});
}

/// The view in the desk's window, in one of its own.
void Walk::addViewWindow(const QString &suffix)
{
    const auto window = [this] { return m_window.findChild<QWidget *>(u"orderListWindow"_s); };
    const auto isFilled = [window] {
        const auto *list = window() ? window()->findChild<RecordTable *>(u"listWindowTable"_s) : nullptr;
        return list && list->isVisible() && list->model()->rowCount() > 0;
    };
    m_steps.append({u"list-window"_s + suffix, tr("a view in a window of its own"), [this] { trigger(u"viewWindowAction"_s); }, isFilled});
    m_steps.append({{}, tr("the view's window closed again"), [window] {
                        if (window())
                            window()->close();
                    },
                    [window] { return !window(); }});
}

/// What is done while a customer is on the phone.
void Walk::addPhone(const QString &suffix)
{
    addSheet(u"lines-sheet"_s + suffix, tr("the sheet that changes lines"), u"linesAction"_s, u"linesSheet"_s);
    const auto window = [this] { return m_window.findChild<QWidget *>(u"phoneOrderWindow"_s); };
    m_steps.append({u"phone-order"_s + suffix, tr("an order by phone"), [this] { trigger(u"phoneOrderAction"_s); }, [window] { return window() && window()->isVisible(); }});
    m_steps.append({{}, tr("the order by phone closed again"), [window] {
                        if (window())
                            window()->close();
                    },
                    [window] { return !window(); }});
}

/// A file of orders with something to be said of it, from the file to the import. The second time the store has them already.
void Walk::addImport(const QString &suffix)
{
    const auto wizard = [this] { return m_window.findChild<ImportWizard *>(); };
    const auto isOn = [this] {
        const auto *next = m_window.findChild<QPushButton *>(u"importNext"_s);
        return next && next->isEnabled();
    };
    const auto open = [this, wizard] {
        trigger(u"importAction"_s);
        if (wizard())
            wizard()->openFile(importFile());
    };
    m_steps.append({u"import"_s + suffix, tr("a file of orders that was recognised"), open, isOn});
    m_steps.append({u"import-columns"_s + suffix, tr("what its columns become"), [this] { click(u"importNext"_s); }, [this] { return isShown(u"importColumns"_s); }});
    m_steps.append({u"import-check"_s + suffix, tr("what would become of its orders"), [this] { click(u"importNext"_s); }, [this, isOn] { return isShown(u"importCheckProblems"_s) && isOn(); }});
    m_steps.append({u"import-done"_s + suffix, tr("what became of its orders"), [this] { click(u"importNext"_s); }, [this, isOn] { return isShown(u"importRunProblems"_s) && isOn(); }});
    m_steps.append({{}, tr("the import closed again"), [this] { closeSheets(); }, [this] { return openSheets().isEmpty(); }});
}

QString Walk::importFile()
{
    const QByteArray heads = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
                             "Shipping Name,Shipping Street,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Notes,Payment Method\n";
    const QByteArray rows = "#1001,anna.berg@example.com,paid,2019-03-01 10:00:40 +0100,fulfilled,EUR,30.00,4.90,0.00,34.90,0.00,2019-03-01 10:00:00 +0100,2,Stoneware mug,10.00,MUG-1,Anna Berg,Seeweg 3,Seeweg 3,Köln,50667,DE,"
                            "\"Please ring twice, the bell is weak.\",Shopify Payments\n"
                            "#1001,,,,,,,,,,,2019-03-01 10:00:00 +0100,1,Dinner plate,10.00,PLATE-1,,,,,,,,\n"
                            "#1002,ben@example.com,pending,,,EUR,10.00,0.00,0.00,10.00,0.00,2019-03-02 11:30:00 +0100,1,Stoneware mug,10.00,MUG-1,Ben Ode,Hafen 1,Hafen 1,Kiel,24103,DE,,Bank Deposit\n"
                            "#1003,cleo@example.com,paid,2019-03-03 09:12:00 +0100,,EUR,20.00,4.90,0.00,34.90,0.00,2019-03-03 09:11:00 +0100,1,Linen tablecloth,20.00,CLOTH-3,Cléo Moreau,quai des Brumes 7,quai des Brumes 7,Nantes,44000,FR,,Shopify Payments\n"
                            "#1004,dana@example.com,paid,2019-03-04 18:20:00 +0100,fulfilled,EUR,12.00,0.00,0.00,12.00,0.00,04 March 2019,1,Candle,12.00,CANDLE-2,Dana Nowak,Oak Avenue 12,Oak Avenue 12,Leeds,LS1 4AP,GB,,Shopify Payments\n";
    QFile file(m_ownFiles.filePath(u"orders.csv"_s));
    return file.open(QIODevice::WriteOnly) && file.write(heads + rows) > 0 ? file.fileName() : QString();
}

/// Some orders, of which some cannot be called off: the sheet says so before the click.
void Walk::addFew(const QString &suffix)
{
    const auto several = [this] {
        const QItemSelection rows(model()->index(0, 0), model()->index(std::min(model()->rowCount() - 1, 11), 0));
        table()->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        trigger(u"cancelAction"_s);
    };
    const auto isSaid = [this] {
        const auto *plan = m_window.findChild<QLabel *>(u"cancelPlan"_s);
        return plan && plan->isVisible() && !plan->text().endsWith(u'…');
    };
    m_steps.append({u"few-sheet"_s + suffix, tr("the sheet that cancels several"), several, isSaid});
    m_steps.append({{}, tr("the sheet that cancels several closed again"), [this] {
                        closeSheets();
                        selectRow(0);
                    },
                    [this] { return openSheets().isEmpty(); }});
}

/// All orders of a filter, put on hold and taken back, so that the store is as it was.
void Walk::addBulk(const QString &suffix)
{
    using State = TableModel::State;
    addFew(suffix);
    addFilter({}, tr("many orders to work"), u"fulfilment:unfulfilled total:>50"_s, State::Ready);
    m_steps.append({{}, tr("all that match are selected"), [this] { trigger(u"selectAllAction"_s); }, [this] { return table()->isAllSelected(); }});
    m_steps.append({u"bulk-sheet"_s + suffix, tr("the sheet that puts many on hold"), [this] { trigger(u"holdAction"_s); }, [this] { return isShown(u"holdSheet"_s); }});
    m_steps.append({u"bulk-plan"_s + suffix, tr("what will become of many orders"), [this] { click(u"holdPlaceButton"_s); }, [this] { return isShown(u"bulkDoButton"_s); }});
    m_steps.append({u"bulk-done"_s + suffix, tr("many orders put on hold"), [this] { click(u"bulkDoButton"_s); }, [this] { return isShown(u"bulkUndoButton"_s); }});
    const auto isTakenBack = [this] { return isShown(u"bulkWindow"_s) && !isShown(u"bulkUndoButton"_s) && !isShown(u"bulkBar"_s); };
    m_steps.append({{}, tr("many orders taken back"), [this] { click(u"bulkUndoButton"_s); }, isTakenBack});
    m_steps.append({{}, tr("the run's window closed again"), [this] { click(u"bulkCloseButton"_s); }, [this] { return !isShown(u"bulkWindow"_s); }});
    addFilter({}, tr("the list without a filter once more"), {}, State::Ready);
}

/// The sheets that put something right, and the menu of what has no button.
void Walk::addCorrections(const QString &suffix)
{
    using State = TableModel::State;
    addSheet(u"assign-sheet"_s + suffix, tr("the sheet that assigns"), u"assignAction"_s, u"assignSheet"_s);
    addSheet(u"contact-sheet"_s + suffix, tr("the sheet that corrects contact data"), u"contactAction"_s, u"contactSheet"_s);
    addSheet(u"question-sheet"_s + suffix, tr("the sheet that asks the customer"), u"messageAction"_s, u"messageSheet"_s);
    addSheet(u"confirmation-sheet"_s + suffix, tr("the sheet that confirms again"), u"confirmationAction"_s, u"confirmationSheet"_s);
    const auto menu = [this] { return m_window.findChild<QMenu *>(u"moreMenu"_s); };
    m_steps.append({u"more-menu"_s + suffix, tr("more that can be done"), [this] {
                        if (auto *more = m_window.findChild<QPushButton *>(u"moreButton"_s))
                            more->click();
                    },
                    [menu] { return menu() && menu()->isVisible(); }});
    m_steps.append({{}, tr("the menu closed again"), [menu] { menu()->close(); }, [menu] { return !menu()->isVisible(); }});
    addFilter({}, tr("tagged orders that were sent"), u"tag:gift,VIP fulfilment:fulfilled"_s, State::Ready);
    m_steps.append({u"tagged"_s + suffix, tr("an order with tags"), [this] { selectRow(0); }, [this] { return isPanelOfRow(0); }});
    addSheet(u"tag-sheet"_s + suffix, tr("the sheet with tags"), u"tagAction"_s, u"tagSheet"_s);
    addSheet(u"stock-sheet"_s + suffix, tr("the sheet that returns to stock"), u"stock_returnAction"_s, u"stockSheet"_s);
    addSheet(u"parcel-sheet"_s + suffix, tr("the sheet that corrects a parcel"), u"parcelAction"_s, u"parcelSheet"_s);
    addFilter({}, tr("orders with money to be paid out"), u"refund:by_hand"_s, State::Ready);
    m_steps.append({u"owed"_s + suffix, tr("an order with money to be paid out"), [this] { selectRow(0); }, [this] { return isPanelOfRow(0); }});
    addSheet(u"paid-out-sheet"_s + suffix, tr("the sheet that says what was paid out"), u"refund_paidAction"_s, u"refund_paidSheet"_s);
    addFilter({}, tr("orders to ship again"), u"payment:paid fulfilment:unfulfilled"_s, State::Ready);
    m_steps.append({{}, tr("an order to work again"), [this] { selectRow(0); }, [this] { return isPanelOfRow(0); }});
}

/// One slip, some of which one may have none, and an invoice before it has a number.
void Walk::addPapers(const QString &suffix)
{
    const auto closed = [this] { return openSheets().isEmpty(); };
    m_steps.append({u"slip-sheet"_s + suffix, tr("a packing slip"), [this] { trigger(u"packing_slipAction"_s); }, [this] { return isPaperSheet(true); }});
    m_steps.append({{}, tr("the packing slip closed again"), [this] { closeSheets(); }, closed});
    m_steps.append({u"invoice-sheet"_s + suffix, tr("an invoice that has no number yet"), [this] { trigger(u"invoiceAction"_s); }, [this] { return isPaperSheet(false); }});
    m_steps.append({{}, tr("the invoice closed again"), [this] { closeSheets(); }, closed});
    const auto several = [this] {
        const QItemSelection rows(model()->index(0, 0), model()->index(std::min(model()->rowCount() - 1, 5), 0));
        table()->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        trigger(u"packing_slipAction"_s);
    };
    m_steps.append({u"slips-sheet"_s + suffix, tr("several packing slips"), several, [this] { return isPaperSheet(true); }});
    m_steps.append({{}, tr("the packing slips closed again"), [this] {
                        closeSheets();
                        selectRow(0);
                    },
                    closed});
}

/// A sheet that is left half filled and opened again, a note beside it, and the list of both.
void Walk::addDrafts(const QString &suffix)
{
    const auto fill = [this](const QString &text) {
        if (auto *tracking = m_window.findChild<QLineEdit *>(u"shipTracking1"_s))
            tracking->setText(text);
        if (auto *note = m_window.findChild<QPlainTextEdit *>(u"noteEdit"_s))
            note->setPlainText(text);
    };
    const auto dismiss = [this] { dismissSheets(); };
    const auto isShut = [this] { return openSheets().isEmpty(); };
    const auto isOpen = [this] { return !openSheets().isEmpty(); };
    m_steps.append({{}, tr("a sheet to be left"), [this] { trigger(u"shipAction"_s); }, isOpen});
    m_steps.append({{}, tr("a sheet that was left"), [fill, dismiss] {
                        fill(u"RX123456785DE"_s);
                        dismiss();
                    },
                    isShut});
    m_steps.append({u"restored"_s + suffix, tr("a sheet with what was typed before"), [this] { trigger(u"shipAction"_s); }, isOpen});
    m_steps.append({{}, tr("the restored sheet closed again"), dismiss, isShut});
    addSheet(u"drafts"_s + suffix, tr("the list of drafts"), u"draftsAction"_s, u"draftsSheet"_s);
    m_steps.append({{}, tr("a sheet to be emptied"), [this] { trigger(u"shipAction"_s); }, isOpen});
    m_steps.append({{}, tr("nothing left of the drafts"), [fill, dismiss] {
                        fill({});
                        dismiss();
                    },
                    isShut});
}

} // namespace Steward
