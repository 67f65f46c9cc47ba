#pragma once

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QList>
#include <QString>

class CliContext;

//! One verb of the program as the table has it.
struct Verb
{
    QString name;
    QString arguments = {}; //!< for the help: "PROFILE [PATH]"
    QString summary;
    int fewest = 0; //!< arguments beside the options
    int most = 0;
    QList<QCommandLineOption> options = {};
    bool takesCommand = false; //!< what follows the first argument belongs to another program
    //! Starts the verb, which ends the program by CliContext::finish() or fail(), now or later.
    void (*run)(CliContext &context, const QCommandLineParser &line) = nullptr;
};

namespace verbs {

[[nodiscard]] Verb add();
[[nodiscard]] Verb completion();
[[nodiscard]] Verb credential();
[[nodiscard]] Verb curl();
[[nodiscard]] Verb doctor();
[[nodiscard]] Verb env();
[[nodiscard]] Verb exec();
[[nodiscard]] Verb exportProfiles();
[[nodiscard]] Verb header();
[[nodiscard]] Verb importProfiles();
[[nodiscard]] Verb info();
[[nodiscard]] Verb login();
[[nodiscard]] Verb logout();
[[nodiscard]] Verb profiles();
[[nodiscard]] Verb revoke();
[[nodiscard]] Verb status();
[[nodiscard]] Verb token();
[[nodiscard]] Verb tokens();
[[nodiscard]] Verb validate();

//! All of them, as the help lists them.
[[nodiscard]] QList<Verb> all();

} // namespace verbs
