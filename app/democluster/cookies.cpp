#include "app/democluster/form.h"

namespace demo {

QList<Header> sessionCookies(const Session &session, bool secure)
{
    // A client never sends a Secure cookie over plain http, so there it would lock everybody out.
    const QByteArray end = session.remembered
                               ? "; Max-Age=" + QByteArray::number(session.lifeMs / 1000)
                               : QByteArray();
    return {{"Set-Cookie", "JSESSIONID=" + session.sessionId + "; Path=/; HttpOnly" + end},
            {"Set-Cookie", "clientId=" + session.clientId + "; Path=/;" +
                               (secure ? " Secure;" : "") + " HttpOnly" + end}};
}

QList<Header> expiredCookies()
{
    return {{"Set-Cookie", "JSESSIONID=; Path=/; HttpOnly; Max-Age=0"},
            {"Set-Cookie", "clientId=; Path=/; HttpOnly; Max-Age=0"}};
}

} // namespace demo
