// The half of MainWindow that gets tokens, for other Organizations too, and hands them out.
#include "core/session/orginforce.h"
#include "core/session/sessions.h"
#include "ui/mainwindow/handout.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/secretsheet.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/tokenlife.h"
#include "ui/mainwindow/tokensecrets.h"
#include "ui/support/handofftext.h"
#include "ui/support/uitext.h"
#include "ui/token/copysheet.h"
#include "ui/token/tokenpanel.h"
#include "ui/token/tokentext.h"

#include <algorithm>

//! The fingerprint of the latest token like the one in use that is held for \a org; or nothing.
//! What a custom one carries is not known: it is like no other.
static QString heldFor(const Org &org, const SignedIn &session, const QList<HeldToken> &tokens)
{
    const auto isLike = [&](const HeldToken &held) {
        const Token &token = held.token;
        const bool isAlike =
            !session.token ||
            (session.token->scope == token.scope && session.token->objectId == token.objectId &&
             session.token->isBySecretKey == token.isBySecretKey);
        return isAlike && !held.isAside && !token.isCustom() && token.orgId == org.id &&
               token.standing == Token::Standing::Usable;
    };
    const auto found = std::find_if(tokens.crbegin(), tokens.crend(), isLike);
    return found == tokens.crend() ? QString() : found->token.fingerprint();
}

void MainWindow::chooseOrg(const Org &org)
{
    const SignedIn *session = currentSession();
    const std::optional<Org> current = session ? orgInForce(*session) : std::nullopt;
    if (!session || (current && current->id == org.id))
        return;
    if (!changesOrgByToken(*session)) {
        currentService()->switchOrg(org, {});
        return;
    }
    // Only 2.0 says of a token where it is good for.
    const QString held = session->account.form == Api::Form::V2
                             ? heldFor(org, *session, currentService()->heldTokens())
                             : QString();
    if (held.isEmpty() || !currentService()->useHeld(held))
        return askForOrgToken(org, *session);
    showStatus(tr("Back to the token that you have for %1.").arg(shown(org.name, 64)));
}

static bool isStill(const SessionService *service, const Account &account)
{
    const auto *session = service ? std::get_if<SignedIn>(&service->state()) : nullptr;
    return session && session->account == account &&
           session->activity != SignedIn::Activity::SigningOut;
}

static QString noLongerKept(const Credentials &asked)
{
    return asked.isBySecretKey()
               ? MainWindow::tr("The secret key is no longer kept. Nothing was sent.")
               : MainWindow::tr("The password is no longer kept. Nothing was sent.");
}

void MainWindow::getToken(const TokenWish &wish, const Credentials &credentials)
{
    const bool isBySession = wish.source == TokenWish::Source::FromSession;
    const auto whole =
        isBySession ? std::optional(credentials) : m_secrets->completed(m_current, credentials);
    if (whole)
        currentService()->getToken(wish, *whole);
    else
        showStatus(noLongerKept(credentials));
}

static QString wantedSecret(const TokenMeans &means, const QString &user)
{
    const QString who = shown(user, 64);
    if (means.mayChooseMethod)
        return MainWindow::tr("The cluster wants the password of %1, or its secret key.").arg(who);
    return means.method == SignInMethod::SecretKey
               ? MainWindow::tr("The cluster wants its secret key, as for the token of %1 so far.")
                     .arg(who)
               : MainWindow::tr("The cluster wants the password of %1.").arg(who);
}

//! Where no session can be moved, a token for the other Organization is asked for, and that takes
//! the secret again, which is not kept unless the profile says so. It goes to the session that the
//! sheet names, whatever is shown by then.
void MainWindow::askForOrgToken(const Org &org, const SignedIn &session)
{
    const Account &account = session.account;
    const TokenMeans means =
        tokenMeans(session, m_secrets->of(m_current), currentService()->serverClock().nowMs());
    QString body = tr("A new token for this Organization is asked for.") + u' ' +
                   wantedSecret(means, account.userName);
    if (m_session && m_session->token().hasUsableToken())
        body += u' ' + tokentext::heldOneLivesOn();
    auto *sheet =
        new SecretSheet(tr("Go to %1?").arg(org.name), body, tr("Get token"), means, this);
    connect(sheet, &SecretSheet::given, this,
            [this, org, account, id = m_current](Credentials credentials) {
                SessionService *service = m_sessions.existing(id);
                credentials.userName = account.userName;
                if (!isStill(service, account))
                    return;
                const auto whole = m_secrets->completed(id, credentials);
                if (whole)
                    return service->switchOrg(org, *whole);
                showStatus(noLongerKept(credentials));
                render();
            });
    connect(&m_sessions, &Sessions::sessionStateChanged, sheet,
            [this, sheet, account, id = m_current](const QUuid &changed) {
                if (changed == id && !isStill(m_sessions.existing(id), account))
                    sheet->reject();
            });
    connect(sheet, &QDialog::rejected, this, &MainWindow::render);
    sheet->open();
}

void MainWindow::copyToken(handoff::Format format)
{
    if (const SignedIn *session = currentSession()) {
        m_handout->copyToken(currentProfile().value_or(Profile{}), *session, format);
        m_life->noteUse(m_current); // may renew it: what was copied is the one that was shown
    }
}

//! The forms as they would be copied now, each with a mask for the token: the sheet is given no
//! secret.
void MainWindow::openCopySheet()
{
    const SignedIn *session = currentSession();
    if (!session || !possibleWith(*session, currentService()->serverClock().nowMs()).copyToken)
        return;
    const handoff::Subject subject =
        Handout::subject(currentProfile().value_or(Profile{}), *session);
    CopySheet::Previews previews;
    for (const handofftext::Group &group : handofftext::groups(subject.form)) {
        for (const handoff::Format format : group.formats)
            previews.insert(format, handoff::preview(format, subject, CopySheet::mask()));
    }
    auto *sheet = new CopySheet(
        tr("The token of %1 at %2.")
            .arg(shown(session->account.userName, 64), shown(session->account.origin, 100)),
        subject.form, previews, this);
    connect(sheet, &CopySheet::copyRequested, &m_session->token(), &TokenPanel::copy);
    m_session->token().openSheet(sheet);
}
