#pragma once

#include <QComboBox>

#include <optional>

//! Chooses how long a token shall live: presets and any other number of minutes.
class ValidityBox final : public QComboBox
{
    Q_OBJECT

public:
    //! With \a mayBeNone the list begins with "No token".
    explicit ValidityBox(bool mayBeNone, QWidget *parent = nullptr);

    //! None: no token. Any number of seconds gets an entry of its own.
    void setSeconds(std::optional<int> seconds);
    [[nodiscard]] std::optional<int> seconds() const;

private:
    void chosen(int index);
    void ask();
    [[nodiscard]] int indexOfSeconds(int seconds);

    int m_lastIndex = 0;
};
