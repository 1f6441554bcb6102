// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/asker.h"
#include "tests/faults/pair.h"

#include <functional>

class QCoreApplication;

namespace Steward::Test {

/// What a program of seeds was asked for on its command line.
struct Seeds
{
    quint32 first = 1;
    int count = 40;
    bool isWorkload = false; ///< be the process that works, and read on standard input what to do
};

/// STEWARD_FAULT_SEED in the environment names one seed in place of all.
[[nodiscard]] Seeds readSeeds(const QCoreApplication &application);

/// One seed: adds a sentence for each thing that is wrong, and answers with a line on how it went.
using RunSeed = std::function<QString(Pair &pair, Asker &asker, quint32 seed, QStringList &problems)>;
/// What is said after all of them, and what is wrong with them together.
using SumUp = std::function<QString(QStringList &problems)>;

/// Runs seeds one after the other on a primary and its standby, verifies the audit after each and all of it in the end, and prints each
/// seed with what it found. The program's exit code.
[[nodiscard]] int runSeeds(const Seeds &seeds, const RunSeed &run, const SumUp &sumUp);

} // namespace Steward::Test
