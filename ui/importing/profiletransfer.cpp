#include "ui/importing/profiletransfer.h"

#include "core/import/importfile.h"
#include "core/import/profileexport.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "core/support/stragglers.h"
#include "core/support/worker.h"
#include "ui/importing/exportsheet.h"
#include "ui/support/importtext.h"
#include "ui/support/uitext.h"
#include "ui/vault/secretkeeping.h"
#include "ui/vault/vaulttext.h"
#include "ui/widgets/filesheet.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using profileimport::Found;

//! What a worker made of a file.
struct ProfileTransfer::Reading
{
    bool isRead = false;
    QByteArray sealed{}; //!< the file itself, where it waits for a passphrase
    Outcome outcome = Failure{profileimport::Fault{}};
};

//! What a sheet asked for, which no other sheet changes any more.
struct ProfileTransfer::Wanted
{
    QPointer<ExportSheet> sheet;
    QList<QUuid> profiles;
    std::optional<SecretBuffer> passphrase; //!< none: without secrets
};

//! What a worker made of profiles.
struct ProfileTransfer::Written
{
    std::optional<profileimport::Fault> fault{};
    int error = 0; //!< errno
};

ProfileTransfer::ProfileTransfer(ProfileStore &store, Vault &vault, SecretKeeping &keeping,
                                 QWidget &window)
    : QObject(&window)
    , m_store(store)
    , m_vault(vault)
    , m_keeping(keeping)
    , m_window(window)
{}

// --- in

void ProfileTransfer::openImport()
{
    m_state = {};
    m_sealedFile.clear();
    m_importSheet = new ImportSheet(&m_window);
    connect(m_importSheet, &ImportSheet::fileWanted, this, &ProfileTransfer::chooseFile);
    connect(m_importSheet, &ImportSheet::pasteWanted, this, &ProfileTransfer::paste);
    connect(m_importSheet, &ImportSheet::passphraseGiven, this, &ProfileTransfer::open);
    connect(m_importSheet, &ImportSheet::importWanted, this, &ProfileTransfer::import);
    // What came sealed is not held longer than it is shown.
    connect(m_importSheet, &QDialog::finished, this, [this] {
        m_state = {};
        m_sealedFile.clear();
    });
    m_importSheet->open();
}

void ProfileTransfer::chooseFile()
{
    QFileDialog *sheet = newFileSheet(tr("Choose a file with profiles"), m_importSheet);
    sheet->setFileMode(QFileDialog::ExistingFile);
    connect(sheet, &QFileDialog::fileSelected, this, &ProfileTransfer::readFile);
    sheet->open();
}

static ProfileTransfer::Reading readingOf(QByteArray content, const QString &name)
{
    ProfileTransfer::Reading reading{true, {}, profileimport::read(content, name)};
    if (sealedprofiles::isSealed(content))
        reading.sealed = content;
    else
        wipe(content);
    return reading;
}

void ProfileTransfer::readFile(const QString &path)
{
    read(shown(QFileInfo(path).fileName(), 100), [path] {
        QFile file(path);
        auto content = file.open(QIODevice::ReadOnly) ? importfile::content(file) : std::nullopt;
        return content ? readingOf(*std::move(content), importfile::nameFrom(path)) : Reading{};
    });
}

void ProfileTransfer::paste()
{
    // One more than can be read is enough to see that it is too much.
    QString text = QGuiApplication::clipboard()->text();
    const auto pasted =
        SecretBuffer::fromText(QStringView(text).left(sealedprofiles::longestFile + 1));
    wipe(text); // there may be tokens in it
    read(tr("The clipboard"), [pasted] {
        QByteArray content = pasted.view().toByteArray();
        // Whoever selects a line seldom takes its end along.
        if (sealedprofiles::isSealed(content) && !content.endsWith('\n'))
            content += '\n';
        return readingOf(std::move(content), {});
    });
}

void ProfileTransfer::read(const QString &source, std::function<Reading()> work)
{
    if (!m_importSheet)
        return;
    m_state = {.source = m_state.source, .rows = m_state.rows, .isBusy = true};
    m_importSheet->render(m_state);
    runOnWorker(m_importSheet, std::move(work),
                [this, source](const Reading &reading) { take(source, reading); });
}

