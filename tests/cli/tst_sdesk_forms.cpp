#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Every verb that has to do with a token, in every form of the API, and what each puts on the
//! wire.
class TestSdeskForms final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyVerbWorksInEveryForm_data();
    void everyVerbWorksInEveryForm();
};

//! One call as it is to be on the wire: method and path, who asks ("" for nobody), the fields of
//! the body. FACTS 1, 2, 3.
struct Call
{
    QString line;
    QString by = {};
    QStringList fields = {};

    friend bool operator==(const Call &, const Call &) = default;
};

//! For a comparison that says what differs.
static QString text(const QList<Call> &calls)
{
    QStringList lines;
    for (const Call &call : calls)
        lines += u"%1 by %2 {%3}"_s.arg(call.line, call.by, call.fields.join(u' '));
    return lines.join(u'\n');
}

struct Form
{
    QString name; //!< as --api takes it
    Call mint;
    Call info;
    QList<Call> validate;
    QList<Call> revoke;
    Call probe;     //!< as doctor finds the form out, without a credential
    QByteArray org; //!< what it is called: the betas tell its number alone
};

static QList<Form> forms()
{
    const QString first = u"token 1"_s;
    const QString v2 = u"/api/rest/2.0/auth/"_s;
    const Call check{u"POST "_s + v2 + u"token/validate"_s, first, {u"token"_s}};
    const Call user{u"GET "_s + v2 + u"session/user"_s, first};
    QList<Form> forms{
        {.name = u"2.0"_s,
         .mint = {u"POST "_s + v2 + u"token/full"_s,
                  {},
                  {u"auto_create"_s, u"password"_s, u"username"_s, u"validity_time_in_sec"_s}},
         .info = user,
         .validate = {check},
         .revoke = {{u"POST "_s + v2 + u"token/revoke"_s,
                     first,
                     {u"token"_s, u"user_identifier"_s}},
                    check},
         .probe = {user.line},
         .org = "Primary"}};
    for (const auto &[name, base] : {std::pair(u"beta"_s, u"/tspublic/rest/v2/session"_s),
                                     std::pair(u"beta-2022"_s, u"/api/rest/v2/session"_s)}) {
        QStringList fields{u"password"_s, u"tokenExpiryDuration"_s, u"userName"_s};
        if (name == u"beta"_s)
            fields.prepend(u"accessLevel"_s);
        const Call info{u"GET "_s + base, first};
        forms += Form{.name = name,
                      .mint = {u"POST "_s + base + u"/gettoken"_s, {}, fields},
                      .info = info,
                      .validate = {info}, // no question of its own
                      .revoke = {{u"POST "_s + base + u"/revoketoken"_s, first}, info},
                      .probe = {info.line},
                      .org = "0"};
    }
    return forms;
}

//! What the cluster saw after the first \a known calls.
static QList<Call> seen(DemoCluster &cluster, qsizetype known)
{
    static const QRegularExpression bearer(u"^Bearer <(token \\d+) of maria.lopez>$"_s);
    QList<Call> calls;
    const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
    for (qsizetype i = known; i < requests.size(); ++i) {
        const QJsonObject request = requests[i].toObject();
        const QJsonObject headers = request[u"headers"_s].toObject();
        const QString authorization = headers[u"authorization"_s].toString();
        const auto match = bearer.match(authorization);
        calls += Call{request[u"method"_s].toString() + u' ' + request[u"path"_s].toString(),
                      match.hasMatch() ? match.captured(1) : authorization,
                      request[u"fields"_s].toVariant().toStringList()};
        // No session, and none of its cookies: FACTS 5.2 to 5.4.
        const bool isOurs = headers[u"user-agent"_s].toString().startsWith(u"SessionDesk"_s) ||
                            headers[u"user-agent"_s].toString().startsWith(u"curl"_s);
        if (headers.contains(u"cookie"_s) || !isOurs || !headers.contains(u"x-requested-by"_s))
            calls.last().by += u" with other headers: "_s + headers[u"user-agent"_s].toString();
    }
    return calls;
}

//! The verbs, one after the other, against one cluster.
class Round final
{
public:
    explicit Round(const QString &form)
        : m_cluster({u"--forms"_s, form})
    {
        m_home.addProfile(m_cluster, u"maria.lopez"_s, {u"--api"_s, form});
        m_home.chooseCheapPassphrase();
    }

