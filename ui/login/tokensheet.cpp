#include "ui/login/tokensheet.h"

#include "core/session/token.h"
#include "ui/support/deskstyle.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/factlabel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QClipboard>
#include <QDateTime>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;
using handoff::PasteProblem;

static constexpr int sheetWidth = 460;

static QPushButton *namedButton(const QString &name)
{
    auto *button = new QPushButton(name);
    button->setObjectName(name);
    button->setAccessibleName(name);
    button->setAutoDefault(false);
    return button;
}

static PlainLabel *wrapped(const QString &text)
{
    auto *label = new PlainLabel(text, TextRole::Body, Ink::Dim);
    label->setWordWrap(true);
    return label;
}

TokenSheet::TokenSheet(const QString &origin, QWidget *parent)
    : QDialog(parent)
    , m_formOrigin(origin)
    , m_text(new SecretLineEdit(tr("Token or text that holds one")))
    , m_banner(new Banner(tr("Token problem")))
    , m_facts(nullptr)
    , m_token(new FactLabel(tr("Token")))
    , m_server(new FactLabel(tr("Server")))
    , m_user(new FactLabel(tr("User")))
    , m_expires(new FactLabel(tr("Expires")))
    , m_signIn(namedButton(tr("Sign in with this token")))
{
    const QString title = tr("Use a token you have");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setObjectName(u"tokenSheet"_s);
    m_text->setObjectName(u"pastedToken"_s);
    m_text->setMaxLength(int(handoff::mostPastedBytes) + 1);
    setButtonKind(m_signIn, ButtonKind::Primary);
    m_signIn->setDefault(true);
    connect(m_text, &QLineEdit::textChanged, this, &TokenSheet::read);
    connect(m_signIn, &QPushButton::clicked, this, &TokenSheet::submit);
    build();
    read();
    m_text->setFocus();
}

QUrl TokenSheet::tokenPage(const QString &origin)
{
    return QUrl(origin + u"/callosum/v1/session/v2/gettoken"_s);
}

void TokenSheet::build()
{
    auto *pasteButton = namedButton(tr("Paste"));
    connect(pasteButton, &QPushButton::clicked, this, &TokenSheet::paste);
    auto *field = new QHBoxLayout;
    field->setSpacing(Theme::space2);
    field->addWidget(m_text, 1);
    field->addWidget(pasteButton);
    auto *label = new PlainLabel(tr("Token or text that holds one"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_text);
    auto *cancel = namedButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_signIn);
    m_facts = buildFacts();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space2);
    layout->addWidget(new PlainLabel(windowTitle(), TextRole::Title));
    layout->addWidget(
        wrapped(tr("Paste a token, or whatever it comes in: a header, a curl call, the "
                   "JSON of a reply, lines of an environment.")));
    layout->addWidget(label);
    layout->addLayout(field);
    layout->addWidget(m_banner);
    layout->addWidget(m_facts);
    layout->addSpacing(Theme::space2);
    layout->addWidget(buildBrowserPart());
    layout->addSpacing(Theme::space3);
    layout->addLayout(buttons);
    setFixedWidth(sheetWidth);
}

QWidget *TokenSheet::buildBrowserPart()
{
    auto *part = new QWidget;
    auto *open = namedButton(tr("Open the token page in the browser"));
    open->setEnabled(!m_formOrigin.isEmpty());
    connect(open, &QPushButton::clicked, this,
            [this] { Q_EMIT browserRequested(tokenPage(m_formOrigin)); });
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(
        new PlainLabel(tr("With single sign-on or a second factor"), TextRole::Label, Ink::Dim));
    layout->addWidget(wrapped(
        m_formOrigin.isEmpty()
            ? tr("Enter the server in the form first; then this leads to its page with a token.")
            : tr("Sign in at %1 in your browser. The page that opens then is a short text with a "
                 "token: select all of it, copy it, and paste it above. If there is no such page, "
                 "take the token from Develop > REST Playground v2.0 > Get Current User Token.")
                  .arg(shown(QUrl(m_formOrigin).host()))));
    layout->addWidget(open, 0, Qt::AlignLeft);
    return part;
}

