#pragma once

#include "core/handoff/handoff.h"

#include <QDialog>
#include <QMap>

class PlainLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

//! The forms that a token can be copied in, and how each looks, without the token. Open it with
//! open(); it deletes itself.
class CopySheet final : public QDialog
{
    Q_OBJECT

public:
    //! How the token looks in each form, masked; empty where the form cannot hold it.
    using Previews = QMap<handoff::Format, QString>;

    //! \a introduction says whose token it is, \a form how its cluster's API is spoken.
    CopySheet(const QString &introduction, Api::Form form, const Previews &previews,
              QWidget *parent);

    //! Stands for the token in what is shown.
    [[nodiscard]] static QString mask();

Q_SIGNALS:
    void copyRequested(handoff::Format format);

private:
    void fillForms(Api::Form form);
    [[nodiscard]] QWidget *buildBody();
    void build(const QString &introduction);
    void preview(handoff::Format format);
    [[nodiscard]] handoff::Format chosen() const;
    void submit();

    const Previews m_previews;
    QListWidget *m_forms;
    QPlainTextEdit *m_text;
    PlainLabel *m_remark;
    QPushButton *m_copy;
};
