#pragma once

#include <QWidget>

class PlainLabel;
class QPushButton;
class Spinner;

//! The last row of the sign-in form: the two things that it can do, what is under way, and the way
//! out of it.
class LoginButtons final : public QWidget
{
    Q_OBJECT

public:
    explicit LoginButtons(QWidget *parent = nullptr);

    //! A sign-in is under way: \a step of it, in words.
    void setBusy(bool isBusy, const QString &step = {});
    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    //! A connection test is under way.
    void setTesting(bool isTesting);
    [[nodiscard]] bool isTesting() const { return m_isTesting; }
    //! There is a session to go back to.
    void offerWayBack(bool isOffered);

    void focusCancel();
    //! Does what the button for leaving does; false where there is nothing to leave.
    bool leave();

Q_SIGNALS:
    void signInPressed();
    void testPressed();
    void cancelRequested();
    void wayBackRequested();

private:
    void render();

    QPushButton *m_test;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    Spinner *m_spinner;
    PlainLabel *m_step;
    bool m_isBusy = false;
    bool m_isTesting = false;
    bool m_hasWayBack = false;
};
