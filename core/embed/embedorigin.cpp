#include "core/embed/embedorigin.h"

using Problem = ServerAddress::Problem;

Result<QString, Problem> embedOrigin(QStringView text)
{
    const QStringView typed = text.trimmed();
    if (typed.isEmpty())
        return Failure{Problem::Empty};
    // A server may be typed without its scheme and with a page behind it. An origin is compared as
    // it is, and a guess would allow what nobody asked for.
    const qsizetype schemeEnd = typed.indexOf(u"://");
    if (schemeEnd < 0 || typed.sliced(schemeEnd + 3).contains(u'/') || typed.contains(u'*'))
        return Failure{Problem::NotAnAddress};
    const auto address = ServerAddress::parse(typed);
    if (!address)
        return Failure{address.error()};
    if (address->wasShortened)
        return Failure{Problem::NotAnAddress};
    return address->origin;
}
