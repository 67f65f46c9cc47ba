#pragma once

#include <QExplicitlySharedDataPointer>
#include <QJsonObject>
#include <QJsonValue>
#include <QSharedData>
#include <QString>

#include <vector>

//! Every field of a JSON object, numbered in reading order: 0 is the object itself, each field
//! comes before what is inside it. The object is not copied, only linked, so that 400,000 fields
//! can be counted, searched and shown as a tree or as lines. A value: cheap to copy, safe to read
//! from several threads. Built on a worker.
class JsonIndex final
{
public:
    JsonIndex();
    [[nodiscard]] static JsonIndex of(const QJsonObject &object);

    //! Fields and the object itself; at least 1.
    [[nodiscard]] int size() const { return int(d->nodes.size()); }
    [[nodiscard]] int fieldCount() const { return size() - 1; }

    [[nodiscard]] const QJsonValue &value(int node) const { return at(node).value; }
    //! -1 for the object itself.
    [[nodiscard]] int parent(int node) const { return at(node).parent; }
    //! Its place inside its parent, from 0.
    [[nodiscard]] int row(int node) const { return at(node).row; }
    [[nodiscard]] int depth(int node) const { return at(node).depth; }
    //! One past the last field inside \a node.
    [[nodiscard]] int end(int node) const { return at(node).end; }
    //! Its value is to be masked.
    [[nodiscard]] bool isSecret(int node) const { return at(node).secret; }
    //! How many values are masked.
    [[nodiscard]] int secretCount() const { return d->secretCount; }

    [[nodiscard]] bool isContainer(int node) const;
    [[nodiscard]] bool hasChildren(int node) const { return end(node) > node + 1; }
    //! It is an entry of a list, so its name is only a number that we gave it.
    [[nodiscard]] bool isListEntry(int node) const;
    [[nodiscard]] int childCount(int node) const;

    //! The key, as received, or the place in a list.
    [[nodiscard]] QString name(int node) const;
    //! Where it stands: configInfo.ldapConfiguration.realms, orgs[1].name, ["odd key"].
    [[nodiscard]] QString path(int node) const;
    //! The field at the same path of \a other, or -1.
    [[nodiscard]] int counterpart(int node, const JsonIndex &other) const;

private:
    struct Node
    {
        QJsonValue value = {};
        int parent = -1;
        int row = 0;
        int end = 1;
        short depth = 0;
        bool secret = false;
    };
    struct Data final : QSharedData
    {
        std::vector<Node> nodes;
        int secretCount = 0;
    };

    [[nodiscard]] const Node &at(int node) const { return d->nodes[std::size_t(node)]; }
    static void append(Data &data, const QJsonValue &value, Node place);

    QExplicitlySharedDataPointer<Data> d;
};
