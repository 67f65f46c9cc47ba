#include "ui/support/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QWindow>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

// The marks by which clipboard managers and histories know a secret, as format and content.
static QList<std::pair<QString, QByteArray>> secretMarks()
{
#if defined(Q_OS_WIN)
    const auto windows = [](const char *name) {
        return u"application/x-qt-windows-mime;value=\"%1\""_s.arg(QLatin1StringView(name));
    };
    const QByteArray no(4, '\0'); // a DWORD of 0
    return {{windows("ExcludeClipboardContentFromMonitorProcessing"), "1"_ba},
            {windows("CanIncludeInClipboardHistory"), no},
            {windows("CanUploadToCloudClipboard"), no}};
#elif defined(Q_OS_MACOS)
    return {{u"application/x-nspasteboard-concealed-type"_s, "1"_ba}};
#else
    return {{u"x-kde-passwordManagerHint"_s, "secret"_ba}};
#endif
}

// Hands the text out of guarded memory on demand, so that no copy of it lies in the mime data.
class SecretContent final : public QMimeData
{
public:
    explicit SecretContent(const SecretBuffer &text)
        : m_text(text)
    {}

    void wipe() { m_text = {}; }
    [[nodiscard]] bool isWiped() const { return m_text.isEmpty(); }

    [[nodiscard]] bool hasFormat(const QString &format) const override
    {
        return formats().contains(format);
    }

    [[nodiscard]] QStringList formats() const override
    {
        QStringList all{u"text/plain"_s, u"text/plain;charset=utf-8"_s};
        for (const auto &mark : secretMarks())
            all += mark.first;
        return all;
    }

protected:
    [[nodiscard]] QVariant retrieveData(const QString &format, QMetaType) const override
    {
        if (format == "text/plain"_L1)
            return m_text.toText();
        if (format == "text/plain;charset=utf-8"_L1)
            return m_text.view().toByteArray();
        for (const auto &[name, content] : secretMarks()) {
            if (name == format)
                return content;
        }
        return {};
    }

private:
    SecretBuffer m_text;
};

SecretClipboard::Access SecretClipboard::Access::system()
{
    const auto clipboard = [] { return QGuiApplication::clipboard(); };
    return {.put = [=](QMimeData *handed) { clipboard()->setMimeData(handed); },
            .clear = [=] { clipboard()->clear(); },
            .content = [=] { return clipboard()->mimeData(); }};
}

SecretClipboard::SecretClipboard(int durationMs, QObject *parent, Access access)
    : QObject(parent)
    , m_access(std::move(access))
    , m_durationMs(durationMs)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::tick);
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this,
            &SecretClipboard::watchContent);
    // Before the end, not at it: at exit Qt hands what it owns over to a clipboard manager.
    connect(qApp, &QCoreApplication::aboutToQuit, this, &SecretClipboard::clear);
    connect(qGuiApp, &QGuiApplication::focusWindowChanged, this, [this] {
        if (!m_content || !m_content->isWiped())
            return;
        release();
        if (!m_content)
            Q_EMIT clearedAfterAll();
    });
}

SecretClipboard::~SecretClipboard()
{
    if (isOurs())
        m_access.clear();
}

void SecretClipboard::setDurationSeconds(int seconds)
{
    m_durationMs = std::clamp(seconds, shortestSeconds, longestSeconds) * 1000;
    if (holdsSecret())
        tick();
}

void SecretClipboard::copy(const SecretBuffer &text)
{
    if (text.isEmpty())
        return;
    auto content = std::make_unique<SecretContent>(text);
    m_content.clear(); // the change that we make ourselves is not somebody else's
    const QPointer<SecretContent> handed = content.get();
    m_access.put(content.release());
    m_content = handed;
    m_copiedAtMs = m_time.elapsedMs();
    m_shownSeconds = 0;
    tick();
}

void SecretClipboard::clear()
{
    if (!isOurs()) {
        forget();
        return;
    }
    const bool isTriedAgain = m_content->isWiped();
    m_content->wipe();
    release();
    if (m_content)
        Q_EMIT couldNotClear();
    else if (isTriedAgain)
        Q_EMIT clearedAfterAll();
}

bool SecretClipboard::holdsSecret() const
{
    return isOurs() && !m_content->isWiped();
}

bool SecretClipboard::isOurs() const
{
    // Comparing addresses asks the owner of the clipboard for nothing: reading it would make some
    // managers keep what they are shown.
    return m_content && m_access.content() == m_content;
}

void SecretClipboard::release()
{
    if (isOurs())
        m_access.clear();
    const QPointer<SecretContent> kept = isOurs() ? m_content : nullptr;
    forget();
    m_content = kept;
}

int SecretClipboard::remainingSeconds() const
{
    const qint64 left = holdsSecret() ? std::max<qint64>(0, endsAtMs() - m_time.elapsedMs()) : 0;
    return static_cast<int>((left + 999) / 1000);
}

void SecretClipboard::watchContent()
{
    if (m_shownSeconds > 0 && m_content && !isOurs())
        forget();
}

void SecretClipboard::tick()
{
    const int seconds = remainingSeconds();
    if (seconds == 0) {
        clear();
        return;
    }
    if (seconds != m_shownSeconds) {
        m_shownSeconds = seconds;
        Q_EMIT remainingChanged(seconds);
    }
    const qint64 nextAt = endsAtMs() - static_cast<qint64>(seconds - 1) * 1000;
    m_timer.start(static_cast<int>(std::max<qint64>(1, nextAt - m_time.elapsedMs())));
}

void SecretClipboard::forget()
{
    m_timer.stop();
    m_content.clear();
    if (std::exchange(m_shownSeconds, 0) > 0)
        Q_EMIT remainingChanged(0);
}
