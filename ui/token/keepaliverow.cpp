#include "ui/token/keepaliverow.h"

#include "ui/support/deskstyle.h"
#include "ui/support/timetext.h"
#include "ui/token/lifetext.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QHBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

using Mode = RenewalPolicy::Mode;

static constexpr int off = 0;
static constexpr int on = 1;
static constexpr int until = 2; // and what follows
static constexpr std::array hours{1, 4, 8};

KeepAliveRow::KeepAliveRow(QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox)
    , m_words(new ElidedLabel({}, TextRole::Label, Ink::Dim))
{
    auto *label = new PlainLabel(tr("Keep it alive"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_choice);
    m_choice->setObjectName(u"keepAlive"_s);
    m_choice->setAccessibleName(tr("Keep the token alive"));
    m_choice->setToolTip(tr("Renews the token before it ends, as long as it is used here. What you "
                            "handed out before ends at its time."));
    m_choice->addItem(tr("Off"));
    m_choice->addItem(tr("While it is used"));
    for (const int length : hours)
        m_choice->addItem(tr("For %1").arg(timetext::duration(length * 3600)));
    m_choice->setFixedHeight(Theme::smallControlHeight); // the line is that of a heading
    m_words->setObjectName(u"keepAliveWords"_s);
    m_words->setAccessibleName(tr("What keeps the token alive"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::space2);
    m_words->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_words, 1);
    row->addWidget(label);
    row->addWidget(m_choice);
    connect(m_choice, &QComboBox::activated, this, &KeepAliveRow::choose);
}

void KeepAliveRow::render(const TokenLifeView &life, qint64 nowMs)
{
    const RenewalPolicy &policy = life.policy;
    const bool isOn = policy.mode != Mode::Off;
    // The time that was chosen stands as a choice of its own.
    const int chosenUntil = until + static_cast<int>(hours.size());
    while (m_choice->count() > chosenUntil)
        m_choice->removeItem(chosenUntil);
    if (policy.mode == Mode::Until)
        m_choice->addItem(tr("Until %1").arg(timetext::clockOrDate(policy.untilMs, nowMs)));
    m_choice->setCurrentIndex(policy.mode == Mode::Off  ? off
                              : policy.mode == Mode::On ? on
                                                        : chosenUntil);
    m_choice->setEnabled(isOn || life.means.by != RenewalMeans::By::Nothing);
    m_words->setFullText(lifetext::renewal(life, nowMs));
}

void KeepAliveRow::choose(int index)
{
    if (index == off)
        Q_EMIT chosen(Mode::Off, 0);
    else if (index == on)
        Q_EMIT chosen(Mode::On, 0);
    else if (index - until < static_cast<int>(hours.size()))
        Q_EMIT chosen(Mode::Until,
                      hours.at(static_cast<size_t>(index - until)) * qint64(3'600'000));
}
