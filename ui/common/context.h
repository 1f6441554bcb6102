// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSettings;

namespace Steward {

class ActionRegistry;
class Clock;
class Drafts;
class Prompts;
class Session;

/// What every page is given: made once in app/desktop, or of fakes in a test. All outlive the pages.
struct UiContext
{
    Session &session;
    ActionRegistry &actions;
    Prompts &prompts;
    QSettings &settings;
    const Clock &clock;
    Drafts &drafts;
};

} // namespace Steward
