#pragma once

#include <QByteArrayView>
#include <QExplicitlySharedDataPointer>
#include <QStringView>

class QDebug;

//! Bytes of a secret (password, token, request body that holds one), UTF-8 where they are text.
//! They lie in guarded, locked memory (libsodium) that is wiped when the last copy goes; copies
//! share them and never duplicate the bytes. Printing shows the length only. Comparison is
//! constant-time.
class SecretBuffer final
{
public:
    SecretBuffer();
    SecretBuffer(const SecretBuffer &);
    SecretBuffer(SecretBuffer &&) noexcept;
    SecretBuffer &operator=(const SecretBuffer &);
    SecretBuffer &operator=(SecretBuffer &&) noexcept;
    ~SecretBuffer();

    //! Copies \a bytes; the caller wipes its own copy.
    [[nodiscard]] static SecretBuffer fromBytes(QByteArrayView bytes);
    //! Encodes \a text as UTF-8 straight into the guarded memory; lone surrogates become U+FFFD.
    [[nodiscard]] static SecretBuffer fromText(QStringView text);

    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] qsizetype size() const;
    //! The bytes, valid as long as this buffer or a copy of it lives. Never append them to a
    //! QByteArray.
    [[nodiscard]] QByteArrayView view() const;
    //! An ordinary string for the few places that cannot do without (a line edit, the clipboard).
    [[nodiscard]] QString toText() const;

    friend bool operator==(const SecretBuffer &a, const SecretBuffer &b) { return equal(a, b); }

private:
    friend class SecretWriter;
    class Bytes;
    explicit SecretBuffer(Bytes *bytes);
    static bool equal(const SecretBuffer &a, const SecretBuffer &b);

    QExplicitlySharedDataPointer<Bytes> m_bytes;
};

QDebug operator<<(QDebug debug, const SecretBuffer &secret);

//! Builds a SecretBuffer piece by piece without leaving pieces in ordinary memory.
class SecretWriter final
{
public:
    SecretWriter();
    ~SecretWriter();
    Q_DISABLE_COPY_MOVE(SecretWriter)

    void append(QByteArrayView bytes);
    void append(char byte);
    //! Appends \a text as UTF-8; lone surrogates become U+FFFD.
    void appendText(QStringView text);
    //! Appends \a count bytes, zero for now, and gives where they are, valid until the next call:
    //! for those who decrypt or derive straight into the guarded memory.
    [[nodiscard]] char *extend(qsizetype count);
    //! Cuts off all after the first \a size bytes.
    void truncate(qsizetype size);
    //! What was written so far; the writer is empty afterwards.
    [[nodiscard]] SecretBuffer take();

private:
    void reserve(qsizetype extra);
    QExplicitlySharedDataPointer<SecretBuffer::Bytes> m_bytes;
};

//! Overwrites the characters of \a text if nobody else shares them, then empties it.
void wipe(QString &text);
//! Overwrites the bytes of \a bytes if nobody else shares them, then empties it.
void wipe(QByteArray &bytes);
