#include "ui/token/newtokensheet.h"

#include "ui/login/orgbox.h"
#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/token/customform.h"
#include "ui/token/requestview.h"
#include "ui/token/secretentry.h"
#include "ui/token/tokentext.h"
#include "ui/token/validitybox.h"
#include "ui/widgets/plainlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

using Scope = TokenWish::Scope;

static QString introduction(const NewTokenSheet::Offer &offer)
{
    const QString who =
        NewTokenSheet::tr("For %1 at %2.").arg(shown(offer.userName, 64), shown(offer.host, 100));
    return offer.isReplacing ? who + u' ' + tokentext::heldOneLivesOn() : who;
}

static PlainLabel *fieldLabel(const QString &text, QWidget *buddy)
{
    auto *label = new PlainLabel(text, TextRole::Label, Ink::Dim);
    label->setBuddy(buddy);
    return label;
}

NewTokenSheet::NewTokenSheet(const Offer &offer, QWidget *parent)
    : QDialog(parent)
    , m_offer(offer)
    , m_dialect(dialectFor(offer.form))
    , m_scroll(new QScrollArea)
    , m_kind(new QComboBox(this))
    , m_kindAdvice(new PlainLabel({}, TextRole::Label, Ink::Dim, this))
    , m_secret(new SecretEntry(offer.means, this))
    , m_validity(new ValidityBox(false, this))
    , m_validityAdvice(new PlainLabel({}, TextRole::Label, Ink::Dim, this))
    , m_org(new OrgBox(this))
    , m_objectLabel(new PlainLabel(tr("Object"), TextRole::Label, Ink::Dim, this))
    , m_object(new QLineEdit(this))
    , m_objectProblem(new PlainLabel({}, TextRole::Label, Ink::Bad, this))
    , m_custom(new CustomForm(this))
    , m_request(new RequestView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Get a new token"));
    setAccessibleName(windowTitle());
    nameFields();
    m_validity->setSeconds(offer.validitySeconds);
    m_org->setAvailable(m_dialect->canChooseOrg());
    m_org->setOrgs(offer.orgs, offer.org);
    for (PlainLabel *label : {m_kindAdvice, m_validityAdvice, m_objectProblem})
        label->setWordWrap(true);
    m_objectProblem->hide();
    offerKinds();
    buildContents();
    connectChoices();
    followChoice();
    m_secret->focusField();
}

void NewTokenSheet::nameFields()
{
    setObjectName(u"newTokenSheet"_s);
    m_kind->setObjectName(u"tokenKind"_s);
    m_kind->setAccessibleName(tr("Kind of token"));
    m_object->setObjectName(u"tokenObject"_s);
    m_object->setAccessibleName(tr("Object"));
    m_object->setPlaceholderText(tr("GUID of a Liveboard or an answer"));
    m_objectLabel->setBuddy(m_object);
    m_scroll->setObjectName(u"tokenFields"_s);
    m_custom->setObjectName(u"customForm"_s);
}

void NewTokenSheet::offerKinds()
{
    m_kind->addItem(tr("Full access"), int(Scope::Full));
    m_kind->addItem(tr("One object"), int(Scope::Object));
    m_kind->addItem(tr("Custom"), int(Scope::Custom));
    auto *model = static_cast<QStandardItemModel *>(m_kind->model());
    model->item(1)->setEnabled(m_dialect->canScopeToken());
    model->item(2)->setEnabled(m_dialect->canCustomizeToken());
}

QGridLayout *NewTokenSheet::buildFields()
{
    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(14);
    fields->setVerticalSpacing(Theme::space1);
    fields->addWidget(m_secret, 0, 0, 3, 1, Qt::AlignTop);
    fields->addWidget(fieldLabel(tr("Token validity"), m_validity), 0, 1);
    fields->addWidget(m_validity, 1, 1);
    fields->addWidget(m_validityAdvice, 2, 1, Qt::AlignTop);
    fields->addWidget(fieldLabel(tr("Organization"), m_org), 3, 0);
    fields->addWidget(m_objectLabel, 3, 1);
    fields->addWidget(m_org, 4, 0);
    fields->addWidget(m_object, 4, 1);
    fields->addWidget(m_objectProblem, 5, 1);
    fields->setColumnStretch(0, 1);
    fields->setColumnStretch(1, 1);
    return fields;
}

QWidget *NewTokenSheet::buildBody()
{
    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, Theme::space2, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(fieldLabel(tr("Kind of token"), m_kind));
    layout->addWidget(m_kind);
    layout->addWidget(m_kindAdvice);
    layout->addWidget(m_secret->choice());
    layout->addLayout(buildFields());
    layout->addWidget(m_custom);
    layout->addWidget(m_request);
    layout->addStretch();
    return body;
}

