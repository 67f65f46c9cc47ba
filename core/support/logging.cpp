#include "core/support/logging.h"

#include <QRegularExpression>

#include <cstdio>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcHttp, "desk.http", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSession, "desk.session", QtWarningMsg)
Q_LOGGING_CATEGORY(lcStorage, "desk.storage", QtWarningMsg)

//! Never destroyed: Qt still logs while the static objects of the process go.
static const QRegularExpression *pattern(const QString &text)
{
    return new QRegularExpression(text, QRegularExpression::CaseInsensitiveOption);
}

QString redacted(const QString &text)
{
    static const QRegularExpression *const headers = pattern(
        u"(authorization|proxy-authorization|cookie|set-cookie|x-refresh-token)(\"?\\s*[:=,]\\s*)[^\\r\\n]*"_s);
    static const QRegularExpression *const fields = pattern(
        u"((?:password|secret_?key|auth_?token|bind_?password|token|jsessionid|clientid)\\\\?\"?\\s*[:=]\\s*\\\\?\"?)[^\"\\\\\\s,;&}]+"_s);
    static const QRegularExpression *const bearer = pattern(u"(bearer\\s+)[A-Za-z0-9._~+/=%-]+"_s);
    QString clean = text;
    clean.replace(*headers, u"\\1\\2[redacted]"_s);
    clean.replace(*fields, u"\\1[redacted]"_s);
    clean.replace(*bearer, u"\\1[redacted]"_s);
    return clean;
}

void installRedactingLog()
{
    qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext &context, const QString &message) {
            QString line = redacted(qFormatLogMessage(type, context, message));
            line.replace(u'\r', u' ').replace(u'\n', u' '); // one event, one line
            const QByteArray bytes = line.toUtf8() + '\n';
            std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stderr);
        });
}
