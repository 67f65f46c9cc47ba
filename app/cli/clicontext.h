#pragma once

#include "app/cli/cluster.h"
#include "app/cli/exitcode.h"
#include "app/cli/output.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "core/support/processprivacy.h"
#include "ui/support/errortext.h"

#include <QJsonDocument>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

//! How the program was started, for what it hands on to another one.
struct CliStart
{
    QList<char *> arguments = {}; //!< the bytes as they came
    unsigned umask = 0;           //!< before ours
    processprivacy::Protection protection = {};
};

//! What every verb works with, and how it ends. A verb ends exactly once, by finish() or fail();
//! what was changed is on the disk by then, or the exit code says that it is not.
class CliContext final : public QObject
{
    Q_OBJECT

public:
    CliContext(const QString &settingsFile, CliStart start);
    ~CliContext() override;

    [[nodiscard]] ProfileStore &store() { return m_store; }
    [[nodiscard]] Vault &vault() { return m_vault; }
    [[nodiscard]] const CliStart &start() const { return m_start; }
    //! The connection of \a profile, as it is now; one at a time.
    Cluster &cluster(const Profile &profile);
    //! The one that was made last.
    [[nodiscard]] Cluster &cluster() { return *m_cluster; }

    //! Reads the settings. False: the program has ended already.
    [[nodiscard]] bool load();
    //! The profile that \a name means: its name, its id, or its name in other letter case. None:
    //! the program has ended.
    [[nodiscard]] std::optional<Profile> profile(const QString &name);
    //! The profile that was named last as a shell takes it, for next steps; PROFILE before that.
    [[nodiscard]] QString word() const { return m_word; }
    //! Calls \a then once the vault is open, for which a passphrase may be asked; not at all if
    //! that fails: the program has ended then.
    void whenOpen(std::function<void()> then);
    //! The same for a vault that has no place yet and gets \a place now.
    void choosePlace(KeyPlace place, const SecretBuffer &passphrase, std::function<void()> then);

    void print(const QString &text);
    void print(const QJsonDocument &json);
    void print(const SecretBuffer &secret); //!< and a line end

    //! Calls \a then with what went wrong, should the program end by fail(); nothing any more after
    //! {}. For what there is to say all the same.
    void beforeFailing(std::function<void(const QString &what)> then);
    void finish(ExitCode code = ExitCode::Ok);
    void fail(ExitCode code, const QString &what, const QString &nextStep = {});
    void fail(const ApiError &error);
    void fail(const VaultFault &fault);
    //! What fail() says of \a error.
    [[nodiscard]] ErrorText textOf(const ApiError &error) const;
    [[nodiscard]] static QString inOneLine(const ErrorText &text);
    //! How the program ends after a failure of that kind.
    [[nodiscard]] static ExitCode codeOf(ApiError::Kind kind);
    //! Calls \a then when everything is on the disk.
    void whenSaved(std::function<void()> then);

private:
    void fail(ExitCode code, const ErrorText &text);
    void noteProblem(const StorageProblem &problem);
    void write(QByteArrayView bytes);
    void followVault(const VaultStatus &status);
    void goOnWhenSaved();

    ProfileStore m_store;
    Vault m_vault;
    const CliStart m_start;
    std::unique_ptr<Cluster> m_cluster;
    QString m_word = QStringLiteral("PROFILE");
    Api::Form m_form = Api::Form::Auto; //!< that this profile names
    std::function<void()> m_whenOpen;
    std::function<void(const QString &)> m_beforeFailing;
    std::function<void()> m_whenSaved;
    bool m_isLoaded = false;
    bool m_isUnsaved = false; //!< a change is not on the disk and will not get there
    bool m_hasEnded = false;
    output::Outcome m_output = output::Outcome::Written; //!< of the last that was not written
};
