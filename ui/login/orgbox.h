#pragma once

#include "core/session/account.h"

#include <QComboBox>

//! Chooses an Organization: one of the known, or any id or name typed; empty leaves it to the
//! cluster.
class OrgBox final : public QComboBox
{
    Q_OBJECT

public:
    explicit OrgBox(QWidget *parent = nullptr);

    //! \a org is an id, a name or empty.
    void setOrgs(const QList<Org> &known, const QString &org);
    //! The id of the known Organization that is chosen, otherwise what was typed.
    [[nodiscard]] QString org() const;
    //! Something else stands there than setOrgs() put there.
    [[nodiscard]] bool isTouched() const { return currentText() != m_given; }
    //! Where the API form has no Organizations the field says so and takes nothing.
    void setAvailable(bool isAvailable);

private:
    QString m_given;
    bool m_isAvailable = true;
};
