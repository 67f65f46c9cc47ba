// The part of the form that depends on which secret signs in.

#include "core/api/apidialect.h"
#include "ui/login/loginfields.h"
#include "ui/login/serverentry.h"
#include "ui/token/validitybox.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QStandardItemModel>

static constexpr int keyRow = 1;

void LoginFields::buildMethods()
{
    m_method->addItem(tr("Password"), static_cast<int>(SignInMethod::Password));
    m_method->addItem(tr("Secret key"), static_cast<int>(SignInMethod::SecretKey));
    m_method->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_method->setMinimumContentsLength(8);
    m_methodHint->setObjectName(QStringLiteral("methodHint"));
    m_methodHint->setWordWrap(true);
    m_methodHint->setText(tr("Acts for the user above, without their password."));
}

SignInMethod LoginFields::method() const
{
    return static_cast<SignInMethod>(m_method->currentData().toInt());
}

void LoginFields::setMethod(SignInMethod method)
{
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(method)));
}

SecretLineEdit *LoginFields::secretField() const
{
    return method() == SignInMethod::SecretKey ? m_secretKey : m_password;
}

void LoginFields::followMethod()
{
    const bool isByKey = method() == SignInMethod::SecretKey;
    // What was typed for one is not sent as the other.
    (isByKey ? m_password : m_secretKey)->forget();
    m_password->setVisible(!isByKey);
    m_secretKey->setVisible(isByKey);
    m_keepPassword->setVisible(m_offersKeeping && !isByKey);
    m_keepSecretKey->setVisible(m_offersKeeping && isByKey);
    m_remember->setVisible(!isByKey);
    m_methodHint->setVisible(isByKey);
    m_secretLabel->setText(isByKey ? tr("Secret key") : tr("Password"));
    m_secretLabel->setBuddy(secretField());
}

static bool takesSecretKey(Api::Form form)
{
    const auto dialect = dialectFor(form);
    return !dialect || dialect->canUseSecretKey(); // not known yet: the sign-in will tell
}

void LoginFields::offerMethods()
{
    const bool isOffered = takesSecretKey(profile().spokenForm());
    auto *item = static_cast<QStandardItemModel *>(m_method->model())->item(keyRow);
    item->setEnabled(isOffered);
    item->setText(isOffered ? tr("Secret key") : tr("Secret key (not in this API)"));
    m_method->setToolTip(isOffered ? tr("The secret key is the cluster's own (trusted "
                                        "authentication), for yourself or for somebody else.")
                                   : tr("The 2022 form of the API takes no secret key."));
}

void LoginFields::setHasKept(bool password, bool secretKey)
{
    m_hasKeptPassword = password;
    m_hasKeptSecretKey = secretKey;
    const auto hint = [](bool hasIt) {
        return hasIt ? tr("kept: leave empty to use it") : QString();
    };
    m_password->setPlaceholderText(hint(password));
    m_secretKey->setPlaceholderText(hint(secretKey));
}

// It goes to the server and for the user that it was kept for, and nowhere else.
bool LoginFields::canUseKeptSecret() const
{
    const auto address = m_server->address();
    const bool isByKey = method() == SignInMethod::SecretKey;
    const bool isKept = isByKey ? m_hasKeptSecretKey && m_keepSecretKey->isChecked()
                                : m_hasKeptPassword && m_keepPassword->isChecked();
    return isKept && address && address->origin == m_profile.origin &&
           m_user->text().trimmed() == m_profile.userName;
}

std::optional<LoginFields::Obstacle> LoginFields::secretObstacle() const
{
    const bool isByKey = method() == SignInMethod::SecretKey;
    if (isByKey && !takesSecretKey(profile().spokenForm()))
        return Obstacle{tr("The 2022 form of the API takes no secret key."),
                        tr("Sign in by password."), m_method};
    if (isByKey && !m_validity->seconds())
        return Obstacle{tr("A secret key signs in by a token, and none is asked for."),
                        tr("Choose how long the token is valid."), m_validity};
    const bool isBlank =
        isByKey ? m_secretKey->text().trimmed().isEmpty() : m_password->text().isEmpty();
    if (!isBlank || canUseKeptSecret())
        return std::nullopt;
    const QString nextStep =
        tr("Enter it; it is forgotten after the sign-in, unless you have it kept.");
    return Obstacle{isByKey ? tr("The secret key is missing.") : tr("The password is missing."),
                    nextStep, secretField()};
}
