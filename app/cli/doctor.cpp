#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
#include "core/http/connectionprobe.h"
#include "core/session/orglookup.h"
#include "core/storage/kepttokens.h"
#include "ui/support/formtext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

//! Goes the way of a call step by step, and says of each how it went and how long it took. Ends the
//! program with the first step that fails.
class Doctor final : public QObject
{
    Q_OBJECT

public:
    //! \a org: of which a kept token is asked about; empty for the profile's own.
    Doctor(CliContext &context, const Profile &profile, const QString &org, bool asJson)
        : QObject(&context)
        , m_context(context)
        , m_profile(profile)
        , m_org(org)
        , m_asJson(asJson)
        , m_probe(profile.connection())
    {}

    void start()
    {
        m_clock.start();
        m_probe.start([this](const ConnectionProbe::Step &step) { tell(step); },
                      [this](const std::optional<ConnectionProbe::Fault> &fault) {
                          // Why TLS fails is for the call to tell.
                          if (fault && fault->error.kind != ApiError::Kind::Tls)
                              fail(nameOf(fault->part), fault->error);
                          else
                              askWhatItIs();
                      });
    }

private:
    using Part = ConnectionProbe::Step::Part;

    [[nodiscard]] static QString nameOf(Part part)
    {
        switch (part) {
        case Part::Name:
            return Cli::tr("name");
        case Part::Connection:
            return Cli::tr("connection");
        case Part::Proxy:
            return Cli::tr("proxy");
        case Part::Tls:
            return Cli::tr("TLS");
        }
        Q_UNREACHABLE();
    }

    void tell(const ConnectionProbe::Step &step)
    {
        row(Cli::tr("ok"), nameOf(step.part), step.elapsedMs, step.detail);
        m_clock.start();
    }

    void passed(const QString &step, const QString &detail)
    {
        row(Cli::tr("ok"), step, m_clock.restart(), detail);
    }

    void row(const QString &verdict, const QString &step, qint64 ms, const QString &detail)
    {
        if (m_asJson)
            m_rows.append(QJsonObject{
                {u"step"_s, step}, {u"result"_s, verdict}, {u"ms"_s, ms}, {u"detail"_s, detail}});
        else
            m_context.print(u"%1  %2  %3 ms  %4"_s.arg(verdict, -4)
                                .arg(step, -12)
                                .arg(ms, 6)
                                .arg(shown(detail, 200)));
    }

    void finish()
    {
        printRows();
        m_context.finish();
    }

    void printRows()
    {
        if (m_asJson)
            m_context.print(QJsonDocument(m_rows));
    }

    void failed(const QString &step, const QString &why)
    {
        row(Cli::tr("fail"), step, m_clock.elapsed(), why);
        printRows();
    }

    //! What is kept stays, whatever the cluster says of it: this only looks.
    void fail(const QString &step, const ApiError &error)
    {
        failed(step, errorText(error).what);
        m_context.fail(error);
    }

    //! One answer tells both whether it is ThoughtSpot and which form of the API it speaks.
    void askWhatItIs()
    {
        m_clock.start();
        m_context.cluster(m_profile).testForm([this](const ApiResult<Api::Form> &found) {
            const QString step = Cli::tr("ThoughtSpot");
            // With another form named, or the old API, it is ThoughtSpot after all.
            const bool isKnown = found || (found.error().kind == ApiError::Kind::WrongApiForm &&
                                           !found.error().detail.isEmpty());
            if (!isKnown)
                return fail(found.error().kind == ApiError::Kind::Tls ? nameOf(Part::Tls) : step,
                            found.error());
            passed(step, m_profile.origin);
            if (!found)
                return fail(Cli::tr("API"), found.error());
            passed(Cli::tr("API"), formName(*found));
            askForToken();
        });
    }

    void askForToken()
    {
        if (!m_context.vault().storedFields(m_profile.id).contains(SecretField::Token))
            return finishWithoutToken();
        m_clock.start();
        m_context.beforeFailing([this](const QString &what) { failed(Cli::tr("sign-in"), what); });
        kept::withTokens(m_context, m_profile, [this](const QList<Token> &tokens) {
            m_context.beforeFailing({});
            auto token = kept::chosen(tokens, m_profile, m_org);
            // Where none is surely for the profile's Organization, the cluster says which the last
            // one is for.
            if (!token && m_org.isEmpty())
                token = KeptTokens::find(tokens, {}, {});
            if (token)
                askAbout(*token);
            else
                finishWithoutToken();
        });
    }

    void finishWithoutToken()
    {
        const QString org = m_org.isEmpty() ? m_profile.org : m_org;
        row(Cli::tr("none"), Cli::tr("sign-in"), 0,
            org.isEmpty() ? Cli::tr("no token is kept")
                          : Cli::tr("no token is kept for %1").arg(org));
        finish();
    }

    void askAbout(const Token &token)
    {
        m_clock.start();
        m_context.cluster().check(token, [this, token](const ApiResult<TokenCheck> &check) {
            if (!check)
                return fail(Cli::tr("sign-in"), check.error());
            if (!check->accepted) {
                ApiError ended;
                ended.kind = ApiError::Kind::SessionEnded;
                return fail(Cli::tr("sign-in"), ended);
            }
            passed(Cli::tr("sign-in"), lifeOf(*check));
            askForOrg(token);
        });
    }

    [[nodiscard]] QString lifeOf(const TokenCheck &check) const
    {
        return check.expiresMs
                   ? Cli::tr("accepted, valid until %1")
                         .arg(timetext::clockOrDate(*check.expiresMs, m_context.cluster().nowMs()))
                   : Cli::tr("accepted");
    }

    void askForOrg(const Token &token)
    {
        m_context.cluster().info(token, [this](const ApiResult<SessionInfo> &info) {
            const QString step = Cli::tr("Organization");
            if (!info)
                return fail(step, info.error());
            const QList<Org> known = orglookup::merged(info->orgs, m_profile.knownOrgs);
            if (const auto mismatch = orglookup::mismatch(
                    known, m_org.isEmpty() ? m_profile.org : m_org, info->currentOrg))
                return fail(step, *mismatch);
            passed(step,
                   info->currentOrg
                       ? Cli::tr("%1 in %2").arg(info->userName, spelling::of(*info->currentOrg))
                       : Cli::tr("%1; the cluster does not tell it").arg(info->userName));
            finish();
        });
    }

    CliContext &m_context;
    const Profile m_profile;
    const QString m_org;
    const bool m_asJson;
    ConnectionProbe m_probe;
    QElapsedTimer m_clock;
    QJsonArray m_rows;
};

static void run(CliContext &context, const QCommandLineParser &line)
{
    const auto profile = context.profile(line.positionalArguments().constFirst());
    if (profile)
        (new Doctor(context, *profile, line.value(u"org"_s), line.isSet(u"json"_s)))->start();
}

Verb verbs::doctor()
{
    return {.name = u"doctor"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr("goes the way to the cluster step by step, each with its time"),
            .fewest = 1,
            .most = 1,
            .options = {kept::orgOption(), {u"json"_s, Cli::tr("As JSON.")}},
            .run = run};
}

#include "doctor.moc"
