#include "app/cli/ending.h"

#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"
#include "app/cli/output.h"
#include "app/cli/profilejson.h"
#include "core/storage/kepttokens.h"
#include "ui/support/errortext.h"
#include "ui/support/prooftext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QDateTime>
#include <QJsonArray>

#include <utility>

using namespace Qt::StringLiterals;

//! What came of a token that was to end.
struct Ended
{
    Profile profile;
    Token token;
    tokencalls::Revoked revoked;
    bool isSkipped = false; //!< the cluster had stopped to answer before
    bool isKept = false;    //!< still

    [[nodiscard]] bool wasDead() const
    {
        return !revoked.result && revoked.result.error().kind == ApiError::Kind::SessionEnded;
    }
    [[nodiscard]] bool isAlive() const { return revoked.check && revoked.check->accepted; }
    [[nodiscard]] bool isConfirmed() const { return wasDead() || (revoked.result && !isAlive()); }
    [[nodiscard]] std::optional<qint64> expiresMs() const
    {
        return isAlive() && revoked.check->expiresMs ? revoked.check->expiresMs : token.expiresMs;
    }
};

static QJsonObject jsonOf(const Ended &ended)
{
    const QString result = ended.wasDead()       ? u"was dead"_s
                           : ended.isAlive()     ? u"still accepted"_s
                           : ended.isConfirmed() ? u"revoked"_s
                                                 : u"not confirmed"_s;
    return {{u"profile"_s, ended.profile.name},
            {u"token"_s, jsonOf(ended.token)},
            {u"result"_s, result},
            {u"proved"_s, ended.isConfirmed() && ended.revoked.check.has_value()},
            {u"keepsToken"_s, ended.isKept}};
}

//! What the others are told from it by, where there are any.
static QString nameOf(const Ended &ended, bool isOneOfSeveral)
{
    const QString name = shown(ended.profile.name, Profile::longestName);
    if (!isOneOfSeveral)
        return name;
    const QString org = kept::orgOf(ended.profile, ended.token);
    return org.isEmpty() ? Cli::tr("%1, Organization not known").arg(name)
                         : Cli::tr("%1, Organization %2").arg(name, org);
}

static QString sentence(const Ended &ended, const QString &name)
{
    return ended.wasDead() ? Cli::tr("%1: the cluster did not accept the token any more.").arg(name)
           : ended.revoked.check
               ? Cli::tr("%1: revoked; the cluster no longer accepts the token.").arg(name)
               : Cli::tr("%1: revoked, as the cluster says. %2")
                     .arg(name, prooftext::unproved(ended.token.expiresMs,
                                                    QDateTime::currentMSecsSinceEpoch()));
}

static ErrorText stillAccepted(const std::optional<qint64> &expiresMs)
{
    const QString what =
        expiresMs
            ? Cli::tr("The cluster says that it revoked the token, and accepts it all the same, "
                      "until %1.")
                  .arg(timetext::clockOrDate(*expiresMs, QDateTime::currentMSecsSinceEpoch()))
            : Cli::tr("The cluster says that it revoked the token, and accepts it all the same.");
    return {.what = what,
            .nextStep =
                Cli::tr("Tell the cluster's administrator; until it expires the token works."),
            .details = {}};
}

//! Ends tokens of a profile one after the other, and then the program.
class Ending final : public QObject
{
public:
    Ending(CliContext &context, const Profile &profile, const QList<Token> &tokens,
           ending::Unconfirmed unconfirmed, bool asJson)
        : QObject(&context)
        , m_context(context)
        , m_profile(profile)
        , m_left(tokens)
        , m_isSeveral(tokens.size() > 1)
        , m_unconfirmed(unconfirmed)
        , m_asJson(asJson)
    {
        context.cluster(profile);
    }

    void next()
    {
        if (m_left.isEmpty())
            return finish();
        const Token token = m_left.takeFirst();
        if (!m_ended.isEmpty()) {
            const tokencalls::Revoked &last = m_ended.constLast().revoked;
            // The tokens that are left need not wait for that one by one.
            if (!last.result &&
                CliContext::codeOf(last.result.error().kind) == ExitCode::Unreachable) {
                ApiError error = last.result.error();
                error.isUnsent = true;
                return note(token, {Failure{error}, std::nullopt, false}, true);
            }
        }
        m_context.cluster().revoke(
            token, [this, token](const tokencalls::Revoked &revoked) { note(token, revoked); });
    }

private:
    void note(const Token &token, const tokencalls::Revoked &revoked, bool isSkipped = false)
    {
        noting::ended(m_profile, token, revoked);
        Ended ended{m_profile, token, revoked, isSkipped};
        ended.isKept = !ended.isConfirmed() && m_unconfirmed == ending::Unconfirmed::Keep;
        if (!ended.isKept)
            KeptTokens::forget(m_context.vault(), m_profile.id, token.fingerprint());
        m_ended.append(ended);
        if (!m_asJson && ended.isConfirmed())
            m_context.print(sentence(ended, nameOf(ended, m_isSeveral)));
        next();
    }

    //! A line for each that the cluster did not confirm.
    void complain(const Ended &ended) const
    {
        const ErrorText why = ended.revoked.result ? stillAccepted(ended.expiresMs())
                                                   : m_context.textOf(ended.revoked.result.error());
        const QString said = ended.isSkipped ? Cli::tr("The cluster was not asked to revoke it.")
                                             : CliContext::inOneLine(why);
        output::complain(m_isSeveral ? nameOf(ended, true) + ": "_L1 + said : said);
    }

    void finish()
    {
        QJsonArray rows;
        for (const Ended &ended : m_ended)
            rows.append(jsonOf(ended));
        if (m_asJson)
            m_context.print(QJsonDocument(rows));
        ExitCode code = ExitCode::Ok;
        for (const Ended &ended : std::as_const(m_ended)) {
            if (ended.isConfirmed())
                continue;
            complain(ended);
            if (code == ExitCode::Ok)
                code = ended.revoked.result ? ExitCode::BadAnswer
                                            : CliContext::codeOf(ended.revoked.result.error().kind);
        }
        m_context.finish(code);
    }

    CliContext &m_context;
    const Profile m_profile;
    QList<Token> m_left;
    const bool m_isSeveral;
    QList<Ended> m_ended;
    const ending::Unconfirmed m_unconfirmed;
    const bool m_asJson;
};

QList<QCommandLineOption> ending::options()
{
    return {kept::orgOption(), {u"json"_s, Cli::tr("As JSON: what came of each.")}};
}

void ending::revoke(CliContext &context, const QCommandLineParser &line, Which which,
                    Unconfirmed unconfirmed)
{
    const auto profile = context.profile(line.positionalArguments().constFirst());
    if (!profile)
        return;
    const bool asJson = line.isSet(u"json"_s);
    const auto end = [=, &context](const QList<Token> &tokens) {
        (new Ending(context, *profile, tokens, unconfirmed, asJson))->next();
    };
    if (which == Which::All && !line.isSet(u"org"_s))
        return kept::withTokens(context, *profile, end);
    kept::withToken(context, *profile, line.value(u"org"_s),
                    [end](const Token &token) { end({token}); });
}
