#include "core/storage/profilevalues.h"

#include "core/embed/embedorigin.h"
#include "core/storage/vaultvalues.h"

#include <array>
#include <limits>

using namespace Qt::StringLiterals;

static constexpr int longestText = 4096;
static constexpr qsizetype mostOrgs = 500;
static constexpr int longestOrgName = 256;
static constexpr auto hostVariableKey = "hostVariable"_L1;
static constexpr auto tokenVariableKey = "tokenVariable"_L1;

template<typename Choice> struct Word
{
    Choice choice;
    QLatin1StringView word;
};

template<typename Choice> Word(Choice, QLatin1StringView) -> Word<Choice>; // clang 14 needs it

static constexpr std::array colours{
    Word{Profile::Colour::Red, "red"_L1},       Word{Profile::Colour::Green, "green"_L1},
    Word{Profile::Colour::Violet, "violet"_L1}, Word{Profile::Colour::Steel, "steel"_L1},
    Word{Profile::Colour::Blue, "blue"_L1},     Word{Profile::Colour::Amber, "amber"_L1},
    Word{Profile::Colour::Teal, "teal"_L1},     Word{Profile::Colour::Pink, "pink"_L1}};

static constexpr std::array forms{Word{Api::Form::Auto, "auto"_L1},
                                  Word{Api::Form::Beta2022, "beta-2022"_L1},
                                  Word{Api::Form::Beta, "beta"_L1}, Word{Api::Form::V2, "2.0"_L1}};

static constexpr std::array methods{Word{SignInMethod::Password, "password"_L1},
                                    Word{SignInMethod::SecretKey, "secret-key"_L1}};

static constexpr std::array proxyModes{Word{ProxySettings::Mode::System, "system"_L1},
                                       Word{ProxySettings::Mode::None, "none"_L1},
                                       Word{ProxySettings::Mode::Manual, "manual"_L1}};

static constexpr std::array keepAliveModes{Word{RenewalPolicy::Mode::Off, "off"_L1},
                                           Word{RenewalPolicy::Mode::On, "on"_L1},
                                           Word{RenewalPolicy::Mode::Until, "until"_L1}};

static constexpr std::array themes{Word{Preferences::Theme::System, "system"_L1},
                                   Word{Preferences::Theme::Light, "light"_L1},
                                   Word{Preferences::Theme::Dark, "dark"_L1}};

template<typename Words, typename Choice> static QString wordFor(const Words &words, Choice choice)
{
    for (const auto &entry : words) {
        if (entry.choice == choice)
            return entry.word;
    }
    return {};
}

template<typename Words, typename Choice>
static Choice choiceFor(const Words &words, const QVariant &word, Choice otherwise)
{
    for (const auto &entry : words) {
        if (word.toString() == entry.word)
            return entry.choice;
    }
    return otherwise;
}

// Text that survives the way to the disk and back, without control characters.
static QString plain(const QString &text, int limit = longestText)
{
    QString result = QString::fromUtf8(text.left(limit).toUtf8());
    result.removeIf([](QChar character) { return character.category() == QChar::Other_Control; });
    return result;
}

static QString textOf(const QVariantMap &values, const QString &key)
{
    return plain(values.value(key).toString());
}

static int numberOf(const QVariantMap &values, const QString &key, int otherwise, int least,
                    int most)
{
    bool isNumber = false;
    const qint64 number = values.value(key).toLongLong(&isNumber);
    return isNumber ? static_cast<int>(qBound(qint64(least), number, qint64(most))) : otherwise;
}

// "id name": the id ends at the first space.
static QStringList textsOf(const QList<Org> &orgs)
{
    QStringList texts;
    for (const Org &org : orgs.first(qMin(orgs.size(), mostOrgs)))
        texts.append(QString::number(org.id) + u' ' + plain(org.name, longestOrgName));
    return texts;
}

