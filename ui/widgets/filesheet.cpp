#include "ui/widgets/filesheet.h"

using namespace Qt::StringLiterals;

QFileDialog *newFileSheet(const QString &title, QWidget *parent)
{
    auto *sheet = new QFileDialog(parent, title);
    sheet->setOption(QFileDialog::DontUseNativeDialog);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->setObjectName(u"fileSheet"_s);
    sheet->setAccessibleName(title);
    return sheet;
}
