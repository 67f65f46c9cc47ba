#include "ui/mainwindow/handout.h"

#include "core/handoff/handoff.h"
#include "ui/support/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>

using CopyForm = TokenPanel::CopyForm;

Handout::Handout(SecretClipboard &clipboard, QObject *parent)
    : QObject(parent)
    , m_clipboard(clipboard)
{
    connect(&clipboard, &SecretClipboard::remainingChanged, this,
            [this](int seconds) { Q_EMIT countdown(m_what, seconds); });
    connect(&clipboard, &SecretClipboard::couldNotClear, this, [this] {
        Q_EMIT told(tr("The clipboard's entry is empty, but the system holds on to it. Bring this "
                       "window to the front to have it cleared."));
    });
}

static handoff::Format formatOf(CopyForm form)
{
    switch (form) {
    case CopyForm::Token:
        return handoff::Format::Token;
    case CopyForm::Header:
        return handoff::Format::AuthorizationHeader;
    case CopyForm::Curl:
        return handoff::Format::CurlLine;
    }
    Q_UNREACHABLE();
}

static QString copiedText(CopyForm form)
{
    switch (form) {
    case CopyForm::Token:
        return Handout::tr("Token copied.");
    case CopyForm::Header:
        return Handout::tr("Authorization header copied.");
    case CopyForm::Curl:
        return Handout::tr("curl line copied.");
    }
    Q_UNREACHABLE();
}

void Handout::copyToken(const SignedIn &session, CopyForm form)
{
    if (!session.token)
        return;
    const SecretBuffer text = handoff::text(
        formatOf(form), {*session.token, session.account.origin, session.account.form});
    if (text.isEmpty()) {
        Q_EMIT told(tr("The token holds characters that must not be copied into other tools."));
        return;
    }
    m_what = copiedText(form);
    m_clipboard.copy(text);
}

void Handout::copyValue(const QString &text, bool isSecret)
{
    if (isSecret) {
        m_what = tr("Secret value copied.");
        m_clipboard.copy(SecretBuffer::fromText(text));
    } else {
        QGuiApplication::clipboard()->setText(text);
        Q_EMIT told(tr("Copied."));
    }
}