void ProfileTransfer::take(const QString &source, const Reading &reading)
{
    if (!m_importSheet->isVisible())
        return;
    m_state = {};
    m_sealedFile = reading.sealed;
    if (!reading.isRead)
        return complain({.what = tr("%1 cannot be read.").arg(source),
                         .nextStep = tr("Check whether you may read it, and whether it is a file."),
                         .details = {}});
    if (reading.outcome)
        return present(source, *reading.outcome);
    if (m_sealedFile.isEmpty())
        return complain(importtext::error(reading.outcome.error()));
    m_state.source = tr("%1: %2").arg(source, importtext::name(profileimport::Format::Sealed));
    m_state.isSealed = true;
    m_importSheet->render(m_state);
}

void ProfileTransfer::open(const SecretBuffer &passphrase)
{
    m_state.isBusy = true;
    m_state.problem.reset();
    m_importSheet->render(m_state);
    const QString source = m_state.source.section(": "_L1, 0, -2);
    runOnWorker(
        m_importSheet,
        [file = m_sealedFile, passphrase] { return sealedprofiles::read(file, passphrase); },
        [this, source](const Outcome &outcome) {
            if (!m_importSheet->isVisible())
                return;
            m_state.isBusy = false;
            if (outcome)
                present(source, *outcome);
            else
                complain(importtext::error(outcome.error()));
        },
        stragglers::pool());
}

void ProfileTransfer::present(const QString &source, const profileimport::Outcome &outcome)
{
    m_state = {};
    m_sealedFile.clear();
    for (const Found &found : outcome.found)
        m_state.rows.append({found, profileadding::refusal(m_store, found)});
    m_state.notLookedAt = outcome.notLookedAt;
    const qsizetype count = outcome.found.size();
    m_state.source = tr("%1: %2, %3")
                         .arg(source, importtext::name(outcome.format),
                              count == 1 ? tr("1 profile") : tr("%1 profiles").arg(count));
    m_importSheet->render(m_state);
}

void ProfileTransfer::complain(const ErrorText &text)
{
    m_state.problem = text;
    m_importSheet->render(m_state);
}

void ProfileTransfer::import(const QList<int> &rows)
{
    QList<Found> chosen;
    for (const int row : rows)
        chosen.append(m_state.rows[row].found);
    for (qsizetype row = 0; row < m_state.rows.size(); ++row)
        m_state.rows[row].isChecked = rows.contains(row);
    if (std::ranges::all_of(chosen, [](const Found &found) { return found.kept.isEmpty(); }))
        return addNow(chosen);
    // Until then nothing else can be read into the sheet; another sheet has nothing to do with it.
    const QPointer<ImportSheet> sheet = m_importSheet;
    setImportBusy(true);
    m_keeping.whenUnlocked(
        [this, sheet, chosen] {
            if (sheet && sheet->isVisible())
                addNow(chosen);
        },
        tr("Nothing was imported: what is kept stays locked."),
        [this, sheet] {
            if (sheet && sheet->isVisible())
                setImportBusy(false);
        });
}

void ProfileTransfer::setImportBusy(bool isBusy)
{
    m_state.isBusy = isBusy;
    m_importSheet->render(m_state);
}

void ProfileTransfer::addNow(const QList<Found> &chosen)
{
    if (chosen.isEmpty())
        return;
    m_state.isBusy = false;
    QUuid first;
    qsizetype count = 0;
    std::optional<ErrorText> problem;
    for (const Found &found : chosen) {
        const auto done = profileadding::add(m_store, m_vault, found);
        if (!done) {
            problem =
                ErrorText{.what = tr("%1 was not added: %2")
                                      .arg(shown(found.profile.name, Profile::longestName),
                                           importtext::refusal(done.error(), found)),
                          .nextStep = tr("What is still checked was not added; the rest was."),
                          .details = done.error().fault.detail};
            break;
        }
        first = count++ == 0 ? done->id : first;
    }
    if (problem) {
        for (ImportSheet::Row &row : m_state.rows)
            row.refusal = profileadding::refusal(m_store, row.found);
        return complain(*problem);
    }
    m_importSheet->accept();
    Q_EMIT told(count == 1 ? tr("1 profile was imported.")
                           : tr("%1 profiles were imported.").arg(count));
    Q_EMIT added(first);
}

// --- out

void ProfileTransfer::openExport()
{
    QList<ExportSheet::Row> rows;
    for (const Profile &profile : m_store.profiles()) {
        const QString kept = importtext::kinds(m_vault.storedFields(profile.id));
        rows.append(
            {profile.id, profile.name, profile.origin, kept.isEmpty() ? tr("nothing") : kept});
    }
    auto *sheet = new ExportSheet(rows, &m_window);
    connect(
        sheet, &ExportSheet::exportWanted, this,
        [this, sheet](const QList<QUuid> &profiles, const std::optional<SecretBuffer> &passphrase) {
            chooseTarget({sheet, profiles, passphrase});
        });
    sheet->open();
}

