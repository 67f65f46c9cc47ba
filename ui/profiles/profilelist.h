#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/profile.h"
#include "core/support/clock.h"

#include <QBasicTimer>
#include <QWidget>

class ProfileDelegate;
class ProfileModel;
class QAction;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QToolButton;

//! The left column: search, add, and the profiles with their states. Passive: render in, intents
//! out. It can be collapsed to tiles.
class ProfileList final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int compactWidth = 64;

    explicit ProfileList(QWidget *parent = nullptr);
    ~ProfileList() override;

    void setProfiles(const QList<Profile> &profiles);
    //! \a clock is the server's, as of now.
    void setState(const QUuid &id, const SessionState &state, const ServerClock &clock);
    //! Selects \a id without telling; a null id selects nothing.
    void select(const QUuid &id);
    [[nodiscard]] QUuid selected() const;
    //! Selects the next (1) or the previous (-1) one and tells.
    void step(int direction);

    void setCompact(bool isCompact);
    [[nodiscard]] bool isCompact() const { return m_isCompact; }
    //! What the context menu of a row offers.
    void setRowActions(const QList<QAction *> &actions);
    void focusList();
    void focusSearch();

Q_SIGNALS:
    void profileSelected(const QUuid &id);
    void addRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildTop();
    void buildView();
    void animate();
    void showMenu(const QPoint &position);
    void arrange();

    ProfileModel *m_model;
    QSortFilterProxyModel *m_filter;
    ProfileDelegate *m_delegate;
    QLineEdit *m_search;
    QToolButton *m_add;
    QListView *m_view;
    QList<QAction *> m_rowActions;
    QBasicTimer m_spin;
    int m_angle = 0;
    bool m_isCompact = false;
    bool m_isSelecting = false;
};
