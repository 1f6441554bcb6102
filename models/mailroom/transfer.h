// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

#include <memory>

namespace Steward {

/// How a conversation with a server of others ended.
struct Answer
{
    enum class Reach {
        Away,    ///< it did not come to handing anything over; code may tell what the server refused before
        Unheard, ///< something may have been handed over, and nobody said what became of it
        Heard    ///< the server has answered with code
    };
    Reach reach = Reach::Away;
    int code = 0;    ///< HTTP status, or SMTP reply
    QString fault;   ///< one word when not heard: "unreachable", "tls", "login", "timeout", "cut"
    QByteArray body; ///< of an HTTP answer
    QString status{}; ///< enhanced status of an SMTP refusal, "5.7.1"; empty where the server gives none
};

/// Waiting times in milliseconds.
struct Patience
{
    int connectMs = 10'000;
    int wholeMs = 60'000;
};

/// One conversation after the other with a server, through libcurl: TLS 1.2 or newer with the certificate and its name checked, always.
/// Blocks; for a program of its own, never the GUI thread.
class Transfer
{
public:
    Transfer(const QString &caFile, Patience patience);
    ~Transfer();
    Q_DISABLE_COPY_MOVE(Transfer)

    struct HttpRequest
    {
        QString url;
        QByteArrayList headers{};
        QByteArray body{};        ///< empty: GET, else POST
        QString user{}, password{}; ///< for HTTP's basic authentication, where there is a user
    };
    [[nodiscard]] Answer http(const HttpRequest &request);

    struct MailRequest
    {
        QString url;
        QString user, password;
        QString from, to;
        QByteArray text;
    };
    [[nodiscard]] Answer mail(const MailRequest &request);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Steward
