#include "ui/token/embedsheet.h"

#include "core/embed/embedorigin.h"
#include "ui/support/deskstyle.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/token/embedtext.h"
#include "ui/token/validitybox.h"
#include "ui/widgets/factlabel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QCheckBox>
#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

static constexpr int sheetWidth = 520;
static constexpr int originLines = 3;

static QPushButton *button(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    return button;
}

static PlainLabel *fieldLabel(const QString &text, QWidget *buddy)
{
    auto *label = new PlainLabel(text, TextRole::Label, Ink::Dim);
    label->setBuddy(buddy);
    return label;
}

static PlainLabel *wrapped(const QString &text, Ink ink)
{
    auto *label = new PlainLabel(text, TextRole::Label, ink);
    label->setWordWrap(true);
    return label;
}

EmbedSheet::EmbedSheet(const Offer &offer, QWidget *parent)
    : QDialog(parent)
    , m_offer(offer)
    , m_isOn(new QCheckBox(tr("Use the embed helper with this profile")))
    , m_form(new QWidget)
    , m_origins(new QPlainTextEdit)
    , m_problem(wrapped({}, Ink::Bad))
    , m_validity(new ValidityBox(false))
    , m_minutes(new QComboBox)
    , m_port(new QLineEdit)
    , m_secret(new SecretLineEdit(offer.isBySecretKey ? tr("Secret key") : tr("Password")))
    , m_secretLabel(fieldLabel(m_secret->accessibleName(), m_secret))
    , m_facts(nullptr)
    , m_address(new FactLabel(tr("Address")))
    , m_handedOut(new FactLabel(tr("Tokens handed out")))
    , m_refused(new FactLabel(tr("Refused")))
    , m_ends(new FactLabel(tr("Stops")))
    , m_outcome(wrapped({}, Ink::Text))
    , m_copy(button(tr("Copy address"), u"copyAddress"_s))
    , m_start(button(tr("Start"), u"startHelper"_s))
    , m_stop(button(tr("Stop"), u"stopHelper"_s))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"embedSheet"_s);
    setWindowTitle(tr("Embed helper"));
    setAccessibleName(windowTitle());
    nameFields();
    fillChoices();
    build();
    connect(m_isOn, &QCheckBox::toggled, this, [this](bool isOn) {
        Q_EMIT optedIn(isOn);
        follow();
    });
    connect(m_start, &QPushButton::clicked, this, &EmbedSheet::start);
    connect(m_stop, &QPushButton::clicked, this, &EmbedSheet::stopWanted);
    connect(m_copy, &QPushButton::clicked, this, &EmbedSheet::copyWanted);
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, &EmbedSheet::tick);
    follow();
}

void EmbedSheet::nameFields()
{
    m_isOn->setObjectName(u"embedOn"_s);
    m_isOn->setAccessibleName(m_isOn->text());
    m_origins->setObjectName(u"embedOrigins"_s);
    m_origins->setAccessibleName(tr("Pages that may ask"));
    m_origins->setPlaceholderText(u"http://localhost:3000"_s);
    m_origins->setTabChangesFocus(true);
    m_origins->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_origins->setFont(fontFor(TextRole::Mono));
    m_origins->setFixedHeight(m_origins->fontMetrics().lineSpacing() * originLines + Theme::space4);
    m_minutes->setObjectName(u"embedMinutes"_s);
    m_minutes->setAccessibleName(tr("Stop after"));
    m_port->setObjectName(u"embedPort"_s);
    m_port->setAccessibleName(tr("Port"));
    m_secret->setObjectName(u"embedSecret"_s);
    m_outcome->setAccessibleName(tr("Outcome"));
    m_problem->setAccessibleName(tr("Problem"));
    m_problem->hide();
    setButtonKind(m_start, ButtonKind::Primary);
    setButtonKind(m_stop, ButtonKind::Danger);
}

