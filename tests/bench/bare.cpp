// The least that a Qt program with a window can be: what every other one is measured against.
#include "tests/bench/report.h"

#include <QApplication>
#include <QMainWindow>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1120, 740);
    const FirstPaint paint(window);
    const bool quits = QCoreApplication::arguments().contains(u"--quit"_s);
    QObject::connect(&paint, &FirstPaint::painted, &window, [quits] {
        report::say({{u"event"_s, u"painted"_s},
                     {u"atNs"_s, report::steadyNs()},
                     {u"processorMs"_s, report::processorMs()}});
        if (quits)
            QCoreApplication::quit();
    });
    if (!quits)
        report::takeOrders(&window, [](const QByteArray &) {});
    window.show();
    return QApplication::exec();
}
