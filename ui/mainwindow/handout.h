#pragma once

#include "core/handoff/handoff.h"
#include "core/session/sessionstate.h"

#include <QObject>
#include <QString>

class SecretClipboard;

//! Puts what is copied in the window on the clipboard: secrets by the timed way, everything else by
//! the ordinary one. The service is never asked.
class Handout final : public QObject
{
    Q_OBJECT

public:
    //! \a clipboard outlives it.
    explicit Handout(SecretClipboard &clipboard, QObject *parent = nullptr);

    //! The token of \a session in \a format; nothing where there is none.
    void copyToken(const SignedIn &session, const QString &profileName, handoff::Format format);
    void copyValue(const QString &text, bool isSecret);

Q_SIGNALS:
    void told(const QString &outcome);
    //! \a what was copied, in words; \a seconds until it leaves, 0 once it has.
    void countdown(const QString &what, int seconds);

private:
    SecretClipboard &m_clipboard;
    QString m_what;
};