void EmbedSheet::fillChoices()
{
    const EmbedSettings &settings = m_offer.settings;
    m_isOn->setChecked(settings.isOn);
    m_origins->setPlainText(settings.origins.join(u'\n'));
    m_validity->setSeconds(settings.validitySeconds);
    QList<int> choices{15, 30, 60, 120, 240, EmbedSettings::mostMinutes};
    if (!choices.contains(settings.minutes))
        choices.append(settings.minutes);
    for (const int minutes : choices)
        m_minutes->addItem(timetext::duration(minutes * qint64(60)), minutes);
    m_minutes->setCurrentIndex(m_minutes->findData(settings.minutes));
    m_port->setValidator(new QIntValidator(0, 65535, m_port));
    m_port->setPlaceholderText(tr("Any free one"));
    m_port->setText(settings.port > 0 ? QString::number(settings.port) : QString());
    m_secret->setVisible(!m_offer.hasKept);
    m_secretLabel->setVisible(!m_offer.hasKept);
}

QString EmbedSheet::secretAdvice() const
{
    if (m_offer.hasKept)
        return tr("Tokens are asked for with the secret that is kept for this profile.");
    if (m_offer.mayUseSession)
        return tr("Left empty, the session makes the tokens, and the cluster decides how long they "
                  "live.");
    return tr("It stays in memory as long as the helper runs, and is kept nowhere.");
}

QGridLayout *EmbedSheet::buildFields()
{
    auto *fields = new QGridLayout;
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setHorizontalSpacing(14);
    fields->setVerticalSpacing(Theme::space1);
    fields->addWidget(fieldLabel(tr("Pages that may ask, one origin a line"), m_origins), 0, 0, 1,
                      3);
    fields->addWidget(m_origins, 1, 0, 1, 3);
    fields->addWidget(m_problem, 2, 0, 1, 3);
    fields->addWidget(fieldLabel(tr("Token validity"), m_validity), 3, 0);
    fields->addWidget(fieldLabel(tr("Stop after"), m_minutes), 3, 1);
    fields->addWidget(fieldLabel(tr("Port"), m_port), 3, 2);
    fields->addWidget(m_validity, 4, 0);
    fields->addWidget(m_minutes, 4, 1);
    fields->addWidget(m_port, 4, 2);
    fields->addWidget(wrapped(embedtext::validityAdvice(), Ink::Dim), 5, 0, 1, 3);
    fields->addWidget(m_secretLabel, 6, 0, 1, 3);
    fields->addWidget(m_secret, 7, 0, 1, 3);
    fields->addWidget(wrapped(secretAdvice(), Ink::Dim), 8, 0, 1, 3);
    for (int column = 0; column < 3; ++column)
        fields->setColumnStretch(column, 1);
    return fields;
}

