#pragma once

#include "core/api/apidialect.h"
#include "core/session/tokenmeans.h"

#include <QDialog>

#include <memory>

class CustomForm;
class OrgBox;
class PlainLabel;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QScrollArea;
class RequestView;
class SecretEntry;
class ValidityBox;

//! Builds a token: full access unless another kind is chosen, for how long, in which Organization,
//! for what, and with what. Shows the request on demand. A secret that is typed is not kept. Open
//! it with open(); it deletes itself.
class NewTokenSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Offer
    {
        QString userName;
        QString origin;
        QString host;
        Api::Form form = Api::Form::V2;
        QList<Org> orgs;
        QString org;              //!< chosen at first: an id, a name, or empty
        bool isReplacing = false; //!< a token is held now
        TokenMeans means;
        int validitySeconds = 3600;
    };

    explicit NewTokenSheet(const Offer &offer, QWidget *parent = nullptr);

Q_SIGNALS:
    //! \a credentials without a secret where the kept one is meant.
    void tokenWanted(const TokenWish &wish, const Credentials &credentials);

protected:
    void done(int result) override;

private:
    void offerKinds();
    void nameFields();
    void buildContents();
    [[nodiscard]] QGridLayout *buildFields();
    [[nodiscard]] QWidget *buildBody();
    void connectChoices();
    void submit();
    [[nodiscard]] TokenWish::Scope kind() const;
    [[nodiscard]] bool usesSession() const;
    [[nodiscard]] TokenWish wish() const;
    [[nodiscard]] Credentials credentials() const;
    [[nodiscard]] bool check();
    void followChoice();
    void renderRequest();
    void fit();

    Offer m_offer;
    std::unique_ptr<ApiDialect> m_dialect;
    QScrollArea *m_scroll;
    QComboBox *m_kind;
    PlainLabel *m_kindAdvice;
    SecretEntry *m_secret;
    ValidityBox *m_validity;
    PlainLabel *m_validityAdvice;
    OrgBox *m_org;
    PlainLabel *m_objectLabel;
    QLineEdit *m_object;
    PlainLabel *m_objectProblem;
    CustomForm *m_custom;
    RequestView *m_request;
};
