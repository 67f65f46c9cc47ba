#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTimer>

using namespace Qt::StringLiterals;

//! A program that leaves on the clipboard what it put there, as most do. Arguments: the text, and
//! "marked" where it is to carry the mark of password managers.
int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    auto *content = new QMimeData;
    content->setText(arguments.value(1));
    if (arguments.value(2) == u"marked"_s)
        content->setData(u"x-kde-passwordManagerHint"_s, "secret"_ba);
    QGuiApplication::clipboard()->setMimeData(content);
    QTimer::singleShot(0, &application, &QCoreApplication::quit);
    return QGuiApplication::exec();
}
