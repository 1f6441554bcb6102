// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/drafts.h"

#include "models/session/sealedfile.h"

#include <QDir>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int patienceMs = 1'500;
constexpr int pauseMs = 400;
constexpr int longestMs = 2'000;
constexpr int soonMs = 50; // after which the disk gets what went in haste; the answer to what was sent has mostly come by then
constexpr int diskPatienceMs = 2'000; // that a command waits for a disk
constexpr int turnPatienceMs = 5'000; // that one program waits for another's keychain, which may be asking somebody

/// Two programs that start for the first time would each make a key, and the one whose key was kept first could never read its file again.
std::shared_ptr<QLockFile> takeTurn(const QString &folder)
{
    QDir().mkpath(folder);
    auto turn = std::make_shared<QLockFile>(folder + u"/key.lock"_s);
    (void)turn->tryLock(turnPatienceMs); // else it goes on all the same
    return turn;
}

auto isFor(const QString &record, const QString &verb)
{
    return [&record, &verb](const Draft &draft) { return draft.record == record && draft.verb == verb; };
}

} // namespace

Drafts::Drafts(CredentialStore &credentials, const Clock &clock, const QString &folder, QObject *parent) : QObject(parent), m_credentials(credentials), m_clock(clock), m_folder(folder)
{
    m_pool.setMaxThreadCount(1);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_isSlow = isAsking();
        if (m_isSlow)
            Q_EMIT warningChanged();
    });
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    m_longest.setSingleShot(true);
    m_longest.setInterval(longestMs);
    connect(&m_pause, &QTimer::timeout, this, &Drafts::write);
    connect(&m_longest, &QTimer::timeout, this, &Drafts::write);
}

Drafts::~Drafts()
{
    close();
}

QString Drafts::place() const
{
    if (!m_warning.isEmpty())
        return m_warning;
    if (m_file)
        return tr("What you type is kept encrypted on this computer for %1 days, for you alone.").arg(keptDays);
    if (!isAsking())
        return tr("What you type is kept in memory only, until you sign out or Steward ends.");
    return m_loading.isRunning() ? tr("What you type is in memory only so far: what was kept before is still being read.") : tr("What you type is in memory only so far: the keychain has not answered yet.");
}

/// Whatever keychain and disk have answered.
void Drafts::endAsking()
{
    m_patience.stop();
    m_isSlow = false;
    Q_EMIT warningChanged();
}

QString Drafts::keyName() const
{
    return u"drafts of %1"_s.arg(m_account);
}

void Drafts::open(const QString &account)
{
    close();
    m_account = account;
    if (m_folder.isEmpty()) {
        Q_EMIT opened();
        return;
    }
    m_patience.start();
    m_takingTurn.start(QtConcurrent::run(&m_pool, takeTurn, m_folder), this, [this](const std::shared_ptr<QLockFile> &turn) {
        m_turn = turn;
        readKey();
    });
}

void Drafts::readKey()
{
    m_readingKey.start(m_credentials.read(keyName()), this, [this](const Result<QString> &secret) {
        const QByteArray key = secret ? QByteArray::fromBase64(secret->toLatin1()) : QByteArray();
        if (!secret)
            warn(tr("What you type is kept in memory only, until you sign out: %1").arg(secret.error().userText));
        else if (key.size() == SealedFile::keyBytes)
            useKey(key);
        else
            makeKey();
    });
}

/// By hand: what was asked for the turn holds it, too.
void Drafts::endTurn()
{
    if (const auto turn = std::exchange(m_turn, {}))
        turn->unlock();
}

void Drafts::makeKey()
{
    const QByteArray key = SealedFile::makeKey();
    m_keepingKey.start(m_credentials.write(keyName(), QString::fromLatin1(key.toBase64())), this, [this, key](const Result<void> &kept) {
        if (kept)
            useKey(key);
        else
            warn(tr("What you type is kept in memory only, until you sign out: %1").arg(kept.error().userText));
    });
}

void Drafts::useKey(const QByteArray &key)
{
    endTurn();
    const auto file = std::make_shared<DraftFolder>(m_folder, key, m_account);
    const auto load = [file, notBefore = m_clock.now().addDays(-keptDays)] { return file->open(notBefore); };
    m_loading.start(QtConcurrent::run(&m_pool, load), this, [this, file](const DraftFolder::Left &left) {
        if (left.isReadable)
            m_file = file;
        loaded(left);
    });
}

void Drafts::loaded(const DraftFolder::Left &left)
{
    for (const Draft &draft : left.drafts) {
        const auto same = std::ranges::find_if(m_drafts, isFor(draft.record, draft.verb));
        if (same == m_drafts.end())
            m_drafts.append(draft);
        else if (same->at < draft.at) // of two programs, the one that typed last
            *same = draft;
    }
    if (left.isDamaged)
        Q_EMIT told(tr("What was typed before and not sent could not be read again. Its file was set aside; nothing else is lost."));
    if (!left.isReadable)
        return warn(tr("What you type is kept in memory only, until you sign out: the folder for it cannot be used."));
    endAsking();
    Q_EMIT opened();
    Q_EMIT changed();
    touched();
}

