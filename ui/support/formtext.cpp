#include "ui/support/formtext.h"

#include <QCoreApplication>

struct FormText
{
    Q_DECLARE_TR_FUNCTIONS(FormText)
};

QString formName(Api::Form form)
{
    switch (form) {
    case Api::Form::Auto:
        return FormText::tr("Automatic");
    case Api::Form::V2:
        return FormText::tr("REST API 2.0");
    case Api::Form::Beta:
        return FormText::tr("REST API v2 beta");
    case Api::Form::Beta2022:
        return FormText::tr("REST API v2 beta (2022)");
    }
    return {};
}
