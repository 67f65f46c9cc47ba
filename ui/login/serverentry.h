#pragma once

#include "core/http/serveraddress.h"
#include "core/session/sessionservice.h"
#include "ui/support/theme.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class Pill;
class PlainLabel;
class QLineEdit;

//! The server field with what is understood of it below: any pasted address is reduced to its
//! origin when editing ends, visibly, and a chip says what answers there.
class ServerEntry final : public QWidget
{
    Q_OBJECT

public:
    explicit ServerEntry(QWidget *parent = nullptr);

    //! Shows \a origin; \a found is what was found there before, or Auto.
    void setOrigin(const QString &origin, Api::Form found);
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    //! What stands in the field, read as an address.
    [[nodiscard]] Result<ServerAddress, ServerAddress::Problem> address() const;

    //! Reduces what stands there to its origin, or says what is wrong with it.
    void settle();
    //! Tells once per address that a whole, valid one stands there.
    void announce();
    void showAsking();
    //! Nobody waits for an answer any more.
    void stopAsking();
    //! Only an answer about the address that was announced or tested last is shown; with
    //! \a isSaidElsewhere a failure is left at its chip. Returns whether it was shown.
    bool showReport(const ConnectionReport &report, bool isSaidElsewhere);
    //! \a form was found at \a origin, whoever asked.
    void showForm(const QString &origin, Api::Form form);
    //! What is wrong with the address is said below the field.
    [[nodiscard]] bool hasComplaint() const { return m_hasComplaint; }

Q_SIGNALS:
    //! A whole, valid address stands in the field and was not announced before.
    void addressEntered();
    void edited();

private:
    void noteEdit();
    void showProblem(ServerAddress::Problem problem);
    void showChip(const QString &words, Tone tone);
    void setNote(const QString &text, bool isComplaint = false);

    QLineEdit *m_field;
    Pill *m_chip;
    PlainLabel *m_note;
    QWidget *m_answer;
    QTimer m_pause;
    QString m_announced;
    QString m_addressNote;
    bool m_hasComplaint = false;
};
