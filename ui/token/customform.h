#pragma once

#include "core/api/apierror.h"
#include "core/session/customtoken.h"

#include <QWidget>

#include <optional>

class PlainLabel;
class QComboBox;
class RowList;

//! What a custom token is to carry: lists of rows, and what the cluster shall keep of it.
class CustomForm final : public QWidget
{
    Q_OBJECT

public:
    explicit CustomForm(QWidget *parent = nullptr);

    [[nodiscard]] CustomToken value() const;
    //! Says at the field what value() lacks; true where it lacks nothing.
    [[nodiscard]] bool check();

Q_SIGNALS:
    void changed();

private:
    void buildPersist();
    void follow();

    QComboBox *m_persist;
    PlainLabel *m_warning;
    PlainLabel *m_persistProblem;
    RowList *m_rules;
    RowList *m_parameters;
    RowList *m_variables;
    RowList *m_tables;
    RowList *m_groups;
};
