#include "core/handoff/pastedtoken.h"

#include "core/api/strictjson.h"
#include "core/api/wiretime.h"
#include "core/http/serveraddress.h"
#include "core/session/token.h"

#include <QByteArrayList>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace handoff {
namespace {

// Shorter ones are words like "true" or "token" that a guess must not take for a secret.
constexpr qsizetype shortestToken = 16;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

//! \a text as the words of a shell: quotes join, a backslash takes the next character as it is.
QByteArrayList shellWords(QByteArrayView text)
{
    QByteArrayList words;
    QByteArray word;
    bool isInWord = false;
    char quote = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool isEscape = c == '\\' && quote != '\'' && i + 1 < text.size();
        if (isEscape) {
            if (text[++i] != '\n') {
                word += text[i];
                isInWord = true;
            }
        } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
            quote = quote != 0 ? 0 : c;
            isInWord = true;
        } else if (quote == 0 && isBlank(c)) {
            if (isInWord)
                words.append(word);
            word.clear();
            isInWord = false;
        } else {
            word += c;
            isInWord = true;
        }
    }
    if (isInWord)
        words.append(word);
    return words;
}

bool isTokenCharacter(char c)
{
    return Token::isWellFormed(QByteArrayView(&c, 1));
}

//! Collects what a text says, whatever its form.
class Finder
{
public:
    void takeToken(QByteArrayView value)
    {
        // What follows a token in code: a quote, a comma, a bracket.
        const auto end =
            std::find_if_not(value.begin(), value.end(), isTokenCharacter) - value.begin();
        if (end < shortestToken || !Token::isWellFormed(value.first(end)))
            return;
        const SecretBuffer found = SecretBuffer::fromBytes(value.first(end));
        m_holdsSeveral = m_holdsSeveral || (!m_found.token.isEmpty() && m_found.token != found);
        m_found.token = found;
    }

    void takeAddress(QStringView text)
    {
        const auto parsed = ServerAddress::parse(text);
        if (!parsed)
            return;
        m_namesSeveral =
            m_namesSeveral || (!m_found.origin.isEmpty() && m_found.origin != parsed->origin);
        m_found.origin = parsed->origin;
    }

    void takeUser(const QString &name)
    {
        if (m_found.user.isEmpty())
            m_found.user = name;
    }

    void takeExpiry(std::optional<qint64> ms)
    {
        if (!m_found.expiresMs)
            m_found.expiresMs = ms;
    }

    //! A variable or a member: its name tells what its value is.
    void takeNamed(QByteArrayView name, QByteArrayView value)
    {
        const QByteArray upper = name.toByteArray().toUpper();
        const auto has = [&upper](const char *part) { return upper.contains(part); };
        if (has("SECRET") || has("PASSWORD") || has("REFRESH") || has("CSRF") || has("XSRF"))
            return;
        if (has("TOKEN") || has("BEARER"))
            takeToken(withoutBearer(value));
        else if (has("HOST") || has("URL") || has("SERVER") || has("CLUSTER"))
            takeAddress(QString::fromUtf8(value));
        else if (has("USER"))
            takeUser(QString::fromUtf8(value));
    }

    static QByteArrayView withoutBearer(QByteArrayView value)
    {
        constexpr QByteArrayView scheme("bearer ");
        const bool isBearer = value.size() > scheme.size() &&
                              value.first(scheme.size()).toByteArray().toLower() == scheme;
        return isBearer ? value.sliced(scheme.size()).trimmed() : value;
    }

    [[nodiscard]] bool hasToken() const { return !m_found.token.isEmpty(); }

    [[nodiscard]] Result<PastedToken, PasteProblem> result()
    {
        if (m_holdsSeveral)
            return Failure{PasteProblem::SeveralTokens};
        if (!hasToken())
            return Failure{PasteProblem::NoToken};
        if (m_namesSeveral)
            return Failure{PasteProblem::SeveralServers};
        if (m_found.user.isEmpty()) {
            m_found.user = userInToken();
            m_found.isUserFromToken = !m_found.user.isEmpty();
        }
        return m_found;
    }

private:
    // base64 of the name, a colon and base64 of "$shiro1$…".
    [[nodiscard]] QString userInToken() const
    {
        const auto decoded = QByteArray::fromBase64Encoding(
            m_found.token.view().toByteArray(),
            QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
        const qsizetype colon = decoded ? (*decoded).indexOf(":JHNoaXJv") : -1;
        if (colon <= 0)
            return {};
        const QString name = QString::fromUtf8((*decoded).first(colon));
        const bool isPrintable =
            std::ranges::all_of(name, [](QChar c) { return c.isPrint() && c != QChar(0xfffd); });
        return isPrintable ? name : QString();
    }

    PastedToken m_found;
    bool m_holdsSeveral = false;
    bool m_namesSeveral = false;
};

void readJson(Finder &finder, const QJsonObject &object)
{
    // Replies are bare, or wrapped by those who pass them on.
    if (const QJsonValue wrapped = object.value("data"_L1); wrapped.isObject())
        readJson(finder, wrapped.toObject());
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QByteArray value = it.value().toString().toUtf8();
        if (it.key() == "token"_L1)
            finder.takeToken(Finder::withoutBearer(value));
        else if (it.key() == "valid_for_username"_L1 || it.key() == "userName"_L1 ||
                 it.key() == "user"_L1)
            // An object with id and name in the custom token's reply. FACTS 6.7.
            finder.takeUser(it.value().isObject() ? it.value()["name"_L1].toString()
                                                  : it.value().toString());
        else if (it.key() == "host"_L1)
            finder.takeAddress(it.value().toString());
        else if (it.key() == "expiration_time_in_millis"_L1)
            finder.takeExpiry(wiretime::instantMs(it.value()));
        else if (it.key() == "expiration"_L1)
            if (const QDateTime at = QDateTime::fromString(it.value().toString(), Qt::ISODate);
                at.isValid())
                finder.takeExpiry(at.toMSecsSinceEpoch());
    }
    if (object.contains("tokenExpiryDuration"_L1))
        finder.takeExpiry(
            wiretime::expiryMs(object.value("tokenExpiryDuration"_L1),
                               wiretime::instantMs(object.value("tokenCreatedTime"_L1))));
    const QJsonArray variables = object.value("values"_L1).toArray(); // Postman
    for (const QJsonValue &variable : variables)
        finder.takeNamed(variable["key"_L1].toString().toUtf8(),
                         variable["value"_L1].toString().toUtf8());
}

