#include "ui/widgets/secretlineedit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

class TestSecretLineEdit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void itIsMaskedUntilRevealedByItsKeys()
    {
        SecretLineEdit field(u"Password"_s);
        field.setText(u"correct horse"_s);
        QVERIFY(!field.displayText().contains(u'c'));
        field.setRevealed(true);
        QCOMPARE(field.displayText(), u"correct horse"_s);
        field.setRevealed(false);
        QVERIFY(!field.displayText().contains(u'c'));
    }

    void aRevealedOneMasksItself_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("when the window loses the focus") << 0;
        QTest::newRow("when it is hidden") << 1;
        QTest::newRow("when it is emptied") << 2;
    }
    void aRevealedOneMasksItself()
    {
        QFETCH(int, how);
        SecretLineEdit field(u"Password"_s);
        field.show();
        field.setText(u"correct horse"_s);
        field.setRevealed(true);
        if (how == 0) {
            QEvent deactivate(QEvent::WindowDeactivate);
            QCoreApplication::sendEvent(&field, &deactivate);
        } else if (how == 1) {
            field.hide();
        } else {
            field.forget();
        }
        QVERIFY(!field.isRevealed());
    }

    void aRevealedOneMasksItselfAfterItsTime()
    {
        QCOMPARE(revealMs, 30'000); // of every field
        SecretLineEdit field(u"Password"_s, nullptr, 40);
        field.setText(u"correct horse"_s);
        field.setRevealed(true);
        QVERIFY(field.isRevealed());
        QTRY_VERIFY(!field.isRevealed());
        QCOMPARE(field.text(), u"correct horse"_s);
    }

    void whatIsTypedGoesToNoClipboard()
    {
        QGuiApplication::clipboard()->setText(u"mine"_s);
        SecretLineEdit field(u"Password"_s);
        field.setText(u"correct horse"_s);
        field.setRevealed(true);
        field.selectAll();
        QTest::keySequence(&field, QKeySequence::Copy);
        QTest::keySequence(&field, QKeySequence::Cut);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"mine"_s);
        QCOMPARE(field.text(), u"correct horse"_s);
    }

    void whatIsMarkedWithTheMouseGoesToNoSelection()
    {
        QClipboard *clipboard = QGuiApplication::clipboard();
        if (!clipboard->supportsSelection())
            QSKIP("there is no PRIMARY selection on this platform");
        clipboard->setText(u"mine"_s, QClipboard::Selection);
        SecretLineEdit field(u"Password"_s);
        field.setText(u"correct"_s);
        field.show();
        QVERIFY(QTest::qWaitForWindowExposed(&field));
        field.setRevealed(true);
        field.selectAll();
        QTest::mouseRelease(&field, Qt::LeftButton);
        QCOMPARE(field.selectedText(), u"correct"_s);
        QVERIFY(field.isRevealed());
        QCOMPARE(clipboard->text(QClipboard::Selection), u"mine"_s);
    }
};

QTEST_MAIN(TestSecretLineEdit)
#include "tst_secretlineedit.moc"
