// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mailroom/transfer.h"

#include <curl/curl.h>

#include <QFile>
#include <QRegularExpression>

#include <cstring>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype longestAnswer = 1024 * 1024;
constexpr long idleSeconds = 20; ///< a connection that rested longer may be gone at the other end

/// A list of texts as libcurl takes it.
class TextList
{
public:
    explicit TextList(const QByteArrayList &texts)
    {
        for (const QByteArray &text : texts)
            m_list = curl_slist_append(m_list, text.constData());
    }
    ~TextList() { curl_slist_free_all(m_list); }
    Q_DISABLE_COPY_MOVE(TextList)
    [[nodiscard]] curl_slist *get() const { return m_list; }

private:
    curl_slist *m_list = nullptr;
};

/// What is still to be sent of a text.
struct Remaining
{
    const QByteArray &text;
    qsizetype sent = 0;
};

size_t giveText(char *into, size_t size, size_t count, void *given)
{
    auto *remaining = static_cast<Remaining *>(given);
    const qsizetype part = qMin(qsizetype(size * count), remaining->text.size() - remaining->sent);
    std::memcpy(into, remaining->text.constData() + remaining->sent, size_t(part));
    remaining->sent += part;
    return size_t(part);
}

size_t takeText(char *data, size_t size, size_t count, void *taken)
{
    auto *body = static_cast<QByteArray *>(taken);
    const auto part = qsizetype(size * count);
    if (body->size() + part > longestAnswer)
        return 0; // ends the transfer
    body->append(data, part);
    return size_t(part);
}

/// How far a conversation about a message has come, and the last refusal in it.
struct MailCourse
{
    bool hasNamedRecipient = false;
    int refusal = 0;
    QString status; ///< of that refusal; its text may name the address and is not kept
};

void noteReply(MailCourse &course, const QByteArray &line)
{
    static const QRegularExpression form(u"^([45]\\d\\d)(?:[ -]([45]\\.\\d{1,3}\\.\\d{1,3})(?=\\s|$))?"_s);
    const QRegularExpressionMatch refusal = form.match(QString::fromLatin1(line));
    if (!refusal.hasMatch())
        return;
    // Of a reply of several lines any may have it.
    if (const int code = refusal.captured(1).toInt(); code != course.refusal || refusal.hasCaptured(2))
        course.status = refusal.captured(2);
    course.refusal = refusal.captured(1).toInt();
}

int followMail(CURL *, curl_infotype kind, char *data, size_t size, void *followed)
{
    auto *course = static_cast<MailCourse *>(followed);
    if (kind == CURLINFO_HEADER_OUT && QByteArrayView(data, qsizetype(size)).startsWith("RCPT TO"))
        course->hasNamedRecipient = true;
    else if (kind == CURLINFO_HEADER_IN)
        noteReply(*course, QByteArray(data, qsizetype(size)));
    return 0;
}

size_t dropText(char *, size_t size, size_t count, void *)
{
    return size * count;
}

QString faultOf(CURLcode result)
{
    switch (result) {
    case CURLE_OPERATION_TIMEDOUT: return u"timeout"_s;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return u"unreachable"_s;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_USE_SSL_FAILED: return u"tls"_s;
    case CURLE_LOGIN_DENIED: return u"login"_s;
    default: return u"cut"_s;
    }
}

void startLibrary()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    Q_UNUSED(started)
}

} // namespace

class Transfer::Private
{
public:
    Private(const QString &trusted, Patience given) : caFile(QFile::encodeName(trusted)), patience(given)
    {
        startLibrary();
        curl = curl_easy_init();
    }
    ~Private() { curl_easy_cleanup(curl); }
    Q_DISABLE_COPY_MOVE(Private)

