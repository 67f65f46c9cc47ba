#include "app/desktop/desktopnotifier.h"
#include "tests/support/privatebus.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString path = u"/org/freedesktop/Notifications"_s;
static const QString name = u"org.freedesktop.Notifications"_s;

//! What a desktop does with notices.
class Desktop final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList told; //!< "1 title: body [actions]"

public Q_SLOTS:
    uint Notify(const QString &, uint replaces, const QString &, const QString &summary,
                const QString &body, const QStringList &actions, const QVariantMap &, int)
    {
        const uint number = replaces > 0 ? replaces : ++m_last;
        told +=
            u"%1 %2: %3 [%4]"_s.arg(QString::number(number), summary, body, actions.join(u", "_s));
        return number;
    }

private:
    uint m_last = 0;
};

class tst_DesktopNotifier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aNoticeIsToldAndItsActionHeard();
    void theNextOfAProfileTakesItsPlace();
    void whatNobodyTakesIsGivenBack();
    void withoutABusNothingHappens();

private:
    [[nodiscard]] QDBusConnection others() const { return QDBusConnection(u"others"_s); }
    void choose(uint notice) const;

    PrivateBus m_bus;
    Desktop m_desktop;
};

void tst_DesktopNotifier::initTestCase()
{
    if (m_bus.address().isEmpty())
        QSKIP("there is no dbus-daemon");
    QVERIFY(QDBusConnection::connectToBus(m_bus.address(), u"others"_s).isConnected());
    QVERIFY(others().registerObject(path, &m_desktop, QDBusConnection::ExportAllSlots));
    QVERIFY(others().registerService(name));
}

void tst_DesktopNotifier::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toLatin1());
    qunsetenv("XDG_RUNTIME_DIR");
    m_desktop.told.clear();
}

void tst_DesktopNotifier::choose(uint notice) const
{
    QDBusMessage message = QDBusMessage::createSignal(path, name, u"ActionInvoked"_s);
    message << notice << u"act"_s;
    QVERIFY(others().send(message));
}

void tst_DesktopNotifier::aNoticeIsToldAndItsActionHeard()
{
    DesktopNotifier notifier;
    QSignalSpy chosen(&notifier, &DesktopNotifier::actionChosen);
    const QUuid profile = QUuid::createUuid();
    notifier.tell({profile, u"Acme"_s, u"Ends <soon> & surely"_s, u"Renew"_s});
    QTRY_COMPARE(
        m_desktop.told,
        QStringList({u"1 Acme: Ends &lt;soon&gt; &amp; surely [default, Renew, act, Renew]"_s}));
    const auto isHeard = [&] {
        choose(77); // somebody else's
        choose(1);
        return chosen.count() > 0;
    };
    QTRY_VERIFY(isHeard());
    QCOMPARE(chosen.first().first().value<QUuid>(), profile);
}

void tst_DesktopNotifier::theNextOfAProfileTakesItsPlace()
{
    DesktopNotifier notifier;
    QSignalSpy chosen(&notifier, &DesktopNotifier::actionChosen);
    const QUuid profile = QUuid::createUuid();
    notifier.tell({profile, u"Acme"_s, u"ten"_s, {}});
    QTRY_COMPARE(m_desktop.told.size(), 1);
    const QString number = m_desktop.told.first().section(u' ', 0, 0);
    QTRY_VERIFY([&] {
        choose(number.toUInt()); // its number has come back
        return chosen.count() > 0;
    }());
    notifier.tell({profile, u"Acme"_s, u"two"_s, {}});
    QTRY_COMPARE(m_desktop.told.size(), 2);
    QCOMPARE(m_desktop.told.last(), number + u" Acme: two []"_s);
}

void tst_DesktopNotifier::whatNobodyTakesIsGivenBack()
{
    const PrivateBus empty;
    qputenv("DBUS_SESSION_BUS_ADDRESS", empty.address().toLatin1());
    DesktopNotifier notifier;
    const QSignalSpy untold(&notifier, &DesktopNotifier::untold);
    const DesktopNotice notice{QUuid::createUuid(), u"Acme"_s, u"ten"_s, u"Renew"_s};
    notifier.tell(notice);
    QTRY_COMPARE(untold.size(), 1);
    QCOMPARE(untold.first().first().value<DesktopNotice>(), notice);
}

void tst_DesktopNotifier::withoutABusNothingHappens()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all");
    {
        DesktopNotifier notifier;
        const QSignalSpy untold(&notifier, &DesktopNotifier::untold);
        notifier.tell({QUuid::createUuid(), u"Acme"_s, u"ten"_s, {}});
        QCOMPARE(untold.size(), 0);
    }
    QCOMPARE(m_desktop.told, QStringList());
}

QTEST_GUILESS_MAIN(tst_DesktopNotifier)
#include "tst_desktopnotifier.moc"
