// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <memory>

class QPrinter;

namespace Steward {

/// Everything modal goes through here, so a test can answer. Asynchronous: no nested event loop.
class Prompts
{
public:
    virtual ~Prompts() = default;
    /// choices are button texts; answer gets the index, or -1 when dismissed. The last choice is the safe one and the default.
    virtual void ask(QWidget *parent, const QString &title, const QString &text, const QStringList &choices,
                     const std::function<void(int)> &answer) = 0;
    virtual void saveFile(QWidget *parent, const QString &title, const QString &suggestedName, const QStringList &filters,
                          const std::function<void(const QString &)> &answer) = 0;
    virtual void openFile(QWidget *parent, const QString &title, const QStringList &filters,
                          const std::function<void(const QString &)> &answer) = 0;
    virtual void text(QWidget *parent, const QString &title, const QString &label, const QString &value,
                      const std::function<void(const QString &)> &answer) = 0;
    /// Not called back when dismissed.
    virtual void choosePrinter(QWidget *parent, const QString &title, const std::function<void(std::shared_ptr<QPrinter>)> &answer) = 0;
};

} // namespace Steward
