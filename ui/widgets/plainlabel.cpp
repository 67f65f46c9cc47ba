#include "ui/widgets/plainlabel.h"

#include <QEvent>

PlainLabel::PlainLabel(QWidget *parent)
    : PlainLabel(QString(), TextRole::Body, Ink::Text, parent)
{}

PlainLabel::PlainLabel(const QString &text, TextRole role, Ink ink, QWidget *parent)
    : QLabel(parent)
    , m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    // Else it would take over the role of a parent such as the menu bar.
    setForegroundRole(QPalette::WindowText);
    setText(text);
    setRole(role);
    applyInk();
}

void PlainLabel::setInk(Ink ink)
{
    m_ink = ink;
    applyInk();
}

void PlainLabel::setRole(TextRole role)
{
    setFont(fontFor(role));
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyInk();
}

void PlainLabel::applyInk()
{
    const QColor wanted = Theme::of(this).ink(m_ink);
    if (palette().color(QPalette::Active, QPalette::WindowText) == wanted)
        return;
    // Only this one role is ours; the rest keeps following the application.
    QPalette own;
    own.setColor(QPalette::Active, QPalette::WindowText, wanted);
    own.setColor(QPalette::Inactive, QPalette::WindowText, wanted);
    setPalette(own);
}
