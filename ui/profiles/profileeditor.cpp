#include "ui/profiles/profileeditor.h"

#include "ui/profiles/colourchooser.h"
#include "ui/profiles/keypin.h"
#include "ui/support/deskstyle.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/filesheet.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

enum ProxyChoice
{
    SystemProxy,
    NoProxy,
    HttpProxy,
    SocksProxy
};

static QLineEdit *namedField(const QString &name, const QString &objectName)
{
    auto *field = new QLineEdit;
    field->setAccessibleName(name);
    field->setObjectName(objectName);
    return field;
}

//! A choice of the names that are in use, where another one can be typed.
static QComboBox *nameBox(const QString &name, const QString &objectName, const QStringList &known)
{
    auto *box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems(known);
    box->setAccessibleName(name);
    box->setObjectName(objectName);
    box->lineEdit()->setMaxLength(handoff::VariableNames::longestName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

static void addRow(QFormLayout &form, const QString &text, QWidget *field, QWidget *buddy)
{
    auto *label = new PlainLabel(text, TextRole::Label, Ink::Dim);
    label->setBuddy(buddy);
    label->setMinimumHeight(Theme::controlHeight);
    form.addRow(label, field);
}

ProfileEditor::ProfileEditor(const Profile &profile, QWidget *parent)
    : QDialog(parent)
    , m_profile(profile)
    , m_banner(new Banner(tr("Profile problem")))
    , m_name(namedField(tr("Profile name"), u"profileName"_s))
    , m_colour(new ColourChooser)
    , m_authorityFile(namedField(tr("Certificate authority file"), u"authorityFile"_s))
    , m_pin(namedField(tr("Pinned key"), u"pinnedKey"_s))
    , m_proxyMode(new QComboBox)
    , m_proxyHost(namedField(tr("Proxy host"), u"proxyHost"_s))
    , m_proxyPort(namedField(tr("Proxy port"), u"proxyPort"_s))
    , m_hostVariable(
          nameBox(tr("Variable for the host"), u"hostVariable"_s,
                  {u"TS_HOST"_s, u"TS_SERVER"_s, u"THOUGHTSPOT_HOST"_s, u"THOUGHTSPOT_REST_URL"_s}))
    , m_tokenVariable(nameBox(
          tr("Variable for the token"), u"tokenVariable"_s,
          {u"TS_AUTH_TOKEN"_s, u"THOUGHTSPOT_TOKEN"_s, u"CS_TOOLS_THOUGHTSPOT__BEARER_TOKEN"_s}))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Edit profile"));
    setAccessibleName(tr("Edit profile"));
    setObjectName(u"profileEditor"_s);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Theme::space4);
    form->setVerticalSpacing(Theme::space3);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    buildFields(*form);

    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setObjectName(u"cancelProfile"_s);
    cancel->setAutoDefault(false);
    auto *save = new QPushButton(tr("Save"));
    save->setAccessibleName(tr("Save profile"));
    save->setObjectName(u"saveProfile"_s);
    save->setDefault(true);
    setButtonKind(save, ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &ProfileEditor::save);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(save);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space4);
    layout->addWidget(new PlainLabel(tr("Edit profile"), TextRole::Title));
    layout->addWidget(m_banner);
    layout->addLayout(form);
    layout->addSpacing(Theme::space2);
    layout->addLayout(buttons);
    setMinimumWidth(560);
    fill();
    m_name->setFocus();
}

void ProfileEditor::buildFields(QFormLayout &form)
{
    m_name->setMaxLength(Profile::longestName);
    m_pin->setPlaceholderText(tr("none; or sha256//… of the server's public key"));
    addRow(form, tr("Name"), m_name, m_name);
    m_colour->setFixedHeight(Theme::controlHeight);
    addRow(form, tr("Colour"), m_colour, m_colour);
    addRow(form, tr("Private CA"), buildAuthorityRow(), m_authorityFile);
    addRow(form, tr("Pinned key"), m_pin, m_pin);
    addRow(form, tr("Proxy"), buildProxyRow(), m_proxyMode);
    addRow(form, tr("Variables"), buildVariablesRow(), m_hostVariable);
}

QWidget *ProfileEditor::buildAuthorityRow()
{
    auto *row = new QWidget;
    auto *browse = new QPushButton(tr("Browse…"));
    browse->setAccessibleName(tr("Browse for the certificate authority file"));
    browse->setObjectName(u"browseAuthority"_s);
    browse->setAutoDefault(false);
    m_authorityFile->setPlaceholderText(tr("the system's; or a PEM file"));
    connect(browse, &QPushButton::clicked, this, &ProfileEditor::chooseAuthorityFile);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_authorityFile, 1);
    layout->addWidget(browse);
    return row;
}