    /// What holds for every conversation. Open connections outlive the reset of the options.
    void prepare(const QByteArray &url)
    {
        curl_easy_reset(curl);
        curl_easy_setopt(curl, CURLOPT_URL, url.constData());
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, long(patience.connectMs));
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, long(patience.wholeMs));
        // Also for the farewell to a server that has stopped answering.
        curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, qMax(1L, long(patience.wholeMs) / 1000));
        curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, idleSeconds);
        curl_easy_setopt(curl, CURLOPT_USE_SSL, long(CURLUSESSL_ALL));
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
        if (!caFile.isEmpty())
            curl_easy_setopt(curl, CURLOPT_CAINFO, caFile.constData());
    }

    void setLogin(const QByteArray &user, const QByteArray &password)
    {
        if (user.isEmpty())
            return;
        curl_easy_setopt(curl, CURLOPT_USERNAME, user.constData());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password.constData());
    }

    [[nodiscard]] long code() const
    {
        long value = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &value);
        return value;
    }

    /// Whether the connection stood, encrypted, so that the question may have been asked.
    [[nodiscard]] bool wasReady() const
    {
        curl_off_t microseconds = 0;
        curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
        return microseconds > 0;
    }

    CURL *curl = nullptr;
    QByteArray caFile;
    Patience patience;
};

Transfer::Transfer(const QString &caFile, Patience patience) : d(std::make_unique<Private>(caFile, patience)) { }

Transfer::~Transfer() = default;

Answer Transfer::http(const HttpRequest &request)
{
    const QByteArray user = request.user.toUtf8();
    const QByteArray password = request.password.toUtf8();
    // Without "Expect" the body goes along at once.
    const TextList headers(request.headers + QByteArrayList{"Accept: application/json", "Expect:"});
    Answer answer;
    d->prepare(request.url.toUtf8());
    d->setLogin(user, password);
    curl_easy_setopt(d->curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(d->curl, CURLOPT_WRITEFUNCTION, takeText);
    curl_easy_setopt(d->curl, CURLOPT_WRITEDATA, &answer.body);
    if (!request.body.isEmpty()) {
        curl_easy_setopt(d->curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
        curl_easy_setopt(d->curl, CURLOPT_POSTFIELDS, request.body.constData());
    }
    const CURLcode result = curl_easy_perform(d->curl);
    if (result == CURLE_OK)
        answer = {Answer::Reach::Heard, int(d->code()), {}, answer.body, {}};
    else
        answer = {d->wasReady() ? Answer::Reach::Unheard : Answer::Reach::Away, 0, faultOf(result), {}, {}};
    return answer;
}

Answer Transfer::mail(const MailRequest &request)
{
    const QByteArray user = request.user.toUtf8();
    const QByteArray password = request.password.toUtf8();
    const QByteArray from = request.from.toLatin1();
    const TextList recipients({request.to.toLatin1()});
    Remaining remaining{request.text};
    MailCourse course;
    d->prepare(request.url.toUtf8());
    d->setLogin(user, password);
    curl_easy_setopt(d->curl, CURLOPT_MAIL_FROM, from.constData());
    curl_easy_setopt(d->curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(d->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(d->curl, CURLOPT_READFUNCTION, giveText);
    curl_easy_setopt(d->curl, CURLOPT_READDATA, &remaining);
    curl_easy_setopt(d->curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.text.size()));
    curl_easy_setopt(d->curl, CURLOPT_WRITEFUNCTION, dropText);
    // Followed, not logged: a reply to what came before the recipient is not about this message, and its enhanced status says what a refusal is about.
    curl_easy_setopt(d->curl, CURLOPT_DEBUGFUNCTION, followMail);
    curl_easy_setopt(d->curl, CURLOPT_DEBUGDATA, &course);
    curl_easy_setopt(d->curl, CURLOPT_VERBOSE, 1L);
    const CURLcode result = curl_easy_perform(d->curl);
    const int code = int(d->code());
    if (result == CURLE_OK)
        return {Answer::Reach::Heard, 250, {}, {}, {}};
    // The last reply is a refusal, unless the connection broke behind it.
    const int refusal = code >= 400 && result != CURLE_OPERATION_TIMEDOUT ? code : 0;
    const QString status = refusal && refusal == course.refusal ? course.status : QString();
    if (!course.hasNamedRecipient)
        return {Answer::Reach::Away, refusal, faultOf(result), {}, status};
    if (refusal)
        return {Answer::Reach::Heard, refusal, {}, {}, status};
    return {Answer::Reach::Unheard, 0, faultOf(result), {}, {}};
}

} // namespace Steward
