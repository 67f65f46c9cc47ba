#include "ui/widgets/secretlineedit.h"

#include "ui/support/icons.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPointer>

using namespace Qt::StringLiterals;

SecretLineEdit::SecretLineEdit(const QString &accessibleName, QWidget *parent, int masksAfterMs)
    : QLineEdit(parent)
    , m_reveal(new QAction(this))
{
    setAccessibleName(accessibleName);
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                        Qt::ImhNoAutoUppercase);
    setDragEnabled(false);
    m_reveal->setCheckable(true);
    m_reveal->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_H));
    m_reveal->setShortcutContext(Qt::WidgetShortcut);
    addAction(m_reveal, QLineEdit::TrailingPosition);
    connect(m_reveal, &QAction::toggled, this, &SecretLineEdit::setRevealed);
    m_mask.setSingleShot(true);
    m_mask.setInterval(masksAfterMs);
    connect(&m_mask, &QTimer::timeout, this, [this] { setRevealed(false); });
    setRevealed(false);
}

SecretBuffer SecretLineEdit::secret() const
{
    QString typed = text();
    SecretBuffer secret = SecretBuffer::fromText(typed);
    return secret;
}

bool SecretLineEdit::isRevealed() const
{
    return m_reveal->isChecked();
}

void SecretLineEdit::setRevealed(bool isRevealed)
{
    if (isRevealed)
        m_mask.start();
    else
        m_mask.stop();
    setEchoMode(isRevealed ? QLineEdit::Normal : QLineEdit::Password);
    m_reveal->setChecked(isRevealed);
    m_reveal->setIcon(glyphIcon(isRevealed ? Glyph::EyeOff : Glyph::Eye));
    m_reveal->setText(isRevealed ? tr("Hide password") : tr("Show password"));
    m_reveal->setToolTip(tr("%1 (%2)").arg(
        m_reveal->text(), m_reveal->shortcut().toString(QKeySequence::NativeText)));
}

void SecretLineEdit::forget()
{
    QString old = text();
    setText({}); // unlike clear(), this drops the history of changes as well
    wipe(old);   // the field has let go of it, so these are the characters themselves
    setRevealed(false);
}

bool SecretLineEdit::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate && isRevealed())
        setRevealed(false);
    return QLineEdit::event(event);
}

void SecretLineEdit::mouseReleaseEvent(QMouseEvent *event)
{
    // QLineEdit puts what is selected into the X11 selection on release, also in clear.
    const int start = selectionStart();
    const int length = selectionLength();
    deselect();
    QLineEdit::mouseReleaseEvent(event);
    if (start >= 0 && length > 0)
        setSelection(start, length);
}

void SecretLineEdit::hideEvent(QHideEvent *event)
{
    setRevealed(false);
    QLineEdit::hideEvent(event);
}

void SecretLineEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) || event->matches(QKeySequence::Cut))
        return event->accept();
    if (isRevealed() && goesWithoutCopying(*event))
        return event->accept();
    // QLineEdit puts what keys mark into the X11 selection and what Ctrl+K deletes on the
    // clipboard; of a masked field it copies nothing.
    const QPointer<SecretLineEdit> stillHere = this; // Return may lead anywhere
    setEchoMode(QLineEdit::Password);
    QLineEdit::keyPressEvent(event);
    if (stillHere)
        setEchoMode(isRevealed() ? QLineEdit::Normal : QLineEdit::Password);
}

//! Does by itself what keys do only in a field that is not masked.
bool SecretLineEdit::goesWithoutCopying(const QKeyEvent &event)
{
    if (event.matches(QKeySequence::Undo))
        undo();
    else if (event.matches(QKeySequence::Redo))
        redo();
    else if (event.matches(QKeySequence::MoveToNextWord))
        cursorWordForward(false);
    else if (event.matches(QKeySequence::MoveToPreviousWord))
        cursorWordBackward(false);
    else if (event.matches(QKeySequence::SelectNextWord))
        cursorWordForward(true);
    else if (event.matches(QKeySequence::SelectPreviousWord))
        cursorWordBackward(true);
    else
        return false;
    return true;
}

void SecretLineEdit::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Paste"), this, &QLineEdit::paste);
    menu->addAction(m_reveal);
    menu->popup(event->globalPos());
}
