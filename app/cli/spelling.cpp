#include "app/cli/spelling.h"

#include "ui/support/uitext.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

QString spelling::of(Api::Form form)
{
    switch (form) {
    case Api::Form::Auto:
        return u"auto"_s;
    case Api::Form::Beta2022:
        return u"beta-2022"_s;
    case Api::Form::Beta:
        return u"beta"_s;
    case Api::Form::V2:
        return u"2.0"_s;
    }
    return {};
}

std::optional<Api::Form> spelling::form(const QString &text)
{
    for (const Api::Form form :
         {Api::Form::Auto, Api::Form::Beta2022, Api::Form::Beta, Api::Form::V2}) {
        if (text == of(form))
            return form;
    }
    return std::nullopt;
}

QString spelling::of(SignInMethod method)
{
    return method == SignInMethod::SecretKey ? u"secret-key"_s : u"password"_s;
}

std::optional<SignInMethod> spelling::method(const QString &text)
{
    for (const SignInMethod method : {SignInMethod::Password, SignInMethod::SecretKey}) {
        if (text == of(method))
            return method;
    }
    return std::nullopt;
}

QString spelling::of(const Org &org)
{
    return org.name.isEmpty() ? QString::number(org.id) : shown(org.name, 64);
}

QString spelling::quoted(QString text)
{
    return u'\'' + text.replace(u'\'', "'\\''"_L1) + u'\'';
}

QString spelling::word(const QString &name)
{
    const bool isPlain = !name.isEmpty() && std::ranges::all_of(name, [](QChar c) {
        return c.isLetterOrNumber() || QStringView(u"-_.@%+:/").contains(c);
    });
    return isPlain ? name : quoted(name);
}

static qint64 secondsOfUnit(QChar unit)
{
    switch (unit.unicode()) {
    case u's':
        return 1;
    case u'm':
        return 60;
    case u'h':
        return 3600;
    case u'd':
        return 86'400;
    default:
        return 0;
    }
}

std::optional<int> spelling::seconds(const QString &text)
{
    constexpr qint64 longest = 3650 * qint64(86'400);
    if (text.isEmpty())
        return std::nullopt;
    const bool hasUnit = !text.back().isDigit();
    const qint64 unit = hasUnit ? secondsOfUnit(text.back()) : 1;
    bool isNumber = false;
    const qint64 count = (hasUnit ? text.chopped(1) : text).toInt(&isNumber);
    const qint64 whole = count * unit;
    if (!isNumber || whole < 1 || whole > longest)
        return std::nullopt;
    return static_cast<int>(whole);
}

QString spelling::moment(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODate);
}
