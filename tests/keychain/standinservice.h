#pragma once

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QHash>

//! What becomes of the question for a keyring's password.
enum class Prompt
{
    NotNeeded,
    Answered,
    Dismissed,
    LeftOpen
};

//! How a stand-in differs from a keychain that works.
struct Manners
{
    bool isDeaf = false;
    bool isDeafToLooks = false; //!< to searches that are not a program's for a secret
    bool isDeafAboutLocks = false;
    int collections = 1;
    bool deniesReading = false;
    bool deniesWriting = false;
    bool pretendsToBeLocked = false; //!< as the reason for a denial
    bool lies = false;               //!< keeps something else than it was given
    bool keepsForever = false;       //!< says that it removed what it keeps
    bool asksEachTime = false;       //!< locked again after every reading
    bool diesAtRead = false;
    bool hasAnyItem = false;           //!< locked, whatever is looked for
    int delayMs = 0;                   //!< before each answer
    int thinkingMs = 0;                //!< before it answers the first search
    int promptMs = 0;                  //!< until the person has answered
    Prompt prompt = Prompt::NotNeeded; //!< locks itself after a write; to read, it asks
};

//! A secret as it travels: (oayays).
struct WireSecret
{
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};

Q_DECLARE_METATYPE(WireSecret)

//! Enough of the Secret Service for libsecret to keep items in it.
class StandInService final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    explicit StandInService(const Manners &manners);

    [[nodiscard]] QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    [[nodiscard]] QDBusMessage answerTo(const QDBusMessage &message);
    [[nodiscard]] QDBusMessage create(const QDBusMessage &message);
    [[nodiscard]] QDBusMessage properties(const QDBusMessage &message) const;
    [[nodiscard]] QVariantMap propertiesOf(const QString &interface, const QString &path) const;
    [[nodiscard]] WireSecret secret(const QDBusObjectPath &path) const;
    [[nodiscard]] QList<QDBusObjectPath> matching(const QMap<QString, QString> &wanted) const;
    [[nodiscard]] bool isPassedOver(const QDBusMessage &message) const;
    [[nodiscard]] QList<QDBusObjectPath> collections() const;
    [[nodiscard]] QDBusMessage denial(const QDBusMessage &message) const;

    void prompt(const QDBusConnection &connection);
    void endPrompt(const QDBusConnection &connection);

    struct Item
    {
        QByteArray value;
        QString contentType;
        QMap<QString, QString> attributes;
    };

    Manners m_manners;
    bool m_isLocked = false;
    int m_lastNumber = 0;
    QMap<QDBusObjectPath, Item> m_items;
    QList<QDBusObjectPath> m_asked; //!< what the prompt is for
};

//! Enough of KWallet to keep one item, to say that every write fails, to refuse to open, or to say
//! nothing at all.
class StandInWallet final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    enum class Kind
    {
        Good,
        Shut, //!< until somebody gives its password, which nobody does
        FailsToWrite,
        Refuses,
        Deaf
    };

    explicit StandInWallet(Kind kind)
        : m_kind(kind)
    {}

    [[nodiscard]] QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    [[nodiscard]] QVariant answerTo(const QDBusMessage &message);

    Kind m_kind;
    QHash<QString, QByteArray> m_entries;
};
