#include "ui/login/loginfields.h"

#include "ui/login/orgbox.h"
#include "ui/login/serverentry.h"
#include "ui/support/formtext.h"
#include "ui/support/theme.h"
#include "ui/token/validitybox.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QCheckBox>
#include <QGridLayout>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr int columnGap = 14;
static constexpr int rowGap = 12;

template<typename Control> static Control *named(Control *control, const QString &name)
{
    control->setObjectName(name);
    control->setAccessibleName(name);
    return control;
}

static PlainLabel *labelFor(const QString &text, QWidget *buddy)
{
    auto *label = new PlainLabel(text, TextRole::Label, Ink::Dim);
    label->setBuddy(buddy);
    return label;
}

LoginFields::LoginFields(QWidget *parent)
    : QWidget(parent)
    , m_server(new ServerEntry)
    , m_user(named(new QLineEdit, tr("User name")))
    , m_method(named(new QComboBox, tr("Sign in by")))
    , m_methodHint(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_secretLabel(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_password(named(new SecretLineEdit(tr("Password")), tr("Password")))
    , m_secretKey(named(new SecretLineEdit(tr("Secret key")), tr("Secret key")))
    , m_org(new OrgBox)
    , m_validity(new ValidityBox(true))
    , m_api(named(new QComboBox, tr("API")))
    , m_remember(named(new QCheckBox(tr("Remember me")), tr("Remember me")))
    , m_keepPassword(named(new QCheckBox(tr("Keep password")), tr("Keep password")))
    , m_keepSecretKey(named(new QCheckBox(tr("Keep secret key")), tr("Keep secret key")))
    , m_keepToken(named(new QCheckBox(tr("Keep token")), tr("Keep token")))
    , m_place(new ElidedLabel({}, TextRole::Label, Ink::Dim))
{
    fillApiBox();
    buildGrid();
    setUpTabOrder();
    connectFields();
    setSecretsPlace({});
    followForm();
}

void LoginFields::fillApiBox()
{
    for (const Api::Form form :
         {Api::Form::Auto, Api::Form::V2, Api::Form::Beta, Api::Form::Beta2022})
        m_api->addItem(formName(form), static_cast<int>(form));
    m_api->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_api->setMinimumContentsLength(8);
    m_api->setToolTip(tr("Which form of the API to speak. Automatic asks the server, without "
                         "sending a password."));
}

void LoginFields::buildGrid()
{
    m_place->setObjectName(u"secretsPlace"_s);
    m_remember->setToolTip(
        tr("Asks the cluster for a session that lasts longer; how long is the cluster's choice."));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(columnGap);
    grid->setVerticalSpacing(Theme::space1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_server, 0, 0, 1, 2);
    buildMethods();
    addRow(grid, labelFor(tr("API"), m_api), m_api, labelFor(tr("Sign in by"), m_method), m_method);
    addRow(grid, labelFor(tr("User name"), m_user), m_user, m_secretLabel, m_password);
    grid->addWidget(m_secretKey, grid->rowCount() - 1, 1);
    addRow(grid, labelFor(tr("Organization"), m_org), m_org,
           labelFor(tr("Token validity"), m_validity), m_validity);
    // A key opens no session that could be remembered.
    const int row = grid->rowCount();
    grid->setRowMinimumHeight(row, rowGap);
    grid->addWidget(m_remember, row + 1, 0, 1, 2);
    grid->addWidget(m_methodHint, row + 1, 0, 1, 2);
    addRow(grid, m_place, m_keepPassword, new QWidget, m_keepToken);
    grid->addWidget(m_keepSecretKey, grid->rowCount() - 1, 0);
    grid->addWidget(m_place, grid->rowCount() - 2, 0, 1, 2);
}

void LoginFields::addRow(QGridLayout *grid, QWidget *leftLabel, QWidget *left, QWidget *rightLabel,
                         QWidget *right)
{
    const int row = grid->rowCount();
    grid->setRowMinimumHeight(row, rowGap);
    grid->addWidget(leftLabel, row + 1, 0);
    grid->addWidget(rightLabel, row + 1, 1);
    grid->addWidget(left, row + 2, 0);
    grid->addWidget(right, row + 2, 1);
}

void LoginFields::setUpTabOrder()
{
    QWidget *previous = m_server->field();
    const QList<QWidget *> order{m_api,          m_method,        m_user,     m_password,
                                 m_secretKey,    m_org,           m_validity, m_remember,
                                 m_keepPassword, m_keepSecretKey, m_keepToken};
    for (QWidget *next : order) {
        setTabOrder(previous, next);
        previous = next;
    }
}

void LoginFields::connectFields()
{
    connect(m_server, &ServerEntry::addressEntered, this, &LoginFields::serverEntered);
    connect(m_server, &ServerEntry::edited, this, [this] {
        followForm();
        Q_EMIT serverEdited();
    });
    // A stored server is not called before the person begins to sign in.
    const QList<QLineEdit *> beginnings{m_user, m_password, m_secretKey};
    for (QLineEdit *field : beginnings)
        connect(field, &QLineEdit::textEdited, m_server, &ServerEntry::announce);
    connect(m_method, &QComboBox::currentIndexChanged, this, &LoginFields::followMethod);
    connect(m_api, &QComboBox::activated, this, [this] {
        followForm();
        if (m_server->address())
            Q_EMIT serverEntered();
    });
}

static std::optional<int> validityOf(const Profile &profile)
{
    return profile.wantsToken ? std::optional(profile.tokenValiditySeconds) : std::nullopt;
}

void LoginFields::setProfile(const Profile &profile)
{
    if (profile.id != m_profile.id || profile.id.isNull())
        forgetPassword();
    m_profile = profile;
    noteFound(profile.origin, profile.foundForm);
    m_server->setOrigin(profile.origin, profile.spokenForm());
    m_user->setText(profile.userName);
    m_user->setCursorPosition(0);
    m_org->setOrgs(profile.knownOrgs, profile.org);
    m_api->setCurrentIndex(m_api->findData(static_cast<int>(profile.form)));
    m_validity->setSeconds(validityOf(profile));
    m_remember->setChecked(profile.rememberMe);
    setMethod(profile.method);
    m_keepPassword->setChecked(profile.keepsPassword);
    m_keepSecretKey->setChecked(profile.keepsSecretKey);
    m_keepToken->setChecked(profile.keepsToken);
    followForm();
}

static void follow(QCheckBox *box, bool before, bool stored)
{
    if (box->isChecked() == before)
        box->setChecked(stored);
}

void LoginFields::followProfile(const Profile &stored)
{
    const Profile before = std::exchange(m_profile, stored);
    if (stored.origin != before.origin && m_server->field()->text() == before.origin)
        m_server->setOrigin(stored.origin, stored.spokenForm());
    const auto address = m_server->address();
    if (address && address->origin == stored.origin && stored.foundForm != Api::Form::Auto)
        noteFound(stored.origin, stored.foundForm);
    if (stored.userName != before.userName && m_user->text() == before.userName)
        m_user->setText(stored.userName);
    if (stored.knownOrgs != before.knownOrgs || stored.org != before.org)
        m_org->setOrgs(stored.knownOrgs, m_org->isTouched() ? m_org->org() : stored.org);
    if (m_api->currentData().toInt() == static_cast<int>(before.form))
        m_api->setCurrentIndex(m_api->findData(static_cast<int>(stored.form)));
    if (m_validity->seconds() == validityOf(before))
        m_validity->setSeconds(validityOf(stored));
    follow(m_remember, before.rememberMe, stored.rememberMe);
    follow(m_keepPassword, before.keepsPassword, stored.keepsPassword);
    follow(m_keepSecretKey, before.keepsSecretKey, stored.keepsSecretKey);
    if (method() == before.method)
        setMethod(stored.method);
    follow(m_keepToken, before.keepsToken, stored.keepsToken);
    followForm();
}

void LoginFields::setSecretsPlace(const QString &place)
{
    m_place->setFullText(tr("Keep for next time: %1").arg(place));
    for (QWidget *part : QList<QWidget *>{m_place, m_keepToken})
        part->setVisible(!place.isEmpty());
    m_offersKeeping = !place.isEmpty();
    followMethod();
}

void LoginFields::setServer(const QString &origin)
{
    m_server->setOrigin(origin, Api::Form::Auto);
    followForm();
    m_server->announce();
}

void LoginFields::chooseAutomaticForm()
{
    m_api->setCurrentIndex(m_api->findData(static_cast<int>(Api::Form::Auto)));
    followForm();
    if (m_server->address())
        Q_EMIT serverEntered();
}

void LoginFields::setFoundForm(const QString &origin, Api::Form form)
{
    const auto address = m_server->address();
    if (!address || address->origin != origin)
        return;
    noteFound(origin, form);
    followForm();
}

void LoginFields::noteFound(const QString &origin, Api::Form form)
{
    m_foundOrigin = origin;
    m_foundForm = form;
}

void LoginFields::setUser(const QString &name, const QString &password)
{
    setMethod(SignInMethod::Password);
    m_user->setText(name);
    m_password->setText(password);
}

void LoginFields::followForm()
{
    m_org->setAvailable(profile().spokenForm() != Api::Form::Beta2022);
    offerMethods();
}

void LoginFields::forgetPassword()
{
    m_password->forget();
    m_secretKey->forget();
}

void LoginFields::focusPassword()
{
    secretField()->setFocus();
    secretField()->selectAll();
}

void LoginFields::focusFirstEmptyField()
{
    if (m_server->field()->text().isEmpty())
        m_server->field()->setFocus();
    else if (m_user->text().isEmpty())
        m_user->setFocus();
    else
        secretField()->setFocus();
}
