#pragma once

#include <QDialog>

#include <optional>

class QComboBox;
class QLineEdit;
class QPushButton;

//! Asks for a life of a token that is not on the list, in seconds, minutes or hours: the cluster
//! counts in seconds. Open it with open(); it deletes itself.
class ValiditySheet final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int longestSeconds = 30 * 24 * 3600;

    //! \a seconds stands there at first.
    ValiditySheet(int seconds, QWidget *parent);

    //! None as long as what stands there is no such length.
    [[nodiscard]] std::optional<int> seconds() const;

Q_SIGNALS:
    void chosen(int seconds);

private:
    [[nodiscard]] QWidget *buildFields();
    void follow();
    void submit();

    QLineEdit *m_count;
    QComboBox *m_unit; //!< data: its seconds
    QPushButton *m_use;
};
