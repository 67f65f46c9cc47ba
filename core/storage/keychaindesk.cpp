#include "core/storage/keychaindesk.h"

#include "core/storage/keychainbus.h"
#include "core/support/stragglers.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QPointer>
#include <QQueue>
#include <QThread>

#include <qt6keychain/keychain.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

using namespace KeychainDesk;
using Outcome = Reply::Outcome;

static constexpr int endWaitMs = 200;
static constexpr qsizetype longestDetail = 300;

//! Says so when nobody waits for the answer any more.
class Wish final : public QObject
{
public:
    Wish(const std::shared_ptr<std::atomic_bool> &isWanted, QObject *parent)
        : QObject(parent)
        , m_isWanted(isWanted)
    {}
    ~Wish() override { m_isWanted->store(false); }
    Q_DISABLE_COPY_MOVE(Wish)

private:
    std::shared_ptr<std::atomic_bool> m_isWanted;
};

//! A request on its way. The guard is only looked at on the main thread.
struct Errand
{
    Request request;
    std::shared_ptr<std::atomic_bool> isWanted;
    QPointer<QObject> guard;
    std::function<void(const Reply &)> finish;
};

static void answer(const Errand &errand, const Reply &reply)
{
    stragglers::postToMain([errand, reply] {
        if (!errand.guard)
            return;
        errand.guard->deleteLater();
        errand.finish(reply);
    });
}

// libsecret answers through GLib's loop; without it no job would ever end.
static bool canBeAnswered()
{
#ifdef Q_OS_LINUX
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && dispatcher->inherits("QEventDispatcherGlib");
#else
    return true;
#endif
}

// The job has no other use for them, and frees them without wiping.
static SecretBuffer takenFrom(const QByteArray &bytes)
{
    SecretBuffer taken = SecretBuffer::fromBytes(bytes);
    std::fill_n(const_cast<char *>(bytes.constData()), bytes.size(), '\0');
    return taken;
}

static Outcome outcomeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return Outcome::Done;
    case QKeychain::EntryNotFound:
        return Outcome::NotThere;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return Outcome::Denied;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return Outcome::Absent;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return Outcome::Failed;
}

// A locked keyring without anybody to ask for its password looks like an empty one.
static Outcome withoutLocks(Outcome outcome, const KeychainSight &sight)
{
    using Item = KeychainSight::Item;
    // A wallet that was asked is open, or its refusal says so.
    if (sight.inSecretService == Item::Locked || sight.isDefaultLocked ||
        (outcome == Outcome::Denied && sight.inWallet == Item::Locked))
        return Outcome::Locked;
    return outcome == Outcome::NotThere && sight.isAnyLocked ? Outcome::PerhapsLocked : outcome;
}

static Reply replyOf(const QKeychain::Job &job, Verb verb)
{
    Reply reply{outcomeOf(job.error()), {}, job.errorString().left(longestDetail)};
    if (reply.outcome == Outcome::Failed && !KeychainBus::hasKeychain())
        reply.outcome = Outcome::Absent;
    if (reply.outcome == Outcome::Absent || (reply.outcome == Outcome::Done && verb != Verb::Read))
        return reply;
    reply.sight = KeychainBus::sightOf(job.service(), job.key());
    if (reply.sight && (reply.outcome == Outcome::NotThere || reply.outcome == Outcome::Denied))
        reply.outcome = withoutLocks(reply.outcome, *reply.sight);
    return reply;
}

static Reply looked(const Request &request)
{
    if (!KeychainBus::hasKeychain())
        return {.outcome = Outcome::Absent};
    return {.outcome = Outcome::Done, .sight = KeychainBus::sightOf(request.service, request.key)};
}

//! Lives on the keychain's thread and makes the requests, one after the other. A job that was
//! started is never deleted by us, whatever becomes of its errand.
class KeychainClerk final : public QObject
{
public:
    void take(const Errand &errand)
    {
        if (errand.request.verb == Verb::Look) {
            if (errand.isWanted->load())
                answer(errand, looked(errand.request));
            return;
        }
        if (m_job && canTakeOver(errand.request)) {
            m_errand = errand;
            return;
        }
        m_waiting.enqueue(errand);
        next();
    }

