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

    //! Runs Java programs, the files last, which may import from \a places, folders of sources.
    [[nodiscard]] static QStringList java(const QString &places);

    //! \a texts, each with a line end, as files of that name in folders of their own, run by
    //! \a command (its program first, the files last): what it prints, with its errors if it fails.
    [[nodiscard]] QByteArray run(const QStringList &command, const QByteArrayList &texts,
                                 const QString &fileName);
    //! The same with one text, right in the folder that the tool runs in.
    [[nodiscard]] QByteArray run(const QStringList &command, const QByteArray &text,
                                 const QString &fileName);

    //! Texts that each of the languages would read as something of its own.
    [[nodiscard]] static QByteArrayList oddWords();

private:
    [[nodiscard]] bool write(const QString &fileName, const QByteArray &text) const;
    [[nodiscard]] QByteArray start(const QStringList &command) const;

    QTemporaryDir m_folder;
};
