// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/prompts.h"

namespace Steward {

/// The prompts a person sees: dialogs that are opened, never run in a loop of their own.
class QtPrompts final : public Prompts
{
public:
    void ask(QWidget *parent, const QString &title, const QString &text, const QStringList &choices, const std::function<void(int)> &answer) override;
    void saveFile(QWidget *parent, const QString &title, const QString &suggestedName, const QStringList &filters, const std::function<void(const QString &)> &answer) override;
    void openFile(QWidget *parent, const QString &title, const QStringList &filters, const std::function<void(const QString &)> &answer) override;
    void text(QWidget *parent, const QString &title, const QString &label, const QString &value, const std::function<void(const QString &)> &answer) override;
    void choosePrinter(QWidget *parent, const QString &title, const std::function<void(std::shared_ptr<QPrinter>)> &answer) override;
};

} // namespace Steward
