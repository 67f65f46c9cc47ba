#include "app/cli/clicontext.h"

#include "app/cli/clitext.h"
#include "app/cli/failuretext.h"
#include "app/cli/jsontext.h"
#include "app/cli/secretinput.h"
#include "app/cli/spelling.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

CliContext::CliContext(const QString &settingsFile, CliStart start)
    : m_store(settingsFile)
    , m_vault(m_store)
    , m_start(std::move(start))
{
    connect(&m_store, &ProfileStore::problemFound, this, &CliContext::noteProblem);
    connect(&m_store, &ProfileStore::saved, this, &CliContext::goOnWhenSaved);
    connect(&m_vault, &Vault::statusChanged, this, &CliContext::followVault);
    connect(&m_vault, &Vault::placeRefused, this, [this](KeyPlace, const VaultFault &fault) {
        m_whenOpen = {};
        fail(fault);
    });
}

CliContext::~CliContext() = default;

Cluster &CliContext::cluster(const Profile &profile)
{
    m_cluster = std::make_unique<Cluster>(profile);
    return *m_cluster;
}

bool CliContext::load()
{
    m_store.load(ProfileStore::Others::LeftAlone);
    m_isLoaded = true;
    return !m_hasEnded;
}

std::optional<Profile> CliContext::profile(const QString &name)
{
    const QList<Profile> all = m_store.profiles();
    const auto matching = [&all](const auto &matches) {
        QList<Profile> found;
        std::copy_if(all.begin(), all.end(), std::back_inserter(found), matches);
        return found;
    };
    QList<Profile> found = matching([&](const Profile &p) { return p.name == name; });
    if (found.isEmpty())
        found = matching([&](const Profile &p) {
            return p.id.toString(QUuid::WithoutBraces).compare(name, Qt::CaseInsensitive) == 0;
        });
    if (found.isEmpty())
        found = matching(
            [&](const Profile &p) { return p.name.compare(name, Qt::CaseInsensitive) == 0; });
    if (found.size() == 1) {
        m_word = spelling::word(found.constFirst().name);
        m_form = found.constFirst().form;
        return found.constFirst();
    }
    const QString spoken = shown(name, Profile::longestName);
    if (found.isEmpty())
        fail(ExitCode::NoProfile, Cli::tr("There is no profile %1.").arg(spoken),
             Cli::tr("See sdesk profiles, or add it: sdesk add."));
    else
        fail(ExitCode::NoProfile, Cli::tr("More than one profile is called %1.").arg(spoken),
             Cli::tr("Use the id that sdesk profiles --json tells."));
    return std::nullopt;
}

// --- the vault

void CliContext::whenOpen(std::function<void()> then)
{
    const VaultStatus &status = m_vault.status();
    switch (status.state) {
    case VaultStatus::State::Open:
        return then();
    case VaultStatus::State::NotChosen:
        return fail(ExitCode::VaultShut,
                    Cli::tr("Nobody has chosen yet where secrets are to be kept."),
                    Cli::tr("Choose with sdesk login %1 --keep keychain, or --keep passphrase.")
                        .arg(m_word));
    case VaultStatus::State::Opening:
    case VaultStatus::State::Locked:
    case VaultStatus::State::Failed:
        break;
    }
    m_whenOpen = std::move(then);
    if (status.place != KeyPlace::Passphrase)
        return m_vault.unlock();
    const auto passphrase =
        secretinput::passphrase(Cli::tr("Passphrase of what Session Desk keeps"));
    if (passphrase)
        return m_vault.unlock(*passphrase);
    m_whenOpen = {};
    fail(ExitCode::VaultShut,
         Cli::tr("The passphrase is needed: %1").arg(secretinput::text(passphrase.error())),
         Cli::tr("Enter it in a terminal, or name a file descriptor in SDESK_PASSPHRASE_FD."));
}

void CliContext::choosePlace(KeyPlace place, const SecretBuffer &passphrase,
                             std::function<void()> then)
{
    m_whenOpen = std::move(then);
    m_vault.choose(place, passphrase);
}

void CliContext::followVault(const VaultStatus &status)
{
    if (!m_whenOpen)
        return;
    if (status.state == VaultStatus::State::Open && !status.moving) {
        const auto then = std::exchange(m_whenOpen, {});
        then();
    } else if (status.state == VaultStatus::State::Failed) {
        m_whenOpen = {};
        fail(status.fault.value_or(VaultFault{}));
    }
}

// --- output and end

void CliContext::write(QByteArrayView bytes)
{
    const output::Outcome outcome = output::write(bytes);
    if (outcome != output::Outcome::Written)
        m_output = outcome;
}