QWidget *TokenSheet::buildFacts()
{
    auto *facts = new QWidget;
    auto *grid = new QGridLayout(facts);
    grid->setContentsMargins(0, Theme::space2, 0, 0);
    grid->setSpacing(Theme::space3);
    grid->addWidget(m_token, 0, 0);
    grid->addWidget(m_server, 0, 1);
    grid->addWidget(m_user, 1, 0);
    grid->addWidget(m_expires, 1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return facts;
}

void TokenSheet::paste()
{
    m_text->setText(QGuiApplication::clipboard()->text().left(m_text->maxLength()));
}

QString TokenSheet::origin() const
{
    return m_found && !m_found->origin.isEmpty() ? m_found->origin : m_formOrigin;
}

void TokenSheet::read()
{
    render(handoff::readPasted(m_text->secret()));
}

void TokenSheet::say(const QString &what, const QString &nextStep)
{
    m_banner->present(Banner::Kind::Warning, what, nextStep);
}

static QString problemText(PasteProblem problem)
{
    switch (problem) {
    case PasteProblem::TooLong:
        return TokenSheet::tr("This is too long to be looked through.");
    case PasteProblem::SeveralTokens:
        return TokenSheet::tr("There is more than one token in this.");
    case PasteProblem::SeveralServers:
        return TokenSheet::tr("This names more than one server, and not which one the token is "
                              "for.");
    case PasteProblem::Empty:
    case PasteProblem::NoToken:
        break;
    }
    return TokenSheet::tr("There is no token in this.");
}

static QString wayOut(PasteProblem problem)
{
    return problem == PasteProblem::SeveralServers
               ? TokenSheet::tr("Enter the right one in the form, and paste the token alone.")
               : TokenSheet::tr("Copy just the part with the token you mean.");
}

void TokenSheet::render(const Result<handoff::PastedToken, PasteProblem> &read)
{
    m_banner->dismiss();
    m_found = read ? std::optional(read.value()) : std::nullopt;
    const QString origin = this->origin();
    if (!read && read.error() != PasteProblem::Empty)
        say(problemText(read.error()), wayOut(read.error()));
    if (m_found && origin.isEmpty())
        say(tr("The text does not name a server."), tr("Enter the server in the form first."));
    else if (m_found && !m_formOrigin.isEmpty() && origin != m_formOrigin)
        say(tr("This is for %1, the form names %2.").arg(shown(origin), shown(m_formOrigin)),
            tr("Signing in makes a profile of its own for %1; check the name.").arg(shown(origin)));
    const bool isUsable = m_found && !origin.isEmpty();
    m_signIn->setEnabled(isUsable);
    m_signIn->setText(isUsable ? tr("Sign in at %1").arg(shown(QUrl(origin).authority(), 40))
                               : tr("Sign in"));
    m_facts->setVisible(m_found.has_value());
    if (m_found)
        renderFacts(origin);
    fit();
}

void TokenSheet::renderFacts(const QString &origin)
{
    Token token;
    token.value = m_found->token;
    m_token->setValue(token.masked());
    m_server->setValue(shown(origin));
    m_user->setValue(shown(m_found->user));
    m_user->setSecondLine(m_found->isUserFromToken ? tr("by the token's own text") : QString());
    m_expires->setValue(m_found->expiresMs ? timetext::moment(*m_found->expiresMs,
                                                              QDateTime::currentMSecsSinceEpoch())
                                           : QString());
    m_expires->setSecondLine(m_found->expiresMs ? tr("by the text; the server is asked")
                                                : tr("the server is asked"));
}

// A layout asks for a minimum without regard to how wrapped lines fall at this width.
void TokenSheet::fit()
{
    layout()->activate();
    const int height = layout()->totalHeightForWidth(sheetWidth);
    setMinimumHeight(height);
    resize(sheetWidth, height);
}

void TokenSheet::submit()
{
    const QString origin = this->origin();
    if (!m_found || origin.isEmpty())
        return;
    const handoff::PastedToken found = *m_found;
    accept();
    Q_EMIT chosen(origin, found);
}

void TokenSheet::done(int result)
{
    m_text->forget();
    QDialog::done(result);
}
