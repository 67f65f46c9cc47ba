#include "ui/session/fieldview.h"
#include "ui/session/lineview.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QJsonObject>
#include <QMenu>
#include <QPointer>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

static JsonIndex fields(int count)
{
    QJsonObject object;
    for (int i = 0; i < count; ++i)
        object.insert(u"k%1"_s.arg(i), i);
    return JsonIndex::of(object);
}

static QPointer<QMenu> openMenu(QWidget &view)
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(&view, &event);
    return view.findChild<QMenu *>();
}

class JsonViewsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Windows of the offscreen platform cannot raise or grab, and say so.
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    // Its entries speak of fields that may not be there any more.
    void theMenuOfAFieldGoesWithTheJsonItWasMadeFor()
    {
        FieldView view;
        view.setJson(fields(2000));
        view.show();
        view.showField(1900);
        const QPointer<QMenu> menu = openMenu(view);
        QVERIFY(menu);
        QVERIFY(menu->isVisible());
        view.setJson(fields(1));
        QVERIFY(!menu || !menu->isVisible());
        QTRY_VERIFY(!menu);
    }

    void aRevealedSecretMasksItself()
    {
        FieldView view(nullptr, 50);
        view.setJson(JsonIndex::of(QJsonObject{{u"token"_s, u"canary-value"_s}}));
        view.show();
        view.showField(1);
        const QPointer<QMenu> menu = openMenu(view);
        QVERIFY(menu);
        const QList<QAction *> actions = menu->actions();
        const auto reveals = [](const QAction *action) {
            return action->text() == u"Reveal secret value"_s;
        };
        const auto reveal = std::find_if(actions.begin(), actions.end(), reveals);
        QVERIFY(reveal != actions.end());
        (*reveal)->trigger();
        QCOMPARE(view.fields().revealed(), 1);
        QTRY_COMPARE(view.fields().revealed(), -1);
    }

    void theMenuOfALineGoesWithTheJsonItWasMadeFor()
    {
        LineView view;
        view.setLines(JsonLines::of(fields(2000)));
        view.show();
        view.showField(1900);
        const QPointer<QMenu> menu = openMenu(view);
        QVERIFY(menu);
        QVERIFY(menu->isVisible());
        view.setLines(JsonLines::of(fields(1)));
        QVERIFY(!menu || !menu->isVisible());
        QTRY_VERIFY(!menu);
    }
};

QTEST_MAIN(JsonViewsTest)
#include "tst_jsonviews.moc"
