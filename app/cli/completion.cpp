#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"

// Made from the table of verbs, so that no completion is ever behind the program. Names of profiles
// are asked for when they are needed.

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

static QString forBash()
{
    QStringList names;
    for (const Verb &verb : verbs::all())
        names += verb.name;
    return uR"sh(_sdesk() {
    local word=${COMP_WORDS[COMP_CWORD]} name
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '%1 help' -- "$word"))
    elif [[ $word == -* ]]; then
        case ${COMP_WORDS[1]} in
%2        esac
    elif [ "$COMP_CWORD" -eq 2 ] && [ "${COMP_WORDS[1]}" != import ]; then
        while IFS= read -r name; do
            [[ $name == "$word"* ]] && COMPREPLY+=("$(printf %q "$name")")
        done < <(sdesk profiles --names 2>/dev/null)
    fi
}
complete -o default -F _sdesk sdesk
)sh"_s.arg(names.join(u' '), cases(u"COMPREPLY=($(compgen -W '%1' -- \"$word\"))"_s));
}

static QString forZsh()
{
    QString described;
    for (const Verb &verb : verbs::all())
        described += u' ' + spelling::quoted(verb.name + u':' + verb.summary);
    return uR"sh(#compdef sdesk
_sdesk() {
    local -a verbs names
    if (( CURRENT == 2 )); then
        verbs=(%1)
        _describe verb verbs
    elif [[ $words[CURRENT] == -* ]]; then
        case $words[2] in
%2        esac
    elif (( CURRENT == 3 )) && [[ $words[2] != import ]]; then
        names=(${(f)"$(sdesk profiles --names 2>/dev/null)"})
        compadd -a names
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
)sh"_s.arg(described.trimmed(), cases(u"compadd -- %1"_s));
}

static QString forFish()
{
    const auto fishQuoted = [](QString text) {
        return u'\'' + text.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1) + u'\'';
    };
    QString text =
        uR"sh(complete -c sdesk -n 'test (count (commandline -opc)) -lt 3; and not __fish_seen_subcommand_from import' -f
complete -c sdesk -n 'test (count (commandline -opc)) -eq 2; and not __fish_seen_subcommand_from import' -a '(sdesk profiles --names 2>/dev/null)'
)sh"_s;
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
