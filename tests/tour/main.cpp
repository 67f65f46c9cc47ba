#include "tests/tour/tour.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QStringList arguments = QApplication::arguments().sliced(1);
    const bool wantsGallery = arguments.removeAll(u"--gallery"_s) > 0;
    const QString folder = arguments.value(0, u"."_s);
    // The off-screen platform has no system font to follow.
    if (QFontDatabase::hasFamily(u"Inter"_s))
        QApplication::setFont(QFont(u"Inter"_s));
    if (!(wantsGallery ? takeGallery(folder) : takeTour(folder)))
        return 1;
    const QStringList pictures = QDir(folder).entryList({u"*.png"_s}, QDir::Files, QDir::Name);
    for (const QString &picture : pictures)
        std::printf("%s/%s\n", qPrintable(folder), qPrintable(picture));
    return 0;
}
