#include "ui/widgets/newpassphrase.h"

#include "core/storage/passphrasekey.h"
#include "ui/support/importtext.h"
#include "ui/support/theme.h"
#include "ui/widgets/secretlineedit.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

NewPassphrase::NewPassphrase(QWidget *parent)
    : QWidget(parent)
    , m_first(new SecretLineEdit(tr("New passphrase")))
    , m_second(new SecretLineEdit(tr("Passphrase again")))
{
    m_first->setObjectName(u"newPassphrase"_s);
    m_second->setObjectName(u"passphraseAgain"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(Theme::space2);
    for (SecretLineEdit *field : {m_first, m_second}) {
        field->setPlaceholderText(field->accessibleName());
        row->addWidget(field);
    }
}

Result<SecretBuffer, ErrorText> NewPassphrase::checked()
{
    const SecretBuffer passphrase = m_first->secret();
    if (!PassphraseKey::isLongEnough(passphrase)) {
        m_first->setFocus();
        return Failure{importtext::error({profileimport::Problem::ShortPassphrase, 0})};
    }
    if (!(passphrase == m_second->secret())) {
        m_second->setFocus();
        return Failure{ErrorText{.what = tr("The two passphrases differ."),
                                 .nextStep = tr("Enter the same one twice."),
                                 .details = {}}};
    }
    return passphrase;
}

void NewPassphrase::forget()
{
    m_first->forget();
    m_second->forget();
}
