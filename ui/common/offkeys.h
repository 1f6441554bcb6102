// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QKeyEvent;
class QWidget;

namespace Steward {

/// The keys of an action that is off do nothing, and whoever works by the keyboard sees no tool tip: this hears of them and says why.
class OffKeys final : public QObject
{
    Q_OBJECT

public:
    /// place: a page or a window whose actions have their reasons from ActionRegistry::setWhyOff(). It owns this.
    explicit OffKeys(QWidget *place);

    /// What was said may not be so any more.
    void end();

Q_SIGNALS:
    void pressed(const QString &why); ///< the action and the reason, as one line
    void over(const QString &why);    ///< some seconds later, or since end(): it is not to be said any longer

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QString whyNothing(const QKeyEvent &key) const;

    QWidget *m_place;
    QString m_said;
    QTimer m_rest;
};

} // namespace Steward
