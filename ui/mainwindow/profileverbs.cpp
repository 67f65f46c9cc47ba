#include "ui/mainwindow/profileverbs.h"

#include "core/http/serveraddress.h"
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/profiles/profileeditor.h"
#include "ui/support/statustext.h"
#include "ui/support/uitext.h"
#include "ui/widgets/confirmsheet.h"

#include <QDateTime>
#include <QWidget>

ProfileVerbs::ProfileVerbs(ProfileStore &store, Sessions &sessions, QWidget &window)
    : QObject(&window)
    , m_store(store)
    , m_sessions(sessions)
    , m_window(window)
    , m_save([this](const Profile &changed) {
        m_store.save(changed);
        Q_EMIT told(tr("Profile %1 saved.").arg(shown(changed.name, Profile::longestName)));
    })
    , m_signOut([this](const QUuid &id) { m_sessions.existing(id)->signOut(); })
{
    connect(&sessions, &Sessions::sessionStateChanged, this, &ProfileVerbs::noteState);
}

void ProfileVerbs::saveBy(std::function<void(const Profile &)> save)
{
    m_save = std::move(save);
}

void ProfileVerbs::signOutBy(std::function<void(const QUuid &)> signOut)
{
    m_signOut = std::move(signOut);
}

void ProfileVerbs::edit(const QUuid &id)
{
    const auto profile = m_store.profile(id);
    if (!profile)
        return;
    auto *editor = new ProfileEditor(*profile, &m_window);
    connect(editor, &ProfileEditor::saveRequested, this,
            [this](const Profile &changed) { m_save(changed); });
    editor->open();
}

void ProfileVerbs::duplicate(const QUuid &id)
{
    auto copy = m_store.profile(id);
    if (!copy)
        return;
    copy->id = QUuid();
    copy->name = tr("%1 copy").arg(copy->name.left(Profile::longestName - 8));
    const QString name = copy->name;
    const QUuid newId = m_store.save(*copy);
    Q_EMIT told(tr("Profile %1 added.").arg(shown(name, Profile::longestName)));
    Q_EMIT duplicated(newId);
}

void ProfileVerbs::remove(const QUuid &id)
{
    const auto profile = m_store.profile(id);
    if (!profile)
        return;
    const SessionService *service = m_sessions.existing(id);
    const bool isSignedIn = service && std::holds_alternative<SignedIn>(service->state());
    QString body = tr("Its address %1, user name, Organization and connection settings go. "
                      "Nothing changes on the cluster.")
                       .arg(profile->origin);
    if (isSignedIn)
        body = tr("You are signed in: the token is revoked and the session closed first, and kept "
                  "tokens are revoked. Then its "
                  "address %1, user name, Organization and connection settings go.")
                   .arg(profile->origin);
    auto *sheet = new ConfirmSheet(tr("Remove the profile %1?").arg(profile->name), body,
                                   tr("Remove"), &m_window);
    connect(sheet, &QDialog::accepted, this, [this, id] { removeNow(id); });
    sheet->open();
}

void ProfileVerbs::removeNow(const QUuid &id)
{
    const SessionService *service = m_sessions.existing(id);
    if (service && std::holds_alternative<SignedIn>(service->state())) {
        // It stays in the list until the cluster has answered: what was not revoked must be said.
        m_leaving.insert(id);
        m_signOut(id);
    } else {
        forget(id, {});
    }
}

void ProfileVerbs::signOutRemoved(const QList<QUuid> &profiles)
{
    for (const QUuid &id : profiles) {
        SessionService *service = m_sessions.existing(id);
        if (!service || m_store.profile(id) || m_leaving.contains(id))
            continue;
        if (std::holds_alternative<SigningIn>(service->state())) {
            service->cancel();
        } else if (std::holds_alternative<SignedIn>(service->state())) {
            m_leaving.insert(id);
            service->signOut();
        }
    }
}

void ProfileVerbs::noteState(const QUuid &id, const SessionState &state)
{
    const auto *out = std::get_if<SignedOut>(&state);
    const SessionService *service = m_sessions.existing(id);
    if (!out || !service || !m_leaving.remove(id))
        return;
    std::optional<SignOutReport> report = out->report;
    if (report)
        report->proof = SignOutReport::Proof::NotMade; // it goes with the service
    const QString outcome =
        report ? signOutText(*report, service->serverClock().nowMs()) : QString();
    // Not while the service is still telling everybody.
    QMetaObject::invokeMethod(
        this, [this, id, outcome] { forget(id, outcome); }, Qt::QueuedConnection);
}

void ProfileVerbs::forget(const QUuid &id, const QString &outcome)
{
    const auto profile = m_store.profile(id);
    const QString removed =
        profile ? tr("Profile %1 removed.").arg(shown(profile->name, Profile::longestName))
                : tr("The profile was removed elsewhere.");
    m_sessions.remove(id);
    m_store.remove(id);
    Q_EMIT told(outcome.isEmpty() ? removed : removed + u' ' + outcome);
}

//! What the sign-in form shows and \a said, over what is kept of the rest.
static Profile laidOver(Profile kept, const Profile &said)
{
    if (kept.origin != said.origin) {
        kept.foundForm = said.foundForm;
        kept.knownOrgs = said.knownOrgs;
    }
    kept.origin = said.origin;
    kept.form = said.form;
    kept.userName = said.userName;
    kept.org = said.org;
    kept.rememberMe = said.rememberMe;
    kept.method = said.method;
    kept.keepsPassword = said.keepsPassword;
    kept.keepsSecretKey = said.keepsSecretKey;
    kept.keepsToken = said.keepsToken;
    kept.wantsToken = said.wantsToken;
    kept.tokenValiditySeconds = said.tokenValiditySeconds;
    return kept;
}

Profile ProfileVerbs::keep(const Profile &said)
{
    const auto stored = m_store.profile(said.id);
    Profile profile = stored ? laidOver(*stored, said) : said;
    if (profile.name.isEmpty()) {
        const auto address = ServerAddress::parse(profile.origin);
        profile.name = address ? address->host : profile.origin;
    }
    profile.lastUsedMs = QDateTime::currentMSecsSinceEpoch();
    m_store.save(profile);
    return profile;
}

void ProfileVerbs::rememberSession(const QUuid &id, const SignedIn &session)
{
    auto profile = m_store.profile(id);
    if (!profile || session.orgs.isEmpty() || profile->knownOrgs == session.orgs)
        return;
    profile->knownOrgs = session.orgs;
    m_store.save(*profile);
}

void ProfileVerbs::rememberForm(const QUuid &id, const QString &origin, Api::Form form)
{
    auto profile = m_store.profile(id);
    if (!profile || profile->origin != origin || profile->foundForm == form)
        return;
    profile->foundForm = form;
    m_store.save(*profile);
}
