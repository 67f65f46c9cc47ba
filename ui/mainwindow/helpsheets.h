#pragma once

class QMenuBar;
class QWidget;

//! The two pages of the Help menu; opened, not waited for.
namespace helpsheets {

//! Every action of \a bar with its keys.
void openShortcuts(const QMenuBar &bar, QWidget *parent);
void openAbout(QWidget *parent);

} // namespace helpsheets
