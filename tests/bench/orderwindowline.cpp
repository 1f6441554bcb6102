// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/bench/ordersdesk.h"
#include "tests/session/proxy.h"
#include "ui/orders/orderpanel.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward::Bench {

namespace {

constexpr int eachWayMs = 100;
constexpr double frameMs = 16;

/// Tells when the window of an order has been painted for the first time: the turn of the event loop behind that.
class FirstPaint final : public QObject
{
public:
    FirstPaint() { qApp->installEventFilter(this); }
    void begin()
    {
        m_isSeen = false;
        milliseconds = -1;
        m_timer.start();
    }
    [[nodiscard]] double elapsed() const { return double(m_timer.nsecsElapsed()) / 1e6; }
    double milliseconds = -1; ///< until it is known

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_isSeen && watched->objectName() == u"orderWindow") {
            m_isSeen = true;
            QTimer::singleShot(0, this, [this] { milliseconds = elapsed(); });
        }
        return false;
    }

private:
    QElapsedTimer m_timer;
    bool m_isSeen = false;
};

struct Opened
{
    double painted = 0;
    double filled = 0;
};

/// Opens the window of a list's row as a person does, and closes it again.
Result<Opened> openRow(OrdersPage &page, FirstPaint &paint, int row)
{
    auto *table = page.findChild<RecordTable *>();
    table->showRow(row);
    // Whoever opens a window has rested on its row.
    const QString number = table->model()->index(row, 0).data().toString();
    if (!waitFor([&page] { return page.findChild<OrderPanelWidget *>()->order().has_value(); }, 60'000))
        return Error{ErrorKind::Timeout, u"The order beside the list does not come."_s, {}, {}};
    (void)waitFor([] { return false; }, 2 * eachWayMs + 300);
    paint.begin();
    page.findChild<QAction *>(u"openWindowAction"_s)->trigger();
    auto *window = page.findChild<QWidget *>(u"orderWindow"_s);
    const auto *panel = window ? window->findChild<OrderPanelWidget *>() : nullptr;
    double filled = -1;
    if (panel)
        QObject::connect(panel, &OrderPanelWidget::loaded, &paint, [&] { filled = panel->order() ? paint.elapsed() : filled; });
    if (!panel || !waitFor([&] { return filled >= 0 && paint.milliseconds >= 0; }, 60'000))
        return Error{ErrorKind::Timeout, u"The window of the order does not come."_s, {}, {}};
    window->close();
    (void)waitFor([&page] { return !page.findChild<QWidget *>(u"orderWindow"_s); }, 10'000);
    return Opened{paint.milliseconds, filled};
}

const BenchLine line(u"orderwindow"_s, [](Context &context) -> Result<QList<Measurement>> {
    Steward::Test::Proxy proxy(context.store.optionsFor(u"lead"_s).hosts.first(), eachWayMs);
    const auto desk = OrdersDesk::open(context.store, OrdersDesk::Until::Counted, proxy.address());
    if (!desk)
        return desk.error();
    FirstPaint paint;
    QList<double> painted;
    QList<double> filled;
    for (int row = 0; row < context.scale.opens; ++row) {
        const auto opened = openRow((*desk)->page(), paint, row);
        if (!opened)
            return opened.error();
        painted.append(opened->painted);
        filled.append(opened->filled);
    }
    return QList<Measurement>{within(u"order window, skeleton painted"_s, median(painted), u"ms"_s, u"one frame"_s, frameMs, 1),
                              within(u"order window, filled"_s, median(filled), u"ms"_s, u"one round trip over the same line"_s, 2 * eachWayMs, 2)};
});

} // namespace

} // namespace Steward::Bench
