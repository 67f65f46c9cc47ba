#pragma once

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>

//! What a kept secret belongs to beside its profile: to whom it goes, and by which way. The numbers
//! are in lists on the disk.
enum class BoundTo
{
    Server = 1,
    User = 2,
    Authority = 3,
    PinnedKey = 4,
    Proxy = 5
};

//! Why a secret or its key is not to be had, as a kind. Sentences are the window's.
struct VaultFault
{
    Q_GADGET

public:
    enum class Kind
    {
        // of a stored secret
        NotStored,       //!< nothing is kept under this field
        NotSealed,       //!< what is kept there is not a sealed text
        OtherVersion,    //!< sealed by a newer program
        ChangedOutside,  //!< does not open: it, or what it belongs to, was changed elsewhere
        NotListed,       //!< opens, but was replaced or forgotten since: put back elsewhere
        TooLong,         //!< longer than what is kept
        NotKept,         //!< the settings cannot take it
                         // of the vault
        NotChosen,       //!< nobody has said where the key is to be kept
        NotOpen,         //!< locked, or still opening
        KeyNeeded,       //!< sealed secrets are there that a new key could not open
        TakenOver,       //!< another program has chosen meanwhile: its choice holds
        TooSoon,         //!< after wrong passphrases: wait first
                         // of the key's keeper
        Absent,          //!< there is no keychain
        NotRunning,      //!< there is no keychain, and one has the key
        Locked,          //!< the keychain is locked
        Elsewhere,       //!< another keychain has the key; the detail names it, if that is known
        Denied,          //!< the keychain said no
        Silent,          //!< the keychain does not answer
        Asking,          //!< the keychain waits for somebody's password, in a window of its own
        Altered,         //!< what is kept as key is not whole
        OtherKey,        //!< whole, but not the key of these secrets
        Lost,            //!< the keychain is open and has no such key any more
        Missing,         //!< no key is kept here, and none was known to be
        WrongPassphrase, //!< or the wrapped key was changed outside the program
        BadParameters,   //!< of the passphrase's derivation: not ours, refused
        OutOfMemory,     //!< the derivation needs more than there is
        Failed,          //!< anything else; the detail has the keeper's own words
    };
    Q_ENUM(Kind)

    Kind kind = Kind::Failed;
    QString detail;
    QList<BoundTo> changed = {}; //!< of ChangedOutside: what is known to be another now

    friend bool operator==(const VaultFault &, const VaultFault &) = default;
};

Q_DECLARE_METATYPE(VaultFault)
