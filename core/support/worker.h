#pragma once

#include "core/support/stragglers.h"

#include <QObject>
#include <QPointer>
#include <QRunnable>
#include <QThreadPool>

#include <type_traits>
#include <utility>

template<typename Work, typename Finish> class WorkerTask final : public QRunnable
{
public:
    WorkerTask(QObject *context, Work work, Finish finish)
        : m_guard(new QObject(context))
        , m_work(std::move(work))
        , m_finish(std::move(finish))
    {}

    void run() override
    {
        auto value = m_work();
        stragglers::postToMain([guard = std::move(m_guard), value = std::move(value),
                                finish = std::move(m_finish)]() mutable {
            if (!guard)
                return;
            guard->deleteLater();
            finish(std::move(value));
        });
    }

private:
    // A child of the context that dies with it: a late result then falls on nobody. Only looked at
    // on the main thread, where it lives.
    QPointer<QObject> m_guard;
    Work m_work;
    Finish m_finish;
};

//! Runs \a work on a pool thread and hands its result to \a finish on the main thread, where \a
//! context lives; nothing is called once \a context is gone. For anything over 10 ms: the window
//! never waits. The end of the program waits for what the global pool has.
template<typename Work, typename Finish>
void runOnWorker(QObject *context, Work work, Finish finish,
                 QThreadPool *pool = QThreadPool::globalInstance())
{
    pool->start(new WorkerTask<Work, Finish>(context, std::move(work), std::move(finish)));
}
