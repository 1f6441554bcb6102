// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"
#include "ui/orders/ordersheet.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QScrollArea;

namespace Steward {

class ContestedFields;
class OrderActions;

/// Name, e-mail, phone and addresses of an order put right, for this order or for the customer too. Only what was typed is sent; where a
/// colleague has corrected the same field meanwhile, the person chooses.
class ContactSheet final : public OrderSheet
{
    Q_OBJECT

public:
    ContactSheet(const OrderPanel &order, OrderRepository &repository, QWidget *parent = nullptr);
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject &typed) override;
    [[nodiscard]] Command command() const override;

protected:
    [[nodiscard]] QString titleText() const override;
    void follow(const OrderPanel &order) override;

private:
    struct Editor
    {
        QLineEdit *line = nullptr;
        QComboBox *choice = nullptr; ///< of a country
    };

    [[nodiscard]] QLayout *makeForm();
    [[nodiscard]] QWidget *makeFields(QLatin1StringView part);
    [[nodiscard]] QLayout *makeScopes();
    void addEditor(QGridLayout *grid, const QString &field);
    void type(const QString &field, const QString &value);
    void change(const QString &field, const QString &value);
    void showField(const QString &field);
    void showAll();
    void setBilledThere(bool isThere);
    [[nodiscard]] bool isBilledThere() const;
    void showReach(const QString &said, bool isChoice);
    void showReach(const Result<ContactReach> &answer);
    void check();
    [[nodiscard]] ContactScope scope() const;

    ContactEdit m_edit;
    QHash<QString, Editor> m_editors;
    QScrollArea *m_scroll = nullptr;
    ContestedFields *m_contested = nullptr;
    QCheckBox *m_isBilledThere = nullptr; ///< both addresses are one, and corrected as one
    QButtonGroup *m_scopes = nullptr;
    QLabel *m_kept = nullptr;
    LatestOnly<Result<ContactReach>> m_asking;
};

/// The verb "contact".
void startContact(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *order);

} // namespace Steward
