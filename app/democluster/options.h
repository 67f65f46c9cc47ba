#pragma once

#include "app/democluster/cluster.h"
#include "app/democluster/failurescript.h"

#include <QStringList>

#include <variant>

namespace demo {

//! What the command line asks for.
struct Options
{
    QStringList forms{QStringLiteral("beta-2022"), QStringLiteral("beta"), QStringLiteral("2.0"),
                      QStringLiteral("v1")};
    quint16 port = 0; //!< 0 = any free one
    bool tls = false;
    QString certificateFile; //!< empty: one is made
    QString keyFile;
    qint64 latencyMs = 0;
    qint64 clockOffsetMs = 0;
    qint64 stopAfterSeconds = 3600;
    bool stopWithParent = false;
    bool showState = false;
    QString recordFile;
    ErrorShape errorShape = ErrorShape::Live;
    Quirks quirks;
    FailureScript script;
};

//! The options in \a arguments (the program's name first), or what is wrong with them. Answers
//! --help and --version itself and does not return then.
[[nodiscard]] std::variant<Options, QString> readOptions(const QStringList &arguments);

} // namespace demo
