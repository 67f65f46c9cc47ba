// The half of the form that says what was entered, and what is still in the way.

#include "ui/login/loginfields.h"

#include "ui/login/orgbox.h"
#include "ui/login/serverentry.h"
#include "ui/support/errortext.h"
#include "ui/token/validitybox.h"
#include "ui/widgets/secretlineedit.h"

#include <QCheckBox>

Profile LoginFields::profile() const
{
    Profile profile = m_profile;
    const auto address = m_server->address();
    profile.origin = address ? address->origin : QString();
    profile.foundForm = profile.origin == m_foundOrigin ? m_foundForm : Api::Form::Auto;
    if (profile.origin != m_profile.origin)
        profile.knownOrgs.clear(); // of another cluster
    profile.form = static_cast<Api::Form>(m_api->currentData().toInt());
    profile.userName = m_user->text().trimmed();
    profile.org = m_org->org();
    profile.rememberMe = m_remember->isChecked();
    profile.method = method();
    profile.keepsSecretKey = m_keepSecretKey->isChecked();
    profile.keepsPassword = m_keepPassword->isChecked();
    profile.keepsToken = m_keepToken->isChecked();
    profile.wantsToken = m_validity->seconds().has_value();
    profile.tokenValiditySeconds = m_validity->seconds().value_or(m_profile.tokenValiditySeconds);
    return profile;
}

SignInRequest LoginFields::request() const
{
    const Profile said = profile();
    SignInRequest request;
    request.credentials.userName = said.userName;
    request.credentials.method = said.method;
    if (said.method == SignInMethod::SecretKey)
        request.credentials.secretKey =
            SecretBuffer::fromBytes(m_secretKey->secret().view().trimmed());
    else
        request.credentials.password = m_password->secret();
    request.org = said.org;
    request.rememberMe = said.rememberMe;
    request.token.reset();
    if (said.wantsToken) {
        request.token = TokenWish{};
        request.token->validitySeconds = said.tokenValiditySeconds;
        request.token->org = said.org;
    }
    return request;
}

std::optional<LoginFields::Obstacle> LoginFields::serverObstacle() const
{
    const auto address = m_server->address();
    if (address)
        return std::nullopt;
    const ErrorText text = errorText(address.error());
    return Obstacle{text.what, text.nextStep, m_server->field()};
}

std::optional<LoginFields::Obstacle> LoginFields::obstacle() const
{
    if (const auto inTheWay = serverObstacle())
        return inTheWay;
    if (m_user->text().trimmed().isEmpty())
        return Obstacle{tr("The user name is missing."), tr("Enter the name you sign in with."),
                        m_user};
    return secretObstacle();
}
