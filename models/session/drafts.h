// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/clock.h"
#include "models/core/latestonly.h"
#include "models/session/credentialstore.h"
#include "models/session/draftfolder.h"
#include "models/session/sealedfile.h"

#include <QLockFile>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <optional>

namespace Steward {

/// What the person who is signed in has typed and not sent: in memory, and sealed on disk a moment later with a key from the keychain,
/// so that it is there again after a crash, for the same account only. Without a keychain it lives in memory alone. GUI thread; files
/// are touched on a thread of its own.
class Drafts final : public QObject
{
    Q_OBJECT

public:
    /// Shorter than the store remembers commands (30 days), so that one sent again is never done twice.
    static constexpr int keptDays = 14;

    /// folder: empty keeps nothing on disk, as for a store that goes with the program.
    Drafts(CredentialStore &credentials, const Clock &clock, const QString &folder, QObject *parent = nullptr);
    ~Drafts() override;

    /// Takes up what an account left. Ends in opened(), at once or as soon as keychain and file have answered.
    void open(const QString &account);
    /// Writes what is not written yet and forgets all of it here.
    void close();
    /// What is kept outlives the program. False while the keychain has not answered yet.
    [[nodiscard]] bool isSafe() const { return m_file && m_warning.isEmpty(); }
    /// Keychain or disk have not answered yet, so nobody knows whether it will.
    [[nodiscard]] bool isAsking() const { return !m_account.isEmpty() && !m_folder.isEmpty() && !m_file && m_warning.isEmpty(); }
    /// Why drafts do not outlive the program, as a whole sentence, also when that has been asked for a while and not been answered; empty
    /// when they do, nobody is signed in, or they are never kept on disk.
    [[nodiscard]] QString warning() const { return m_isSlow ? place() : m_warning; }
    /// Where what is typed is kept at this moment, as a whole sentence.
    [[nodiscard]] QString place() const;

    [[nodiscard]] const QList<Draft> &all() const { return m_drafts; } ///< in the order they were begun
    [[nodiscard]] std::optional<Draft> find(const QString &record, const QString &verb) const;
    /// Instead of what was kept for the same record and verb. Its time is now.
    void keep(Draft draft);
    void forget(const QString &record, const QString &verb);
    /// Writes soon rather than after the next pause.
    void flush();
    /// Calls once all that was kept so far is safe from the program's end (the disk has it soon after); at once where it cannot be made so, after a while when the disk does not answer, not
    /// at all when context is gone.
    /// outlives: Computer waits for the disk itself, where the store cannot tell that the same is asked for a second time.
    void whenSafe(QObject *context, const std::function<void()> &then, SealedFile::Outlives outlives = SealedFile::Outlives::Program);

Q_SIGNALS:
    void opened();
    void changed();        ///< which drafts there are
    void warningChanged(); ///< or isAsking()
    void told(const QString &text); ///< a sentence about what was found

private:
    struct Waiting
    {
        int number = 0; ///< they only ever grow
        QPointer<QObject> context;
        std::function<void()> then;
        SealedFile::Outlives outlives = SealedFile::Outlives::Program;
    };

    void readKey();
    void endTurn();
    void makeKey();
    void useKey(const QByteArray &key);
    void loaded(const DraftFolder::Left &left);
    void warn(const QString &why);
    void endAsking();
    void touched();
    void write();
    void written(const Result<void> &result, bool isInHaste);
    void callWaiting(int upTo);
    [[nodiscard]] QString keyName() const;

    CredentialStore &m_credentials;
    const Clock &m_clock;
    QString m_folder;
    QString m_account;
    QString m_warning;
    QList<Draft> m_drafts;
    std::shared_ptr<DraftFolder> m_file; ///< null until it may be written
    bool m_isSlow = false; ///< still asking, after a while
    bool m_isDirty = false;
    bool m_isWriting = false;
    QTimer m_patience; ///< with keychain and disk, until it is said that they have not answered
    QTimer m_pause;   ///< of typing
    QTimer m_longest; ///< that a draft waits while somebody types on
    QList<Waiting> m_waiting;
    int m_lastWaiting = 0;
    std::shared_ptr<QLockFile> m_turn; ///< to make the account's key when there is none: one program at a time
    LatestOnly<std::shared_ptr<QLockFile>> m_takingTurn;
    LatestOnly<Result<QString>> m_readingKey;
    LatestOnly<Result<void>> m_keepingKey;
    LatestOnly<DraftFolder::Left> m_loading;
    LatestOnly<Result<void>> m_writing;
    QThreadPool m_pool; ///< of one thread: files are touched in the order they were meant. Ends first
};

} // namespace Steward
