#include "ui/support/prooftext.h"

#include "ui/support/timetext.h"

#include <QCoreApplication>

struct ProofText
{
    Q_DECLARE_TR_FUNCTIONS(ProofText)
};

QString prooftext::unproved(std::optional<qint64> endsMs, qint64 nowMs)
{
    return endsMs ? ProofText::tr("That could not be checked: the token may work until %1.")
                        .arg(timetext::clockOrDate(*endsMs, nowMs))
                  : ProofText::tr("That could not be checked: the token may still work.");
}
