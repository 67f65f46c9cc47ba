#include "app/cli/manual.h"

#include "app/cli/clitext.h"
#include "app/cli/help.h"
#include "app/cli/verb.h"

#include <utility>

using namespace Qt::StringLiterals;

//! \a text as it stands: no character of it is a command, a dash is one that can be copied.
static QString plain(const QString &text)
{
    QString result;
    for (const uint point : text.toUcs4()) {
        if (point == u'\\')
            result += "\\e"_L1;
        else if (point == u'-')
            result += "\\-"_L1;
        else if (point == u'\'')
            result += "\\(aq"_L1;
        else if (point < 0x80)
            result += QChar(point);
        else
            result +=
                u"\\[u%1]"_s.arg(point, 4, 16, QChar(u'0')).toUpper().replace("[U"_L1, "[u"_L1);
    }
    return result.startsWith(u'.') ? "\\&"_L1 + result : result;
}

static QString bold(const QString &text)
{
    return "\\fB"_L1 + plain(text) + "\\fR"_L1;
}

static QString slanted(const QString &text)
{
    return text.isEmpty() ? text : " \\fI"_L1 + plain(text) + "\\fR"_L1;
}

//! A tagged paragraph.
static QString item(const QString &tag, const QString &text)
{
    return u".TP\n%1\n%2\n"_s.arg(tag, text);
}

static QString sentence(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return plain(text.endsWith(u'.') ? text : text + u'.');
}

static QString optionsOf(const Verb &verb)
{
    QString text;
    for (const QCommandLineOption &option : verb.options) {
        QStringList names;
        for (const QString &name : option.names())
            names.append(bold((name.size() == 1 ? u"-"_s : u"--"_s) + name));
        text +=
            item(names.join(", "_L1) + slanted(option.valueName()), sentence(option.description()));
    }
    return text.isEmpty() ? text : ".RS\n"_L1 + text + ".RE\n"_L1;
}

static QString verbList()
{
    QString text = u".SH VERBS\n"_s;
    for (const Verb &verb : verbs::all())
        text += item(bold(verb.name) + slanted(verb.arguments), sentence(verb.summary)) +
                optionsOf(verb);
    return text;
}

static QString exitStatus()
{
    QString text = u".SH EXIT STATUS\n"_s;
    for (const auto &[code, meaning] : help::exitMeanings())
        text += item(bold(QString::number(static_cast<int>(code))), sentence(meaning));
    return text + ".PP\n"_L1 +
           plain(Cli::tr(
               "exec ends as its command does; 126 means that it cannot be run, 127 that "
               "there is none. curl ends as curl does. Where nobody reads the output any more, "
               "sdesk ends by SIGPIPE, which a shell calls 141.")) +
           u'\n';
}

QString manual::page()
{
    const QString version = QCoreApplication::applicationVersion();
    QString text = u".TH SDESK 1 \"%1\" \"Session Desk %2\" \"User Commands\"\n"_s.arg(
        QLatin1StringView(DESK_MANUAL_DATE), version);
    text += ".SH NAME\nsdesk \\- "_L1 +
            plain(Cli::tr("sessions and tokens for ThoughtSpot clusters, in the terminal")) +
            "\n.SH SYNOPSIS\n\\fBsdesk\\fR \\fIVERB\\fR [\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]\n"_L1;
    text +=
        ".SH DESCRIPTION\n"_L1 +
        plain(Cli::tr("sdesk works with the profiles and kept tokens of Session Desk, also "
                      "while its window is open. Errors are one line on standard error, with "
                      "what to do next.")) +
        "\n.PP\n"_L1 +
        plain(Cli::tr("No secret is an argument. Passwords, secret keys and tokens are asked for "
                      "without echo, or read as one line of standard input. Passphrases are asked "
                      "for without echo, or come from the file descriptors that "
                      "SDESK_PASSPHRASE_FD and SDESK_FILE_PASSPHRASE_FD name.")) +
        u'\n';
    text += verbList();
    text += ".SH ENVIRONMENT\n"_L1 +
            item(bold(u"SDESK_PASSPHRASE_FD"_s),
                 plain(Cli::tr("Number of a file descriptor whose first line is the passphrase.")));
    text += item(bold(u"SDESK_FILE_PASSPHRASE_FD"_s),
                 plain(Cli::tr("The same for the passphrase of a sealed export.")));
    text += ".SH FILES\n"_L1 + item(u"\\fI~/.config/session\\-desk/profiles.conf\\fR"_s,
                                    plain(Cli::tr("Profiles, preferences and sealed secrets.")));
    return text + exitStatus() +
           ".SH SEE ALSO\n\\fBcurl\\fR(1), \\fBsession\\-desk\\fR \\-\\-help\n"_L1;
}
