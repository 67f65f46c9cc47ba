#pragma once

#include "core/import/sealedprofiles.h"
#include "ui/importing/importsheet.h"

#include <QObject>
#include <QPointer>
#include <QUuid>

#include <functional>

class ExportSheet;
class ProfileStore;
class QWidget;
class SecretKeeping;
class Vault;

//! Stands behind the sheets that take profiles in from files and put them into one: files are read
//! and written by a worker, secrets go through the vault, which may have to be unlocked first.
class ProfileTransfer final : public QObject
{
    Q_OBJECT

public:
    using Outcome = Result<profileimport::Outcome, profileimport::Fault>;
    struct Reading;
    struct Written;
    struct Wanted;

    //! All of them outlive it. Sheets open over \a window.
    ProfileTransfer(ProfileStore &store, Vault &vault, SecretKeeping &keeping, QWidget &window);

    void openImport();
    void openExport();
    //! Reads \a path into the open sheet of openImport().
    void readFile(const QString &path);

Q_SIGNALS:
    void told(const QString &outcome);
    //! The first of the profiles that were added.
    void added(const QUuid &profile);

private:
    void chooseFile();
    void paste();
    void read(const QString &source, std::function<Reading()> work);
    void take(const QString &source, const Reading &reading);
    void open(const SecretBuffer &passphrase);
    void present(const QString &source, const profileimport::Outcome &outcome);
    void complain(const ErrorText &text);
    void import(const QList<int> &rows);
    void addNow(const QList<profileimport::Found> &chosen);
    void setImportBusy(bool isBusy);

    void chooseTarget(const Wanted &wanted);
    void write(const Wanted &wanted, const QString &path);
    void writeNow(const Wanted &wanted, const QString &path);
    [[nodiscard]] std::optional<QList<profileimport::Found>> entries(const Wanted &wanted);
    void finish(ExportSheet *sheet, const QString &path, qsizetype count, const Written &written);

    ProfileStore &m_store;
    Vault &m_vault;
    SecretKeeping &m_keeping;
    QWidget &m_window;
    QPointer<ImportSheet> m_importSheet;
    ImportSheet::State m_state;
    QByteArray m_sealedFile; //!< what waits for its passphrase
};
