// session-desk, composed as its main() does, but telling when it is painted and signed in.
#include "app/desktop/appcontext.h"
#include "app/desktop/terminationsignals.h"
#include "core/support/logging.h"
#include "tests/bench/report.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/session/sessionpanel.h"
#include "ui/support/deskstyle.h"
#include "ui/token/tokenpanel.h"
#include "ui/widgets/factlabel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

template<typename Widget> static Widget *named(const QWidget &window, const QString &name)
{
    for (Widget *widget : window.findChildren<Widget *>()) {
        if (widget->accessibleName() == name)
            return widget;
    }
    return nullptr;
}

static bool showsFact(const QWidget *panel)
{
    if (!panel || !panel->isVisible())
        return false;
    const auto facts = panel->findChildren<FactLabel *>();
    return std::ranges::any_of(facts,
                               [](const FactLabel *fact) { return !fact->value().isEmpty(); });
}

//! Presses Sign in as a person does and tells when user and token stand in the window.
class SignIn final : public QObject
{
public:
    explicit SignIn(QWidget &window)
        : m_window(window)
    {
        m_poll.setInterval(1);
        m_poll.setTimerType(Qt::PreciseTimer);
        connect(&m_poll, &QTimer::timeout, this, [this] { look(); });
    }

    //! Key by key: the first one is what warms the connection.
    void type(const QString &password)
    {
        auto *field = named<QLineEdit>(m_window, u"Password"_s);
        for (qsizetype i = 0; field && i < password.size(); ++i) {
            QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, password.mid(i, 1));
            QCoreApplication::sendEvent(field, &press);
        }
    }

    void click()
    {
        auto *button = named<QAbstractButton>(m_window, u"Sign in"_s);
        if (!button) {
            report::say({{u"event"_s, u"failed"_s}});
            return;
        }
        m_probe.takeLongest();
        m_clicked.start();
        button->click();
        m_poll.start();
    }

private:
    void look()
    {
        constexpr int patienceMs = 20'000;
        const bool isShown = showsFact(m_window.findChild<SessionPanel *>()) &&
                             showsFact(m_window.findChild<TokenPanel *>());
        if (!isShown && m_clicked.elapsed() < patienceMs)
            return;
        m_poll.stop();
        m_window.repaint();
        report::say({{u"event"_s, isShown ? u"signedIn"_s : u"failed"_s},
                     {u"ms"_s, double(m_clicked.nsecsElapsed()) / 1e6},
                     {u"gapMs"_s, m_probe.takeLongest().wallMs}});
    }

    QWidget &m_window;
    GapProbe m_probe;
    QElapsedTimer m_clicked;
    QTimer m_poll;
};

// A profile as it would be there from the last time, with the server that the benchmark runs.
static void keepProfile(const QString &settingsFile, const QJsonObject &wish)
{
    Profile profile;
    profile.name = u"Benchmark"_s;
    profile.origin = wish.value(u"origin"_s).toString();
    profile.authorityFile = wish.value(u"authority"_s).toString();
    profile.userName = wish.value(u"user"_s).toString();
    profile.form = profile.foundForm = Api::Form::V2;
    profile.proxy.mode = ProxySettings::Mode::None;
    ProfileStore store(settingsFile); // which finishes writing when it goes
    store.load();
    store.save(profile);
}

int main(int argc, char **argv)
{
    installRedactingLog();
    QCoreApplication::setApplicationName(u"session-desk"_s);
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const bool quits = arguments.contains(u"--quit"_s);
    const QString file = ProfileStore::defaultFilePath();
    if (arguments.size() > 2 && arguments.at(1) == u"--keep-profile"_s) {
        keepProfile(file, QJsonDocument::fromJson(arguments.at(2).toUtf8()).object());
        return 0;
    }

    AppContext context({}, file, *dress(application));
    const TerminationSignals termination;
    const FirstPaint paint(context.window());
    std::unique_ptr<SignIn> signIn;
    QObject::connect(&paint, &FirstPaint::painted, &context, [quits] {
        report::say({{u"event"_s, u"painted"_s},
                     {u"atNs"_s, report::steadyNs()},
                     {u"processorMs"_s, report::processorMs()}});
        if (quits)
            QCoreApplication::quit();
    });
    if (!quits) {
        report::takeOrders(&context, [&](const QByteArray &order) {
            if (order == "hide") {
                signIn.reset(); // its probe beats
                context.window().hide();
                report::say({{u"event"_s, u"hidden"_s}});
            } else if (order.startsWith("type ")) {
                signIn = std::make_unique<SignIn>(context.window());
                signIn->type(QString::fromUtf8(order.mid(5)));
            } else if (order == "click" && signIn) {
                signIn->click();
            }
        });
    }
    context.start();
    return QApplication::exec();
}
