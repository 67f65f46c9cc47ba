#include "tests/keychain/standinservice.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>

#include <cstdio>

using namespace Qt::StringLiterals;

// Takes the place of a keychain on the session bus of its environment, with the faults that its one
// word names. Says "ready" once it has the name or stands in line for it.

static Manners mannersFor(const QString &mode)
{
    Manners manners;
    manners.isDeaf = mode == "deaf"_L1;
    manners.isDeafToLooks = mode == "deaf-to-looks"_L1;
    manners.isDeafAboutLocks = mode == "deaf-about-locks"_L1;
    manners.collections = mode == "has-many-collections"_L1 ? 17 : 1;
    manners.deniesReading = mode == "denies-reading"_L1;
    manners.pretendsToBeLocked = mode == "pretends-to-be-locked"_L1;
    manners.deniesWriting = mode == "denies-writing"_L1 || manners.pretendsToBeLocked;
    manners.asksEachTime = mode.startsWith("asks-each-time"_L1);
    manners.promptMs = mode.endsWith("-late"_L1)              ? 1500
                       : mode.endsWith("-in-five-minutes"_L1) ? 300'000
                                                              : 0;
    if (mode.startsWith("is-given-the-password"_L1) || manners.asksEachTime)
        manners.prompt = Prompt::Answered;
    else if (mode.startsWith("is-refused-the-password"_L1))
        manners.prompt = Prompt::Dismissed;
    else if (mode.startsWith("waits-for-the-password"_L1))
        manners.prompt = Prompt::LeftOpen;
    manners.hasAnyItem = mode == "waits-for-the-password-of-any"_L1;
    manners.thinkingMs = mode == "thinks-for-8-seconds"_L1 ? 8000 : 0;
    manners.lies = mode == "lies"_L1;
    manners.keepsForever = mode == "keeps-forever"_L1;
    manners.diesAtRead = mode == "dies"_L1;
    manners.delayMs = mode == "slow"_L1 ? 150 : 0;
    return manners;
}

// Or a place in the line for it.
static bool takeName(const QDBusConnection &bus, const QString &name)
{
    const auto reply =
        bus.interface()->registerService(name, QDBusConnectionInterface::QueueService);
    return reply.isValid() && reply.value() != QDBusConnectionInterface::ServiceNotRegistered;
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QString mode = QCoreApplication::arguments().value(1);
    StandInService service(mannersFor(mode));
    StandInWallet wallet(mode == "wallet"_L1           ? StandInWallet::Kind::Good
                         : mode == "wallet-deaf"_L1    ? StandInWallet::Kind::Deaf
                         : mode == "wallet-shut"_L1    ? StandInWallet::Kind::Shut
                         : mode == "wallet-refuses"_L1 ? StandInWallet::Kind::Refuses
                                                       : StandInWallet::Kind::FailsToWrite);
    QDBusConnection bus = QDBusConnection::sessionBus();
    const bool isWallet = mode.startsWith("wallet"_L1);
    const bool isReady = isWallet ? bus.registerVirtualObject(u"/modules/kwalletd5"_s, &wallet) &&
                                        takeName(bus, u"org.kde.kwalletd5"_s)
                                  : bus.registerVirtualObject(u"/org/freedesktop/secrets"_s,
                                                              &service, QDBusConnection::SubPath) &&
                                        takeName(bus, u"org.freedesktop.secrets"_s);
    if (!isReady)
        return 1;
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
