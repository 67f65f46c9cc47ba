#pragma once

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QStringList>
#include <QUrl>

//! The demo cluster as a child process: started and waited for by the constructor, stopped by the
//! destructor. Its options beside the given ones: any free port, the state shown, an end of its own
//! after five minutes and with the test.
class DemoCluster final
{
public:
    enum class State
    {
        Shown,
        Hidden
    };

    //! \a options as `session-desk-democluster --help` tells. With \a state hidden nothing can be
    //! asked of it below.
    explicit DemoCluster(const QStringList &options = {}, State state = State::Shown);
    ~DemoCluster();
    Q_DISABLE_COPY_MOVE(DemoCluster)

    //! False when the program did not get ready; its own words are on standard error then.
    [[nodiscard]] bool isReady() const { return !m_ready.isEmpty(); }
    //! The whole ready line (app/democluster/program.h tells its shape).
    [[nodiscard]] const QJsonObject &readyLine() const { return m_ready; }
    [[nodiscard]] QUrl origin() const;
    //! What a client must trust; empty without --tls.
    [[nodiscard]] QString authorityFile() const;
    //! The demo password of \a user.
    [[nodiscard]] QString password(const QString &user) const;
    [[nodiscard]] QString secretKey() const;

    //! What it has seen so far (app/democluster/observer.h tells the shape). Waits for the reply.
    [[nodiscard]] QJsonObject state();
    //! How often \a operation ("2.0/login") was called, refused calls included.
    [[nodiscard]] int calls(const QString &operation);
    //! The operations in the order in which they were called.
    [[nodiscard]] QStringList operations();

    //! The child, to see how it ends.
    [[nodiscard]] QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QNetworkAccessManager m_network;
    QJsonObject m_ready;
};
