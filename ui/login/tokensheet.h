#pragma once

#include "core/handoff/pastedtoken.h"

#include <QDialog>
#include <QUrl>

#include <optional>

class Banner;
class FactLabel;
class QPushButton;
class SecretLineEdit;

//! Takes a token that the person has, out of whatever it was copied with, and leads to the page of
//! the cluster that shows one to who signed in with the browser. Passive: intents out. Nothing is
//! sent before the button that names the server has been pressed. It deletes itself.
class TokenSheet final : public QDialog
{
    Q_OBJECT

public:
    //! \a origin is the server in the form; empty where there is none.
    TokenSheet(const QString &origin, QWidget *parent);

    //! Where a browser that is signed in at \a origin shows a token. FACTS 5.16.
    [[nodiscard]] static QUrl tokenPage(const QString &origin);

    //! Empties the field, whatever ends the sheet.
    void done(int result) override;

Q_SIGNALS:
    void browserRequested(const QUrl &page);
    //! The person wants to be signed in at \a origin with what was found.
    void chosen(const QString &origin, const handoff::PastedToken &found);

private:
    void build();
    [[nodiscard]] QWidget *buildBrowserPart();
    [[nodiscard]] QWidget *buildFacts();
    //! Where the button would sign in.
    [[nodiscard]] QString origin() const;
    void paste();
    void read();
    void render(const Result<handoff::PastedToken, handoff::PasteProblem> &read);
    void renderFacts(const QString &origin);
    void fit();
    void say(const QString &what, const QString &nextStep);
    void submit();

    const QString m_formOrigin;
    std::optional<handoff::PastedToken> m_found;

    SecretLineEdit *m_text;
    Banner *m_banner;
    QWidget *m_facts;
    FactLabel *m_token;
    FactLabel *m_server;
    FactLabel *m_user;
    FactLabel *m_expires;
    QPushButton *m_signIn;
};
