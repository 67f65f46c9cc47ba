#pragma once

#include "core/session/tokenmeans.h"

#include <QWidget>

class PlainLabel;
class QComboBox;
class SecretLineEdit;

//! What a token is asked for with: the field for the secret, and the choice among the ways where
//! there is one. Where the profile keeps the secret the field may stay empty.
class SecretEntry final : public QWidget
{
    Q_OBJECT

public:
    explicit SecretEntry(const TokenMeans &means, QWidget *parent = nullptr);

    //! The choice, to be laid out by whoever shows this; it is hidden where there is none.
    [[nodiscard]] QWidget *choice() const { return m_choice; }
    //! Whether the session is one of the ways, where it can be.
    void offerSession(bool isOffered);
    [[nodiscard]] bool usesSession() const;
    [[nodiscard]] bool isSessionByToken() const { return m_means.isSessionByToken; }
    //! Which secret it is, unless the session asks.
    [[nodiscard]] SignInMethod method() const;

    //! Without a user name; without a secret where the kept one is meant, or the session asks.
    [[nodiscard]] Credentials credentials() const;
    //! Whether there is something to ask with; says what is missing.
    [[nodiscard]] bool check();
    void focusField();
    //! Empties the field.
    void forget();

Q_SIGNALS:
    //! Another way.
    void chosen();

private:
    enum class Way
    {
        Password,
        SecretKey,
        Session
    };

    void fillWays();
    void build();
    void follow();
    [[nodiscard]] Way way() const;
    [[nodiscard]] QString advice() const;

    const TokenMeans m_means;
    QWidget *m_choice;
    QComboBox *m_ways;
    PlainLabel *m_advice;
    PlainLabel *m_label;
    SecretLineEdit *m_field;
    PlainLabel *m_problem;
};
