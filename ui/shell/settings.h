// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QSettings>

namespace Steward {

/// The preferences, typed, with their defaults, in one place. Holds no secret.
class Settings
{
public:
    explicit Settings(QSettings &store) : m_store(store) { }

    [[nodiscard]] Theme::Mode theme() const;
    void setTheme(Theme::Mode mode);
    [[nodiscard]] int idleMinutes() const; ///< 0: never locks by itself
    void setIdleMinutes(int minutes);
    [[nodiscard]] int textPercent() const; ///< 80 to 200
    void setTextPercent(int percent);
    [[nodiscard]] QString lastProfile() const;
    void setLastProfile(const QString &name);
    [[nodiscard]] bool remembersPassword() const;
    void setRemembersPassword(bool remembers);
    [[nodiscard]] QSettings &store() { return m_store; }

private:
    QSettings &m_store;
};

} // namespace Steward
