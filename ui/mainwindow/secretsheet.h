#pragma once

#include "core/session/tokenmeans.h"

#include <QDialog>

class SecretEntry;

//! Asks for the password or the secret key once more, for the one thing that \a title names. Open
//! it with open(); it deletes itself.
class SecretSheet final : public QDialog
{
    Q_OBJECT

public:
    SecretSheet(const QString &title, const QString &body, const QString &verb,
                const TokenMeans &means, QWidget *parent);

Q_SIGNALS:
    //! Without a user name; without a secret where the kept one is meant.
    void given(const Credentials &credentials);

protected:
    void done(int result) override;

private:
    void submit();

    SecretEntry *m_secret;
};
