#pragma once

#include "core/import/profileadding.h"
#include "ui/support/errortext.h"

#include <QDialog>
#include <QList>

#include <optional>

class Banner;
class PlainLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;
class SecretLineEdit;
class Spinner;

//! Profiles out of a file or the clipboard: what was found, what of it is left out, and which of
//! them are to be added. Passive: render in, intents out. Open it with open(); it deletes itself.
class ImportSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Row
    {
        profileimport::Found found;
        std::optional<profileadding::Refusal> refusal{}; //!< it cannot be added
        bool isChecked = true;
    };

    struct State
    {
        QString source;    //!< what was read, in words; empty: nothing yet
        QList<Row> rows{}; //!< in the order of the file
        qsizetype notLookedAt = 0;
        bool isSealed = false; //!< it waits for its passphrase
        bool isBusy = false;
        std::optional<ErrorText> problem{};
    };

    explicit ImportSheet(QWidget *parent = nullptr);

    void render(const State &state);

Q_SIGNALS:
    void fileWanted();
    void pasteWanted();
    void passphraseGiven(const SecretBuffer &passphrase);
    //! The places of the chosen rows.
    void importWanted(const QList<int> &rows);

protected:
    void done(int result) override;

private:
    void build();
    void buildTable();
    [[nodiscard]] QWidget *builtPassphrase();
    void fill();
    void showRows();
    void follow();
    [[nodiscard]] QList<int> chosen() const;
    void submitPassphrase();

    State m_state;
    QPushButton *m_file;
    QPushButton *m_paste;
    Spinner *m_spinner;
    Banner *m_banner;
    PlainLabel *m_source;
    QWidget *m_lock;
    SecretLineEdit *m_passphrase;
    QPushButton *m_open;
    QTreeWidget *m_table;
    PlainLabel *m_hint;
    QPushButton *m_import;
};
