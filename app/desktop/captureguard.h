#pragma once

#include <QObject>

#include <cstdint>
#include <functional>

//! Refuses screen capture of every window of the program, dialogs and menus too, as it is shown.
class CaptureGuard final : public QObject
{
    Q_OBJECT

public:
    //! As screencapture::refuse(). None: the platform has nothing to ask for.
    using Refuse = std::function<bool(std::uintptr_t window)>;

    //! What this platform has.
    [[nodiscard]] static Refuse ofPlatform();

    explicit CaptureGuard(Refuse refuse, QObject *parent = nullptr);

    //! Until one was refused in vain, which is logged once.
    [[nodiscard]] bool isWhole() const { return m_isWhole; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const Refuse m_refuse;
    bool m_isWhole = true;
};
