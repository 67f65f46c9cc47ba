#include "core/handoff/variablenames.h"

#include <algorithm>
#include <array>

namespace handoff {

static bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

//! A shell or a program would go astray with such a value in it.
static bool isTaken(const QString &name)
{
    static constexpr std::array names{
        QLatin1StringView("PATH"),     QLatin1StringView("HOME"),    QLatin1StringView("USER"),
        QLatin1StringView("SHELL"),    QLatin1StringView("PWD"),     QLatin1StringView("IFS"),
        QLatin1StringView("ENV"),      QLatin1StringView("COMSPEC"), QLatin1StringView("PATHEXT"),
        QLatin1StringView("BASH_ENV"), QLatin1StringView("LANG"),    QLatin1StringView("TERM"),
        QLatin1StringView("DISPLAY"),  QLatin1StringView("STATUS"),  QLatin1StringView("UID")};
    static constexpr std::array beginnings{QLatin1StringView("LD_"), QLatin1StringView("LC_"),
                                           QLatin1StringView("SDESK_")};
    // Programs would go to the cluster as if it were a proxy.
    if (name.endsWith(QLatin1StringView("_PROXY"), Qt::CaseInsensitive))
        return true;
    return std::ranges::any_of(names,
                               [&](QLatin1StringView taken) {
                                   return name.compare(taken, Qt::CaseInsensitive) == 0;
                               }) ||
           std::ranges::any_of(beginnings, [&](QLatin1StringView beginning) {
               return name.startsWith(beginning, Qt::CaseInsensitive);
           });
}

bool VariableNames::isProper(const QString &name)
{
    return !name.isEmpty() && name.size() <= longestName && isLetter(name.front()) &&
           std::ranges::all_of(name,
                               [](QChar c) { return isLetter(c) || (c >= u'0' && c <= u'9'); }) &&
           !isTaken(name);
}

bool VariableNames::areProper() const
{
    return isProper(host) && isProper(token) && host.compare(token, Qt::CaseInsensitive) != 0;
}

} // namespace handoff
