// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace Steward {

/// A heading that stays in proportion to the text around it when the size of text is changed.
class TitleLabel final : public QLabel
{
    Q_OBJECT

public:
    /// factor: of the size of ordinary text.
    TitleLabel(const QString &text, qreal factor, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fit();

    qreal m_factor;
};

} // namespace Steward
