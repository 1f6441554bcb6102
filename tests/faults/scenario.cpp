// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/scenario.h"

#include "tests/faults/beliefs.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QThread>

using namespace Qt::StringLiterals;

namespace Steward::Test {

namespace {

constexpr int startTimeoutMs = 120'000; // of a machine that others work on too, like all that is waited for here
constexpr int stillMs = 4000;      // somebody who thinks; then the next fault comes all the same
constexpr int heldMs = 1000;       // a line that is held back or a server that is away, with a command under way
constexpr int endTimeoutMs = 180'000;
constexpr int quietTimeoutMs = 120'000;
constexpr int lookMs = 50;         // a word of the workload ends the wait for it at once
constexpr int reactionMs = 1500;   // within which a desktop is back at a server that is
constexpr int orderCount = 5;
constexpr int owedCount = 3;       // refunds by hand before the first command

} // namespace

Disaster disasterOf(quint32 seed)
{
    switch (seed % 32) {
    case 7: return Disaster::Failover;
    case 23: return Disaster::LateFailover;
    case 3: case 19: return Disaster::StandbyDies;
    default: break;
    }
    switch (seed % 4) {
    case 1: return Disaster::ServerDies;
    case 2: return Disaster::DesktopDies;
    default: return Disaster::None;
    }
}

QString disasterName(Disaster disaster)
{
    switch (disaster) {
    case Disaster::None: return u"line"_s;
    case Disaster::ServerDies: return u"server dies"_s;
    case Disaster::DesktopDies: return u"desktop dies"_s;
    case Disaster::StandbyDies: return u"standby dies"_s;
    case Disaster::Failover: return u"failover"_s;
    case Disaster::LateFailover: return u"late failover"_s;
    }
    return {};
}

Scenario::Scenario(Pair &pair, Asker &asker, quint32 seed) : m_pair(pair), m_asker(asker), m_seed(seed), m_random(seed), m_disaster(disasterOf(seed)),
      m_customer(u"hans+%1@example.com"_s.arg(seed))
{
}

Cluster::HardStop Scenario::manner()
{
    return m_random.bounded(2) == 0 ? Cluster::HardStop::Immediate : Cluster::HardStop::Kill;
}

void Scenario::pause(int longestMs)
{
    const QDeadlineTimer until(m_random.bounded(longestMs + 1));
    while (!until.hasExpired())
        readProgress(int(qMin<qint64>(10, until.remainingTime())));
}

/// All of one customer, some with a discount and a tax of the whole order, all paid, the last one in cash; of that one some refunds wait
/// to be paid out by hand. And colleagues whom orders are given to.
void Scenario::makeOrders()
{
    (void)m_asker.owner("do $$ begin for n in 1 .. 99 loop if to_regrole('colleague_' || n) is null then "
                        "execute 'create role colleague_' || n || ' nologin in role staff_agent'; end if; end loop; end $$");
    (void)m_asker.owner("insert into store.staff (login, display_name) select 'colleague_' || n, 'Colleague ' || n from generate_series(1, 99) n "
                        "where not exists (select from store.staff where login = 'colleague_99') returning id");
    const QByteArray place = "select (site.place_order(gen_random_uuid(), jsonb_build_object('name', 'Hans Müller', 'email', $1::text, 'currency', 'EUR', "
                             "'shipping_minor', 490, 'discount_minor', rebate, 'tax_minor', tax, 'shipping_address', jsonb_build_object('name', 'Hans Müller', "
                             "'line1', 'Gartenweg 1', 'postal_code', '80331', 'city', 'München', 'country', 'DE'), 'lines', jsonb_build_array("
                             "jsonb_build_object('sku', 'MUG-1', 'title', 'Mug', 'quantity', 3, 'price_minor', $4::int), "
                             "jsonb_build_object('sku', 'POT-1', 'title', 'Pot', 'quantity', 2, 'price_minor', 3333))))->>'order_id')::bigint "
                             "from unnest($2::bigint[], $3::bigint[]) as wanted(rebate, tax)";
    QList<qint64> rebates, taxes, ids;
    for (int i = 0; i < orderCount; ++i) {
        rebates.append(i % 2 == 0 ? 0 : 100 + m_random.bounded(900));
        taxes.append(i % 2 == 0 ? 0 : m_random.bounded(900));
    }
    const Rows placed = m_asker.rows(u"site"_s, place, Params().text(m_customer).integers(rebates).integers(taxes).integer(firstLinePrice));
    for (int row = 0; row < placed.count(); ++row)
        ids.append(placed.integer(row, 0));
    const qint64 inCash = ids.isEmpty() ? 0 : ids.last();
    (void)m_asker.owner("insert into store.payment (order_id, payment_no, kind, amount_minor, at, processor, reference) "
                        "select id, 1, 'captured', total_minor, now(), case when id = $2 then 'cash' else 'paypal' end, case when id = $2 then '' else 'PAY-' || id end "
                        "from store.orders where id = any($1::bigint[]) returning payment_no",
                        Params().integers(ids).integer(inCash));
    (void)m_asker.owner("insert into store.refund (order_id, refund_no, amount_minor, adjustment_minor, reason, at, staff_id, status, payment_no, processor, by_hand) "
                        "select $1::bigint, n, 100, 100, '', now(), (select id from store.staff where login = 'lead'), 'done', 1, 'cash', true from generate_series(1, $2::int) n returning refund_no",
                        Params().integer(inCash).integer(owedCount));
    const Rows versions = m_asker.rows(Cluster::ownerLogin(), "select id, version from store.orders where id = any($1::bigint[]) order by id", Params().integers(ids));
    for (int row = 0; row < versions.count(); ++row)
        m_order.orders.append(QJsonObject{{u"id"_s, versions.integer(row, 0)}, {u"version"_s, versions.integer(row, 1)}, {u"owed"_s, versions.integer(row, 0) == inCash ? owedCount : 0}});
}

void Scenario::launch()
{
    m_said.clear();
    m_isKilled = false;
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {u"--workload"_s});
    m_process.waitForStarted();
}

