#pragma once

#include "ui/session/linemodel.h"

#include <QTableView>

class LineDelegate;
class QMenu;

//! The JSON text of a session: lines that fold and are copied, however many there are. Left and
//! Right fold and unfold, Ctrl+C copies the chosen lines, Ctrl+A chooses all.
class LineView final : public QTableView
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

Q_SIGNALS:
    void copyTextRequested(const QString &text, bool isSecret);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] int currentLine() const;
    void fold(bool folded);
    void fitWidth();
    void copySelection();
    void addCopyActions(QMenu &menu, int node);

    LineModel *m_model;
    LineDelegate *m_delegate;
};
