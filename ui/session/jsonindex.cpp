#include "ui/session/jsonindex.h"

#include "ui/session/jsontext.h"
#include "ui/session/secretfields.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

JsonIndex::JsonIndex()
    : d(new Data)
{
    d->nodes.push_back({.value = QJsonObject()});
}

JsonIndex JsonIndex::of(const QJsonObject &object)
{
    JsonIndex index;
    index.d->nodes.clear();
    append(*index.d, object, {});
    index.d->nodes.shrink_to_fit();
    return index;
}

// Recursion is bounded: the parser takes no more than 1024 levels.
void JsonIndex::append(Data &data, const QJsonValue &value, Node place)
{
    const auto here = data.nodes.size();
    const bool inSecret = place.secret;
    place.value = value;
    if (!value.isObject() && !value.isArray()) {
        place.secret = (inSecret && SecretFields::canBeSecret(value)) ||
                       (value.isString() && SecretFields::isSecretText(value.toString()));
        data.secretCount += place.secret ? 1 : 0;
        place.end = int(here) + 1;
        data.nodes.push_back(std::move(place));
        return;
    }

    Node child{.parent = int(here), .depth = short(place.depth + 1), .secret = inSecret};
    place.secret = false;
    data.nodes.push_back(std::move(place));
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
            child.secret = inSecret || SecretFields::isSecretName(field.key());
            append(data, field.value(), child);
            ++child.row;
        }
    } else {
        const QJsonArray list = value.toArray();
        for (auto entry = list.constBegin(); entry != list.constEnd(); ++entry) {
            append(data, *entry, child);
            ++child.row;
        }
    }
    data.nodes[here].end = int(data.nodes.size());
}

bool JsonIndex::isContainer(int node) const
{
    return value(node).isObject() || value(node).isArray();
}

bool JsonIndex::isListEntry(int node) const
{
    return node > 0 && value(parent(node)).isArray();
}

int JsonIndex::childCount(int node) const
{
    const QJsonValue &container = value(node);
    if (container.isObject())
        return int(container.toObject().size());
    return container.isArray() ? int(container.toArray().size()) : 0;
}

QString JsonIndex::name(int node) const
{
    if (node <= 0)
        return {};
    const QJsonValue &container = value(parent(node));
    if (container.isObject())
        return (container.toObject().constBegin() + row(node)).key();
    return QString::number(row(node));
}

static bool isPlainName(const QString &name)
{
    return !name.isEmpty() && !name.front().isDigit() && std::ranges::all_of(name, [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'$';
    });
}

QString JsonIndex::path(int node) const
{
    QString path;
    for (int step = node; step > 0; step = parent(step)) {
        const QString stepName = name(step);
        if (isListEntry(step))
            path.prepend(u'[' + stepName + u']');
        else if (isPlainName(stepName))
            path.prepend((parent(step) > 0 ? u"."_s : QString()) + stepName);
        else
            path.prepend(u'[' + jsonQuoted(stepName) + u']');
    }
    return path;
}

int JsonIndex::counterpart(int node, const JsonIndex &other) const
{
    if (node <= 0)
        return node;
    const int container = counterpart(parent(node), other);
    if (container < 0)
        return -1;
    qsizetype place = -1;
    if (isListEntry(node) && other.value(container).isArray()) {
        place = row(node);
    } else if (!isListEntry(node) && other.value(container).isObject()) {
        const QJsonObject object = other.value(container).toObject();
        const auto found = object.constFind(name(node));
        place = found == object.constEnd() ? -1 : found - object.constBegin();
    }
    if (place < 0 || place >= other.childCount(container))
        return -1;
    int child = container + 1;
    for (qsizetype i = 0; i < place; ++i)
        child = other.end(child);
    return child;
}
