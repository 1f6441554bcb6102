// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"
#include "tests/faults/pair.h"

class QCoreApplication;

namespace Steward::Test {

/// What a program does with seeds, and what it says of them; it keeps count from one to the next.
class SeedProgram
{
public:
    SeedProgram() = default;
    virtual ~SeedProgram() = default;
    Q_DISABLE_COPY_MOVE(SeedProgram)

    /// Is the process that works and reads on standard input what to do; answers with its exit code.
    [[nodiscard]] virtual int work() = 0;
    /// Before the first seed: what is wrong with the program itself, seen from the store.
    [[nodiscard]] virtual QStringList begin(Asker &) { return {}; }
    /// One seed: adds a sentence for each thing that is wrong, and answers with a line on how it went.
    [[nodiscard]] virtual QString run(Pair &pair, Asker &asker, quint32 seed, QStringList &problems) = 0;
    /// What is said after all of them, and what is wrong with them together.
    [[nodiscard]] virtual QString sumUp(int seeds, QStringList &problems) = 0;
};

/// Does what the command line asks for, and with STEWARD_FAULT_SEED in the environment that one seed in place of all: runs seeds beside
/// each other in lanes, each a process with a primary and its standby, verifies the audit after each and all of it in the end, and prints
/// each seed with what it found. The program's exit code.
[[nodiscard]] int runSeeds(const QCoreApplication &application, SeedProgram &program);

} // namespace Steward::Test
