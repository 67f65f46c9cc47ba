#pragma once

#include "tests/driver/windowdriver.h"
#include "tests/support/memoryscan.h"

#include <QProcess>
#include <QTemporaryDir>

#include <optional>

#include <signal.h>

//! The demo cluster in a process whose words, which tell the demo passwords, never get into the
//! memory of this one: they go to a file, and only what is asked for is taken from it.
class SilentCluster final
{
public:
    explicit SilentCluster(const QStringList &options = {});
    ~SilentCluster();
    Q_DISABLE_COPY_MOVE(SilentCluster)

    [[nodiscard]] bool isReady() const { return field("\"ready\":") == QStringLiteral("true"); }
    [[nodiscard]] QString origin() const { return field("\"origin\":"); }
    [[nodiscard]] QString authorityFile() const { return field("\"authority\":"); }
    //! SIGSTOP: from now on it answers nothing, and refuses nothing. SIGKILL: nothing is there.
    void signal(int number)
    {
        ::kill(static_cast<pid_t>(m_process.processId()), number);
        m_isEnding = false;
    }

private:
    [[nodiscard]] QString field(QByteArrayView key) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    bool m_isEnding = true; //!< by itself, when it is told so
};

//! What tests do with a window that must not leave secrets in the memory of their own process.
namespace memorydesk {

//! Where \a secret lies, a line each.
[[nodiscard]] QString traces(const MaskedSecret &secret);
//! Looks until \a secret lies in no more than \a most places, for ten seconds of the clock, the
//! looks included; the places of the last look.
[[nodiscard]] QStringList leftInTime(const MaskedSecret &secret, qsizetype most = 0);
//! The same for all but guarded memory, where \a secret has to lie; or what is wrong with that.
[[nodiscard]] QStringList leftUnguardedInTime(const MaskedSecret &secret);
bool typeSecret(const WindowDriver &window, const QString &name, const MaskedSecret &secret);
//! The token that the window shows.
[[nodiscard]] std::optional<MaskedSecret> revealedToken(const WindowDriver &window);

} // namespace memorydesk
