#include "core/import/sealedprofiles.h"

#include "core/import/profileexport.h"
#include "core/storage/passphrasekey.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using profileimport::Format;
using profileimport::Outcome;
using profileimport::Problem;

namespace sealedprofiles {

static constexpr QByteArrayView family = "session-desk sealed profiles ";
static constexpr QByteArrayView title = "session-desk sealed profiles 1\n";
static constexpr QByteArrayView profilesTitle = "profiles";
static constexpr QByteArrayView secretTitle = "secret";
// What is in it shows in the length of the file to the nearest 4 KiB only.
static constexpr Sealing::Measure measure{.longest = 4 * 1024 * 1024, .block = 4096};
static constexpr std::array fields{SecretField::Password, SecretField::SecretKey,
                                   SecretField::Token};

static Failure<Fault> failure(Problem problem)
{
    return {Fault{problem, 0}};
}

bool isSealed(QByteArrayView file)
{
    return file.startsWith(family);
}

// --- the inside: lines that say what comes next and how many bytes it has, so that nothing in it
// needs escaping and no secret goes through a parser

static void append(SecretWriter &writer, const QByteArray &what, QByteArrayView bytes)
{
    writer.append(what + ' ' + QByteArray::number(bytes.size()) + '\n');
    writer.append(bytes);
    writer.append('\n');
}

static std::optional<SecretBuffer> inside(const QList<Found> &entries)
{
    QList<Profile> profiles;
    for (const Found &entry : entries)
        profiles.append(entry.profile);
    const QByteArray bare = profileexport::write(profiles);
    if (entries.size() > profileimport::mostProfiles || bare.size() > profileimport::longestFile)
        return std::nullopt;
    SecretWriter writer;
    append(writer, profilesTitle.toByteArray(), bare);
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const auto &secrets = entries[i].kept;
        for (auto it = secrets.cbegin(); it != secrets.cend(); ++it)
            append(writer,
                   secretTitle.toByteArray() + ' ' + QByteArray::number(i) + ' ' +
                       Sealing::nameOf(it.key()).toLatin1(),
                   it->view());
    }
    return writer.take();
}

//! One piece of the inside.
struct Piece
{
    QList<QByteArray> words; //!< what it is
    QByteArrayView bytes;
};

//! Takes the next piece off \a rest; none where it is not whole.
static std::optional<Piece> takePiece(QByteArrayView &rest)
{
    constexpr qsizetype longestTitle = 64;
    const qsizetype end = rest.first(qMin(rest.size(), longestTitle)).indexOf('\n');
    if (end < 0)
        return std::nullopt;
    QList<QByteArray> words = rest.first(end).toByteArray().split(' ');
    bool isNumber = false;
    const qsizetype size = words.takeLast().toLongLong(&isNumber);
    rest = rest.sliced(end + 1);
    if (!isNumber || size < 0 || size >= rest.size() || rest[size] != '\n')
        return std::nullopt;
    const Piece piece{words, rest.first(size)};
    rest = rest.sliced(size + 1);
    return piece;
}

static bool takeSecret(const Piece &piece, QList<Found> &found)
{
    bool isNumber = false;
    if (piece.words.size() != 3 || piece.words[0] != secretTitle)
        return false;
    const qsizetype index = piece.words[1].toLongLong(&isNumber);
    const bool isTooLong = piece.bytes.size() > Sealing::longestSecret;
    if (!isNumber || index < 0 || index >= found.size() || isTooLong)
        return false;
    Found &entry = found[index];
    for (const SecretField field : fields) {
        if (piece.words[2] != Sealing::nameOf(field).toLatin1())
            continue;
        entry.kept.insert(field, SecretBuffer::fromBytes(piece.bytes));
        entry.profile.keepsPassword |= field == SecretField::Password;
        entry.profile.keepsSecretKey |= field == SecretField::SecretKey;
        entry.profile.keepsToken |= field == SecretField::Token;
        return true;
    }
    entry.skipped.append(QString::fromUtf8(piece.words[2])); // a later program's
    return true;
}

