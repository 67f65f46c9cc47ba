#include "ui/token/validitybox.h"

#include "ui/support/timetext.h"
#include "ui/token/validitysheet.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int noToken = -1;
static constexpr int custom = -2;

ValidityBox::ValidityBox(bool mayBeNone, QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(u"Token validity"_s);
    setAccessibleName(tr("Token validity"));
    setToolTip(
        tr("How long the token shall work. Use does not extend it. The shorter, the less it "
           "is worth to a thief: a minute for a page that embeds by cookies, 20 to 30 minutes "
           "for one without, an hour for work by hand, a day for a long-running job."));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    if (mayBeNone)
        addItem(tr("No token"), noToken);
    for (const int seconds : timetext::validityPresets())
        addItem(timetext::validityName(seconds), seconds);
    addItem(tr("Custom…"), custom);
    setSeconds(3600);
    connect(this, &QComboBox::activated, this, &ValidityBox::chosen);
    connect(this, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (itemData(index).toInt() != custom)
            m_lastIndex = index;
    });
}

void ValidityBox::setSeconds(std::optional<int> seconds)
{
    m_lastIndex = seconds ? indexOfSeconds(*seconds) : std::max(0, findData(noToken));
    setCurrentIndex(m_lastIndex);
}

std::optional<int> ValidityBox::seconds() const
{
    const int value = itemData(m_lastIndex).toInt();
    return value > 0 ? std::optional(value) : std::nullopt;
}

int ValidityBox::indexOfSeconds(int seconds)
{
    if (const int known = findData(seconds); known >= 0)
        return known;
    int index = 0;
    while (itemData(index).toInt() != custom && itemData(index).toInt() < seconds)
        ++index;
    insertItem(index, timetext::validityName(seconds), seconds);
    return index;
}

void ValidityBox::chosen(int index)
{
    if (itemData(index).toInt() == custom)
        ask();
}

void ValidityBox::ask()
{
    auto *sheet = new ValiditySheet(std::max(1, itemData(m_lastIndex).toInt()), this);
    connect(sheet, &ValiditySheet::chosen, this, &ValidityBox::setSeconds);
    connect(sheet, &QDialog::rejected, this, [this] { setCurrentIndex(m_lastIndex); });
    sheet->open();
}
