#include "ui/profiles/startpage.h"

#include "ui/support/deskstyle.h"
#include "ui/support/icons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

//! A glyph on a soft round ground.
class GlyphMedal final : public QWidget
{
public:
    explicit GlyphMedal(Glyph glyph)
        : m_glyph(glyph)
    {
        setFixedSize(44, 44);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accentSoft);
        painter.drawEllipse(rect());
        paintGlyph(painter, QRect(11, 11, 22, 22), m_glyph, theme.accentText);
    }

private:
    Glyph m_glyph;
};

struct Offer
{
    Glyph glyph;
    QString title;
    QString text;
    QString verb;
    ButtonKind kind;
};

static QPushButton *addOffer(QBoxLayout &row, const Offer &offer)
{
    auto *card = new Card(offer.title);
    card->setFixedWidth(270);
    auto *text = new PlainLabel(offer.text, TextRole::Body, Ink::Dim);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *button = new QPushButton(offer.verb);
    button->setAccessibleName(offer.verb);
    setButtonKind(button, offer.kind);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(Theme::space6, Theme::space6, Theme::space6, Theme::space6);
    layout->setSpacing(Theme::space2);
    layout->addWidget(new GlyphMedal(offer.glyph));
    layout->addSpacing(Theme::space2);
    layout->addWidget(new PlainLabel(offer.title, TextRole::Header));
    layout->addWidget(text, 1);
    layout->addSpacing(Theme::space3);
    layout->addWidget(button);
    row.addWidget(card);
    return button;
}

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
{
    auto *title = new PlainLabel(tr("Welcome to Session Desk"), TextRole::Large);
    auto *subtitle =
        new PlainLabel(tr("Sign in to ThoughtSpot clusters, see who you are there, and hand out "
                          "tokens that you keep an eye on."),
                       TextRole::Body, Ink::Dim);
    for (PlainLabel *label : {title, subtitle}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::space4);
    row->addStretch();
    QPushButton *add =
        addOffer(*row, {Glyph::Cluster, tr("Your cluster"),
                        tr("Give its address and sign in. Nothing is stored but what you typed, "
                           "and never the password."),
                        tr("Add a cluster"), ButtonKind::Primary});
    QPushButton *demo =
        addOffer(*row, {Glyph::Play, tr("Just looking"),
                        tr("A make-believe cluster on this machine, with users to sign in as. It "
                           "leaves nothing behind."),
                        tr("Try the demo cluster"), ButtonKind::Normal});
    row->addStretch();
    add->setObjectName(u"addCluster"_s);
    demo->setObjectName(u"tryDemo"_s);
    setFocusProxy(add);
    connect(add, &QPushButton::clicked, this, &StartPage::addRequested);
    connect(demo, &QPushButton::clicked, this, &StartPage::demoRequested);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space6, Theme::space6, Theme::space6);
    layout->setSpacing(Theme::space2);
    layout->addStretch(2);
    layout->addWidget(title);
    layout->addWidget(subtitle);
    layout->addSpacing(Theme::space6);
    layout->addLayout(row);
    layout->addStretch(3);
}