static QList<Org> orgsFrom(const QStringList &texts)
{
    QList<Org> orgs;
    for (const QString &text : texts.first(qMin(texts.size(), mostOrgs))) {
        const qsizetype space = text.indexOf(u' ');
        bool isNumber = false;
        const qint64 id = QStringView(text).left(space).toLongLong(&isNumber);
        if (space > 0 && isNumber)
            orgs.append({id, plain(text.mid(space + 1), longestOrgName)});
    }
    return orgs;
}

// An origin that is none must not be allowed by being written into the file.
static EmbedSettings embedFrom(const QVariantMap &values)
{
    EmbedSettings result;
    result.isOn = values.value(u"embedHelper"_s).toBool();
    for (const QString &text : values.value(u"embedOrigins"_s).toStringList()) {
        const auto origin = embedOrigin(text);
        const bool hasRoom = result.origins.size() < EmbedSettings::mostOrigins;
        if (origin && hasRoom && !result.origins.contains(*origin))
            result.origins.append(*origin);
    }
    result.validitySeconds =
        numberOf(values, u"embedValiditySeconds"_s, result.validitySeconds,
                 EmbedSettings::shortestValiditySeconds, std::numeric_limits<int>::max());
    result.minutes =
        numberOf(values, u"embedMinutes"_s, result.minutes, 1, EmbedSettings::mostMinutes);
    result.port = numberOf(values, u"embedPort"_s, 0, 0, 65535);
    return result;
}

QVariantMap ProfileValues::of(const Profile &profile)
{
    return {{u"name"_s, Profile::cleanName(profile.name, profile.origin)},
            {u"colour"_s, wordFor(colours, profile.colour)},
            {u"origin"_s, plain(profile.origin)},
            {u"api"_s, wordFor(forms, profile.form)},
            {u"foundApi"_s, wordFor(forms, profile.foundForm)},
            {u"userName"_s, plain(profile.userName)},
            {u"org"_s, plain(profile.org)},
            {u"knownOrgs"_s, textsOf(profile.knownOrgs)},
            {u"rememberMe"_s, profile.rememberMe},
            {u"signInMethod"_s, wordFor(methods, profile.method)},
            {u"keepsPassword"_s, profile.keepsPassword},
            {u"keepsSecretKey"_s, profile.keepsSecretKey},
            {u"keepsToken"_s, profile.keepsToken},
            {u"wantsToken"_s, profile.wantsToken},
            {u"tokenValiditySeconds"_s, profile.tokenValiditySeconds},
            {u"keepAlive"_s, wordFor(keepAliveModes, profile.keepAlive.mode)},
            {u"keepAliveUntilMs"_s, profile.keepAlive.untilMs},
            {u"authorityFile"_s, plain(profile.authorityFile)},
            {u"pinnedKeySha256"_s, QString::fromLatin1(profile.pinnedKeySha256.left(64).toHex())},
            {u"proxyMode"_s, wordFor(proxyModes, profile.proxy.mode)},
            {u"proxyHost"_s, plain(profile.proxy.host)},
            {u"proxyPort"_s, profile.proxy.port},
            {u"proxySocks"_s, profile.proxy.isSocks},
            {u"embedHelper"_s, profile.embed.isOn},
            {u"embedOrigins"_s, profile.embed.origins},
            {u"embedValiditySeconds"_s, profile.embed.validitySeconds},
            {u"embedMinutes"_s, profile.embed.minutes},
            {u"embedPort"_s, profile.embed.port},
            {hostVariableKey, profile.variables.host},
            {tokenVariableKey, profile.variables.token},
            {u"lastUsedMs"_s, profile.lastUsedMs}};
}

