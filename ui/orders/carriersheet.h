// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/disclosures/carrierfile.h"
#include "ui/common/context.h"
#include "ui/orders/ordercommands.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace Steward {

class OrderActions;
struct OrderPanel;

/// Makes a file of orders for a carrier: to whom, which fields it holds, which orders are left out and why, before anything is made; its
/// digest and the day it has to be gone by afterwards. An export and no change of an order, so what was chosen is no draft to keep.
class CarrierSheet final : public QDialog
{
    Q_OBJECT

public:
    CarrierSheet(const UiContext &context, const QList<OrderChoice> &orders, QWidget *parent = nullptr);
    /// Stays while a file is under way: the store has its record by then.
    void reject() override;

private:
    void layOut();
    [[nodiscard]] QFormLayout *makeForm();
    void load();
    void showParty();
    void showLeftOut(const QList<OrderLeftOut> &leftOut);
    void say(const QString &text, bool isBad);
    void showState();
    void fit();
    void submit();
    void written(const WrittenFile &file);
    void failed(const QString &text, const QString &reason, const QList<OrderLeftOut> &leftOut);
    [[nodiscard]] QString numberOf(const OrderLeftOut &order) const;

    UiContext m_context;
    QList<OrderChoice> m_orders;
    std::unique_ptr<DisclosureRepository> m_disclosures;
    CarrierFile m_file;
    QList<OutsideParty> m_parties;
    int m_taken = 0;
    bool m_hasFailed = false; ///< what the sheet begins with could not be had
    LatestOnly<Result<QList<OutsideParty>>> m_loadingParties;
    LatestOnly<Result<FileCheck>> m_checking;
    QComboBox *m_party = nullptr;
    QLabel *m_purpose = nullptr, *m_fields = nullptr, *m_keep = nullptr, *m_count = nullptr, *m_leftOutTitle = nullptr, *m_answer = nullptr;
    QListWidget *m_leftOut = nullptr;
    QWidget *m_digestRow = nullptr;
    QLineEdit *m_digest = nullptr;
    QPushButton *m_submit = nullptr, *m_close = nullptr;
};

/// The verb "disclose".
void startCarrierFile(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
