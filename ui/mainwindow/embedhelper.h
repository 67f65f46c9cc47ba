#pragma once

#include "core/embed/embedendpoint.h"
#include "core/embed/embedsettings.h"
#include "core/session/sessionstate.h"
#include "core/storage/vault.h"

#include <QObject>
#include <QPointer>
#include <QUuid>

class EmbedSheet;
class ProfileStore;
class QWidget;
class Sessions;
class TokenSecrets;

//! What stands behind the sheet of the embed helper: one endpoint, for the profile that it was
//! started for, with tokens that the profile's session makes aside. It runs as long as that
//! session stands, is the one shown, and the window is not locked.
class EmbedHelper final : public QObject
{
    Q_OBJECT

public:
    //! \a store, \a sessions and \a secrets outlive it; \a window is the parent of the sheet.
    EmbedHelper(ProfileStore &store, Sessions &sessions, TokenSecrets &secrets, QWidget &window);

    void open(const QUuid &profile);
    //! \a profile is the one that is shown now.
    void followProfile(const QUuid &profile);
    void stop(EmbedState::End why);

    [[nodiscard]] const EmbedState &state() const { return m_endpoint.state(); }
    //! Of the pages that may ask.
    [[nodiscard]] const QStringList &origins() const { return m_settings.origins; }

Q_SIGNALS:
    //! state() says something else.
    void changed();
    //! The address is to go to the clipboard: it is a secret.
    void copyWanted(const QUuid &profile, const SecretBuffer &address);
    //! \a token went to the page of \a origin.
    void handedOut(const QUuid &profile, const Token &token, const QString &origin);

private:
    //! Of what makes the tokens.
    [[nodiscard]] bool hasKept(const QUuid &profile) const;
    void start(const EmbedSettings &settings, const SecretBuffer &secret);
    void optIn(bool isOn);
    void mint(const EmbedEndpoint::Then &then);
    void followKept(const QUuid &profile, SecretField field, const ApiResult<Token> &token);
    void followState(const QUuid &profile, const SessionState &state);
    void render();

    ProfileStore &m_store;
    Sessions &m_sessions;
    QWidget &m_window;
    TokenSecrets &m_secrets;
    QPointer<EmbedSheet> m_sheet;
    QUuid m_opened;  //!< whose sheet it is
    QUuid m_profile; //!< that it was started for
    EmbedSettings m_settings;
    Account m_account;       //!< that it was started for
    SecretBuffer m_secret;   //!< typed for this run
    bool m_isByKept = false; //!< this run asks with what the profile keeps
    EmbedEndpoint m_endpoint;
};