QWidget *ProfileEditor::buildProxyRow()
{
    auto *row = new QWidget;
    m_proxyMode->setAccessibleName(tr("Proxy"));
    m_proxyMode->setObjectName(u"proxyMode"_s);
    m_proxyMode->addItems({tr("The system's"), tr("None"), tr("HTTP proxy"), tr("SOCKS proxy")});
    m_proxyHost->setPlaceholderText(tr("host"));
    m_proxyPort->setPlaceholderText(tr("port"));
    m_proxyPort->setValidator(new QIntValidator(1, 65535, m_proxyPort));
    m_proxyPort->setMaximumWidth(90);
    connect(m_proxyMode, &QComboBox::currentIndexChanged, this, [this](int choice) {
        m_proxyHost->setEnabled(choice >= HttpProxy);
        m_proxyPort->setEnabled(choice >= HttpProxy);
    });
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_proxyMode);
    layout->addWidget(m_proxyHost, 1);
    layout->addWidget(m_proxyPort);
    return row;
}

QWidget *ProfileEditor::buildVariablesRow()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_hostVariable, 1);
    layout->addWidget(m_tokenVariable, 1);
    return row;
}

void ProfileEditor::fill()
{
    m_name->setText(m_profile.name);
    m_colour->setColour(m_profile.colour);
    m_authorityFile->setText(m_profile.authorityFile);
    m_pin->setText(keypin::text(m_profile.pinnedKeySha256));
    const ProxySettings &proxy = m_profile.proxy;
    const int choice = proxy.mode == ProxySettings::Mode::System ? SystemProxy
                       : proxy.mode == ProxySettings::Mode::None ? NoProxy
                       : proxy.isSocks                           ? SocksProxy
                                                                 : HttpProxy;
    m_proxyMode->setCurrentIndex(choice);
    m_proxyHost->setEnabled(choice >= HttpProxy);
    m_proxyPort->setEnabled(choice >= HttpProxy);
    m_proxyHost->setText(proxy.host);
    m_hostVariable->setEditText(m_profile.variables.host);
    m_tokenVariable->setEditText(m_profile.variables.token);
    m_proxyPort->setText(proxy.port > 0 ? QString::number(proxy.port) : QString());
}

void ProfileEditor::chooseAuthorityFile()
{
    QFileDialog *dialog = newFileSheet(tr("Choose the certificate authority file"), this);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_authorityFile, &QLineEdit::setText);
    dialog->open();
}

bool ProfileEditor::complain(const QString &what, const QString &nextStep, QWidget *field)
{
    m_banner->present(Banner::Kind::Warning, what, nextStep);
    field->setFocus();
    return false;
}

bool ProfileEditor::readInto(Profile &profile)
{
    profile.name = m_name->text().trimmed();
    if (profile.name.isEmpty())
        return complain(tr("The profile has no name."),
                        tr("Enter one, for example \"Production\"."), m_name);
    profile.colour = m_colour->colour();
    profile.authorityFile = m_authorityFile->text().trimmed();
    if (!profile.authorityFile.isEmpty() && !QFileInfo(profile.authorityFile).isReadable())
        return complain(tr("The certificate authority file cannot be read."),
                        tr("Choose a PEM file, or leave the field empty."), m_authorityFile);
    const auto pin = keypin::read(m_pin->text());
    if (!pin)
        return complain(tr("The pinned key is not a SHA-256."),
                        tr("Paste it as sha256//… or as 64 hexadecimal digits, or leave it empty."),
                        m_pin);
    profile.pinnedKeySha256 = *pin;
    const int choice = m_proxyMode->currentIndex();
    profile.proxy.mode = choice == SystemProxy ? ProxySettings::Mode::System
                         : choice == NoProxy   ? ProxySettings::Mode::None
                                               : ProxySettings::Mode::Manual;
    profile.proxy.isSocks = choice == SocksProxy;
    profile.proxy.host = m_proxyHost->text().trimmed();
    profile.proxy.port = m_proxyPort->text().toInt();
    if (choice >= HttpProxy && (profile.proxy.host.isEmpty() || profile.proxy.port <= 0))
        return complain(tr("The proxy needs a host and a port."),
                        tr("Enter both, or choose the system's proxy."), m_proxyHost);
    profile.variables = {m_hostVariable->currentText().trimmed(),
                         m_tokenVariable->currentText().trimmed()};
    if (!profile.variables.areProper())
        return complain(tr("The names of the variables cannot be used."),
                        tr("Enter two different ones of letters, digits and _, not names that the "
                           "system uses, such as PATH."),
                        handoff::VariableNames::isProper(profile.variables.host) ? m_tokenVariable
                                                                                 : m_hostVariable);
    return true;
}

void ProfileEditor::save()
{
    Profile profile = m_profile;
    if (!readInto(profile))
        return;
    Q_EMIT saveRequested(profile);
    accept();
}