QWidget *EmbedSheet::buildFacts()
{
    auto *facts = new QWidget;
    auto *layout = new QGridLayout(facts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(Theme::space2);
    layout->addWidget(m_address, 0, 0);
    layout->addWidget(m_copy, 0, 1, Qt::AlignBottom);
    layout->addWidget(wrapped(tr("Give the copied address to the SDK as authEndpoint. It is a "
                                 "secret: who knows it and shows a listed origin gets tokens. It "
                                 "is new with each start."),
                              Ink::Dim),
                      1, 0, 1, 2);
    layout->addWidget(m_handedOut, 2, 0, 1, 2);
    layout->addWidget(m_refused, 3, 0, 1, 2);
    layout->addWidget(m_ends, 4, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    return facts;
}

void EmbedSheet::build()
{
    m_form->setLayout(buildFields());
    m_facts = buildFacts();
    auto *close = button(tr("Close"), u"closeSheet"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    for (QPushButton *one : {close, m_stop, m_start})
        buttons->addWidget(one);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    layout->addWidget(new PlainLabel(windowTitle(), TextRole::Title));
    auto *introduction =
        wrapped(tr("While you build a page that embeds ThoughtSpot, it needs a fresh full-access "
                   "token each time it loads. The helper gives it one of %1 at %2. Only programs "
                   "on this machine reach it, and only the pages listed get a token.")
                    .arg(shown(m_offer.userName, 64), shown(m_offer.host, 100)),
                Ink::Dim);
    introduction->setFixedWidth(sheetWidth);
    layout->addWidget(introduction);
    layout->addWidget(m_isOn);
    layout->addWidget(m_form);
    layout->addWidget(m_facts);
    layout->addWidget(m_outcome);
    layout->addLayout(buttons);
}

//! The origins as they were typed; none where one of them is not an origin, which is said.
std::optional<QStringList> EmbedSheet::origins()
{
    QStringList origins;
    QString problem;
    for (const QString &line : m_origins->toPlainText().split(u'\n', Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty())
            continue;
        const auto origin = embedOrigin(line);
        if (!origin)
            problem = tr("“%1” is not an origin. Write https://host, or http://localhost:3000 for "
                         "this machine: no path, no *.")
                          .arg(shown(line.trimmed(), 80));
        else if (!origins.contains(*origin))
            origins.append(*origin);
    }
    if (problem.isEmpty() && origins.isEmpty())
        problem = tr("Name at least one page, for example http://localhost:3000.");
    if (origins.size() > EmbedSettings::mostOrigins)
        problem = tr("At most %1 origins.").arg(EmbedSettings::mostOrigins);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    return problem.isEmpty() ? std::optional(origins) : std::nullopt;
}

void EmbedSheet::start()
{
    const std::optional<QStringList> wanted = origins();
    if (!wanted)
        return m_origins->setFocus();
    if (!m_offer.hasKept && !m_offer.mayUseSession && m_secret->secret().isEmpty()) {
        m_problem->setText(tr("Enter the %1: tokens are asked for with it.")
                               .arg(m_secret->accessibleName().toLower()));
        m_problem->show();
        return m_secret->setFocus();
    }
    EmbedSettings settings{m_isOn->isChecked(), *wanted};
    settings.validitySeconds = m_validity->seconds().value_or(m_offer.settings.validitySeconds);
    settings.minutes = m_minutes->currentData().toInt();
    settings.port = m_port->text().toInt(); // nothing is 0: any
    const SecretBuffer secret = m_secret->secret();
    m_secret->forget();
    Q_EMIT startWanted(settings, secret);
}

void EmbedSheet::render(const EmbedState &state)
{
    const bool hasStarted = state.isRunning && !m_state.isRunning;
    m_state = state;
    const QString end = embedtext::end(state);
    tell(end.isEmpty() ? QString() : end + u' ' + embedtext::nextStep(state));
    follow();
    if (hasStarted)
        m_copy->setFocus();
}

void EmbedSheet::tell(const QString &text)
{
    m_outcome->setText(text);
    m_outcome->setVisible(!text.isEmpty());
}

void EmbedSheet::follow()
{
    const bool isRunning = m_state.isRunning;
    m_form->setVisible(!isRunning);
    m_form->setEnabled(m_isOn->isChecked());
    m_facts->setVisible(isRunning);
    m_start->setVisible(!isRunning);
    m_start->setEnabled(m_isOn->isChecked());
    m_start->setDefault(!isRunning);
    m_stop->setVisible(isRunning);
    m_outcome->setVisible(!m_outcome->text().isEmpty());
    if (isRunning)
        tick();
    else
        m_clock.stop();
}

static QString withoutPath(const SecretBuffer &url)
{
    const QByteArrayView text = url.view();
    const qsizetype path = text.indexOf('/', 8);
    return QString::fromLatin1(text.first(path + 1)) + QString(8, QChar(0x2022));
}

void EmbedSheet::tick()
{
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    const qint64 leftMs = std::max<qint64>(0, m_state.endsMs - nowMs);
    m_address->setValue(withoutPath(m_state.url));
    m_handedOut->setValue(embedtext::handedOut(m_state, nowMs));
    m_refused->setValue(embedtext::refused(m_state, nowMs));
    m_ends->setValue(
        tr("in %1 (%2), or when no page asks for half an hour")
            .arg(timetext::remaining(leftMs), timetext::clockOrDate(m_state.endsMs, nowMs)));
    if (const int next = timetext::nextTickMs(leftMs); next > 0)
        m_clock.start(next);
}

void EmbedSheet::done(int result)
{
    m_secret->forget();
    QDialog::done(result);
}
