// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/latestonly.h"
#include "models/paper/paperrepository.h"
#include "ui/common/context.h"
#include "ui/common/pagework.h"
#include "ui/common/theme.h"
#include "ui/paper/paperjob.h"

#include <QDialog>
#include <QElapsedTimer>
#include <QSet>

#include <functional>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace Steward {

class PaperPreview;

/// An order that is to be put on paper, with what a person knows it by.
struct PaperOrder
{
    OrderId id;
    QString number;
};

/// Packing slips, invoices or credit notes of some orders: looked at, printed, saved as one PDF, all or those that are checked. Those that
/// have no number yet get it when somebody says so; those that there are none of are listed with the reason, and stop nothing.
class PaperSheet final : public QDialog
{
    Q_OBJECT

public:
    PaperSheet(const UiContext &context, PaperKind kind, const QList<PaperOrder> &orders, QWidget *parent);

    void reject() override; ///< first stops what is being written
    [[nodiscard]] bool isWriting() const { return m_job.isRunning(); }
    [[nodiscard]] PageWork work() const; ///< that the writing is

private:
    QWidget *makeMiddle();
    QLayout *makeButtons();
    void connectAll();
    void ask();
    void askAgain();
    void whenFresh(const std::function<void()> &then);
    void taken(const Result<PaperSet> &answer);
    void number();
    void numbered(const Result<CommandOutcome> &answer);
    void showPapers();
    void showFailures();
    void addRow(const QString &text, OrderId order, int refundNo);
    void choiceChanged();
    [[nodiscard]] int rowOf(const QVariant &key) const; ///< -1: not there
    void showCurrent();
    void save();
    void print();
    void begin(const QString &text, int papers);
    void end(const QString &text, Theme::Tone tone);
    void say(const QString &text, Theme::Tone tone);
    void updateButtons();
    [[nodiscard]] bool isChosen(qsizetype row) const;
    [[nodiscard]] QList<PaperDue> chosenDue() const;
    [[nodiscard]] PaperBatch chosenPapers() const;
    [[nodiscard]] QString dueText(const PaperDue &due) const;
    [[nodiscard]] QString numberOf(OrderId order) const;
    [[nodiscard]] QString fileName() const;

    UiContext m_context;
    PaperKind m_kind;
    QList<PaperOrder> m_orders;
    QUuid m_commandId = QUuid::createUuid(); ///< what numbers papers; one try is one command, however often it is sent
    bool m_isNumbered = false;               ///< the store has answered m_commandId
    std::unique_ptr<PaperRepository> m_papers;
    PaperJob m_job;
    PaperSet m_set; ///< its papers, then what is due, are the rows of the list
    PaperBatch m_batch; ///< all papers of it
    QSet<QPair<qint64, int>> m_leftOut; ///< order and refund of the rows that were unchecked
    QList<QPair<qint64, int>> m_sent;   ///< what m_commandId was sent for
    QString m_written; ///< where the running job writes to; empty when it prints
    LatestOnly<Result<PaperSet>> m_reading;
    QElapsedTimer m_read;         ///< since the papers came
    std::function<void()> m_then; ///< what waits for newer ones
    QFutureWatcher<Result<CommandOutcome>> m_numbering;
    QLabel *m_what = nullptr;
    QLabel *m_said = nullptr;
    QListWidget *m_list = nullptr;
    PaperPreview *m_preview = nullptr;
    QLabel *m_failed = nullptr;
    QPlainTextEdit *m_failures = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_number = nullptr;
    QPushButton *m_print = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace Steward