static Result<Outcome, Fault> readInside(const SecretBuffer &plain)
{
    QByteArrayView rest = plain.view();
    const auto bare = takePiece(rest);
    if (!bare || bare->words != QList<QByteArray>{profilesTitle.toByteArray()})
        return failure(Problem::Broken);
    const auto profiles = profileimport::read(bare->bytes.toByteArray(), {});
    if (!profiles)
        return failure(profiles.error().problem);
    Outcome outcome = *profiles;
    outcome.format = Format::Sealed;
    while (!rest.isEmpty()) {
        const auto piece = takePiece(rest);
        if (!piece || !takeSecret(*piece, outcome.found))
            return failure(Problem::Broken);
    }
    return outcome;
}

// --- the outside

static QByteArray headOf(const WrappedKey &parameters)
{
    return title.toByteArray() + "argon2id " + QByteArray::number(parameters.passes) + ' ' +
           QByteArray::number(parameters.memoryBytes) + ' ' + parameters.salt.toHex() + '\n';
}

static Problem problemOf(VaultFault::Kind kind)
{
    if (kind == VaultFault::Kind::BadParameters)
        return Problem::Costly;
    return kind == VaultFault::Kind::OutOfMemory ? Problem::NoMemory : Problem::NotOpened;
}

Result<QByteArray, Fault> write(const QList<Found> &entries, const SecretBuffer &passphrase,
                                const PassphraseCost &cost)
{
    if (!PassphraseKey::isLongEnough(passphrase))
        return failure(Problem::ShortPassphrase);
    const auto plain = inside(entries);
    if (!plain || plain->size() > measure.longest)
        return failure(Problem::TooLarge);
    const WrappedKey parameters = PassphraseKey::parameters(cost.passes, cost.memoryBytes);
    const auto key = PassphraseKey::derived(passphrase, parameters);
    if (!key)
        return failure(problemOf(key.error().kind));
    const QByteArray head = headOf(parameters);
    const auto text = Sealing::seal(*key, head, *plain, measure);
    if (!text)
        return failure(Problem::TooLarge);
    const auto again = Sealing::open(*key, head, *text, measure);
    if (!again || !(*again == *plain))
        return failure(Problem::Broken);
    return head + text->toLatin1() + '\n';
}

//! How the key is derived, and the text that it opens. None where \a file is not written as ours.
static std::optional<WrappedKey> parsed(const QByteArray &file)
{
    static const QRegularExpression form(
        u"\\A%1argon2id ([1-9]\\d{0,8}) ([1-9]\\d{0,11}) ([0-9a-f]{32})\\n([^\\n]*)\\n\\z"_s.arg(
            QString::fromLatin1(title)));
    const auto match = form.match(QString::fromLatin1(file));
    if (!match.hasMatch())
        return std::nullopt;
    return WrappedKey{match.captured(4), QByteArray::fromHex(match.captured(3).toLatin1()),
                      match.captured(1).toLongLong(), match.captured(2).toLongLong()};
}

Result<Outcome, Fault> read(const QByteArray &file, const SecretBuffer &passphrase)
{
    if (file.size() > longestFile)
        return failure(Problem::TooLarge);
    if (!isSealed(file))
        return failure(Problem::Unknown);
    if (!file.startsWith(title))
        return failure(Problem::Newer);
    const auto wrapped = parsed(file);
    if (!wrapped)
        return failure(Problem::Broken);
    const auto key = PassphraseKey::derived(passphrase, *wrapped);
    if (!key)
        return failure(problemOf(key.error().kind));
    const auto plain = Sealing::open(*key, headOf(*wrapped), wrapped->text, measure);
    return plain ? readInside(*plain) : failure(problemOf(plain.error().kind));
}

} // namespace sealedprofiles
