#include "ui/widgets/secretlineedit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QRegularExpression>
#include <QSignalSpy>
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
        QTest::keyClick(&field, Qt::Key_Home);
        QTest::keyClick(&field, Qt::Key_K, Qt::ControlModifier); // deletes on X11
        QCOMPARE(QGuiApplication::clipboard()->text(), u"mine"_s);
    }

    void whatIsMarkedGoesToNoSelection_data()
    {
        QTest::addColumn<bool>("isRevealed");
        QTest::addColumn<Marking>("marking");
        QTest::addColumn<QString>("marked");
        for (const bool isRevealed : {true, false}) {
            const char *how = isRevealed ? "revealed" : "masked";
            // In a masked one a double click marks all: words would tell where they are.
            QTest::addRow("%s, by a double click", how)
                << isRevealed << Marking::DoubleClick << (isRevealed ? u"correct"_s : phrase);
            QTest::addRow("%s, by a third click", how)
                << isRevealed << Marking::TripleClick << phrase;
            QTest::addRow("%s, by dragging", how) << isRevealed << Marking::Drag << phrase;
            QTest::addRow("%s, by Shift+End", how) << isRevealed << Marking::ShiftEnd << phrase;
            QTest::addRow("%s, by Ctrl+A", how) << isRevealed << Marking::SelectAll << phrase;
            QTest::addRow("%s, by the word", how)
                << isRevealed << Marking::Word << (isRevealed ? u"correct "_s : phrase);
            QTest::addRow("%s, by undoing", how)
                << isRevealed << Marking::Undo << (isRevealed ? phrase : QString());
        }
    }
    void whatIsMarkedGoesToNoSelection()
    {
        QClipboard *clipboard = QGuiApplication::clipboard();
        if (!clipboard->supportsSelection())
            QSKIP("there is no PRIMARY selection on this platform");
        QFETCH(bool, isRevealed);
        QFETCH(Marking, marking);
        QFETCH(QString, marked);
        clipboard->setText(u"mine"_s, QClipboard::Selection);
        const QSignalSpy changed(clipboard, &QClipboard::selectionChanged);
        SecretLineEdit field(u"Password"_s);
        show(field, isRevealed);
        mark(field, marking);
        QCOMPARE(field.selectedText(), marked);
        QCOMPARE(field.isRevealed(), isRevealed);
        QCOMPARE(clipboard->text(QClipboard::Selection), u"mine"_s);
        QCOMPARE(changed.count(), 0);
        // Nor with the click that unmarks it, nor when it is masked again.
        QTest::mouseClick(&field, Qt::LeftButton, {}, QPoint(4, field.height() / 2));
        field.setRevealed(false);
        QCOMPARE(clipboard->text(QClipboard::Selection), u"mine"_s);
        QCOMPARE(changed.count(), 0);
    }

    // The middle button puts in what somebody selected elsewhere; what is marked here stays here.
    void theMiddleButtonPastesSomebodyElsesSelectionAndGivesNothingAway()
    {
        QClipboard *clipboard = QGuiApplication::clipboard();
        if (!clipboard->supportsSelection())
            QSKIP("there is no PRIMARY selection on this platform");
        clipboard->setText(u"mine"_s, QClipboard::Selection);
        QLineEdit next;
        SecretLineEdit field(u"Password"_s);
        show(field, true);
        mark(field, Marking::Drag);
        QTest::mouseClick(&next, Qt::MiddleButton, {}, QPoint(4, 4));
        QCOMPARE(next.text(), u"mine"_s);
        QTest::mouseClick(&field, Qt::MiddleButton, {}, QPoint(4, field.height() / 2));
        QCOMPARE(field.text(), u"mine"_s + phrase);
        QCOMPARE(clipboard->text(QClipboard::Selection), u"mine"_s);
    }

private:
    enum class Marking
    {
        DoubleClick,
        TripleClick,
        Drag,
        ShiftEnd,
        SelectAll,
        Word,
        Undo
    };
    const QString phrase = u"correct horse"_s;

    void show(SecretLineEdit &field, bool isRevealed) const
    {
        field.resize(300, field.sizeHint().height());
        field.setText(phrase);
        field.show();
        QVERIFY(QTest::qWaitForWindowExposed(&field));
        field.setRevealed(isRevealed);
    }

    static void mark(SecretLineEdit &field, Marking marking)
    {
        const QPoint start(4, field.height() / 2);
        const QPoint end(250, field.height() / 2); // behind the last letter
        switch (marking) {
        case Marking::DoubleClick:
        case Marking::TripleClick:
            QTest::mouseDClick(&field, Qt::LeftButton, {}, start);
            if (marking == Marking::TripleClick)
                QTest::mouseClick(&field, Qt::LeftButton, {}, start);
            break;
        case Marking::Drag:
            QTest::mousePress(&field, Qt::LeftButton, {}, start);
            for (int x = start.x(); x <= end.x(); x += 10)
                drag(field, {x, start.y()});
            QTest::mouseRelease(&field, Qt::LeftButton, {}, end);
            break;
        case Marking::ShiftEnd:
            QTest::keyClick(&field, Qt::Key_Home);
            QTest::keyClick(&field, Qt::Key_End, Qt::ShiftModifier);
            break;
        case Marking::Word:
            QTest::keyClick(&field, Qt::Key_Home);
            QTest::keySequence(&field, QKeySequence::SelectNextWord);
            break;
        case Marking::Undo: // marks again what had been replaced
            field.selectAll();
            QTest::keyClick(&field, Qt::Key_X);
            QTest::keySequence(&field, QKeySequence::Undo);
            break;
        case Marking::SelectAll:
            QTest::keySequence(&field, QKeySequence::SelectAll);
            break;
        }
    }

    //! Qt's own test function moves without a button.
    static void drag(QWidget &field, QPoint to)
    {
        QMouseEvent move(QEvent::MouseMove, to, field.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(&field, &move);
    }
};

QTEST_MAIN(TestSecretLineEdit)
#include "tst_secretlineedit.moc"
