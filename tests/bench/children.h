// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace Steward::Bench {

/// What is measured in a process of its own, because memory and starting up are a process's. It prints one JSON object.
class Child
{
public:
    /// run: what it does there with the store's folder and further arguments; it sets result and leaves the event loop.
    using Run = std::function<Result<QJsonObject>(const QStringList &arguments)>;
    Child(const QString &name, Run run);
    /// The child a process was started as; nothing when it is no child.
    [[nodiscard]] static int runAs(const QStringList &arguments);
    /// Starts this program as a child and waits for what it prints.
    [[nodiscard]] static Result<QJsonObject> ask(const QString &name, const QStringList &arguments, int timeoutMs);
};

/// Kilobytes of memory the process has now that are its own.
[[nodiscard]] qint64 privateKilobytes();

} // namespace Steward::Bench
