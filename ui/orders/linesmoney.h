// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/money.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace Steward {

/// Amounts as the store counted them, the last of them the one that matters. What is shown while it counts anew is faint.
class LinesMoney final : public QWidget
{
    Q_OBJECT

public:
    struct Amount
    {
        QString name; ///< machine word: of its label's object name
        QString text;
        QString money;
    };

    explicit LinesMoney(QWidget *parent = nullptr);
    void show(const QList<Amount> &amounts);
    void setCounting();
    /// Nothing can be counted: the sentence that says why.
    void showNothing(const QString &why);

private:
    void setTone(bool isOld);

    QGridLayout *m_grid = nullptr;
    QLabel *m_why = nullptr;
    QList<QLabel *> m_labels;
};

} // namespace Steward
