#pragma once

#include "ui/support/theme.h"

#include <QWidget>

class PlainLabel;
class QPushButton;

//! Says what happened in one bold sentence, what to do next below it, and keeps the technical words
//! folded under Details. Hidden until it has something to say.
class Banner final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind
    {
        Info,
        Warning,
        Error
    };

    //! \a accessibleName tells which banner this is, for example "Sign-in problem".
    explicit Banner(const QString &accessibleName, QWidget *parent = nullptr);

    //! \a details is plain text of any origin; empty hides the fold.
    void present(Kind kind, const QString &sentence, const QString &nextStep,
                 const QString &details = {});
    //! Offers one way on as a small button; empty takes it away. Reset by present().
    void offerAction(const QString &text);
    //! Likewise another way, beside it.
    void offerOther(const QString &text);
    void dismiss();

Q_SIGNALS:
    void actionRequested();
    void otherRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildContents();
    void unfold(bool isOpen);
    void colourFold();

    Kind m_kind = Kind::Info;
    PlainLabel *m_sentence;
    PlainLabel *m_nextStep;
    QPushButton *m_fold;
    QPushButton *m_action;
    QPushButton *m_other;
    PlainLabel *m_details;
};
