#pragma once

#include <QByteArray>
#include <QStringList>
#include <QStringView>

#include <array>

//! A secret of plain ASCII that a test looks for in its own memory. It never lies there in clear
//! because of this: each byte is kept under a mask and unmasked in a register.
class MaskedSecret final
{
public:
    //! A literal that does not get into the program: `MaskedSecret(maskedLiteral("swordfish"))`.
    template<size_t size>
    explicit MaskedSecret(const std::array<char, size> &masked)
        : m_masked(masked.data(), size)
    {}
    //! Masks \a text; whoever holds that in clear has to let go of it.
    explicit MaskedSecret(QStringView text);

    [[nodiscard]] qsizetype size() const { return m_masked.size(); }
    [[nodiscard]] char at(qsizetype i) const { return unmasked(m_masked[i]); }
    //! The part that is left of a freed copy: the allocator writes over the first bytes of a block.
    [[nodiscard]] MaskedSecret tail() const;

    //! The same text as it would lie in a QString.
    [[nodiscard]] MaskedSecret asUtf16() const;
    //! The characters that encode nothing but the secret when it stands \a offset (0 to 2) bytes
    //! behind a multiple of three.
    [[nodiscard]] MaskedSecret asBase64(int offset) const;

    [[nodiscard]] static constexpr char unmasked(char byte)
    {
        return static_cast<char>(byte ^ mask);
    }

private:
    static constexpr char mask = 0x5A;
    MaskedSecret() = default;
    void append(char byte) { m_masked.append(unmasked(byte)); }

    QByteArray m_masked;
};

template<size_t size> consteval std::array<char, size - 1> maskedLiteral(const char (&text)[size])
{
    std::array<char, size - 1> masked{};
    for (size_t i = 0; i + 1 < size; ++i)
        masked[i] = MaskedSecret::unmasked(text[i]);
    return masked;
}

//! Looks through the memory of this very process: all that is mapped and readable, freed blocks of
//! the heap and guarded pages included, but for what is mapped unchanged from a file.
namespace memoryscan {

//! The name of the memory that SecretBuffer has.
inline constexpr QLatin1StringView guarded{"guarded memory"};

//! Where \a secret lies, a line each ("UTF-16 in [heap]"); as UTF-8, UTF-16 and base64. With
//! DESK_SCAN_CONTEXT set each line also shows what lies around it.
[[nodiscard]] QStringList find(const MaskedSecret &secret);

} // namespace memoryscan
