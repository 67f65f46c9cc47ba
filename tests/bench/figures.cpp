#include "tests/bench/figures.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

std::optional<double> Figure::ratio() const
{
    if (!baseline || *baseline <= 0)
        return {};
    return value / *baseline;
}

bool Figure::isWithinLimits() const
{
    return (!limit || value <= *limit) && (!ratioLimit || !ratio() || *ratio() <= *ratioLimit);
}

bool Figure::isWhole() const
{
    return value >= 0 && (against.isEmpty() || (baseline && *baseline > 0));
}

static QString number(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : value < 1000 ? 1 : 0);
}

QByteArray figures::table(const QList<Figure> &figures)
{
    QString text;
    QString section;
    for (const Figure &figure : figures) {
        if (figure.section != section)
            text += u"\n%1\n"_s.arg(figure.section);
        section = figure.section;
        text += u"  %1 %2 %3"_s.arg(figure.what, -48)
                    .arg(number(figure.value), 10)
                    .arg(figure.unit, -14);
        if (figure.ratio())
            text += u"  %1 x %2 (%3)"_s.arg(number(*figure.ratio()), figure.against,
                                            number(*figure.baseline));
        if (figure.limit)
            text += u"  limit %1"_s.arg(number(*figure.limit));
        if (figure.ratioLimit)
            text += u"  limit %1 x"_s.arg(number(*figure.ratioLimit));
        if (!figure.isWhole())
            text += u"  NOT MEASURED\n"_s;
        else
            text += figure.isWithinLimits() ? u"\n"_s : u"  OVER\n"_s;
    }
    return text.toUtf8();
}

QByteArray figures::json(const QList<Figure> &figures)
{
    QJsonArray list;
    for (const Figure &figure : figures) {
        QJsonObject object{{u"section"_s, figure.section},
                           {u"what"_s, figure.what},
                           {u"value"_s, figure.value},
                           {u"unit"_s, figure.unit},
                           {u"withinLimits"_s, figure.isWithinLimits()}};
        if (figure.baseline) {
            object.insert(u"against"_s, figure.against);
            object.insert(u"baseline"_s, *figure.baseline);
        }
        if (figure.ratio())
            object.insert(u"ratio"_s, *figure.ratio());
        if (figure.limit)
            object.insert(u"limit"_s, *figure.limit);
        if (figure.ratioLimit)
            object.insert(u"ratioLimit"_s, *figure.ratioLimit);
        list.append(object);
    }
    return QJsonDocument(list).toJson();
}

double figures::median(QList<double> values)
{
    if (values.isEmpty())
        return 0;
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}
