#include "ui/login/orgbox.h"

#include "ui/support/uitext.h"

#include <QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype longestName = 100;

OrgBox::OrgBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(u"Organization"_s);
    setAccessibleName(tr("Organization"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    setMaxVisibleItems(12);
    lineEdit()->setMaxLength(256);
    setAvailable(true);
}

void OrgBox::setOrgs(const QList<Org> &known, const QString &org)
{
    clear();
    for (const Org &each : known)
        addItem(each.name.isEmpty() ? QString::number(each.id) : shown(each.name, longestName),
                QString::number(each.id));
    const auto chosen = std::find_if(known.begin(), known.end(), [&org](const Org &each) {
        return !org.isEmpty() && (QString::number(each.id) == org || each.name == org);
    });
    const bool isKnown = chosen != known.end();
    setCurrentIndex(isKnown ? static_cast<int>(chosen - known.begin()) : -1);
    if (!isKnown)
        setEditText(org);
    m_given = currentText();
}

QString OrgBox::org() const
{
    if (!m_isAvailable)
        return {};
    const QString typed = currentText().trimmed();
    // Two Organizations may have the same name: the one picked from the list is meant.
    const int index = itemText(currentIndex()) == currentText() ? currentIndex() : findText(typed);
    return index >= 0 ? itemData(index).toString() : typed;
}

void OrgBox::setAvailable(bool isAvailable)
{
    m_isAvailable = isAvailable;
    setEnabled(isAvailable);
    lineEdit()->setPlaceholderText(isAvailable ? tr("last used") : tr("not in this API"));
    setToolTip(isAvailable ? tr("A name or an id; empty takes the one used last.")
                           : tr("The 2022 form of the API has no Organizations."));
}
