#pragma once

#include <QFileDialog>

//! A file dialog of our own, which deletes itself: a portal's could not look at who calls it, since
//! nobody may look into this program. Open it with open().
[[nodiscard]] QFileDialog *newFileSheet(const QString &title, QWidget *parent);
