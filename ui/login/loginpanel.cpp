#include "ui/login/loginpanel.h"

#include "ui/login/demousers.h"
#include "ui/login/loginbuttons.h"
#include "ui/login/loginfields.h"
#include "ui/login/serverentry.h"
#include "ui/support/deskstyle.h"
#include "ui/support/errortext.h"
#include "ui/support/formtext.h"
#include "ui/support/statustext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elidedlabel.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyleHints>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr int cardWidth = 480;
static constexpr int cardMargin = 32;

LoginPanel::LoginPanel(QWidget *parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea)
    , m_card(new Card(tr("Sign-in form")))
    , m_name(new ElidedLabel({}, TextRole::Label, Ink::Dim))
    , m_demoUsers(new DemoUsers)
    , m_banner(new Banner(tr("Sign-in problem")))
    , m_fields(new LoginFields)
    , m_useToken(new QPushButton(tr("Use the kept token")))
    , m_buttons(new LoginButtons)
    , m_otherWay(new QPushButton(tr("Use a token you have, or your browser")))
{
    for (QPushButton *button : {m_useToken, m_otherWay}) {
        button->setObjectName(button->text());
        button->setAccessibleName(button->text());
    }
    m_useToken->hide();
    setButtonKind(m_otherWay, ButtonKind::Quiet);
    buildPage();
    connectParts();
    setBusy(false);
    // A double press must not cost a second attempt.
    m_doublePress.setSingleShot(true);
    m_doublePress.setInterval(QGuiApplication::styleHints()->mouseDoubleClickInterval());
}

LoginPanel::~LoginPanel()
{
    // The server field loses the focus while the widgets go, and would tell half a panel.
    disconnect(m_fields, nullptr, this, nullptr);
}

void LoginPanel::buildPage()
{
    buildCard();
    auto *page = new QWidget;
    auto *centre = new QHBoxLayout(page);
    centre->setContentsMargins(Theme::space4, Theme::space2, Theme::space4, Theme::space2);
    centre->addWidget(m_card, 0, Qt::AlignCenter);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
}

void LoginPanel::buildCard()
{
    m_card->setFixedWidth(cardWidth);
    m_card->installEventFilter(this);
    auto *layout = new QVBoxLayout(m_card);
    layout->setContentsMargins(cardMargin, Theme::space5, cardMargin, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addLayout(buildTitle());
    layout->addWidget(m_banner);
    layout->addWidget(m_useToken);
    layout->addWidget(m_fields);
    layout->addWidget(m_buttons);
    layout->addWidget(m_otherWay, 0, Qt::AlignRight);
}

QBoxLayout *LoginPanel::buildTitle()
{
    auto *title = new QVBoxLayout;
    title->setSpacing(2);
    title->addWidget(new PlainLabel(tr("Sign in"), TextRole::Large));
    title->addWidget(m_name);
    title->addWidget(m_demoUsers);
    return title;
}

void LoginPanel::connectParts()
{
    connect(m_fields, &LoginFields::serverEntered, this, [this] {
        stopTesting();
        Q_EMIT serverEntered(m_fields->profile());
    });
    connect(m_fields, &LoginFields::serverEdited, this, [this] { m_buttons->setTesting(false); });
    connect(m_demoUsers, &DemoUsers::chosen, this,
            [this](const QString &name, const QString &password) {
                m_fields->setUser(name, password);
                submit();
            });
    connect(m_buttons, &LoginButtons::signInPressed, this, &LoginPanel::submit);
    connect(m_useToken, &QPushButton::clicked, this, &LoginPanel::keptTokenRequested);
    const auto askForToken = [this] {
        m_fields->server()->settle();
        Q_EMIT tokenSheetRequested(m_fields->profile());
    };
    connect(m_otherWay, &QPushButton::clicked, this, askForToken);
    connect(m_banner, &Banner::otherRequested, this, askForToken);
    connect(m_buttons, &LoginButtons::testPressed, this, &LoginPanel::testConnection);
    connect(m_buttons, &LoginButtons::cancelRequested, this, &LoginPanel::cancelRequested);
    connect(m_buttons, &LoginButtons::wayBackRequested, this, &LoginPanel::wayBackRequested);
    connect(m_banner, &Banner::actionRequested, this, &LoginPanel::followOffer);
}

void LoginPanel::setProfile(const Profile &profile)
{
    if (profile.id != m_profileId || profile.id.isNull())
        m_banner->dismiss();
    m_profileId = profile.id;
    m_name->setFullText(profile.name.isEmpty() ? tr("New cluster") : profile.name);
    m_fields->setProfile(profile);
    m_buttons->setTesting(false);
}

void LoginPanel::followProfile(const Profile &stored)
{
    if (stored.id != m_profileId)
        return;
    m_name->setFullText(stored.name);
    m_fields->followProfile(stored);
}

void LoginPanel::setDemoUsers(const QList<std::pair<QString, QString>> &users)
{
    m_demoUsers->setUsers(users);
}

void LoginPanel::setSecretsPlace(const QString &place)
{
    m_fields->setSecretsPlace(place);
}

void LoginPanel::setKept(bool password, bool secretKey, bool token)
{
    m_fields->setHasKept(password, secretKey);
    m_useToken->setVisible(token);
}

void LoginPanel::submit()
{
    if (m_buttons->isBusy() || m_doublePress.isActive())
        return;
    m_fields->server()->settle();
    if (const auto obstacle = m_fields->obstacle()) {
        complain(obstacle->what, obstacle->nextStep, obstacle->field);
        return;
    }
    m_doublePress.start();
    m_banner->dismiss();
    Q_EMIT signInRequested(m_fields->profile(), m_fields->request());
}

void LoginPanel::testConnection()
{
    m_fields->server()->settle();
    if (const auto obstacle = m_fields->serverObstacle()) {
        complain(obstacle->what, obstacle->nextStep, obstacle->field);
        return;
    }
    m_banner->dismiss();
    m_fields->server()->showAsking();
    m_buttons->setTesting(true);
    Q_EMIT testConnectionRequested(m_fields->profile());
}

void LoginPanel::offerWayBack(bool isOffered)
{
    m_buttons->offerWayBack(isOffered);
}

void LoginPanel::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && m_buttons->leave()) {
        event->accept();
    } else if (isEnter && !m_buttons->isBusy() && !event->isAutoRepeat()) {
        // Held down it would try a wrong password again and again.
        if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
            button->click();
        else
            submit();
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool LoginPanel::eventFilter(QObject *watched, QEvent *event)
{
    // A scroll area asks for a minimum without regard to how wrapped lines fall at this width.
    if (watched == m_card && event->type() == QEvent::LayoutRequest) {
        const int height = m_card->heightForWidth(cardWidth);
        m_card->setMinimumHeight(height > 0 ? height : m_card->sizeHint().height());
    }
    return QWidget::eventFilter(watched, event);
}

void LoginPanel::hideEvent(QHideEvent *event)
{
    // Put away while signing in: the sign-in worked, or another profile is looked at.
    if (m_buttons->isBusy() && isHidden())
        m_fields->forgetPassword();
    QWidget::hideEvent(event);
}

void LoginPanel::forgetPassword()
{
    m_fields->forgetPassword();
}

void LoginPanel::focusFirstEmptyField()
{
    m_fields->focusFirstEmptyField();
}