    //! The job that has not ended; only to be kept in mind.
    [[nodiscard]] const QObject *unfinished() const { return m_job; }

private:
    // What somebody has given up on may still wait for a password: nobody is asked for it twice.
    [[nodiscard]] bool canTakeOver(const Request &request) const
    {
        const Request &made = m_errand.request;
        return m_waiting.isEmpty() && !m_errand.isWanted->load() && made.verb == Verb::Read &&
               request.verb == Verb::Read && made.service == request.service &&
               made.key == request.key;
    }

    void next()
    {
        while (!m_job && !m_waiting.isEmpty()) {
            const Errand errand = m_waiting.dequeue();
            if (!errand.isWanted->load())
                continue;
            if (!canBeAnswered() || !KeychainBus::hasKeychain())
                answer(errand, {.outcome = Outcome::Absent});
            else
                start(errand);
        }
    }

    void start(const Errand &errand)
    {
        KeychainBus::renewSession();
        QKeychain::Job *job = nullptr;
        switch (errand.request.verb) {
        case Verb::Read:
            job = new QKeychain::ReadPasswordJob(errand.request.service);
            break;
        case Verb::Write: {
            auto *write = new QKeychain::WritePasswordJob(errand.request.service);
            // No copy: the bytes stay where they are, and m_item keeps them there.
            const QByteArrayView item = errand.request.item.view();
            write->setBinaryData(QByteArray::fromRawData(item.data(), item.size()));
            job = write;
            break;
        }
        case Verb::Remove:
            job = new QKeychain::DeletePasswordJob(errand.request.service);
            break;
        case Verb::Look:
            return;
        }
        job->setAutoDelete(true);
        job->setKey(errand.request.key);
        m_job = job;
        m_errand = errand;
        m_item = errand.request.item;
        connect(job, &QKeychain::Job::finished, this,
                [this](QKeychain::Job *finished) { end(*finished); });
        job->start();
    }

    void end(QKeychain::Job &job)
    {
        const Errand errand = std::exchange(m_errand, {});
        SecretBuffer item;
        if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(&job))
            item = takenFrom(read->binaryData());
        if (errand.isWanted->load()) {
            Reply reply = replyOf(job, errand.request.verb);
            reply.item = item;
            answer(errand, reply);
        }
        // A job may say that it is finished more than once.
        job.disconnect(this);
        m_job = nullptr;
        m_item = {};
        next();
    }

    QQueue<Errand> m_waiting;
    const QObject *m_job = nullptr;
    Errand m_errand;     //!< that the job is for
    SecretBuffer m_item; //!< that the job writes
};

// As many as there are of QtKeychain's own queue: one for the process.
static QThread *thread = nullptr;
static KeychainClerk *clerk = nullptr;

// A job under way stays as it is until the process has ended: something must know of it, or it
// counts as leaked.
[[maybe_unused]] static const QObject *volatile unfinished = nullptr;

static void endThread()
{
    thread->quit();
    // A keychain that holds the thread must not hold up the end of the program.
    if (thread->wait(endWaitMs)) {
        unfinished = clerk->unfinished();
        delete clerk;
        delete thread;
    } else {
        stragglers::leaveBehind();
    }
    clerk = nullptr;
    thread = nullptr;
}

static KeychainClerk *clerkAtWork()
{
    if (!clerk) {
        thread = new QThread;
        thread->setObjectName(QLatin1StringView("keychain"));
        clerk = new KeychainClerk;
        clerk->moveToThread(thread);
        thread->start();
        qAddPostRoutine(endThread);
    }
    return clerk;
}

void KeychainDesk::ask(QObject *context, const Request &request,
                       const std::function<void(const Reply &)> &finish)
{
    const auto isWanted = std::make_shared<std::atomic_bool>(true);
    auto *guard = new Wish(isWanted, context);
    KeychainClerk *taker = clerkAtWork();
    QMetaObject::invokeMethod(
        taker, [taker, errand = Errand{request, isWanted, guard, finish}] { taker->take(errand); },
        Qt::QueuedConnection);
}
