// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace Steward {

/// The four looks of a place that has no rows to show: Loading, Empty, Failed, Offline, each with its own icon, sentence and
/// next step.
class StateBanner final : public QWidget
{
    Q_OBJECT

public:
    enum class Look { Hidden, Loading, Empty, Failed, Offline };
    explicit StateBanner(QWidget *parent = nullptr);
    /// actionText empty: no button.
    void show(Look look, const QString &title, const QString &text, const QString &actionText = {});
    [[nodiscard]] Look look() const { return m_look; }

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    Look m_look = Look::Hidden;
    QLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QProgressBar *m_busy = nullptr;
    QPushButton *m_action = nullptr;
};

} // namespace Steward
