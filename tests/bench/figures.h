#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

//! One measured number beside what it is held against in the same run.
struct Figure
{
    QString section;
    QString what;
    double value = 0;
    QString unit;
    QString against{};                  //!< what the baseline is; empty: none
    std::optional<double> baseline{};   //!< in the same unit
    std::optional<double> limit{};      //!< the most that value may be
    std::optional<double> ratioLimit{}; //!< the most that value / baseline may be

    [[nodiscard]] std::optional<double> ratio() const;
    [[nodiscard]] bool isWithinLimits() const;
    //! It was measured, and so was what it is held against.
    [[nodiscard]] bool isWhole() const;
};

namespace figures {
[[nodiscard]] QByteArray table(const QList<Figure> &figures);
[[nodiscard]] QByteArray json(const QList<Figure> &figures);
//! The middle one: a machine that does other things as well spoils means, not medians.
[[nodiscard]] double median(QList<double> values);
} // namespace figures