void NewTokenSheet::buildContents()
{
    auto *heading = new PlainLabel(windowTitle(), TextRole::Title);
    auto *text = new PlainLabel(introduction(m_offer), TextRole::Body, Ink::Dim);
    text->setWordWrap(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(buildBody());
    // Both would paint the window's ground over the sheet's.
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->widget()->setAutoFillBackground(false);

    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(u"cancelNewToken"_s);
    cancel->setAccessibleName(tr("Keep the token held now"));
    cancel->setAutoDefault(false);
    auto *get = new QPushButton(tr("Get token"));
    get->setObjectName(u"confirmNewToken"_s);
    get->setAccessibleName(tr("Get token now"));
    get->setDefault(true);
    setButtonKind(get, ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(get, &QPushButton::clicked, this, &NewTokenSheet::submit);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(get);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space2);
    layout->addWidget(heading);
    layout->addWidget(text);
    layout->addSpacing(Theme::space1);
    layout->addWidget(m_scroll, 1);
    layout->addSpacing(Theme::space2);
    layout->addLayout(buttons);
}

void NewTokenSheet::connectChoices()
{
    connect(m_kind, &QComboBox::currentIndexChanged, this, &NewTokenSheet::followChoice);
    connect(m_secret, &SecretEntry::chosen, this, &NewTokenSheet::followChoice);
    connect(m_validity, &QComboBox::currentIndexChanged, this, &NewTokenSheet::followChoice);
    connect(m_org, &QComboBox::editTextChanged, this, &NewTokenSheet::renderRequest);
    connect(m_object, &QLineEdit::textChanged, this, &NewTokenSheet::renderRequest);
    connect(m_custom, &CustomForm::changed, this, [this] {
        renderRequest();
        fit();
    });
    connect(m_request, &RequestView::toggled, this, [this] {
        renderRequest();
        fit();
    });
}

Scope NewTokenSheet::kind() const
{
    return static_cast<Scope>(m_kind->currentData().toInt());
}

bool NewTokenSheet::usesSession() const
{
    return m_secret->usesSession();
}

TokenWish NewTokenSheet::wish() const
{
    TokenWish wish;
    wish.org = m_org->org();
    wish.scope = kind();
    if (usesSession()) {
        wish.source = TokenWish::Source::FromSession;
        wish.org = m_offer.org; // the session's own, whatever was chosen
        return wish;
    }
    wish.validitySeconds = m_validity->seconds().value_or(wish.validitySeconds);
    if (wish.scope == Scope::Object)
        wish.objectId = m_object->text().trimmed();
    if (wish.scope == Scope::Custom)
        wish.custom = m_custom->value();
    return wish;
}

Credentials NewTokenSheet::credentials() const
{
    Credentials credentials = m_secret->credentials();
    credentials.userName = m_offer.userName;
    return credentials;
}

void NewTokenSheet::followChoice()
{
    m_secret->offerSession(kind() == Scope::Full);
    const bool fromSession = usesSession();
    m_kindAdvice->setText(tokentext::kindAdvice(kind(), m_offer.form));
    m_validity->setEnabled(!fromSession);
    m_org->setEnabled(!fromSession && m_dialect->canChooseOrg());
    m_validityAdvice->setText(
        fromSession ? QString() : tokentext::validityAdvice(m_validity->seconds().value_or(0)));
    for (QWidget *widget : QWidgetList{m_objectLabel, m_object})
        widget->setVisible(kind() == Scope::Object);
    m_custom->setVisible(kind() == Scope::Custom);
    m_objectProblem->hide();
    renderRequest();
    fit();
}

void NewTokenSheet::renderRequest()
{
    if (!m_request->isOpen())
        return;
    const SessionProof proof =
        m_secret->isSessionByToken() ? SessionProof::Bearer : SessionProof::Cookies;
    m_request->render(previewOfToken(*m_dialect, wish(),
                                     {m_offer.userName, {}, {}, m_secret->method()},
                                     {.origin = m_offer.origin}, proof));
}

// As much as there is to show, as far as the screen has room for it.
void NewTokenSheet::fit()
{
    QTimer::singleShot(0, m_scroll, [this] {
        constexpr int narrowest = 440;
        constexpr int most = 520;
        QWidget *body = m_scroll->widget();
        const int width = std::max({narrowest, body->minimumSizeHint().width(), body->width()});
        body->layout()->activate();
        const int height = body->layout()->hasHeightForWidth()
                               ? body->layout()->totalHeightForWidth(width)
                               : body->sizeHint().height();
        m_scroll->setMinimumWidth(body->minimumSizeHint().width() +
                                  m_scroll->verticalScrollBar()->sizeHint().width());
        m_scroll->setMinimumHeight(std::min(height, most));
        resize(std::max(this->width(), narrowest), minimumSizeHint().height());
    });
}

bool NewTokenSheet::check()
{
    const bool lacksObject = kind() == Scope::Object && wish().objectId.isEmpty();
    m_objectProblem->setText(tr("Enter the object's GUID."));
    m_objectProblem->setVisible(lacksObject);
    const bool lacksCustom = kind() == Scope::Custom && !m_custom->check();
    if (lacksObject)
        m_object->setFocus();
    const bool lacksSecret = !m_secret->check(); // the first of the fields
    fit();
    return !lacksSecret && !lacksObject && !lacksCustom;
}

void NewTokenSheet::submit()
{
    if (!check())
        return;
    Q_EMIT tokenWanted(wish(), credentials());
    accept();
}

void NewTokenSheet::done(int result)
{
    m_secret->forget();
    QDialog::done(result);
}