void CliContext::print(const QString &text)
{
    write(text.toUtf8() + '\n');
}

void CliContext::print(const QJsonDocument &json)
{
    write(jsontext::of(json).toUtf8());
}

void CliContext::print(const SecretBuffer &secret)
{
    write(secret.view());
    write("\n");
}

void CliContext::finish(ExitCode code)
{
    if (std::exchange(m_hasEnded, true))
        return;
    if (m_output == output::Outcome::Refused && code == ExitCode::Ok) {
        output::complain(
            Cli::tr("Standard output takes no more. Make room there, then try again."));
        code = ExitCode::Failed;
    }
    whenSaved([this, code] {
        const bool isLost = m_isUnsaved && code == ExitCode::Ok;
        if (m_output == output::Outcome::Unread && code == ExitCode::Ok && !isLost)
            output::endUnread();
        QCoreApplication::exit(static_cast<int>(isLost ? ExitCode::Settings : code));
    });
}

void CliContext::whenSaved(std::function<void()> then)
{
    m_whenSaved = std::move(then);
    goOnWhenSaved();
}

void CliContext::goOnWhenSaved()
{
    if (!m_whenSaved || !(m_store.isSaved() || m_isUnsaved))
        return;
    const auto then = std::exchange(m_whenSaved, {});
    then();
}

void CliContext::fail(ExitCode code, const QString &what, const QString &nextStep)
{
    fail(code, ErrorText{.what = what, .nextStep = nextStep, .details = {}});
}

void CliContext::fail(ExitCode code, const ErrorText &text)
{
    if (m_hasEnded)
        return;
    if (const auto then = std::exchange(m_beforeFailing, {}))
        then(text.what);
    output::complain(inOneLine(text));
    finish(code);
}

void CliContext::beforeFailing(std::function<void(const QString &)> then)
{
    m_beforeFailing = std::move(then);
}

QString CliContext::inOneLine(const ErrorText &text)
{
    const QString sentence = text.what + u' ' + text.nextStep;
    if (text.details.isEmpty())
        return sentence;
    return sentence + u" ("_s + QString(text.details).replace(u'\n', "; "_L1) + u')';
}

ExitCode CliContext::codeOf(ApiError::Kind kind)
{
    using Kind = ApiError::Kind;
    switch (kind) {
    case Kind::InvalidInput:
    case Kind::InsecureAddress:
    case Kind::Unsupported:
        return ExitCode::Misuse;
    case Kind::Unreachable:
    case Kind::HostNotFound:
    case Kind::ConnectionLost:
    case Kind::Timeout:
    case Kind::Tls:
    case Kind::Proxy:
        return ExitCode::Unreachable;
    case Kind::BadCredentials:
    case Kind::SessionEnded:
    case Kind::MultiFactorRequired:
    case Kind::AccountLocked:
        return ExitCode::Refused;
    case Kind::OrgNotAllowed:
    case Kind::Forbidden:
        return ExitCode::NotAllowed;
    case Kind::Redirected:
    case Kind::NotAnApi:
    case Kind::WrongApiForm:
    case Kind::RateLimited:
    case Kind::ServerFault:
    case Kind::BadReply:
    case Kind::TooLarge:
    case Kind::RequestRefused:
    case Kind::NotOffered:
    case Kind::CustomTokenHeld:
        return ExitCode::BadAnswer;
    case Kind::Cancelled:
        break;
    }
    return ExitCode::Failed;
}

ErrorText CliContext::textOf(const ApiError &error) const
{
    return failureText(error, m_word, m_form);
}

void CliContext::fail(const ApiError &error)
{
    fail(codeOf(error.kind), textOf(error));
}

void CliContext::fail(const VaultFault &fault)
{
    fail(ExitCode::VaultShut, vaulttext::error(fault));
}

void CliContext::noteProblem(const StorageProblem &problem)
{
    using Kind = StorageProblem::Kind;
    const bool isNotice = problem.kind == Kind::CorruptRestored ||
                          problem.kind == Kind::ModesRepaired ||
                          problem.kind == Kind::CorruptLost || problem.kind == Kind::NotConverted;
    if (isNotice || (problem.kind == Kind::NewerVersion && !m_isLoaded)) {
        const ErrorText text = errorText(problem);
        output::complain(text.what + u' ' + text.nextStep);
        return;
    }
    m_isUnsaved = true;
    if (!m_hasEnded)
        return fail(ExitCode::Settings, errorText(problem));
    const ErrorText text = errorText(problem);
    output::complain(text.what + u' ' + text.nextStep);
    goOnWhenSaved();
}
