#pragma once

#include <QCoreApplication>
#include <QMutex>

#include <utility>

class QThreadPool;

//! Threads that the end of the program does not wait for: a keychain, a disk or a slow function
//! may hold them.
namespace stragglers {

//! One may be at work when main() returns: the process then ends without destroying static
//! objects, which that thread may be using.
void leaveBehind();

//! For work that takes long and cannot be broken off. On the main thread.
[[nodiscard]] QThreadPool *pool();

//! The application object, which stays as long as the lock of \a gate is held; null once it ends.
[[nodiscard]] QCoreApplication *application();
[[nodiscard]] QBasicMutex &gate();

//! Has the main thread make \a call in its event loop. From any thread; dropped where the program
//! is at its end.
template<typename Call> void postToMain(Call call)
{
    const QMutexLocker lock(&gate());
    if (QCoreApplication *receiver = application())
        QMetaObject::invokeMethod(receiver, std::move(call), Qt::QueuedConnection);
}

} // namespace stragglers
