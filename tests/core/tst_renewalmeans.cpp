#include "core/session/renewalmeans.h"

#include <QTest>

using namespace Qt::StringLiterals;

using By = RenewalMeans::By;
using Obstacle = RenewalMeans::Obstacle;

class tst_RenewalMeans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatATokenCanBeRenewedBy_data();
    void whatATokenCanBeRenewedBy();
};

static SignedIn session(Api::Form form = Api::Form::V2)
{
    SignedIn state;
    state.account.form = form;
    state.hasCookieSession = true;
    state.token = Token{};
    state.token->scope = u"FULL"_s;
    state.token->orgId = 0;
    state.info = SessionInfo{};
    state.info->currentOrg = Org{0, u"Primary"_s};
    return state;
}

void tst_RenewalMeans::whatATokenCanBeRenewedBy_data()
{
    QTest::addColumn<SignedIn>("state");
    QTest::addColumn<bool>("hasPassword");
    QTest::addColumn<RenewalMeans>("means");
    const RenewalMeans byPassword{By::KeptPassword, Obstacle::None};
    const RenewalMeans bySession{By::Session, Obstacle::None};
    SignedIn state = session();
    QTest::newRow("a kept password comes first") << state << true << byPassword;
    QTest::newRow("the session of 2.0 stands in for it") << state << false << bySession;
    state.hasCookieSession = false;
    QTest::newRow("a token that was pasted has neither")
        << state << false << RenewalMeans{By::Nothing, Obstacle::NothingKept};
    QTest::newRow("a pasted token and a kept password") << state << true << byPassword;
    QTest::newRow("the betas have no token from the session")
        << session(Api::Form::Beta) << false << RenewalMeans{By::Nothing, Obstacle::NothingKept};
    state = session();
    state.token->orgId = 7;
    QTest::newRow("the session is in another Organization")
        << state << false << RenewalMeans{By::Nothing, Obstacle::SessionGivesMore};
    QTest::newRow("another Organization by password") << state << true << byPassword;
    state = session();
    state.token->scope = u"REPORT_BOOK_VIEW"_s;
    state.token->objectId = u"6b7c8d9e"_s;
    QTest::newRow("the session would give full access instead of one object")
        << state << false << RenewalMeans{By::Nothing, Obstacle::SessionGivesMore};
    QTest::newRow("one object by password") << state << true << byPassword;
    state.token->scope = u"SOMETHING_NEW"_s;
    QTest::newRow("a kind of token that is not known")
        << state << true << RenewalMeans{By::Nothing, Obstacle::UnknownKind};
    state = session();
    state.token->isBySecretKey = true;
    QTest::newRow("the secret key made it and is not kept")
        << state << false << RenewalMeans{By::Nothing, Obstacle::NoKeyKept};
    state = session();
    state.orgMismatch = OrgMismatch{.asked = u"retail-emea"_s, .got = {0, u"Primary"_s}};
    QTest::newRow("a token of a wrong Organization")
        << state << true << RenewalMeans{By::Nothing, Obstacle::NoToken};
    state.token.reset();
    QTest::newRow("no token") << state << true << RenewalMeans{By::Nothing, Obstacle::NoToken};
}

void tst_RenewalMeans::whatATokenCanBeRenewedBy()
{
    QFETCH(const SignedIn, state);
    QFETCH(const bool, hasPassword);
    QTEST(renewalMeans(state, hasPassword), "means");
}

QTEST_GUILESS_MAIN(tst_RenewalMeans)
#include "tst_renewalmeans.moc"
