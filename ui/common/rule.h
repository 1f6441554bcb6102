// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Steward {

/// A hair line between two areas, in the colour of the theme in force when it is painted.
class Rule final : public QWidget
{
    Q_OBJECT

public:
    explicit Rule(Qt::Orientation orientation, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Steward
