#pragma once

#include "core/session/sessionstate.h"

#include <QScrollArea>

class ChipSection;
class FactLabel;
class QGridLayout;

//! What most people want to know of their session: facts on top, then privileges, groups and
//! Organizations as chips.
class OverviewPage final : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewPage(QWidget *parent = nullptr);

    //! \a orgs are all that are known, from wherever.
    void render(const SessionInfo &info, const QList<Org> &orgs);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrangeFacts(int columns);
    void renderFacts(const SessionInfo &info);

    QGridLayout *m_grid;
    FactLabel *m_user;
    FactLabel *m_email;
    FactLabel *m_account;
    FactLabel *m_version;
    FactLabel *m_locale;
    FactLabel *m_sessionEnds;
    FactLabel *m_accountEnds;
    FactLabel *m_userId;
    ChipSection *m_privileges;
    ChipSection *m_groups;
    ChipSection *m_orgs;
    int m_columns = 0;
};
