// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/disclosures/disclosurerepository.h"

#include <QDialog>

class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Steward {

/// Writes down that a party has told that its copy of a file is gone: since when, and how it told. What was written down before can be
/// corrected or taken back. Sent again after an answer that was lost it is the same command.
class DeletionSheet final : public QDialog
{
    Q_OBJECT

public:
    /// zone: the store's, in which days are meant.
    DeletionSheet(DisclosureRepository &disclosures, const Disclosure &disclosure, const QTimeZone &zone, QWidget *parent = nullptr);
    /// Stays while the command is under way; with something typed that is not on record, asks first, see closeAsked().
    void reject() override;
    void dismiss(); ///< closes without a question
    [[nodiscard]] bool isUnsettled() const { return !m_isSettled && isChanged(); }
    /// What is typed now need not be asked about.
    void settle() { m_isSettled = true; }

Q_SIGNALS:
    void noted(const QString &text); ///< what is on record now, as a sentence
    void outdated();                 ///< somebody else was faster: the list is to be asked again
    void closeAsked();

private:
    void layOut(const Disclosure &disclosure, QDate made);
    [[nodiscard]] bool isChanged() const; ///< from what is on record
    void send(QDate on);
    void answered(const Result<CommandOutcome> &outcome);
    void say(const QString &text);
    void updateButtons();

    DisclosureRepository &m_disclosures;
    Disclosure m_about;
    bool m_isSettled = false;
    QUuid m_commandId = QUuid::createUuid();
    DeletionNote m_sent; ///< what m_commandId was sent with
    LatestOnly<Result<CommandOutcome>> m_sending;
    QDateEdit *m_day = nullptr;
    QLineEdit *m_how = nullptr;
    QLabel *m_answer = nullptr;
    QPushButton *m_note = nullptr, *m_takeBack = nullptr, *m_cancel = nullptr;
};

} // namespace Steward
