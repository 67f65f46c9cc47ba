#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class FlowLayout;
class PlainLabel;

//! A count and its names as chips: "Groups 6". However many there are, only the first are made
//! until somebody asks for more.
class ChipSection final : public QWidget
{
    Q_OBJECT

public:
    struct Entry
    {
        QString text;
        QString toolTip; //!< plain text
        bool isCurrent = false;

        friend bool operator==(const Entry &, const Entry &) = default;
    };
    static constexpr qsizetype firstShown = 40;
    static constexpr qsizetype moreAtOnce = 500;

    explicit ChipSection(const QString &title, QWidget *parent = nullptr);

    //! No entries hide the section.
    void setEntries(const QList<Entry> &entries);

private:
    void show(qsizetype count);

    PlainLabel *m_count;
    FlowLayout *m_flow;
    QList<Entry> m_entries;
    qsizetype m_shown = 0;
};
