#pragma once

#include "core/session/token.h"

#include <QList>
#include <QStringList>
#include <QUuid>

#include <optional>

//! A token that was minted or taken in here, as it is remembered: by its fingerprint, never by its
//! value. Times are the server's, milliseconds since epoch.
struct LedgerEntry
{
    enum class Origin
    {
        Minted,
        TakenIn //!< somebody brought it
    };
    //! From the weakest to the strongest word: see ledger::merged().
    enum class Standing
    {
        Open,     //!< nothing ended it that is known here
        Replaced, //!< another one took its place here; it lives on
        Left,     //!< signed out of, and the server did not confirm that it ended; it may live on
        Unknown,  //!< a revoke was not confirmed, or the server refuses it
        RevokedSaid, //!< the server said so; it was not asked for the proof, or could not give one
        StillAccepted, //!< though the server said that it revoked it
        Revoked        //!< and does not accept it any more
    };
    enum class State
    {
        Alive,
        Expired,
        Revoked,
        Unknown
    };
    //! Where it was handed: the way, and what for on that way.
    struct Handout
    {
        static constexpr QLatin1StringView copied{"copied"}; //!< and the name of the form
        static constexpr QLatin1StringView sdesk{"sdesk"};   //!< and the verb
        static constexpr QLatin1StringView embed{"embed"};   //!< the embed helper, and the origin

        QString what; //!< "copied CurlLine", "sdesk exec", …: words, never a value
        qint64 atMs = 0;

        friend bool operator==(const Handout &, const Handout &) = default;
    };

    static constexpr qsizetype mostHandouts = 20; //!< the last ones

    QUuid profile;
    QString fingerprint; //!< Token::fingerprint()
    Origin origin = Origin::Minted;
    QString owner;
    std::optional<qint64> orgId;
    QString orgName;
    QString scope;
    QString objectId;
    qint64 notedMs = 0; //!< when it came
    std::optional<qint64> createdMs;
    std::optional<qint64> expiresMs;
    Standing standing = Standing::Open;
    QList<Handout> handouts;

    //! What \a token is to the ledger.
    [[nodiscard]] static LedgerEntry of(const Token &token, const QUuid &profile, Origin origin,
                                        qint64 nowMs);
    [[nodiscard]] State state(qint64 nowMs) const;

    //! A list of texts that fromTexts() reads; it reads what it knows and is none without a
    //! fingerprint.
    [[nodiscard]] QStringList toTexts() const;
    [[nodiscard]] static std::optional<LedgerEntry> fromTexts(const QStringList &texts);

    friend bool operator==(const LedgerEntry &, const LedgerEntry &) = default;
};

//! Lists of them as pure functions.
namespace ledger {

inline constexpr qsizetype mostEntries = 500;

//! \a known with \a entry laid over the one of the same profile and fingerprint: what ended it
//! stays, handouts of both are kept.
[[nodiscard]] QList<LedgerEntry> merged(QList<LedgerEntry> known, const LedgerEntry &entry);
//! At most mostEntries: those that are over go first, the oldest of them before the others.
[[nodiscard]] QList<LedgerEntry> bounded(QList<LedgerEntry> entries, qint64 nowMs);

} // namespace ledger
