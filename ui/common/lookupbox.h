// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

class QListWidget;

namespace Steward {

/// One thing the look-up found, as shown: a kind, a main line, a second line, and the id to open.
struct LookUpHit
{
    QString kind;
    QString title;
    QString detail;
    qint64 id = 0;
};

/// One box that takes an order number, e-mail, phone, name, postal code or reference. Asks when typing rests; Enter opens.
class LookUpBox final : public QLineEdit
{
    Q_OBJECT

public:
    explicit LookUpBox(QWidget *parent = nullptr);
    ~LookUpBox() override;
    /// For another kind of thing than orders. nothingFound holds %1 where what was asked stands.
    void setWords(const QString &placeholder, const QString &accessibleName, const QString &foundName, const QString &nothingFound);
    void showHits(const QString &asked, const QList<LookUpHit> &hits);
    void showFailure(const QString &text);

Q_SIGNALS:
    void asked(const QString &text);
    void chosen(qint64 id);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] QListWidget *list(); ///< made when there is something to show
    [[nodiscard]] int listWidth() const;
    void place();
    void say(const QString &text);
    void choose(int row);

    QListWidget *m_list = nullptr;
    QTimer m_pause;
    QString m_answered, m_foundName, m_nothingFound;
    bool m_openFirst = false;
};

} // namespace Steward
