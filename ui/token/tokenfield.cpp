#include "ui/token/tokenfield.h"

#include "ui/support/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <utility>

using namespace Qt::StringLiterals;

TokenField::TokenField(int masksAfterMs, QWidget *parent)
    : QLineEdit(parent)
{
    setReadOnly(true);
    setDragEnabled(false);
    setFont(fontFor(TextRole::Mono));
    setObjectName(u"Token"_s);
    setAccessibleName(tr("Token"));
    m_mask.setSingleShot(true);
    m_mask.setInterval(masksAfterMs);
    connect(&m_mask, &QTimer::timeout, this, [this] { setRevealed(false); });
}

TokenField::~TokenField()
{
    forgetText();
}

void TokenField::setToken(const Token &token)
{
    const bool isSame = token.value == m_token.value;
    m_token = token;
    if (!isSame)
        setRevealed(false);
    if (!isSame || text().isEmpty())
        showValue();
}

void TokenField::setRevealed(bool isRevealed)
{
    if (isRevealed)
        m_mask.start();
    else
        m_mask.stop();
    if (std::exchange(m_isRevealed, isRevealed) == isRevealed)
        return;
    showValue();
    Q_EMIT revealedChanged(isRevealed);
}

void TokenField::showValue()
{
    constexpr int dotsToTheEdge = 120;
    forgetText();
    setText(m_isRevealed ? m_token.value.toText()
                         : m_token.masked() + QString(dotsToTheEdge, QChar(0x2022)));
    setCursorPosition(0);
}

void TokenField::forgetText()
{
    QString old = text();
    setText({}); // unlike clear(), this drops the history of changes as well
    wipe(old);   // the field has let go of it, so these are the characters themselves
}

bool TokenField::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate)
        setRevealed(false);
    return QLineEdit::event(event);
}

void TokenField::keyPressEvent(QKeyEvent *event)
{
    // Nothing but moving along the value; above all no selecting and no copying.
    const bool moves = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right ||
                       event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (moves && event->modifiers() == Qt::NoModifier)
        QLineEdit::keyPressEvent(event);
    else
        event->ignore();
}

void TokenField::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}

void TokenField::mouseMoveEvent(QMouseEvent *event)
{
    event->accept();
}

void TokenField::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void TokenField::mouseDoubleClickEvent(QMouseEvent *event)
{
    event->accept();
}

void TokenField::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept();
}

void TokenField::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    deselect(); // arriving by Tab selects all
    setCursorPosition(0);
}

void TokenField::hideEvent(QHideEvent *event)
{
    setRevealed(false);
    QLineEdit::hideEvent(event);
}