//! The address in \a word, which code may surround; empty where there is none.
QByteArrayView addressIn(QByteArrayView word)
{
    const QByteArray lower = word.toByteArray().toLower();
    const qsizetype plain = lower.indexOf("http://");
    const qsizetype secure = lower.indexOf("https://");
    // The first one; another may be part of it.
    const qsizetype start = plain >= 0 && (secure < 0 || plain < secure) ? plain : secure;
    if (start < 0)
        return {};
    const QByteArrayView address = word.sliced(start);
    const auto end = std::ranges::find_if(
        address, [](char c) { return QByteArrayView(",;)<>\"'`").contains(c); });
    return address.first(end - address.begin());
}

//! \a text is base64, whose padding is the only '=' that a token has.
bool isAssignment(QByteArrayView text)
{
    while (text.endsWith('='))
        text.chop(1);
    return text.contains('=');
}

// NAME=value of most shells, `set NAME value` of fish, `$env:NAME = value` of PowerShell, and
// `NAME: value` of Bruno and of headers.
void readAssignment(Finder &finder, const QByteArrayList &words, qsizetype i)
{
    const auto at = [&words](qsizetype index) {
        return index < words.size() ? QByteArrayView(words[index]) : QByteArrayView();
    };
    const QByteArrayView word = at(i);
    const qsizetype equals = word.indexOf('=');
    if (word == "set") {
        while (at(i + 1).startsWith('-'))
            ++i;
        if (!at(i + 1).contains('=')) // cmd's, which come next
            finder.takeNamed(at(i + 1), at(i + 2));
    } else if (word.startsWith("$env:") && at(i + 1) == "=") {
        finder.takeNamed(word.sliced(5), at(i + 2));
    } else if (equals > 0) {
        finder.takeNamed(word.first(equals), word.sliced(equals + 1));
    } else if (word.endsWith(':')) {
        finder.takeNamed(word.chopped(1), at(i + 1));
    }
}

//! What a browser says of the page that asked, beside the server that was asked.
bool namesPage(QByteArrayView lower)
{
    if (lower.startsWith('^')) // the quotes of cmd
        lower = lower.sliced(1);
    return lower.startsWith("origin:") || lower.startsWith("referer:") ||
           lower.startsWith("referrer:");
}

void readWords(Finder &finder, const QByteArrayList &words)
{
    constexpr QByteArrayView scheme("bearer ");
    bool isPage = false; // the word before says that this one is
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QByteArrayView word = words[i];
        const QByteArray lower = word.toByteArray().toLower();
        const qsizetype bearer = lower.indexOf(scheme);
        const bool isOfPage = isPage || namesPage(lower);
        isPage = namesPage(lower) && lower.endsWith(':');
        if (const QByteArrayView address = addressIn(word); !address.isEmpty() && !isOfPage)
            finder.takeAddress(QString::fromUtf8(address));
        if (bearer >= 0)
            finder.takeToken(word.sliced(bearer + scheme.size()).trimmed());
        else if ((lower == "bearer" || word == "--oauth2-bearer") && i + 1 < words.size())
            finder.takeToken(words[i + 1]);
        else
            readAssignment(finder, words, i);
    }
}

} // namespace

Result<PastedToken, PasteProblem> readPasted(const SecretBuffer &text)
{
    if (text.size() > mostPastedBytes)
        return Failure{PasteProblem::TooLong};
    const QByteArrayView trimmed = text.view().trimmed();
    if (trimmed.isEmpty())
        return Failure{PasteProblem::Empty};
    Finder finder;
    if (trimmed.startsWith('{')) {
        if (const auto object = strictjson::object(trimmed.toByteArray())) {
            readJson(finder, *object);
            return finder.result();
        }
    }
    const QByteArrayList words = shellWords(trimmed);
    if (words.size() == 1 && Token::isWellFormed(words.first()) && !isAssignment(words.first()))
        finder.takeToken(words.first());
    if (!finder.hasToken())
        readWords(finder, words);
    return finder.result();
}

} // namespace handoff
