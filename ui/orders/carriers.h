// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/orderrepository.h"

#include <QComboBox>
#include <QLabel>
#include <QObject>
#include <QStringList>

namespace Steward {

/// Who carries parcels, as the store's list has them: asked for once while somebody is signed in, and again after a failure when the next
/// sheet opens. Any other name may be written all the same; those on the list are known to have a page that tracks parcels. GUI thread.
class Carriers final : public QObject
{
    Q_OBJECT

public:
    explicit Carriers(OrderRepository &orders, QObject *parent = nullptr);
    /// Ends in changed(), unless they are known already.
    void ask();
    [[nodiscard]] const QStringList &names() const { return m_names; }
    /// Why none can be chosen, as a whole sentence; empty while nobody knows, and when there are some.
    [[nodiscard]] const QString &whyNone() const { return m_whyNone; }

Q_SIGNALS:
    void changed();

private:
    OrderRepository &m_orders;
    LatestOnly<Result<QStringList>> m_asking;
    QStringList m_names;
    QString m_whyNone;
    bool m_isKnown = false;
};

/// A box to choose one of them in, or to type another. What was typed stays when the list comes. Return ends the name and sends nothing.
class CarrierBox final : public QComboBox
{
    Q_OBJECT

public:
    CarrierBox(Carriers &carriers, QWidget *parent);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill(const QStringList &names);
};

/// A line that says why there is nothing to choose from; hidden where there is.
[[nodiscard]] QLabel *makeCarrierHint(Carriers &carriers, QWidget *parent);

} // namespace Steward
