#include "app/cli/output.h"

#include <cerrno>

#include <unistd.h>

using namespace Qt::StringLiterals;

static bool writeTo(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count =
            ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count > 0)
            bytes = bytes.sliced(count);
        else if (count == 0 || errno != EINTR)
            return false;
    }
    return true;
}

bool output::write(QByteArrayView bytes)
{
    return writeTo(STDOUT_FILENO, bytes);
}

void output::complain(const QString &sentence)
{
    QString line = sentence.simplified();
    line.prepend("sdesk: "_L1);
    writeTo(STDERR_FILENO, line.toUtf8() + '\n');
}