void ProfileTransfer::chooseTarget(const Wanted &wanted)
{
    QFileDialog *sheet = newFileSheet(tr("Where is the file to go?"), wanted.sheet);
    sheet->setAcceptMode(QFileDialog::AcceptSave);
    sheet->setDirectory(QDir::home());
    sheet->selectFile(wanted.passphrase ? u"session-desk-profiles.sealed"_s
                                        : u"session-desk-profiles.json"_s);
    connect(sheet, &QFileDialog::fileSelected, this,
            [this, wanted](const QString &path) { write(wanted, path); });
    sheet->open();
}

void ProfileTransfer::write(const Wanted &wanted, const QString &path)
{
    const bool hasSecrets =
        wanted.passphrase && std::ranges::any_of(wanted.profiles, [this](const QUuid &id) {
            return !m_vault.storedFields(id).isEmpty();
        });
    if (!hasSecrets)
        return writeNow(wanted, path);
    wanted.sheet->setBusy(true);
    m_keeping.whenUnlocked([this, wanted, path] { writeNow(wanted, path); },
                           tr("Nothing was exported: what is kept stays locked."),
                           [sheet = wanted.sheet] {
                               if (sheet)
                                   sheet->setBusy(false);
                           });
}

//! Those that are still there; none where a secret of one does not open.
std::optional<QList<Found>> ProfileTransfer::entries(const Wanted &wanted)
{
    QList<Found> entries;
    for (const QUuid &id : wanted.profiles) {
        const auto profile = m_store.profile(id);
        if (!profile)
            continue;
        Found entry;
        entry.profile = *profile;
        for (const SecretField field :
             wanted.passphrase ? m_vault.storedFields(id) : QList<SecretField>()) {
            const auto secret = m_vault.recall(id, field);
            if (!secret) {
                const ErrorText text = vaulttext::error(secret.error());
                wanted.sheet->complain(
                    {.what =
                         tr("%1: %2").arg(shown(profile->name, Profile::longestName), text.what),
                     .nextStep = tr("Leave the profile out, or enter it there again."),
                     .details = text.details});
                return std::nullopt;
            }
            entry.kept.insert(field, *secret);
        }
        entries.append(entry);
    }
    return entries;
}

//! What is to be sealed is never bare, whatever its passphrase: an empty one is refused.
static ProfileTransfer::Written written(const QList<Found> &entries,
                                        const std::optional<SecretBuffer> &passphrase,
                                        const QString &path)
{
    if (passphrase) {
        const auto sealed = sealedprofiles::write(entries, *passphrase);
        return sealed ? ProfileTransfer::Written{{}, importfile::replaceWhole(path, *sealed)}
                      : ProfileTransfer::Written{sealed.error(), 0};
    }
    QList<Profile> profiles;
    for (const Found &entry : entries)
        profiles.append(entry.profile);
    return {{}, importfile::replaceWhole(path, profileexport::write(profiles))};
}

void ProfileTransfer::writeNow(const Wanted &wanted, const QString &path)
{
    // It may have been closed while the vault was opened.
    if (!wanted.sheet || !wanted.sheet->isVisible())
        return;
    const auto entries = this->entries(wanted);
    wanted.sheet->setBusy(entries.has_value());
    if (!entries)
        return;
    runOnWorker(
        this,
        [entries = *entries, passphrase = wanted.passphrase, path] {
            return written(entries, passphrase, path);
        },
        [this, sheet = wanted.sheet, path, count = entries->size()](const Written &written) {
            finish(sheet, path, count, written);
        });
}

// The sheet may be gone by now; the file is there all the same, or is not.
void ProfileTransfer::finish(ExportSheet *sheet, const QString &path, qsizetype count,
                             const Written &written)
{
    const QString place = shown(path, 200);
    if (!written.fault && written.error == 0) {
        if (sheet)
            sheet->accept();
        Q_EMIT told(count == 1 ? tr("1 profile was written to %1.").arg(place)
                               : tr("%1 profiles were written to %2.").arg(count).arg(place));
        return;
    }
    ErrorText text{.what = tr("The file could not be written."),
                   .nextStep = tr("Choose another folder, or make room there."),
                   .details = place + u'\n' + qt_error_string(written.error)};
    if (written.fault)
        text = importtext::error(*written.fault);
    if (!sheet) {
        Q_EMIT told(text.what + u' ' + text.nextStep);
        return;
    }
    sheet->setBusy(false);
    sheet->complain(text);
}
