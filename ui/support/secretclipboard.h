#pragma once

#include "core/support/clock.h"
#include "core/support/secretbuffer.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

class QMimeData;
class SecretContent;

//! Puts a secret on the clipboard for a short time. It goes to CLIPBOARD only, never to PRIMARY,
//! with the marks that keep clipboard managers away, and leaves when its time is up, at clear() and
//! at quit, if nobody has copied anything else by then: what others put there is never read nor
//! touched. The text is handed over on demand, out of guarded memory; once its time is up there is
//! nothing left to hand over, even where the system does not let go of the entry.
class SecretClipboard final : public QObject
{
    Q_OBJECT

public:
    static constexpr int shortestSeconds = 5;
    static constexpr int longestSeconds = 120;

    //! What the system offers of its clipboard. Tests stand in for systems that are not there.
    struct Access
    {
        std::function<void(QMimeData *content)> put; //!< takes the ownership
        std::function<void()> clear;
        std::function<const QMimeData *()> content;

        [[nodiscard]] static Access system();
    };

    //! \a durationMs is how long a secret stays, in milliseconds.
    explicit SecretClipboard(int durationMs = 20'000, QObject *parent = nullptr,
                             Access access = Access::system());
    ~SecretClipboard() override;

    //! How long a secret stays from its copy on, cut to 5 to 120 seconds; also what is there by
    //! now.
    void setDurationSeconds(int seconds);

    //! Replaces the clipboard's content by \a text. The time starts anew.
    void copy(const SecretBuffer &text);
    //! Takes the secret away now, if it is still ours; an entry that could not be cleared before is
    //! tried again.
    void clear();

    //! Whether what was copied last still lies on the clipboard.
    [[nodiscard]] bool holdsSecret() const;
    //! Whole seconds until it leaves, a begun one counts; 0 when nothing of ours is there.
    [[nodiscard]] int remainingSeconds() const;

Q_SIGNALS:
    //! Each second while a secret is there, beginning with the copy; 0 once it has left or was
    //! replaced.
    void remainingChanged(int seconds);
    //! The secret is gone, but the system does not let go of the (now empty) entry, as without the
    //! focus on Wayland. It is tried again when the program comes to the front.
    void couldNotClear();
    //! What could not be cleared before has left the clipboard, or somebody else's is there.
    void clearedAfterAll();

private:
    [[nodiscard]] bool isOurs() const;
    [[nodiscard]] qint64 endsAtMs() const { return m_copiedAtMs + m_durationMs; }
    void watchContent();
    void release();
    void tick();
    void forget();

    const Access m_access;
    TimeSource m_time = TimeSource::system();
    QPointer<SecretContent> m_content;
    QTimer m_timer;
    int m_durationMs;
    qint64 m_copiedAtMs = 0; //!< by the clock that runs through suspend
    int m_shownSeconds = 0;
};
