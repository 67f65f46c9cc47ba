#pragma once

#include "core/session/formfinder.h"
#include "core/session/tokencalls.h"
#include "core/storage/profile.h"

#include <functional>
#include <memory>
#include <optional>

//! What came of asking for a token.
struct Minted
{
    ApiResult<Token> token;
    QList<Org> orgs = {};     //!< that the account may enter, where the cluster was asked
    bool isOrgUntold = false; //!< an Org was asked for, and the cluster does not tell which it is
    //! The token was for another Org, which is the error: it was for this one.
    std::optional<Org> otherOrg = {};
    //! It was revoked again; none where it is one that the cluster had given before.
    std::optional<tokencalls::Revoked> revoked = {};
    std::optional<qint64> expiresMs = {}; //!< of that one
};

//! The calls of one run of the program to the cluster of one profile, by token alone: nobody logs
//! in, so no cookie session is left behind at the server, and a verb makes the calls that it needs
//! and no more. Answers come later, from the event loop; destroying it drops them.
class Cluster final
{
public:
    template<typename T> using Then = std::function<void(ApiResult<T>)>;

    explicit Cluster(const Profile &profile);

    //! The form that the server speaks, which may have to be found out first.
    void findForm(const Then<Api::Form> &then);
    //! Asks the server in any case; another form than the chosen one is WrongApiForm.
    void testForm(const Then<Api::Form> &then);
    //! Gets a token for \a wish. Where an Org was asked for, the Org in force is compared with it:
    //! with another one the token is revoked again, and the answer is OrgNotAllowed. Of \a kept one
    //! that lives asks for Orgs, see tokencalls::fetch(); neither these nor what the ledger knows
    //! are revoked should the cluster give one of them again.
    void mint(const TokenWish &wish, const Credentials &credentials, const QList<Token> &kept,
              const std::function<void(const Minted &)> &then);
    //! What the server says of the session behind \a token.
    void info(const Token &token, const Then<SessionInfo> &then);
    //! Whether \a token is accepted; where the API has no such question, its session info tells.
    void check(const Token &token, const Then<TokenCheck> &then);
    //! Revokes \a token, and asks for the proof.
    void revoke(const Token &token, const std::function<void(const tokencalls::Revoked &)> &then);

    //! The form found, Auto before that.
    [[nodiscard]] Api::Form form() const { return m_form; }
    //! Milliseconds since epoch by the server's clock.
    [[nodiscard]] qint64 nowMs() const { return m_clock.nowMs(); }
    //! By how many milliseconds it is ahead of this machine's; 0 until the server has told its
    //! time.
    [[nodiscard]] qint64 aheadMs() const { return m_clock.skewMs(); }

private:
    void setForm(Api::Form form);
    //! One errand of mint().
    struct Minting
    {
        TokenWish wish;
        Credentials credentials;
        QList<Token> kept;
        std::function<void(const Minted &)> then;
    };

    [[nodiscard]] bool isInUse(const Minting &minting, const Token &token) const;
    [[nodiscard]] std::optional<SecretBuffer> bearer(const Minting &minting) const;
    void mint(const Minting &minting);
    void fetch(const Minting &minting, const Then<Token> &then);
    void compareOrg(const Minting &minting, const Token &token);
    void judgeOrg(const Minting &minting, Token token, const std::optional<Org> &inForce);
    void giveBack(const Minting &minting, const Token &token, const ApiError &mismatch,
                  const Org &got);

    const Profile m_profile;
    HttpClient m_client;
    ServerClock m_clock;
    FormFinder m_finder;
    Api::Form m_form = Api::Form::Auto;
    bool m_isFormProven = false; //!< chosen, or found by this run
    QList<Org> m_orgs;           //!< that this run has learnt of
    std::unique_ptr<ApiDialect> m_dialect;
    ApiCalls m_calls;
};
