#pragma once

//! The kind of keychain that has a key, on systems that have more than one.
enum class KeychainKind
{
    Unknown,
    SecretService, //!< GNOME Keyring, KeePassXC and others
    Wallet         //!< KWallet
};

//! Where an item is, as far as the keychains on the session bus tell without asking anybody for a
//! password.
struct KeychainSight
{
    enum class Item
    {
        Absent, //!< that keychain does not run
        Silent, //!< it runs, and does not answer
        NotThere,
        Locked, //!< there, and to be had by a password
        Open
    };

    Item inSecretService = Item::Absent;
    Item inWallet = Item::Absent;
    bool isDefaultLocked = false; //!< the collection that new entries go to
    bool isAnyLocked = false;     //!< of the collections; some do not tell what is in them then
    bool isWalletShut = false;

    //! The one that has the item.
    [[nodiscard]] KeychainKind holder() const
    {
        if (isIn(inSecretService))
            return KeychainKind::SecretService;
        return isIn(inWallet) ? KeychainKind::Wallet : KeychainKind::Unknown;
    }
    //! Whether the item is to be had and removed without anybody's password.
    [[nodiscard]] bool isOpen() const
    {
        // A wallet that is shut may be the one that is asked, and then asks for its password.
        return !isWalletShut && (inSecretService == Item::Open ||
                                 (inWallet == Item::Open && inSecretService != Item::Locked));
    }
    //! Whether it is certain that no keychain that runs has the item.
    [[nodiscard]] bool isGone() const
    {
        const auto isNotIn = [](Item item) { return item == Item::NotThere; };
        return !isAnyLocked && (isNotIn(inSecretService) || isNotIn(inWallet)) &&
               (isNotIn(inSecretService) || inSecretService == Item::Absent) &&
               (isNotIn(inWallet) || inWallet == Item::Absent);
    }
    //! Whether a request that is not answered may well wait for somebody's password.
    [[nodiscard]] bool mayBeAsking() const
    {
        return inSecretService == Item::Locked || isDefaultLocked || isWalletShut;
    }

private:
    [[nodiscard]] static bool isIn(Item item) { return item == Item::Locked || item == Item::Open; }
};
