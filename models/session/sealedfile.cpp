// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/sealedfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <filesystem>
#include <memory>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr QByteArrayView magic("steward sealed file 1\n"); // the version is in it
constexpr int nonceBytes = 12;
constexpr int tagBytes = 16;
constexpr int most = 64 * 1024 * 1024; // no draft is as large, and one length fits OpenSSL's int
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

struct ContextDeleter
{
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter>;

const unsigned char *bytes(const QByteArray &array)
{
    return reinterpret_cast<const unsigned char *>(array.constData());
}

unsigned char *bytes(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

QByteArray randomBytes(int count)
{
    QByteArray random(count, Qt::Uninitialized);
    if (RAND_bytes(bytes(random), count) != 1)
        qFatal("there are no random numbers");
    return random;
}

Error fileError(ErrorKind kind, const char *text)
{
    return {kind, QCoreApplication::translate("Steward::SealedFile", text), {}, {}};
}

} // namespace

SealedFile::SealedFile(const QString &path, const QByteArray &key, const QString &account) : m_path(path), m_key(key), m_account(account.toUtf8()) { }

QByteArray SealedFile::makeKey()
{
    return randomBytes(keyBytes);
}

Result<QByteArray> SealedFile::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return fileError(ErrorKind::Internal, QT_TRANSLATE_NOOP("Steward::SealedFile", "The file could not be read."));
    if (file.size() > most)
        return fileError(ErrorKind::Invalid, QT_TRANSLATE_NOOP("Steward::SealedFile", "The file is damaged, or it belongs to another account."));
    return open(file.readAll());
}

Result<void> SealedFile::write(const QByteArray &content, Outlives outlives) const
{
    const QByteArray sealed = content.size() < most / 2 ? seal(content) : QByteArray();
    const bool isReady = !sealed.isEmpty() && QDir().mkpath(QFileInfo(m_path).path());
    const bool isWritten = isReady && (outlives == Outlives::Computer ? replace(sealed) : replaceAtOnce(sealed));
    return isWritten ? Result<void>() : Result<void>(fileError(ErrorKind::Internal, QT_TRANSLATE_NOOP("Steward::SealedFile", "The file could not be written.")));
}

bool SealedFile::replace(const QByteArray &sealed) const
{
    QSaveFile file(m_path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly) && file.write(sealed) == sealed.size() && file.commit();
}

/// As QSaveFile does it, which waits for the disk whether one wants to or not. The file is closed before it is renamed: else some systems
/// do not rename it.
bool SealedFile::replaceAtOnce(const QByteArray &sealed) const
{
    QFile file(m_path + u'.' + QString::fromLatin1(randomBytes(3).toHex()));
    bool isWritten = file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly) && file.write(sealed) == sealed.size() && file.flush();
    file.close();
    std::error_code problem;
    if (isWritten)
        std::filesystem::rename(QFileInfo(file.fileName()).filesystemAbsoluteFilePath(), QFileInfo(m_path).filesystemAbsoluteFilePath(), problem);
    isWritten = isWritten && !problem;
    if (!isWritten)
        file.remove();
    return isWritten;
}

bool SealedFile::setAside() const
{
    const QString aside = m_path + u".damaged"_s;
    QFile::remove(aside);
    return QFile::rename(m_path, aside);
}

QByteArray SealedFile::seal(const QByteArray &content) const
{
    const QByteArray nonce = randomBytes(nonceBytes);
    QByteArray hidden(content.size(), Qt::Uninitialized), tag(tagBytes, Qt::Uninitialized);
    const QByteArray header = magic.toByteArray() + m_account;
    const Context context(EVP_CIPHER_CTX_new());
    int length = 0;
    const bool isSealed = m_key.size() == keyBytes && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(m_key), bytes(nonce)) == 1
        && EVP_EncryptUpdate(context.get(), nullptr, &length, bytes(header), int(header.size())) == 1
        && EVP_EncryptUpdate(context.get(), bytes(hidden), &length, bytes(content), int(content.size())) == 1
        && EVP_EncryptFinal_ex(context.get(), nullptr, &length) == 1 && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tagBytes, tag.data()) == 1;
    return isSealed ? magic.toByteArray() + nonce + hidden + tag : QByteArray();
}

Result<QByteArray> SealedFile::open(const QByteArray &sealed) const
{
    const Error damaged = fileError(ErrorKind::Invalid, QT_TRANSLATE_NOOP("Steward::SealedFile", "The file is damaged, or it belongs to another account."));
    if (!sealed.startsWith(magic) || sealed.size() < magic.size() + nonceBytes + tagBytes || m_key.size() != keyBytes)
        return damaged;
    const QByteArray nonce = sealed.sliced(magic.size(), nonceBytes);
    const QByteArray hidden = sealed.sliced(magic.size() + nonceBytes).chopped(tagBytes);
    QByteArray tag = sealed.last(tagBytes);
    QByteArray content(hidden.size(), Qt::Uninitialized);
    const QByteArray header = magic.toByteArray() + m_account;
    const Context context(EVP_CIPHER_CTX_new());
    int length = 0;
    // Nothing of the content is given on before the tag has been found right.
    const bool isOpen = EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(m_key), bytes(nonce)) == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &length, bytes(header), int(header.size())) == 1
        && EVP_DecryptUpdate(context.get(), bytes(content), &length, bytes(hidden), int(hidden.size())) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tagBytes, tag.data()) == 1 && EVP_DecryptFinal_ex(context.get(), nullptr, &length) == 1;
    if (!isOpen)
        return damaged;
    return content;
}

} // namespace Steward
