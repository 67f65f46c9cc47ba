#pragma once

#include "core/storage/storedstate.h"

//! A write of the settings file as it is to be, worked out before anything is written.
struct PlannedWrite
{
    StoredState next; //!< with its SealedList
    //! The list while the file is written, with what was and what will be: who reads between the
    //! two, or after a write that came no further, finds what is there listed.
    QByteArray listMeanwhile;
    bool isForTheList = false; //!< the file itself is as it is to be

    //! \a before has the list that lies on the disk.
    [[nodiscard]] static PlannedWrite of(const QList<StoredChange> &changes,
                                         const StoredState &before);
};
