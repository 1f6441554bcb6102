// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/database/connection.h"

#include <QCommandLineParser>
#include <QJsonObject>

#include <functional>
#include <memory>

namespace Steward {

/// How a console command ends: the process's exit code.
enum class Exit { Done = 0, Failed = 1, Usage = 2 };

/// One command of stewardctl: its words, a line of help, and what it does with the arguments after its words.
struct Subcommand
{
    QStringList words; ///< {"staff", "add"}
    QString help;
    QString operands; ///< what follows beside options, "LOGIN GROUP"; empty: nothing may
    std::function<Exit(const QStringList &arguments)> run;
};

/// What every command shares: options, output and errors, in one manner.
namespace Console {

void print(const QString &line);
void printJson(const QJsonObject &object);
/// One clear line on standard error.
Exit fail(const QString &text);
/// The same for wrong usage.
Exit refuse(const QString &text);

/// One line on a terminal that tells how far a long task has come, gone when the task is; silent where standard error is no terminal.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    Q_DISABLE_COPY_MOVE(ProgressLine)
    void show(const QString &text);
    void clear();

private:
    bool m_isTerminal = false;
    bool m_isShown = false;
};

/// Parses without leaving the process; false when the arguments are wrong (already told) or help was asked for (already shown).
[[nodiscard]] bool parse(QCommandLineParser &parser, const Subcommand &command, const QStringList &arguments, Exit &exit);
/// The same for a command that talks to a store: adds --host --port --database --user --ca-file --password-file and checks them.
[[nodiscard]] bool parseForStore(QCommandLineParser &parser, const Subcommand &command, const QStringList &arguments, Exit &exit);

/// Reads what parseForStore() added; the password comes from STEWARD_PASSWORD, the file, or a prompt without echo.
[[nodiscard]] Result<ConnectionOptions> connectionOptions(const QCommandLineParser &parser);
/// Opens what the options name.
[[nodiscard]] Result<std::shared_ptr<Connection>> connect(const QCommandLineParser &parser);

/// A new password from STEWARD_NEW_PASSWORD or a prompt without echo, asked twice.
[[nodiscard]] Result<QString> newPassword();

} // namespace Console

/// The commands, each in a file of its own.
[[nodiscard]] QList<Subcommand> migrateCommands();
[[nodiscard]] QList<Subcommand> staffCommands();
[[nodiscard]] QList<Subcommand> auditCommands();
[[nodiscard]] QList<Subcommand> doctorCommands();
[[nodiscard]] QList<Subcommand> demoCommands();
[[nodiscard]] QList<Subcommand> workCommands();
[[nodiscard]] QList<Subcommand> importCommands();
[[nodiscard]] QList<Subcommand> deliverCommands();

} // namespace Steward
