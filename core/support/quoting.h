#pragma once

#include <QByteArrayView>

class SecretWriter;

//! Texts as words of other languages. All take UTF-8 and write straight into guarded memory, the
//! quotes included; what is written reads back as it was given. NUL must not occur.

//! A string of JSON; Python and Go read the same.
void appendJsonText(SecretWriter &writer, QByteArrayView utf8);
//! A string of Java, C# and JavaScript: as JSON, with the line separators that those break at.
void appendCodeText(SecretWriter &writer, QByteArrayView utf8);
//! One word of a POSIX shell.
void appendShellWord(SecretWriter &writer, QByteArrayView word);
//! One word of fish, which reads \' and \\ inside single quotes.
void appendFishWord(SecretWriter &writer, QByteArrayView word);
//! One string of PowerShell, to which every typographic single quote is a quote.
void appendPowerShellWord(SecretWriter &writer, QByteArrayView utf8);
