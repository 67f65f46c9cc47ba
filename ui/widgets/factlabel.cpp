#include "ui/widgets/factlabel.h"

#include "ui/support/uitext.h"
#include "ui/widgets/elidedlabel.h"

#include <QVBoxLayout>

FactLabel::FactLabel(const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_label(new PlainLabel(label, TextRole::Label, Ink::Dim))
    , m_value(new ElidedLabel({}, TextRole::Strong))
    , m_second(new ElidedLabel({}, TextRole::Label, Ink::Dim))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_label);
    layout->addWidget(m_value);
    layout->addWidget(m_second);
    layout->addStretch();
    m_second->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setValue({});
}

void FactLabel::setValue(const QString &value)
{
    m_value->setFullText(value.isEmpty() ? QString(QChar(0x2013)) : value);
    m_value->setInk(value.isEmpty() ? Ink::Faint : Ink::Text);
    setAccessibleName(tr("%1: %2").arg(m_label->text(), shown(value)));
}

void FactLabel::setSecondLine(const QString &text)
{
    m_second->setFullText(text);
    m_second->setVisible(!text.isEmpty());
}

const QString &FactLabel::value() const
{
    return m_value->fullText();
}
