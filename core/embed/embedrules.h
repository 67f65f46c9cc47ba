#pragma once

#include "core/embed/requesthead.h"
#include "core/support/secretbuffer.h"

#include <QMetaType>
#include <QStringList>

//! Why the embed endpoint gave no token. What a person can do something about; all else is Odd.
struct EmbedRefusal
{
    Q_GADGET

public:
    enum class Kind
    {
        Odd,           //!< no proper request, another path, another Host: not the page we wait for
        NoOrigin,      //!< nothing that a page of another origin would send
        OriginUnknown, //!< a page that is not on the list
        NotAFetch,     //!< a listed page, but no GET by its script
        TooOften,
        TooMany,  //!< connections at once
        NoToken,  //!< the cluster gave none, see EmbedState::error
        SameToken //!< the cluster gave one a second time
    };
    Q_ENUM(Kind)

    Kind kind = Kind::Odd;
    QString origin{}; //!< of the page, where one was named that can be shown

    friend bool operator==(const EmbedRefusal &, const EmbedRefusal &) = default;
};

Q_DECLARE_METATYPE(EmbedRefusal)

//! An answer as it goes out. The SDK takes whatever body it can read for the token, so what a page
//! may read has no body but a token; other refusals have a line of text for who tries by hand.
struct EmbedAnswer
{
    int status = 400;
    QByteArray origin{}; //!< allowed to read it; empty: nobody
    QList<std::pair<QByteArray, QByteArray>> fields{};

    //! Status line and fields, with the empty line; \a bodySize bytes follow.
    [[nodiscard]] QByteArray head(qsizetype bodySize) const;
    //! What follows the head where no token does: ASCII, one line or nothing.
    [[nodiscard]] QByteArray text() const;
};

//! Who gets a token of the embed endpoint, as a decision without network or clock.
class EmbedRules final
{
public:
    //! \a path begins with "/"; \a origins as embedOrigin() gives them.
    EmbedRules(quint16 port, SecretBuffer path, const QStringList &origins);

    struct Verdict
    {
        EmbedAnswer answer;                    //!< for a token: without its body
        std::optional<EmbedRefusal> refusal{}; //!< none: a preflight that was answered, or a token
        bool isForToken = false;
    };

    //! The Host must be ours (a name that was bound anew to this machine is another), then the
    //! path, then the Origin, then method and Sec-Fetch headers.
    [[nodiscard]] Verdict judge(const RequestHead &head) const;

private:
    [[nodiscard]] Verdict preflight(const RequestHead &head, const QByteArray &origin) const;

    const QList<QByteArray> m_hosts;
    const SecretBuffer m_path;
    QList<QByteArray> m_origins;
};
