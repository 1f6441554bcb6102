// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/console.h"
#include "app/ctl/service.h"

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

Exit work(const Subcommand &self, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"once"_s, u"One beat, then end."_s});
    Exit exit = Exit::Done;
    if (!Console::parseForStore(parser, self, arguments, exit))
        return exit;
    const auto options = Console::connectionOptions(parser);
    if (!options)
        return Console::fail(options.error().userText);
    Service::heedSignals();
    Connection connection(u"work"_s);
    bool told = false;
    do {
        Result<void> opened = connection.isOpen() ? Result<void>() : connection.open(*options);
        auto beat = opened ? connection.query(namedQuery(u"cluster/work_tick"_s)) : Result<Rows>(opened.error());
        if (!beat && parser.isSet(u"once"_s))
            return Console::fail(beat.error().userText);
        // A server that is away is told about once, not every second; so is that it is back.
        if (!beat && !told)
            (void)Console::fail(beat.error().userText);
        if (beat && told)
            Console::print(u"The server answers again."_s);
        told = !beat;
        if (parser.isSet(u"once"_s))
            break;
        Service::restASecond();
    } while (!Service::isAskedToStop());
    return Exit::Done;
}

} // namespace

QList<Subcommand> workCommands()
{
    Subcommand command{{u"work"_s}, u"the service beside the store: seal, tidy, notify, every second"_s, {}, {}};
    command.run = [self = command](const QStringList &arguments) { return work(self, arguments); };
    return {command};
}

} // namespace Steward