bool Scenario::start(const WorkloadOrder &order)
{
    m_process.write(QJsonDocument(order.toJson()).toJson(QJsonDocument::Compact));
    m_process.closeWriteChannel();
    const QDeadlineTimer patience(startTimeoutMs);
    while (!m_said.contains("ready\n") && !patience.hasExpired() && m_process.state() != QProcess::NotRunning)
        readProgress(lookMs);
    return m_said.contains("ready\n");
}

bool Scenario::runAgain()
{
    WorkloadOrder again = m_order;
    again.commands = 0;
    launch();
    return start(again) && waitForEnd();
}

void Scenario::readProgress(int waitMs)
{
    if (m_process.state() == QProcess::NotRunning) {
        QThread::msleep(ulong(waitMs));
        return;
    }
    m_process.waitForReadyRead(qMax(1, waitMs));
    m_said += m_process.readAllStandardOutput();
    m_sent = int(m_said.count("sent\n"));
    m_answered = int(m_said.count("answered\n"));
}

bool Scenario::waitForSent(int sent)
{
    const QDeadlineTimer patience(stillMs);
    QDeadlineTimer held(heldMs);
    while (m_sent < sent && !patience.hasExpired() && !held.hasExpired() && m_process.state() != QProcess::NotRunning) {
        readProgress(lookMs);
        if (m_sent == m_answered)
            held.setRemainingTime(heldMs);
    }
    return m_sent >= sent;
}

void Scenario::waitForAnswer(int patienceMs)
{
    const int before = m_answered;
    const QDeadlineTimer patience(patienceMs);
    while (m_answered == before && !patience.hasExpired() && m_process.state() != QProcess::NotRunning)
        readProgress(lookMs);
}

/// What networks do, at a moment and a byte that the seed says. A command with its answer is some five hundred bytes each way.
void Scenario::lineFault()
{
    FaultProxy &proxy = m_pair.proxy();
    switch (m_random.bounded(8)) {
    case 0:
    case 1:
        proxy.cutAfter(Toward::Server, 1 + m_random.bounded(1200));
        break;
    case 2:
    case 3:
        proxy.cutAfter(Toward::Client, 1 + m_random.bounded(1200));
        break;
    case 4:
        proxy.setDelay(m_random.bounded(30));
        proxy.cutAndDeliverLate(m_random.bounded(400));
        break;
    case 5:
        proxy.freeze();
        pause(300);
        if (m_random.bounded(2) == 0)
            proxy.cutAndDeliverLate(m_random.bounded(300));
        proxy.thaw();
        break;
    case 6:
        proxy.breakAll();
        pause(250);
        proxy.heal();
        break;
    default:
        proxy.setDelay(1 + m_random.bounded(60));
        pause(200);
        proxy.setDelay(0);
        break;
    }
}

void Scenario::serverDies()
{
    m_pair.stopPrimary(manner());
    pause(300);
    m_pair.startPrimary();
}

void Scenario::standbyDies()
{
    m_pair.stopStandby(manner());
    pause(150);
    if (m_random.bounded(2) == 0)
        m_pair.proxy().cutAndDeliverLate(m_random.bounded(100));
    if (m_random.bounded(2) == 0)
        serverDies();
    pause(400);
    m_pair.startStandby();
}

