// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int defaultIdleMinutes = 10;
constexpr auto themeKey = "look/theme"_L1;
constexpr auto textKey = "look/text_percent"_L1;
constexpr auto idleKey = "lock/idle_minutes"_L1;
constexpr auto profileKey = "sign_in/last_profile"_L1;
constexpr auto rememberKey = "sign_in/remember"_L1;

} // namespace

Theme::Mode Settings::theme() const
{
    const QString name = m_store.value(themeKey).toString();
    return name == u"dark" ? Theme::Mode::Dark : name == u"light" ? Theme::Mode::Light : Theme::Mode::System;
}

void Settings::setTheme(Theme::Mode mode)
{
    m_store.setValue(themeKey, mode == Theme::Mode::Dark ? u"dark"_s : mode == Theme::Mode::Light ? u"light"_s : u"system"_s);
}

int Settings::idleMinutes() const
{
    return std::clamp(m_store.value(idleKey, defaultIdleMinutes).toInt(), 0, 240);
}

void Settings::setIdleMinutes(int minutes)
{
    m_store.setValue(idleKey, minutes);
}

int Settings::textPercent() const
{
    return std::clamp(m_store.value(textKey, 100).toInt(), 80, 200);
}

void Settings::setTextPercent(int percent)
{
    m_store.setValue(textKey, percent);
}

QString Settings::lastProfile() const
{
    return m_store.value(profileKey).toString();
}

void Settings::setLastProfile(const QString &name)
{
    m_store.setValue(profileKey, name);
}

bool Settings::remembersPassword() const
{
    return m_store.value(rememberKey, false).toBool();
}

void Settings::setRemembersPassword(bool remembers)
{
    m_store.setValue(rememberKey, remembers);
}

} // namespace Steward
