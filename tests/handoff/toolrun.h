#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

//! Ends the test as a failure where CI is true, else as skipped, unless there is a program \a tool
//! or, for a name that ends in ".mjs", what it needs from npm.
#define NEED_TOOL(tool)                                                                            \
    do {                                                                                           \
        if (!ToolRun::isThere(tool)) {                                                             \
            if (qEnvironmentVariable("CI") == QLatin1String("true"))                               \
                QFAIL("This tool is not installed.");                                              \
            QSKIP("This tool is not installed.");                                                  \
        }                                                                                          \
    } while (false)

//! Runs the tools that a token is handed to, in a folder that is home, settings and cache to them.
class ToolRun final
{
public:
    ToolRun();

    [[nodiscard]] static bool isThere(const QString &tool);
    //! The path of \a name, one of the scripts beside this file.
    [[nodiscard]] static QString script(const QString &name);
    //! The path of \a name, a folder of stand-ins for clients that cannot be had here.
    [[nodiscard]] static QString standIns(const QString &name);

    //! \a text and a line end as a file of that name, run by \a command (its program first, the
    //! file last): what it prints, with its errors if it fails.
    [[nodiscard]] QByteArray run(const QStringList &command, const QByteArray &text,
                                 const QString &fileName);

    //! Texts that each of the languages would read as something of its own.
    [[nodiscard]] static QByteArrayList oddWords();

private:
    QTemporaryDir m_folder;
};
