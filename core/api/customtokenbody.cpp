#include "core/api/customtokenbody.h"

#include "core/api/requestrules.h"
#include "core/api/wiretime.h"

#include <QMetaEnum>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace customtokenbody {

static bool isWord(const QString &text)
{
    return !text.isEmpty() && requestrules::isPlainText(text);
}

static bool areWords(const QStringList &texts)
{
    return std::ranges::all_of(texts, isWord);
}

static bool areWhole(const QList<CustomToken::NamedValues> &list)
{
    return std::ranges::all_of(list, [](const CustomToken::NamedValues &each) {
        return isWord(each.name) && !each.values.isEmpty() && areWords(each.values);
    });
}

static bool areWhole(const QList<CustomToken::FilterRule> &rules)
{
    return std::ranges::all_of(rules, [](const CustomToken::FilterRule &rule) {
        return isWord(rule.column) && !rule.values.isEmpty() && areWords(rule.values);
    });
}

std::optional<ApiError> check(const CustomToken &custom)
{
    if (!areWhole(custom.filterRules))
        return requestrules::invalid(u"Filter rules"_s);
    const bool isSingle =
        std::ranges::all_of(custom.parameters, [](const CustomToken::NamedValues &parameter) {
            return parameter.values.size() == 1;
        });
    if (!isSingle || !areWhole(custom.parameters))
        return requestrules::invalid(u"Parameters"_s);
    if (!areWhole(custom.variables))
        return requestrules::invalid(u"Variables"_s);
    const bool isKept = custom.persist == CustomToken::Persist::Append ||
                        custom.persist == CustomToken::Persist::Replace;
    if (!custom.variables.isEmpty() && !isKept)
        return requestrules::invalid(u"Persist option"_s);
    if (!areWords(custom.tables))
        return requestrules::invalid(u"Objects"_s);
    if (!areWords(custom.groups))
        return requestrules::invalid(u"Groups"_s);
    return std::nullopt;
}

static QString wireName(CustomToken::Persist persist)
{
    switch (persist) {
    case CustomToken::Persist::None:
        return u"NONE"_s;
    case CustomToken::Persist::Append:
        return u"APPEND"_s;
    case CustomToken::Persist::Replace:
        return u"REPLACE"_s;
    case CustomToken::Persist::Reset:
        return u"RESET"_s;
    }
    Q_UNREACHABLE();
}

static QString wireName(CustomToken::Operator op)
{
    return QString::fromLatin1(
        QMetaEnum::fromType<CustomToken::Operator>().valueToKey(static_cast<int>(op)));
}

static SecretBuffer filterRule(const CustomToken::FilterRule &rule)
{
    return JsonBody()
        .text("column_name"_L1, rule.column)
        .text("operator"_L1, wireName(rule.op))
        .texts("values"_L1, rule.values)
        .take();
}

static SecretBuffer namedValues(const CustomToken::NamedValues &values)
{
    return JsonBody().text("name"_L1, values.name).texts("values"_L1, values.values).take();
}

static SecretBuffer table(const QString &identifier)
{
    return JsonBody().text("type"_L1, u"LOGICAL_TABLE").text("identifier"_L1, identifier).take();
}

static SecretBuffer group(const QString &identifier)
{
    return JsonBody().text("identifier"_L1, identifier).take();
}

template<typename Item, typename Make>
static void addList(JsonBody &body, QLatin1StringView name, const QList<Item> &items, Make make)
{
    if (items.isEmpty())
        return;
    QList<SecretBuffer> objects;
    for (const Item &item : items)
        objects.append(make(item));
    body.objects(name, objects);
}

void append(JsonBody &body, const CustomToken &custom)
{
    body.text("persist_option"_L1, wireName(custom.persist));
    addList(body, "filter_rules"_L1, custom.filterRules, filterRule);
    addList(body, "parameter_values"_L1, custom.parameters, namedValues);
    addList(body, "variable_values"_L1, custom.variables, namedValues);
    addList(body, "objects"_L1, custom.tables, table);
    addList(body, "groups"_L1, custom.groups, group);
}

void read(Token &token, const QJsonObject &json)
{
    const QJsonObject user = json.value("user"_L1).toObject();
    const QJsonObject org = json.value("org"_L1).toObject();
    token.owner = user.value("name"_L1).toString();
    token.ownerId = user.value("id"_L1).toString();
    token.orgId = wiretime::wholeNumber(org.value("id"_L1));
    token.orgName = org.value("name"_L1).toString();
    token.scope = Token::customScope;
}

} // namespace customtokenbody
