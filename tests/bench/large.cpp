// Signs in as the user with the 10 MB session object and works the session card with it: how long
// from the reply to the card, and how long the window ever stood still.
#include "core/http/httpclient.h"
#include "core/session/sessionservice.h"
#include "tests/bench/report.h"
#include "ui/session/fieldview.h"
#include "ui/session/lineview.h"
#include "ui/session/sessionpanel.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

class LargeObject final : public QObject
{
public:
    explicit LargeObject(const QJsonObject &wish)
        : m_wish(wish)
        , m_client(settings(wish))
        , m_service(m_client, Api::Form::V2)
    {
        m_panel.resize(840, 520);
        m_panel.show();
        connect(&m_client, &HttpClient::exchanged, this,
                [this](const QString &, const QString &path) {
                    if (path.endsWith(u"/session/user"_s))
                        m_sinceReply.start();
                });
        connect(&m_service, &SessionService::stateChanged, this, [this](const SessionState &state) {
            if (const auto *session = std::get_if<SignedIn>(&state))
                m_panel.render(*session);
        });
        m_steps = {
            {u"firstUseOfNetwork"_s, [this] { m_service.prepare(); },
             [this] { return isPrepared(); }},
            {u"signIn"_s, [this] { signIn(); }, [this] { return isIndexed(); }},
            {u"openTree"_s, [this] { turnTo(1); }, [] { return true; }},
            {u"openText"_s, [this] { turnTo(2); }, [] { return true; }},
            {u"foldAll"_s, [this] { m_lines->setAllFolded(true); }, [] { return true; }},
            {u"unfoldAll"_s, [this] { m_lines->setAllFolded(false); }, [] { return true; }},
            {u"search"_s, [this] { search(u"a"_s); }, [this] { return hasFound(); }},
            {u"clearSearch"_s, [this] { search({}); }, [this] { return !hasFound(); }},
            {u"expandAll"_s, [this] { expandAll(); }, [this] { return !m_fields->isExpanding(); }},
        };
        m_poll.setInterval(2);
        connect(&m_poll, &QTimer::timeout, this, [this] { look(); });
    }

    void start()
    {
        m_clock.start();
        m_probe.takeLongest();
        m_steps.front().begin();
        m_poll.start();
    }

private:
    struct Step
    {
        QString name;
        std::function<void()> begin;
        std::function<bool()> isDone;
    };

    static ConnectionSettings settings(const QJsonObject &wish)
    {
        ConnectionSettings settings;
        settings.origin = wish.value(u"origin"_s).toString();
        settings.proxy.mode = ProxySettings::Mode::None;
        return settings;
    }

    void signIn()
    {
        SignInRequest request;
        request.credentials.userName = m_wish.value(u"user"_s).toString();
        request.credentials.password =
            SecretBuffer::fromText(m_wish.value(u"demoPassword"_s).toString());
        m_service.signIn(request);
    }

    void turnTo(int tab) { m_panel.findChild<QTabBar *>()->setCurrentIndex(tab); }
    void search(const QString &text)
    {
        m_panel.findChild<QLineEdit *>(u"sessionSearch"_s)->setText(text);
    }
    void expandAll()
    {
        turnTo(1);
        m_fields->expandInSteps({});
    }
    [[nodiscard]] bool isPrepared() const
    {
        constexpr int enoughMs = 500;
        return m_clock.hasExpired(enoughMs);
    }
    [[nodiscard]] bool isIndexed() const { return m_fields->fields().json().fieldCount() > 1000; }
    [[nodiscard]] bool hasFound() const { return m_fields->fields().search().isActive(); }

    // A step counts until what it changed has been painted.
    void look()
    {
        if (!m_steps[m_step].isDone())
            return;
        if (!std::exchange(m_isPainting, true)) {
            m_ms = double(m_clock.nsecsElapsed()) / 1e6;
            m_sinceReplyMs = m_sinceReply.isValid() ? double(m_sinceReply.nsecsElapsed()) / 1e6 : 0;
            m_panel.update();
            return;
        }
        m_isPainting = false;
        const GapProbe::Gap gap = m_probe.takeLongest();
        QJsonObject line{{u"event"_s, u"step"_s},
                         {u"name"_s, m_steps[m_step].name},
                         {u"ms"_s, m_ms},
                         {u"gapMs"_s, gap.wallMs},
                         {u"gapProcessorMs"_s, gap.processorMs}};
        if (isIndexed() && !std::exchange(m_hasBaseline, true))
            addBaseline(line);
        report::say(line);
        m_probe.takeLongest();
        if (++m_step == m_steps.size()) {
            QCoreApplication::quit();
            return;
        }
        m_clock.restart();
        m_steps[m_step].begin();
    }

    // What reading the same bytes costs without showing anything.
    void addBaseline(QJsonObject &line) const
    {
        const JsonIndex &json = m_fields->fields().json();
        const QByteArray bytes =
            QJsonDocument(json.value(0).toObject()).toJson(QJsonDocument::Compact);
        QElapsedTimer clock;
        clock.start();
        const QJsonDocument parsed = QJsonDocument::fromJson(bytes);
        line.insert(u"parseMs"_s, double(clock.nsecsElapsed()) / 1e6);
        line.insert(u"bytes"_s, bytes.size());
        line.insert(u"fields"_s, json.fieldCount());
        line.insert(u"sinceReplyMs"_s, m_sinceReplyMs);
    }

    const QJsonObject m_wish;
    HttpClient m_client;
    SessionService m_service;
    SessionPanel m_panel;
    FieldView *m_fields = m_panel.findChild<FieldView *>();
    LineView *m_lines = m_panel.findChild<LineView *>();
    GapProbe m_probe;
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceReply;
    QTimer m_poll;
    std::vector<Step> m_steps;
    std::size_t m_step = 0;
    double m_ms = 0;
    double m_sinceReplyMs = 0;
    bool m_isPainting = false;
    bool m_hasBaseline = false;
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    dress(application);
    std::unique_ptr<LargeObject> large;
    QObject context;
    report::takeOrders(&context, [&large](const QByteArray &order) {
        large = std::make_unique<LargeObject>(QJsonDocument::fromJson(order).object());
        large->start();
    });
    return QApplication::exec();
}
