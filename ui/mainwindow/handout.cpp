#include "ui/mainwindow/handout.h"

#include "ui/support/handofftext.h"
#include "ui/support/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>

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

void Handout::copyToken(const SignedIn &session, const QString &profileName, handoff::Format format)
{
    if (!session.token)
        return;
    const SecretBuffer text = handoff::text(format, {.token = *session.token,
                                                     .origin = session.account.origin,
                                                     .form = session.account.form,
                                                     .name = profileName});
    if (text.isEmpty()) {
        Q_EMIT told(tr("Not copied: the token or the address holds characters that could mean "
                       "something else in this form."));
        return;
    }
    m_what = tr("%1 copied.").arg(handofftext::name(format));
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
