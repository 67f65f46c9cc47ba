#include "app/cli/exitcode.h"
#include "tests/cli/sdeskhome.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

//! The manual page: whole, and well-formed by the tool that lints such pages.
class TestSdeskManual final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        const SdeskRun told = m_home.run({u"--manual"_s});
        QCOMPARE(told.code, 0);
        m_page = told.output;
    }
    void everyVerbAndExitCodeIsInIt();
    void everyOptionOfTheHelpIsInIt();
    void itIsWellFormed();
    void itReadsAsMeant();
    void aPassphraseIsNotSaidToComeByStandardInput();

private:
    [[nodiscard]] static QByteArray rendered(const QStringList &arguments, const QByteArray &page,
                                             int &code)
    {
        QProcess process;
        process.start(u"mandoc"_s, arguments);
        process.write(page);
        process.closeWriteChannel();
        code = process.waitForFinished() ? process.exitCode() : -1;
        return process.readAllStandardOutput() + process.readAllStandardError();
    }
    [[nodiscard]] QStringList verbs() const
    {
        static const QRegularExpression line(u"^  (\\w+) "_s, QRegularExpression::MultilineOption);
        const QString help = QString::fromUtf8(m_home.run({u"help"_s}).output)
                                 .section(u"Verbs:"_s, 1)
                                 .section(u"sdesk VERB"_s, 0, 0);
        QStringList names;
        for (const auto &match : line.globalMatch(help))
            names.append(match.captured(1));
        return names;
    }

    SdeskHome m_home;
    QByteArray m_page;
};

void TestSdeskManual::everyVerbAndExitCodeIsInIt()
{
    const QStringList names = verbs();
    QVERIFY(names.size() >= 18);
    for (const QString &name : names)
        QVERIFY2(m_page.contains("\n\\fB" + name.toUtf8() + "\\fR"), qPrintable(name));
    for (int code = 0; code <= static_cast<int>(ExitCode::Settings); ++code)
        QVERIFY(m_page.contains(".TP\n\\fB" + QByteArray::number(code) + "\\fR\n"));
}

void TestSdeskManual::everyOptionOfTheHelpIsInIt()
{
    static const QRegularExpression option(u"--[a-z-]+"_s);
    qsizetype count = 0;
    for (const QString &name : verbs()) {
        const QString help = QString::fromUtf8(m_home.run({name, u"--help"_s}).output);
        for (const auto &match : option.globalMatch(help.section(u"Options:"_s, 1))) {
            if (match.captured() == u"--help"_s)
                continue;
            ++count;
            const QByteArray spelled = match.captured().toUtf8().replace("-", "\\-");
            QVERIFY2(m_page.contains(spelled), spelled.constData());
        }
    }
    QVERIFY(count > 15);
}

void TestSdeskManual::itIsWellFormed()
{
    if (QStandardPaths::findExecutable(u"mandoc"_s).isEmpty())
        QSKIP("mandoc is not installed");
    int code = -1;
    QCOMPARE(rendered({u"-Tlint"_s, u"-Wwarning"_s}, m_page, code), QByteArray());
    QCOMPARE(code, 0);
    // The tool does find faults.
    QVERIFY(!rendered({u"-Tlint"_s, u"-Wwarning"_s}, m_page + ".RE\n.XX\n", code).isEmpty());
}

void TestSdeskManual::itReadsAsMeant()
{
    if (QStandardPaths::findExecutable(u"mandoc"_s).isEmpty())
        QSKIP("mandoc is not installed");
    int code = -1;
    static const QRegularExpression overstrike(u".\b"_s);
    const QString text =
        QString::fromUtf8(rendered({u"-Tutf8"_s}, m_page, code)).remove(overstrike);
    QVERIFY(text.contains(u"exec PROFILE -- COMMAND…"_s));
    QVERIFY(text.contains(u"--validity TIME"_s));
    // Words that are to be typed are as they are typed.
    QVERIFY(text.contains(u" sh, fish, powershell, cmd or dotenv."_s));
    QVERIFY2(!text.contains(u'\\'), "something was not understood");
}

//! The sentence of \a text that tells where \a word comes from.
static QString sentenceAbout(const QString &word, const QString &text)
{
    const QStringList sentences = text.simplified().split(u". "_s);
    for (const QString &sentence : sentences) {
        if (sentence.contains(word) && sentence.contains(u"without echo"_s))
            return sentence;
    }
    return {};
}

// Nor is it read there: tst_sdesk.
void TestSdeskManual::aPassphraseIsNotSaidToComeByStandardInput()
{
    QFile readme(QStringLiteral(DESK_SOURCE) + u"/README.md"_s);
    QVERIFY(readme.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(m_page).remove(u'\\');
    const QString help = QString::fromUtf8(m_home.run({u"help"_s}).output);
    for (const QString &text : {page, help, QString::fromUtf8(readme.readAll()).remove(u'`')}) {
        const QString passwords = sentenceAbout(u"asswords"_s, text);
        QVERIFY2(passwords.contains(u"standard input"_s), qPrintable(passwords));
        const QString rest = sentenceAbout(u"assphrases"_s, text).section(u"assphrases"_s, 1);
        QVERIFY2(rest.contains(u"SDESK_PASSPHRASE_FD"_s), qPrintable(rest));
        QVERIFY2(!rest.contains(u"standard input"_s), qPrintable(rest));
    }
}

QTEST_GUILESS_MAIN(TestSdeskManual)
#include "tst_sdesk_manual.moc"
