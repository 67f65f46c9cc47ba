#include "core/storage/profilestore.h"
#include "tests/cli/sdeskhome.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

//! What the shells themselves make of the completions.
class TestSdeskCompletion final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aShellCompletes_data();
    void aShellCompletes();
    void whatAVerbTakesIsOffered_data() { aShellCompletes_data(); }
    void whatAVerbTakesIsOffered();
    void anUnknownShellIsSaid();

private:
    //! What \a shell offers for the last of \a words, sorted.
    QStringList offers(const QString &shell, const QStringList &words) const;

    SdeskHome m_home;
};

void TestSdeskCompletion::initTestCase()
{
    ProfileStore store(m_home.settingsFile());
    store.load();
    Profile profile;
    profile.origin = u"https://h.example"_s;
    profile.userName = u"ann"_s;
    for (const QString &name : {u"acme test"_s, u"acme's"_s, u"other"_s}) {
        profile.name = name;
        store.save(profile);
    }
    QTRY_VERIFY(store.isSaved());
    for (const QString &shell : {u"bash"_s, u"zsh"_s, u"fish"_s}) {
        const SdeskRun run = m_home.run({u"completion"_s, shell});
        QVERIFY2(run.code == 0, run.errors.constData());
        QFile file(m_home.path() + u"/completion."_s + shell);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(run.output);
    }
}

QStringList TestSdeskCompletion::offers(const QString &shell, const QStringList &words) const
{
    const QString file = m_home.path() + u"/completion."_s + shell;
    QString script;
    QStringList arguments;
    if (shell == "bash"_L1) {
        script = u". %1; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); "
                 "compopt() { [ \"$*\" != '+o default' ] || files=; }; files='(files)'; _sdesk; "
                 "[ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=(\"'$files'\"); "
                 "eval \"printf '%s\\n' ${COMPREPLY[*]}\""_s;
        arguments = {u"--norc"_s, u"-c"_s};
    } else if (shell == "zsh"_L1) {
        // What zsh has for completing works while a line is edited only: these stand in for it.
        script = u"compdef() {}; _files() { print '(files)' }; _describe() { print -l -- "
                 u"${verbs%%:*} }; "
                 "compadd() { if [[ $1 == -a ]] { print -l -- $names } else { shift; print -l -- "
                 "${(M)@:#$words[CURRENT]*} } }; . %1; words=(\"$@\"); CURRENT=$#; _sdesk"_s;
        arguments = {u"-f"_s, u"-c"_s};
    } else {
        QString line = words.join(u' ');
        script = u"source %1; complete -C \"$argv[1]\""_s;
        QProcess fish;
        m_home.startOther(fish, u"fish"_s, {u"--no-config"_s, u"-c"_s, script.arg(file), line});
        fish.waitForFinished();
        QStringList found = QString::fromUtf8(fish.readAll()).split(u'\n', Qt::SkipEmptyParts);
        for (QString &word : found)
            word = word.section(u'\t', 0, 0);
        std::ranges::sort(found);
        return found;
    }
    QProcess process;
    script.replace("%1"_L1, file);
    m_home.startOther(process, shell, arguments + QStringList{script, shell} + words);
    process.waitForFinished();
    QStringList found = QString::fromUtf8(process.readAll()).split(u'\n', Qt::SkipEmptyParts);
    std::ranges::sort(found);
    return found;
}

void TestSdeskCompletion::aShellCompletes_data()
{
    QTest::addColumn<QString>("shell");
    for (const char *shell : {"bash", "zsh", "fish"})
        QTest::addRow("%s", shell) << QString::fromLatin1(shell);
}

void TestSdeskCompletion::aShellCompletes()
{
    QFETCH(QString, shell);
    if (QStandardPaths::findExecutable(shell).isEmpty())
        QSKIP("this shell is not installed");
    const QStringList verbs = offers(shell, {u"sdesk"_s, u""_s});
    for (const QString &verb : {u"add"_s, u"curl"_s, u"help"_s, u"login"_s, u"token"_s})
        QVERIFY2(verbs.contains(verb), qPrintable(verbs.join(u' ')));
    const QStringList names = offers(shell, {u"sdesk"_s, u"token"_s, u""_s});
    for (const QString &name : {u"acme test"_s, u"acme's"_s, u"other"_s})
        QVERIFY2(names.contains(name), qPrintable(names.join(u'|')));
    QVERIFY(!names.contains(u"login"_s));
    const QStringList options = offers(shell, {u"sdesk"_s, u"token"_s, u"--"_s});
    for (const QString &option : {u"--fresh"_s, u"--org"_s, u"--validity"_s})
        QVERIFY2(options.contains(option), qPrintable(options.join(u' ')));
    QVERIFY(!options.contains(u"--keep"_s));
}

void TestSdeskCompletion::whatAVerbTakesIsOffered()
{
    QFETCH(QString, shell);
    if (QStandardPaths::findExecutable(shell).isEmpty())
        QSKIP("this shell is not installed");
    const auto second = [&](const QString &verb) {
        return offers(shell, {u"sdesk"_s, verb, u""_s});
    };
    QCOMPARE(second(u"completion"_s), (QStringList{u"bash"_s, u"fish"_s, u"zsh"_s}));
    QStringList verbs = offers(shell, {u"sdesk"_s, u""_s});
    verbs.removeOne(u"help"_s);
    QCOMPARE(second(u"help"_s), verbs);
    QCOMPARE(second(u"profiles"_s), QStringList());
    if (shell != "fish"_L1) // which looks for the files itself
        QCOMPARE(second(u"import"_s), QStringList{u"(files)"_s});
    QVERIFY(!second(u"import"_s).contains(u"other"_s));
    for (const QString &verb : {u"exec"_s, u"export"_s, u"info"_s, u"status"_s})
        QVERIFY2(second(verb).contains(u"other"_s), qPrintable(verb));
}

void TestSdeskCompletion::anUnknownShellIsSaid()
{
    QCOMPARE(m_home.run({u"completion"_s, u"tcsh"_s}).code, 2);
}

QTEST_GUILESS_MAIN(TestSdeskCompletion)
#include "tst_sdesk_completion.moc"
