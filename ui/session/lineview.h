#pragma once

#include "ui/session/linemodel.h"

#include <QAbstractItemView>
#include <QPointer>

#include <functional>

class LineDelegate;
class QMenu;

//! The JSON text of a session: lines that fold and are copied, however many there are: all have the
//! same height, so that a million cost no more than ten. Left and Right fold and unfold, Ctrl+C
//! copies the chosen lines, Ctrl+A chooses all.
class LineView final : public QAbstractItemView
{
    Q_OBJECT

public:
    explicit LineView(QWidget *parent = nullptr);

    void setLines(JsonLines lines);
    //! Marks \a text wherever it stands; empty: nothing.
    void setMark(const QString &text);
    //! Brings \a node into sight and makes it current.
    void showField(int node);
    [[nodiscard]] const LineModel &lineModel() const { return *m_model; }

    //! All of it, secrets masked unless they are wanted.
    void copyAll(Secrets secrets);
    void setAllFolded(bool folded);

    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

Q_SIGNALS:
    void copyTextRequested(const QString &text, bool isSecret);
    //! A text that takes a worker to make.
    void copyLongTextRequested(const std::function<QString()> &make, bool isSecret);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void updateGeometries() override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    [[nodiscard]] int horizontalOffset() const override;
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &index) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;

private:
    [[nodiscard]] int currentLine() const;
    [[nodiscard]] int lineWidth() const;
    void fold(bool folded);
    void copySelection();
    void addCopyActions(QMenu &menu, int node);

    LineModel *m_model;
    QPointer<QMenu> m_menu; // speaks of the fields of one JSON, and goes with it
    LineDelegate *m_delegate;
    const int m_lineHeight;
};
