#include "ui/widgets/elidedlabel.h"

#include "ui/support/uitext.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

ElidedLabel::ElidedLabel(const QString &text, TextRole role, Ink ink, QWidget *parent)
    : PlainLabel(QString(), role, ink, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFullText(text);
}

void ElidedLabel::setFullText(const QString &text)
{
    if (text == m_full)
        return;
    m_full = text;
    m_shown = shown(text);
    setAccessibleDescription(m_shown);
    updateGeometry();
    fit();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    fit();
}

QSize ElidedLabel::sizeHint() const
{
    const QMargins margins = contentsMargins();
    return {fontMetrics().horizontalAdvance(m_shown) + margins.left() + margins.right() + 2,
            fontMetrics().height() + margins.top() + margins.bottom()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), fontMetrics().averageCharWidth() * 5), sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    PlainLabel::resizeEvent(event);
    fit();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    PlainLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void ElidedLabel::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_full.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, [this] { QGuiApplication::clipboard()->setText(m_full); });
    menu->popup(event->globalPos());
}

void ElidedLabel::fit()
{
    const QString fitting = fontMetrics().elidedText(m_shown, m_mode, contentsRect().width());
    setText(fitting);
    setToolTip(fitting == m_shown ? QString() : toolTipText(m_shown));
}
