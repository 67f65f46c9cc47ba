#include "tests/cli/sdeskhome.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

//! The completions as they are installed, where the shells themselves find them.
class TestSdeskInstalled final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void whatIsInstalledIsWhatIsPrinted_data();
    void whatIsInstalledIsWhatIsPrinted();
    void zshCompletes_data();
    void zshCompletes();
    void fishCompletes();

private:
    //! The path below the folder of shared data.
    [[nodiscard]] QString installed(const QString &path) const;
    //! What \a program prints, run in the home.
    [[nodiscard]] QByteArray output(const QString &program, const QStringList &arguments) const;

    SdeskHome m_home;
    QTemporaryDir m_prefix;
};

QString TestSdeskInstalled::installed(const QString &path) const
{
    return m_prefix.filePath(QStringLiteral(DESK_SHARE) + u'/' + path);
}

QByteArray TestSdeskInstalled::output(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    m_home.startOther(process, program, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        return "failed: " + process.readAllStandardError();
    return process.readAllStandardOutput();
}

void TestSdeskInstalled::initTestCase()
{
    const QByteArray said = output(QStringLiteral(DESK_CMAKE),
                                   {u"--install"_s, QStringLiteral(DESK_BUILD), u"--component"_s,
                                    u"completions"_s, u"--prefix"_s, m_prefix.path()});
    QVERIFY2(!said.startsWith("failed"), said.constData());
}

void TestSdeskInstalled::whatIsInstalledIsWhatIsPrinted_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("bash") << u"bash-completion/completions/sdesk"_s;
    QTest::newRow("zsh") << u"zsh/site-functions/_sdesk"_s;
    QTest::newRow("fish") << u"fish/vendor_completions.d/sdesk.fish"_s;
}

void TestSdeskInstalled::whatIsInstalledIsWhatIsPrinted()
{
    QFETCH(QString, path);
    QFile file(installed(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const SdeskRun printed =
        m_home.run({u"completion"_s, QString::fromLatin1(QTest::currentDataTag())});
    QCOMPARE(printed.code, 0);
    QVERIFY(!printed.output.isEmpty());
    QCOMPARE(file.readAll(), printed.output);
}

void TestSdeskInstalled::zshCompletes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("completed");
    QTest::newRow("a verb") << u"sdesk vali"_s << "sdesk validate "_ba;
    QTest::newRow("an option") << u"sdesk token --fre"_s << "sdesk token --fresh "_ba;
}

// A zsh at a terminal of its own, with its whole completion system: the line is typed, then Tab,
// then a key that shows what has become of the line.
void TestSdeskInstalled::zshCompletes()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, completed);
    if (QStandardPaths::findExecutable(u"zsh"_s).isEmpty())
        QSKIP("zsh is not installed");
    const QString script = uR"sh(
zmodload zsh/zpty
zpty shell TERM=dumb zsh -f -i
zpty -w shell "PS1= RPS1=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -D -u
show() { print -r -- \"\$BUFFER\" > $2; print SHOW'N' }; zle -N show; bindkey '^]' show; print READ'Y'"
zpty -r shell said '*READY*'
zpty -w -n shell "$3"$'\t\x1d'
zpty -r shell said '*SHOWN*'
cat $2)sh"_s;
    QCOMPARE(
        output(u"zsh"_s, {u"-f"_s, u"-c"_s, script, u"zsh"_s, installed(u"zsh/site-functions"_s),
                          m_prefix.filePath(u"line"_s), line}),
        completed + '\n');
}

void TestSdeskInstalled::fishCompletes()
{
    if (QStandardPaths::findExecutable(u"fish"_s).isEmpty())
        QSKIP("fish is not installed");
    const QString before = qEnvironmentVariable("XDG_DATA_DIRS", u"/usr/local/share:/usr/share"_s);
    const QByteArray offered =
        output(u"env"_s, {u"XDG_DATA_DIRS="_s + installed({}) + u':' + before, u"fish"_s, u"-c"_s,
                          u"complete -C 'sdesk vali'"_s});
    QVERIFY2(offered.startsWith("validate\t"), offered.constData());
}

QTEST_GUILESS_MAIN(TestSdeskInstalled)
#include "tst_sdesk_installed.moc"
