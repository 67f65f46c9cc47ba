#include "ui/login/serverentry.h"

#include "ui/support/errortext.h"
#include "ui/support/formtext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

using Kind = ApiError::Kind;

static constexpr int pauseMs = 500;

static QString failureInTwoWords(Kind kind)
{
    switch (kind) {
    case Kind::Tls:
    case Kind::InsecureAddress:
        return ServerEntry::tr("Not secure");
    case Kind::NotAnApi:
    case Kind::WrongApiForm:
    case Kind::BadReply:
    case Kind::TooLarge:
    case Kind::Unsupported:
    case Kind::NotOffered:
    case Kind::CustomTokenHeld:
    case Kind::Redirected:
    case Kind::InvalidInput:
        return ServerEntry::tr("Not the API");
    case Kind::Unreachable:
    case Kind::HostNotFound:
    case Kind::ConnectionLost:
    case Kind::Timeout:
    case Kind::Proxy:
        return ServerEntry::tr("No connection");
    case Kind::BadCredentials:
    case Kind::SessionEnded:
    case Kind::MultiFactorRequired:
    case Kind::AccountLocked:
    case Kind::OrgNotAllowed:
    case Kind::Forbidden:
    case Kind::RateLimited:
    case Kind::ServerFault:
    case Kind::RequestRefused:
    case Kind::Cancelled:
        return ServerEntry::tr("No answer");
    }
    return {};
}

static QString skewNote(std::optional<qint64> skewMs)
{
    constexpr qint64 worthSaying = 2 * 60'000;
    if (!skewMs || qAbs(*skewMs) < worthSaying)
        return {};
    const QString amount = timetext::remaining(qAbs(*skewMs));
    return *skewMs > 0 ? ServerEntry::tr("this machine's clock is %1 behind").arg(amount)
                       : ServerEntry::tr("this machine's clock is %1 ahead").arg(amount);
}

ServerEntry::ServerEntry(QWidget *parent)
    : QWidget(parent)
    , m_field(new QLineEdit)
    , m_chip(new Pill)
    , m_note(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_answer(new QWidget)
{
    m_field->setObjectName(u"Server"_s);
    m_field->setAccessibleName(tr("Server"));
    m_field->setFont(fontFor(TextRole::Mono));
    m_field->setPlaceholderText(u"https://acme.thoughtspot.cloud"_s);
    m_field->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoPredictiveText);
    m_note->setWordWrap(true);
    m_note->setObjectName(u"serverNote"_s);
    m_chip->setObjectName(u"serverChip"_s);
    auto *label = new PlainLabel(tr("Server"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_field);

    auto *answer = new QHBoxLayout(m_answer);
    answer->setContentsMargins(0, 2, 0, 0);
    answer->setSpacing(Theme::space2);
    answer->addWidget(m_chip, 0, Qt::AlignTop);
    answer->addWidget(m_note, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space1);
    layout->addWidget(label);
    layout->addWidget(m_field);
    layout->addWidget(m_answer);
    setFocusProxy(m_field);
    m_chip->hide();
    m_answer->hide();

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &ServerEntry::announce);
    connect(m_field, &QLineEdit::textEdited, this, &ServerEntry::noteEdit);
    connect(m_field, &QLineEdit::editingFinished, this, &ServerEntry::settle);
}

void ServerEntry::setOrigin(const QString &origin, Api::Form found)
{
    m_pause.stop();
    m_announced.clear();
    m_addressNote.clear();
    m_field->setText(origin);
    m_field->setCursorPosition(0);
    m_chip->hide();
    setNote({});
    if (!origin.isEmpty() && found != Api::Form::Auto)
        showChip(tr("ThoughtSpot · %1").arg(formName(found)), Tone::Neutral);
}

Result<ServerAddress, ServerAddress::Problem> ServerEntry::address() const
{
    return ServerAddress::parse(m_field->text());
}

void ServerEntry::noteEdit()
{
    m_addressNote.clear();
    m_chip->hide();
    setNote({});
    m_pause.start();
    Q_EMIT edited();
}

void ServerEntry::settle()
{
    m_pause.stop();
    const auto read = address();
    if (!read) {
        if (!m_field->text().trimmed().isEmpty())
            showProblem(read.error());
        return;
    }
    if (m_field->text() != read->origin) {
        m_field->setText(read->origin);
        m_field->setCursorPosition(0);
        QStringList notes;
        if (read->wasShortened)
            notes += tr("address shortened");
        if (read->isInternational)
            notes += tr("not plain letters: make sure it is the right name");
        m_addressNote = notes.join(u", "_s);
        setNote(m_addressNote);
    }
    announce();
}

void ServerEntry::announce()
{
    const auto read = address();
    if (!read || read->origin == m_announced)
        return;
    m_announced = read->origin;
    Q_EMIT addressEntered();
}

void ServerEntry::showAsking()
{
    const auto read = address();
    if (!read)
        return;
    m_announced = read->origin;
    m_chip->setState(tr("Asking the server…"), Tone::Neutral, true);
    m_chip->show();
    setNote(m_addressNote);
}

void ServerEntry::stopAsking()
{
    m_chip->hide();
    setNote(m_addressNote);
}

bool ServerEntry::showReport(const ConnectionReport &report, bool isSaidElsewhere)
{
    const auto read = address();
    if (!read || read->origin != m_announced)
        return false;
    if (report.error) {
        showChip(failureInTwoWords(report.error->kind), Tone::Bad);
        setNote(isSaidElsewhere ? QString() : errorText(*report.error).what);
        return true;
    }
    showChip(tr("ThoughtSpot · %1").arg(formName(report.form)), Tone::Good);
    const QString skew = skewNote(report.clockSkewMs);
    setNote(m_addressNote.isEmpty() || skew.isEmpty() ? m_addressNote + skew
                                                      : m_addressNote + u", "_s + skew);
    return true;
}

void ServerEntry::showForm(const QString &origin, Api::Form form)
{
    if (const auto read = address(); read && read->origin == origin)
        showChip(tr("ThoughtSpot · %1").arg(formName(form)), Tone::Good);
}

void ServerEntry::showProblem(ServerAddress::Problem problem)
{
    const ErrorText text = errorText(problem);
    showChip(tr("No address"), Tone::Bad);
    setNote(text.what + u' ' + text.nextStep, true);
}

void ServerEntry::showChip(const QString &words, Tone tone)
{
    m_chip->setState(words, tone);
    m_chip->show();
    m_answer->show();
}

void ServerEntry::setNote(const QString &text, bool isComplaint)
{
    m_hasComplaint = isComplaint;
    m_note->setText(shown(text));
    m_note->setInk(isComplaint ? Ink::Bad : Ink::Dim);
    m_answer->setVisible(!text.isEmpty() || !m_chip->isHidden());
}
