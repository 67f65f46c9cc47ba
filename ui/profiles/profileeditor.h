#pragma once

#include "core/storage/profile.h"

#include <QDialog>

class Banner;
class ColourChooser;
class QComboBox;
class QFormLayout;
class QLineEdit;

//! Edits what the sign-in form does not show: name, colour, private CA, pinned key, proxy, names of
//! variables. Open it with open(); it deletes itself.
class ProfileEditor final : public QDialog
{
    Q_OBJECT

public:
    ProfileEditor(const Profile &profile, QWidget *parent);

Q_SIGNALS:
    void saveRequested(const Profile &profile);

private:
    void buildFields(QFormLayout &form);
    [[nodiscard]] QWidget *buildAuthorityRow();
    [[nodiscard]] QWidget *buildProxyRow();
    [[nodiscard]] QWidget *buildVariablesRow();
    void fill();
    void chooseAuthorityFile();
    void save();
    bool complain(const QString &what, const QString &nextStep, QWidget *field);
    [[nodiscard]] bool readInto(Profile &profile);

    Profile m_profile;
    Banner *m_banner;
    QLineEdit *m_name;
    ColourChooser *m_colour;
    QLineEdit *m_authorityFile;
    QLineEdit *m_pin;
    QComboBox *m_proxyMode;
    QLineEdit *m_proxyHost;
    QLineEdit *m_proxyPort;
    QComboBox *m_hostVariable;
    QComboBox *m_tokenVariable;
};
