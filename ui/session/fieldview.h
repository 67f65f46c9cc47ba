#pragma once

#include "ui/session/fieldmodel.h"
#include "ui/support/revealtime.h"

#include <QBasicTimer>
#include <QPointer>
#include <QTreeView>

#include <functional>
#include <vector>

class QMenu;

//! The tree of all fields, by mouse and by key: Ctrl+C copies the value, Ctrl+Shift+C the path, *
//! opens everything below. A secret leaves it only through its own menu entry.
class FieldView final : public QTreeView
{
    Q_OBJECT

public:
    //! \a masksAfterMs is how long a secret stays revealed, in milliseconds.
    explicit FieldView(QWidget *parent = nullptr, int masksAfterMs = revealMs);

    //! Shows \a json; what was open stays open where it is still there.
    void setJson(const JsonIndex &json);
    //! Leaves what \a search keeps and opens the way to the first hits; without a search, what was
    //! open before it.
    void setSearch(JsonSearch search);
    //! Brings \a node into sight and makes it current.
    void showField(int node);
    [[nodiscard]] const FieldModel &fields() const { return *m_model; }

    //! Opens everything inside \a index, a little at a time: the window stays alive. Ends, and says
    //! so, after mostOpened rows: nobody reads more.
    void expandInSteps(const QModelIndex &index);
    static constexpr int mostOpened = 50'000;
    [[nodiscard]] bool isExpanding() const { return m_expanding.isActive(); }
    void collapseEverything();

    void keyboardSearch(const QString &search) override;

Q_SIGNALS:
    void copyTextRequested(const QString &text, bool isSecret);
    //! A text that takes a worker to make.
    void copyLongTextRequested(const std::function<QString()> &make, bool isSecret);
    //! Something to tell the person, in one sentence.
    void remarked(const QString &text);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;

private:
    [[nodiscard]] int currentNode() const;
    void copyValue();
    void copyPath();
    void copySecret();
    void copyJson(int node);
    void reveal(bool isRevealed);
    void addCopyActions(QMenu &menu, int node);
    void addTreeActions(QMenu &menu, const QModelIndex &index);
    [[nodiscard]] std::vector<int> openNodes() const;
    void openAgain(const std::vector<int> &nodes);
    void openWayTo(const QModelIndex &index);
    void expandSlice();
    void stopExpanding();

    FieldModel *m_model;
    QPointer<QMenu> m_menu; // speaks of the fields of one JSON, and goes with it
    std::vector<int> m_openBeforeSearch;
    std::vector<QModelIndex> m_toExpand;
    int m_opened = 0;
    QBasicTimer m_expanding;
    const int m_masksAfterMs;
    QBasicTimer m_revealing;
};
