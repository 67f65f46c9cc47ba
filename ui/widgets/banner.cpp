#include "ui/widgets/banner.h"

#include "ui/support/deskstyle.h"
#include "ui/support/icons.h"
#include "ui/support/painting.h"
#include "ui/support/uitext.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

static constexpr int iconColumn = 36;
static constexpr qsizetype longestDetails = 4000;

static Tone toneOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Info:
        return Tone::Accent;
    case Banner::Kind::Warning:
        return Tone::Warning;
    case Banner::Kind::Error:
        return Tone::Bad;
    }
    Q_UNREACHABLE();
}

static Ink inkOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Info:
        return Ink::Accent;
    case Banner::Kind::Warning:
        return Ink::Warning;
    case Banner::Kind::Error:
        return Ink::Bad;
    }
    Q_UNREACHABLE();
}

Banner::Banner(const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
    , m_sentence(new PlainLabel(QString(), TextRole::Bold, Ink::Text, this))
    , m_nextStep(new PlainLabel(QString(), TextRole::Body, Ink::Text, this))
    , m_fold(new QPushButton(this))
    , m_action(new QPushButton(this))
    , m_other(new QPushButton(this))
    , m_details(new PlainLabel(QString(), TextRole::MonoSmall, Ink::Text, this))
{
    setAccessibleName(accessibleName);
    setObjectName(u"banner"_s);
    buildContents();
    connect(m_fold, &QPushButton::toggled, this, &Banner::unfold);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionRequested);
    connect(m_other, &QPushButton::clicked, this, &Banner::otherRequested);
    hide();
}

void Banner::buildContents()
{
    for (PlainLabel *label : {m_sentence, m_nextStep, m_details}) {
        label->setWordWrap(true);
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        label->setSizePolicy(policy);
    }
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setAccessibleName(tr("Details"));
    m_details->hide();
    m_fold->setObjectName(u"bannerDetails"_s);
    m_fold->setText(tr("Details"));
    m_fold->setAccessibleName(tr("Show details"));
    m_fold->setCheckable(true);
    m_fold->setFont(fontFor(TextRole::Body));
    setButtonKind(m_fold, ButtonKind::Link);
    m_action->setObjectName(u"bannerAction"_s);
    m_other->setObjectName(u"bannerOther"_s);
    for (QPushButton *way : {m_action, m_other}) {
        way->hide();
        setSmall(way);
    }

    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 2, 0, 0);
    row->setSpacing(Theme::space2);
    row->addWidget(m_action);
    row->addWidget(m_other);
    row->addWidget(m_fold);
    row->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(iconColumn, 10, Theme::space4, 10);
    layout->setSpacing(2);
    layout->addWidget(m_sentence);
    layout->addWidget(m_nextStep);
    layout->addLayout(row);
    layout->addWidget(m_details);
}

void Banner::present(Kind kind, const QString &sentence, const QString &nextStep,
                     const QString &details)
{
    m_kind = kind;
    for (PlainLabel *label : {m_sentence, m_nextStep, m_details})
        label->setInk(inkOf(kind));
    colourFold();
    m_sentence->setText(shown(sentence, longestDetails));
    m_nextStep->setText(shown(nextStep, longestDetails));
    m_nextStep->setVisible(!nextStep.isEmpty());
    QStringList lines;
    for (const QString &line : details.left(longestDetails).split(u'\n'))
        lines += shown(line, longestDetails);
    m_details->setText(lines.join(u'\n'));
    m_fold->setChecked(false);
    m_fold->setVisible(!details.isEmpty());
    m_details->hide();
    m_action->hide();
    m_other->hide();
    const QString said = sentence + u' ' + nextStep;
    const bool isNews = isHidden() || said != accessibleDescription();
    setAccessibleDescription(said);
    show();
    update();
    // Rendered again is not said again.
    if (isNews) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

static void offer(QPushButton *button, const QString &text)
{
    button->setText(text);
    button->setAccessibleName(text);
    button->setVisible(!text.isEmpty());
}

void Banner::offerAction(const QString &text)
{
    offer(m_action, text);
}

void Banner::offerOther(const QString &text)
{
    offer(m_other, text);
}

void Banner::dismiss()
{
    hide();
}

void Banner::unfold(bool isOpen)
{
    m_details->setVisible(isOpen);
    m_fold->setAccessibleName(isOpen ? tr("Hide details") : tr("Show details"));
}

void Banner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colourFold();
}

void Banner::colourFold()
{
    QPalette palette;
    palette.setColor(QPalette::ButtonText, Theme::of(this).ink(inkOf(m_kind)));
    m_fold->setPalette(palette);
}

void Banner::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    const Tone tone = toneOf(m_kind);
    QPainter painter(this);
    painting::panel(painter, rect(), Theme::rowRadius, theme.soft(tone));
    const int top = m_sentence->geometry().top() + (m_sentence->fontMetrics().height() - 18) / 2;
    const Glyph glyph = m_kind == Kind::Warning ? Glyph::Warning
                        : m_kind == Kind::Error ? Glyph::Error
                                                : Glyph::Info;
    paintGlyph(painter, QRect(10, top, 18, 18), glyph, theme.ink(tone));
}
