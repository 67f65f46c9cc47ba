#include "ui/mainwindow/embedhelper.h"

#include "core/http/serveraddress.h"
#include "core/session/orginforce.h"
#include "core/session/renewalmeans.h"
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/mainwindow/tokensecrets.h"
#include "ui/token/embedsheet.h"

using End = EmbedState::End;

EmbedHelper::EmbedHelper(ProfileStore &store, Sessions &sessions, TokenSecrets &secrets,
                         QWidget &window)
    : QObject(&window)
    , m_store(store)
    , m_sessions(sessions)
    , m_window(window)
    , m_secrets(secrets)
    , m_endpoint([this](const EmbedEndpoint::Then &then) { mint(then); })
{
    connect(&m_endpoint, &EmbedEndpoint::changed, this, [this] {
        if (!state().isRunning)
            m_secret = {};
        render();
        Q_EMIT changed();
    });
    connect(&m_endpoint, &EmbedEndpoint::handedOut, this,
            [this](const QString &origin, const Token &token) {
                Q_EMIT handedOut(m_profile, token, origin);
            });
    connect(&sessions, &Sessions::sessionStateChanged, this, &EmbedHelper::followState);
    connect(&store, &ProfileStore::profilesChanged, this, [this] {
        const auto profile = m_store.profile(m_profile);
        if (!profile || !profile->embed.isOn)
            stop(End::SessionOver);
    });
}

bool EmbedHelper::hasKept(const QUuid &id) const
{
    return m_secrets.hasKept(id, m_secrets.madeBy(id));
}

static bool canBySession(const SignedIn &session)
{
    if (!session.token)
        return session.account.form == Api::Form::V2 && session.hasCookieSession;
    return renewalMeans(session, false).by == RenewalMeans::By::Session;
}

void EmbedHelper::open(const QUuid &id)
{
    const auto profile = m_store.profile(id);
    const SignedIn *in = m_secrets.session(id);
    if (!profile || !in)
        return;
    m_opened = id;
    EmbedSheet::Offer offer;
    offer.userName = in->account.userName;
    const auto address = ServerAddress::parse(in->account.origin);
    offer.host = address ? address->host : in->account.origin;
    offer.settings = profile->embed;
    offer.hasKept = hasKept(id);
    offer.mayUseSession = canBySession(*in);
    offer.isBySecretKey = m_secrets.madeBy(id) == SecretField::SecretKey;
    m_sheet = new EmbedSheet(offer, &m_window);
    connect(m_sheet, &EmbedSheet::startWanted, this, &EmbedHelper::start);
    connect(m_sheet, &EmbedSheet::stopWanted, this, [this] { stop(End::ByHand); });
    connect(m_sheet, &EmbedSheet::optedIn, this, &EmbedHelper::optIn);
    connect(m_sheet, &EmbedSheet::copyWanted, this, [this] {
        Q_EMIT copyWanted(m_profile, state().url);
        if (m_sheet)
            m_sheet->tell(tr("Copied. It leaves the clipboard by itself."));
    });
    render();
    m_sheet->open();
}

void EmbedHelper::render()
{
    // What came of an earlier run of another profile is no news here.
    if (m_sheet && (m_opened == m_profile || state().isRunning))
        m_sheet->render(state());
}

void EmbedHelper::optIn(bool isOn)
{
    auto profile = m_store.profile(m_opened);
    if (!profile)
        return;
    profile->embed.isOn = isOn;
    m_store.save(*profile);
    if (!isOn && m_opened == m_profile)
        stop(End::ByHand);
}

void EmbedHelper::start(const EmbedSettings &settings, const SecretBuffer &secret)
{
    auto profile = m_store.profile(m_opened);
    const SignedIn *in = m_secrets.session(m_opened);
    if (!profile || !in || in->ended || isHeldBack(*in))
        return;
    stop(End::ByHand);
    m_profile = m_opened;
    m_account = in->account;
    m_settings = settings;
    m_secret = secret;
    m_isByKept = secret.isEmpty() && hasKept(m_profile);
    profile->embed = settings;
    m_store.save(*profile);
    EmbedPlan plan;
    plan.origins = settings.origins;
    plan.forMs = settings.minutes * qint64(60'000);
    plan.port = static_cast<quint16>(settings.port);
    m_endpoint.start(plan);
}

void EmbedHelper::stop(End why)
{
    m_endpoint.stop(why);
}

void EmbedHelper::followProfile(const QUuid &profile)
{
    if (profile != m_profile)
        stop(End::OtherProfile);
}

void EmbedHelper::followState(const QUuid &id, const SessionState &state)
{
    if (id != m_profile)
        return;
    const auto *in = std::get_if<SignedIn>(&state);
    const bool isSound = in && !in->ended && in->activity != SignedIn::Activity::SigningOut &&
                         !isHeldBack(*in) && in->account.origin == m_account.origin &&
                         in->account.userName == m_account.userName;
    if (!isSound)
        stop(End::SessionOver);
}

static Failure<ApiError> nothingToAskWith()
{
    ApiError error;
    error.kind = ApiError::Kind::InvalidInput;
    error.detail = QStringLiteral("Password");
    return {error};
}

void EmbedHelper::mint(const EmbedEndpoint::Then &then)
{
    SessionService *service = m_sessions.existing(m_profile);
    const SignedIn *in = m_secrets.session(m_profile);
    const SecretField field = m_secrets.madeBy(m_profile);
    // What was kept may be gone by now: pages get nothing then, rather than another kind of token.
    const bool isLost = m_isByKept && !hasKept(m_profile);
    const SecretBuffer secret = m_isByKept && !isLost ? m_secrets.kept(m_profile, field) : m_secret;
    TokenWish wish;
    wish.validitySeconds = m_settings.validitySeconds;
    if (const auto org = in ? orgInForce(*in) : std::nullopt)
        wish.org = QString::number(org->id);
    Credentials credentials;
    if (field == SecretField::SecretKey)
        credentials = {{}, {}, secret, SignInMethod::SecretKey};
    else
        credentials.password = secret;
    if (secret.isEmpty())
        wish.source = TokenWish::Source::FromSession;
    const bool canAsk = in && !isLost && (!secret.isEmpty() || canBySession(*in));
    const auto answer = [helper = QPointer(this), then, isByKept = m_isByKept, id = m_profile,
                         field](const ApiResult<Token> &token) {
        if (!helper) // the window goes before the sessions
            return;
        if (isByKept)
            helper->followKept(id, field, token);
        then(token);
    };
    if (!canAsk || !service->mintAside(wish, credentials, answer))
        then(nothingToAskWith());
}

// Another profile's helper may run by then.
void EmbedHelper::followKept(const QUuid &profile, SecretField field, const ApiResult<Token> &token)
{
    if (!token && token.error().kind == ApiError::Kind::BadCredentials)
        m_secrets.forgetRefused(profile, field);
}
