#pragma once

#include "core/storage/ledgerentry.h"

#include <QDialog>
#include <QHash>
#include <QList>

class PlainLabel;
class QPushButton;
class QTreeWidget;

//! The tokens of one profile as the ledger knows them, the latest first, with what can be done
//! about those whose values are held. It shows and asks; who opened it acts. Open it with open();
//! it deletes itself.
class LedgerSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Row
    {
        LedgerEntry entry;
        bool isHeld = false;   //!< its value is here: it can be revoked
        bool isInUse = false;  //!< it is the one that the session shows
        bool isUsable = false; //!< the session could go on with it
        QString outcome{};     //!< of the last try to revoke it; empty where its standing tells
    };

    //! \a profileName stands in the title.
    explicit LedgerSheet(const QString &profileName, QWidget *parent = nullptr);

    //! \a nowMs: milliseconds since epoch. While \a isBusy nothing can be asked for.
    void render(const QList<Row> &rows, qint64 nowMs, bool isBusy);
    //! What came of all that was asked for, in words.
    void tell(const QString &text);

Q_SIGNALS:
    void revokeWanted(const QStringList &fingerprints);
    void useWanted(const QString &fingerprint);

private:
    void buildTable();
    void follow();
    [[nodiscard]] const Row *chosen() const;
    [[nodiscard]] QStringList revocable() const;
    void askToRevoke(const QStringList &fingerprints);

    QList<Row> m_rows;
    bool m_isBusy = false;
    QTreeWidget *m_table;
    PlainLabel *m_hint;
    PlainLabel *m_outcome;
    QPushButton *m_use;
    QPushButton *m_revoke;
    QPushButton *m_revokeAll;
};
