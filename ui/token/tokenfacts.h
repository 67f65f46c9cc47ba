#pragma once

#include "core/session/token.h"

#include <QWidget>

class FactLabel;

//! What is known of a token: whose, where, for what, and until when.
class TokenFacts final : public QWidget
{
    Q_OBJECT

public:
    explicit TokenFacts(QWidget *parent = nullptr);

    //! \a nowMs: server time, to name days from.
    void render(const Token &token, qint64 nowMs);

private:
    FactLabel *m_owner;
    FactLabel *m_org;
    FactLabel *m_scope;
    FactLabel *m_expires;
};