void Drafts::warn(const QString &why)
{
    endTurn();
    m_warning = why;
    endAsking();
    Q_EMIT opened();
    Q_EMIT changed();
    callWaiting(m_lastWaiting);
}

void Drafts::close()
{
    m_takingTurn.cancel();
    m_readingKey.cancel();
    m_keepingKey.cancel();
    m_loading.cancel();
    // What is being written may still wait for its turn, and is cancelled with it.
    if ((m_isDirty || m_isWriting) && m_file)
        m_pool.start([file = m_file, drafts = m_drafts] { [[maybe_unused]] const auto result = file->write(drafts); });
    m_writing.cancel();
    m_isWriting = m_isDirty = false;
    m_pause.stop();
    m_longest.stop();
    m_file.reset(); // its locks go when the last job is done
    endTurn();
    m_waiting.clear();
    m_drafts.clear();
    m_account.clear();
    m_patience.stop();
    const bool wasSlow = std::exchange(m_isSlow, false);
    if (!std::exchange(m_warning, {}).isEmpty() || wasSlow)
        Q_EMIT warningChanged();
}

std::optional<Draft> Drafts::find(const QString &record, const QString &verb) const
{
    const auto draft = std::ranges::find_if(m_drafts, isFor(record, verb));
    return draft == m_drafts.end() ? std::nullopt : std::optional(*draft);
}

void Drafts::keep(Draft draft)
{
    draft.at = m_clock.now();
    const auto same = std::ranges::find_if(m_drafts, isFor(draft.record, draft.verb));
    const bool isNew = same == m_drafts.end();
    if (isNew)
        m_drafts.append(draft);
    else
        *same = draft;
    touched();
    if (isNew)
        Q_EMIT changed();
}

void Drafts::forget(const QString &record, const QString &verb)
{
    if (m_drafts.removeIf(isFor(record, verb)) == 0)
        return;
    touched();
    Q_EMIT changed();
}

void Drafts::touched()
{
    m_isDirty = true;
    m_pause.start();
    if (!m_longest.isActive())
        m_longest.start();
}

void Drafts::flush()
{
    write();
}

void Drafts::whenSafe(QObject *context, const std::function<void()> &then, SealedFile::Outlives outlives)
{
    if (!m_file || (!m_isDirty && !m_isWriting))
        return then();
    m_waiting.append({++m_lastWaiting, context, then, outlives});
    QTimer::singleShot(diskPatienceMs, this, [this, upTo = m_lastWaiting] { callWaiting(upTo); });
    write();
}

void Drafts::write()
{
    m_pause.stop();
    m_longest.stop();
    if (!m_file || !m_isDirty || m_isWriting)
        return;
    m_isDirty = false;
    m_isWriting = true;
    // Whoever waits goes on as soon as the program's end loses nothing, and the disk gets it when they have gone.
    const bool isInHaste = !m_waiting.isEmpty() && std::ranges::all_of(m_waiting, [](const Waiting &waiting) { return waiting.outlives == SealedFile::Outlives::Program; });
    const auto job = [file = m_file, drafts = m_drafts, isInHaste] { return isInHaste ? file->writeAtOnce(drafts) : file->write(drafts); };
    m_writing.start(QtConcurrent::run(&m_pool, job), this, [this, isInHaste](const Result<void> &result) { written(result, isInHaste); });
}

void Drafts::written(const Result<void> &result, bool isInHaste)
{
    m_isWriting = false;
    const QString before = std::exchange(m_warning, result ? QString() : tr("What you type cannot be kept on disk just now: %1").arg(result.error().userText));
    if (m_warning != before)
        Q_EMIT warningChanged();
    if (!result) { // it is tried again for as long as it takes
        m_isDirty = true;
        m_longest.start();
    }
    // What was typed meanwhile is written by its timer; one that rang or was stopped while the disk was busy does not come again.
    const bool isAwaited = !m_waiting.isEmpty() || !(m_pause.isActive() || m_longest.isActive());
    const bool isDiskAwaited = std::ranges::any_of(m_waiting, [](const Waiting &waiting) { return waiting.outlives == SealedFile::Outlives::Computer; });
    m_isDirty = m_isDirty || (isInHaste && isDiskAwaited);
    if (result && m_isDirty && isAwaited)
        return write();
    callWaiting(m_lastWaiting);
    if (isInHaste && result) {
        m_isDirty = true;
        QTimer::singleShot(soonMs, this, &Drafts::write);
    }
}

void Drafts::callWaiting(int upTo)
{
    const QList<Waiting> all = std::exchange(m_waiting, {});
    for (const Waiting &waiting : all) {
        if (waiting.number > upTo)
            m_waiting.append(waiting);
        else if (waiting.context)
            waiting.then();
    }
}

} // namespace Steward