Profile ProfileValues::profile(const QUuid &id, const QVariantMap &values)
{
    Profile result;
    result.id = id;
    result.origin = textOf(values, u"origin"_s);
    result.name = Profile::cleanName(values.value(u"name"_s).toString(), result.origin);
    result.colour = choiceFor(colours, values.value(u"colour"_s), result.colour);
    result.form = choiceFor(forms, values.value(u"api"_s), result.form);
    result.foundForm = choiceFor(forms, values.value(u"foundApi"_s), result.foundForm);
    result.userName = textOf(values, u"userName"_s);
    result.org = textOf(values, u"org"_s);
    result.knownOrgs = orgsFrom(values.value(u"knownOrgs"_s).toStringList());
    result.rememberMe = values.value(u"rememberMe"_s, result.rememberMe).toBool();
    result.method = choiceFor(methods, values.value(u"signInMethod"_s), result.method);
    result.keepsSecretKey = values.value(u"keepsSecretKey"_s).toBool();
    result.keepsPassword = values.value(u"keepsPassword"_s).toBool();
    result.keepsToken = values.value(u"keepsToken"_s).toBool();
    result.wantsToken = values.value(u"wantsToken"_s, result.wantsToken).toBool();
    result.tokenValiditySeconds =
        numberOf(values, u"tokenValiditySeconds"_s, result.tokenValiditySeconds, 1,
                 std::numeric_limits<int>::max());
    result.keepAlive.mode =
        choiceFor(keepAliveModes, values.value(u"keepAlive"_s), result.keepAlive.mode);
    result.keepAlive.untilMs = qMax(qint64(0), values.value(u"keepAliveUntilMs"_s).toLongLong());
    result.authorityFile = textOf(values, u"authorityFile"_s);
    result.pinnedKeySha256 =
        QByteArray::fromHex(values.value(u"pinnedKeySha256"_s).toString().left(128).toLatin1());
    result.proxy.mode = choiceFor(proxyModes, values.value(u"proxyMode"_s), result.proxy.mode);
    result.proxy.host = textOf(values, u"proxyHost"_s);
    result.proxy.port = numberOf(values, u"proxyPort"_s, 0, 0, 65535);
    result.proxy.isSocks = values.value(u"proxySocks"_s).toBool();
    result.embed = embedFrom(values);
    const handoff::VariableNames names{textOf(values, hostVariableKey),
                                       textOf(values, tokenVariableKey)};
    if (names.areProper())
        result.variables = names;
    result.lastUsedMs = qMax(qint64(0), values.value(u"lastUsedMs"_s).toLongLong());
    return result;
}

QVariantMap ProfileValues::of(const Preferences &preferences)
{
    return {{u"windowGeometry"_s, QString::fromLatin1(preferences.windowGeometry.toBase64())},
            {u"columnWidth"_s, preferences.columnWidth},
            {u"lastProfile"_s, preferences.lastProfile.toString(QUuid::WithoutBraces)},
            {u"tokenValiditySeconds"_s, preferences.tokenValiditySeconds},
            {u"theme"_s, wordFor(themes, preferences.theme)},
            {u"clipboardSeconds"_s, preferences.clipboardSeconds},
            {u"lockMinutes"_s, preferences.lockMinutes}};
}

Preferences ProfileValues::preferences(const QVariantMap &values)
{
    Preferences result;
    result.windowGeometry = QByteArray::fromBase64(
        values.value(u"windowGeometry"_s).toString().left(longestText).toLatin1());
    result.columnWidth = numberOf(values, u"columnWidth"_s, result.columnWidth, 0, 10'000);
    result.lastProfile = QUuid::fromString(values.value(u"lastProfile"_s).toString());
    result.tokenValiditySeconds =
        numberOf(values, u"tokenValiditySeconds"_s, result.tokenValiditySeconds, 1,
                 std::numeric_limits<int>::max());
    result.theme = choiceFor(themes, values.value(u"theme"_s), result.theme);
    result.clipboardSeconds =
        numberOf(values, u"clipboardSeconds"_s, result.clipboardSeconds, 5, 120);
    result.lockMinutes = numberOf(values, u"lockMinutes"_s, result.lockMinutes, 0, 24 * 60);
    return result;
}

bool ProfileValues::isAutomatic(const QString &key)
{
    return SealedValues::isSealed(key) || key == "lastUsedMs"_L1 || key == "foundApi"_L1 ||
           key == "knownOrgs"_L1;
}
