#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

struct FakeRequest;

//! Looks for secrets where none may be. Each is looked for as it is, as UTF-16, as base64 at every
//! offset, percent-escaped and JSON-escaped. What is found is told by the secret's name.
class CanarySearch final
{
public:
    //! \a secrets by the names that found() uses, UTF-8, each of at least 8 bytes.
    explicit CanarySearch(const QMap<QString, QByteArray> &secrets);

    void inBytes(const QString &place, const QByteArray &bytes);
    void inText(const QString &place, const QString &text);
    //! What a server was told.
    void inRequests(const QString &place, const QList<FakeRequest> &requests);
    //! Every file below \a folder, hidden ones included, with its name.
    void inFolder(const QString &folder);
    //! Command line and environment of the process \a id and of all that it has started.
    void inProcess(qint64 id);

    //! "password, base64 in /tmp/x/settings.conf", a line each.
    [[nodiscard]] QStringList found() const { return m_found; }
    //! How many bytes were looked through, to tell a clean search from none.
    [[nodiscard]] qint64 searchedBytes() const { return m_searchedBytes; }

    //! The ways in which \a secret could be written, by name.
    [[nodiscard]] static QList<std::pair<QString, QByteArray>> formsOf(const QByteArray &secret);

private:
    struct Needle
    {
        QString name;
        QByteArray bytes;
    };

    QList<Needle> m_needles;
    QStringList m_found;
    qint64 m_searchedBytes = 0;
};
