// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <optional>

namespace Steward::Test {

/// A Secret Service of one test's own: gnome-keyring in a private D-Bus session, so that nobody's real keychain is
/// touched.
class SecretService
{
public:
    enum class Place {
        Inside,      ///< this process runs in the private session
        Unavailable, ///< dbus-run-session or gnome-keyring-daemon is not installed
    };

    /// Runs this program again inside a private session and gives its exit code; nothing when it is inside already, or
    /// when there can be none and the tests have to say so.
    [[nodiscard]] static std::optional<int> runInside(int argc, char *argv[]);
    [[nodiscard]] static Place place();

    /// Starts the daemon with its keyring unlocked.
    bool start();
    /// Ends it, as a keychain that crashes or was never there.
    void stop();
    ~SecretService() { stop(); }

private:
    QProcess m_daemon;
};

} // namespace Steward::Test
