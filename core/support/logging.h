#pragma once

#include <QLoggingCategory>

//! What each layer logs under. Never a secret, a header, a body or a query: only method, path,
//! status, time.
Q_DECLARE_LOGGING_CATEGORY(lcHttp)
Q_DECLARE_LOGGING_CATEGORY(lcSession)
Q_DECLARE_LOGGING_CATEGORY(lcStorage)

//! Removes what looks like a secret (bearer, cookies, password and token fields) from \a text. The
//! second net under the rule above, for the lines that Qt's own categories write.
[[nodiscard]] QString redacted(const QString &text);

//! Sends every log line of the process, Qt's own included, through redacted() to standard error.
void installRedactingLog();
