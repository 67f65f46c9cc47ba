#include "ui/mainwindow/handout.h"

#include "core/session/orginforce.h"
#include "core/storage/profile.h"
#include "core/support/worker.h"
#include "ui/support/handofftext.h"
#include "ui/support/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>

Handout::Handout(SecretClipboard &clipboard, QObject *parent)
    : QObject(parent)
    , m_clipboard(clipboard)
{
    connect(&clipboard, &SecretClipboard::remainingChanged, this,
            [this](int seconds) { Q_EMIT countdown(m_what, seconds); });
    connect(&clipboard, &SecretClipboard::couldNotClear, this, [this] {
        Q_EMIT told(tr("The clipboard's entry is empty, but the system holds on to it. Bring this "
                       "window to the front to have it cleared."));
    });
    connect(&clipboard, &SecretClipboard::clearedAfterAll, this,
            [this] { Q_EMIT told(tr("The clipboard is cleared now.")); });
}

handoff::Subject Handout::subject(const Profile &profile, const SignedIn &session)
{
    return {.token = *session.token,
            .origin = session.account.origin,
            .form = session.account.form,
            .name = profile.name,
            .variables = profile.variables};
}

//! A secret of \a profile goes to the clipboard.
void Handout::begin(const QUuid &profile, const QString &what)
{
    m_making.reset();
    m_what = what;
    m_owner = profile;
    m_fingerprint.clear();
}

void Handout::copyToken(const Profile &profile, const SignedIn &session, handoff::Format format)
{
    if (!session.token || isHeldBack(session))
        return;
    const SecretBuffer text = handoff::text(format, subject(profile, session));
    if (text.isEmpty()) {
        Q_EMIT told(tr("Not copied: the token or the address holds characters that could mean "
                       "something else in this form."));
        return;
    }
    begin(profile.id, tr("%1 copied.").arg(handofftext::name(format)));
    m_fingerprint = session.token->fingerprint();
    m_clipboard.copy(text);
    Q_EMIT tokenCopied(profile.id, *session.token, format);
}

void Handout::copyAddress(const QUuid &profile, const SecretBuffer &address)
{
    begin(profile, tr("Address copied."));
    m_clipboard.copy(address);
}

void Handout::copyValue(const QUuid &profile, const QString &text, bool isSecret)
{
    if (isSecret) {
        begin(profile, tr("Secret value copied."));
        m_clipboard.copy(SecretBuffer::fromText(text));
    } else {
        m_making.reset();
        QGuiApplication::clipboard()->setText(text);
        Q_EMIT told(tr("Copied."));
    }
}

static bool isRevoked(const SignedIn &session)
{
    return session.token && session.token->standing == Token::Standing::Revoked;
}

// The person has decided by then: a server that is slow to answer, or refuses, changes nothing.
static bool beginsEnd(const SignedIn &before, const SignedIn &now)
{
    using Activity = SignedIn::Activity;
    return now.activity != before.activity &&
           (now.activity == Activity::SigningOut || now.activity == Activity::RevokingToken);
}

static bool endsToken(const SessionState &before, const SessionState &now)
{
    const auto *was = std::get_if<SignedIn>(&before);
    const auto *is = std::get_if<SignedIn>(&now);
    if (!was || !is)
        return was && std::holds_alternative<SignedOut>(now);
    return beginsEnd(*was, *is) || (isRevoked(*is) && !isRevoked(*was));
}

void Handout::followSession(const QUuid &profile, const SessionState &before,
                            const SessionState &now)
{
    if (!endsToken(before, now))
        return;
    if (profile == m_makingFor)
        m_making.reset();
    if (profile == m_owner)
        m_clipboard.clear();
}

void Handout::dropTokens(const QUuid &profile, const QStringList &fingerprints)
{
    if (profile == m_owner && fingerprints.contains(m_fingerprint))
        m_clipboard.clear();
}

void Handout::copyLongText(const QUuid &profile, const std::function<QString()> &make,
                           bool isSecret)
{
    m_making = std::make_unique<QObject>();
    m_makingFor = profile;
    runOnWorker(m_making.get(), make, [this, profile, isSecret](const QString &text) {
        copyValue(profile, text, isSecret);
    });
}

void Handout::clear()
{
    m_making.reset();
    m_clipboard.clear();
}
