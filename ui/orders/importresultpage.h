// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importpreview.h"
#include "models/orders/import/importreport.h"

#include <QTimeZone>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace Steward {

/// The last two pages of an import: how far it is, what became of the file in numbers, the first orders as they will be, and what was
/// rejected, by line and reason. The same for a check, which writes nothing, and for the import itself.
class ImportResultPage final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Check, Import };

    ImportResultPage(Kind kind, QWidget *parent = nullptr);

    void setTimeZone(const QTimeZone &zone) { m_zone = zone; }
    void begin(const QString &text);
    void showProgress(double part);
    void showOrders(const QList<PreviewedOrder> &orders);
    void showReport(const ImportReport &report);
    /// It came to no end, and why.
    void showFailure(const QString &why);
    [[nodiscard]] bool isDone() const { return m_isDone; }

Q_SIGNALS:
    void stopped(); ///< by the person

private:
    void end();
    void showProblems(const ImportReport &report);
    [[nodiscard]] QString summary(const ImportReport &report) const;

    Kind m_kind;
    QTimeZone m_zone = QTimeZone::utc();
    bool m_isDone = false;
    QLabel *m_text = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_stop = nullptr;
    QLabel *m_ordersTitle = nullptr;
    QTableWidget *m_orders = nullptr;
    QLabel *m_problemsTitle = nullptr;
    QTableWidget *m_problems = nullptr;
};

} // namespace Steward
