#include "ui/mainwindow/statusstrip.h"

#include "ui/support/deskstyle.h"
#include "ui/widgets/elidedlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <utility>

using namespace Qt::StringLiterals;

StatusStrip::StatusStrip(QWidget *parent)
    : QWidget(parent)
    , m_status(new ElidedLabel({}, TextRole::Label, Ink::Dim))
    , m_clear(new QPushButton(tr("Clear now")))
    , m_place(new ElidedLabel({}, TextRole::Label, Ink::Dim))
    , m_who(new ElidedLabel({}, TextRole::Label, Ink::Dim))
{
    setObjectName(u"statusStrip"_s);
    m_status->setObjectName(u"status"_s);
    m_status->setAccessibleName(tr("Status"));
    m_place->setObjectName(u"secretsPlace"_s);
    m_place->setAccessibleName(tr("Where secrets are kept"));
    m_who->setObjectName(u"who"_s);
    m_who->setAccessibleName(tr("Signed in as"));
    m_clear->setObjectName(u"clearClipboard"_s);
    m_clear->setAccessibleName(tr("Clear clipboard now"));
    m_clear->setFont(fontFor(TextRole::Label));
    m_clear->hide();
    setSmall(m_clear);
    connect(m_clear, &QPushButton::clicked, this, &StatusStrip::clearClipboardRequested);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::space4, 3, Theme::space4, 2);
    layout->setSpacing(Theme::space4);
    // The outcome gives way first: what stands on the right is short and always true.
    m_status->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    for (ElidedLabel *label : {m_place, m_who}) {
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        label->setMaximumWidth(280);
    }
    layout->addWidget(m_status);
    layout->addWidget(m_clear);
    layout->addStretch(1);
    layout->addWidget(m_place);
    layout->addWidget(m_who);
    setFixedHeight(qMax(32, fontMetrics().height() + 16));
}

void StatusStrip::setOutcome(const QString &text)
{
    if (!text.isEmpty()) {
        m_isCounting = false;
        m_status->setFullText(text);
        labelClear();
        announce();
    }
}

//! Nobody who listens hears a label change by itself.
void StatusStrip::announce()
{
    QAccessibleEvent alert(m_status, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void StatusStrip::setCountdown(const QString &what, int seconds)
{
    // A fresh copy is an outcome and is told as one; once something else has happened, that is what
    // is told, and the button alone goes on counting.
    const bool isFresh = seconds > std::exchange(m_secondsLeft, seconds);
    m_isCounting = m_isCounting || isFresh;
    m_clear->setVisible(seconds > 0);
    labelClear();
    if (!m_isCounting)
        return;
    m_status->setFullText(seconds > 0 ? tr("%1 Leaves the clipboard in %2 s").arg(what).arg(seconds)
                                      : tr("The clipboard no longer holds it."));
    m_isCounting = seconds > 0;
    if (isFresh || seconds == 0)
        announce(); // not every second of it
}

void StatusStrip::labelClear()
{
    m_clear->setText(m_isCounting ? tr("Clear now")
                                  : tr("Clear clipboard (%1 s)").arg(m_secondsLeft));
}

void StatusStrip::setSecretsPlace(const QString &text)
{
    m_place->setFullText(text);
}

void StatusStrip::setWho(const QString &text)
{
    m_who->setFullText(text);
    m_who->setVisible(!text.isEmpty());
}

QString StatusStrip::text() const
{
    return m_status->fullText();
}

void StatusStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.column);
    painter.fillRect(QRect(0, 0, width(), 1), theme.line);
}