/// The primary dies with a command written and not yet on the standby, comes back, is asked what became of it, and dies for good. Had
/// it said that the command was done, it would have been lost with it.
void Scenario::lateFailover()
{
    m_pair.stopStandby(manner());
    waitForAnswer(reactionMs); // of those that were under way
    pause(150);
    serverDies();
    waitForAnswer(reactionMs); // which nobody may get before a standby has what it says
    m_pair.stopPrimary(manner());
    m_pair.startStandby();
    m_pair.promote();
}

void Scenario::disaster()
{
    switch (m_disaster) {
    case Disaster::None:
        lineFault();
        break;
    case Disaster::ServerDies:
        serverDies();
        break;
    case Disaster::DesktopDies:
        m_process.kill();
        m_process.waitForFinished();
        m_isKilled = m_wasKilled = true;
        break;
    case Disaster::StandbyDies:
        standbyDies();
        break;
    case Disaster::Failover:
        m_pair.stopPrimary(manner());
        pause(200);
        m_pair.promote();
        break;
    case Disaster::LateFailover:
        lateFailover();
        break;
    }
}

bool Scenario::waitForEnd()
{
    const QDeadlineTimer patience(endTimeoutMs);
    while (m_process.state() != QProcess::NotRunning && !patience.hasExpired())
        readProgress(lookMs);
    if (m_process.state() != QProcess::NotRunning) {
        QStringList waiting;
        for (const JournalEntry &entry : Journal::read(m_order.journal())) {
            if (entry.answers.isEmpty())
                waiting.append(u"%1 as %2 (told %3 times that nobody knows)"_s.arg(entry.verb, entry.login).arg(entry.unknown));
        }
        m_problems.append(u"after everything was mended, %1 of %2 commands stay without an answer: %3"_s.arg(m_sent - m_answered).arg(m_sent).arg(waiting.join(u", "_s)));
        m_process.kill();
        m_process.waitForFinished();
        return false;
    }
    if (!m_isKilled && (m_process.exitStatus() != QProcess::NormalExit || m_process.exitCode() != 0))
        m_problems.append(u"the workload ended with %1"_s.arg(m_process.exitCode()));
    return true;
}

/// Whatever a dead client had asked for is still being done.
void Scenario::waitForQuiet()
{
    m_pair.cutAll();
    const QDeadlineTimer patience(quietTimeoutMs);
    while (!patience.hasExpired()) {
        if (m_asker.owner("select count(*) from pg_stat_activity where usename in (select login from store.staff)") == u"0")
            return;
        QThread::msleep(10);
    }
    m_problems.append(u"the server still works for a client that is gone"_s);
}

/// Two to four faults of the line, one of them the disaster that the seed stands for.
void Scenario::harm()
{
    const int faults = 2 + m_random.bounded(3);
    const int disasterAt = m_random.bounded(faults);
    int sent = 0;
    for (int i = 0; i < faults && !m_wasKilled; ++i) {
        sent += 1 + m_random.bounded(4);
        (void)waitForSent(sent);
        pause(8); // somewhere between the sending and the answer
        i == disasterAt ? disaster() : lineFault();
    }
    if (!m_wasKilled)
        pause(100);
}

void Scenario::lap(const QString &name)
{
    m_laps.append(u"%1 %2"_s.arg(name).arg(m_lap.restart()));
}

QStringList Scenario::run()
{
    m_lap.start();
    const ConnectionOptions options = m_pair.primary().optionsFor(u"lead"_s);
    m_order = {.seed = m_seed, .commands = 0, .profile = {.name = u"faults"_s, .hosts = m_pair.hosts(), .database = options.database, .caFile = options.caFile, .lastUser = {}},
               .logins = {{u"lead"_s, options.password}}, .orders = {}, .customer = m_customer, .folder = m_folder.path()};
    launch(); // it comes to itself while its orders are made
    makeOrders();
    order(m_order);
    lap(u"orders"_s);
    m_problems = m_asker.takeFailures();
    if (!m_problems.isEmpty() || !start(m_order)) {
        m_process.kill();
        m_process.waitForFinished();
        return m_problems + QStringList(u"the workload does not start"_s);
    }
    lap(u"start"_s);
    harm();
    lap(u"harm"_s);
    m_pair.heal();
    if (m_disaster == Disaster::StandbyDies || m_disaster == Disaster::ServerDies)
        m_pair.mend();
    lap(u"mend"_s);
    (void)waitForEnd();
    lap(u"end"_s);
    m_pair.mend();
    lap(u"mend"_s);
    if (m_disaster != Disaster::None && m_disaster != Disaster::DesktopDies)
        m_asker.setServer(m_pair.primary());
    waitForQuiet();
    lap(u"quiet"_s);
    const QStringList problems = m_problems + verdict(Journal::read(m_order.journal()));
    lap(u"verdict"_s);
    return problems;
}

} // namespace Steward::Test
