#pragma once

#include <QWidget>

class ElidedLabel;
class PlainLabel;

//! A dim label over its value, with an optional second line. The value gives way when there is no
//! room and shows whole as a tool tip; its menu copies it.
class FactLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit FactLabel(const QString &label, QWidget *parent = nullptr);

    //! \a value as the server said it. Empty shows a dash.
    void setValue(const QString &value);
    //! A dim line below, for an id or a remark; empty hides it.
    void setSecondLine(const QString &text);
    [[nodiscard]] const QString &value() const;

private:
    PlainLabel *m_label;
    ElidedLabel *m_value;
    ElidedLabel *m_second;
};
