#pragma once

#include <QList>
#include <QWidget>

#include <utility>

//! The people of the demo cluster, each a button that signs in as them. Hidden where there are
//! none.
class DemoUsers final : public QWidget
{
    Q_OBJECT

public:
    explicit DemoUsers(QWidget *parent = nullptr);

    //! \a users are names and passwords.
    void setUsers(const QList<std::pair<QString, QString>> &users);

Q_SIGNALS:
    void chosen(const QString &name, const QString &password);
};
