#pragma once

#include "core/session/sessionstate.h"

#include <QWidget>

//! The session card: Overview, All fields (tree), JSON; searchable, every value copied by key or
//! menu, secrets inside it masked. Passive: render in, intents out. A 10 MB object never holds up
//! the window.
class SessionPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionPanel(QWidget *parent = nullptr);
    ~SessionPanel() override;

    void render(const SignedIn &state);
    //! Puts the cursor into the search field (Ctrl+F).
    void focusSearch();

Q_SIGNALS:
    void refreshRequested();
    //! A plain value goes to the clipboard; \a isSecret asks for the timed way.
    void copyTextRequested(const QString &text, bool isSecret);
};
