#pragma once

#include "core/session/formfinder.h"
#include "core/session/tokencalls.h"
#include "core/storage/profile.h"

#include <functional>
#include <memory>
#include <optional>

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
    //! with another one the token is revoked again, and the answer is OrgNotAllowed.
    void mint(const TokenWish &wish, const Credentials &credentials, const Then<Token> &then);
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

private:
    void setForm(Api::Form form);
    void fetch(const TokenWish &wish, const Credentials &credentials, const Then<Token> &then);
    void compareOrg(const Token &token, const QString &asked, const Then<Token> &then);
    void judgeOrg(const Token &token, const QString &asked, const std::optional<Org> &inForce,
                  const Then<Token> &then);

    const Profile m_profile;
    HttpClient m_client;
    ServerClock m_clock;
    FormFinder m_finder;
    Api::Form m_form = Api::Form::Auto;
    bool m_isFormProven = false; //!< chosen, or found by this run
    std::unique_ptr<ApiDialect> m_dialect;
    ApiCalls m_calls;
};
