#pragma once

#include <QString>

namespace handoff {

//! What the two variables are called where a form has variables.
struct VariableNames
{
    static constexpr int longestName = 64;

    QString host = QStringLiteral("TS_HOST");
    QString token = QStringLiteral("TS_AUTH_TOKEN");

    //! Every shell and tool takes \a name: [A-Za-z_][A-Za-z0-9_]*, at most longestName, and not one
    //! by which shells and programs work themselves, such as PATH.
    [[nodiscard]] static bool isProper(const QString &name);
    //! Both are proper, and they are two: on Windows letter case makes no difference.
    [[nodiscard]] bool areProper() const;

    friend bool operator==(const VariableNames &, const VariableNames &) = default;
};

} // namespace handoff
