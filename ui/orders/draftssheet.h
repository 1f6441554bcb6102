// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/drafts.h"

#include <QDialog>
#include <QTimeZone>

class QListWidget;
class QPushButton;

namespace Steward {

/// What was typed and not sent, to be opened again or thrown away.
class DraftsSheet final : public QDialog
{
    Q_OBJECT

public:
    DraftsSheet(Drafts &drafts, const QTimeZone &zone, QWidget *parent);

Q_SIGNALS:
    void chosen(const Steward::Draft &draft);
    void discarded(const Steward::Draft &draft);

private:
    void fill();
    void choose();

    Drafts &m_drafts;
    QTimeZone m_zone;
    QList<Draft> m_shown; ///< as the list has them
    QListWidget *m_list = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_discard = nullptr;
};

} // namespace Steward
