// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLabel;

namespace Steward {

/// Says over a form that it was filled in before, and offers to begin anew.
class RestoredLine final : public QWidget
{
    Q_OBJECT

public:
    RestoredLine(const QString &name, QWidget *parent);
    void say(const QString &text, Theme::Tone tone); ///< an empty text takes it away

Q_SIGNALS:
    void discardAsked();

private:
    QLabel *m_text = nullptr;
};

} // namespace Steward
