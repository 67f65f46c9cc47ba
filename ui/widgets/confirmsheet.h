#pragma once

#include <QDialog>

//! Asks before something goes for good: names what goes, a red verb, and a way back that is the
//! default. Open it with open(); accepted() means yes. It deletes itself.
class ConfirmSheet final : public QDialog
{
    Q_OBJECT

public:
    //! \a title is the question, \a body names what goes, \a verb is the button ("Revoke").
    ConfirmSheet(const QString &title, const QString &body, const QString &verb, QWidget *parent);
};
