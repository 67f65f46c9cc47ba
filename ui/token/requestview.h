#pragma once

#include "core/api/requestpreview.h"

#include <QWidget>

class PlainLabel;
class QPlainTextEdit;
class QPushButton;

//! Shows on demand the request that is about to be sent, with its secrets masked.
class RequestView final : public QWidget
{
    Q_OBJECT

public:
    explicit RequestView(QWidget *parent = nullptr);

    [[nodiscard]] bool isOpen() const;
    //! What would be sent, or why nothing would.
    void render(const ApiResult<RequestPreview> &preview);

Q_SIGNALS:
    //! Opened (then it wants to be rendered) or closed.
    void toggled();

private:
    QPushButton *m_toggle;
    QPlainTextEdit *m_text;
    PlainLabel *m_remark;
};
