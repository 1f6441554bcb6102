// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/orders/phoneorder.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace Steward {

class LookUpBox;
class MoneySpin;

/// The lines of an order as they are wanted: pieces and prices to be typed, lines taken out and put back, products found by number or
/// title, and lines of one's own words. From the keyboard: Enter adds what was found and goes to its pieces, Enter there goes back.
class LinesTable final : public QWidget
{
    Q_OBJECT

public:
    LinesTable(PhoneOrders &phone, const QString &currency, QWidget *parent = nullptr);

    /// ofOrder: those the order has, which may be taken out and put back; wanted: as they are shown. Of contested ones it is said that
    /// somebody else wants them otherwise.
    void setLines(const QList<LineDraft> &ofOrder, const QList<LineDraft> &wanted, const QSet<qint64> &contested = {});
    [[nodiscard]] QList<LineDraft> lines() const; ///< without those that are taken out
    /// What prices are typed in. Only while there are no lines: what a thing costs in another currency is another question.
    void setCurrency(const QString &currency);
    void focusProducts();

Q_SIGNALS:
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Row
    {
        LineDraft line; ///< number, and title and sku where these are not typed
        QString key;    ///< of its parts' object names
        QWidget *whole = nullptr;
        QLabel *name = nullptr;
        QLineEdit *title = nullptr; ///< of a line of one's own words, else null
        QLabel *said = nullptr;
        QSpinBox *quantity = nullptr;
        MoneySpin *price = nullptr;
        QToolButton *out = nullptr;
        bool isOut = false;
    };

    void add(const LineDraft &line);
    void addProduct(const Product &product);
    void addOwn();
    void makeParts(Row &row);
    [[nodiscard]] QLayout *makeWords(Row &row);
    void makeNumbers(Row &row);
    void takeOut(const QString &key);
    void showOut(const Row &row);
    void clear();
    [[nodiscard]] Row *rowOf(const QString &key);
    void showFound(const QString &asked, const Result<QList<Product>> &answer);

    PhoneOrders &m_phone;
    QString m_currency;
    QList<Row> m_rows;
    int m_made = 0; ///< new lines so far, for their names
    QVBoxLayout *m_column = nullptr;
    QLabel *m_none = nullptr; ///< says that there are no lines
    LookUpBox *m_products = nullptr;
    QList<Product> m_found;
    LatestOnly<Result<QList<Product>>> m_finding;
};

} // namespace Steward
