#include "tests/app/actorstage.h"

#include <QApplication>
#include <QWidget>

#include <cstdio>
#include <string>

using namespace Qt::StringLiterals;

QString actorstage::readLine()
{
    std::string line;
    for (int byte = std::getchar(); byte != '\n' && byte != EOF; byte = std::getchar())
        line += static_cast<char>(byte);
    return QString::fromStdString(line);
}

bool actorstage::step(const char *name)
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (const QWidget *window : windows) {
        if (!window->windowTitle().isEmpty())
            std::printf("title %s\n", qPrintable(window->windowTitle()));
    }
    std::printf("step %s\n", name);
    std::fflush(stdout);
    return readLine() == u"go on"_s;
}