    //! Runs \a line and compares what went out with \a calls.
    QByteArray step(const QString &line, const QList<Call> &calls, const QByteArray &input = {})
    {
        return step(line.split(u' '), calls, input);
    }
    QByteArray step(const QStringList &words, const QList<Call> &calls,
                    const QByteArray &input = {})
    {
        const qsizetype before = m_known;
        const SdeskRun run = m_home.run(words, input);
        const QList<Call> wire = seen(m_cluster, before);
        m_known += wire.size();
        if (run.code == 0 && run.errors.isEmpty() && wire == calls)
            return run.output;
        const QString what = u"%1: code %2, %3\nseen:\n%4\nexpected:\n%5"_s.arg(
            words.join(u' '), QString::number(run.code), QString::fromUtf8(run.errors), text(wire),
            text(calls));
        QTest::qFail(qPrintable(what), __FILE__, __LINE__);
        return {};
    }

    [[nodiscard]] SdeskHome &home() { return m_home; }
    [[nodiscard]] DemoCluster &cluster() { return m_cluster; }

private:
    SdeskHome m_home;
    DemoCluster m_cluster;
    qsizetype m_known = 0;
};

void TestSdeskForms::everyVerbWorksInEveryForm_data()
{
    QTest::addColumn<int>("index");
    const QList<Form> all = forms();
    for (qsizetype i = 0; i < all.size(); ++i)
        QTest::addRow("%s", qPrintable(all[i].name)) << static_cast<int>(i);
}

void TestSdeskForms::everyVerbWorksInEveryForm()
{
    QFETCH(int, index);
    const Form form = forms().at(index);
    const QByteArray password = "demo-maria-1\n";
    Round round(form.name);
    QVERIFY(round.cluster().isReady());
    QVERIFY(round.step(u"login work"_s, {form.mint}, password)
                .startsWith("work: signed in as maria.lopez; the token is kept"));
    const QByteArray token = round.home().keptToken().value.view().toByteArray();
    const QByteArray origin = round.cluster().origin().toString().toUtf8();

    // What is kept goes out to nobody.
    QCOMPARE(round.step(u"token work"_s, {}), token + '\n');
    QCOMPARE(round.step(u"header work"_s, {}), "Authorization: Bearer " + token + '\n');
    QCOMPARE(round.step(u"env work"_s, {}),
             "export TS_HOST='" + origin + "'\nexport TS_AUTH_TOKEN='" + token + "'\n");
    QCOMPARE(QJsonDocument::fromJson(round.step(u"credential work"_s, {}))[u"token"_s].toString(),
             QString::fromLatin1(token));
    QCOMPARE(round.step({u"exec"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s,
                         u"echo \"$TS_HOST $TS_AUTH_TOKEN\""_s},
                        {}),
             origin + ' ' + token + '\n');
    QVERIFY(round.step(u"status work"_s, {}).startsWith("work: token of maria.lopez, valid until"));

    // What asks the cluster.
    QVERIFY(round.step(u"curl work "_s + form.info.line.section(u' ', 1), {form.info})
                .contains("maria.lopez"));
    const QByteArray info = round.step(u"info work"_s, {form.info});
    QVERIFY2(info.startsWith("User          maria.lopez\n"), info.constData());
    QVERIFY2(info.contains("\nOrganization  " + form.org + '\n'), info.constData());
    QVERIFY(round.step(u"validate work"_s, form.validate)
                .startsWith("work: the token is accepted, valid until"));
    QVERIFY(round.step(u"doctor work"_s, QList<Call>{form.probe} + form.validate + QList{form.info})
                .contains("accepted, valid until"));
    const QByteArray fresh = round.step(u"token work --fresh"_s, {form.mint}, password).trimmed();
    QVERIFY(Token::isWellFormed(fresh) && fresh != token);

    // And the end of it.
    QVERIFY(round.step(u"revoke work"_s, form.revoke).startsWith("work: revoked"));
    QCOMPARE(round.home().run({u"token"_s, u"work"_s}).code, 4);
    round.step(u"login work"_s, {form.mint}, password);
    QList<Call> farewell = form.revoke;
    for (Call &call : farewell)
        call.by = u"token 3"_s;
    QVERIFY(round.step(u"logout work"_s, farewell).startsWith("work: revoked"));

    const QJsonObject state = round.cluster().state();
    QCOMPARE(state.value(u"sessions"_s).toArray(), QJsonArray());
    QCOMPARE(state.value(u"unknownFields"_s).toObject(), QJsonObject());
    QList<bool> alive;
    for (const QJsonValue &one : state.value(u"tokens"_s).toArray())
        alive += one[u"alive"_s].toBool();
    QCOMPARE(alive, (QList<bool>{false, true, false})); // the fresh one is whose asked for it
}

QTEST_GUILESS_MAIN(TestSdeskForms)
#include "tst_sdesk_forms.moc"
