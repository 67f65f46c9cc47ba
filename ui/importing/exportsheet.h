#pragma once

#include "core/support/secretbuffer.h"
#include "ui/support/errortext.h"

#include <QDialog>
#include <QList>
#include <QUuid>

#include <optional>

class Banner;
class NewPassphrase;
class QPushButton;
class QRadioButton;
class QTreeWidget;
class Spinner;

//! Which profiles go into a file, and whether what is kept for them goes along, sealed by a
//! passphrase. Passive; open it with open(), it deletes itself.
class ExportSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Row
    {
        QUuid id;
        QString name;
        QString origin;
        QString kept; //!< kinds of what is kept for it, in words
    };

    explicit ExportSheet(const QList<Row> &rows, QWidget *parent = nullptr);

    //! While it is busy nothing can be asked for.
    void setBusy(bool isBusy);
    //! Nothing was written.
    void complain(const ErrorText &text);

Q_SIGNALS:
    //! Without \a passphrase secrets are left out.
    void exportWanted(const QList<QUuid> &profiles, const std::optional<SecretBuffer> &passphrase);

protected:
    void done(int result) override;

private:
    void build();
    void buildTable(const QList<Row> &rows);
    [[nodiscard]] QList<QUuid> chosen() const;
    void follow();
    void submit();

    QTreeWidget *m_table;
    QRadioButton *m_bare;
    QRadioButton *m_sealed;
    NewPassphrase *m_words;
    Banner *m_banner;
    Spinner *m_spinner;
    QPushButton *m_export;
    bool m_isBusy = false;
};
