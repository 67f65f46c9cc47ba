#pragma once

#include <QJsonValue>
#include <QString>

class JsonIndex;

//! \a value, which is no object and no list, as it is: text without quotes, whole numbers up to 64
//! bits exactly, other numbers in the shortest form that reads back the same.
[[nodiscard]] QString scalarText(const QJsonValue &value);

//! \a text as a JSON string. Whatever cannot be seen (controls, bidirectional and zero-width
//! characters, half surrogates) is written as \uXXXX: it reads back the same and hides nothing.
[[nodiscard]] QString jsonQuoted(const QString &text);

//! \a value, which is no object and no list, as JSON.
[[nodiscard]] QString jsonScalar(const QJsonValue &value);

enum class Secrets
{
    Masked,
    Plain
};

//! The field \a node of \a index as JSON text, indented by two. For 10 MB this takes a while: on a
//! worker.
[[nodiscard]] QString jsonText(const JsonIndex &index, int node, Secrets secrets);
