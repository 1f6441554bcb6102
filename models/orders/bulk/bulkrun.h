// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/bulk/bulkplan.h"
#include "models/orders/bulk/bulkrepository.h"

#include <QMap>
#include <QObject>

#include <chrono>
#include <functional>
#include <optional>

namespace Steward {

/// How many orders of a run share what became of them.
struct BulkGroup
{
    BulkState state = BulkState::Waiting;
    QString reason;
    int count = 0;

    friend bool operator==(const BulkGroup &, const BulkGroup &) = default;
};

/// One thing done to many orders, in steps: first a look at what will become of each, then the doing, and the taking back. A step is
/// an ordinary command whose id follows from the run's, small enough to hold its orders only briefly, and the next one is sent when it
/// has been answered; so whatever is lost with the line is sent again under the same id and done once. A step that was sent is never
/// cancelled. GUI thread; nothing in it blocks.
class BulkRun final : public QObject
{
    Q_OBJECT

public:
    /// Ready: nothing is under way. Away: the server is, and the pass goes on by itself when it is back. Stopped: resume() goes on.
    enum class State { Ready, Working, Stopping, Away, Stopped };
    Q_ENUM(State)
    /// Whether orders are worked at the version they were chosen at alone, or at the one they have when they are looked at.
    enum class Versions { AsChosen, Fresh };

    static constexpr int ordersAtOnce = 100;  ///< of a command
    static constexpr int checkedAtOnce = 500; ///< of the look, which holds nothing
    static constexpr int stepsAtOnce = 20;    ///< that are asked for when a run is taken up
    /// Longer than a command waits for a lock, so that one whose program has ended is over by then.
    static constexpr std::chrono::milliseconds longestCommand{6000};

    BulkRun(BulkRepository &repository, const BulkTask &task, const QList<BulkOrder> &orders, Versions versions, QObject *parent = nullptr);

    /// One that was begun before, by a program that is no more. takeUp() finds out how far it came.
    BulkRun(BulkRepository &repository, const BulkPlan &plan, QObject *parent = nullptr);

    /// Is given what takes a run up again, before its first step and before it is taken back, and calls then once that is safe: until
    /// then nothing is sent. Where none is set, nothing is kept.
    using Keeper = std::function<void(const BulkPlan &plan, const std::function<void()> &then)>;
    void keepWith(const Keeper &keeper) { m_keeper = keeper; }
    /// Asks the store which of its commands were done, and does nothing to any order: it is Stopped then, or Ready where nothing is left.
    /// Where some were not, it looks a second time after so long: the one that was sent last may be waiting for a lock on the server.
    void takeUp(std::chrono::milliseconds secondLook = longestCommand);
    /// What takes it up again should the program end; what it does by then is found out.
    [[nodiscard]] BulkPlan plan() const;
    void check();
    void run();  ///< what the look lets through; once
    void undo(); ///< what was done and is as it was left; of a run that was stopped, the others are left alone
    /// Behind the step that is under way.
    void stop();
    /// Not while it is only asked how far it came, which does nothing to any order.
    [[nodiscard]] bool mayStop() const { return isUnderWay() && (!m_isTakingUp || m_state == State::Away); }
    void resume();
    /// Leaves alone what a stopped run has not come to: it is over then.
    void end();
    void lineLost();
    void lineCameBack();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] BulkPass pass() const { return m_pass; } ///< that is under way, or was last
    [[nodiscard]] bool isUnderWay() const { return m_state != State::Ready && m_state != State::Stopped; }
    [[nodiscard]] const QString &error() const { return m_error; } ///< why it stopped by itself, a whole sentence
    [[nodiscard]] const BulkTask &task() const { return m_task; }
    [[nodiscard]] const QList<BulkRow> &rows() const { return m_rows; }
    [[nodiscard]] int reached() const { return m_reached; } ///< orders of this pass that were answered
    [[nodiscard]] int total() const { return m_total; }     ///< orders of this pass
    [[nodiscard]] int count(BulkState state) const;
    [[nodiscard]] QList<BulkGroup> groups() const; ///< none is empty
    [[nodiscard]] bool mayRun() const { return m_state == State::Ready && m_pass == BulkPass::Check && count(BulkState::Would) > 0; }
    [[nodiscard]] bool mayUndo() const { return (m_state == State::Ready || mayEnd()) && m_pass == BulkPass::Do && count(BulkState::Done) > 0; }
    /// Not while it is unknown what became of a step.
    [[nodiscard]] bool mayEnd() const { return m_state == State::Stopped && m_pass != BulkPass::Check && !m_isTakingUp && !m_isStepUnknown && count(BulkState::Unknown) == 0; }
    [[nodiscard]] bool isTakingUp() const { return m_isTakingUp; }
    /// What was not done, at the versions it was found at.
    [[nodiscard]] QList<BulkOrder> failures() const;
    /// What goes back to customers: of what the look lets through, or of what was done.
    [[nodiscard]] BulkSums sums() const;

Q_SIGNALS:
    void rowsChanged(int first, int last);
    void changed(); ///< state, pass, counts or progress

private:
    void begin(BulkPass pass, const QList<BulkStep> &steps);
    [[nodiscard]] QList<BulkStep> stepsOf(const QList<int> &rows, int atOnce) const;
    [[nodiscard]] QList<BulkStep> undoSteps() const;
    [[nodiscard]] QList<int> placesIn(BulkState state) const;
    void leaveRestAlone();
    void send();
    void askResults();
    void resultsAnswered(const Result<QHash<QUuid, QJsonObject>> &answer);
    [[nodiscard]] bool areResultsKnown() const;
    void settleTakenUp();
    [[nodiscard]] QList<BulkStep> settleKnown(const QList<BulkStep> &steps);
    [[nodiscard]] QFuture<Result<CommandOutcome>> ask(const BulkStep &step) const;
    void answered(const Result<CommandOutcome> &answer);
    void fail(const Error &error);
    void refuseStep(const QString &reason);
    [[nodiscard]] QList<int> doneOf(const BulkStep &step) const; ///< its rows that were done
    void takeRows(const BulkStep &step, const QJsonArray &answered);
    void putOff();
    void goOn();
    void setRow(int place, const BulkRow &row);
    void setRows(const QList<int> &places, BulkState state, const QString &reason);
    void setState(State state);

    BulkRepository &m_repository;
    BulkTask m_task;
    Keeper m_keeper;
    QUuid m_id = QUuid::createUuid();
    QList<BulkRow> m_rows;
    QHash<qint64, int> m_places; ///< of rows, by order
    QMap<std::pair<BulkState, QString>, int> m_counts;
    Versions m_versions;
    State m_state = State::Ready;
    BulkPass m_pass = BulkPass::Check;
    QList<BulkStep> m_steps;
    QList<BulkStep> m_done;  ///< steps that did something, for the taking back
    QList<int> m_lookAgain;  ///< rows found at another version than they were chosen at
    qsizetype m_at = 0;
    bool m_isSending = false;
    bool m_isTakingUp = false;
    std::optional<std::chrono::milliseconds> m_secondLook; ///< until it was had
    bool m_isStepUnknown = false; ///< the step that is next was sent, and nobody knows what became of it
    QHash<QUuid, QJsonObject> m_results; ///< by command, while it is taken up
    std::optional<BulkPlan> m_plan;      ///< since it was begun
    int m_reached = 0;
    int m_total = 0;
    QString m_error;
};

} // namespace Steward
