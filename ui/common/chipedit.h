// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QStringListModel;

namespace Steward {

class FlowLayout;

/// Words as chips: typed with what is known offered, taken away by a click, or by Backspace before the first letter. Upper and lower
/// case make no difference.
class ChipEdit final : public QWidget
{
    Q_OBJECT

public:
    ChipEdit(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

    void setWords(const QStringList &words);
    /// Those that are chips, and what is typed and is none yet.
    [[nodiscard]] QStringList words() const;
    void setKnown(const QStringList &known);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void take(const QString &typed);
    void remove(const QString &word);
    void showChips();

    QStringList m_words;
    QLineEdit *m_edit = nullptr;
    QWidget *m_chips = nullptr;
    FlowLayout *m_row = nullptr;
    QStringListModel *m_known = nullptr;
};

} // namespace Steward
