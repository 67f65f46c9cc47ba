#include "core/session/orglookup.h"

#include <algorithm>

using namespace Qt::StringLiterals;

template<typename Matches>
static std::optional<Org> firstOf(const QList<Org> &orgs, const Matches &matches)
{
    const auto found = std::find_if(orgs.begin(), orgs.end(), matches);
    return found == orgs.end() ? std::nullopt : std::optional(*found);
}

//! For the detail: no more of them than fit into a line.
static QString named(const QList<Org> &orgs)
{
    constexpr qsizetype most = 12;
    QStringList names;
    for (const Org &org : orgs.first(qMin(orgs.size(), most)))
        names +=
            org.name.isEmpty() ? QString::number(org.id) : u"%1 (%2)"_s.arg(org.name).arg(org.id);
    if (orgs.size() > most)
        names += u"+%1"_s.arg(orgs.size() - most);
    return names.join(", "_L1);
}

static ApiError notAllowed(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::OrgNotAllowed;
    error.detail = detail;
    return error;
}

// A cluster without such a list answers with something else; that the list could not be had for
// another reason is the better thing to say.
static bool meansNoSuchList(ApiError::Kind kind)
{
    using Kind = ApiError::Kind;
    return kind == Kind::WrongApiForm || kind == Kind::NotAnApi || kind == Kind::Forbidden ||
           kind == Kind::BadReply || kind == Kind::RequestRefused || kind == Kind::Unsupported ||
           kind == Kind::NotOffered;
}

std::optional<qint64> orglookup::idIn(const QString &text)
{
    bool isNumber = false;
    const qint64 id = text.trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(id) : std::nullopt;
}

bool orglookup::isSameName(const QString &name, const QString &other)
{
    return name.compare(other, Qt::CaseInsensitive) == 0;
}

std::optional<Org> orglookup::find(const QList<Org> &orgs, const QString &text)
{
    const QString name = text.trimmed();
    if (const std::optional<qint64> id = idIn(name)) {
        if (auto org = firstOf(orgs, [id](const Org &candidate) { return candidate.id == *id; }))
            return org;
    }
    if (auto org = firstOf(orgs, [&](const Org &candidate) { return candidate.name == name; }))
        return org;
    return firstOf(orgs, [&](const Org &candidate) { return isSameName(candidate.name, name); });
}

QList<Org> orglookup::merged(QList<Org> known, const QList<Org> &more)
{
    for (const Org &org : more) {
        const auto same = std::find_if(known.begin(), known.end(),
                                       [&](const Org &other) { return other.id == org.id; });
        if (same == known.end())
            known.append(org);
        else if (same->name.isEmpty())
            same->name = org.name;
    }
    return known;
}

bool orglookup::isKnown(const QList<Org> &known, const QString &text)
{
    return idIn(text) || find(known, text);
}

//! As \a orgs have it, which the server lists.
static ApiResult<Org> meant(const ApiResult<QList<Org>> &orgs, const QString &text)
{
    if (!orgs && !meansNoSuchList(orgs.error().kind))
        return Failure{orgs.error()};
    if (const std::optional<Org> org = orgs ? orglookup::find(*orgs, text) : std::nullopt)
        return *org;
    if (const std::optional<qint64> id = orglookup::idIn(text))
        return Org{*id, {}};
    const bool isListed = orgs && !orgs->isEmpty();
    return Failure{
        notAllowed(isListed ? u"asked for %1, there are %2"_s.arg(text, named(*orgs)) : text)};
}

void orglookup::resolve(ApiCalls &calls, const ApiDialect &dialect, const QString &text,
                        const QList<Org> &known, const std::optional<SecretBuffer> &bearer,
                        std::function<void(ApiResult<Org>)> then,
                        const std::function<void(const QList<Org> &)> &learnt)
{
    const std::optional<HttpRequest> request = bearer ? dialect.orgs(*bearer) : std::nullopt;
    if (isKnown(known, text) || !request)
        return then(meant(known, text));
    calls.ask(dialect, *request, &ApiDialect::readOrgs,
              [then, learnt, text](const ApiResult<QList<Org>> &orgs) {
                  if (orgs && learnt)
                      learnt(*orgs);
                  then(meant(orgs, text));
              });
}

orglookup::Match orglookup::match(const QList<Org> &known, const QString &asked,
                                  std::optional<qint64> id, const QString &name)
{
    const std::optional<Org> meant = find(known, asked);
    const std::optional<qint64> wanted = meant ? meant->id : idIn(asked);
    if (id && wanted)
        return *id == *wanted ? Match::Same : Match::Other;
    if (name.isEmpty())
        return Match::Unknown;
    const bool isSame =
        isSameName(name, asked.trimmed()) || (meant && isSameName(name, meant->name));
    return isSame ? Match::Same : Match::Other;
}

std::optional<ApiError> orglookup::mismatch(const QList<Org> &known, const QString &asked,
                                            const std::optional<Org> &inForce)
{
    if (asked.isEmpty() || !inForce ||
        match(known, asked, inForce->id, inForce->name) != Match::Other)
        return std::nullopt;
    return notAllowed(u"asked for %1, in force is %2"_s.arg(asked, QString::number(inForce->id)));
}
