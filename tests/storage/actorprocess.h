#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

//! The actor program as a child, with its standard output read line by line.
class ActorProcess final : public QObject
{
public:
    ActorProcess() = default;
    ~ActorProcess() override
    {
        process.kill();
        process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ActorProcess)

    //! \a environment are NAME=VALUE pairs on top of ours.
    void start(const QStringList &words, const QStringList &environment = {},
               const QString &program = QLatin1StringView(STORAGE_ACTOR))
    {
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.setEnvironment(QProcess::systemEnvironment() + environment);
        process.start(program, words);
    }

    //! The object that the actor printed, once it has ended; empty if it failed or took \a ms.
    [[nodiscard]] QJsonObject result(int ms = 60'000)
    {
        QSignalSpy ended(&process, &QProcess::finished);
        if (process.state() != QProcess::NotRunning && !ended.wait(ms))
            return {};
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
                   ? QJsonDocument::fromJson(process.readAllStandardOutput()).object()
                   : QJsonObject();
    }

    //! The environment that preloads the fault library.
    [[nodiscard]] static QStringList preload()
    {
        using namespace Qt::StringLiterals;
        // The sanitizers want to be the first library; here the shim is.
        return {u"LD_PRELOAD="_s + QLatin1StringView(STORAGE_FAULTSHIM),
                u"ASAN_OPTIONS=verify_asan_link_order=0"_s};
    }

    QProcess process;
};
