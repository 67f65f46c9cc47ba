#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"

// Made from the table of verbs, so that no completion is ever behind the program; what a verb takes
// is in its arguments, as the help says them. Names of profiles are asked for when they are needed.

using namespace Qt::StringLiterals;

static QStringList optionsOf(const Verb &verb)
{
    QStringList words;
    for (const QCommandLineOption &option : verb.options) {
        for (const QString &name : option.names())
            words += (name.size() == 1 ? u"-"_s : u"--"_s) + name;
    }
    return words + QStringList{u"--help"_s};
}

//! "login) …;;" for every verb, with its options as \a command takes them.
static QString cases(const QString &command)
{
    QString text;
    for (const Verb &verb : verbs::all())
        text += u"        %1) %2;;\n"_s.arg(verb.name, command.arg(optionsOf(verb).join(u' ')));
    return text;
}

static QStringList shells()
{
    return {u"bash"_s, u"zsh"_s, u"fish"_s};
}

static QStringList verbNames()
{
    QStringList names;
    for (const Verb &verb : verbs::all())
        names += verb.name;
    return names;
}

//! What a verb takes as its first argument.
enum class Takes
{
    Nothing,
    Profile,
    Shell,
    File
};

static Takes takes(const Verb &verb)
{
    if (verb.arguments.contains("PROFILE"_L1))
        return Takes::Profile;
    if (verb.arguments.contains("SHELL"_L1))
        return Takes::Shell;
    return verb.arguments.isEmpty() ? Takes::Nothing : Takes::File;
}

static QStringList verbsThatTake(Takes what)
{
    QStringList names;
    for (const Verb &verb : verbs::all()) {
        if (takes(verb) == what)
            names += verb.name;
    }
    return names;
}

// %1: the verbs, %2: their options; then verbs that take a profile, a shell, and nothing.
static QString forBash()
{
    return uR"sh(_sdesk() {
    local word=${COMP_WORDS[COMP_CWORD]} name
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '%1 help' -- "$word"))
    elif [[ $word == -* ]]; then
        case ${COMP_WORDS[1]} in
%2        esac
    elif [ "$COMP_CWORD" -eq 2 ]; then
        case ${COMP_WORDS[1]} in
        %3)
            while IFS= read -r name; do
                [[ $name == "$word"* ]] && COMPREPLY+=("$(printf %q "$name")")
            done < <(sdesk profiles --names 2>/dev/null);;
        %4) COMPREPLY=($(compgen -W '%6' -- "$word"));;
        help) COMPREPLY=($(compgen -W '%1' -- "$word"));;
        %5) compopt +o default 2>/dev/null;;
        esac
    fi
}
complete -o default -F _sdesk sdesk
)sh"_s.arg(verbNames().join(u' '), cases(u"COMPREPLY=($(compgen -W '%1' -- \"$word\"))"_s),
           verbsThatTake(Takes::Profile).join(u'|'), verbsThatTake(Takes::Shell).join(u'|'),
           verbsThatTake(Takes::Nothing).join(u'|'), shells().join(u' '));
}

static QString helpOfHelp()
{
    return Cli::tr("tells the verbs, or the options of one");
}

static QString forZsh()
{
    QString described;
    for (const Verb &verb : verbs::all())
        described += spelling::quoted(verb.name + u':' + verb.summary) + u' ';
    described += spelling::quoted("help:"_L1 + helpOfHelp());
    return uR"sh(#compdef sdesk
_sdesk() {
    local -a verbs names
    if (( CURRENT == 2 )); then
        verbs=(%1)
        _describe verb verbs
    elif [[ $words[CURRENT] == -* ]]; then
        case $words[2] in
%2        esac
    elif (( CURRENT == 3 )); then
        case $words[2] in
        %3)
            names=(${(f)"$(sdesk profiles --names 2>/dev/null)"})
            compadd -a names;;
        %4) compadd -- %6;;
        help) compadd -- %7;;
        %5) ;;
        *) _files;;
        esac
    else
        _files
    fi
}
# An installed file is read when the first word is to be completed, which it has to do then.
if [ "$funcstack[1]" = _sdesk ]; then
    _sdesk "$@"
else
    compdef _sdesk sdesk
fi
)sh"_s.arg(described, cases(u"compadd -- %1"_s), verbsThatTake(Takes::Profile).join(u'|'),
           verbsThatTake(Takes::Shell).join(u'|'), verbsThatTake(Takes::Nothing).join(u'|'),
           shells().join(u' '), verbNames().join(u' '));
}

static QString forFish()
{
    const auto fishQuoted = [](QString text) {
        return u'\'' + text.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1) + u'\'';
    };
    // Which verb it is stands first, so that with two words no other can be meant.
    QString text =
        uR"sh(complete -c sdesk -n 'test (count (commandline -opc)) -lt 3; and not __fish_seen_subcommand_from %1' -f
complete -c sdesk -n 'test (count (commandline -opc)) -eq 2; and __fish_seen_subcommand_from %2' -a '(sdesk profiles --names 2>/dev/null)'
complete -c sdesk -n 'test (count (commandline -opc)) -eq 2; and __fish_seen_subcommand_from %3' -a '%4'
complete -c sdesk -n 'test (count (commandline -opc)) -eq 2; and __fish_seen_subcommand_from help' -a '%5'
complete -c sdesk -n __fish_use_subcommand -a help -d %6
)sh"_s.arg(verbsThatTake(Takes::File).join(u' '), verbsThatTake(Takes::Profile).join(u' '),
           verbsThatTake(Takes::Shell).join(u' '), shells().join(u' '), verbNames().join(u' '),
           fishQuoted(helpOfHelp()));
    for (const Verb &verb : verbs::all()) {
        text += u"complete -c sdesk -n __fish_use_subcommand -a %1 -d %2\n"_s.arg(
            verb.name, fishQuoted(verb.summary));
        for (const QCommandLineOption &option : verb.options) {
            text += u"complete -c sdesk -n '__fish_seen_subcommand_from %1'"_s.arg(verb.name);
            for (const QString &name : option.names())
                text += (name.size() == 1 ? u" -s "_s : u" -l "_s) + name;
            text += (option.valueName().isEmpty() ? u" -d "_s : u" -r -d "_s) +
                    fishQuoted(option.description()) + u'\n';
        }
    }
    return text;
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const QString shell = line.positionalArguments().constFirst();
    QString text;
    if (shell == "bash"_L1)
        text = forBash();
    else if (shell == "zsh"_L1)
        text = forZsh();
    else if (shell == "fish"_L1)
        text = forFish();
    else
        return context.fail(ExitCode::Misuse, Cli::tr("This shell is not known."),
                            Cli::tr("Say bash, zsh or fish."));
    context.print(text.chopped(1));
    context.finish();
}

Verb verbs::completion()
{
    return {.name = u"completion"_s,
            .arguments = u"SHELL"_s,
            .summary = Cli::tr("prints the completions for bash, zsh or fish"),
            .fewest = 1,
            .most = 1,
            .run = run};
}
