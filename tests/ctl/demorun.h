// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ctl/console.h"

namespace Steward::Test {

/// A demo of a test's own in a folder of its own, destroyed at its end.
class DemoRun
{
public:
    DemoRun();
    ~DemoRun();
    Q_DISABLE_COPY_MOVE(DemoRun)

    [[nodiscard]] QString directory() const { return m_directory; }
    /// stewardctl demo … --dir directory()
    [[nodiscard]] Outcome run(const QStringList &arguments) const;
    /// Every process that names the folder on its command line: the server and the work loop.
    [[nodiscard]] QList<qint64> processes() const;
    /// The server's process and when it was started.
    [[nodiscard]] QByteArray serverProcess() const;
    [[nodiscard]] qint64 workProcess() const;
    void recordWorkProcess(qint64 pid) const;

private:
    QString m_directory;
};

/// A process's command line, empty when it is gone; of the server only its main process has one with a folder.
[[nodiscard]] QByteArray commandLine(qint64 pid);
/// The addresses something listens at on this port, as Linux writes them; empty elsewhere.
[[nodiscard]] QStringList listeners(int port);

} // namespace Steward::Test
