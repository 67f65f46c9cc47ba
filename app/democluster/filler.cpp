#include "app/democluster/filler.h"

#include "app/democluster/users.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace demo {

static QByteArray makeFiller()
{
    constexpr qsizetype wanted = 10 * 1024 * 1024;
    QByteArray filler;
    filler.reserve(wanted + 1024);
    filler += R"({"saved_answers":[)";
    for (int number = 0; filler.size() < wanted; ++number) {
        const QByteArray text = QByteArray::number(number);
        filler += number == 0 ? "{" : ",{";
        filler += R"("id":"00000000-0000-4000-8000-)" + text.rightJustified(12, '0') +
                  R"(","name":"Saved answer )" + text +
                  R"(","columns":["Region","Product","Sales","Margin"],"rows":)" + text +
                  R"(,"pinned":)" + (number % 7 == 0 ? "true" : "false") + "}";
    }
    filler += "]}";
    return filler;
}

QByteArray withFiller(const QJsonObject &object, QByteArrayView name)
{
    static const QByteArray filler = makeFiller();
    QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    json.chop(1);
    json.reserve(json.size() + filler.size() + name.size() + 8);
    json.append(",\"").append(name).append("\":").append(filler).append('}');
    return json;
}

} // namespace demo
