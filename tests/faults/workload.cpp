// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/workload.h"

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QJsonDocument>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int mostAtOnce = 3;
constexpr int longestThoughtMs = 25;

enum ExitCode { Done = 0, NotSignedIn = 3, LockedOut = 4, NoJournal = 5 };

} // namespace

struct Workload::Desk
{
    QString login;
    Session session;
    std::unique_ptr<OrderRepository> orders = makeSqlOrderRepository(session);
};

struct Workload::Drawn
{
    QUuid id;
    QJsonObject arguments;
};

Workload::Workload(const WorkloadOrder &order) : m_order(order), m_random(order.seed), m_beliefs(order.orders, order.customer), m_journal(order.journal()) { }

Workload::~Workload() = default;

void Workload::say(const char *word)
{
    std::fputs(word, stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void Workload::start()
{
    if (!m_journal.open()) {
        Q_EMIT over(NoJournal);
        return;
    }
    for (const auto &[name, password] : m_order.logins) {
        Desk &desk = *m_desks.emplace_back(std::make_unique<Desk>());
        desk.login = name;
        connect(&desk.session, &Session::signedIn, this, &Workload::deskIsReady);
        // While it works, this means that a fault of the line was taken for a refused login.
        connect(&desk.session, &Session::signInFailed, this, [this](const SignInFailure &why) {
            std::fprintf(stderr, "sign-in failed: %s\n", qPrintable(why.text));
            Q_EMIT over(m_ready == int(m_desks.size()) ? LockedOut : NotSignedIn);
        });
        desk.session.signIn(m_order.profile, name, password);
    }
}

void Workload::deskIsReady()
{
    if (++m_ready < int(m_desks.size()))
        return;
    say("ready");
    sendSome();
}

void Workload::sendSome()
{
    const int atOnce = 1 + m_random.bounded(mostAtOnce);
    while (m_inFlight < atOnce && m_sent < m_order.commands)
        sendOne();
    if (m_inFlight == 0 && m_sent >= m_order.commands)
        Q_EMIT over(Done);
}

QList<Workload::Desk *> Workload::desksFor(const Verb &verb) const
{
    QList<Desk *> able;
    for (const auto &desk : m_desks) {
        if (mayDo(verb, desk->login))
            able.append(desk.get());
    }
    return able;
}

void Workload::sendOne()
{
    Drawn drawn;
    const Verb *verb = nullptr;
    QList<Desk *> able;
    while (drawn.arguments.isEmpty()) {
        verb = &drawVerb(m_random);
        able = desksFor(*verb);
        if (able.isEmpty())
            continue;
        drawn.id = QUuid::createUuid();
        drawn.arguments = verb->draw(m_beliefs, m_random, drawn.id);
    }
    ++m_sent;
    Desk &desk = *able.at(m_random.bounded(int(able.size())));
    send(drawn, *verb, desk);
    // A person with two windows, or a hand that was too quick: the same command from elsewhere at the same time.
    Desk &other = *m_desks.back();
    if (&other != &desk && other.login == desk.login && verb->of != Verb::Of::Errand && m_random.bounded(4) == 0)
        send(drawn, *verb, other);
}

void Workload::send(const Drawn &drawn, const Verb &verb, Desk &desk)
{
    m_journal.sent(drawn.id, verb.name, desk.login, drawn.arguments);
    say("sent");
    ++m_inFlight;
    auto *watcher = new QFutureWatcher<Result<CommandOutcome>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, drawn, name = verb.name] {
        const auto answer = watcher->result();
        watcher->deleteLater();
        m_journal.answered(drawn.id, answer);
        say("answered");
        if (answer)
            m_beliefs.learn(name, drawn.id, drawn.arguments, *answer);
        --m_inFlight;
        QTimer::singleShot(m_random.bounded(longestThoughtMs), this, &Workload::sendSome);
    });
    watcher->setFuture(verb.send({desk.session, *desk.orders, m_order.folder}, drawn.id, drawn.arguments));
}

int runWorkload()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return NoJournal;
    Workload workload(WorkloadOrder::fromJson(QJsonDocument::fromJson(input.readAll()).object()));
    QObject::connect(&workload, &Workload::over, qApp, &QCoreApplication::exit, Qt::QueuedConnection);
    QTimer::singleShot(0, &workload, &Workload::start);
    return QCoreApplication::exec();
}

} // namespace Steward::Test
