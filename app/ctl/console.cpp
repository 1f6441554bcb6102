// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"

#include <QFile>
#include <QJsonDocument>
#include <QTextStream>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace Steward::Console {

namespace {

/// Asks on the terminal without echo; nothing when there is no terminal.
std::optional<QString> askSecret(const QString &prompt)
{
#ifdef Q_OS_UNIX
    if (!isatty(STDIN_FILENO))
        return std::nullopt;
    QTextStream(stderr) << prompt << Qt::flush;
    termios before{};
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~tcflag_t(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    const QString secret = QTextStream(stdin).readLine();
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    QTextStream(stderr) << '\n';
    return secret;
#else
    Q_UNUSED(prompt)
    return std::nullopt;
#endif
}

void addConnectionOptions(QCommandLineParser &parser)
{
    parser.addOptions({{u"host"_s, u"The server's name, as its certificate says it."_s, u"name"_s, u"localhost"_s},
                       {u"port"_s, u"Its port (5432)."_s, u"number"_s, u"5432"_s},
                       {u"database"_s, u"The store's database (store)."_s, u"name"_s, u"store"_s},
                       {u"user"_s, u"The login to use."_s, u"login"_s},
                       {u"ca-file"_s, u"The certificate authority to trust, a PEM file; without it the system's own."_s, u"file"_s},
                       {u"password-file"_s, u"A file whose first line is the password; else STEWARD_PASSWORD, else a prompt."_s, u"file"_s}});
}

} // namespace

void print(const QString &line)
{
    QTextStream(stdout) << line << '\n';
}

void printJson(const QJsonObject &object)
{
    QTextStream(stdout) << QJsonDocument(object).toJson(QJsonDocument::Compact) << '\n';
}

Exit fail(const QString &text)
{
    QTextStream(stderr) << "stewardctl: " << text << '\n';
    return Exit::Failed;
}

Exit refuse(const QString &text)
{
    QTextStream(stderr) << "stewardctl: " << text << '\n';
    return Exit::Usage;
}

ProgressLine::ProgressLine()
{
#ifdef Q_OS_UNIX
    m_isTerminal = isatty(STDERR_FILENO);
#endif
}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::show(const QString &text)
{
    if (!m_isTerminal)
        return;
    clear();
    QTextStream(stderr) << text << Qt::flush;
    m_isShown = true;
}

void ProgressLine::clear()
{
    if (m_isShown)
        QTextStream(stderr) << "\r\x1b[K" << Qt::flush;
    m_isShown = false;
}

bool parse(QCommandLineParser &parser, const Subcommand &command, const QStringList &arguments, Exit &exit)
{
    const QString name = u"stewardctl "_s + command.words.join(u' ');
    parser.setApplicationDescription(name + u": "_s + command.help);
    parser.addOption({{u"h"_s, u"help"_s}, u"Show this help."_s});
    if (!parser.parse(QStringList{name} + arguments)) {
        exit = refuse(parser.errorText() + u" See '"_s + name + u" --help'."_s);
        return false;
    }
    if (parser.isSet(u"help"_s)) {
        print(parser.helpText());
        exit = Exit::Done;
        return false;
    }
    if (command.operands.isEmpty() && !parser.positionalArguments().isEmpty()) {
        exit = refuse(u"'%1' takes no argument beside its options. See '%1 --help'."_s.arg(name));
        return false;
    }
    return true;
}

bool parseForStore(QCommandLineParser &parser, const Subcommand &command, const QStringList &arguments, Exit &exit)
{
    addConnectionOptions(parser);
    if (!parse(parser, command, arguments, exit))
        return false;
    const int port = parser.value(u"port"_s).toInt();
    if (port < 1 || port > 65535)
        exit = refuse(u"--port takes a number from 1 to 65535."_s);
    else if (parser.value(u"user"_s).isEmpty())
        exit = refuse(u"--user is missing: the login to use."_s);
    return exit == Exit::Done;
}

Result<ConnectionOptions> connectionOptions(const QCommandLineParser &parser)
{
    ConnectionOptions options;
    options.hosts = {{parser.value(u"host"_s), parser.value(u"port"_s).toInt()}};
    options.database = parser.value(u"database"_s);
    options.user = parser.value(u"user"_s);
    options.caFile = parser.value(u"ca-file"_s);
    options.applicationName = u"stewardctl"_s;
    if (parser.isSet(u"password-file"_s)) {
        QFile file(parser.value(u"password-file"_s));
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorKind::Invalid, u"The password file %1 cannot be read."_s.arg(file.fileName()), {}, {}};
        options.password = QString::fromUtf8(file.readLine()).remove(u'\n').remove(u'\r');
        if (options.password.isEmpty())
            return Error{ErrorKind::Invalid, u"The first line of the password file %1 is empty."_s.arg(file.fileName()), {}, {}};
    } else if (!qEnvironmentVariableIsEmpty("STEWARD_PASSWORD")) {
        options.password = qEnvironmentVariable("STEWARD_PASSWORD");
    } else if (const auto typed = askSecret(u"Password for %1: "_s.arg(options.user))) {
        options.password = *typed;
    } else {
        return Error{ErrorKind::Invalid, u"No password: set STEWARD_PASSWORD, use --password-file, or run this on a terminal."_s, {}, {}};
    }
    return options;
}

Result<std::shared_ptr<Connection>> connect(const QCommandLineParser &parser)
{
    const auto options = connectionOptions(parser);
    if (!options)
        return options.error();
    auto connection = std::make_shared<Connection>(u"stewardctl"_s);
    if (auto opened = connection->open(*options); !opened)
        return opened.error();
    return connection;
}

Result<QString> newPassword()
{
    if (!qEnvironmentVariableIsEmpty("STEWARD_NEW_PASSWORD"))
        return qEnvironmentVariable("STEWARD_NEW_PASSWORD");
    const auto first = askSecret(u"Password for the new account: "_s);
    if (!first || first->isEmpty())
        return Error{ErrorKind::Invalid, u"No password for the account: set STEWARD_NEW_PASSWORD or run this on a terminal."_s, {}, {}};
    const auto second = askSecret(u"The same again: "_s);
    if (*first != second.value_or(QString()))
        return Error{ErrorKind::Invalid, u"The two passwords differ."_s, {}, {}};
    return *first;
}

} // namespace Steward::Console
