#pragma once

#include "core/handoff/handoff.h"
#include "core/session/sessionstate.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUuid>

#include <functional>
#include <memory>

class SecretClipboard;
struct Profile;

//! Puts what is copied in the window on the clipboard: secrets by the timed way, everything else by
//! the ordinary one. The service is never asked.
class Handout final : public QObject
{
    Q_OBJECT

public:
    //! \a clipboard outlives it.
    explicit Handout(SecretClipboard &clipboard, QObject *parent = nullptr);

    //! What the token of \a session, which holds one, is handed out as.
    [[nodiscard]] static handoff::Subject subject(const Profile &profile, const SignedIn &session);
    //! The token of \a session in \a format; nothing where there is none, or it is in a
    //! wrong Organization that nobody has accepted.
    void copyToken(const Profile &profile, const SignedIn &session, handoff::Format format);
    //! The address of the embed helper, which opens what a token opens.
    void copyAddress(const QUuid &profile, const SecretBuffer &address);
    void copyValue(const QUuid &profile, const QString &text, bool isSecret);
    //! What \a make gives, which a worker calls; nothing if anything else was copied or the
    //! clipboard cleared by then.
    void copyLongText(const QUuid &profile, const std::function<QString()> &make, bool isSecret);
    //! Takes away the secret that lies there, and what would come to lie there.
    void clear();
    //! The session of \a profile went from \a before to \a now: what was copied from it is cleared
    //! as soon as the token is to be revoked or the session to end, whatever the server says later.
    void followSession(const QUuid &profile, const SessionState &before, const SessionState &now);
    //! The tokens of \a profile with these \a fingerprints are to be revoked, or are dead: one of
    //! them that was copied is cleared, whichever is in use.
    void dropTokens(const QUuid &profile, const QStringList &fingerprints);

Q_SIGNALS:
    void told(const QString &outcome);
    //! It lies on the clipboard in \a format.
    void tokenCopied(const QUuid &profile, const Token &token, handoff::Format format);
    //! \a what was copied, in words; \a seconds until it leaves, 0 once it has.
    void countdown(const QString &what, int seconds);

private:
    void begin(const QUuid &profile, const QString &what);

    SecretClipboard &m_clipboard;
    std::unique_ptr<QObject> m_making; //!< whom a long text is made for: its end drops the text
    QUuid m_makingFor;                 //!< the profile that it is of
    QString m_what;
    QUuid m_owner;         //!< the profile whose secret was copied last
    QString m_fingerprint; //!< where that was a token
};
