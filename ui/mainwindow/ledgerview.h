#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/ledger.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QUuid>

#include <optional>

class LedgerSheet;
class ProfileStore;
class QWidget;
class Sessions;

//! What stands behind the sheet of a profile's tokens: the ledger in, revokes out, one after the
//! other, with the outcome of each.
class LedgerView final : public QObject
{
    Q_OBJECT

public:
    //! \a sessions and \a store outlive it; \a window is the parent of the sheet.
    LedgerView(Ledger &ledger, Sessions &sessions, const ProfileStore &store, QWidget &window);

    void open(const QUuid &profile);

Q_SIGNALS:
    //! The person wants them revoked; what comes of it is not known yet.
    void revokeBegun(const QUuid &profile, const QStringList &fingerprints);

private:
    void render();
    void followState(const SessionState &state);
    void use(const QString &fingerprint);
    void revoke(const QStringList &fingerprints);
    void next();
    void tellOutcome();
    void follow(const QUuid &profile, const Token &token, const std::optional<ApiError> &error);

    const QPointer<Ledger> m_ledger; //!< goes before the window at the end
    Sessions &m_sessions;
    const ProfileStore &m_store;
    QWidget &m_window;
    QPointer<LedgerSheet> m_sheet;
    QUuid m_profile;
    QStringList m_queue; //!< still to be revoked, the first one under way
    int m_done = 0;
    int m_failed = 0;
    QHash<QString, QString> m_outcomes; //!< why not, by fingerprint
};
