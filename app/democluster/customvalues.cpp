#include "app/democluster/customvalues.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace demo {

using Need = FieldReader::Need;

static void checkOneOf(FieldReader &fields, QLatin1StringView name, const QStringList &known,
                       Need need)
{
    const QString value = fields.text(name, need);
    if (!value.isEmpty() && !known.contains(value))
        fields.fail(Failure::badRequest(u"Parameter %1 is not one of the known"_s.arg(name)));
}

static void checkValues(FieldReader &fields, qsizetype most)
{
    const QStringList values = fields.texts("values"_L1);
    if (values.isEmpty() || values.size() > most)
        fields.fail(Failure::badRequest(u"Parameter values has the wrong number of them"_s));
}

static void checkRule(FieldReader &fields)
{
    static const QStringList operators{
        u"EQ"_s,     u"NE"_s,   u"LT"_s,          u"LE"_s,       u"GT"_s,         u"GE"_s,
        u"IN"_s,     u"BW"_s,   u"CONTAINS"_s,    u"BW_INC"_s,   u"BW_INC_MIN"_s, u"BW_INC_MAX"_s,
        u"NOT_IN"_s, u"LIKE"_s, u"BEGINS_WITH"_s, u"ENDS_WITH"_s};
    static_cast<void>(fields.text("column_name"_L1, Need::Required));
    checkOneOf(fields, "operator"_L1, operators, Need::Required);
    checkValues(fields, 10'000);
}

static void checkParameter(FieldReader &fields)
{
    static_cast<void>(fields.text("name"_L1, Need::Required));
    checkValues(fields, 1);
}

static void checkVariable(FieldReader &fields)
{
    static_cast<void>(fields.text("name"_L1, Need::Required));
    checkValues(fields, 10'000);
}

static void checkTable(FieldReader &fields)
{
    checkOneOf(fields, "type"_L1, {u"LOGICAL_TABLE"_s}, Need::Optional);
    static_cast<void>(fields.text("identifier"_L1, Need::Required));
}

static void checkGroup(FieldReader &fields)
{
    static_cast<void>(fields.text("identifier"_L1, Need::Required));
}

//! How many there are. A field of an entry that nobody knows is refused.
static qsizetype checkList(FieldReader &fields, QLatin1StringView name,
                           void (*checkEntry)(FieldReader &))
{
    const QList<QJsonObject> entries = fields.objects(name);
    for (const QJsonObject &entry : entries) {
        FieldReader inside(entry);
        checkEntry(inside);
        if (inside.failure())
            fields.fail(*inside.failure());
        if (!inside.unknownFields().isEmpty())
            fields.fail(
                Failure::badRequest(u"Parameter %1 has a field that is not known"_s.arg(name)));
    }
    return entries.size();
}

void checkCustomValues(FieldReader &fields, bool hasKey)
{
    static const QStringList keeping{u"REPLACE"_s, u"APPEND"_s};
    const QString persist = fields.peek("persist_option"_L1).toString();
    checkOneOf(fields, "persist_option"_L1, keeping + QStringList{u"NONE"_s, u"RESET"_s},
               Need::Required);
    checkList(fields, "filter_rules"_L1, checkRule);
    checkList(fields, "parameter_values"_L1, checkParameter);
    if (checkList(fields, "variable_values"_L1, checkVariable) > 0 && !keeping.contains(persist))
        fields.fail(
            Failure::badRequest(u"persist_option %1 is not for variable_values"_s.arg(persist)));
    checkList(fields, "objects"_L1, checkTable);
    checkList(fields, "groups"_L1, checkGroup);
    // Its default is true, which without a key makes nobody.
    if (fields.flag("auto_create"_L1, hasKey) && !hasKey)
        fields.fail(Failure::badRequest(u"Parameter auto_create needs a secret key"_s));
}

} // namespace demo
