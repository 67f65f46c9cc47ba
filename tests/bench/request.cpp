// Sends the same GET a number of times, one after the other, through the program's own HttpClient.
#include "core/http/httpclient.h"

#include <QCoreApplication>

#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    ConnectionSettings settings;
    settings.origin = arguments.at(1);
    settings.proxy.mode = ProxySettings::Mode::None;
    HttpClient client(settings);
    HttpRequest request;
    request.target = arguments.at(2).toUtf8();

    int left = arguments.at(3).toInt();
    int answered = 0;
    HttpCall call;
    std::function<void()> next = [&] {
        call = client.send(request, [&](const HttpClient::Answer &answer) {
            answered += answer ? 1 : 0;
            if (--left > 0)
                next();
            else
                QCoreApplication::quit();
        });
    };
    QMetaObject::invokeMethod(&application, next, Qt::QueuedConnection);
    const int code = QCoreApplication::exec();
    std::printf("%d\n", answered);
    return code;
}
